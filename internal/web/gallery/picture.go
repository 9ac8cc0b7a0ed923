package gallery

import (
	"context"
	"fmt"
	"strconv"

	"havre.example/havre/internal/web"
)

// squares is a country of sixteen squares, for the gallery's map.
type squares struct{}

// Size implements web.Drawing.
func (squares) Size() (width, height int) { return 400, 470 }

// Frames implements web.Drawing.
func (squares) Frames() int { return 1 }

// Frame implements web.Drawing.
func (squares) Frame(int) (path, name string, x, y int) {
	return "M4 360h92v80h-92z", "Les Îles", 6, 458
}

// Codes implements web.Drawing.
func (squares) Codes() []string {
	var out []string
	for i := range 17 {
		out = append(out, strconv.Itoa(i))
	}
	return out
}

// Shape implements web.Drawing.
func (squares) Shape(code string) (path string, x, y int, ok bool) {
	i, err := strconv.Atoi(code)
	if err != nil {
		return "", 0, 0, false
	}
	x, y = i%4*80+10, i/4*80+10
	return fmt.Sprintf("M%d %dh78v78h-78z", x, y), x + 39, y + 39, true
}

func areaMap(ctx context.Context) web.Map {
	m := web.Map{
		ID: "areas", Title: web.T(ctx, "gallery.field.areas"), Words: web.T(ctx, "gallery.sample"), Drawing: squares{},
		Ground: map[string]int{},
		Heads:  []string{web.T(ctx, "gallery.field.areas"), web.T(ctx, "gallery.measure")},
		Areas: []web.MapArea{
			{Code: "5", Name: "Nord (59)", Kind: web.MapDanger, Sign: "▲", Words: web.T(ctx, "gallery.late"),
				Cells: []web.Cell{{Words: "", Number: true}}},
			{Code: "12", Name: "Lot (46)", Kind: web.MapOpen, Sign: "2", Words: "2",
				Cells: []web.Cell{{Words: "2", Number: true}}},
			{Code: "15", Name: "Hérault (34)", Kind: web.MapAsk, Sign: "?", Words: "1",
				Cells: []web.Cell{{Words: "1", Number: true}}},
			{Code: "16", Name: "La Réunion (974)", Kind: web.MapFull, Cells: []web.Cell{{Words: "0", Number: true}}},
		},
		Legend: []web.MapKey{{Kind: web.MapDanger, Words: web.T(ctx, "gallery.late")},
			{Kind: web.MapOpen, Words: web.T(ctx, "gallery.measure")}},
	}
	for i := range 17 {
		m.Ground[strconv.Itoa(i)] = min(i/4+2, 5)
	}
	for i := range 5 {
		m.Legend = append(m.Legend, web.MapKey{Band: i + 1, Words: web.Number(ctx, i+1)})
	}
	return m
}

func weeks(ctx context.Context) web.Calendar {
	c := web.Calendar{ID: "weeks", Title: web.T(ctx, "gallery.field.when"), Of: web.T(ctx, "gallery.field.areas")}
	for i := range 13 {
		n := strconv.Itoa(i + 1)
		c.Weeks = append(c.Weeks, web.CalWeek{Short: n, Long: n})
	}
	for i, kind := range web.CalKinds {
		key := web.CalSpell{Kind: kind, Words: kind, When: "23/11/2026 – 06/12/2026", Weeks: 13 - i}
		row := web.CalRow{Name: "Lot (46)", Where: "Le Phare", Cells: []web.CalSpell{key}}
		if i > 0 {
			row.Cells = append(row.Cells, web.CalSpell{Kind: "free", Words: "free", When: "07/12/2026 – 21/02/2027",
				Weeks: i})
		}
		if i == 2 {
			row.Flag = web.T(ctx, "gallery.hold")
		}
		c.Rows, c.Keys = append(c.Rows, row), append(c.Keys, key)
	}
	return c
}

package country

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"

	"havre.example/havre/internal/calc/geo"
)

// Travel is how long people travel between the areas of France, closed once over seed/travel.csv.
var Travel = sync.OnceValue(func() geo.Times {
	f, err := seed.Open("seed/travel.csv")
	if err != nil {
		panic("country: " + err.Error()) // embedded at build time
	}
	defer f.Close()
	legs, err := ReadTravel(f)
	if err != nil {
		panic("country: seed/travel.csv: " + err.Error())
	}
	w, err := France().Network(legs)
	if err != nil {
		panic("country: seed/travel.csv: " + err.Error())
	}
	return w
})

// ReadTravel reads a table of travel times: from, to, minutes and way (rail, road, air), with a heading, separated by
// semicolons. The codes are those of the pack. A fault names its line and column.
func ReadTravel(r io.Reader) ([]geo.Leg, error) {
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = ';', 4, true
	if _, err := c.Read(); err != nil {
		return nil, fmt.Errorf("read travel times: %w", err)
	}
	var out []geo.Leg
	for {
		row, err := c.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read travel times: %w", err)
		}
		minutes, err := strconv.Atoi(row[2])
		if err != nil {
			line, column := c.FieldPos(2)
			return nil, fmt.Errorf("line %d, column %d: %q is no number of minutes", line, column, row[2])
		}
		if !slices.Contains([]string{"rail", "road", "air"}, row[3]) {
			line, column := c.FieldPos(3)
			return nil, fmt.Errorf("line %d, column %d: %q is no way to travel", line, column, row[3])
		}
		out = append(out, geo.Leg{A: row[0], B: row[1], Minutes: minutes})
	}
}

// Network closes a table of travel times over every area of the pack.
func (p *Pack) Network(legs []geo.Leg) (*geo.Network, error) {
	areas := slices.Concat(p.byKind[geo.Region], p.byKind[geo.Department], p.byKind[geo.Town])
	return geo.NewNetwork(areas, legs, p.land)
}

// corsica is the region of the one metropolitan island with departments of its own.
const corsica = "R94"

// land names the body of land an area lies on: no road leads from one to another.
func (p *Pack) land(a geo.Area) string {
	r, ok := p.Region(a.Code)
	if ok && (p.Overseas(r.Code) || r.Code == corsica) {
		return r.Code
	}
	return "mainland"
}

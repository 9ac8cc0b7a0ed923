package web_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

var visits = web.Table[visit]{Caption: "visit.title", Empty: "visit.hint.pets",
	Heads: []string{"visit.field.who", "visit.field.adults"},
	Line: func(ctx context.Context, v visit) []web.Cell {
		return []web.Cell{{Words: v.Who}, web.Count(ctx, v.Adults)}
	}}

func TestATableIsDeclaredOnce(t *testing.T) {
	texts, err := web.LoadTexts(fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := web.WithPrinter(t.Context(), texts.Within(packs.France).In("en", now))
	draw := func(table web.Table[visit], rows ...visit) string {
		var b strings.Builder
		if err := table.Of(rows).Render(ctx, &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	shows(t, draw(visits, visit{Who: "Lise", Adults: 1200}), "<caption>Visit</caption>",
		`<th scope="col">Who</th>`,
		`<th scope="col" class="number">Adults</th>`, `<th scope="row">Lise</th>`, `<td class="number">1,200</td>`)
	if got := draw(visits); !strings.Contains(got, "Cats count.") || strings.Contains(got, "<table") {
		t.Errorf("a table without rows: %s", got)
	}
	if got := draw(web.Table[visit]{Caption: "visit.title"}); got != "" {
		t.Errorf("a table without rows and words for it: %s", got)
	}
	if got := web.Labels(ctx, "need", []string{"school", "quiet"}) + web.AreaName(ctx, "46") +
		web.Label(ctx, "need", ""); got != "School nearby, quietLot (46)" {
		t.Errorf("%q", got)
	}
	if o := web.CodeOptions(ctx, "household_shape"); len(o) < 3 || o[0].Label != web.Label(ctx, "household_shape",
		o[0].Value) {
		t.Errorf("%v", o)
	}
}

func TestWhatIsOpenedIsTakenAway(t *testing.T) {
	named := func(v visit) string { return v.Who + ".csv" }
	rows := func(_ context.Context, v visit) [][]string { return [][]string{{"who"}, {v.Who}, {"=1+1"}} }
	open := func(context.Context, access.Actor) (visit, error) { return visit{Who: "lise"}, nil }
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, web.Options{})
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{
			web.Get("/rows", staffAct, web.Spreadsheet(web.All(open), named, rows)),
			web.Get("/bytes", staffAct, web.Download(func(*web.Request) ([]byte, error) { return []byte("{}"), nil },
				"one.json", "application/json")),
			web.Get("/gone", staffAct,
				web.Download(func(*web.Request) ([]byte, error) { return nil, fault.ErrAbsent },
					"x", "y")),
		}})
	for _, c := range []struct{ path, name, has string }{
		{"/rows", `filename="lise.csv"`, "lise"}, {"/bytes", `filename="one.json"`, "{}"}, {"/gone", "", ""},
	} {
		w := h.do(ask{method: "GET", path: c.path, cookie: "alive"})
		if c.name == "" {
			if w.Code != 404 {
				t.Errorf("%s: %d", c.path, w.Code)
			}
			continue
		}
		if !strings.Contains(w.Header().Get("Content-Disposition"), c.name) ||
			!strings.Contains(w.Body.String(), c.has) ||
			strings.Contains(w.Body.String(), "\n=1+1") {
			t.Errorf("%s: %s %q", c.path, w.Header().Get("Content-Disposition"), w.Body.String())
		}
	}
}

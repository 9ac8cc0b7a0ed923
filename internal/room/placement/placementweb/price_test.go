package placementweb_test

import (
	"net/url"
	"testing"

	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

// Prices of scarce places: too little of a past says so and prices nothing; the coordination bounds what a price
// counts, and bad input is answered beside the field with what was typed kept. Nobody else sees the page.
func TestPricesOfScarcePlaces(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.shows(s.get("/rounds/prices"), true, "Pas encore de prix", `value="3"`)
		s.person(needle, "06", "NG", 1999)
		s.must(s.desk.Handlers()["placement.price"](t.Context(), outbox.Job{Kind: "placement.price"}))
		page := s.get("/rounds/prices")
		s.shows(page, true, "trop peu de passé", "plus de lits que de personnes")
		s.shows(page, false, needle)

		for _, bad := range []string{"", "10", "-1", "x", "3.5"} {
			code, _, body := s.do("POST", "/rounds/prices", url.Values{"cap": {bad}})
			if code != 422 {
				t.Errorf("cap %q: %d", bad, code)
			}
			if s.shows(body, true, `name="cap"`); bad != "" {
				s.shows(body, true, `value="`+bad+`"`)
			}
		}
		if code, to, _ := s.do("POST", "/rounds/prices", url.Values{"cap": {"0"}}); code != 303 ||
			to != "/rounds/prices" {
			t.Errorf("switch off: %d to %q", code, to)
		}
		s.shows(s.get("/rounds/prices"), true, `value="0"`)
		if code, _, _ := s.do("POST", "/rounds/prices/anew", url.Values{}); code != 303 {
			t.Errorf("anew: %d", code)
		}
		if n, err := s.Worker(map[string]outbox.Handler{"placement.price": s.desk.Handlers()["placement.price"]}).Run(
			t.Context()); err != nil || n != 1 {
			t.Errorf("%d jobs done, %v", n, err)
		}
		s.as = "lot"
		if code, _, _ := s.do("GET", "/rounds/prices", nil); code == 200 {
			t.Error("a host sees the prices")
		}
	})
}

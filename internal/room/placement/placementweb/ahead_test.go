package placementweb_test

import (
	"context"
	"net/url"
	"testing"

	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// A place asked about before it is free keeps, on the list of the search, the day from which it can be had.
func TestAnAskedPlaceKeepsItsDay(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		first := s.person("First", "59350", "ML", 1998)
		s.build("ille", "35", "any")
		s.hosts["ille"], s.tokens["ille"] = f.SignInToken("ille")
		s.signIn()
		place, err := finding.ParsePlace(s.places["ille"])
		s.must(err)
		on := f.Gate.Country().Day(f.Clock.Now()).AddDays(10)
		s.must(s.Gate.Case(context.Background(), s.claire, workTest, first, func(tx *gate.CaseTx) error {
			if err := partner.Occupy(tx, place, 1); err != nil {
				return err
			}
			return partner.PlanEnd(tx, place, on)
		}))
		base := "/cases/" + s.person(needle, "59350", "ML", 1998).String()
		s.shows(s.get(base+"/search"), true, "encore occupée", "pour une arrivée à partir du")
		form := url.Values{"round": {"0"}, "place": {place.String()}, "reason": {"person_prefers"},
			"words": {"Sa tante"}}
		if code, _, body := s.do("POST", base+"/proposals", form); code != 303 {
			t.Fatalf("ask: %d %s", code, body)
		}
		body := s.get(base + "/search")
		s.shows(body, true, "déjà sollicité, pour une arrivée à partir du")
		s.shows(body, false, "encore occupée")
	})
}

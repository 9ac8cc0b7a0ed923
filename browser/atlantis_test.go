package browser

import (
	"testing"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/atlantis"
	"havre.example/havre/internal/prooftest/cast"
)

// Pages of an invented country, in words a third longer than any, and in a script that is read from right to left: they
// fit a phone and a desk, and whoever hears them is told as much.
func TestPagesOfAnotherCountry(t *testing.T) {
	land, err := atlantis.Land()
	if err != nil {
		t.Fatal(err)
	}
	s := NetworkIn(t, land, atlantis.Left)
	for _, l := range []lang.Tag{atlantis.Left, atlantis.Right} {
		for who, pages := range map[cast.Worker][]string{
			cast.Rose:   {"/", "/settings", "/partners"},
			cast.Claire: {"/", "/contacts/new", "/places/calendar", "/reports/2026"},
			cast.Rita:   {"/referrals/new"},
		} {
			w := s.As(who).In(l)
			for i, page := range pages {
				w.Size(1280, 900).Open(page).Axe().Fits().Shot(string(l) + "-" + who.Login + "-" + string(rune('a'+i)) +
					"-1280")
				w.Size(360, 740).Fits().Shot(string(l) + "-" + who.Login + "-" + string(rune('a'+i)) + "-360")
			}
		}
	}
}

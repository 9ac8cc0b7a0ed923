package placementweb_test

import (
	"net/url"
	"testing"

	"havre.example/havre/internal/trust/trusttest"
)

// The number of people and the list of a round agree, whoever waits and is not in it is counted with the reason, and a
// band of waiting shows the days it was counted from.
func TestWhoIsInARoundAndHowWaitingCounts(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.person(needle, "06", "NG", 1999)
		s.person("Second", "06", "FR", 1980)
		weigh := func() string {
			code, to, _ := s.do("POST", "/rounds", url.Values{})
			if code != 303 {
				t.Fatalf("weigh: %d", code)
			}
			return to
		}
		first := weigh()
		s.shows(s.get(first), true, "6 sur 6, enfants et autres adultes compris", "situations ci-dessous\u00a0: 2")
		s.shows(s.get(first), false, "n’est pas ici", "elle aura alors duré")
		third := s.person("Third", "06", "FR", 1990)
		s.shows(s.get(first), true, "1 situation qui attend n’est pas ici\u00a0: elle cherche une place depuis")
		s.shows(s.get(weigh()), true, "6 sur 9, enfants", "situations ci-dessous\u00a0: 3",
			"\u00a0: 0 jour, compté depuis l’admission du ",
			"Si aucune place ne se libère avant la fin de cet examen, le ", ", elle aura alors duré 6 à 9 mois")
		s.shows(s.get(first), false, "les semaines de cet examen")
		base := "/cases/" + third.String()
		if code, _, body := s.do("POST", base+"/proposals",
			url.Values{"round": {"0"}, "place": {s.places["lot"]}}); code != 303 {
			t.Fatalf("ask: %d %s", code, body)
		}
		s.shows(s.get(first), true, "1 situation qui attend n’est pas ici\u00a0: des lieux sont déjà sollicités")
		s.shows(s.get(weigh()), true, "situations ci-dessous\u00a0: 2", "des lieux sont déjà sollicités")
		s.shows(s.get(first), false, needle, "Second", "Third")
	})
}

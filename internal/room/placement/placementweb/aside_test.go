package placementweb_test

import (
	"testing"

	"havre.example/havre/internal/trust/trusttest"
)

// A place across the sea is left aside with its reason, and a switch shows it; the page of a place says of each rule
// where its datum comes from.
func TestWhatIsLeftAsideAndWhereADatumComesFrom(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.build("reunion", "974", "any")
		ref := s.person(needle, "59350", "ML", 1998)
		base := "/cases/" + ref.String()
		body := s.get(base + "/search")
		s.shows(body, true, "1 place laissée de côté", "on n’y va que si on le souhaite (La Réunion (974))",
			`href="`+base+`/assessment"`, "Noter son souhait")
		body = s.get(base + "/places/" + s.places["reunion"])
		s.shows(body, true, "La Réunion (974), d’après la personne",
			"d’après l’évaluation, le lieu d’accueil", "d’après la tête de réseau")
		s.lang = "en"
		s.shows(s.get(base+"/search"), true, "1 place left aside: people go there only if they wish to")
	})
}

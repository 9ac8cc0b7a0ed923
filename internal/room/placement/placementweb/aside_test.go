package placementweb_test

import (
	"net/url"
	"regexp"
	"strings"
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
		s.shows(s.get(base+"/search"), true, "1 place left out: people go there only if they wish to")
	})
}

// Ten places are seen, the others a press away, unless one of them is ticked; what all share is said once, above them.
func TestTenPlacesAreSeenAndWhatTheyShareIsSaidOnce(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		for _, login := range []string{"a", "b", "c", "d", "e", "g", "h", "i", "j", "k", "l"} {
			s.build(login, "46", "any")
		}
		s.claire, s.tokens["claire"] = f.SignInToken("claire")
		ref := s.person(needle, "59350", "ML", 1998)
		base := "/cases/" + ref.String()
		body := s.get(base + "/search")
		shared := regexp.MustCompile(`Pour toutes.: ([^<]*)<`).FindStringSubmatch(body)
		if shared == nil {
			t.Fatalf("nothing is said to be shared: %s", body)
		}
		for _, what := range strings.Split(shared[1], " · ") {
			if strings.Contains(body, `<li class="chip">`+what) {
				t.Errorf("%q is said of each place again", what)
			}
		}
		rest := strings.Index(body, "autre")
		if rest < 0 || strings.Count(body[:rest], `name="place"`) != 10 {
			t.Fatalf("not ten places before the others: %s", body)
		}
		last := regexp.MustCompile(`name="place" value="([^"]*)"`).FindAllStringSubmatch(body, -1)
		form := url.Values{"place": {last[len(last)-1][1]}, "until-day": {"41"}, "until-month": {"1"},
			"until-year": {"2027"}}
		_, _, again := s.do("POST", base+"/proposals", form)
		const unfolded = `<details class="fold" open>`
		if strings.Contains(body, unfolded) || !strings.Contains(again, unfolded) {
			t.Error("the place that is ticked is folded away")
		}
	})
}

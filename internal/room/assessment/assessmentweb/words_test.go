package assessmentweb_test

import (
	"net/url"
	"strings"
	"testing"

	"havre.example/havre/internal/trust/trusttest"
)

// I4: a dangerous place that no list of areas holds is kept in words and stands as a danger zone, until somebody has
// found it on the map or has emptied the words in a version of their own.
func TestADangerKnownInWordsStandsAsAZone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		const lost, zone = "Zorabel-sur-Nulle-Part", "Un lieu connu en mots seulement"
		save := func(v url.Values) string {
			t.Helper()
			if code, _, page := s.do("POST", s.at+"/assessment", v); code != 303 {
				t.Fatalf("%d: %s", code, page)
			}
			_, _, page := s.do("GET", s.at+"/assessment", nil)
			_, _, panel := s.do("GET", s.at, nil)
			if strings.Contains(panel, zone) != strings.Contains(panel, lost) {
				t.Error("the page of the case shows the words without their danger, or the danger without its words")
			}
			if strings.Contains(panel, zone) {
				return page + zone
			}
			return page
		}
		v := full("0")
		v["zone1"] = []string{lost, "Lot"}
		v.Set("zone1_level", "grave")
		v.Set("zone1_reason", "address_known")
		page := save(v)
		s.contains(page, lost+"</textarea>", "Lot (46)", zone, "aucun lieu n’est tenu pour sûr", "grave")
		if strings.Contains(page, `value="in_words"`) {
			t.Error("the zone may be lifted without its words")
		}
		v = full("1")
		v.Set("elsewhere", lost)
		v.Set("lift", "in_words")
		s.contains(save(v), lost+"</textarea>", zone)
		v = full("2")
		v.Set("zone1", "Creuse")
		v.Set("zone1_level", "grave")
		v.Set("zone1_reason", "address_known")
		page = save(v)
		s.contains(page, "Creuse (23)")
		if strings.Contains(page, zone) {
			t.Error("the place was found, and is still sought")
		}
		v = full("3")
		v.Set("elsewhere", lost) // typed there at once
		s.contains(save(v), zone)
	})
}

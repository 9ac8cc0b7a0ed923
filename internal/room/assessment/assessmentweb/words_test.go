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
		code, _, page := s.do("POST", s.at+"/assessment", v) // maybe a slip of the hand: asked first
		if code != 422 {
			t.Fatalf("a place that no list holds goes into words unasked: %d", code)
		}
		s.contains(page, `name="zone1-which" value="=`+lost+`"`, `value="Lot (46)"`)
		v.Set("zone1-which", "="+lost)
		page = save(v)
		s.contains(page, lost+"</textarea>", "Lot (46)", zone, "aucun lieu n’est tenu pour sûr", "grave",
			"Où se trouve le lieu dangereux connu en mots seulement") // and is told as open until it is found
		if i := strings.Index(page, `id="danger"`); i < 0 || !strings.Contains(page[max(0, i-80):i+80], "open") {
			t.Error("the section of dangers is folded while words wait in it")
		}
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
		v.Set("elsewhere", lost) // typed there at once, and nothing more is said of it
		s.contains(save(v), zone)
		_, _, panel := s.do("GET", s.at, nil)
		s.contains(panel, zone+" · gravité pas encore connue : compte comme un danger sérieux · "+
			"raison pas encore connue")
		if strings.Contains(panel, "raison pas encore connue · depuis") {
			t.Error("a day is invented since when there is danger")
		}
	})
}

// A place wished for, refused, or to be kept within reach that no list of areas holds is kept in words with the others:
// what she refuses stays refused and what must stay within reach is asked about, until the words are emptied.
func TestAPlaceThatNobodyFindsIsKeptInItsWords(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		const nowhere, words = "Zorabel-sur-Nulle-Part", "Un lieu connu en mots seulement"
		v := full("0")
		v["wished"], v["vetoes"] = []string{"Souhait " + nowhere, "Lot"}, []string{"Creuse", "Refus " + nowhere}
		v["tie1"], v["tie2"], v["tie2_within"] = []string{"Tribunal de " + nowhere}, []string{"Nord"}, []string{"60"}
		code, _, page := s.do("POST", s.at+"/assessment", v)
		if code != 422 || !strings.Contains(page, "Tribunal de "+nowhere+"</textarea>") {
			t.Fatalf("how far the place in words may be is not asked, or its words are lost: %d", code)
		}
		v["tie1"], v["tie1_within"] = []string{"Tribunal de " + nowhere}, []string{"90"}
		if code, _, page = s.do("POST", s.at+"/assessment", v); code != 303 {
			t.Fatalf("%d: %s", code, page)
		}
		read := func(page string) {
			t.Helper()
			s.contains(page, "Souhait "+nowhere+"</textarea>", "Refus "+nowhere+"</textarea>",
				"Tribunal de "+nowhere+"</textarea>", `value="Lot (46)"`, `value="Creuse (23)"`, `value="Nord (59)"`)
			if strings.Contains(page, `value="`+words+`"`) {
				t.Error("what is known in words stands where a place is typed")
			}
		}
		_, _, page = s.do("GET", s.at+"/assessment", nil)
		read(page)
		_, _, panel := s.do("GET", s.at, nil)
		s.contains(panel, "Souhait "+nowhere, "Refus "+nowhere, "Tribunal de "+nowhere)
		_, _, version := s.do("GET", s.at+"/assessment/versions/1", nil)
		s.contains(version, "Creuse (23) ; "+words, words+", 1 h 30 au plus", "Refus "+nowhere)
		again := full("1") // as the page shows it
		again["wished"], again["vetoes"], again["tie1"], again["tie1_within"] = []string{"Lot (46)"},
			[]string{"Creuse (23)"}, []string{"Nord (59)"}, []string{"60"}
		for name, said := range map[string]string{"hoped": "Souhait ", "refused": "Refus ", "fixed": "Tribunal de "} {
			again.Set(name, said+nowhere)
		}
		if code, _, page = s.do("POST", s.at+"/assessment", again); code != 303 {
			t.Fatalf("%d: %s", code, page)
		}
		_, _, page = s.do("GET", s.at+"/assessment", nil)
		read(page)
		_, _, version = s.do("GET", s.at+"/assessment/versions/2", nil)
		s.contains(version, "Creuse (23) ; "+words, words+", 1 h 30 au plus")
		if code, _, page = s.do("POST", s.at+"/assessment", full("2")); code != 303 { // found, and emptied
			t.Fatalf("%d: %s", code, page)
		}
		if _, _, version = s.do("GET", s.at+"/assessment/versions/3", nil); strings.Contains(version, words) {
			t.Error("the words are emptied, and a place in words stands")
		}
	})
}

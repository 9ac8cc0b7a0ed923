package assessmentweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// Whom a person must not be near is typed as the code of the other case, shown on the sheet and on both case pages, and
// lifted there.
func TestKeptApartOnThePages(t *testing.T) {
	f := trusttest.SQLite(t)
	s := newSite(t, f)
	who := f.SignIn("claire")
	other, err := f.Gate.NewCase(context.Background(), who, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates,
			Opens: vault.Identity | vault.Danger | vault.Needs | vault.Health}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error { return casefile.Opened(tx, j, "first") })
	if err != nil {
		t.Fatal(err)
	}
	file, err := assessment.New(f.Gate, person.New(f.Gate)).Open(context.Background(), who, other)
	if err != nil {
		t.Fatal(err)
	}
	code := file.Header.Code
	at := s.at + "/assessment/apart"
	if got, _, body := s.do("POST", at, url.Values{"code": {"ZZZ-ZZZ"}, "reach": {"town"},
		"why": {needle}}); got != 422 || !strings.Contains(body, "Aucune de vos autres situations") ||
		!strings.Contains(body, needle) {
		t.Fatalf("a code of nobody's: %d", got)
	}
	if got, _, body := s.do("POST", at, url.Values{"code": {code}}); got != 422 ||
		!strings.Contains(body, "Quelle distance garder") {
		t.Fatalf("no reach: %d", got)
	}
	if got, to, _ := s.do("POST", at, url.Values{"code": {strings.ToLower(code)}, "reach": {"town"},
		"since": {"2026-03-01"}, "why": {needle}}); got != 303 || to != at {
		t.Fatalf("kept apart: %d %s", got, to)
	}
	for lang, words := range map[string][]string{"fr": {"Personnes à tenir à l’écart", "Pas dans la même ville",
		"1er mars 2026"}, "en": {"People to keep apart", "Not in the same town"}} {
		s.lang = lang
		for _, page := range []string{s.at, s.at + "/assessment", at} {
			_, _, body := s.do("GET", page, nil)
			s.contains(body, append(words, code, needle)...)
		}
	}
	s.lang = "fr"
	_, _, body := s.do("GET", "/cases/"+other.String()+"/assessment", nil)
	s.contains(body, "Pas dans la même ville", "Pourquoi : voir la situation")
	if strings.Contains(body, needle) {
		t.Error("the reason is read in the other case")
	}
	lift := body[strings.Index(body, "/assessment/apart/"):]
	lift = "/cases/" + other.String() + lift[:strings.Index(lift, `"`)]
	if _, _, asked := s.do("POST", lift, url.Values{}); !strings.Contains(asked, " · Pas dans la même ville") {
		t.Error("who is not kept apart any more is not said before it is done")
	}
	if got, _, body := s.do("POST", at, url.Values{"code": {code}, "reach": {"house"}}); got != 422 ||
		!strings.Contains(body, "Une distance plus grande est déjà notée") {
		t.Errorf("a nearer distance: %d", got)
	}
	if got, _, _ := s.do("POST", lift, url.Values{"sure": {"yes"}}); got != 303 {
		t.Fatalf("lifted: %d", got)
	}
	if _, _, body := s.do("GET", at, nil); strings.Contains(body, code) || !strings.Contains(body, "encore noté") {
		t.Error("lifted in one case, it stands in the other")
	}
	if got, _, _ := s.do("POST", at+"/x/lifting", url.Values{}); got != 404 {
		t.Errorf("a link of nothing: %d", got)
	}
}

// What cannot move is typed as an area and the longest way to it.
func TestTiesOnThePage(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	s.lang = "en"
	if code, _, body := s.do("POST", s.at+"/assessment",
		url.Values{"version": {"0"}, "tie1": {"Rhône"}, "tie2_within": {"60"}}); code != 422 {
		t.Fatalf("half a tie: %d", code)
	} else {
		s.contains(body, "What cannot move")
	}
	if code, _, _ := s.do("POST", s.at+"/assessment",
		url.Values{"version": {"0"}, "tie1": {"Rhône"}, "tie1_within": {"120"}}); code != 303 {
		t.Fatalf("a tie: %d", code)
	}
	_, _, body := s.do("GET", s.at+"/assessment/versions/1", nil)
	s.contains(body, "Rhône (69), 2 h 00 at most")
	_, _, body = s.do("GET", s.at+"/assessment", nil)
	s.contains(body, `value="120" selected`)
}

func TestWishesOnThePage(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	s.lang = "en"
	code, _, body := s.do("POST", s.at+"/assessment", url.Values{"version": {"0"}, "wished": {"Rhône", "Nord"},
		"vetoes": {"69"}, "plan": {needle}})
	if code != 422 {
		t.Fatalf("wished for and not wanted: %d", code)
	}
	s.contains(body, "An area cannot be both wished for and refused", `value="Rhône (69)"`, needle)
	if code, _, body = s.do("POST", s.at+"/assessment",
		url.Values{"version": {"0"}, "wished": {"Vienne"}}); code != 422 {
		t.Fatalf("an area that may be two: %d", code)
	}
	s.contains(body, "Vienne (86)", "Vienne, Isère", "None of these: keep “Vienne” in words")
	if code, _, _ = s.do("POST", s.at+"/assessment", url.Values{"version": {"0"}, "wished": {"Rhône", "Nord"},
		"vetoes": {"13"}}); code != 303 {
		t.Fatalf("wishes: %d", code)
	}
	_, _, body = s.do("GET", s.at+"/assessment/versions/1", nil)
	s.contains(body, "Where they would like to go", "Nord", "Rhône")
	_, _, body = s.do("GET", s.at+"/assessment", nil)
	s.contains(body, `name="wished" value="Rhône`)
	if code, _, _ = s.do("POST", s.at+"/assessment", url.Values{"version": {"1"}, "wished": {""}}); code != 303 {
		t.Fatalf("no wishes any more: %d", code)
	}
	if _, _, body = s.do("GET", s.at+"/assessment", nil); strings.Contains(body, `name="wished" value="Rhône`) {
		t.Error("a wish that was taken back is still there")
	}
}

// The evaluation reads the areas that the referral reads, and asks alike.
func TestTheEvaluationAsksWhichArea(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	s.lang = "en"
	v := url.Values{"version": {"0"}, "zone1": {"Saint-Denis", "Marseille"}, "zone1_level": {"grave"},
		"zone1_reason": {"address_known"}, "wished": {"Lille, Nord"}, "vetoes": {"Saint-Pierre"}, "tie1": {"Vienne"},
		"tie1_within": {"120"}, "plan": {needle}}
	code, _, body := s.do("POST", s.at+"/assessment", v)
	if code != 422 {
		t.Fatalf("nothing is asked: %d", code)
	}
	s.contains(body, needle, `name="zone1" value="Marseille, Bouches-du-Rhône"`, `name="zone1" value="Saint-Denis"`,
		`type="checkbox" name="zone1-which" value="Saint-Denis, La Réunion"`, `name="tie1" value="Vienne"`,
		`type="radio" name="tie1-which" value="Vienne, Isère"`, `name="vetoes-which" value="Saint-Pierre, Martinique"`,
		`name="wished" value="Lille, Nord"`)
	v.Set("zone1-which", "Saint-Denis, La Réunion")
	v.Set("tie1-which", "Vienne, Isère")
	v.Set("vetoes-which", "Saint-Pierre, Martinique")
	if code, _, _ = s.do("POST", s.at+"/assessment", v); code != 303 {
		t.Fatalf("what was asked is said: %d", code)
	}
	_, _, body = s.do("GET", s.at+"/assessment/versions/1", nil)
	s.contains(body, "Lille, Nord", "Martinique (972)", "Vienne, Isère, 2 h 00 at most")
	_, _, body = s.do("GET", s.at+"/assessment/zones", nil)
	s.contains(body, "Saint-Denis, La Réunion", "Marseille, Bouches-du-Rhône")
}

package assessmentweb_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/assessment/assessmentweb"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
)

func TestTextsAreTheSameInBothLanguages(t *testing.T) {
	for _, err := range web.CheckTexts(assessmentweb.Texts) {
		t.Error(err)
	}
}

func TestOnePageSavedAsAWhole(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	for lang, words := range map[string][]string{"fr": {"Les cinq critères", "Pas encore connu", "indice fort"},
		"en": {"The five criteria", "Not known yet", "strong sign"}} {
		s.lang = lang
		code, _, body := s.do("GET", s.at+"/assessment", nil)
		if code != 200 {
			t.Fatalf("%s: %d", lang, code)
		}
		s.contains(body, words...)
		if n := packed(t, body); n > 60<<10 {
			t.Errorf("%s: the page weighs %d bytes compressed", lang, n)
		}
		if strings.Contains(body, `value="no" checked`) {
			t.Error("I10: an answer is no by default")
		}
	}
	s.lang = "en"
	v := full("0")
	v.Set("c_agrees", "unknown")
	v.Del("c_agrees_by")
	v.Set("zone1", "Montpellier, Hérault")
	v.Set("zone1_level", "grave")
	v.Set("zone1_reason", "address_known")
	v.Set("plan", needle)
	v.Set("shape", "adult_with_children")
	v.Set("children_age_3_5", "2")
	v.Set("languages", "anglais")
	v.Set("i_taken_by_force", "yes")
	v["needs"] = []string{"school", "cot"}
	code, to, _ := s.do("POST", s.at+"/assessment", v)
	if code != 303 || to != s.at+"/assessment" {
		t.Fatalf("saved: %d %s", code, to)
	}
	code, _, body := s.do("GET", s.at+"/assessment", nil)
	if code != 200 {
		t.Fatal(code)
	}
	s.contains(body, needle, "Montpellier", `name="version" value="1"`, s.at+"/assessment/zones", "Version 1",
		"1 of 7 answered")
	code, _, body = s.do("GET", s.at+"/assessment/zones", nil)
	if code != 200 {
		t.Fatal(code)
	}
	s.contains(body, "<svg", "map-danger", "<title>Hérault (34): Montpellier, Hérault", `id="zones-34"`)
	s.lang = "fr"
	code, _, body = s.do("GET", s.at, nil) // the case page
	if code != 200 {
		t.Fatal(code)
	}
	s.contains(body, "Évaluation", "Montpellier, Hérault", "2 enfants de 3 à 5 ans", "École à proximité", needle,
		"Oui : Association")
	code, _, body = s.do("GET", s.at+"/assessment/versions/1", nil)
	if code != 200 {
		t.Fatal(code)
	}
	s.contains(body, needle)
	for _, p := range []string{"/assessment/versions/9", "/assessment/versions/x"} {
		if code, _, _ := s.do("GET", s.at+p, nil); code != 404 {
			t.Errorf("%s: %d", p, code)
		}
	}
}

func TestSaveAndAdmitInOnePress(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	s.lang = "fr"
	_, _, home := s.do("GET", "/", nil)
	s.contains(home, "Orientation reçue, évaluation à commencer", "Commencer")
	v := full("0")
	v.Set("do", "admit")
	v.Set("c_adult", "unknown")
	v.Set("sentence", needle)
	code, _, body := s.do("POST", s.at+"/assessment", v)
	if code != 422 {
		t.Fatalf("I9: %d", code)
	}
	s.contains(body, "protection de l’enfance", needle)
	v.Set("age_route", "being_clarified")
	code, _, body = s.do("POST", s.at+"/assessment", v)
	if code != 422 {
		t.Fatalf("four criteria: %d", code)
	}
	s.contains(body, "Pas encore affirmé", needle)
	v.Set("c_adult", "yes")
	v.Set("c_adult_by", "person")
	code, to, _ := s.do("POST", s.at+"/assessment", v)
	if code != 303 || to != s.at {
		t.Fatalf("admitted: %d %s", code, to)
	}
	_, _, body = s.do("GET", s.at, nil)
	s.contains(body, "admission signée par Claire", needle)
}

func TestAnotherSolutionIsSigned(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	s.lang = "en"
	if code, to, _ := s.do("POST", s.at+"/assessment/start", url.Values{}); code != 303 || to != s.at+"/assessment" {
		t.Fatalf("start: %d %s", code, to)
	}
	code, _, body := s.do("GET", s.at+"/assessment/decision", nil)
	if code != 200 {
		t.Fatal(code)
	}
	s.contains(body, "A solution other than the network", "Local solution")
	v := url.Values{"version": {"0"}, "reason": {"no_place"}}
	if code, _, _ = s.do("POST", s.at+"/assessment/decision", v); code != 422 {
		t.Errorf("a reason of the search: %d", code)
	}
	v = url.Values{"version": {"0"}, "reason": {"local_solution"}, "sentence": {needle}}
	code, _, body = s.do("POST", s.at+"/assessment/decision", v)
	if code != 422 {
		t.Fatalf("I9: %d", code)
	}
	s.contains(body, needle, "child protection")
	v.Set("age_route", "taken_at_word")
	if code, to, _ := s.do("POST", s.at+"/assessment/decision", v); code != 303 || to != s.at {
		t.Fatalf("signed: %d %s", code, to)
	}
	_, _, body = s.do("GET", s.at, nil)
	s.contains(body, "local solution", "Signed by Claire")
}

func TestBadInputIsSaidAndNothingIsLost(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	for lang, words := range map[string]string{"fr": "Indiquez qui l’affirme", "en": "Say who asserts it"} {
		s.lang = lang
		v := url.Values{
			"version": {"0"}, "c_adult": {"yes"}, "c_trafficking": {"maybe"}, "zone1": {"Atlantis"},
			"zone1_level": {"nuclear"}, "adults": {"-4"}, "children_age_0_2": {"99"},
			"languages": {"klingon"}, "stay_weeks": {"a long time"}, "ready_on-day": {"31"}, "ready_on-month": {"2"},
			"ready_on-year": {"2027"}, "needs": {"gold"}, "plan": {needle},
			"birth_year": {"12"}, "health": {strings.Repeat("x", 5000)}, "at_risk": {"the moon"}, "age_route": {"none"},
			"i_taken_by_force": {"perhaps"}, "c_adult_since-day": {"45"},
		}
		code, _, body := s.do("POST", s.at+"/assessment", v)
		if code != 422 {
			t.Fatalf("%s: %d", lang, code)
		}
		s.contains(body, words, needle, "Atlantis", "klingon", "a long time")
	}
	if _, _, body := s.do("GET", s.at+"/assessment", nil); strings.Contains(body, needle) {
		t.Error("bad input was stored")
	}
	for _, base := range []string{"", "x", "-1", "99"} {
		if code, _, _ := s.do("POST", s.at+"/assessment",
			url.Values{"version": {base}, "lift": {"nowhere"}}); code == 500 {
			t.Errorf("base %q is a flaw of ours", base)
		}
	}
	if code, _, _ := s.do("GET", "/cases/nonsense/assessment", nil); code != 404 {
		t.Errorf("malformed case: %d", code)
	}
}

func TestSecondPersonSeesWhatChangedAndKeepsTheirWords(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	s.lang = "fr"
	v := url.Values{"version": {"0"}, "wishes": {"near the sea"}}
	if code, _, _ := s.do("POST", s.at+"/assessment", v); code != 303 {
		t.Fatal(code)
	}
	_, _, shown := s.do("GET", s.at+"/assessment", nil)
	base := regexp.MustCompile(`name="base" value="([^"]*)"`).FindStringSubmatch(shown)[1]
	if code, _, _ := s.do("POST", s.at+"/assessment", url.Values{"version": {"1"}, "wishes": {"near the sea"},
		"health": {"theirs"}, "zone1": {"Rhône"}, "zone1_level": {"serious"},
		"zone1_reason": {"recent_sighting"}}); code != 303 {
		t.Fatal(code)
	}
	mine := url.Values{"version": {"1"}, "base": {base}, "wishes": {needle}}
	code, _, body := s.do("POST", s.at+"/assessment", mine)
	if code != 409 {
		t.Fatalf("stale: %d", code)
	}
	s.contains(body, "Ce qui a changé : Santé", ", Zones de danger. Vos mots", "theirs", needle,
		`name="version" value="2"`)
}

// Every question of the evaluation stands on its page, in both languages, with its words.
func TestEveryQuestionIsAsked(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	texts, err := web.LoadTexts(assessmentweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []lang.Tag{"fr", "en"} {
		s.lang = string(tag)
		_, _, body := s.do("GET", s.at+"/assessment", nil)
		said := texts.In(tag, s.clock.Now())
		for _, q := range assessment.Questions {
			if !strings.Contains(body, `name="`+q.Name+`"`) && !strings.Contains(body, `name="`+q.Name+`-day"`) {
				t.Errorf("%s is not asked in %s", q.Name, tag)
			}
			s.contains(body,
				html.EscapeString(strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(said.T(q.Label()))))
		}
	}
}

package assessmentweb_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/assessment/assessmentweb"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

const needle = "needle: her brother waits at the station"

var openTest = access.Define(access.Act{Name: "assessmentwebtest.open", Door: access.OfficeDoor, By: access.ByReferring,
	Opens: vault.All})

// site is the evaluation's and the case file's pages with one coordinator signed in.
type site struct {
	t     *testing.T
	h     http.Handler
	clock *clock.Fake
	token string
	lang  string
	at    string // the case
}

func newSite(t *testing.T, f *trusttest.Floor) *site {
	t.Helper()
	texts, err := web.LoadTexts(assessmentweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	d := assessment.New(f.Gate)
	file := casefile.NewDesk(f.Gate, d.HomePanels(), assessmentweb.Room(d).Panels)
	h := web.New(web.Options{Country: packs.France,
		Routes: append(assessmentweb.Room(d).Routes, casefileweb.Room(file).Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock, Log: slog.New(slog.DiscardHandler)})
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	who, token := f.SignInToken("claire")
	ref, err := f.Gate.NewCase(context.Background(), who, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates,
			Opens: vault.Identity | vault.Danger | vault.Needs | vault.Health}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "association", Case: "first"})
		})
	if err != nil {
		t.Fatal(err)
	}
	return &site{t: t, h: h, clock: f.Clock, token: token, lang: "fr", at: "/cases/" + ref.String()}
}

func (s *site) do(method, path string, form url.Values) (int, string, string) {
	s.t.Helper()
	s.clock.Advance(time.Second)
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req := httptest.NewRequest(method, "http://havre.test"+path, body)
	req.AddCookie(&http.Cookie{Name: "havre", Value: s.token})
	req.AddCookie(&http.Cookie{Name: "havre_lang", Value: s.lang})
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", "http://havre.test")
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, req)
	plain := strings.NewReplacer("\u202f", " ", "\u00a0", " ") // French narrow spaces
	return w.Code, w.Header().Get("Location"), plain.Replace(w.Body.String())
}

func (s *site) contains(body string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(body, w) {
			s.t.Errorf("%q is missing in the page", w)
		}
	}
}

// packed is the weight of a page as it travels.
func packed(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// full is the five criteria said, as a coordinator types them.
func full(base string) url.Values {
	v := url.Values{"base": {base}}
	for _, c := range assessment.Criteria {
		v.Set("c_"+c, "yes")
		v.Set("c_"+c+"_by", "NGO")
	}
	return v
}

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
	s.contains(body, needle, "Montpellier", `name="base" value="1"`, s.at+"/assessment/zones", "Version 1",
		"1 of 7 answered")
	code, _, body = s.do("GET", s.at+"/assessment/zones", nil)
	if code != 200 {
		t.Fatal(code)
	}
	s.contains(body, "<svg", "map-danger", "<title>Hérault (34): Montpellier (Hérault)", `id="zones-34"`)
	s.lang = "fr"
	code, _, body = s.do("GET", s.at, nil) // the case page
	if code != 200 {
		t.Fatal(code)
	}
	s.contains(body, "Évaluation", "Montpellier (Hérault)", "2 enfants de 3 à 5 ans", "École à proximité", needle,
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
	s.contains(home, "Orientation reçue, à prendre en charge", "Prendre en charge")
	v := full("0")
	v.Set("do", "admit")
	v.Set("c_adult", "unknown")
	v.Set("sentence", needle)
	code, _, body := s.do("POST", s.at+"/assessment", v)
	if code != 422 {
		t.Fatalf("I9: %d", code)
	}
	s.contains(body, "protection de l&#39;enfance", needle)
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
	s.contains(body, "Another solution than the network", "Local solution")
	v := url.Values{"base": {"0"}, "reason": {"no_place"}}
	if code, _, _ = s.do("POST", s.at+"/assessment/decision", v); code != 422 {
		t.Errorf("a reason of the search: %d", code)
	}
	v = url.Values{"base": {"0"}, "reason": {"local_solution"}, "sentence": {needle}}
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
	s.contains(body, "Local solution", "Signed by Claire")
}

func TestBadInputIsSaidAndNothingIsLost(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	for lang, words := range map[string]string{"fr": "Indiquez qui l&#39;affirme", "en": "Say who asserts it"} {
		s.lang = lang
		v := url.Values{
			"base": {"0"}, "c_adult": {"yes"}, "c_trafficking": {"maybe"}, "zone1": {"Atlantis"},
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
			url.Values{"base": {base}, "lift": {"nowhere"}}); code == 500 {
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
	v := url.Values{"base": {"0"}, "wishes": {"near the sea"}}
	if code, _, _ := s.do("POST", s.at+"/assessment", v); code != 303 {
		t.Fatal(code)
	}
	if code, _, _ := s.do("POST", s.at+"/assessment", url.Values{"base": {"1"}, "wishes": {"near the sea"},
		"health": {"theirs"}}); code != 303 {
		t.Fatal(code)
	}
	mine := url.Values{"base": {"1"}, "wishes": {needle}}
	code, _, body := s.do("POST", s.at+"/assessment", mine)
	if code != 409 {
		t.Fatalf("stale: %d", code)
	}
	s.contains(body, "Ce qui a changé : Santé", "theirs", needle, `name="base" value="2"`)
}

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
	file, err := assessment.New(f.Gate).Open(context.Background(), who, other)
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
	for lang, words := range map[string][]string{"fr": {"Personnes à tenir à l&#39;écart", "Pas dans la même ville",
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
	if got, _, _ := s.do("POST", lift, url.Values{}); got != 303 {
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
		url.Values{"base": {"0"}, "tie1": {"Rhône"}, "tie2_within": {"60"}}); code != 422 {
		t.Fatalf("half a tie: %d", code)
	} else {
		s.contains(body, "What cannot move")
	}
	if code, _, _ := s.do("POST", s.at+"/assessment",
		url.Values{"base": {"0"}, "tie1": {"Rhône"}, "tie1_within": {"120"}}); code != 303 {
		t.Fatalf("a tie: %d", code)
	}
	_, _, body := s.do("GET", s.at+"/assessment/versions/1", nil)
	s.contains(body, "Rhône, 2 h 00 at most")
	_, _, body = s.do("GET", s.at+"/assessment", nil)
	s.contains(body, `value="120" selected`)
}

func TestWishesOnThePage(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	s.lang = "en"
	code, _, body := s.do("POST", s.at+"/assessment", url.Values{"base": {"0"}, "wished": {"Rhône", "Nord"},
		"vetoes": {"69"}, "plan": {needle}})
	if code != 422 {
		t.Fatalf("wished for and not wanted: %d", code)
	}
	s.contains(body, "They cannot wish for an area where they do not want to go", `value="Rhône"`, needle)
	if code, _, body = s.do("POST", s.at+"/assessment",
		url.Values{"base": {"0"}, "wished": {"Atlantis"}}); code != 422 {
		t.Fatalf("an area nobody knows: %d", code)
	}
	s.contains(body, "Atlantis")
	if code, _, _ = s.do("POST", s.at+"/assessment", url.Values{"base": {"0"}, "wished": {"Rhône", "Nord"},
		"vetoes": {"13"}}); code != 303 {
		t.Fatalf("wishes: %d", code)
	}
	_, _, body = s.do("GET", s.at+"/assessment/versions/1", nil)
	s.contains(body, "Where they would like to go", "Nord", "Rhône")
	_, _, body = s.do("GET", s.at+"/assessment", nil)
	s.contains(body, `name="wished" value="Rhône`)
	if code, _, _ = s.do("POST", s.at+"/assessment", url.Values{"base": {"1"}, "wished": {""}}); code != 303 {
		t.Fatalf("no wishes any more: %d", code)
	}
	if _, _, body = s.do("GET", s.at+"/assessment", nil); strings.Contains(body, `name="wished" value="Rhône`) {
		t.Error("a wish that was taken back is still there")
	}
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
			s.contains(body, html.EscapeString(strings.ReplaceAll(said.T(q.Label()), "\u202f", " ")))
		}
	}
}

package partnerweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/partner/partnerweb"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// site is the room's pages beside the home, with people who sign in by name.
type site struct {
	*trusttest.Floor
	t    *testing.T
	h    http.Handler
	desk *partner.Desk
	lang string
}

func newSite(t *testing.T, f *trusttest.Floor) *site {
	texts, err := web.LoadTexts(casefileweb.Texts, partnerweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	d := partner.New(f.Gate)
	home := casefile.NewDesk(f.Gate, d.HomePanels(), nil)
	s := &site{Floor: f, t: t, desk: d, lang: "fr"}
	s.h = web.New(web.Options{Country: packs.France,
		Routes: append(casefileweb.Room(home).Routes, partnerweb.Room(d).Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock,
		Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	f.Person("lucille", "Lucille", f.Teams["logistics"], "", access.Logistics)
	return s
}

// as signs somebody in and returns how they ask for pages.
func (s *site) as(login string) func(method, path string, form url.Values) (int, string, string) {
	_, token := s.SignInToken(login)
	return func(method, path string, form url.Values) (int, string, string) {
		s.t.Helper()
		var body io.Reader
		if form != nil {
			body = strings.NewReader(form.Encode())
		}
		req := httptest.NewRequest(method, "http://havre.test"+path, body)
		req.AddCookie(&http.Cookie{Name: "havre", Value: token})
		req.AddCookie(&http.Cookie{Name: "havre_lang", Value: s.lang})
		if form != nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Origin", "http://havre.test")
		}
		w := httptest.NewRecorder()
		s.h.ServeHTTP(w, req)
		return w.Code, w.Header().Get("Location"), w.Body.String()
	}
}

func (s *site) shows(code, want int, body string, words ...string) {
	s.t.Helper()
	if code != want {
		s.t.Fatalf("%d instead of %d: %.600s", code, want, body)
	}
	for _, w := range words {
		if !strings.Contains(strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(body), w) {
			s.t.Errorf("%q is missing in the page", w)
		}
	}
}

func TestTextsAreTheSameInBothLanguages(t *testing.T) {
	for _, err := range web.CheckTexts(partnerweb.Texts) {
		t.Error(err)
	}
}

const address = "7 rue Zéphyrine-Quillon"

func small() string {
	raw, err := os.ReadFile("../../../demo/data/partners.csv")
	if err != nil {
		panic(err)
	}
	lines := strings.SplitAfter(string(raw), "\n")
	return lines[0] + strings.Replace(lines[3], "11 rue des Genêts-Blancs", address, 1) + lines[4]
}

var (
	partnerLink = regexp.MustCompile(`/partners/[0-9a-z]{26}`)
	siteLink    = regexp.MustCompile(`/sites/[0-9a-z]{26}`)
	undoLink    = regexp.MustCompile(`/imports/[0-9a-z]{26}/undo`)
	placeLink   = regexp.MustCompile(`/places/[0-9a-z]{26}`)
	versionIs   = regexp.MustCompile(`name="version" value="(\d+)"`)
)

// An administrator imports a file by page: a check first, mistakes by line and column, then the directory is there.
func TestImportPage(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		for _, lang := range []struct{ tag, title, nothing, refused string }{
			{"fr", "Importer des partenaires", "collez son contenu", "Rien n’est enregistré"},
			{"en", "Import partners", "paste its content", "Nothing is stored"},
		} {
			s.lang = lang.tag
			root := s.as("root")
			code, _, body := root("GET", "/partners/import", nil)
			s.shows(code, 200, body, lang.title, "site_secret_address", "emergency_shelter")
			code, _, body = root("POST", "/partners/import", url.Values{"text": {""}})
			s.shows(code, 422, body, lang.nothing)
			code, _, body = root("POST", "/partners/import",
				url.Values{"text": {strings.Replace(small(), ";59;", ";Nord;", 1)}})
			s.shows(code, 422, body, lang.refused, "department", "Nord")
			code, _, body = root("POST", "/partners/import", url.Values{"text": {small()}, "do": {"check"}})
			s.shows(code, 200, body, address)
			if _, _, list := root("GET", "/partners", nil); partnerLink.MatchString(list) {
				t.Fatal("a check stored something")
			}
		}
		root := s.as("root")
		code, _, body := root("POST", "/partners/import", url.Values{"text": {small()}})
		s.shows(code, 200, body, "2 rows stored")
		if strings.Contains(body, "Zéphyrine") {
			t.Error("the report shows the address")
		}
		code, _, body = root("GET", "/partners?q=phare&sort=places", nil)
		s.shows(code, 200, body, "Le Phare des Genêts", "1 partner")

		// The import is listed, and taken back by one press; whoever may not import is refused.
		code, _, body = root("GET", "/partners/import", nil)
		s.shows(code, 200, body, "Files stored so far", "Rose", "2 lines", "Undo the whole file")
		back := undoLink.FindString(body)
		if code, _, _ = s.as("claire")("POST", back, url.Values{"x": {""}}); code != 404 {
			t.Errorf("the coordinator undoes: %d", code)
		}
		code, _, body = root("POST", back, url.Values{"x": {""}})
		s.shows(code, 200, body, "7 items removed", "Undone on")
		if _, _, list := root("GET", "/partners", nil); partnerLink.MatchString(list) ||
			strings.Contains(body, "Undo the whole file") {
			t.Error("something stays")
		}
		if code, _, _ = root("POST", back, url.Values{"x": {""}}); code != 404 {
			t.Errorf("undone twice: %d", code)
		}
		code, _, body = root("POST", "/partners/import", url.Values{"text": {small()}})
		s.shows(code, 200, body, "2 rows stored")
		_, _, body = root("GET", "/partners?q=phare&sort=places", nil)
		page := partnerLink.FindString(body)
		for _, who := range []string{"root", "claire", "lucille"} {
			code, _, body = s.as(who)("GET", page, nil)
			s.shows(code, 200, body, "Maison Azur", "Read by: logistics")
			if strings.Contains(body, "Zéphyrine") {
				t.Errorf("%s sees the address on the page of the partner", who)
			}
		}
		code, _, body = root("GET", "/partners/export", nil)
		if code != 200 || strings.Contains(body, "Zéphyrine") || !strings.Contains(body, "Maison Azur") {
			t.Errorf("export: %d %.200s", code, body)
		}
		if code, _, _ = s.as("claire")("GET", "/partners/import", nil); code != 200 && code != 404 {
			t.Errorf("the coordinator at the import: %d", code)
		}
		if code, _, _ = s.as("claire")("POST", "/partners/import", url.Values{"text": {small()}}); code != 404 {
			t.Errorf("the coordinator imports: %d", code)
		}
	})
}

// A host finds its places, marks one with one press, confirms from its home, and reads its address once it is handed
// over.
func TestHostPage(t *testing.T) {
	f := trusttest.SQLite(t)
	s := newSite(t, f)
	if r, err := s.desk.Import(context.Background(), f.SignIn("root"), strings.NewReader(small()), false); err != nil ||
		!r.Done {
		t.Fatalf("%+v, %v", r, err)
	}
	l, err := s.desk.Partners(context.Background(), f.SignIn("root"), partner.Query{})
	if err != nil {
		t.Fatal(err)
	}
	f.Person("hugo", "Hugo", l.Lines[0].Team, "", access.Host)
	hugo := s.as("hugo")
	code, _, body := hugo("GET", "/", nil)
	s.shows(code, 200, body, "Ces 2 places sont-elles toujours libres ?", "/places/confirm")
	code, _, body = hugo("GET", "/places", nil)
	s.shows(code, 200, body, "Mes places", "Maison Azur", "jamais confirmé", "En pause")
	place := placeLink.FindString(body)
	code, at, _ := hugo("POST", place+"/state", url.Values{"state": {"cooling"}})
	if code != 303 || at != "/places" {
		t.Fatalf("marked: %d %s", code, at)
	}
	if code, _, _ = hugo("POST", place+"/state", url.Values{"state": {"held"}}); code != 422 {
		t.Errorf("a state nobody may set: %d", code)
	}
	for _, at := range []string{place + "/state", place + "/told"} { // whoever may not press hears nothing of the place
		who := map[bool]string{true: "claire", false: "hugo"}[strings.HasSuffix(at, "/state")]
		if code, _, _ = s.as(who)("POST", at, url.Values{}); code != 404 {
			t.Errorf("%s presses %s: %d", who, at, code)
		}
	}
	ids := regexp.MustCompile(`name="places" value="([0-9a-z ]+)"`).FindStringSubmatch(body)[1]
	if code, _, _ = hugo("POST", "/places/confirm", url.Values{"places": {ids}}); code != 303 {
		t.Errorf("confirmed: %d", code)
	}
	if _, _, body = hugo("GET", "/", nil); strings.Contains(body, "/places/confirm") {
		t.Error("still asked after confirming")
	}
	if code, _, _ = hugo("POST", "/places/confirm", url.Values{"places": {"nonsense"}}); code != 404 {
		t.Errorf("nonsense confirmed: %d", code)
	}
	if code, _, _ = hugo("GET", "/partners", nil); code != 404 {
		t.Errorf("the host in the directory: %d", code)
	}

	lucille := s.as("lucille")
	code, _, body = lucille("GET", "/", nil)
	s.shows(code, 200, body, "Premier membre inscrit", "Remettre l’adresse")
	share := siteLink.FindString(body)
	if code, _, body = hugo("GET", share+"/address", nil); strings.Contains(body, "rue") && code == 200 {
		t.Error("the host reads the address before it is handed over")
	}
	if code, _, body = lucille("POST", share+"/share", url.Values{}); code != 303 {
		t.Fatalf("handed over: %d %.300s", code, body)
	}
	code, _, body = s.as("hugo")("GET", share+"/address", nil)
	s.shows(code, 200, body, "Adresse protégée", "Lu par : la logistique", "rue")
	s.logistics(share)
}

// logistics corrects an address: bad input is told and kept, the second of two is told what the first wrote.
func (s *site) logistics(at string) {
	s.t.Helper()
	lucille := s.as("lucille")
	code, _, body := lucille("GET", at+"/address/edit", nil)
	s.shows(code, 200, body, "Modifier l’adresse")
	version := versionIs.FindStringSubmatch(body)[1]
	code, _, body = lucille("POST", at+"/address/edit", url.Values{"version": {version}, "street": {""},
		"access": {"porte verte"}})
	s.shows(code, 422, body, "porte verte")
	if code, _, _ = lucille("POST", at+"/address/edit",
		url.Values{"version": {version}, "street": {"3 impasse Vercors"}}); code != 303 {
		s.t.Fatalf("corrected: %d", code)
	}
	code, _, body = lucille("POST", at+"/address/edit", url.Values{"version": {version}, "street": {"4 impasse Autre"}})
	s.shows(code, 409, body, "Une autre personne", "3 impasse Vercors", "4 impasse Autre")
	if code, _, body = s.as("root")("GET", at+"/address", nil); code != 404 || strings.Contains(body, "Vercors") {
		s.t.Errorf("the administrator at the address: %d", code)
	}
}

// Forms tell what is wrong in the reader's language and keep every word.
func TestForms(t *testing.T) {
	f := trusttest.SQLite(t)
	s := newSite(t, f)
	good := url.Values{"code": {"X1"}, "name": {"Le Cap"}, "kind": {"chrs"}, "department": {"13"},
		"town": {"Marseille"}, "standing": {"active"},
		"until-day": {"1"}, "until-month": {"12"}, "until-year": {"2026"}, "yearly": {"3"}}
	root := s.as("root")
	for lang, words := range map[string]string{"fr": "Nouveau partenaire", "en": "New partner"} {
		s.lang = lang
		code, _, body := root("GET", "/partners/new", nil)
		s.shows(code, 200, body, words)
		bad := url.Values{"code": {strings.Repeat("x", 30)}, "name": {"Kept name"}, "kind": {"castle"},
			"department": {"999"}, "town": {""}, "until-day": {"31"},
			"until-month": {"2"}, "until-year": {"2026"}, "yearly": {"-5"}}
		code, _, body = root("POST", "/partners", bad)
		s.shows(code, 422, body, words, "Kept name", `value="-5"`)
	}
	s.lang = "en"
	code, at, _ := root("POST", "/partners", good)
	if code != 303 {
		t.Fatalf("created: %d", code)
	}
	code, _, body := root("POST", "/partners", good)
	s.shows(code, 422, body, "This code already stands for another partner")
	code, _, body = root("GET", "/", nil)
	s.shows(code, 200, body, "Le Cap", "The convention is ending soon")

	code, _, body = root("GET", at+"/edit", nil)
	s.shows(code, 200, body, "Marseille")
	edit := url.Values{"version": versionIs.FindStringSubmatch(body)[1:], "name": {"Le Cap"}, "kind": {"chrs"},
		"department": {"13"}, "town": {"Aubagne"}, "standing": {"active"}}
	if code, _, _ = root("POST", at+"/edit", edit); code != 303 {
		t.Fatalf("changed: %d", code)
	}
	edit.Set("town", "Cassis")
	code, _, body = root("POST", at+"/edit", edit)
	s.shows(code, 409, body, "Somebody else changed this", "Aubagne", "Cassis")
	again := versionIs.FindStringSubmatch(body)[1]
	edit.Set("version", again)
	if code, _, _ = root("POST", at+"/edit", edit); code != 303 {
		t.Fatalf("after reading: %d", code)
	}

	code, _, body = root("POST", at+"/sites", url.Values{"name": {""}, "department": {"13"}, "town": {"Cassis"}})
	s.shows(code, 422, body, "Cassis")
	if code, _, _ = root("POST", at+"/sites", url.Values{"name": {"Maison"}, "department": {"13"},
		"town": {"Cassis"}}); code != 303 {
		t.Fatalf("site: %d", code)
	}
	_, _, body = root("GET", at, nil)
	house := siteLink.FindString(body)
	code, _, body = root("GET", house+"/places/new", nil)
	s.shows(code, 200, body, "Step-free access")
	code, _, body = root("POST", house+"/places", url.Values{"name": {"Room 1"}, "beds": {"many"},
		"languages": {"fr", "qqq"}})
	s.shows(code, 422, body, "Room 1", "many")
	claire := s.as("claire")
	if code, _, body = claire("POST", house+"/places",
		url.Values{"name": {"Room 1"}, "beds": {"2"}, "languages": {"fr"}, "couples": {"no"}}); code != 303 {
		t.Fatalf("place: %d %.400s", code, body)
	}
	_, _, body = claire("GET", at, nil)
	s.shows(200, 200, body, "Room 1", "2 beds", "Couples: no", "Animals: to ask")
	place := placeLink.FindString(body)
	code, _, body = claire("GET", place+"/edit", nil)
	s.shows(code, 200, body, `value="Room 1"`)
	if code, at, _ = claire("POST", place+"/told",
		url.Values{"state": {"occupied"}, "partner": {strings.TrimPrefix(at, "/partners/")}}); code != 303 {
		t.Errorf("told by telephone: %d %s", code, at)
	}
	for _, path := range []string{"/partners/nonsense", "/partners/" + strings.Repeat("0", 26), place + "/nothing",
		"/places/x/edit"} {
		if code, _, _ = root("GET", path, nil); code != 404 {
			t.Errorf("%s: %d", path, code)
		}
	}
}

// Every mistake and fault that the room can tell has its words.
func TestEveryMistakeHasWords(t *testing.T) {
	texts, err := web.LoadTexts(partnerweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	kinds, whole := regexp.MustCompile(`wrong\("(\w+)"|\bnote\("\w+", "(\w+)"`),
		regexp.MustCompile(`"(partner\.(?:wrong|home)\.\w+)"|New(?:Conflict|Invalid)\("(partner\.\w+)"`)
	seen := 0
	files, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		raw, err := os.ReadFile("../" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, m := range kinds.FindAllStringSubmatch(string(raw), -1) {
			keys = append(keys, "partner.wrong."+m[1]+m[2])
		}
		for _, m := range whole.FindAllStringSubmatch(string(raw), -1) {
			keys = append(keys, m[1]+m[2])
		}
		for _, k := range keys {
			if seen++; !texts.Has(k) {
				t.Errorf("%s: no words for %s", file.Name(), k)
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d keys found in the source", seen)
	}
}

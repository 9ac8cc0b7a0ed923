package helpdeskweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/room/helpdesk/helpdeskweb"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

const needle = "Needle Delphine 0612345678"

type referral struct{ got []helpdesk.Prefill }

func (r *referral) OpenFromContact(_ context.Context, _ access.Actor, p helpdesk.Prefill) (string, error) {
	r.got = append(r.got, p)
	return "/referrals/draft", nil
}

// site is the helpdesk's pages with one coordinator signed in.
type site struct {
	t     *testing.T
	h     http.Handler
	token string
	lang  string
}

func newSite(t *testing.T, f *trusttest.Floor, refs helpdesk.Referrals) *site {
	texts, err := web.LoadTexts(helpdeskweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	d := helpdesk.New(f.Gate, refs)
	h := web.New(web.Options{Country: packs.France, Routes: helpdeskweb.Room(d).Routes, Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock,
		Log: slog.New(slog.DiscardHandler)})
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	_, token := f.SignInToken("claire")
	return &site{t: t, h: h, token: token, lang: "fr"}
}

func (s *site) do(method, path string, form url.Values) (int, string, string) {
	s.t.Helper()
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
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

func (s *site) contains(body string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(body, w) {
			s.t.Errorf("%q is missing in the page", w)
		}
	}
}

func TestTextsAreTheSameInBothLanguages(t *testing.T) {
	for _, err := range web.CheckTexts(helpdeskweb.Texts) {
		t.Error(err)
	}
}

var hiddenVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

func TestContactSheetKeepsWhatIsTyped(t *testing.T) {
	f := trusttest.SQLite(t)
	refs := &referral{}
	s := newSite(t, f, refs)
	for lang, words := range map[string][]string{"fr": {"Nouveau contact", "À demander", "Lu par"},
		"en": {"New contact", "To ask", "Read by"}} {
		s.lang = lang
		code, _, body := s.do("GET", "/contacts/new", nil)
		if code != 200 {
			t.Fatalf("%s: %d", lang, code)
		}
		s.contains(body, words...)
	}
	s.lang = "en"
	// Bad input: said in the language of the page, every word kept, nothing stored.
	bad := url.Values{"caller": {"emperor"}, "department": {"Atlantis"}, "minutes": {"-3"}, "name": {needle},
		"note": {strings.Repeat("x", 5000)}, "topic": {"weather"}, "end": {"advice_given"}}
	code, _, body := s.do("POST", "/contacts", bad)
	if code != 422 {
		t.Fatalf("bad input: %d", code)
	}
	s.contains(body, needle, `value="Atlantis"`, `value="=Atlantis"`, `value="-3"`)
	if _, _, list := s.do("GET", "/contacts", nil); !strings.Contains(list, "No contact matches") {
		t.Error("bad input was stored")
	}
	// Advice without a subject cannot be counted.
	code, _, body = s.do("POST", "/contacts", url.Values{"name": {needle}, "end": {"advice_given"}})
	if code != 422 {
		t.Fatalf("advice without a subject: %d", code)
	}
	s.contains(body, "Give at least one subject", needle)

	// A department that nobody finds is kept in the note, by choice alone.
	abroad := url.Values{"name": {needle}, "department": {"Atlantis"}, "note": {"on a ship"}}
	if code, _, body = s.do("POST", "/contacts", abroad); code != 422 {
		t.Fatalf("a department nobody knows: %d", code)
	}
	s.contains(body, "on a ship</textarea>", `value="=Atlantis"`)
	abroad.Set("department-which", "=Atlantis")
	code, at, _ := s.do("POST", "/contacts", abroad)
	if code != 303 {
		t.Fatalf("kept in the note: %d", code)
	}
	_, _, body = s.do("GET", at, nil)
	s.contains(body, "on a ship\nAtlantis</textarea>")

	// Saved open, then opened again with everything in place.
	code, at, _ = s.do("POST", "/contacts", url.Values{"caller": {"professional"}, "name": {needle},
		"department": {"hérault"}, "topic": {"place_needed"}, "channel": {"mail"}})
	if code != 303 || !strings.HasPrefix(at, "/contacts/") {
		t.Fatalf("saved: %d %s", code, at)
	}
	_, _, body = s.do("GET", at, nil)
	s.contains(body, needle, "Hérault (34)")
	version := hiddenVersion.FindStringSubmatch(body)[1]

	// A colleague is faster: the second sees what changed and keeps what they typed.
	first := url.Values{"version": {version}, "name": {needle}, "note": {"version de la collègue"}}
	if code, _, _ = s.do("POST", at, first); code != 303 {
		t.Fatalf("colleague: %d", code)
	}
	second := url.Values{"version": {version}, "name": {needle}, "note": {"ma version"}}
	code, _, body = s.do("POST", at, second)
	if code != 409 {
		t.Fatalf("stale: %d", code)
	}
	s.contains(body, "version de la collègue", "ma version", "Saved meanwhile")
	second.Set("version", hiddenVersion.FindStringSubmatch(body)[1])
	if code, _, _ = s.do("POST", at, second); code != 303 {
		t.Fatalf("after reading: %d", code)
	}

	// A referral takes everything along.
	_, _, body = s.do("GET", at, nil)
	second.Set("version", hiddenVersion.FindStringSubmatch(body)[1])
	second.Set("end", "referral_opened")
	second.Set("department", "34")
	code, to, _ := s.do("POST", at, second)
	if code != 303 || to != "/referrals/draft" {
		t.Fatalf("referral: %d %s", code, to)
	}
	if len(refs.got) != 1 || refs.got[0].CallerName.Reveal() != needle || refs.got[0].Note.Reveal() != "ma version" ||
		refs.got[0].Department != "34" {
		t.Errorf("handed on: %+v", refs.got)
	}
	_, _, body = s.do("GET", at, nil)
	s.contains(body, "Referral opened", needle)
	_, _, list := s.do("GET", "/contacts?state=referral_opened&department=34", nil)
	s.contains(list, "Hérault")
	if strings.Contains(list, needle) {
		t.Error("the list shows a name")
	}
	if code, _, _ = s.do("GET", "/contacts/nonsense", nil); code != 404 {
		t.Errorf("malformed id: %d", code)
	}
	if code, _, _ = s.do("POST", at, url.Values{"version": {"x"}}); code == 500 {
		t.Error("a broken version number is a flaw of ours")
	}
}

package pseudo_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/prooftest/pseudo"
	"havre.example/havre/internal/web"
	"havre.example/havre/internal/web/gallery"
	"havre.example/havre/packs"
)

var (
	left  = lang.Language{Tag: "qaa", Name: "Ƥşḗŭḓǿ"}
	right = lang.Language{Tag: "qar", Name: "عثك", RTL: true, Fallback: "qaa"}
)

// invented gives texts the two languages that nobody speaks, and no other.
func invented(t *testing.T, texts *web.Texts) *web.Texts {
	t.Helper()
	set, err := lang.NewSet(left, right)
	if err != nil {
		t.Fatal(err)
	}
	out, err := texts.For(set, func(tag lang.Tag) []byte { return pseudo.File(texts, set.Of(tag)) })
	if err != nil {
		t.Fatal(err)
	}
	return out.Within(packs.France)
}

// Every text of every room can be said in a language that the program is not written in, none is lost, and no letter of
// the program's own words is left.
func TestEveryTextCanBeSaidInAnotherLanguage(t *testing.T) {
	texts, err := app.Words(packs.France())
	if err != nil {
		t.Fatal(err)
	}
	both := invented(t, texts)
	for _, l := range []lang.Language{left, right} {
		if lost := both.Missing(l.Tag); len(lost) > 0 {
			t.Errorf("%s lacks %v", l.Tag, lost)
		}
		p := both.In(l.Tag, time.Time{})
		for _, key := range both.Keys() {
			s := p.T(key, "n", 2)
			for s := s; !strings.Contains(key, ".url."); {
				before, rest, more := strings.Cut(s, "{")
				if strings.ContainsFunc(before, func(r rune) bool {
					return r < unicode.MaxASCII &&
						unicode.IsLetter(r)
				}) {
					t.Errorf("%s: %s keeps a real word: %q", l.Tag, key, s)
				}
				if _, s, _ = strings.Cut(rest, "}"); !more {
					break
				}
			}
		}
	}
}

// A language that the network no longer speaks gives its first one; dates, shares and amounts are written by its texts.
func TestAnInventedLanguageWritesDatesAndAmounts(t *testing.T) {
	texts, err := web.LoadTexts(gallery.Texts)
	if err != nil {
		t.Fatal(err)
	}
	both := invented(t, texts)
	if got := both.In("fr", gallery.Now).Lang(); got != "qaa" {
		t.Errorf("a language no longer spoken gives %s", got)
	}
	p := both.In("qaa", gallery.Now)
	for _, c := range [][2]string{{p.ShortDay(date.Must(2026, 3, 4)), "[04/03/2026]"}, {p.Percent(0.5), "[50\u202f%]"},
		{p.Money(money.Cents(123450)), "1,234.50"}, {p.Day(date.Must(2026, 3, 4)), pseudo.Words("mercredi", false)},
		{p.Number(12345), "12,345"}} {
		if !strings.Contains(c[0], strings.TrimSuffix(strings.TrimPrefix(c[1], "["), "]")) {
			t.Errorf("%q lacks %q", c[0], c[1])
		}
	}
	if s := both.In("qar", gallery.Now).T("web.title.page", "title", "Awa", "mark", "x"); !strings.Contains(s,
		"\u2068Awa\u2069") {
		t.Errorf("a name is not kept apart from what is read the other way: %q", s)
	}
}

// A public page has its address in each language, says how it is read, and leads to the others.
func TestAPublicPageInALanguageReadFromTheRight(t *testing.T) {
	texts, err := web.LoadTexts(gallery.Texts)
	if err != nil {
		t.Fatal(err)
	}
	both := invented(t, texts)
	h := web.New(web.Options{Routes: gallery.Routes(), Texts: both, Country: packs.France,
		Clock: clock.NewFake(gallery.Now)})
	ask := func(path, accept string) string {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Language", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	page := ask("/qar/x-lieucca", "")
	for _, want := range []string{`<html lang="qar" dir="rtl"`, `href="/qaa/x-lieucca"`, `hreflang="qaa"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%.1500s", want, page)
		}
	}
	for _, wrong := range htmlcheck.Page(page) {
		t.Error(wrong)
	}
	if !strings.Contains(ask("/nowhere", "qar,fr"), `lang="qar"`) ||
		!strings.Contains(ask("/nowhere", "de"), `lang="qaa"`) {
		t.Error("the browser's language is not looked for among the network's")
	}
}

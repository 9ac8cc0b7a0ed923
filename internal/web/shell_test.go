package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/web"
)

func TestEveryResponseIsGuarded(t *testing.T) {
	h := newHouse(t, web.Options{})
	for _, a := range []ask{
		{path: "/", cookie: "alive"}, {path: "/"}, {path: "/nowhere"}, {path: "/panic", cookie: "alive"},
		{path: "/busy", cookie: "alive"},
		{path: "/internal", cookie: "alive"}, {path: "/file", cookie: "alive"}, {path: "/fr/aide/1"},
		{path: "/fr/nulle-part"}, {path: "/assets/nothing.css"},
		{path: web.Asset("css/havre.css")}, {method: "POST", path: "/note", cookie: "alive",
			head: map[string]string{"Origin": "http://evil.test"}},
		{method: "DELETE", path: "/note"}, {method: "POST", path: "/language", form: url.Values{"lang": {"en"}}},
	} {
		w := h.do(a)
		for name, want := range map[string]string{
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s %s: %s is %q", a.method, a.path, name, got)
			}
		}
		if p := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none'") ||
			strings.Contains(p, "unsafe") {
			t.Errorf("%s: policy %q", a.path, p)
		}
		if !strings.Contains(w.Header().Get("Permissions-Policy"), "camera=()") ||
			w.Header().Get("X-Request-Id") == "" {
			t.Errorf("%s: features or request id missing", a.path)
		}
		asset := strings.HasPrefix(a.path, "/assets/") && w.Code == 200
		if got := w.Header().Get("Cache-Control"); asset != strings.Contains(got, "immutable") || !asset &&
			got != "no-store" {
			t.Errorf("%s: cache %q", a.path, got)
		}
		if public := strings.HasPrefix(a.path, "/fr/"); public == (w.Header().Get("X-Robots-Tag") != "") {
			t.Errorf("%s: robots %q", a.path, w.Header().Get("X-Robots-Tag"))
		}
	}
	if newHouse(t, web.Options{Secure: true}).do(ask{path: "/"}).Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over TLS")
	}
}

func TestForeignFormsAreRefused(t *testing.T) {
	h := newHouse(t, web.Options{})
	for _, c := range []struct {
		head   map[string]string
		cookie string
		want   int
	}{
		{map[string]string{"Sec-Fetch-Site": "same-origin"}, "alive", 303},
		{map[string]string{"Origin": "http://havre.test"}, "alive", 303},
		{map[string]string{"Sec-Fetch-Site": "none"}, "alive", 303},
		{map[string]string{"Sec-Fetch-Site": "cross-site"}, "alive", 403},
		{map[string]string{"Sec-Fetch-Site": "same-site"}, "alive", 403},
		{map[string]string{"Origin": "http://evil.test"}, "alive", 403},
		{map[string]string{"Origin": "null"}, "alive", 403},
		{map[string]string{"X-None": "1"}, "alive", 403}, // neither header, but a cookie
		{map[string]string{"X-None": "1"}, "", 303},      // no cookie: nothing to abuse, goes to the sign-in page
	} {
		h.seen = nil
		w := h.do(ask{method: "POST", path: "/note", cookie: c.cookie, head: c.head, form: url.Values{"words": {"x"}}})
		if w.Code != c.want || (w.Code == 403) == (h.seen != nil) && c.cookie != "" {
			t.Errorf("%v: %d, seen %v", c.head, w.Code, h.seen != nil)
		}
	}
	w := h.do(ask{path: "/note", cookie: "alive", head: map[string]string{"Sec-Fetch-Site": "cross-site"}})
	if w.Code != 200 || strings.Contains(w.Body.String(), "typed:") {
		t.Error("another site opened a staff page directly")
	}
}

func TestFaultsBecomePages(t *testing.T) {
	h := newHouse(t, web.Options{})
	bodies := map[string]string{}
	for path, want := range map[string]int{"/invalid": 422, "/absent": 404, "/forbidden": 404, "/nowhere": 404,
		"/conflict": 409, "/busy": 503, "/full": 503, "/damaged": 503, "/internal": 500, "/panic": 500,
		"/view-panic": 500} {
		w := h.do(ask{path: path, cookie: "alive", head: map[string]string{"Cookie": "havre=alive; havre_lang=en"}})
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		body := w.Body.String()
		if strings.Contains(body, needle) || !strings.Contains(body, "</html>") {
			t.Errorf("%s: half a page, or a word too many", path)
		}
		if want >= 500 && !strings.Contains(body, w.Header().Get("X-Request-Id")) {
			t.Errorf("%s: no number to give on the telephone", path)
		}
		bodies[path] = strings.NewReplacer(w.Header().Get("X-Request-Id"), "ID", path, "PATH").Replace(body)
	}
	if bodies["/absent"] != bodies["/forbidden"] {
		t.Error("absent and forbidden look different")
	}
	for path, says := range map[string]string{"/busy": "Wait a few seconds", "/full": "must make room",
		"/damaged": "the last copy put back"} {
		if !strings.Contains(bodies[path], "01 23 45 67 89") || !strings.Contains(bodies[path], says) {
			t.Errorf("%s gives no telephone number, or not what can be done", path)
		}
	}
	h.do(ask{path: "/damaged", cookie: "alive"})
	if n := strings.Count(h.log.String(), "ALARM"); n != 1 {
		t.Errorf("%d alarms of the damaged database", n)
	}
	if !strings.Contains(bodies["/conflict"], "Somebody else answered") {
		t.Error("the desk's own words are missing")
	}
	if log := h.log.String(); strings.Contains(log, needle) || !strings.Contains(log, "webtest.staff") ||
		strings.Contains(log, "/panic") {
		t.Errorf("the log says too much or too little:\n%s", log)
	}
}

func TestWordsSurviveAnEndedSession(t *testing.T) {
	h := newHouse(t, web.Options{})
	w := h.do(ask{method: "POST", path: "/note", cookie: "dead",
		form: url.Values{"_from": {"/note?step=2"}, "_once": {"o"}, "words": {needle}, "passphrase": {"p"}}})
	if w.Code != 303 || w.Header().Get("Location") != "/sign-in" || h.seen != nil {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	if all := fmt.Sprint(w.Header()); strings.Contains(all, needle) || !strings.Contains(all, "web.session.kept") {
		t.Fatalf("headers %s", all)
	}
	k := h.kept[person("Claire").User()]
	if k.form.Get("words") != needle || k.form.Has("passphrase") || k.form.Has("_once") {
		t.Fatalf("kept %v", k.form)
	}
	w = h.do(ask{method: "POST", path: "/sign-in", form: url.Values{}})
	if to := w.Header().Get("Location"); to != "/note?kept=1&step=2" {
		t.Fatalf("after the sign-in: %s", to)
	}
	w = h.do(ask{path: "/note?kept=1&step=2", cookie: "alive"})
	if !strings.Contains(w.Body.String(), "typed: "+needle) {
		t.Error("the words did not come back")
	}
	if w = h.do(ask{path: "/note?kept=1&step=2", cookie: "alive"}); strings.Contains(w.Body.String(), needle) {
		t.Error("the words came back twice")
	}
	w = h.do(ask{method: "POST", path: "/note", cookie: "stranger",
		form: url.Values{"_from": {"/note"}, "words": {needle}}})
	if all := fmt.Sprint(w.Header()); strings.Contains(all, "web.session.kept") || len(h.kept) != 0 {
		t.Error("words of nobody were kept")
	}
}

func TestSessionCookie(t *testing.T) {
	h := newHouse(t, web.Options{})
	c := h.do(ask{method: "POST", path: "/sign-in", form: url.Values{}}).Header().Get("Set-Cookie")
	if !strings.HasPrefix(c, "havre=alive; Path=/; HttpOnly; SameSite=Lax") {
		t.Error(c)
	}
	s := newHouse(t, web.Options{Secure: true})
	c = s.do(ask{method: "POST", path: "/sign-in", form: url.Values{},
		head: map[string]string{"Sec-Fetch-Site": "same-origin"}}).Header().Get("Set-Cookie")
	if c != "__Host-havre=alive; Path=/; HttpOnly; Secure; SameSite=Lax" {
		t.Error(c)
	}
	if w := s.do(ask{path: "/", cookie: "alive"}); w.Code != 303 {
		t.Error("the plain cookie is good over TLS")
	}
	w := h.do(ask{method: "POST", path: "/sign-out", cookie: "alive", form: url.Values{}})
	if !strings.Contains(fmt.Sprint(w.Header()["Set-Cookie"]), "havre=; Path=/; Max-Age=0") ||
		w.Header().Get("Clear-Site-Data") == "" {
		t.Error(w.Header())
	}
	if w := h.do(ask{path: "/fr/aide/1", cookie: "alive"}); strings.Contains(w.Body.String(), "Claire") ||
		w.Header().Get("Set-Cookie") != "" {
		t.Error("a public page knows its reader")
	}
}

func TestLimits(t *testing.T) {
	h := newHouse(t, web.Options{Limits: web.Limits{PerSecond: 1, Burst: 5}})
	codes := map[int]int{}
	for range 8 {
		codes[h.do(ask{path: "/", cookie: "alive"}).Code]++
	}
	if codes[200] != 5 || codes[429] != 3 {
		t.Errorf("session: %v", codes)
	}
	h.clock.Advance(2 * time.Second)
	if c := h.do(ask{path: "/", cookie: "alive"}).Code; c != 200 {
		t.Errorf("after a pause: %d", c)
	}
	posts := map[int]int{}
	for range 5 {
		posts[h.do(ask{method: "POST", path: "/fr/aide/1", form: url.Values{}}).Code]++
	}
	if posts[200] != 3 || posts[429] != 2 {
		t.Errorf("submissions: %v", posts)
	}
	w := h.do(ask{method: "POST", path: "/note", cookie: "alive", body: "words=" + strings.Repeat("a", 1<<20)})
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("oversize: %d", w.Code)
	}
	for _, a := range []ask{{body: "%zz=1"},
		{body: "{}", head: map[string]string{"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}}} {
		a.method, a.path, a.cookie = "POST", "/note", "alive"
		h.clock.Advance(time.Minute)
		if w := h.do(a); w.Code != 400 {
			t.Errorf("%q: %d", a.body, w.Code)
		}
	}
}

func TestLanguages(t *testing.T) {
	h := newHouse(t, web.Options{})
	for _, c := range []struct{ path, cookies, accept, want string }{
		{"/", "havre=alive", "", "en"}, {"/", "havre=alive; havre_lang=fr", "en", "fr"},
		{"/sign-in", "", "en-GB", "en"},
		{"/sign-in", "", "", "fr"}, {"/fr/aide/1", "havre_lang=en", "en", "fr"},
		{"/en/help/1", "havre_lang=fr", "fr", "en"}, {"/en/nowhere", "", "fr", "en"},
	} {
		w := h.do(ask{path: c.path, head: map[string]string{"Cookie": c.cookies, "Accept-Language": c.accept}})
		if !strings.Contains(w.Body.String(), `<html lang="`+c.want+`"`) {
			t.Errorf("%+v", c)
		}
	}
	if w := h.do(ask{path: "/fr/aide/7"}); !strings.Contains(w.Body.String(), `href="/en/help/7"`) {
		t.Error("the public page does not lead to its other language")
	}
	w := h.do(ask{method: "POST", path: "/language", form: url.Values{"lang": {"en"}, "back": {"//evil.test/"}}})
	if w.Header().Get("Location") != "/" || !strings.Contains(w.Header().Get("Set-Cookie"), "havre_lang=en") {
		t.Error(w.Header())
	}
}

func TestRepeatsAndStepUps(t *testing.T) {
	h := newHouse(t, web.Options{})
	h.dead["alive"] = person("Claire").User()
	w := h.do(ask{method: "POST", path: "/note", cookie: "alive", form: url.Values{"_once": {"abc"}, "words": {"x"}}})
	if h.once != "abc" || h.seen.Value("_once") != "" || !strings.Contains(fmt.Sprint(w.Header()), "webtest.saved") {
		t.Errorf("once %q", h.once)
	}
	w = h.do(ask{method: "POST", path: "/repeated", cookie: "alive", form: url.Values{"_from": {"/note"}}})
	if w.Header().Get("Location") != "/note" {
		t.Error(w.Header())
	}
	w = h.do(ask{method: "POST", path: "/stepped", cookie: "alive",
		form: url.Values{"_from": {"/note"}, "words": {needle}}})
	if w.Header().Get("Location") != "/step-up?back=%2Fnote" ||
		h.kept[person("Claire").User()].form.Get("words") != needle {
		t.Error(w.Header())
	}
	if f := h.do(ask{path: "/file", cookie: "alive"}); f.Header().Get(
		"Content-Disposition") != `attachment; filename="--x.csv"` {
		t.Error(f.Header().Get("Content-Disposition"))
	}
}

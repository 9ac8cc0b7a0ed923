package accountweb_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/room/account/accountweb"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// site is a network's pages over HTTP, with what it wrote in its log and every address it was asked for.
type site struct {
	*httptest.Server
	clock *clock.Fake
	log   bytes.Buffer
	asked []string
}

func open(t *testing.T, h *trust.House, c *clock.Fake, more ...web.Route) *site {
	t.Helper()
	s := &site{clock: c}
	texts, err := web.LoadTexts(accountweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	home := web.Get("/{$}", account.OwnSessions, func(r *web.Request) (web.Response, error) {
		return web.View("account.sessions.title", templ.Raw("<h1>home of "+r.Actor().Name()+"</h1>")), nil
	})
	routes := append(accountweb.Room(account.New(h.Gate, h.Sessions, false)).Routes, home)
	pages := web.New(web.Options{Country: packs.France, Routes: append(routes, more...), Texts: texts,
		Sessions: h.Sessions,
		Keeper:   h.Sessions, Clock: c,
		Log: slog.New(slog.NewTextHandler(&s.log, nil)), Rate: 1000, Burst: 1000})
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r.URL.String())
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// browser is one person's browser: it follows redirects and fills the forms it sees.
type browser struct {
	t    *testing.T
	s    *site
	c    *http.Client
	lang string
	code int
	page string
	at   string
}

func (s *site) browser(t *testing.T, lang string) *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{t: t, s: s, c: &http.Client{Jar: jar}, lang: lang}
}

func (b *browser) do(method, path string, form url.Values) *browser {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, b.s.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", b.lang)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.s.URL)
	}
	res, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.code, b.page, b.at = res.StatusCode, html.UnescapeString(string(raw)), res.Request.URL.RequestURI()
	return b
}

func (b *browser) get(path string) *browser { b.t.Helper(); return b.do("GET", path, nil) }

func (b *browser) post(path string, pairs ...string) *browser {
	b.t.Helper()
	form := url.Values{"_once": {time.Now().String()}, "_from": {strings.TrimSuffix(b.at, "?kept=1")}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.do("POST", path, form)
}

// sees fails unless the answer has the status and says all of the words.
func (b *browser) sees(status int, words ...string) *browser {
	b.t.Helper()
	if b.code != status {
		b.t.Fatalf("%s: status %d, want %d\n%s", b.at, b.code, status, b.page)
	}
	for _, w := range words {
		if !strings.Contains(strings.ReplaceAll(b.page, "\u202f", " "), w) {
			b.t.Fatalf("%s: does not say %q\n%s", b.at, w, b.page)
		}
	}
	return b
}

func (b *browser) lacks(words ...string) *browser {
	b.t.Helper()
	for _, w := range words {
		if strings.Contains(b.page, w) {
			b.t.Fatalf("%s: says %q", b.at, w)
		}
	}
	return b
}

func (b *browser) find(pattern string) []string {
	b.t.Helper()
	m := regexp.MustCompile(pattern).FindAllStringSubmatch(b.page, -1)
	if m == nil {
		b.t.Fatalf("%s: nothing like %s\n%s", b.at, pattern, b.page)
	}
	var out []string
	for _, x := range m {
		out = append(out, x[1])
	}
	return out
}

func (b *browser) hidden(name string) string {
	b.t.Helper()
	return b.find(`name="` + name + `" value="([^"]*)"`)[0]
}

// secrets reads the page of seven words as a person does.
func (b *browser) secrets() (words []string, secret string) {
	b.t.Helper()
	words = b.find(`<li><strong>([a-z-]+)</strong></li>`)
	secret = strings.ReplaceAll(b.find(`<code data-secret>([A-Z2-7 ]+)</code>`)[0], " ", "")
	return words, secret
}

// typeBack answers the page of seven words; pick changes an answer.
func (b *browser) typeBack(to string, pick func(url.Values)) *browser {
	b.t.Helper()
	words, secret := b.secrets()
	asked := b.find(`for="f-word_[12]"[^>]*>\s*(?:Mot n° |Word )([1-7])`)
	code, err := session.CodeAt(secret, b.s.clock.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	form := url.Values{"pending": {b.hidden("pending")}, "totp": {code}, "_from": {"/join"},
		"word_1": {words[asked[0][0]-'1']}, "word_2": {strings.ToUpper(words[asked[1][0]-'1'])}}
	if pick != nil {
		pick(form)
	}
	return b.do("POST", to, form)
}

func (b *browser) signIn(f *trusttest.Floor, login string) *browser {
	b.t.Helper()
	b.get("/sign-in")
	return b.post("/sign-in", "login", login, "passphrase", f.Secrets(login).Passphrase, "totp", code(b.t, f, login))
}

func (b *browser) stepUp(f *trusttest.Floor, login string) *browser {
	b.t.Helper()
	if !strings.HasPrefix(b.at, "/step-up") {
		b.t.Fatalf("no step-up asked at %s", b.at)
	}
	return b.post("/step-up", "back", b.hidden("back"), "passphrase", f.Secrets(login).Passphrase, "totp",
		code(b.t, f, login))
}

func code(t *testing.T, f *trusttest.Floor, login string) string {
	t.Helper()
	f.Clock.Advance(61 * time.Second)
	c, err := session.CodeAt(f.Secrets(login).TOTP, f.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// quiet fails when a secret stands in an address or in the log.
func (s *site) quiet(t *testing.T, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		for _, forms := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if strings.Contains(strings.Join(s.asked, "\n"), forms) || strings.Contains(s.log.String(), forms) {
				t.Fatalf("a secret stands in an address or in the log: %s", secret[:3]+"…")
			}
		}
	}
}

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(accountweb.Texts) {
		t.Error(err)
	}
}

// empty opens a network that nobody has founded, and returns the code printed at its start.
func empty(t *testing.T) (*trust.House, *clock.Fake, string) {
	t.Helper()
	c := clock.NewFake(trusttest.Start)
	h, err := trust.Open(context.Background(), trust.Options{Path: filepath.Join(t.TempDir(), "havre.db"),
		Machine: trusttest.Machine, Country: packs.France(),
		Clock: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	printed, err := h.Sessions.NewSetUpCode(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return h, c, printed
}

func TestSetUp(t *testing.T) {
	h, c, printed := empty(t)
	s := open(t, h, c)
	rose := s.browser(t, "fr")
	rose.get("/sign-in").sees(200, "Mettre le réseau en place", `value="Évaluation"`, "Une liaison chiffrée",
		"Une seconde personne à l’administration")
	if rose.at != "/set-up" {
		t.Fatalf("an empty network leads to %s", rose.at)
	}
	answers := []string{"code", printed, "network", "Réseau Abri", "telephone", "04 00 00 00 00", "team_administration",
		"Administration",
		"team_evaluation", "Évaluation", "team_logistics", "Logistique", "team_oversight", "Pilotage", "name",
		"Rose Admin", "login", "Rose", "lang", "fr"}
	with := func(name, value string) []string {
		out := append([]string(nil), answers...)
		for i := 0; i < len(out); i += 2 {
			if out[i] == name {
				out[i+1] = value
			}
		}
		return out
	}
	rose.post("/set-up", with("code", "aaaa-bbbb-cccc")...).sees(422, "pas connu", "Rose Admin",
		`value="Réseau Abri"`).lacks(`class="words"`)
	rose.post("/set-up", with("login", "é!")...).sees(422, "lettres sans accent")
	rose.post("/set-up", with("telephone", "ring me")...).sees(422, "numéro de téléphone")
	rose.post("/set-up", with("team_logistics", " ")...).sees(422)
	rose.post("/set-up", "_from", "/set-up").sees(422)

	rose.post("/set-up", answers...).sees(200, "Sept mots", "<svg", "otpauth://totp/")
	words, secret := rose.secrets()
	if len(words) != 7 || len(secret) != 32 {
		t.Fatalf("%d words, a secret of %d letters", len(words), len(secret))
	}
	sealed := rose.hidden("pending")
	rose.typeBack("/set-up/finish", func(f url.Values) { f.Set("word_1", "elephant-no") }).sees(422,
		"Regardez votre papier")
	if again, same := rose.secrets(); strings.Join(again, " ") != strings.Join(words, " ") || same != secret {
		t.Fatal("the words change while they are corrected")
	}
	rose.typeBack("/set-up/finish", func(f url.Values) { f.Set("totp", "000000") }).sees(422, "code ne correspond pas")
	rose.typeBack("/set-up/finish", func(f url.Values) { f.Set("pending", sealed[:len(sealed)-4]+"AAAA") }).sees(422,
		"Recommencer").lacks(words[0] + "</strong>")
	rose.post("/set-up", answers...)
	rose.typeBack("/join/finish", nil).sees(422, "Recommencer") // sealed for another use
	rose.post("/set-up", answers...)
	words, secret = rose.secrets()
	sealed = rose.hidden("pending")
	rose.typeBack("/set-up/finish", nil).sees(200, "Réglages du réseau", "Une première personne à la coordination",
		`value="Réseau Abri"`)

	for _, path := range []string{"/set-up", "/set-up/finish"} {
		rose.post(path, answers...).sees(404)
	}
	s.browser(t, "fr").get("/set-up").sees(404)
	s.quiet(t, append(words[:2:2], secret, printed, sealed, strings.Join(words, " "))...)
}

func TestAPendingArrivalDoesNotWaitForEver(t *testing.T) {
	f := trusttest.SQLite(t)
	s := open(t, f.House, f.Clock)
	spoken, err := f.Sessions.Invite(context.Background(), f.SignIn("root"), f.Teams["evaluation"],
		[]access.Role{access.Coordinator})
	if err != nil {
		t.Fatal(err)
	}
	b := s.browser(t, "en")
	b.get("/join").post("/join", "code", spoken).sees(200)
	pending := b.hidden("pending")
	f.Clock.Advance(time.Hour + time.Second)
	b.post("/join/who", "pending", pending, "name", "Claire", "login", "claire", "lang", "en").sees(422, "Begin again",
		"Nothing was recorded")
}

func TestSignIn(t *testing.T) {
	f := trusttest.SQLite(t)
	s := open(t, f.House, f.Clock)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	words := f.Secrets("claire").Passphrase
	b := s.browser(t, "fr")
	b.get("/").sees(200, "Entrer", `autocomplete="current-password"`)
	if b.at != "/sign-in" {
		t.Fatalf("a stranger stands at %s", b.at)
	}
	// The keyboard goes from the login to the words, the code, the button.
	order := regexp.MustCompile(`name="(login|passphrase|totp)"|<button class="button" type="submit">`).FindAllString(
		b.page, -1)
	if len(order) < 4 || !strings.Contains(order[0], "login") || !strings.Contains(order[1], "passphrase") ||
		!strings.Contains(order[2], "totp") {
		t.Fatalf("order of the keyboard: %v", order)
	}
	summary := func() string { return b.find(`<li><a href="#main">([^<]*)</a></li>`)[0] }
	b.post("/sign-in", "login", "nobody", "passphrase", words, "totp", "123456").sees(422)
	unknown := summary()
	b.post("/sign-in", "login", "claire", "passphrase", "not these", "totp",
		code(t, f, "claire")).sees(422).lacks("not these")
	if summary() != unknown {
		t.Fatal("a wrong passphrase is told apart from an unknown login")
	}
	b.post("/sign-in", "login", "claire", "passphrase", words, "totp", "000000").sees(422).lacks(words)
	if summary() != unknown {
		t.Fatal("a wrong code is told apart from an unknown login")
	}
	for _, junk := range []string{"", " ", strings.Repeat("é", 5000), "a\x00b", "\xff\xfe"} {
		b.post("/sign-in", "login", junk, "passphrase", junk, "totp", junk)
		if b.code != 422 {
			t.Fatalf("junk of %d bytes answers %d", len(junk), b.code)
		}
	}
	now := code(t, f, "claire")
	b.post("/sign-in", "login", "CLAIRE ", "passphrase", strings.ToUpper(strings.ReplaceAll(words, " ", "  ")), "totp",
		now[:3]+" "+now[3:]).sees(200, "home of Claire")
	b.get("/sign-in").sees(200, "home of Claire")
	b.post("/sign-out").sees(200, "La session est fermée")
	b.get("/sessions").sees(200, "Entrer")
	s.quiet(t, words, f.Secrets("claire").TOTP, now)
}

func TestWordsTypedOverAnExpiredSessionComeBack(t *testing.T) {
	f := trusttest.SQLite(t)
	s := open(t, f.House, f.Clock)
	b := s.browser(t, "fr").signIn(f, "root").sees(200, "home of Rose")
	b.get("/settings").sees(200)
	f.Clock.Advance(31 * time.Minute)
	b.post("/settings", "name", "Réseau du Phare", "telephone", "04 11 11 11 11").sees(200, "Vos mots sont gardés")
	b.post("/sign-in", "login", "root", "passphrase", f.Secrets("root").Passphrase, "totp", code(t, f, "root")).
		sees(200, `value="Réseau du Phare"`, `value="04 11 11 11 11"`, "Voici vos mots")
	b.post("/settings", "name", "Réseau du Phare", "telephone", "04 11 11 11 11", "exit_site",
		"https://www.meteo.example/").sees(200, "Confirmer que c’est vous")
	b.stepUp(f, "root").sees(200, `value="Réseau du Phare"`)
	b.post("/settings", "name", "Réseau du Phare", "telephone", "04 11 11 11 11", "exit_site",
		"https://www.meteo.example/").sees(200, "enregistrés", `value="https://www.meteo.example/"`)
	for field, junk := range map[string]string{"name": "", "telephone": "x", "mail_port": "99999",
		"exit_site": "javascript:alert(1)"} {
		form := url.Values{"name": {"Réseau"}, "_from": {"/settings"}}
		form.Set(field, junk)
		b.do("POST", "/settings", form).sees(422, `id="f-`+field+`-error"`)
	}
	b.post("/settings", "name", "R", "mail_host", "courrier.exemple.fr", "mail_port", "587", "mail_from",
		"x\r\nBcc: y@z.fr").sees(422)
	set, err := f.Sessions.Settings(context.Background())
	if err != nil || set["exit_site"] != "https://www.meteo.example/" || set["name"] != "Réseau du Phare" {
		t.Fatalf("settings: %v %v", set, err)
	}
}

func TestFromInvitationToWelcome(t *testing.T) {
	for _, tongue := range []struct{ lang, asked, invite, wait, open string }{
		{"fr", "Confirmer que c’est vous", "Valable 48 heures", "Encore une étape", "La porte est ouverte"},
		{"en", "Confirm that it is you", "Valid 48 hours", "One more step", "The door is open"},
	} {
		t.Run(tongue.lang, func(t *testing.T) {
			f := trusttest.SQLite(t)
			s := open(t, f.House, f.Clock)
			team := f.Teams["evaluation"].String()
			f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
			claire := s.browser(t, tongue.lang).signIn(f, "claire")
			claire.get("/sessions").post("/sessions/language", "lang", tongue.lang)
			claire.get("/people").sees(200, "Claire").lacks("Rose Admin")
			claire.get("/people/" + f.Teams["logistics"].String()).sees(404)
			claire.get("/people/junk").sees(404)
			claire.get("/settings").sees(404)
			claire.get("/people/" + team + "/invite").sees(200)
			claire.post("/people/"+team+"/invite", "role", "administrator").sees(422)
			claire.post("/people/"+team+"/invite", "role", "coordinator").sees(200, tongue.asked)
			claire.stepUp(f, "claire").sees(200)
			claire.post("/people/"+team+"/invite", "role", "coordinator").sees(200, tongue.invite)
			spoken := strings.Join(claire.find(`<span>([2-9a-z]{4})</span>`), " ")

			malo := s.browser(t, tongue.lang)
			malo.get("/join").post("/join", "code", "no such code").sees(422)
			malo.post("/join", "code", spoken).sees(200, "Évaluation")
			pending := malo.hidden("pending")
			malo.post("/join/who", "pending", pending, "name", "Malo", "login", "root", "lang", tongue.lang).sees(422,
				`value="Malo"`)
			malo.post("/join/who", "pending", malo.hidden("pending"), "name", "Malo", "login", "malo", "lang",
				tongue.lang).sees(200, "<svg")
			words, secret := malo.secrets()
			malo.typeBack("/join/finish", func(f url.Values) { f.Set("word_2", "") }).sees(422)
			malo.typeBack("/join/finish", nil).sees(200, tongue.wait, "Évaluation")
			six := malo.find(`<li><strong>([a-z-]+)</strong></li>`)
			if len(six) != 6 {
				t.Fatalf("%d words to read out", len(six))
			}
			malo.get("/join").post("/join", "code", spoken).sees(422) // used

			claire.get("/people/"+team).sees(200, "Malo", "/welcome/")
			door := claire.find(`href="(/people/[0-9a-z]+/welcome/[0-9a-z]+)"`)[0]
			claire.get(door).sees(200, six...)
			claire.post(door).sees(422)
			claire.post(door, "same", "yes").sees(200, tongue.open).lacks("/welcome/")
			malo.get("/arrival").sees(200, "home of Malo")
			s.quiet(t, spoken, strings.ReplaceAll(spoken, " ", "-"), secret, strings.Join(words, " "), pending, "Malo")
		})
	}
}

func TestDeparture(t *testing.T) {
	f := trusttest.SQLite(t)
	s := open(t, f.House, f.Clock)
	team := f.Teams["evaluation"].String()
	claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	inside := s.browser(t, "fr").signIn(f, "claire").sees(200, "home of Claire")
	door := "/people/" + team + "/depart/" + claire.User().String()
	inside.get(door).sees(404)
	inside.post(door).sees(404)

	root := s.browser(t, "fr").signIn(f, "root")
	root.get("/people/"+team).sees(200, "claire")
	root.get(door).sees(200, "dernière personne qui peut lire")
	root.post(door).sees(200, "Confirmer que c’est vous")
	root.stepUp(f, "root").sees(200)
	root.post(door).sees(200, "Le départ est noté", "Personne n’a encore rejoint")
	inside.get("/sessions").sees(200, "Entrer")
	self := "/people/" + f.Teams["administration"].String() + "/depart/" + f.SignIn("root").User().String()
	root.post(self).sees(409, "Il ne resterait personne")
}

func TestSessionsPage(t *testing.T) {
	f := trusttest.SQLite(t)
	s := open(t, f.House, f.Clock)
	one, two := s.browser(t, "en").signIn(f, "root"), s.browser(t, "en").signIn(f, "root")
	one.get("/sessions").sees(200, "Cette session", "Une autre session") // her account reads French
	ids := one.find(`name="session" value="([0-9a-z]{26})"`)
	if len(ids) != 2 {
		t.Fatalf("%d sessions", len(ids))
	}
	one.post("/sessions/language", "lang", "xx").sees(422)
	one.post("/sessions/language", "lang", "en").sees(200, "This session", "The language is recorded")
	one.post("/sessions/close", "session", "junk").sees(404)
	one.post("/sessions/close", "session", ids[0]).sees(200, "The session is closed") // the latest used is listed first
	one.get("/sessions")
	two.get("/sessions")
	if (one.at == "/sessions") == (two.at == "/sessions") {
		t.Fatalf("closing one: %s and %s", one.at, two.at)
	}
	last := one
	if two.at == "/sessions" {
		last = two
	}
	last.post("/sessions/close-all").sees(200)
	last.get("/sessions")
	if last.at != "/sign-in" {
		t.Fatal("closed everywhere, and yet inside")
	}
}

func TestPeopleAreFoundAndPaged(t *testing.T) {
	f := trusttest.SQLite(t)
	s := open(t, f.House, f.Clock)
	f.Person("helene", "Hélène", f.Teams["logistics"], "", access.Logistics)
	root := s.browser(t, "fr").signIn(f, "root")
	root.get("/people").sees(200, "4 équipes", "Logistique", "Pilotage")
	root.post("/people", "find", "HELENE").sees(200, "Logistique", "1 équipe").lacks("Pilotage")
	root.post("/people", "find", "zzz").sees(200, "Aucune équipe ne correspond")
	root.get("/people?from=999999999999999999999").sees(200)
	root.get("/people?from=-5").sees(200)
	s.quiet(t, "HELENE")
}

func TestTheDemonstrationsDoorIsNotARealNetworks(t *testing.T) {
	for _, r := range accountweb.Room(nil).Routes {
		if strings.HasPrefix(r.Pattern(), "/demo") || r.Act().Name == account.EnterDemo.Name {
			t.Fatalf("a real network has the route %s %s", r.Method(), r.Pattern())
		}
	}
	f := trusttest.SQLite(t)
	real := open(t, f.House, f.Clock)
	real.browser(t, "fr").get("/demo").sees(404)
	real.browser(t, "fr").post("/demo", "login", "root").sees(404)

	people := []accountweb.DemoPerson{{Login: "root", Name: "Rose Admin", Team: "Administration",
		Role: access.Administrator}}
	withDemo := func(f *trusttest.Floor) *site {
		return open(t, f.House, f.Clock,
			accountweb.DemoRoutes(people, func(ctx context.Context, login string) (string, error) {
				return f.Sessions.SignInDemo(ctx, login, f.Secrets(login).Passphrase)
			})...)
	}
	b := withDemo(f).browser(t, "en").get("/demo").sees(200, "Rose Admin", "Sees no case")
	b.post("/demo", "login", "nobody").sees(404)
	b.post("/demo", "login", "root").sees(500) // the session floor refuses too: this network is real
	b = withDemo(trusttest.Demo(t)).browser(t, "en").get("/demo").sees(200, "Rose Admin", "Sees no case")
	b.post("/demo", "login", "root").sees(200, "home of Rose Admin")
}

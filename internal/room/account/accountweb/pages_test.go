package accountweb_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/room/account/accountweb"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
)

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(accountweb.Texts) {
		t.Error(err)
	}
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
	summary := func() string { return b.find(`role="alert"[^>]*><h2>[^<]*</h2><ul><li>([^<]*)</li></ul>`)[0] }
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
	b.post("/sign-in", "login", "ＣLAIRE\u200b\u00a0", "passphrase", "\ufeff"+strings.ToUpper(
		strings.ReplaceAll(words, " ", "\u202f\u00a0")), "totp", now[:3]+"\u202f"+now[3:]).sees(200, "home of Claire")
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

// Quiet hours are typed as people write hours, and kept as typed where they cannot be read.
func TestQuietHoursAreTypedAsHours(t *testing.T) {
	f := trusttest.SQLite(t)
	b := open(t, f.House, f.Clock).browser(t, "fr").signIn(f, "root")
	send := func(from, until string) *browser {
		return b.post("/sessions/notices", "mail", "rose@example.org", "quiet_from", from, "quiet_until", until,
			"_from", "/sessions")
	}
	send("22 h 30", "7h").sees(200, "C’est enregistré", `value="22:30"`, `value="07:00"`)
	send("25", "7").sees(422, `value="25"`, `id="f-quiet_from-error"`)
	for _, wrong := range [][2]string{{"22", ""}, {"", "7"}, {"7", "07:00"}} {
		send(wrong[0], wrong[1]).sees(422, `id="f-quiet_until-error"`, "Donnez les deux heures")
	}
	b.get("/sessions").sees(200, `value="22:30"`, `value="07:00"`)
	send("", "").sees(200, "C’est enregistré").get("/sessions")
}

// Two people change the settings: the second is told, keeps what they typed, and what they did not touch takes the
// newer answer.
func TestTheSecondChangeOfTheSettingsIsTold(t *testing.T) {
	f := trusttest.SQLite(t)
	s := open(t, f.House, f.Clock)
	b := s.browser(t, "fr").signIn(f, "root")
	b.get("/settings").sees(200)
	base, version := b.hidden("base"), b.hidden("version")
	typed := func(base, version, telephone, exit string) []string {
		return []string{"base", base, "version", version, "name", "Réseau d'essai", "telephone", telephone, "exit_site",
			exit}
	}
	first := typed(base, version, "", "https://www.meteo.example/")
	b.post("/settings", first...).sees(200, "Confirmer que c’est vous")
	b.stepUp(f, "root")
	b.post("/settings", first...).sees(200, "enregistrés")
	b.post("/settings", typed(base, version, "04 11 11 11 11", "")...).
		sees(409, "entre-temps", `value="04 11 11 11 11"`, `value="https://www.meteo.example/"`)
	b.post("/settings", typed(b.hidden("base"), b.hidden("version"), "04 11 11 11 11",
		"https://www.meteo.example/")...).
		sees(200, "enregistrés")
	set, err := f.Sessions.Settings(context.Background())
	if err != nil || set["exit_site"] != "https://www.meteo.example/" || set["telephone"] != "04 11 11 11 11" {
		t.Fatalf("settings: %v %v", set, err)
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
	root.post(self).sees(200, "Il ne resterait personne")
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
	one.post("/sessions/language", "lang", "en").sees(200, "This session", "The language is saved")
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
	root.get("/people?page=999999999999999999999").sees(200)
	root.get("/people?page=-5").sees(200)
	s.quiet(t, "HELENE")
}

func TestTheDemonstrationsDoorIsNotARealNetworks(t *testing.T) {
	for _, r := range accountweb.Room(nil, nil).Routes {
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
	b := withDemo(f).browser(t, "en").get("/demo").sees(200, "Rose Admin", "Sees no case", `href="/en/"`)
	b.post("/demo", "login", "nobody").sees(404)
	b.post("/demo", "login", "root").sees(500) // the session floor refuses too: this network is real
	b = withDemo(trusttest.Demo(t)).browser(t, "en").get("/demo").sees(200, "Rose Admin", "Sees no case", `href="/en/"`)
	b.post("/demo", "login", "root").sees(200, "home of Rose Admin")
}

package accountweb_test

import (
	"context"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

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
	code := "\u00a0" + strings.ToUpper(strings.ReplaceAll(printed, "-", " \u2011 ")) // as somebody may type it
	answers := []string{"code", code, "network", "Réseau Abri", "telephone", "04 00 00 00 00", "team_administration",
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
	rose.post("/set-up", with("telephone", "ring me")...).sees(422, "que l’on peut composer")
	rose.post("/set-up", with("team_logistics", " ")...).sees(422)
	rose.post("/set-up", "_from", "/set-up").sees(422)

	s.browser(t, "fr").post("/set-up", with("lang", "en")...).sees(200, "Seven words", `lang="en"`).lacks("Sept mots")
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
	rose.post("/language", "lang", "en", "back", "/set-up")     // what she chooses for herself counts
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

func TestFromInvitationToWelcome(t *testing.T) {
	for _, tongue := range []struct{ lang, asked, invite, wait, open, deputy string }{
		{"fr", "Confirmer que c’est vous", "Valable 48 heures", "Encore une étape", "La porte est ouverte",
			"coordination, en suppléance du mardi 1"},
		{"en", "Confirm that it is you", "Valid for 48 hours", "One more step", "The door is open",
			"coordination, standing in from Tuesday 1"},
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
			claire.post("/people/"+team+"/invite", "role", "coordinator", "from-day", "1", "from-month", "12",
				"from-year", "2026", "through-day", "4", "through-month", "12", "through-year",
				"2026").sees(200, tongue.invite)
			days := strings.Join(claire.find(`<span>([2-9a-z]{4})</span>`), " ")
			s.browser(t, tongue.lang).get("/join").post("/join", "code", days).sees(200, tongue.deputy)
			s.quiet(t, spoken, strings.ReplaceAll(spoken, " ", "-"), secret, strings.Join(words, " "), pending, "Malo")
		})
	}
}

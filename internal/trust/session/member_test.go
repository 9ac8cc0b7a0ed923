package session_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

func newcomer(t *testing.T, f *trusttest.Floor, login string) session.Newcomer {
	t.Helper()
	s, err := session.NewSecrets("fr")
	must(t, err)
	if n := len(strings.Fields(s.Passphrase)); n != 7 {
		t.Fatalf("a passphrase of %d words", n)
	}
	c, err := session.CodeAt(s.TOTP, f.Clock.Now())
	must(t, err)
	return session.Newcomer{Login: login, Name: "Name of " + login, Lang: "fr", Secret: s, Code: c}
}

func holds(who access.Actor, team access.TeamID, epoch int64) bool {
	return who.Keys().HasTeam(team.Bytes(), epoch)
}

func TestInvitation(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		roles := []access.Role{access.Coordinator}
		root := f.SignIn("root")
		spoken, err := f.Sessions.Invite(ctx, root, team, roles)
		must(t, err)
		typed := " " + strings.ToUpper(strings.ReplaceAll(spoken, "-", " ")) + " "
		inv, err := f.Sessions.Read(ctx, typed)
		must(t, err)
		if inv.Team != team || !reflect.DeepEqual(inv.Roles, roles) || inv.TeamName == "" {
			t.Fatalf("read %+v", inv)
		}
		_, err = f.Sessions.Read(ctx, "aaaa-bbbb-cccc")
		want(t, "unknown", err, session.ErrInvitation)

		wrong := newcomer(t, f, "claire")
		wrong.Code = wrongCode(wrong.Code)
		_, err = f.Sessions.Enrol(ctx, spoken, wrong)
		want(t, "an authenticator that is not set up", err, session.ErrCode)
		taken := newcomer(t, f, "ROOT")
		_, err = f.Sessions.Enrol(ctx, spoken, taken)
		want(t, "a login that is taken", err, session.ErrLogin)

		token, err := f.Sessions.EnrolSignedIn(ctx, typed, newcomer(t, f, "claire"))
		must(t, err)
		claire, err := f.Sessions.Resolve(ctx, token)
		must(t, err)
		if !claire.In(team) || !holds(claire, team, 1) {
			t.Fatal("the first member founds the team's key")
		}
		_, err = f.Sessions.Enrol(ctx, spoken, newcomer(t, f, "second"))
		want(t, "used twice", err, session.ErrInvitation)

		old, err := f.Sessions.Invite(ctx, f.SignIn("root"), team, roles)
		must(t, err)
		f.Clock.Advance(session.InvitationLife)
		_, err = f.Sessions.Read(ctx, old)
		want(t, "48 hours later", err, session.ErrInvitation)
		_, err = f.Sessions.Enrol(ctx, old, newcomer(t, f, "late"))
		want(t, "48 hours later", err, session.ErrInvitation)
	})
}

func TestWhoInvites(t *testing.T) {
	f := trusttest.SQLite(t)
	claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	_, err := f.Sessions.Invite(ctx, claire, f.Teams["evaluation"], []access.Role{access.Coordinator})
	must(t, err)
	for what, try := range map[string]func() (string, error){
		"another team": func() (string, error) {
			return f.Sessions.Invite(ctx, claire, f.Teams["logistics"], []access.Role{access.Coordinator})
		},
		"another role": func() (string, error) {
			return f.Sessions.Invite(ctx, claire, f.Teams["evaluation"],
				[]access.Role{access.Coordinator, access.Administrator})
		},
		"no role": func() (string, error) { return f.Sessions.Invite(ctx, claire, f.Teams["evaluation"], nil) },
		"nobody": func() (string, error) {
			return f.Sessions.Invite(ctx, access.Nobody(), f.Teams["evaluation"], []access.Role{access.Coordinator})
		},
	} {
		if _, err := try(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWelcome(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		claire := f.Person("claire", "Claire", team, "", access.Coordinator)
		spoken, err := f.Sessions.Invite(ctx, claire, team, []access.Role{access.Coordinator})
		must(t, err)
		token, err := f.Sessions.EnrolSignedIn(ctx, spoken, newcomer(t, f, "malo"))
		must(t, err)
		malo, err := f.Sessions.Resolve(ctx, token)
		must(t, err)
		if holds(malo, team, 1) {
			t.Fatal("a newcomer reads before anybody compared fingerprints")
		}

		waiting, err := f.Sessions.WaitingIn(ctx, claire, team)
		must(t, err)
		words, err := f.Sessions.Fingerprint(malo)
		must(t, err)
		if len(waiting) != 1 || len(words) != 6 || !reflect.DeepEqual(waiting[0].Fingerprint, words) ||
			waiting[0].User != malo.User() {
			t.Fatalf("both sides must read the same six words: %v and %v", waiting, words)
		}
		if _, err := f.Sessions.WaitingIn(ctx, f.SignIn("root"), team); !fault.Is(err, fault.NotFound) {
			t.Fatalf("newcomers of another team: %v", err)
		}

		want(t, "without step-up", f.Sessions.Admit(ctx, malo, team, malo.User()), access.ErrStepUp)
		if err := f.Sessions.Admit(ctx, f.SignIn("root"), team, malo.User()); !fault.Is(err, fault.NotFound) {
			t.Fatalf("welcomed by the administrator, who holds no key: %v", err)
		}
		if err := f.Sessions.Admit(ctx, f.SignIn("claire"), team, f.SignIn("root").User()); !fault.Is(err,
			fault.NotFound) {
			t.Fatalf("welcomed somebody who is not of the team: %v", err)
		}
		must(t, f.Sessions.Admit(ctx, f.SignIn("claire"), team, malo.User()))
		if malo, err = f.Sessions.Resolve(ctx, token); err != nil || !holds(malo, team, 1) {
			t.Fatalf("the open session reads at its next request: %v", err)
		}
		waiting, err = f.Sessions.WaitingIn(ctx, claire, team)
		if err != nil || len(waiting) != 0 {
			t.Fatalf("still waiting: %v %v", waiting, err)
		}
	})
}

func TestDeparture(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		malo := f.Person("malo", "Malo", team, "claire", access.Coordinator)
		_, claires := f.SignInToken("claire")
		_, token := f.SignInToken("malo")

		if err := f.Sessions.Depart(ctx, f.SignIn("claire"), team, malo.User()); !fault.Is(err, fault.NotFound) {
			t.Fatalf("sent away by a colleague: %v", err)
		}
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), team, malo.User()))
		gone(t, f, "departed", token)
		_, err := f.Sessions.SignIn(ctx, "malo", f.Secrets("malo").Passphrase, code(t, f, "malo"))
		want(t, "who has left signs in", err, session.ErrWrong)

		claire, err := f.Sessions.Resolve(ctx, claires)
		must(t, err)
		if !holds(claire, team, 1) || !holds(claire, team, 2) {
			t.Fatal("who stays reads the old and holds the new key, in the session that is open")
		}
		// A newcomer welcomed later reads all of it; nobody else waits.
		late := f.Person("lou", "Lou", team, "claire", access.Coordinator)
		if !holds(late, team, 1) || !holds(late, team, 2) {
			t.Fatal("a newcomer reads what the team reads")
		}

		if err := f.Sessions.Depart(ctx, f.SignIn("root"), team, malo.User()); !fault.Is(err, fault.NotFound) {
			t.Fatalf("left twice: %v", err)
		}
		root := f.SignIn("root")
		want(t, "the last administrator", f.Sessions.Depart(ctx, root, f.Teams["administration"], root.User()),
			session.ErrLastAdministrator)
	})
}

// With their last team the views go that somebody kept; nobody else's do, nor those of who works on elsewhere.
func TestTheViewsOfWhoLeftGo(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team, other := f.Teams["evaluation"], f.Teams["logistics"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		malo := f.Person("malo", "Malo", team, "claire", access.Coordinator)
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), other, []access.Role{access.Logistics})
		must(t, err)
		must(t, f.Sessions.Accept(ctx, f.SignIn("malo"), spoken))
		for i, login := range []string{"claire", "malo"} {
			_, err := f.Raw().Exec(`insert into access_view (id, user_id, list, narrowed)
				values ($1, $2, 'cases', 'stage=sheltered')`, bytes.Repeat([]byte{byte(i + 1)}, 16),
				f.SignIn(login).User().Bytes())
			must(t, err)
		}
		left := func() [2]int {
			var out [2]int
			for i, login := range []string{"claire", "malo"} {
				out[i] = number(t, f, `select count(*) from access_view v join access_user u on u.id = v.user_id
					where u.login = $1`, login)
			}
			return out
		}
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), team, malo.User()))
		if got := left(); got != [2]int{1, 1} {
			t.Errorf("left one of two teams: the views are %v", got)
		}
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), other, malo.User()))
		if got := left(); got != [2]int{1, 0} {
			t.Errorf("left the last team: the views are %v", got)
		}
	})
}

func TestATeamThatEverybodyLeftBeginsAnew(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["logistics"]
		lea := f.Person("lea", "Léa", team, "", access.Logistics)
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), team, lea.User()))
		noe := f.Person("noe", "Noé", team, "", access.Logistics)
		if holds(noe, team, 1) || !holds(noe, team, 2) {
			t.Fatal("the next member founds the next key, and cannot read what was sealed to the first")
		}
	})
}

func TestASecondTeam(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["logistics"], []access.Role{access.Logistics})
		must(t, err)
		claire, token := f.SignInToken("claire")
		must(t, f.Sessions.Accept(ctx, claire, spoken))
		claire, err = f.Sessions.Resolve(ctx, token)
		must(t, err)
		if !claire.Has(access.Logistics) || !holds(claire, f.Teams["logistics"], 1) {
			t.Fatal("one person, two teams")
		}
		want(t, "used twice", f.Sessions.Accept(ctx, claire, spoken), session.ErrInvitation)
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), f.Teams["logistics"], claire.User()))
		gone(t, f, "a team left", token)
		claire = f.SignIn("claire") // the other team stays
		if claire.In(f.Teams["logistics"]) || holds(claire, f.Teams["logistics"], 1) {
			t.Fatal("the key of a team that was left is on the ring")
		}
	})
}

func TestSetUpWorksOnce(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		if waiting, err := f.Sessions.SettingUp(ctx); err != nil || waiting {
			t.Fatalf("founded, and yet waiting: %v %v", waiting, err)
		}
		spoken, err := f.Sessions.NewSetUpCode(ctx)
		if err != nil || spoken != "" {
			t.Fatalf("a second set-up code: %v", err)
		}
		want(t, "the code of set-up, afterwards", f.Sessions.CheckSetUp(ctx, "aaaa-bbbb-cccc"), session.ErrInvitation)
		_, _, err = f.Sessions.Found(ctx, "aaaa-bbbb-cccc", session.Network{Name: "Other"}, newcomer(t, f, "eve"))
		want(t, "founded again", err, session.ErrInvitation)
		set, err := f.Sessions.Settings(ctx)
		must(t, err)
		if set["name"] != "Réseau d'essai" {
			t.Fatalf("settings: %v", set)
		}
	})
}

// Threat T16, small: who copies the database file, and even knows the machine's key, opens no session with it.
func TestTheSessionTableIsUselessWithoutTheToken(t *testing.T) {
	f := trusttest.SQLite(t)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	_, token := f.SignInToken("claire")
	copied := filepath.Join(t.TempDir(), "copy.db")
	must(t, f.Backup(ctx, copied))
	raw, err := os.ReadFile(copied)
	must(t, err)
	for _, secret := range []string{token, f.Secrets("claire").Passphrase, f.Secrets("claire").TOTP} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Fatal("a secret lies in the file")
		}
	}
	// The hash that the table holds is no token, and a ring sealed under one token does not open under another.
	bits, err := base64.RawURLEncoding.DecodeString(token)
	must(t, err)
	gone(t, f, "the hash as a token", base64.RawURLEncoding.EncodeToString(vault.SessionID(bits)))
	pair, err := vault.GenerateKey()
	must(t, err)
	ring := vault.NewKeyring(vault.Random(16), pair)
	mine, other := vault.Random(32), vault.Random(32)
	sealed := ring.SealFor(mine)
	if _, err := vault.OpenKeyring(other, sealed); err == nil {
		t.Fatal("opened with another token")
	}
	if _, err := vault.OpenKeyring(vault.SessionID(mine), sealed); err == nil {
		t.Fatal("opened with what the table holds")
	}
	if _, err := vault.OpenKeyring(mine, sealed); err != nil {
		t.Fatal(err)
	}
}

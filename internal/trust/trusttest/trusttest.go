// Package trusttest gives tests a whole trust floor on a fresh encrypted SQLite, then on a cloned PostgreSQL, with a
// clock that stands still, people who are signed in, and the keys of their teams. Tests only.
package trusttest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

// Start is the instant at which every test begins: a Monday morning in Paris.
var Start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// Floor is one open network in a test.
type Floor struct {
	*trust.House
	T      testing.TB
	Clock  *clock.Fake
	Engine string // "sqlite" or "postgres"
	Dir    string // SQLite: the folder of the database
	DSN    string // PostgreSQL
	Teams  map[string]access.TeamID
	Home   Home
	people map[string]*person
}

// Home is where a network of a test stands: its country, and what its founder typed.
type Home struct {
	Country *country.Pack
	Network string
	Teams   map[string]string // names of the head office's teams, by kind
}

// France is where a test's network stands when nothing else is said.
func France() Home {
	return Home{packs.France(), "Réseau d'essai", map[string]string{"administration": "Administration",
		"evaluation": "Évaluation", "logistics": "Logistique", "oversight": "Pilotage"}}
}

type person struct {
	secrets session.Secrets
	login   string
}

// Cost is what a passphrase costs where the cost is not what is tested: tests sign in a thousand times.
var Cost = vault.Cost{Passes: 1, Memory: 64}

// Machine is the machine's key of every test.
var Machine = [32]byte{1, 2, 3}

// Each runs fn on a fresh SQLite network, then on a fresh PostgreSQL one.
func Each(t *testing.T, fn func(*testing.T, *Floor)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite opens a fresh encrypted SQLite network, founded, with its administrator "root".
func SQLite(t testing.TB) *Floor {
	t.Helper()
	return SQLiteIn(t, France())
}

// SQLiteIn is SQLite at home elsewhere.
func SQLiteIn(t testing.TB, home Home) *Floor {
	t.Helper()
	f := &Floor{T: t, Clock: clock.NewFake(Start), Engine: "sqlite", Dir: t.TempDir(), Home: home}
	f.open(trust.Options{Path: f.lite()})
	f.found()
	return f
}

// Demo is SQLite with a demonstration network: it was marked while it was empty.
func Demo(t testing.TB) *Floor {
	t.Helper()
	f := &Floor{T: t, Clock: clock.NewFake(Start), Engine: "sqlite", Dir: t.TempDir(), Home: France()}
	f.open(trust.Options{Path: f.lite()})
	if err := f.Sessions.MarkDemo(context.Background()); err != nil {
		t.Fatal(err)
	}
	f.found()
	return f
}

// Postgres opens a fresh PostgreSQL network, founded, with its administrator "root".
func Postgres(t testing.TB) *Floor {
	t.Helper()
	return PostgresIn(t, France())
}

// PostgresIn is Postgres at home elsewhere.
func PostgresIn(t testing.TB, home Home) *Floor {
	t.Helper()
	f := &Floor{T: t, Clock: clock.NewFake(Start), Engine: "postgres", DSN: pgtest.Clone(t, sqldb.SchemaSum(), migrate),
		Home: home}
	f.open(trust.Options{Postgres: f.DSN})
	f.found()
	return f
}

// migrate makes the template that the PostgreSQL networks are copied from.
func migrate(dsn string) error {
	ctx := context.Background()
	db, err := sqldb.Open(ctx, sqldb.Options{Postgres: dsn, Now: time.Now})
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	return db.Close()
}

func (f *Floor) open(o trust.Options) {
	f.T.Helper()
	o.Country = f.Home.Country
	o.Machine, o.Clock, o.Log = Machine, f.Clock, slog.New(slog.DiscardHandler)
	o.Cost = Cost
	h, err := trust.Open(context.Background(), o)
	if err != nil {
		f.T.Fatalf("open %s: %v", f.Engine, err)
	}
	f.House = h
	f.T.Cleanup(func() {
		if err := h.Close(); err != nil {
			f.T.Errorf("close %s: %v", f.Engine, err)
		}
	})
}

func (f *Floor) found() {
	f.T.Helper()
	ctx := context.Background()
	code, err := f.Sessions.NewSetUpCode(ctx)
	if err != nil {
		f.T.Fatal(err)
	}
	p := f.newcomer("root", "Rose Admin")
	_, f.Teams, err = f.Sessions.Found(ctx, code, session.Network{Name: f.Home.Network, Teams: f.Home.Teams}, p)
	if err != nil {
		f.T.Fatalf("found the network: %v", err)
	}
}

func (f *Floor) newcomer(login, name string) session.Newcomer {
	f.T.Helper()
	s, err := session.NewSecrets("fr")
	if err != nil {
		f.T.Fatal(err)
	}
	code, err := session.CodeAt(s.TOTP, f.Clock.Now())
	if err != nil {
		f.T.Fatal(err)
	}
	if f.people == nil {
		f.people = map[string]*person{}
	}
	f.people[login] = &person{s, login}
	return session.Newcomer{Login: login, Name: name, Lang: f.Home.Country.Spoken().First(), Secret: s, Code: code}
}

// Secrets returns the passphrase and code secret of somebody made by Person.
func (f *Floor) Secrets(login string) session.Secrets { return f.people[login].secrets }

// SignIn signs somebody in and returns who they are; the clock moves on, since a code is used once. The person has
// stepped up too, for five minutes.
func (f *Floor) SignIn(login string) access.Actor {
	f.T.Helper()
	a, _ := f.SignInToken(login)
	return a
}

// SignInToken is SignIn that also returns the session's token.
func (f *Floor) SignInToken(login string) (access.Actor, string) {
	f.T.Helper()
	ctx := context.Background()
	p := f.people[login]
	code := func() string {
		f.Clock.Advance(61 * time.Second)
		c, err := session.CodeAt(p.secrets.TOTP, f.Clock.Now())
		if err != nil {
			f.T.Fatal(err)
		}
		return c
	}
	token, err := f.Sessions.SignIn(ctx, login, p.secrets.Passphrase, code())
	if err != nil {
		f.T.Fatalf("sign in %s: %v", login, err)
	}
	a, err := f.Sessions.Resolve(ctx, token)
	if err != nil {
		f.T.Fatalf("resolve %s: %v", login, err)
	}
	if token, err = f.Sessions.Again(ctx, a, token, p.secrets.Passphrase, code()); err != nil {
		f.T.Fatalf("step up %s: %v", login, err)
	}
	if a, err = f.Sessions.Resolve(ctx, token); err != nil {
		f.T.Fatalf("resolve %s: %v", login, err)
	}
	return a, token
}

// Person makes a member of a team with the roles and signs them in. A team that has members already lets the first
// of them ("keeper" of the team) wrap its key; pass her login, or "" for a team's first member.
func (f *Floor) Person(login, name string, team access.TeamID, keeper string, roles ...access.Role) access.Actor {
	f.T.Helper()
	code, err := f.Sessions.Invite(context.Background(), f.SignIn("root"), team, roles)
	if err != nil {
		f.T.Fatalf("invite %s: %v", login, err)
	}
	return f.enter(code, login, name, team, keeper)
}

// Deputy is Person for somebody who stands in for others on some days.
func (f *Floor) Deputy(login, name string, team access.TeamID, keeper string, in session.StandIn,
	roles ...access.Role) access.Actor {
	f.T.Helper()
	code, err := f.Sessions.InviteDeputy(context.Background(), f.SignIn("root"), team, roles, in)
	if err != nil {
		f.T.Fatalf("invite %s: %v", login, err)
	}
	return f.enter(code, login, name, team, keeper)
}

func (f *Floor) enter(code, login, name string, team access.TeamID, keeper string) access.Actor {
	f.T.Helper()
	ctx := context.Background()
	user, err := f.Sessions.Enrol(ctx, code, f.newcomer(login, name))
	if err != nil {
		f.T.Fatalf("enrol %s: %v", login, err)
	}
	if keeper != "" {
		if err := f.Sessions.Admit(ctx, f.SignIn(keeper), team, user); err != nil {
			f.T.Fatalf("welcome %s: %v", login, err)
		}
	}
	return f.SignIn(login)
}

// Stoppable is Postgres on a server of its own, with what stops and starts that server.
func Stoppable(t testing.TB) (f *Floor, stop, start func()) {
	t.Helper()
	c := pgtest.NewCluster(t, "")
	if err := migrate(c.DSN()); err != nil {
		t.Fatal(err)
	}
	f = &Floor{T: t, Clock: clock.NewFake(Start), Engine: "postgres", DSN: c.DSN(), Home: France()}
	f.open(trust.Options{Postgres: f.DSN})
	f.found()
	return f, func() { c.Stop(t) }, func() { c.Start(t) }
}

package account_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

var putTask = access.Define(access.Act{Name: "accounttest.put", Door: access.OfficeDoor, By: access.ByMachine})

// fails puts tasks of a kind and has them fail until they are set aside.
func fails(t *testing.T, f *trusttest.Floor, kinds ...string) {
	t.Helper()
	handlers := map[string]outbox.Handler{}
	err := f.Gate.ChangeOffice(ctx, access.Machine("test"), putTask, func(tx *gate.OfficeTx) error {
		for _, k := range kinds {
			handlers[k] = func(context.Context, outbox.Job) error { return errors.New("no") }
			if err := tx.Later(gate.Job{Kind: k, Object: []byte("whose it is"),
				Payload: "what it is about"}); err != nil {
				return err
			}
		}
		return nil
	})
	w := f.Worker(handlers)
	for range outbox.MostAttempts {
		if err == nil {
			_, err = w.Run(ctx)
		}
		f.Clock.Advance(61 * time.Minute)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A task that could not be done waits on the administrator's home and settings until one of them decides.
func TestTasksSetAsideWaitForTheAdministrator(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		d := account.New(f.Gate, f.Sessions, true)
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		fails(t, f, "test.one", "test.two")
		root := f.SignIn("root")
		asides := func() []account.Aside {
			t.Helper()
			p, err := d.Settings(ctx, root)
			if err != nil {
				t.Fatal(err)
			}
			return p.Asides
		}
		list := asides()
		if len(list) != 2 || list[0].Attempts != outbox.MostAttempts || list[0].Why != outbox.Failed ||
			list[0].At.IsZero() {
			t.Fatalf("%+v", list)
		}
		items := home(t, f, d, root)
		if len(items) == 0 || items[0] != "account.home.aside" {
			t.Fatalf("home: %v", items)
		}
		claire := f.SignIn("claire")
		root = f.SignIn("root")
		for what, decide := range map[string]func(context.Context, access.Actor, account.AsideID) error{
			"try": d.TryAgain, "rest": d.LayToRest} {
			if err := decide(ctx, claire, list[0].ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("a coordinator may %s: %v", what, err)
			}
		}
		if len(asides()) != 2 {
			t.Fatal("a coordinator decided")
		}
		f.Clock.Advance(6 * time.Minute) // the step-up is over
		if err := d.LayToRest(ctx, root, list[0].ID); !errors.Is(err, access.ErrStepUp) {
			t.Errorf("given up without a step-up: %v", err)
		}
		root = f.SignIn("root")
		for _, a := range list {
			decide := d.LayToRest
			if a.Kind == "test.one" {
				decide = d.TryAgain
			}
			if err := decide(ctx, root, a.ID); err != nil {
				t.Fatal(err)
			}
			if err := decide(ctx, root, a.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("decided twice: %v", err)
			}
			if n := entriesOn(t, f, a.ID.Bytes()); n != 1 { // the decision; the repeated one changed nothing
				t.Errorf("%d entries about %s", n, a.Kind)
			}
		}
		if rest := asides(); len(rest) != 0 {
			t.Fatalf("still waiting: %+v", rest)
		}
		done := map[string]int{}
		count := func(_ context.Context, j outbox.Job) error { done[j.Kind]++; return nil }
		if _, err := f.Worker(map[string]outbox.Handler{"test.one": count, "test.two": count}).Run(ctx); err != nil {
			t.Fatal(err)
		}
		if done["test.one"] != 1 || done["test.two"] != 0 {
			t.Fatalf("done: %v", done)
		}
	})
}

// entriesOn counts the journal's entries about an object.
func entriesOn(t *testing.T, f *trusttest.Floor, object []byte) (n int) {
	t.Helper()
	q := `select count(*) from journal_entry where object_id = ` +
		map[string]string{"sqlite": "?1", "postgres": "$1"}[f.Engine]
	if err := f.Raw().QueryRowContext(ctx, q, object).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A second team of a kind, were there one, takes nothing from the first: people are invited where cases go.
func TestTheEldestTeamOfAKindIsTheNetworks(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		d, root := account.New(f.Gate, f.Sessions, true), f.SignIn("root")
		later := make([]byte, 16) // its identifier comes first all the same
		later[15] = 1
		if _, err := f.Raw().Exec(`insert into access_team (id, kind, name, created_at)
			values ($1, 'evaluation', 'Later', $2)`, later, f.Clock.Now().Add(time.Hour).UnixMicro()); err != nil {
			t.Fatal(err)
		}
		p, err := d.Settings(ctx, root)
		if err != nil {
			t.Fatal(err)
		}
		want := "/people/" + f.Teams["evaluation"].String() + "/invite"
		if !slices.ContainsFunc(p.Tasks, func(t account.Task) bool { return t.Link == want }) {
			t.Errorf("no task leads to %s: %+v", want, p.Tasks)
		}
	})
}

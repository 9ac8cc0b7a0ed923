package outbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	putTest = access.Define(access.Act{Name: "outboxtest.put", Door: access.OfficeDoor, By: access.ByMachine})
	qState  = gate.OfficeSQL("outboxtest.state", `select attempts, done_at, dead_at, why, lease_until_at from outbox_job
		where kind = $1`)
	qAgain = gate.OfficeSQL("outboxtest.again", `update outbox_job set dead_at = 0, due_at = $2, attempts = 0
		where kind = $1`)
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func office(t *testing.T, f *trusttest.Floor, fn func(tx *gate.OfficeTx) error) {
	t.Helper()
	must(t, f.Gate.ChangeOffice(context.Background(), access.Machine("test"), putTest, fn))
}

func put(t *testing.T, f *trusttest.Floor, kinds ...string) {
	t.Helper()
	office(t, f, func(tx *gate.OfficeTx) error {
		for _, k := range kinds {
			if err := tx.Later(gate.Job{Kind: k}); err != nil {
				return err
			}
		}
		return nil
	})
}

type state struct {
	attempts          int
	done, dead, lease int64
	why               string
}

func look(t *testing.T, f *trusttest.Floor, kind string) (s state) {
	t.Helper()
	office(t, f, func(tx *gate.OfficeTx) error {
		return tx.QueryRow(qState, kind).Scan(&s.attempts, &s.done, &s.dead, &s.why, &s.lease)
	})
	return s
}

func run(t *testing.T, w *outbox.Worker) int {
	t.Helper()
	n, err := w.Run(context.Background())
	must(t, err)
	return n
}

// counter counts how often it is called and answers with err.
func counter(n *int, err error) outbox.Handler {
	return func(context.Context, outbox.Job) error { *n++; return err }
}

// A kind that nobody here knows hurts no other job, stays free for a node that knows it, and is set aside after a day.
func TestAKindUnknownHere(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		var known, strange int
		old := f.Worker(map[string]outbox.Handler{"test.known": counter(&known, nil)})
		fresh := f.Worker(map[string]outbox.Handler{"test.strange": counter(&strange, nil)})
		put(t, f, "test.strange", "test.known")
		run(t, old)
		if s := look(t, f, "test.strange"); known != 1 || s != (state{}) {
			t.Fatalf("known done %d times; the strange job: %+v", known, s)
		}
		f.Clock.Advance(23 * time.Hour)
		put(t, f, "test.known")
		run(t, old)
		if n := run(t, fresh); n != 1 || strange != 1 || known != 2 {
			t.Fatalf("the node that knows did %d, strange %d, known %d", n, strange, known)
		}

		put(t, f, "test.lost")
		f.Clock.Advance(25 * time.Hour)
		put(t, f, "test.known")
		run(t, old)
		lost := look(t, f, "test.lost")
		if lost.dead == 0 || lost.why != outbox.Unknown || lost.done != 0 || known != 3 {
			t.Fatalf("after a day: %+v, known %d", lost, known)
		}
		if s := look(t, f, "test.strange"); s.dead != 0 || s.done == 0 {
			t.Fatalf("a job that was done: %+v", s)
		}
		both := f.Worker(map[string]outbox.Handler{"test.lost": counter(&strange, nil)})
		f.Clock.Advance(time.Hour)
		if run(t, both) != 0 {
			t.Fatal("a job set aside was done without anybody asking")
		}
		office(t, f, func(tx *gate.OfficeTx) error {
			_, err := tx.Exec(qAgain, "test.lost", f.Clock.Now().UnixMicro())
			return err
		})
		if run(t, both) != 1 || strange != 2 {
			t.Fatal("asked again, it was not done")
		}
	})
}

// A job that always fails is tried more and more rarely, and set aside after a bounded number of attempts; others are
// done meanwhile.
func TestAJobThatAlwaysFails(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		var bad, panics, good int
		w := f.Worker(map[string]outbox.Handler{
			"test.bad":  counter(&bad, errors.New("no")),
			"test.good": counter(&good, nil),
			"test.panic": func(context.Context, outbox.Job) error {
				panics++
				panic("Awa")
			}})
		put(t, f, "test.bad", "test.panic", "test.good")
		start := f.Clock.Now()
		var last time.Time
		hours := 0
		for f.Clock.Now().Before(start.Add(4 * 24 * time.Hour)) {
			before := bad
			run(t, w)
			if bad > before && !last.IsZero() && f.Clock.Now().Sub(last) >= time.Hour {
				hours++
			}
			if bad > before {
				last = f.Clock.Now()
			}
			f.Clock.Advance(10 * time.Minute)
		}
		for kind, n := range map[string]int{"test.bad": bad, "test.panic": panics} {
			s := look(t, f, kind)
			if n != outbox.MostAttempts || s.dead == 0 || s.why != outbox.Failed || s.attempts != n || s.lease != 0 {
				t.Errorf("%s: tried %d times, %+v", kind, n, s)
			}
		}
		if good != 1 || hours < 40 {
			t.Errorf("the good job was done %d times; %d attempts came an hour after the former", good, hours)
		}
		if d := last.Sub(start); d < 2*24*time.Hour {
			t.Errorf("given up after %s: a mail server may rest for a weekend", d)
		}
	})
}

// A job that takes the program with it each time is not tried for ever: attempts count when they begin.
func TestAJobThatKillsTheProgram(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		put(t, f, "test.killer")
		n := 0
		for range outbox.MostAttempts + 5 {
			ctx, stop := context.WithCancel(context.Background())
			w := f.Worker(map[string]outbox.Handler{"test.killer": func(context.Context, outbox.Job) error {
				n++
				stop() // nothing after this is written
				return ctx.Err()
			}})
			_, _ = w.Run(ctx) // it fails, as a program that dies does
			stop()
			f.Clock.Advance(3 * time.Minute)
		}
		if s := look(t, f, "test.killer"); n != outbox.MostAttempts || s.dead == 0 || s.why != outbox.Failed {
			t.Fatalf("begun %d times: %+v", n, s)
		}
	})
}

// Whoever took longer than its lease no longer decides what becomes of the job.
func TestAfterTheLeaseAnotherNodeDecides(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		put(t, f, "test.slow")
		var second int
		other := f.Worker(map[string]outbox.Handler{"test.slow": func(context.Context, outbox.Job) error {
			second++
			return errors.New("no")
		}})
		slow := f.Worker(map[string]outbox.Handler{"test.slow": func(context.Context, outbox.Job) error {
			f.Clock.Advance(3 * time.Minute)
			run(t, other)
			return errors.New("too late")
		}})
		run(t, slow)
		if s := look(t, f, "test.slow"); second != 1 || s.attempts != 2 || s.lease != 0 || s.dead != 0 {
			t.Fatalf("%+v, the other tried %d times", s, second)
		}
		run(t, other)
		if f.Clock.Advance(90 * time.Second); run(t, other) != 0 {
			t.Fatal("the late one moved the job that the other had put off for two minutes")
		}
		if f.Clock.Advance(time.Minute); run(t, other) != 1 {
			t.Fatal("the job was not tried again")
		}
	})
}

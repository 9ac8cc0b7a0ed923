package outbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

// raw changes jobs beside the doors.
func raw(t *testing.T, f *trusttest.Floor, sql string, args ...any) {
	t.Helper()
	if _, err := f.Raw().Exec(sql, args...); err != nil {
		t.Error(err)
	}
}

// A job that was taken, done or set aside between the look and the lease is left alone.
func TestOnlyWhatIsStillThereIsTaken(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := 0
		w := f.Worker(map[string]outbox.Handler{"test.one": counter(&n, nil)})
		now := f.Clock.Now()
		for what, column := range map[string]string{"taken": "lease_until_at", "done": "done_at",
			"set aside": "dead_at"} {
			put(t, f, "test.one")
			done, err := w.Run(trusttest.Before(context.Background(), 2, func() {
				raw(t, f, `update outbox_job set `+column+` = $1`, now.Add(time.Minute).UnixMicro())
			}))
			if err != nil || done != 0 || n != 0 {
				t.Errorf("%s meanwhile: %d, %v, done %d times", what, done, err, n)
			}
			raw(t, f, `delete from outbox_job`)
		}
	})
}

// What became of a job while its handler ran stays, and what is written is written of this job alone.
func TestWhatBecameOfAJobMeanwhileStays(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		due := f.Clock.Now()
		for _, c := range []struct {
			what     string
			sql      string // meanwhile
			attempts int    // before
			fails    bool
			done     int64 // of this job afterwards
			dead     bool
			lease    int64
			put      bool // put off
		}{
			{"done by another", `update outbox_job set done_at = 7 where kind = 'test.this'`, 0, false, 7, false, 0,
				false},
			{"done by another, failed here", `update outbox_job set done_at = 7 where kind = 'test.this'`, 0, true, 7,
				false, 0, false},
			{"done by another, failed here at last", `update outbox_job set done_at = 7 where kind = 'test.this'`,
				outbox.MostAttempts - 1, true, 7, false, 0, false},
			{"taken by another, failed here at last", `update outbox_job set lease_until_at = 9
				where kind = 'test.this'`,
				outbox.MostAttempts - 1, true, 0, false, 9, false},
			{"failed", ``, 0, true, 0, false, 0, true},
			{"failed at last", ``, outbox.MostAttempts - 1, true, 0, true, 0, true},
		} {
			later(t, f, gate.Job{Kind: "test.this", Due: due}, gate.Job{Kind: "test.that", Due: due.Add(time.Hour)})
			raw(t, f, `update outbox_job set attempts = $1`, c.attempts)
			w := f.Worker(map[string]outbox.Handler{"test.this": func(ctx context.Context, _ outbox.Job) error {
				if end, ok := ctx.Deadline(); !ok || time.Until(end) > lease {
					t.Errorf("an attempt may last until %v, longer than its lease", end)
				}
				raw(t, f, `update outbox_job set lease_until_at = (select lease_until_at from outbox_job
					where kind = 'test.this') where kind = 'test.that'`) // another job, taken at the same instant
				if c.sql != "" {
					raw(t, f, c.sql)
				}
				if c.fails {
					return errors.New("no")
				}
				return nil
			}})
			run(t, w)
			s, that := look(t, f, "test.this"), look(t, f, "test.that")
			put := number(t, f, `select due_at from outbox_job where kind = 'test.this'`) != due.UnixMicro()
			if s.done != c.done || (s.dead != 0) != c.dead || put != c.put || c.lease != 0 && s.lease != c.lease {
				t.Errorf("%s: %+v, put off: %v", c.what, s, put)
			}
			if that.lease == 0 || that.dead != 0 {
				t.Errorf("%s: another job became %+v", c.what, that)
			}
			raw(t, f, `delete from outbox_job`)
		}
	})
}

// Set aside as strange is what nobody here knows, after a day to the instant: no younger job, none that is known, none
// that was set aside before.
func TestStrangeToTheInstant(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := f.Worker(map[string]outbox.Handler{"test.known": counter(new(int), nil)})
		old := f.Clock.Now()
		later(t, f, gate.Job{Kind: "test.old", Due: old}, gate.Job{Kind: "test.young", Due: old.Add(time.Microsecond)},
			gate.Job{Kind: "test.known", Due: old}, gate.Job{Kind: "test.dead", Due: old})
		raw(t, f, `update outbox_job set lease_until_at = $1 where kind = 'test.known'`,
			old.Add(48*time.Hour).UnixMicro())
		raw(t, f, `update outbox_job set dead_at = 5, why = 'failed' where kind = 'test.dead'`)
		f.Clock.Set(old.Add(24 * time.Hour))
		trusttest.Failing(t, "setting aside", func(c context.Context) error { _, err := w.Run(c); return err })
		for kind, dead := range map[string]bool{"test.old": true, "test.young": false, "test.known": false} {
			if s := look(t, f, kind); (s.dead != 0) != dead {
				t.Errorf("%s: %+v", kind, s)
			}
		}
		if s := look(t, f, "test.dead"); s.dead != 5 || s.why != "failed" {
			t.Errorf("set aside twice: %+v", s)
		}
	})
}

// Where nothing is to be done nothing is taken nor set aside: what was done, was set aside, belongs to another node or
// is not due yet is not even asked for.
func TestAnIdleWorkerWritesNothing(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := f.Worker(map[string]outbox.Handler{"test.known": counter(new(int), nil)})
		writes := func(what string, lease, bury int) {
			t.Helper()
			ctx, asked := trusttest.Statements(context.Background())
			if n, err := w.Run(ctx); err != nil || n != lease || asked["outbox.lease"] != lease ||
				asked["outbox.bury_strange"] != bury {
				t.Errorf("%s: %d done, %v, asked %v", what, n, err, asked)
			}
		}
		old, hour := f.Clock.Now(), time.Hour.Microseconds()
		f.Clock.Advance(24 * time.Hour)
		now := f.Clock.Now()
		for what, sql := range map[string]string{"taken": `lease_until_at = $1`, "set aside": `dead_at = $1`,
			"done": `done_at = $1`} {
			later(t, f, gate.Job{Kind: "test.known", Due: old})
			if what != "taken" {
				later(t, f, gate.Job{Kind: "test.strange", Due: old})
			}
			raw(t, f, `update outbox_job set `+sql, now.UnixMicro()+hour)
			writes(what, 0, 0)
			raw(t, f, `delete from outbox_job`)
		}
		later(t, f, gate.Job{Kind: "test.known", Due: now.Add(time.Microsecond)},
			gate.Job{Kind: "test.strange", Due: old.Add(time.Microsecond)})
		writes("not due yet", 0, 0)
		f.Clock.Advance(time.Microsecond)
		writes("due", 1, 1)
	})
}

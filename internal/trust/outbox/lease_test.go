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

// lease is how long a job belongs to the node that took it.
const lease = 2 * time.Minute

// later writes jobs of one kind.
func later(t *testing.T, f *trusttest.Floor, jobs ...gate.Job) {
	t.Helper()
	office(t, f, func(tx *gate.OfficeTx) error {
		for _, j := range jobs {
			if err := tx.Later(j); err != nil {
				return err
			}
		}
		return nil
	})
}

func number(t *testing.T, f *trusttest.Floor, sql string, args ...any) (n int64) {
	t.Helper()
	must(t, f.Raw().QueryRow(sql, args...).Scan(&n))
	return n
}

// A job that two nodes see is done by the one that took it, as long as its lease lasts, and by the other afterwards.
func TestAJobIsDoneByTheNodeThatTookIt(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		var a, b int
		other := f.Worker(map[string]outbox.Handler{"test.one": counter(&b, nil)})
		mine := f.Worker(map[string]outbox.Handler{"test.one": counter(&a, nil)})
		put(t, f, "test.one")
		n, err := mine.Run(trusttest.Before(ctx, 2, func() { run(t, other) }))
		if err != nil || n != 0 || a != 0 || b != 1 {
			t.Fatalf("seen by both: %d, %v; done %d and %d times", n, err, a, b)
		}
		// Taken: the other finds nothing until the lease is over, then it does the job.
		put(t, f, "test.one")
		slow := f.Worker(map[string]outbox.Handler{"test.one": func(context.Context, outbox.Job) error {
			if s := look(t, f, "test.one"); s.lease == 0 && s.done == 0 {
				t.Errorf("not taken: %+v", s)
			}
			start := f.Clock.Now()
			f.Clock.Set(start.Add(lease - time.Microsecond))
			if run(t, other) != 0 || b != 1 {
				t.Error("done by the other within the lease")
			}
			f.Clock.Set(start.Add(lease))
			if run(t, other) != 1 || b != 2 {
				t.Error("not done by the other after the lease")
			}
			return errors.New("too late")
		}})
		if _, err := f.Raw().Exec(`delete from outbox_job where done_at > 0`); err != nil {
			t.Fatal(err)
		}
		run(t, slow)
		if s := look(t, f, "test.one"); s.done == 0 || s.attempts != 2 || s.lease != 0 {
			t.Errorf("who took too long still decides: %+v", s)
		}
		// The same, and the other has taken it but not finished: its lease stays.
		if _, err := f.Raw().Exec(`delete from outbox_job`); err != nil {
			t.Fatal(err)
		}
		put(t, f, "test.one")
		run(t, f.Worker(map[string]outbox.Handler{"test.one": func(context.Context, outbox.Job) error {
			if _, err := f.Raw().Exec(`update outbox_job set lease_until_at = 7`); err != nil {
				t.Error(err)
			}
			return errors.New("too late")
		}}))
		if s := look(t, f, "test.one"); s.lease != 7 {
			t.Errorf("who took too long lets another's lease go: %+v", s)
		}
	})
}

func TestAJobSaysWhatItWasGiven(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		var got []outbox.Job
		w := f.Worker(map[string]outbox.Handler{"test.say": func(_ context.Context, j outbox.Job) error {
			got = append(got, j)
			return nil
		}})
		now := f.Clock.Now()
		due := now.Add(time.Hour)
		whole := gate.Job{Kind: "test.say", Dedupe: "d", Object: []byte{1, 2}, Payload: "code", Due: due}
		later(t, f, whole, whole, gate.Job{Kind: "test.say"}, gate.Job{Kind: "test.say"},
			gate.Job{Kind: "test.other", Dedupe: "d"})
		if run(t, w) != 2 || len(got[0].Object) != 0 || got[0].Dedupe == got[1].Dedupe || !got[0].Due.Equal(now) {
			t.Fatalf("at once: %+v", got)
		}
		f.Clock.Set(due.Add(-time.Microsecond))
		if run(t, w) != 0 {
			t.Error("done before it was due")
		}
		f.Clock.Set(due)
		got = nil
		if run(t, w) != 1 || got[0].Kind != whole.Kind || got[0].Dedupe != "d" || string(got[0].Object) != "\x01\x02" ||
			got[0].Payload != "code" || !got[0].Due.Equal(due) {
			t.Errorf("when due: %+v", got)
		}
		if run(t, w) != 0 {
			t.Error("done twice")
		}
	})
}

func TestJobsAreDoneInOrderAndInBatches(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		var got []string
		w := f.Worker(map[string]outbox.Handler{"test.order": func(_ context.Context, j outbox.Job) error {
			got = append(got, j.Payload)
			return nil
		}})
		now := f.Clock.Now()
		var jobs []gate.Job
		for i := range 60 {
			jobs = append(jobs, gate.Job{Kind: "test.order", Payload: string(rune('A' + i)),
				Due: now.Add(time.Duration(60-i) * time.Second)})
		}
		later(t, f, jobs...)
		f.Clock.Advance(time.Hour)
		if n := run(t, w); n != 50 {
			t.Errorf("%d in a batch", n)
		}
		if n := run(t, w); n != 10 {
			t.Errorf("%d in the next", n)
		}
		for i, p := range got {
			if p != string(rune('A'+59-i)) {
				t.Fatalf("the job %d is %s: not the longest due first", i, p)
			}
		}
	})
}

// A failed job waits a minute, then twice as long each time, an hour at most.
func TestAFailedJobWaitsLongerEachTime(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := 0
		w := f.Worker(map[string]outbox.Handler{"test.no": counter(&n, errors.New("no"))})
		put(t, f, "test.no")
		for i, minutes := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
			now := f.Clock.Now()
			run(t, w)
			due := number(t, f, `select due_at from outbox_job`)
			if s := look(t, f, "test.no"); n != i+1 || s.lease != 0 ||
				due != now.Add(time.Duration(minutes)*time.Minute).UnixMicro() {
				t.Fatalf("after %d attempts it waits until %d: %+v", n, due-now.UnixMicro(), s)
			}
			f.Clock.Set(time.UnixMicro(due))
		}
	})
}

func TestDoneJobsAreForgottenAfterAMonth(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := 0
		w := f.Worker(map[string]outbox.Handler{"test.done": counter(&n, nil)})
		put(t, f, "test.done", "test.waits")
		run(t, w)
		done := f.Clock.Now()
		left := func(when time.Time) int64 {
			f.Clock.Set(when)
			must(t, w.Sweep(context.Background()))
			return number(t, f, `select count(*) from outbox_job`)
		}
		if n := left(done.Add(30 * 24 * time.Hour)); n != 2 {
			t.Errorf("%d left after thirty days", n)
		}
		if n := left(done.Add(30*24*time.Hour + time.Microsecond)); n != 1 {
			t.Errorf("%d left after that: the one that waits is not done", n)
		}
	})
}

// Whatever step of the database fails, whoever runs the jobs is told, and the job is done in the end.
func TestAFailingDatabaseIsToldAtEveryStep(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := 0
		w := f.Worker(map[string]outbox.Handler{"test.good": counter(&n, nil),
			"test.bad": counter(new(int), errors.New("no"))})
		put(t, f, "test.good")
		trusttest.Failing(t, "running jobs", func(c context.Context) error {
			f.Clock.Advance(lease)
			_, err := w.Run(c)
			return err
		})
		if s := look(t, f, "test.good"); s.done == 0 || n == 0 {
			t.Errorf("done %d times: %+v", n, s)
		}
		put(t, f, "test.bad")
		trusttest.Failing(t, "putting a job off", func(c context.Context) error {
			f.Clock.Advance(lease)
			_, err := w.Run(c)
			return err
		})
		if s := look(t, f, "test.bad"); s.lease != 0 || s.attempts == 0 {
			t.Errorf("put off: %+v", s)
		}
		trusttest.Failing(t, "sweeping", w.Sweep)
		put(t, f, "test.strange")
		f.Clock.Advance(48 * time.Hour)
		trusttest.Failing(t, "setting a strange job aside", func(c context.Context) error {
			f.Clock.Advance(2 * time.Hour)
			n, err := w.Run(c)
			if err != nil && n != 0 {
				t.Errorf("%d done, and %v", n, err)
			}
			return err
		})
		if s := look(t, f, "test.strange"); s.dead == 0 {
			t.Errorf("set aside: %+v", s)
		}
	})
}

package app_test

import (
	"log/slog"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// A job that writes its own successor goes on after one of them was set aside, and what was done long ago is swept.
func TestUpkeepBeginsAgainAndSweeps(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := story.Around(t, f.House, f.Clock, slog.New(slog.DiscardHandler))
		db := f.Raw()
		count := func(where string) (n int) {
			t.Helper()
			if err := db.QueryRowContext(t.Context(),
				`select count(*) from outbox_job where `+where).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		upkeep := func() {
			t.Helper()
			if err := n.Upkeep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		upkeep()
		upkeep()
		const waiting = `kind = 'partner.ask' and done_at = 0 and dead_at = 0`
		if n := count(waiting); n != 1 {
			t.Fatalf("%d weekly questions wait", n)
		}
		if _, err := db.ExecContext(t.Context(),
			`update outbox_job set dead_at = 1 where kind = 'partner.ask'`); err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(7 * 24 * time.Hour)
		upkeep()
		if n := count(waiting); n != 1 {
			t.Fatalf("after one was set aside %d weekly questions wait", n)
		}
		if _, err := db.ExecContext(t.Context(), `update outbox_job set done_at = 1`); err != nil {
			t.Fatal(err)
		}
		if upkeep(); count(`done_at = 1`) != 0 {
			t.Fatal("jobs done long ago are kept")
		}
	})
}

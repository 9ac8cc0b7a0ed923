package trust_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/trust/trusttest"
)

// What an earlier process left unsigned is signed soon after the start, not an hour later and not on leaving alone.
func TestTheHeadIsSignedSoonAfterTheStart(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		db := f.Raw()
		count := func(q string) (n int) {
			t.Helper()
			if err := db.QueryRowContext(t.Context(), q).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		entries := count(`select count(*) from journal_entry`)
		if entries == 0 || count(`select count(*) from journal_head`) != 0 {
			t.Fatal("nothing stands unsigned: the test shows nothing")
		}
		ctx, stop := context.WithCancel(t.Context())
		left := make(chan struct{})
		go func() { f.Tend(ctx); close(left) }()
		signed := 0
		for until := time.Now().Add(5 * time.Second); signed < entries && time.Now().Before(until); {
			time.Sleep(20 * time.Millisecond)
			signed = count(`select coalesce(max(size), 0) from journal_head`)
		}
		stop()
		<-left
		if signed != entries {
			t.Errorf("%d of %d entries are signed after the start", signed, entries)
		}
	})
}

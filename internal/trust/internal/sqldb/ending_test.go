package sqldb

import (
	"context"
	"errors"
	"sync"
	"testing"

	"havre.example/havre/internal/kernel/fault"
)

func TestPanicReachesTheCaller(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		func() {
			defer func() {
				if p := recover(); p != "told" {
					t.Errorf("recovered %v", p)
				}
			}()
			_ = db.Write(t.Context(), func(tx *Tx) error {
				must(t, addIn(tx, "anna", 1))
				panic("told")
			})
		}()
		must(t, add(db, "bela", 2))
		if n := count(t, db); n != 1 {
			t.Errorf("%d persons", n)
		}
	})
}

// runtime.Goexit in a function (t.FailNow) ends the caller, and the database goes on.
func TestGoexitReachesTheCaller(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var wg sync.WaitGroup
		wg.Add(1)
		passed := false
		go func() {
			defer wg.Done()
			_ = db.Write(context.Background(), func(tx *Tx) error {
				must(t, addIn(tx, "anna", 1))
				rows, err := tx.Query(testList, 0, "")
				must(t, err)
				rows.Next()
				goexit()
				return nil
			})
			passed = true
		}()
		wg.Wait()
		if passed {
			t.Error("the caller went on")
		}
		must(t, add(db, "anna", 1))
		if n := count(t, db); n != 1 {
			t.Errorf("%d persons", n)
		}
	})
}

func TestCancelled(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		ctx, cancel := context.WithCancel(context.Background())
		err := db.Write(ctx, func(tx *Tx) error {
			must(t, addIn(tx, "anna", 1))
			cancel()
			return addIn(tx, "bela", 1)
		})
		if !errors.Is(err, context.Canceled) || !fault.Is(err, fault.Busy) {
			t.Error(err)
		}
		for _, do := range []func(context.Context, func(*Tx) error) error{db.Read, db.Write} {
			if err := do(ctx, func(*Tx) error { t.Error("ran"); return nil }); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
		if n := count(t, db); n != 0 {
			t.Errorf("%d persons", n)
		}
	})
}

func TestClosed(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, db.Close())
		must(t, db.Close())
		for _, do := range []func(context.Context, func(*Tx) error) error{db.Read, db.Write} {
			wantKind(t, "closed", do(t.Context(), func(*Tx) error { return nil }), fault.Busy)
		}
	})
}

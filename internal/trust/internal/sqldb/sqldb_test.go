package sqldb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
)

var (
	testAdd   = Declare("test.add", `insert into test_person (id, label, age, note_sealed) values ($1, $2, $3, $4)`)
	testStay  = Declare("test.stay", `insert into test_stay (person_id, number) values ($1, $2)`)
	testDrop  = Declare("test.drop_stays", `delete from test_stay`)
	testCount = Declare("test.count", `select count(*) from test_person`)
	testList  = Declare("test.list", `select label, age from test_person where $2 = '' or label = $2 order by age + $1,
		label`)
	testOne = Declare("test.one", `select id, label, age, share, ready, note_sealed, seen_at, label = 'anna'
		from test_person where label = $1 @lock`)
	testSwap = Declare("test.swap", `select label from test_person where label = $2 and age = $1`)
	testSet  = Declare("test.set", `update test_person set age = $2, ready = $3, share = $4, seen_at = $5
		where label = $1`)
	testPlain = Declare("test.plain", `select label from test_person where label = '$1 @lock' -- $2 @lock
		or "label" = $1 /* $3 */`)
)

var testSteps = func() []*migration {
	m, err := loadMigrations(os.DirFS("testdata"))
	if err != nil {
		panic(err)
	}
	return m
}()

var testKey = [32]byte{0: 0xab, 31: 0xcd}

func liteOptions(t testing.TB) Options {
	return Options{Path: filepath.Join(t.TempDir(), "havre é?#.db"), Key: testKey, steps: testSteps}
}

func openTest(t testing.TB, o Options) *DB {
	t.Helper()
	db, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// each runs the test on both engines.
func each(t *testing.T, fn func(t *testing.T, db *DB)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, openTest(t, liteOptions(t))) })
	t.Run("postgres", func(t *testing.T) { fn(t, openTest(t, Options{Postgres: pgtest.Empty(t), steps: testSteps})) })
}

// add inserts a person of that label, with an identifier made of it.
func add(db *DB, label string, age int) error {
	return db.Write(context.Background(), func(tx *Tx) error { return addIn(tx, label, age) })
}

func addIn(tx *Tx, label string, age int) error {
	_, err := tx.Exec(testAdd, []byte("id of "+label), label, age, nil)
	return err
}

func count(t *testing.T, db *DB) (n int) {
	t.Helper()
	must(t, db.Read(context.Background(), func(tx *Tx) error { return tx.QueryRow(testCount).Scan(&n) }))
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("%s: %v (%v), want %v", what, err, fault.KindOf(err), k)
	}
}

type state string

func TestValues(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, db.Write(t.Context(), func(tx *Tx) error {
			if _, err := tx.Exec(testAdd, []byte{1, 0, 2}, state("anna"), int32(7), []byte{}); err != nil {
				return err
			}
			n, err := tx.Exec(testSet, "anna", int64(1)<<62, true, 0.25, tx.Now().UnixMicro())
			if n != 1 {
				t.Errorf("changed %d rows", n)
			}
			return err
		}))
		must(t, db.Write(t.Context(), func(tx *Tx) error {
			var id, note []byte
			var label state
			var age, at int64
			var share float64
			var ready, same bool
			if err := tx.QueryRow(testOne, "anna").Scan(&id, &label, &age, &share, &ready, &note, &at,
				&same); err != nil {
				return err
			}
			if !bytes.Equal(id, []byte{1, 0, 2}) || label != "anna" || age != 1<<62 || share != 0.25 || !ready ||
				!same {
				t.Errorf("got %x %q %d %v %v %v", id, label, age, share, ready, same)
			}
			if note == nil || len(note) != 0 {
				t.Errorf("empty bytes became %#v", note)
			}
			if at > tx.Now().UnixMicro() || at < tx.Now().Add(-time.Hour).UnixMicro() {
				t.Errorf("instant %d", at)
			}
			return nil
		}))
	})
}

func TestPlaceholdersAreNumbers(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, add(db, "anna", 30))
		must(t, add(db, "$1 @lock", 1))
		must(t, db.Read(t.Context(), func(tx *Tx) error {
			var label string
			return tx.QueryRow(testSwap, 30, "anna").Scan(&label)
		}))
		must(t, db.Read(t.Context(), func(tx *Tx) error {
			rows, err := tx.Query(testPlain, "anna")
			n := 0
			for err == nil && rows.Next() {
				n++
			}
			if n != 2 {
				t.Errorf("%d rows, want the literal and the argument", n)
			}
			return errors.Join(err, rows.Err())
		}))
	})
}

func TestFaults(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, add(db, "anna", 30))
		wantKind(t, "unique", add(db, "anna", 31), fault.Conflict)
		wantKind(t, "check", add(db, "needle", -1), fault.Conflict)
		wantKind(t, "zero byte", add(db, "a\x00b", 1), fault.Invalid)
		wantKind(t, "not UTF-8", add(db, "a\xffb", 1), fault.Invalid)
		write := func(q *Query, args ...any) error {
			return db.Write(t.Context(), func(tx *Tx) error { _, err := tx.Exec(q, args...); return err })
		}
		wantKind(t, "foreign key", write(testStay, []byte("nobody"), 1), fault.Conflict)
		wantKind(t, "no row", db.Read(t.Context(), func(tx *Tx) error {
			return tx.QueryRow(testSwap, 1, "nobody").Scan(new(string))
		}), fault.NotFound)
		wantKind(t, "write in a read", db.Read(t.Context(), func(tx *Tx) error { return addIn(tx, "bela", 1) }),
			fault.Internal)
		wantKind(t, "lock in a read", db.Read(t.Context(), func(tx *Tx) error {
			return tx.QueryRow(testOne, "anna").Scan()
		}), fault.Internal)
		wantKind(t, "too few arguments", write(testStay, 1), fault.Internal)
		must(t, write(testStay, []byte("id of anna"), 1))
		wantKind(t, "trigger", write(testDrop), fault.Internal)
		for _, v := range []any{secret.Of("needle"), new(secret.Of("needle")), time.Now(), []string{"needle"},
			struct{ s string }{"needle"}, []secret.Text{secret.Of("needle")}} {
			wantKind(t, fmt.Sprintf("%T", v), write(testAdd, []byte("x"), v, 1, nil), fault.Internal)
		}
		if n := count(t, db); n != 1 {
			t.Errorf("%d persons, want only the first", n)
		}
	})
}

// Values never reach an error: not those the engine refused, not those that did not fit.
func TestErrorsHoldNoValue(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, add(db, "needle", 30))
		var errs []error
		errs = append(errs, add(db, "needle", 1), add(db, "needle2", -1))
		write := func(q *Query, args ...any) error {
			return db.Write(t.Context(), func(tx *Tx) error { _, err := tx.Exec(q, args...); return err })
		}
		errs = append(errs, write(testAdd, []byte("x"), "y", "needle", nil),
			write(testAdd, []byte("needle"), []byte("needle"), 1, nil),
			write(testStay, []byte("needle"), 1),
			db.Read(t.Context(), func(tx *Tx) error { return tx.QueryRow(testSwap, 30, "needle").Scan(new(int)) }))
		for i, err := range errs {
			if err == nil {
				t.Errorf("%d: no error", i)
				continue
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				if strings.Contains(fmt.Sprintf("%v %+v %#v", e, e, e), "needle") {
					t.Errorf("%d: the value is in %v", i, e)
				}
			}
		}
	})
}

// After a failed statement both engines give the transaction up, whatever the function returns.
func TestFailedStatementEndsTransaction(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, add(db, "anna", 30))
		err := db.Write(t.Context(), func(tx *Tx) error {
			must(t, addIn(tx, "bela", 1))
			_ = addIn(tx, "anna", 2)
			if err := addIn(tx, "chiara", 3); err == nil {
				t.Error("a statement ran after a failed one")
			}
			return nil
		})
		wantKind(t, "swallowed error", err, fault.Conflict)
		if n := count(t, db); n != 1 {
			t.Errorf("%d persons", n)
		}
	})
}

func TestOneStatementAtATime(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, add(db, "anna", 30))
		must(t, add(db, "bela", 31))
		err := db.Read(t.Context(), func(tx *Tx) error {
			rows, err := tx.Query(testList, 0, "")
			must(t, err)
			rows.Next()
			return tx.QueryRow(testCount).Scan(new(int))
		})
		if !errors.Is(err, errRowsOpen) {
			t.Error(err)
		}
		must(t, db.Read(t.Context(), func(tx *Tx) error {
			rows, err := tx.Query(testList, 0, "")
			must(t, err)
			rows.Next()
			must(t, rows.Close())
			return tx.QueryRow(testCount).Scan(new(int))
		}))
		var kept *Tx
		must(t, db.Read(t.Context(), func(tx *Tx) error { kept = tx; _, err := tx.Query(testList, 0, ""); return err }))
		if err := kept.QueryRow(testCount).Scan(new(int)); !errors.Is(err, errDone) {
			t.Errorf("a transaction lives on: %v", err)
		}
	})
}

func TestNestedTransactionIsRefused(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		for _, outer := range []func(context.Context, func(*Tx) error) error{db.Read, db.Write} {
			for _, inner := range []func(context.Context, func(*Tx) error) error{db.Read, db.Write} {
				err := outer(t.Context(),
					func(tx *Tx) error { return inner(tx.Context(), func(*Tx) error { return nil }) })
				if !errors.Is(err, errNested) {
					t.Error(err)
				}
			}
		}
	})
}

// A read sees one state from its first statement on.
func TestReadIsASnapshot(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, db.Read(context.Background(), func(tx *Tx) error {
			var before, after int
			must(t, tx.QueryRow(testCount).Scan(&before))
			must(t, add(db, "anna", 30))
			must(t, tx.QueryRow(testCount).Scan(&after))
			if before != after {
				t.Errorf("%d persons, then %d", before, after)
			}
			return nil
		}))
		if count(t, db) != 1 {
			t.Error("the write is lost")
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var wg sync.WaitGroup
		errs := make(chan error, 400)
		for g := range 16 {
			wg.Go(func() {
				for i := range 20 {
					errs <- add(db, fmt.Sprint(g, " ", i), i)
				}
			})
		}
		for range 4 {
			wg.Go(func() {
				for range 20 {
					errs <- db.Read(context.Background(),
						func(tx *Tx) error { return tx.QueryRow(testCount).Scan(new(int)) })
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			must(t, err)
		}
		if n := count(t, db); n != 320 {
			t.Errorf("%d persons", n)
		}
	})
}

package sqldb

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
)

// PostgreSQL stopped or killed, and back: requests fail as Busy, then work, on the same DB.
func TestPostgresStoppedAndBack(t *testing.T) {
	cluster := pgtest.NewCluster(t, "")
	db := openTest(t, Options{Postgres: cluster.DSN(), steps: testSteps})
	for i, stop := range []func(testing.TB){cluster.Stop, cluster.Kill} {
		// Several connections lie in the pool when the server goes.
		var inside, all sync.WaitGroup
		inside.Add(5)
		for range 5 {
			all.Go(func() {
				err := db.Read(context.Background(), func(tx *Tx) error {
					err := tx.QueryRow(testCount).Scan(new(int))
					inside.Done()
					inside.Wait()
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		must(t, add(db, string(rune('a'+i)), 1))

		// One transaction is open meanwhile.
		err := db.Write(t.Context(), func(tx *Tx) error {
			must(t, addIn(tx, "open", 1))
			stop(t)
			return addIn(tx, "open too", 1)
		})
		wantKind(t, "in an open transaction", err, fault.Busy)
		wantKind(t, "write while down", add(db, "down", 1), fault.Busy)
		wantKind(t, "ping while down", db.Ping(t.Context()), fault.Busy)
		cluster.Start(t)
		if n := count(t, db); n != i+1 {
			t.Errorf("%d persons", n)
		}
	}
	// Connections that broke while they lay in the pool, without anybody noticing, cost no request.
	var ready, all sync.WaitGroup
	ready.Add(4)
	for range 4 {
		all.Go(func() {
			if err := db.Read(context.Background(),
				func(*Tx) error { ready.Done(); ready.Wait(); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	cluster.Stop(t)
	cluster.Start(t)
	must(t, add(db, "first after", 1))
}

func TestPostgresUnreachable(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), Options{Postgres: "host=" + dir + " user=havre password=needle dbname=x"})
	wantKind(t, "nobody there", err, fault.Busy)
	_, err2 := Open(t.Context(), Options{Postgres: "host=" + dir + " password=needle port=needle"})
	wantKind(t, "not a connection string", err2, fault.Internal)
	if s := err.Error() + err2.Error(); strings.Contains(s, "needle") {
		t.Errorf("the password is in %s", s)
	}
}

// The loser of a deadlock runs again and is kept.
func TestPostgresRetriesOnce(t *testing.T) {
	db := openTest(t, Options{Postgres: pgtest.Empty(t), steps: testSteps})
	must(t, add(db, "anna", 1))
	must(t, add(db, "bela", 1))
	var met, all sync.WaitGroup
	met.Add(2)
	runs := make([]int, 2)
	for i, order := range [][2]string{{"anna", "bela"}, {"bela", "anna"}} {
		all.Go(func() {
			err := db.Write(context.Background(), func(tx *Tx) error {
				runs[i]++
				if _, err := tx.Exec(testSet, order[0], i, false, 0.5, 0); err != nil {
					return err
				}
				if runs[i] == 1 {
					met.Done()
					met.Wait()
				}
				_, err := tx.Exec(testSet, order[1], i, false, 0.5, 0)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if runs[0]+runs[1] != 3 {
		t.Errorf("%v runs, want one of the two again", runs)
	}
	always := 0
	err := db.Write(t.Context(), func(tx *Tx) error {
		always++
		return tx.script("do $$ begin raise sqlstate '40001'; end $$")
	})
	wantKind(t, "a conflict that stays", err, fault.Busy)
	if always != 2 {
		t.Errorf("%d runs", always)
	}
}

func TestPostgresCodes(t *testing.T) {
	db := openTest(t, Options{Postgres: pgtest.Empty(t), steps: testSteps})
	for code, want := range map[string]fault.Kind{
		"23505": fault.Conflict, "23503": fault.Conflict, "23514": fault.Conflict, "23P01": fault.Conflict,
		"23502": fault.Internal,
		"40001": fault.Busy, "40P01": fault.Busy, "53100": fault.Busy, "53300": fault.Busy, "55P03": fault.Busy,
		"57014": fault.Busy,
		"57P01": fault.Busy, "57P03": fault.Busy, "08006": fault.Busy, "54000": fault.Invalid, "P0001": fault.Internal,
		"42501": fault.Internal,
	} {
		err := db.Write(t.Context(),
			func(tx *Tx) error { return tx.script("do $$ begin raise sqlstate '" + code + "'; end $$") })
		wantKind(t, code, err, want)
	}
}

// Several nodes that start at once migrate once.
func TestPostgresMigratesOnce(t *testing.T) {
	dsn := pgtest.Empty(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			db, err := Open(context.Background(), Options{Postgres: dsn, steps: testSteps})
			if err == nil {
				err = errors.Join(db.Migrate(context.Background()), db.Close())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	o := Options{Postgres: dsn, steps: testSteps, ReadOnly: true}
	db := openTest(t, o)
	wantKind(t, "write", add(db, "anna", 1), fault.Internal)
}

func TestPostgresTemplate(t *testing.T) {
	filled := 0
	name := "sqldb_" + testSteps[0].sum[:8] + testSteps[1].sum[:8]
	fill := func(dsn string) error {
		filled++
		db, err := Open(context.Background(), Options{Postgres: dsn, steps: testSteps})
		if err != nil {
			return err
		}
		return errors.Join(db.Migrate(context.Background()), db.Close())
	}
	for range 2 {
		db := openTest(t, Options{Postgres: pgtest.Clone(t, name, fill), steps: testSteps})
		must(t, add(db, "anna", 1)) // each copy is its own
	}
	if filled > 1 {
		t.Errorf("filled %d times", filled)
	}
}

// Without PostgreSQL a test fails; only the quick form may go without.
func TestPostgresMissingIsAFailure(t *testing.T) {
	if what := os.Getenv("HAVRE_CHILD"); what == "postgres" {
		pgtest.Empty(t)
		return
	}
	for quick, want := range map[string]string{"": "FAIL", "1": "NOT TESTED ON POSTGRESQL"} {
		out := rerun(t, "^TestPostgresMissingIsAFailure$", "HAVRE_CHILD=postgres", "HAVRE_TEST_QUICK="+quick,
			"HAVRE_TEST_POSTGRES=host="+t.TempDir()+" user=nobody")
		if !strings.Contains(out, want) {
			t.Errorf("quick %q: %s", quick, out)
		}
	}
}

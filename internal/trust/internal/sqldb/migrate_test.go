package sqldb

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/fault"
)

func TestMigrate(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, db.Migrate(t.Context())) // a second time, with nothing to do
		v, err := db.Version(t.Context())
		if err != nil || v != 2 {
			t.Errorf("version %d, %v", v, err)
		}
		must(t, db.Ping(t.Context()))

		broken := &migration{version: 3, name: "0003_broken.sql", sqlite: "create table test_half (a text); oops",
			postgre: "create table test_half (a text); oops"}
		db.opts.steps = append(slices.Clone(testSteps), broken)
		wantKind(t, "broken migration", db.Migrate(t.Context()), fault.Internal)
		if s, err := Live(t.Context(), db); err != nil || strings.Contains(s.String(), "test_half") {
			t.Errorf("half a migration stays: %v", err)
		}
		edited := *testSteps[0]
		edited.sum = "other"
		db.opts.steps = []*migration{&edited, testSteps[1]}
		if err := db.Migrate(t.Context()); !errors.Is(err, ErrStepChanged) {
			t.Errorf("edited migration: %v", err)
		}
		db.opts.steps = testSteps[:1]
		if err := db.Migrate(t.Context()); !errors.Is(err, ErrNewer) {
			t.Errorf("newer schema: %v", err)
		}
		o := db.opts
		must(t, db.Close())
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrNewer) {
			t.Errorf("open a newer schema: %v", err)
		}
		o.steps = testSteps
		openTest(t, o)
	})
}

// Both engines understand every query of this package, and give as many columns.
func TestPrepareAll(t *testing.T) {
	var seen [][]Prepared
	each(t, func(t *testing.T, db *DB) {
		all := PrepareAll(t.Context(), db)
		for _, p := range all {
			if p.Err != nil {
				t.Errorf("%s: %v", p.Query.Name(), p.Err)
			}
		}
		seen = append(seen, all)
	})
	if len(seen) != 2 || len(seen[0]) != len(All()) {
		t.Fatal("an engine is missing")
	}
	for i, p := range seen[0] {
		if q := seen[1][i]; len(p.Columns) != len(q.Columns) {
			t.Errorf("%s gives %v and %v", p.Query.Name(), p.Columns, q.Columns)
		}
	}
}

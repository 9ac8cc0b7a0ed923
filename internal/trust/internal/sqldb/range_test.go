package sqldb

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// step is a migration of a later release than the tests' own two.
func step(version, oldest int64) *migration {
	sql := "alter table test_person add column more text not null default ''"
	if version > 3 {
		sql = "select 1"
	}
	return &migration{version: version, oldest: oldest, name: "later", sum: "later", sqlite: sql, postgre: sql}
}

// Two releases side by side: a program runs on the schema of a later one as long as every later step leaves it running,
// and refuses plainly from the first that does not.
func TestProgramOnTheSchemaOfALaterRelease(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		grow := func(s ...*migration) {
			t.Helper()
			db.opts.steps = append(slices.Clone(testSteps), s...)
			must(t, db.Migrate(ctx))
			db.opts.steps = testSteps // the older program again
		}
		grow(step(3, 2))
		must(t, db.Fits(ctx))
		must(t, db.Migrate(ctx))
		if v, err := db.Version(ctx); err != nil || v != 3 {
			t.Errorf("the older program moved the schema to %d, %v", v, err)
		}
		must(t, add(db, "anna", 30)) // it writes its own columns, and the new one has a default
		db.opts.steps = testSteps[:1]
		if err := db.Fits(ctx); !errors.Is(err, ErrNewer) {
			t.Errorf("a release before the oldest that runs: %v", err)
		}
		grow(step(3, 2), step(4, 4))
		for what, fn := range map[string]func() error{"fits": func() error { return db.Fits(ctx) },
			"migrate": func() error { return db.Migrate(ctx) }} {
			if err := fn(); !errors.Is(err, ErrNewer) {
				t.Errorf("%s on a schema that leaves this release behind: %v", what, err)
			}
		}
		grow(step(3, 2), step(4, 4), step(5, 2)) // a later step brings nobody back
		if err := db.Fits(ctx); !errors.Is(err, ErrNewer) {
			t.Errorf("after a contract and a wider step: %v", err)
		}
		o := db.opts
		must(t, db.Close())
		if _, err := Open(ctx, o); !errors.Is(err, ErrNewer) {
			t.Errorf("open: %v", err)
		}
		o.steps = append(slices.Clone(testSteps), step(3, 2), step(4, 4))
		openTest(t, o)
	})
}

// A step that was passed over, changed or made by a program that this one does not come from is noticed, whatever is
// later, and before anything is done.
func TestAnotherBuildsSteps(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		db.opts.steps = append(slices.Clone(testSteps), step(4, 1))
		must(t, db.Migrate(ctx))
		edited := *testSteps[1]
		edited.sum = "other"
		for _, c := range []struct {
			number int64
			odd    error
			steps  []*migration
		}{
			{3, ErrStepSkipped, append(slices.Clone(testSteps), step(3, 1), step(4, 1))},
			{3, ErrStepSkipped, append(slices.Clone(testSteps), step(3, 1), step(4, 1), step(6, 1))},
			{2, ErrStepChanged, []*migration{testSteps[0], &edited}},
			{2, ErrStepChanged, []*migration{testSteps[0], &edited, step(4, 1), step(6, 1)}},
			{4, ErrStepUnknown, append(slices.Clone(testSteps), step(5, 1))},
			{4, ErrStepUnknown, []*migration{testSteps[0], &edited, step(3, 1), step(5, 1)}},
		} {
			db.opts.steps = c.steps
			err := db.Migrate(ctx)
			if odd, ok := errors.AsType[*StepError](err); !ok || odd.Number != c.number || !errors.Is(err, c.odd) {
				t.Errorf("want %q of %d: %v", c.odd, c.number, err)
			}
		}
		if v, err := db.Version(ctx); err != nil || v != 4 {
			t.Errorf("the schema was moved to %d, %v", v, err)
		}
	})
}

// Steps land in the order of their numbers: a network that has the higher one would be told that the lower was passed
// over. The golden file lists them in the order in which they came; -update adds what is new at its end, and refuses
// what was changed, is gone or came too late. A number may stay unused.
func TestLandedIsGolden(t *testing.T) {
	schema, landed := goldenParts(t)
	for _, m := range migrations {
		line := landedMark + m.name + " " + m.sum[:16] + "\n"
		if slices.Contains(landed, line) {
			continue
		}
		if !*update {
			t.Errorf("new, or changed: %s", line)
		}
		landed = append(landed, line)
	}
	if len(landed) != len(migrations) || !slices.IsSorted(landed) {
		t.Fatalf("a migration was changed, is gone, or has a lower number than one that landed before it:\n%s",
			strings.Join(landed, ""))
	}
	if *update {
		writeGolden(t, schema, landed)
	}
}

// Without a row that promises it, nothing newer is run on: a schema made by other means, or by a release before ranges.
func TestNoPromiseNoRun(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		db.opts.steps = append(slices.Clone(testSteps), step(3, 1))
		must(t, db.Migrate(t.Context()))
		must(t, db.Write(t.Context(),
			func(tx *Tx) error { return tx.script("delete from trust_range where version = 3") }))
		db.opts.steps = testSteps
		if err := db.Fits(t.Context()); !errors.Is(err, ErrNewer) {
			t.Errorf("%v", err)
		}
	})
}

func TestOldestLine(t *testing.T) {
	for body, want := range map[string]int64{"-- oldest: 0003\nselect 1": 3, "select 1": 7,
		"-- oldest: 0007\nselect 1":   7,
		"\n-- oldest: 0003\nselect 1": 7, "-- oldest: 0008\nselect 1": 0, "-- oldest: 0000\nselect 1": 0} {
		all, err := loadMigrations(fstest.MapFS{"migrations/0007_x.sql": {Data: []byte(body)}})
		switch {
		case want == 0 && err == nil:
			t.Errorf("%q was read", body)
		case want > 0 && (err != nil || all[0].oldest != want):
			t.Errorf("%q: %+v, %v", body, all, err)
		}
	}
}

// takesAway is what an older release could miss or stumble over: a step with it names itself as the oldest.
var takesAway = regexp.MustCompile(`(?im)\b(drop (table|column|trigger|function)|rename|alter column|set not null|` +
	`add constraint)\b|^(delete|truncate|update)\b|add column \w+ @\w+ not null(?: check [^,;]*)?[,;]`)

// Every step says which releases still run once it is applied, and what takes something away promises nothing.
func TestEveryMigrationSaysWhoStillRuns(t *testing.T) {
	const silent = 18 // released before steps had to say it
	for _, m := range migrations {
		body, err := fs.ReadFile(migrationFiles, "migrations/"+m.name)
		must(t, err)
		if m.version > silent && !oldestLine.Match(body) {
			t.Errorf("%s does not begin with \"-- oldest: NNNN\"", m.name)
		}
		if found := takesAway.FindString(string(body)); m.oldest < m.version && found != "" {
			t.Errorf("%s says that release %d still runs, and has %q", m.name, m.oldest, found)
		}
	}
}

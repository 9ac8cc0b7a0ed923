package sqldb

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/fault"
)

// The migrations are applied by the few lines below and not by a library: a migration here is a script of both
// engines with macros for types, it must run on the one connection that writes, and its own table obeys the same rules
// (strict, in the dictionary, equal on both engines) as all others.

//go:embed migrations
var migrationFiles embed.FS

// migrations is what Migrate applies.
var migrations = mustLoad(migrationFiles)

// migration is one numbered step of the schema. Once released its text never changes.
//
// Nodes are upgraded one by one, so a step says in its first line which releases still run once it is applied:
// "-- oldest: 0018" means those whose own last step is 0018 or later. A step that only adds (expand) names an older
// one; a step that takes away what they use (contract) names itself, and comes a release later.
type migration struct {
	version         int64
	oldest          int64 // number of the last step of the oldest release that still runs
	name, sum       string
	sqlite, postgre string
}

func (m *migration) on(e Engine) string {
	if e == Postgres {
		return m.postgre
	}
	return m.sqlite
}

// historyTables keep which migrations have been applied, and when, and which releases each of them leaves running. The
// second is a table of its own because the first is older than the question.
const historyTables = `create table if not exists trust_migration (
	version @int not null primary key,
	name @text not null,
	sum @text not null,
	applied_at @instant not null
) @strict;
create table if not exists trust_range (
	version @int not null primary key,
	oldest @int not null
) @strict`

var (
	historyAny = Declare("sqldb.migration_last", `select coalesce(max(version), 0) from trust_migration`)
	historySum = Declare("sqldb.migration_sums", `select version, sum from trust_migration order by version`)
	historyAdd = Declare("sqldb.migration_add", `insert into trust_migration (version, name, sum, applied_at)
		values ($1, $2, $3, $4)`)
	rangeAny = Declare("sqldb.range", `select count(*), coalesce(max(oldest), 0) from trust_range
		where oldest > $1 or version = $2`)
	rangeAdd = Declare("sqldb.range_add", `insert into trust_range (version, oldest) values ($1, $2)`)
)

// What can be odd about a step of a schema that is no newer than this program; test with errors.Is.
var (
	ErrStepUnknown = errors.New("a migration was applied that this program does not have, though it has later ones")
	ErrStepChanged = errors.New("a migration was changed after it had been applied")
	ErrStepSkipped = errors.New("a migration was passed over when later ones were applied")
)

// StepError says which step of the schema is odd: another build made it than this program comes from.
type StepError struct {
	Number int64
	Odd    error // ErrStepUnknown, ErrStepChanged or ErrStepSkipped
}

// Error is for the log.
func (e *StepError) Error() string { return fmt.Sprintf("sqldb: %v: number %d", e.Odd, e.Number) }

// Unwrap is what is odd.
func (e *StepError) Unwrap() error { return e.Odd }

func mustLoad(files fs.FS) []*migration {
	all, err := loadMigrations(files)
	if err != nil {
		panic("sqldb: " + err.Error())
	}
	return all
}

var (
	migrationName = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)
	oldestLine    = regexp.MustCompile(`^-- oldest: (\d{4})\n`)
)

// loadMigrations reads migrations/NNNN_name.sql in order.
func loadMigrations(files fs.FS) ([]*migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []*migration
	for _, path := range names {
		base := strings.TrimPrefix(path, "migrations/")
		part := migrationName.FindStringSubmatch(base)
		if part == nil {
			return nil, fmt.Errorf("%s is not named NNNN_name.sql", base)
		}
		body, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		m := &migration{name: base}
		m.version, _ = strconv.ParseInt(part[1], 10, 64) // four digits, by the pattern
		if n := len(all); m.version == 0 || n > 0 && all[n-1].version >= m.version {
			return nil, fmt.Errorf("%s: number already used", base)
		}
		m.oldest = m.version // what a step does not say, it does not promise
		if said := oldestLine.FindSubmatch(body); said != nil {
			m.oldest, _ = strconv.ParseInt(string(said[1]), 10, 64) // four digits, by the pattern
		}
		if m.oldest < 1 || m.oldest > m.version {
			return nil, fmt.Errorf("%s: it cannot leave release %d running", base, m.oldest)
		}
		sum := sha256.Sum256(body)
		m.sum = hex.EncodeToString(sum[:])
		if m.sqlite, err = expand(string(body), SQLite); err == nil {
			m.postgre, err = expand(string(body), Postgres)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", base, err)
		}
		all = append(all, m)
	}
	return all, nil
}

// types of columns, per engine. An instant is microseconds since 1970, UTC; a bool is 0 or 1.
var types = map[string][2]string{
	"@id": {"blob", "bytea"}, "@bytes": {"blob", "bytea"}, "@text": {"text", "text"},
	"@int": {"integer", "bigint"}, "@instant": {"integer", "bigint"}, "@bool": {"integer", "bigint"},
	"@real": {"real", "double precision"}, "@strict": {"strict", ""},
	"@keyed": {"strict, without rowid", ""}, // rows lie in their primary key: for small rows
}

// expand keeps the lines of a migration that are for the engine and replaces the macros.
func expand(sql string, e Engine) (string, error) {
	kept, err := sections(sql, e)
	if err != nil {
		return "", err
	}
	tokens, err := scan(kept)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, t := range tokens {
		if t.kind != macro {
			out.WriteString(t.text)
			continue
		}
		typ, ok := types[t.text]
		if !ok {
			return "", fmt.Errorf("unknown macro %s", t.text)
		}
		if e == Postgres {
			out.WriteString(typ[1])
		} else {
			out.WriteString(typ[0])
		}
	}
	return out.String(), nil
}

// sections drops what stands between "-- only ENGINE" and "-- end" for the other engine.
func sections(sql string, e Engine) (string, error) {
	var out strings.Builder
	only := Engine("")
	for n, line := range strings.SplitAfter(sql, "\n") {
		switch mark := strings.TrimSpace(line); {
		case strings.HasPrefix(mark, "-- only "):
			if only != "" {
				return "", fmt.Errorf("line %d: section within a section", n+1)
			}
			only = Engine(strings.TrimPrefix(mark, "-- only "))
			if only != SQLite && only != Postgres {
				return "", fmt.Errorf("line %d: unknown engine", n+1)
			}
		case mark == "-- end":
			if only == "" {
				return "", fmt.Errorf("line %d: end without section", n+1)
			}
			only = ""
		case only == "" || only == e:
			out.WriteString(line)
		}
	}
	if only != "" {
		return "", fmt.Errorf("section for %s is not ended", only)
	}
	return out.String(), nil
}

// SchemaSum is one number of all migrations: two programs with the same sum make the same schema.
func SchemaSum() string {
	h := sha256.New()
	h.Write([]byte(historyTables))
	for _, m := range migrations {
		h.Write([]byte(m.sum))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func (db *DB) newest() int64 {
	if len(db.opts.steps) == 0 {
		return 0
	}
	return db.opts.steps[len(db.opts.steps)-1].version
}

// Version returns the number of the last migration applied, 0 for an empty database.
func (db *DB) Version(ctx context.Context) (int64, error) {
	var v int64
	err := db.Read(ctx, func(tx *Tx) error {
		there, err := hasHistory(tx)
		if err != nil || !there {
			return err
		}
		return tx.QueryRow(historyAny).Scan(&v)
	})
	return v, err
}

// Fits tells whether this program runs on the schema as it stands: its own, an older one that Migrate will bring up to
// date, or a newer one whose steps all leave it running. Else it returns ErrNewer. A schema can grow past a program
// while it runs, when another node is upgraded: ask again from time to time.
func (db *DB) Fits(ctx context.Context) error {
	v, err := db.Version(ctx)
	if err != nil || v <= db.newest() {
		return err
	}
	var rows, oldest int64
	err = db.Read(ctx, func(tx *Tx) error { return tx.QueryRow(rangeAny, db.newest(), v).Scan(&rows, &oldest) })
	if err == nil && (rows == 0 || oldest > db.newest()) { // no row: nothing was promised
		return ErrNewer
	}
	return err
}

// Migrate brings the schema to this program's version, each migration in a transaction of its own. Several processes
// may call it at once on PostgreSQL. A newer schema on which this program runs stays as it is; ErrNewer: it does not. A
// StepError: another build's steps were applied, and nothing was changed.
func (db *DB) Migrate(ctx context.Context) error {
	v, err := db.Version(ctx)
	if err == nil {
		err = db.Fits(ctx)
	}
	if err == nil {
		err = db.checkSteps(ctx, v)
	}
	if err != nil || v >= db.newest() && v > 0 {
		return err
	}
	if db.opts.ReadOnly {
		return wrap(fault.Internal, errReadOnly)
	}
	for _, m := range db.opts.steps {
		if m.version <= v {
			continue
		}
		if err := db.apply(ctx, m); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
	}
	return db.checkSteps(ctx, db.newest()) // another build may have applied its own meanwhile
}

func (db *DB) apply(ctx context.Context, m *migration) error {
	if err := db.enter(ctx); err != nil {
		return err
	}
	defer db.leave()
	e := db.Engine()
	history, err := expand(historyTables, e)
	if err != nil {
		return err
	}
	return db.engine.write(ctx, true, func(tx *Tx) error {
		if e == Postgres { // until commit: one process at a time
			if err := tx.script("select pg_advisory_xact_lock(7206011984)"); err != nil {
				return err
			}
		}
		if err := tx.script(history); err != nil {
			return err
		}
		var last int64
		if err := tx.QueryRow(historyAny).Scan(&last); err != nil {
			return err
		}
		if last >= m.version { // another process was faster
			return nil
		}
		if err := tx.script(m.on(e)); err != nil {
			return err
		}
		if _, err := tx.Exec(rangeAdd, m.version, m.oldest); err != nil {
			return err
		}
		_, err := tx.Exec(historyAdd, m.version, m.name, m.sum, tx.Now().UnixMicro())
		return err
	})
}

func (tx *Tx) script(sql string) error {
	if err := tx.run.script(tx.stmts, sql); err != nil {
		return tx.fail(failed("script", err))
	}
	return nil
}

// checkSteps compares what was applied, up to a step, with what this program carries. Steps later than its own are
// another release's. A step that is unknown comes first: where it took another's number, it is the cause.
func (db *DB) checkSteps(ctx context.Context, until int64) error {
	applied := map[int64]string{}
	err := db.Read(ctx, func(tx *Tx) error {
		if there, err := hasHistory(tx); err != nil || !there {
			return err
		}
		return tx.Each(historySum, func(rows *Rows) error {
			var v int64
			var sum string
			err := rows.Scan(&v, &sum)
			applied[v] = sum
			return err
		})
	})
	if err != nil {
		return err
	}
	known := map[int64]bool{}
	for _, m := range db.opts.steps {
		known[m.version] = true
	}
	for _, v := range slices.Sorted(maps.Keys(applied)) {
		if v <= db.newest() && !known[v] {
			return &StepError{v, ErrStepUnknown}
		}
	}
	for _, m := range db.opts.steps {
		switch sum, done := applied[m.version]; {
		case m.version > until:
			return nil
		case !done:
			return &StepError{m.version, ErrStepSkipped}
		case sum != m.sum:
			return &StepError{m.version, ErrStepChanged}
		}
	}
	return nil
}

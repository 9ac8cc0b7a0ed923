package trusttest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
)

// PrepareAll has both engines prepare every query that the linked packages declare, and compares the columns they give.
// Import internal/app for the queries of every room.
func PrepareAll(t *testing.T) {
	t.Helper()
	lite := prepare(t, sqldb.Options{Path: t.TempDir() + "/havre.db", Key: Machine, Now: time.Now})
	post := prepare(t, sqldb.Options{Postgres: pgtest.Clone(t, sqldb.SchemaSum(), migrate), Now: time.Now})
	if len(lite) != len(post) || len(lite) < len(gate.Declared()) {
		t.Fatalf("%d queries on SQLite, %d on PostgreSQL, %d declared", len(lite), len(post), len(gate.Declared()))
	}
	for i, p := range lite {
		if q := post[i]; len(p.Columns) != len(q.Columns) {
			t.Errorf("%s gives %v on SQLite and %v on PostgreSQL", p.Query.Name(), p.Columns, q.Columns)
		}
	}
}

func prepare(t *testing.T, o sqldb.Options) []sqldb.Prepared {
	t.Helper()
	ctx := t.Context()
	db, err := sqldb.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	all := sqldb.PrepareAll(ctx, db)
	for _, p := range all {
		if p.Err != nil {
			t.Errorf("%s: %v", p.Query.Name(), p.Err)
		}
	}
	return all
}

// FiguresGiveNoID asks PostgreSQL for the types of what the figures door gives: no bytes, so neither an id, under
// whatever name, nor sealed words.
func FiguresGiveNoID(t *testing.T) {
	t.Helper()
	n := 0
	for _, p := range prepare(t, sqldb.Options{Postgres: pgtest.Clone(t, sqldb.SchemaSum(), migrate), Now: time.Now}) {
		if gate.Declared()[p.Query.Name()] != access.FiguresDoor {
			continue
		}
		if n++; len(p.Bytes) > 0 {
			t.Errorf("%s gives bytes: %v", p.Query.Name(), p.Bytes)
		}
	}
	if n == 0 {
		t.Error("no query goes through the figures door: import internal/app")
	}
}

// DoorsKeepToTheirTables compares the tables of every query with the doors that the dictionary gives those tables.
func DoorsKeepToTheirTables(t *testing.T) {
	t.Helper()
	dict, err := sqldb.Dictionary()
	if err != nil {
		t.Fatal(err)
	}
	doors := gate.Declared()
	for _, q := range sqldb.All() {
		door, ours := doors[q.Name()]
		if !ours {
			door = "trust" // the trust floor's own, beneath the doors
		}
		if len(q.Tables()) == 0 {
			t.Errorf("%s names no table", q.Name())
		}
		for _, table := range q.Tables() {
			known, ok := dict[table]
			switch {
			case !ok:
				t.Errorf("%s: %s is not in the dictionary", q.Name(), table)
			case door != "trust" && !slices.Contains(known.Door, string(door)):
				t.Errorf("%s goes through the door %q to %s, which opens to %v", q.Name(), door, table, known.Door)
			}
		}
	}
}

// SealedColumnsAreKept compares the sealed columns that the rooms declare with the dictionary.
func SealedColumnsAreKept(t *testing.T) {
	t.Helper()
	dict, err := sqldb.Dictionary()
	if err != nil {
		t.Fatal(err)
	}
	for name := range gate.Columns() {
		table, column, _ := strings.Cut(name, ".")
		if e, ok := dict[table].Column[column]; !ok || e.Class != sqldb.Sealed {
			t.Errorf("%s is no sealed column of the dictionary", name)
		}
	}
}

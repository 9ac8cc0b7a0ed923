package sqldb

import (
	"slices"
	"testing"

	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
)

// until returns the program's migrations up to a number.
func until(n int64) []*migration {
	i := slices.IndexFunc(migrations, func(m *migration) bool { return m.version > n })
	if i < 0 {
		return migrations
	}
	return migrations[:i]
}

// A network that already has entries nobody put in order gets them into the list of those that wait, and a release that
// knows nothing of that list keeps it true.
func TestEntriesOfAnOlderReleaseWait(t *testing.T) {
	o := Options{Postgres: pgtest.Empty(t), steps: until(18)}
	db := openTest(t, o)
	script := func(sql string) {
		t.Helper()
		must(t, db.Write(t.Context(), func(tx *Tx) error { return tx.script(sql) }))
	}
	entry := func(id string) {
		t.Helper()
		script(`insert into journal_entry (id, at, user_id, team_id, act, object_id, detail, salt, leaf)
			values (decode('` + id + `', 'hex'), 1, '', '', 'a', '', '{}', '', 'leaf')`)
	}
	batch := func(first, ids string) {
		t.Helper()
		script(`insert into journal_batch (first_seq, size, entries, frontier, root, at)
			values (` + first + `, ` + `length(decode('` + ids + `', 'hex')) / 16, decode('` + ids +
			`', 'hex'), '', '', 1)`)
	}
	waiting := func(want string) {
		t.Helper()
		script(`do $x$ begin if (select coalesce(string_agg(encode(id, 'hex'), ' ' order by id), '')
			from journal_pending)
			<> '` + want + `' then raise exception 'others wait'; end if; end $x$`)
	}
	one, two, three, four := "00000000000000000000000000000001", "00000000000000000000000000000002",
		"00000000000000000000000000000003", "00000000000000000000000000000004"
	entry(one)
	entry(two)
	entry(three)
	batch("0", one+three)
	db.opts.steps = until(19)
	must(t, db.Migrate(t.Context()))
	waiting(two)
	entry(four)
	waiting(two + " " + four)
	batch("2", four+two)
	waiting("")
}

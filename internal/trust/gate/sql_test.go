package gate_test

import (
	"testing"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// A query that would not keep to its door is refused when the program starts.
func TestAQueryKeepsToItsDoor(t *testing.T) {
	for what, fn := range map[string]func(){
		"a case query without the case": func() {
			gate.CaseSQL("test.gate_bad_1", `select code from casefile_case
			where code = $1`)
		},
		"one that says it of another": func() {
			gate.CaseSQL("test.gate_bad_2", `update casefile_case
			set stage = $1`)
		},
		"one that inserts another's row": func() {
			gate.CaseSQL("test.gate_bad_3", `insert into casefile_fact (id,
			case_id) values ($1, $2)`)
		},
		"one that selects another's rows": func() {
			gate.CaseSQL("test.gate_bad_4", `insert into casefile_case (code)
			select $1`)
		},
	} {
		panics(t, what, "does not keep to the case", fn)
	}
	for _, column := range []string{"", "Adult", "adult, code", "adult from casefile_case --", "1"} {
		panics(t, column, "names a column", func() {
			gate.CaseColumns("test.gate_bad_10", `casefile_coded`, []string{"gender", column})
		})
	}
	const circle = `select c.id from casefile_case c join casefile_circle circle on circle.case_id = c.id`
	panics(t, "a list of everything", "does not say @circle", func() {
		gate.CircleSQL("test.gate_bad_5", circle+` where c.code = $1`)
	})
	panics(t, "a list without the circle", "does not join", func() {
		gate.CircleSQL("test.gate_bad_6", `select c.id from casefile_case c where @circle`)
	})
	for _, sql := range []func(){
		func() { gate.OwnSQL("test.gate_bad_7", `select own.case_id from casefile_companion own`) },
		func() { gate.OwnSQL("test.gate_bad_8", `select c.id from casefile_case c where @own`) },
	} {
		panics(t, "a list of everybody's", "does not join casefile_companion own", sql)
	}
	panics(t, "figures that write", "does not start with select", func() {
		gate.FiguresSQL("test.gate_bad_9", `update casefile_case set stage = $1`)
	})
	panics(t, "a job's look that writes", "does not start with select", func() {
		gate.MachineSQL("test.gate_bad_10", `update casefile_case set stage = $1`)
	})
	gate.CaseSQL("test.gate_good_1", `  insert into casefile_fact (case_id, id, kind, at, team_id, user_id, coded)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	gate.CaseSQL("test.gate_good_2", `insert into casefile_fact (case_id, id, kind, at, team_id, user_id, coded)
		select $1, $2, $3, $4, $5, $6, $7`)
	gate.CaseSQL("test.gate_good_3", `select kind from casefile_fact where case_id = $1`)
	gate.FiguresSQL("test.gate_good_4", `
		select count(*) from casefile_case`)
	gate.CircleSQL("test.gate_good_5", circle+` where @asked`)
	for name, door := range map[string]access.Door{"test.gate_new": access.CaseDoor,
		"test.gate_followed": access.CircleDoor,
		"test.gate_own":      access.CircleDoor, "test.gate_team": access.OfficeDoor,
		"test.gate_public": access.PublicDoor,
		"test.gate_count":  access.FiguresDoor} {
		if gate.Declared()[name] != door {
			t.Errorf("%s is of the door %q", name, gate.Declared()[name])
		}
	}
}

var (
	qCoded = gate.CaseSQL("test.gate_coded", `insert into casefile_coded (case_id, gender)
		values ($1, $2)`)
	qAnswers, qAnswersSet = gate.CaseColumns("test.gate_answers", `casefile_coded`, []string{"gender", "adult"})
	qCodedVersion         = gate.CaseSQL("test.gate_coded_version", `select version from casefile_coded
		where case_id = $1`)
)

// Columns are read and changed in the order in which they are named, in the one row of the case, and counted.
func TestColumnsAreReadAndChangedByName(t *testing.T) {
	each(t, func(w *world) {
		other := w.ref
		w.work(func(tx *gate.CaseTx) error { _, err := tx.Exec(qCoded, "one"); return err })
		w.ref, _ = w.open(ctx, evaluates(both))
		var before, after int
		w.work(func(tx *gate.CaseTx) error {
			if _, err := tx.Exec(qCoded, "two"); err != nil {
				return err
			}
			if err := tx.QueryRow(qCodedVersion).Scan(&before); err != nil {
				return err
			}
			n, err := tx.Exec(qAnswersSet, "three", "yes")
			if n != 1 {
				w.t.Errorf("%d rows changed", n)
			}
			if err != nil {
				return err
			}
			return tx.QueryRow(qCodedVersion).Scan(&after)
		})
		if after != before+1 {
			w.t.Errorf("version %d after %d", after, before)
		}
		read := func(gender, adult string) {
			w.t.Helper()
			w.work(func(tx *gate.CaseTx) error {
				var g, a string
				err := tx.QueryRow(qAnswers).Scan(&g, &a)
				if g != gender || a != adult {
					w.t.Errorf("%q and %q, not %q and %q", g, a, gender, adult)
				}
				return err
			})
		}
		read("three", "yes")
		w.ref = other
		read("one", "unknown")
	})
}

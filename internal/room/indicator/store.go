package indicator

import (
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/gate"
)

type pastEntity struct{}

var (
	qImported = gate.OfficeSQL("indicator.imported", `select count(*) from indicator_import i
		left join indicator_load l on l.file_hash = i.file_hash
		where i.file_hash = $1 and coalesce(l.undone_at, 0) = 0`)
	qImport = gate.OfficeSQL("indicator.add_import", `insert into indicator_import (file_hash, imported_at,
		row_count, left_out) values ($1, $2, $3, $4) on conflict (file_hash) do update set
		imported_at = excluded.imported_at, row_count = excluded.row_count, left_out = excluded.left_out`)
	qLoad = gate.OfficeSQL("indicator.add_load", `insert into indicator_load (file_hash, user_id, undone_at)
		values ($1, $2, 0) on conflict (file_hash) do update set user_id = excluded.user_id, undone_at = 0`)
	qSome   = gate.OfficeSQL("indicator.some", `select count(*) from (select id from indicator_history limit 1) h`)
	qAddRow = gate.OfficeSQL("indicator.add_row", `insert into indicator_row (row_hash) values ($1)
		on conflict do nothing`)
	qHasRow  = gate.OfficeSQL("indicator.has_row", `select count(*) from indicator_row where row_hash = $1`)
	qAddPast = gate.OfficeSQL("indicator.add_past", `insert into indicator_history (id, `+pastColumns+`)
		values ($1, `+pastMarks+`)`)
	qSetPast = gate.OfficeSQL("indicator.set_past", `update indicator_history set (`+pastColumns+`) = (`+pastMarks+`)
		where id = $1`)
	qSameDay = gate.OfficeSQL("indicator.same_day", `select id, `+pastColumns+` from indicator_history
		where requested_on = $1`)
	qNamed = gate.OfficeSQL("indicator.named", `select h.id, `+pastColumns+` from indicator_history h
		where h.id in (select u.past_id from indicator_undo u where u.row_hash = $1)`)
	qNote = gate.OfficeSQL("indicator.note", `insert into indicator_undo (file_hash, past_id, row_hash, counted_before,
		counted_after) values ($1, $2, $3, $4, $5)`)
)

const (
	pastColumns = `requested_on, outcome, reason, arrived_on, ended_on, exit_reason, sex, gender, birth_year,
		nationality_group, nationality, exploitation, adults, children, household_shape, origin_department, host_region,
		referrer_kind, complaint, cooperation, reflection_informed, statistics_consent`
	pastMarks = `$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23`
)

// cells are what a case is kept as, in the order of pastColumns.
func (p *Past) cells() []any {
	return []any{&p.Requested, &p.Outcome, &p.Reason, &p.Arrived, &p.Ended, &p.Exit, &p.Sex, &p.Gender, &p.BirthYear,
		&p.NationalityGroup, &p.Nationality, &p.Exploitation, &p.Adults, &p.Children, &p.HouseholdShape, &p.Origin,
		&p.HostRegion, &p.Referrer, &p.Complaint, &p.Cooperation, &p.Informed, &p.Consent}
}

// values are the same, to be written.
func (p Past) values() []any {
	return []any{p.Requested, p.Outcome, p.Reason, p.Arrived, p.Ended, p.Exit, p.Sex, p.Gender, p.BirthYear,
		p.NationalityGroup, p.Nationality, p.Exploitation, p.Adults, p.Children, p.HouseholdShape, p.Origin,
		p.HostRegion, p.Referrer, p.Complaint, p.Cooperation, p.Informed, p.Consent}
}

type pastID = id.ID[pastEntity]

// kept is a case as the network counts it.
type kept struct {
	id pastID
	Past
}

func scanKept(rows *gate.Rows) (k kept, err error) {
	return k, rows.Scan(append([]any{&k.id}, k.cells()...)...)
}

// keeper stores a file's good rows. What each did is kept beside, so that the whole can be undone.
type keeper struct {
	tx      *gate.OfficeTx
	file    *file
	inFile  map[string]bool // what its rows count as
	touched map[pastID]bool
	done    *Loaded
	dry     bool // it only tells what would be
}

// keep stores a file's good rows, each under a fresh number drawn at random, so that it tells nothing of its place in
// the file; refused when this very file was kept before and not undone. Rows that another file has brought are passed
// over; a row that corrects one of another file takes its place.
// dry only tells what would be.
func keep(tx *gate.OfficeTx, f *file, done *Loaded, dry bool) error {
	before, err := gate.Value[int](tx.Query, qImported, f.hash[:])
	if err != nil {
		return fmt.Errorf("import past cases: %w", err)
	}
	if before > 0 {
		return errTwice
	}
	if !dry {
		if err := gate.Done(tx.Exec(qImport, f.hash[:], clock.Micros(tx.Now()), f.rows,
			f.rows-len(f.good))); err != nil {
			return fmt.Errorf("import past cases: %w", err)
		}
		if err := gate.Done(tx.Exec(qLoad, f.hash[:], tx.Actor().User().Or())); err != nil {
			return fmt.Errorf("import past cases: %w", err)
		}
	}
	some, err := gate.Value[int](tx.Query, qSome)
	if err != nil {
		return fmt.Errorf("import past cases: %w", err)
	}
	k := &keeper{tx: tx, file: f, inFile: map[string]bool{}, touched: map[pastID]bool{}, done: done,
		dry: dry}
	for _, r := range f.good {
		k.inFile[r.counted()] = true
	}
	for i, key := range f.keys() {
		if err := k.row(f.good[i], key, some > 0); err != nil {
			return fmt.Errorf("import past cases: %w", err)
		}
	}
	return nil
}

func (k *keeper) row(r row, key []byte, corrects bool) error {
	n, err := k.mark(key)
	if err != nil {
		return err
	}
	if n == 0 && r.id == "" {
		k.done.Known++
		return nil
	}
	var was []kept
	switch {
	case n == 0:
		was, err = gate.Collect(k.tx.Query, qNamed, scanKept, key)
	case corrects && r.id == "":
		was, err = k.nearly(r)
	}
	if err != nil {
		return err
	}
	if len(was) != 1 {
		return k.add(r, key)
	}
	return k.correct(was[0], r, key)
}

// mark keeps the name of a row; none where it is kept already.
func (k *keeper) mark(key []byte) (int64, error) {
	if !k.dry {
		return k.tx.Exec(qAddRow, key)
	}
	known, err := gate.Value[int64](k.tx.Query, qHasRow, key)
	return 1 - known, err
}

// nearly are the cases of the same day that a row says again but for one column, which the file itself does not have:
// where there is one alone, the row corrects it.
func (k *keeper) nearly(r row) ([]kept, error) {
	same, err := gate.Collect(k.tx.Query, qSameDay, scanKept, r.Requested)
	return slices.DeleteFunc(same, func(o kept) bool {
		return k.touched[o.id] || k.inFile[o.counted()] || len(differing(o.counted(), r.counted())) != 1
	}), err
}

func (k *keeper) add(r row, key []byte) error {
	k.done.Kept++
	if k.dry {
		return nil
	}
	at := id.Random[pastEntity]()
	if err := gate.Done(k.tx.Exec(qAddPast, append([]any{at}, r.values()...)...)); err != nil {
		return err
	}
	return k.note(at, key, "", r)
}

func (k *keeper) correct(was kept, r row, key []byte) error {
	changed := differing(was.counted(), r.counted())
	if len(changed) == 0 {
		k.done.Known++
		return nil
	}
	k.done.Corrected = append(k.done.Corrected, Corrected{r.line, changed})
	if k.touched[was.id] = true; k.dry {
		return nil
	}
	if err := gate.Done(k.tx.Exec(qSetPast, append([]any{was.id}, r.values()...)...)); err != nil {
		return err
	}
	return k.note(was.id, key, was.counted(), r)
}

func (k *keeper) note(at pastID, key []byte, before string, r row) error {
	k.touched[at] = true
	return gate.Done(k.tx.Exec(qNote, k.file.hash[:], at, key, before, r.counted()))
}

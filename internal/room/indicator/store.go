package indicator

import (
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/gate"
)

type pastEntity struct{}

var (
	qImported = gate.OfficeSQL("indicator.imported", `select count(*) from indicator_import where file_hash = $1`)
	qImport   = gate.OfficeSQL("indicator.add_import", `insert into indicator_import (file_hash, imported_at,
		row_count, left_out) values ($1, $2, $3, $4)`)
	qAddRow = gate.OfficeSQL("indicator.add_row", `insert into indicator_row (row_hash) values ($1)
		on conflict do nothing`)
	qAddPast = gate.OfficeSQL("indicator.add_past", `insert into indicator_history (id, requested_on, outcome, reason,
		arrived_on, ended_on, exit_reason,
		sex, gender, birth_year, nationality_group, nationality, exploitation, adults, children, household_shape,
		origin_department, host_region,
		referrer_kind, complaint, cooperation, reflection_informed, statistics_consent)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
		$23)`)
)

// keep stores a file's good rows, each under a fresh number drawn at random, so that it tells nothing of its place in
// the file; refused when this very file was kept before. Rows that another file has brought are passed over: known is
// how many.
func keep(tx *gate.OfficeTx, f *file) (known int, err error) {
	var before int
	if err := tx.QueryRow(qImported, f.hash[:]).Scan(&before); err != nil {
		return 0, fmt.Errorf("import past cases: %w", err)
	}
	if before > 0 {
		return 0, errTwice
	}
	if _, err := tx.Exec(qImport, f.hash[:], clock.Micros(tx.Now()), f.rows, f.rows-len(f.good)); err != nil {
		return 0, fmt.Errorf("import past cases: %w", err)
	}
	for i, key := range f.keys() {
		p := f.good[i]
		n, err := tx.Exec(qAddRow, key)
		if err != nil {
			return 0, fmt.Errorf("import past cases: %w", err)
		}
		if n == 0 {
			known++
			continue
		}
		_, err = tx.Exec(qAddPast, id.Random[pastEntity](), p.Requested, p.Outcome, p.Reason, p.Arrived, p.Ended,
			p.Exit, p.Sex, p.Gender, p.BirthYear,
			p.NationalityGroup, p.Nationality, p.Exploitation, p.Adults, p.Children, p.HouseholdShape, p.Origin,
			p.HostRegion, p.Referrer,
			p.Complaint, p.Cooperation, p.Informed, p.Consent)
		if err != nil {
			return 0, fmt.Errorf("import past cases: %w", err)
		}
	}
	return known, nil
}

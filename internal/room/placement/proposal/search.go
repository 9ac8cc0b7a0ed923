package proposal

import (
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
)

var (
	qRound     = gate.CaseSQL("placement.round", `select round from placement_search where case_id = $1`)
	qNextRound = gate.CaseSQL("placement.next_round", `insert into placement_search (case_id, round) values ($1, 1)
		on conflict (case_id) do update set round = placement_search.round + 1`)
)

// ReadRound returns how often hosts were asked or let go: what a page shows and sends back, so that a second
// coordinator learns what the first did.
func ReadRound(v *gate.CaseView) (int, error) {
	n, err := gate.Value[int](v.Query, qRound)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return n, err
}

// CheckRound refuses with ErrChanged when somebody asked or let go a host since the page was shown.
func CheckRound(v *gate.CaseView, round int) error {
	now, err := ReadRound(v)
	if err != nil {
		return err
	}
	if now != round {
		return casefile.ErrChanged
	}
	return nil
}

// NextRound counts that hosts were asked or let go.
func NextRound(tx *gate.CaseTx) error {
	_, err := tx.Exec(qNextRound)
	return fault.In("count search round", err)
}

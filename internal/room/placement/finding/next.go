package finding

import (
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Cause is why the line moved.
type Cause string

// The causes.
const (
	CauseAsked    Cause = "asked"    // hosts were asked
	CauseDeclined Cause = "declined" // a host cannot receive
	CauseExpired  Cause = "expired"  // the time of a host is over
)

// Next is who is next in line, and why the line moved last. It is prepared beforehand: one press asks that host.
type Next struct {
	At             time.Time
	Cause          Cause
	Department     string // of the host that could not receive
	Reason         string // its reason, code list decline
	Place          partner.PlaceRow
	HasPlace       bool
	Appeared, Gone int // places that fit now and did not at the last decision, and the other way round
	Round          int
}

var (
	qSetNext = gate.CaseSQL("placement.set_next", `insert into placement_next (case_id, at, cause, department, reason,
		place_id, appeared, gone)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (case_id) do update set at = excluded.at,
		cause = excluded.cause,
		department = excluded.department, reason = excluded.reason, place_id = excluded.place_id,
		appeared = excluded.appeared, gone = excluded.gone`)
	qNext = gate.CaseSQL("placement.next", `select at, cause, department, reason, place_id, appeared, gone
		from placement_next where case_id = $1`)
)

// Prepare keeps who is next in line, so that home and case page can say it without a search.
func (f Found) Prepare(tx *gate.CaseTx, n Next, but []access.TeamID) error {
	place := []byte{}
	if line := f.Line(but); len(line) > 0 {
		place = line[0].Row.ID.Bytes()
	}
	_, err := tx.Exec(qSetNext, clock.Micros(tx.Now()), string(n.Cause), n.Department, n.Reason, place, n.Appeared,
		n.Gone)
	return fault.In("prepare who is next", err)
}

// ReadNext reads who is next in line; false while no host was asked.
func ReadNext(v *gate.CaseView) (Next, bool, error) {
	var place []byte
	n, err := gate.One(v.Query, qNext, func(n *Next) []any {
		return []any{clock.Stored{T: &n.At}, &n.Cause, &n.Department, &n.Reason, &place, &n.Appeared, &n.Gone}
	})
	if fault.Is(err, fault.NotFound) {
		return n, false, nil
	}
	if err != nil {
		return n, false, err
	}
	if n.Round, err = proposal.ReadRound(v); err != nil || len(place) == 0 {
		return n, err == nil, err
	}
	var p partner.PlaceID
	if err := p.Scan(place); err != nil {
		return n, false, fmt.Errorf("read who is next: %w", err)
	}
	n.Place, err = partner.PlaceOf(v, p)
	n.HasPlace = err == nil
	return n, err == nil, err
}

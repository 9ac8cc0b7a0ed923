package placement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist/country"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
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

// Since is what changed since the last decision.
type Since struct {
	At       time.Time
	Ended    []Proposal // asked in it or before, and ended without a place since
	Appeared []Match    // fit now, and did not
	Gone     []Shut     // fitted then, and do not now
}

// Guide is what a search says besides its list.
type Guide struct {
	Next      Match // who is next in line, where HasNext
	HasNext   bool
	Since     *Since // nil before the first decision
	Stuck     *Stuck // nil while a place fits
	Decisions []Decided
	On        date.Date // the day of the search, for lists with dates
}

var (
	qMet = gate.CaseSQL("placement.met", `select proposal_id from placement_interview where case_id = $1
		and held_at > 0`)
	qSetNext = gate.CaseSQL("placement.set_next", `insert into placement_next (case_id, at, cause, department, reason,
		place_id, appeared, gone)
		values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (case_id) do update set at = excluded.at,
		cause = excluded.cause,
		department = excluded.department, reason = excluded.reason, place_id = excluded.place_id,
		appeared = excluded.appeared, gone = excluded.gone`)
	qNext = gate.CaseSQL("placement.next", `select at, cause, department, reason, place_id, appeared, gone
		from placement_next where case_id = $1`)
)

// guide reads what changed since the last decision, who is next, and what helps when nothing fits.
func (f Found) guide(v *gate.CaseView) (Guide, error) {
	g := Guide{Stuck: f.stuck(), On: date.In(v.Now(), country.Zone())}
	if line := f.line(nil); len(line) > 0 {
		g.Next, g.HasNext = line[0], true
	}
	var err error
	if g.Decisions, err = listDecisions(v); err != nil || len(g.Decisions) == 0 {
		return g, err
	}
	var packed []byte
	var at int64
	if err := v.QueryRow(qLatest).Scan(&packed, &at); err != nil {
		return g, fault.In("read decision", err)
	}
	seen, err := unpack(packed)
	if err != nil {
		return g, err
	}
	s := f.since(seen, clock.FromMicros(at))
	g.Since = &s
	return g, nil
}

// since compares a search with what was seen at a decision.
func (f Found) since(seen Record, at time.Time) Since {
	s := Since{At: at}
	fitted := map[PlaceID]bool{}
	for _, p := range seen.Places {
		fitted[p.Place] = p.Verdict == match.Passed.String()
	}
	for _, m := range f.Matches {
		switch now := m.Result.Verdict == match.Passed; {
		case now && !fitted[m.Row.ID]:
			s.Appeared = append(s.Appeared, m)
		case !now && fitted[m.Row.ID]:
			why := slices.Concat(m.Result.Broken(), m.Result.Asks())
			s.Gone = append(s.Gone, Shut{m, why[0]})
		}
	}
	for _, p := range f.Proposals {
		ended := p.State == Declined || p.State == FinalDeclined || p.State == Expired
		if ended && !p.ended().Before(at) {
			s.Ended = append(s.Ended, p)
		}
	}
	return s
}

// ended is when a proposal ended without a place.
func (p Proposal) ended() time.Time {
	if p.State == Expired {
		return p.Until
	}
	return p.Answered
}

// readMet returns the proposals whose interview took place.
func readMet(v *gate.CaseView) (map[ProposalID]bool, error) {
	rows, err := v.Query(qMet)
	if err != nil {
		return nil, fmt.Errorf("read interviews: %w", err)
	}
	defer rows.Close()
	out := map[ProposalID]bool{}
	for rows.Next() {
		var p ProposalID
		if err := rows.Scan(&p); err != nil {
			return nil, fmt.Errorf("read interviews: %w", err)
		}
		out[p] = true
	}
	return out, rows.Err()
}

// prepare keeps who is next in line, so that home and case page can say it without a search.
func (f Found) prepare(tx *gate.CaseTx, n Next, but []access.TeamID) error {
	place := []byte{}
	if line := f.line(but); len(line) > 0 {
		place = line[0].Row.ID.Bytes()
	}
	_, err := tx.Exec(qSetNext, clock.Micros(tx.Now()), string(n.Cause), n.Department, n.Reason, place, n.Appeared,
		n.Gone)
	return fault.In("prepare who is next", err)
}

// readNext reads who is next in line; false while no host was asked.
func readNext(v *gate.CaseView) (Next, bool, error) {
	var n Next
	var at int64
	var place []byte
	err := v.QueryRow(qNext).Scan(&at, &n.Cause, &n.Department, &n.Reason, &place, &n.Appeared, &n.Gone)
	if fault.Is(err, fault.NotFound) {
		return n, false, nil
	}
	if err != nil {
		return n, false, fmt.Errorf("read who is next: %w", err)
	}
	n.At = clock.FromMicros(at)
	if n.Round, err = readRound(v); err != nil || len(place) == 0 {
		return n, err == nil, err
	}
	var p PlaceID
	if err := p.Scan(place); err != nil {
		return n, false, fmt.Errorf("read who is next: %w", err)
	}
	n.Place, err = partner.PlaceOf(v, p)
	n.HasPlace = err == nil
	return n, err == nil, err
}

// repairLater has the search done anew after a host could not receive: by Havre's own job, since the host's act has no
// business with danger zones or other places.
func repairLater(tx *gate.CaseTx, p Proposal) error {
	return later(tx, "placement.repair", p, "0", tx.Now())
}

// repair searches again after a proposal ended without a place, and keeps what changed and who is next.
func (d *Desk) repair(ctx context.Context, j outbox.Job) error {
	w, err := readJob(j)
	if err != nil {
		return err
	}
	return d.change(ctx, access.Machine("placement.repair"), repair, gate.JobRef(w.on), w.id,
		func(tx *gate.CaseTx, p Proposal) error {
			f, err := d.search(&tx.CaseView)
			if err != nil || f.Header.Stage != casefile.Searching && f.Header.Stage != casefile.Meeting {
				return err
			}
			n := Next{Cause: CauseDeclined, Department: p.Department, Reason: p.Reason}
			if p.State == Expired {
				n.Cause = CauseExpired
			}
			g, err := f.guide(&tx.CaseView)
			if err != nil {
				return err
			}
			if g.Since != nil {
				n.Appeared, n.Gone = len(g.Since.Appeared), len(g.Since.Gone)
			}
			return f.prepare(tx, n, nil)
		})
}

package journey

import (
	"context"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

type seenEntity struct{}

// seenAt is, of a list of cases, when the team saw last that the place is not safe any more.
const seenAt = `coalesce((select max(e.seen_at) from journey_seen e where e.case_id = c.id
	and e.team_id = circle.team_id), 0)`

var (
	qSee = gate.CaseSQL("journey.see_doubt", `insert into journey_seen (case_id, id, team_id, user_id, seen_at)
		values ($1, $2, $3, $4, $5)`)
	qSeen = gate.CaseSQL("journey.doubt_seen", `select coalesce(max(seen_at), 0) from journey_seen where case_id = $1
		and team_id = $2`)
)

// SeeDoubt notes that the acting team has seen why the place is not safe any more: its home gives no alarm of it until
// something newer is known, and goes on to show it. Nothing else follows.
func (d *Desk) SeeDoubt(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, SeeDoubt, ref, func(tx *gate.CaseTx) error {
		if doubt, err := d.doubt(&tx.CaseView); err != nil {
			return err
		} else if doubt == "" {
			return casefile.ErrStep
		}
		now := clock.Micros(tx.Now())
		return gate.Done(tx.Exec(qSee, id.New[seenEntity](tx.Now()), tx.Team(), tx.Actor().User(), now))
	})
}

// seen is when the reader's team saw last that the place is not safe any more; zero: never.
func seen(v *gate.CaseView) (at time.Time, err error) {
	micros, err := gate.Value[int64](v.Query, qSeen, v.Team())
	return clock.FromMicros(micros), err
}

package account

import (
	"context"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

type asideEntity struct{}

// AsideID identifies a task set aside.
type AsideID = id.ID[asideEntity]

// Aside is a task that Havre could not do and has set aside: what kind it is, never what it is about.
type Aside struct {
	ID       AsideID
	Kind     string // a code, to be read out to who helps
	Why      string // failed or unknown
	Attempts int
	At       time.Time
}

// asidesShown is how many the page shows; the others come up as these are decided.
const asidesShown = 50

var (
	qAsides = gate.OfficeSQL("account.asides", `select id, kind, why, attempts, dead_at from outbox_job
		where dead_at > 0 and done_at = 0 order by dead_at, id limit $1`)
	qCountAsides = gate.OfficeSQL("account.count_asides", `select count(*), coalesce(min(dead_at), 0) from outbox_job
		where dead_at > 0 and done_at = 0`)
	qTryAgain = gate.OfficeSQL("account.try_again", `update outbox_job set dead_at = 0, why = '', attempts = 0,
		due_at = $2 where id = $1 and dead_at > 0 and done_at = 0`)
	qLayToRest = gate.OfficeSQL("account.lay_to_rest", `update outbox_job set done_at = $2
		where id = $1 and dead_at > 0 and done_at = 0`)
)

func asides(v *gate.OfficeView) ([]Aside, error) {
	return gate.List(v.Query, qAsides, func(a *Aside) []any {
		return []any{&a.ID, &a.Kind, &a.Why, &a.Attempts, clock.Stored{T: &a.At}}
	}, asidesShown)
}

// TryAgain has a task set aside done again, from its first attempt.
func (d *Desk) TryAgain(ctx context.Context, who access.Actor, task AsideID) error {
	return d.decideAside(ctx, who, TryTask, task, qTryAgain)
}

// LayToRest gives a task set aside up for good; it needs a step-up, for what the task was to do stays undone.
func (d *Desk) LayToRest(ctx context.Context, who access.Actor, task AsideID) error {
	return d.decideAside(ctx, who, RestTask, task, qLayToRest)
}

func (d *Desk) decideAside(ctx context.Context, who access.Actor, act access.Act, task AsideID,
	q gate.OfficeQuery) error {
	return d.gate.ChangeOffice(ctx, who, act, func(tx *gate.OfficeTx) error {
		tx.About(gate.As(task))
		n, err := tx.Exec(q, task, clock.Micros(tx.Now()))
		if err == nil && n == 0 { // somebody else decided already
			return fault.ErrAbsent
		}
		return fault.In("decide on a task set aside", err)
	})
}

// openAsides tells the administrator how many tasks wait for a decision.
func openAsides(v *gate.CircleView) ([]casefile.Item, error) {
	var n int
	var since int64
	if err := v.OfficeRow(qCountAsides).Scan(&n, &since); err != nil || n == 0 {
		return nil, fault.In("count tasks set aside", err)
	}
	return []casefile.Item{{Band: casefile.Now, Alarm: true, Since: clock.FromMicros(since), Text: "account.home.aside",
		Args: []any{"n", n}, Link: "/settings#aside"}}, nil
}

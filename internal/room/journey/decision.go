package journey

import (
	"slices"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
)

// Safe tells why a place does not lie clear of the danger and of the people that are known now; "" where it does.
type Safe func(v *gate.CaseView, place partner.PlaceID) (casefile.Doubt, error)

// Despites are why somebody goes to a place all the same, in the order pages show them.
var Despites = []string{"she_knows", "checked", "safer_there"}

// The steps that ask for a decision.
const (
	stepPlan      = "plan"
	stepDeparture = "departure"
	stepBack      = "back" // she spends the night where she left from
)

// Decision is one person's: she goes there, although the place is not clear of danger any more (I4).
type Decision struct {
	At      time.Time
	Who     string // name
	Step    string // "plan", "departure" or "back"
	Despite string // one of Despites
}

// OfDecision asks why, where a place is not safe any more.
var OfDecision = ask.Of("journey",
	ask.Among("despite", Despites, func(d *Decision) *string { return &d.Despite }).Opened())

// ErrDecide tells that the place is not safe any more, and that nobody has decided by name to go there all the same.
var ErrDecide = fault.NewInvalid("journey.doubt.decide")

// ErrClosed tells that nobody may decide to go there.
var ErrClosed = fault.NewInvalid("journey.doubt.closed")

var (
	qDecide = gate.CaseSQL("journey.decide", `insert into journey_decision (case_id, id, decided_at, user_id, step,
		doubt, despite) values ($1, $2, $3, $4, $5, $6, $7)`)
	qDecisions = gate.CaseSQL("journey.decisions", `select decided_at, user_id, step, despite from journey_decision
		where case_id = $1 order by decided_at desc, id desc`)
)

// doubt is why the place of a case is not safe any more.
func (d *Desk) doubt(v *gate.CaseView) (casefile.Doubt, error) {
	at, err := placed(v)
	if err != nil {
		return "", err
	}
	place, err := partner.ParsePlace(at.Place)
	if err != nil {
		return "", err
	}
	return d.safe(v, place)
}

// decide keeps who decided to go on where danger grew, and refuses to go on where nobody did, or where nobody may.
func (d *Desk) decide(tx *gate.CaseTx, step, despite string) error {
	doubt, err := d.doubt(&tx.CaseView)
	switch {
	case err != nil || doubt == "":
		return err
	case doubt.Closed():
		return ErrClosed
	case !slices.Contains(Despites, despite):
		return ErrDecide
	}
	return keepDecision(tx, step, string(doubt), despite)
}

// keepDecision keeps who decided what, at what step and why.
func keepDecision(tx *gate.CaseTx, step, doubt, despite string) error {
	row := id.New[decisionEntity](tx.Now())
	return gate.Done(tx.Exec(qDecide, row, clock.Micros(tx.Now()), tx.Actor().User(), step, doubt, despite))
}

type decisionEntity struct{}

// decisions lists who decided to go on, newest first.
func decisions(v *gate.CaseView) ([]Decision, error) {
	var who []gate.UserID
	out, err := gate.Collect(v.Query, qDecisions, func(rows *gate.Rows) (d Decision, err error) {
		var user gate.UserID
		err = rows.Scan(clock.Stored{T: &d.At}, &user, &d.Step, &d.Despite)
		who = append(who, user)
		return d, err
	})
	for i := range out {
		if err == nil {
			out[i].Who, err = casefile.Colleague(v, who[i])
		}
	}
	return out, err
}

package asking

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Planning is what the page on which an interview is planned shows.
type Planning struct {
	Standing
	Needs   secret.Text         // the needs in words, as the host will read them
	Before  *proposal.Interview // when it is planned anew
	Prepare secret.Text         // what the host is to prepare, as planned before
	Others  int                 // further hosts that will be thanked and let go
}

// OpenPlan opens the page on which the interview is planned, with the words the host will be able to read.
func (d *Desk) OpenPlan(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) (Planning, error) {
	return gate.Seen(ctx, d.gate, who, OpenPlan, ref,
		func(v *gate.CaseView) (Planning, error) { return d.planning(v, id) })
}

func (d *Desk) planning(v *gate.CaseView, id proposal.ID) (pl Planning, err error) {
	all, err := proposal.List(v)
	if err != nil {
		return pl, err
	}
	one, err := gate.Among(all, func(p proposal.Proposal) bool { return p.ID == id })
	if err != nil {
		return pl, err
	}
	if pl.Standing, err = d.standing(v, one); err != nil {
		return pl, err
	}
	for _, p := range all {
		if p.ID != id && p.State.Live() {
			pl.Others++
		}
	}
	if pl.Before, pl.Prepare, err = proposal.Before(v, id); err != nil {
		return pl, err
	}
	if d.o.Needs == nil || !v.Holds(vault.Needs) {
		return pl, nil
	}
	if pl.Needs, err = d.o.Needs(v); fault.Is(err, fault.NotFound) {
		return pl, nil // nobody wrote any
	}
	return pl, err
}

// Plan gives the interview an hour and hands the needs, and nothing else, to this one host. The other hosts asked are
// thanked and let go at the same instant: the person meets one place at a time.
func (d *Desk) Plan(ctx context.Context, who access.Actor, ref casefile.Ref, pid proposal.ID,
	m proposal.Meeting) error {
	return d.change(ctx, who, Plan, ref, pid, func(tx *gate.CaseTx, p proposal.Proposal) (err error) {
		if err := undisputed(tx, p.ID); err != nil {
			return err
		}
		first := p.State == proposal.Accepted
		if p.State, err = p.State.Next(proposal.OfficePlans); err != nil {
			return err
		}
		wrong := checkMeeting(tx.Country(), tx.Now(), m)
		if err := fault.Join(wrong, d.safe(tx, p, decision.StepInterview, m.Why)); err != nil {
			return err
		}
		if first {
			if err := tx.Grant(p.Team, vault.Needs); err != nil {
				return err
			}
		}
		if err := fault.Join(letAllGo(tx, p.ID, "another_place"), proposal.WritePlan(tx, p.ID, m)); err != nil {
			return err
		}
		if err := renew(tx, &p, closing(tx.Country(), m.At, country.AnswerWorkdays)); err != nil {
			return err
		}
		if err := proposal.Update(tx, p); err != nil {
			return err
		}
		if err := d.tellHost(tx, p, tellPlanned); err != nil {
			return err
		}
		return casefile.Tell(tx, InterviewPlanned{At: clock.Micros(m.At)})
	})
}

func checkMeeting(c *country.Pack, now time.Time, m proposal.Meeting) error {
	if tooFar(c, now, m.At) {
		return fault.NewAbout("at", "placement.interview_when")
	}
	if !slices.Contains(Ways(), m.Way) {
		return fault.NewInvalid("fault.invalid")
	}
	for _, a := range m.Attends {
		if !slices.Contains(Attendants(), a) {
			return fault.NewInvalid("fault.invalid")
		}
	}
	return nil
}

// ErrAhead asks whether an interview took place well before the hour for which it is planned.
var ErrAhead = fault.NewInvalid("placement.interview_ahead")

// InterviewHeld records that the interview took place. The person's second agreement may be asked from then on (I2).
// Early confirms that it was well before its hour.
func (d *Desk) InterviewHeld(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID,
	early bool) error {
	return d.change(ctx, who, Hold, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) (err error) {
		if err := undisputed(tx, p.ID); err != nil {
			return err
		}
		if p.State, err = p.State.Next(proposal.InterviewTook); err != nil {
			return err
		}
		i, _, err := proposal.FindInterview(&tx.CaseView, p.ID) // one that is not there has no number, and is refused
		if err != nil {
			return err
		}
		if !early && i.Ahead(tx.Now()) {
			return ErrAhead
		}
		if err := i.TookPlace(tx); err != nil {
			return err
		}
		if err := renew(tx, &p, closing(tx.Country(), tx.Now(), country.AnswerWorkdays)); err != nil {
			return err
		}
		if err := proposal.Update(tx, p); err != nil {
			return err
		}
		return casefile.Tell(tx, InterviewHeld{})
	})
}

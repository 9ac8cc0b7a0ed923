package asking

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Faults of an answer that was given by telephone, each beside its field.
var (
	ErrWho    = fault.NewAbout("who", "placement.telephone.invalid.who")
	ErrReason = fault.NewAbout("reason", "placement.telephone.invalid.reason")
	ErrCalled = fault.NewAbout("at", "placement.telephone.invalid.at")
	ErrAgain  = fault.NewAbout("again", "placement.telephone.invalid.again")
	// ErrTwoAnswers tells that a reason of a no stands beside another answer: which of the two was given is asked.
	ErrTwoAnswers = fault.NewAbout("reason", "placement.telephone.invalid.two")
	// ErrNobody tells that a name stands beside a call that nobody answered.
	ErrNobody = fault.NewAbout("who", "placement.telephone.invalid.nobody")
	// ErrAnswered tells that a next call stands beside an answer that is given.
	ErrAnswered = fault.NewAbout("again", "placement.telephone.invalid.answered")
	// ErrYesStands tells that a host that said yes, and does not dispute it, says "later": its yes stands
	// until it says no.
	ErrYesStands = fault.NewAbout("outcome", "placement.telephone.invalid.yes_stands")
	// ErrDisputed keeps an admission from resting on a yes of which the host says that it did not say it.
	ErrDisputed = fault.NewConflict("placement.disputed")
)

// Spoken is what came of a call to a host: its answer, as it gave it, and who gave it.
type Spoken struct {
	Outcome string      // one of Outcomes
	Reason  string      // of a no: code list decline
	Who     secret.Text // name and function, read by the evaluation team
	At      time.Time   // of the call
	Again   time.Time   // by when the host answers, or is called again
	Seen    proposal.State
}

// Outcomes lists what may come of a call to a host.
func Outcomes() []string { return []string{"yes", "no", "later", "nobody"} }

// Calling is the page from which a host is called: its number, and the form of its answer.
type Calling struct {
	Header   casefile.Header
	Proposal proposal.Proposal
	Place    partner.PlaceRow
	Said     *Said
	Now      time.Time
}

// Telephone opens the page from which a host is called.
func (d *Desk) Telephone(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) (Calling, error) {
	var c Calling
	err := d.gate.ViewCase(ctx, who, OpenTelephone, ref, func(v *gate.CaseView) (err error) {
		c = Calling{Now: v.Now()}
		if c.Header, err = casefile.ReadHeader(v); err != nil {
			return err
		}
		if c.Proposal, err = proposal.Find(v, id); err != nil {
			return err
		}
		if c.Place, err = partner.PlaceOf(v, c.Proposal.Place); err != nil {
			return err
		}
		if c.Said, err = lastSaid(v, id); err != nil || c.Said == nil {
			return err
		}
		c.Said.Who, err = whoIn.Held(v, c.Said.ID, c.Said.who)
		return err
	})
	return c, err
}

// Spoke writes down a host's answer that it gave by telephone: as the host's, by the same steps and limits, with who
// gave it. The host reads it on its own page and may say that this is not what it said. It opens nothing more to
// anybody than the host's own press would, and does not pretend that the host looked.
func (d *Desk) Spoke(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID, a Spoken) error {
	return d.change(ctx, who, AnswerFor, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if p.State != a.Seen {
			return casefile.ErrChanged
		}
		if err := a.check(tx, p); err != nil {
			return err
		}
		if d.o.Called != nil {
			if err := d.o.Called(tx, p.Team, a.At, a.Again, a.Outcome != "nobody"); err != nil {
				return err
			}
		}
		answer := a.Outcome
		tx.For(p.Team)
		b, err := standing(tx, p)
		if err != nil {
			return err
		}
		switch {
		case a.Outcome == "nobody":
			tx.Note("nobody")
			return nil
		case a.Outcome == "later":
			tx.Note("later")
		case a.Outcome == "no":
			tx.Note("no")
			if err := decline(tx, p, Refusal{Reason: a.Reason, Seen: a.Seen}, refusalOf(p.State)); err != nil {
				return err
			}
		case p.State == proposal.Accepted: // its yes stands: it says it again
			tx.Note("yes")
		case p.State == proposal.FinalAccepted:
			answer = "final_yes"
			tx.Note("final_yes")
		case p.State == proposal.Held:
			answer = "final_yes"
			tx.Note("final_yes")
			if err := acceptFinally(tx, p); err != nil {
				return err
			}
		default:
			tx.Note("yes")
			if err := accept(tx, p); err != nil {
				return err
			}
		}
		return writeSaid(tx, p, answer, a, b)
	})
}

// refusalOf is the step of a no, by where the proposal stands.
func refusalOf(s proposal.State) proposal.Step {
	if s == proposal.Sent || s == proposal.Accepted {
		return proposal.HostDeclines
	}
	return proposal.HostDeclinesAfter
}

// check refuses what cannot be: an answer that nobody gave, a call before the host was asked or still to come.
func (a Spoken) check(tx *gate.CaseTx, p proposal.Proposal) error {
	if !p.State.Live() {
		return ErrNoLonger
	}
	wrong := []error{fault.NewAbout("outcome", "fault.invalid")}
	if slices.Contains(Outcomes(), a.Outcome) {
		wrong = a.Contradictions()
	}
	if a.At.After(tx.Now()) || a.At.Before(p.Sent.Truncate(time.Minute)) {
		wrong = append(wrong, ErrCalled)
	}
	if !a.Again.IsZero() && (!a.Again.After(tx.Now()) || a.Again.After(p.Until)) {
		wrong = append(wrong, ErrAgain)
	}
	if a.Outcome == "later" && (p.State == proposal.Accepted || p.State == proposal.FinalAccepted) {
		switch disputed, err := disputes(&tx.CaseView, p.ID); {
		case err != nil:
			return err
		case !disputed:
			wrong = append(wrong, ErrYesStands)
		}
	}
	if a.Reason != "" && !tx.Country().List(codelist.Decline).Has(a.Reason, tx.Today()) {
		wrong = append(wrong, ErrReason)
	}
	return fault.Join(wrong...)
}

// Contradictions are what one answer lacks, and what of it cannot stand together, each beside its question.
func (a Spoken) Contradictions() (out []error) {
	if a.Outcome == "no" && a.Reason == "" {
		out = append(out, ErrReason)
	}
	if a.Outcome != "no" && a.Reason != "" {
		out = append(out, ErrTwoAnswers)
	}
	switch nobody := a.Outcome == "nobody"; {
	case nobody && !a.Who.Empty():
		out = append(out, ErrNobody)
	case !nobody && a.Who.Empty():
		out = append(out, ErrWho)
	}
	if (a.Outcome == "yes" || a.Outcome == "no") && !a.Again.IsZero() {
		out = append(out, ErrAnswered)
	}
	return out
}

// Settle says that what a host said it did not say was cleared up with it.
func (d *Desk) Settle(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) error {
	return d.change(ctx, who, SettleAnswer, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		tx.For(p.Team)
		return settleSaid(tx, p.ID)
	})
}

// Disputed are the answers of which a host says that it did not give them, for the head office's home.
func disputed(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qDisputed, func(rows *gate.Rows) (it casefile.Item, err error) {
		var id proposal.ID
		var department string
		it = casefile.Item{Band: casefile.Now, Alarm: true, Text: "placement.home.disputed",
			Action: "placement.home.call"}
		it.Case, err = casefile.ScanHeader(rows, &id, &department, clock.Stored{T: &it.Since})
		it.In = department
		it.Link, it.Args = it.Case.Page()+"/search", []any{"area", v.Country().Name(department)}
		it.To = it.Case.Page() + "/proposals/" + id.String() + "/telephone"
		return it, err
	})
}

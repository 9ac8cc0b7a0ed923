package asking

import (
	"context"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Seen is a proposal as its host sees it. Before the interview is planned it holds codes alone.
type Seen struct {
	Ref       casefile.Ref // the host's own alias
	ID        proposal.ID
	Letter    Letter
	Question  string
	Reply     string
	Agreed    bool  // the person has said yes since the interview
	Needless  bool  // the case went another way: nothing is to be answered
	Said      *Said // what the head office wrote down as this host's answer, latest; nil: nothing
	Interview *proposal.Interview
	Prepare   secret.Text // what to prepare, in words; empty until the interview is planned
	Needs     secret.Text // the needs in words, from the same instant
}

// See opens a proposal for its host. The first opening is remembered for the board.
func (d *Desk) See(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) (Seen, error) {
	var s Seen
	err := d.change(ctx, who, See, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) (err error) {
		if s, err = d.seen(&tx.CaseView, p); err != nil {
			return err
		}
		if !p.Seen.IsZero() {
			return nil
		}
		p.Seen = tx.Now()
		return proposal.Update(tx, p)
	})
	return s, err
}

func (d *Desk) seen(v *gate.CaseView, p proposal.Proposal) (Seen, error) {
	h, err := casefile.ReadHeader(v)
	if err != nil {
		return Seen{}, err
	}
	place, err := partner.PlaceOf(v, p.Place)
	if err != nil {
		return Seen{}, err
	}
	s := Seen{
		Ref: v.Ref(), ID: p.ID, Letter: Letter{place.Name, place.Department, p.Shape, p.Until, p.State,
			proposal.NextAt(v, place).After},
		Question: p.Question,
		Reply:    p.Reply,
		Needless: !h.Stage.Open() || h.Stage == casefile.Waiting,
	}
	if s.Said, err = lastSaid(v, p.ID); err != nil {
		return s, err
	}
	if s.Agreed, err = proposal.PersonAgreed(v); err != nil {
		return s, err
	}
	if !v.Holds(vault.Needs) {
		return s, nil
	}
	if s.Interview, s.Prepare, err = proposal.Before(v, p.ID); err != nil || s.Interview == nil {
		return s, err
	}
	if d.o.Needs != nil {
		if s.Needs, err = d.o.Needs(v); err != nil && !fault.Is(err, fault.NotFound) {
			return s, err
		}
	}
	return s, nil
}

// needed refuses an answer to a case that went another way.
func needed(tx *gate.CaseTx) error {
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil {
		return err
	}
	if h.Stage != casefile.Searching && h.Stage != casefile.Meeting {
		return ErrNoLonger
	}
	return nil
}

// Accept records the host's yes in principle. It opens nothing: the needs open when the coordinator plans the
// interview.
func (d *Desk) Accept(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) error {
	return d.change(ctx, who, Accept, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if said, err := says(tx, p, proposal.Accepted); said || err != nil {
			return err
		}
		if p.Seen.IsZero() {
			p.Seen = tx.Now()
		}
		return accept(tx, p)
	})
}

// says clears up what was written down for a host, by its own press: said tells that it disputed that, and its yes
// stands already, and nothing else moves.
func says(tx *gate.CaseTx, p proposal.Proposal, stands proposal.State) (said bool, err error) {
	open, err := disputes(&tx.CaseView, p.ID)
	if err != nil {
		return false, err
	}
	return open && p.State == stands, settleSaid(tx, p.ID)
}

// accept is the host's yes in principle, however it was given.
func accept(tx *gate.CaseTx, p proposal.Proposal) (err error) {
	if err := needed(tx); err != nil {
		return err
	}
	if p.State, err = p.State.Next(proposal.HostAccepts); err != nil {
		return err
	}
	p.Answered = tx.Now()
	if err := renew(tx, &p, closing(tx.Country(), tx.Now(), country.AnswerWorkdays)); err != nil {
		return err
	}
	if err := proposal.Update(tx, p); err != nil {
		return err
	}
	return casefile.Tell(tx, HostAccepted{Place: p.Place.String()})
}

// Refusal is a host's no: why, and to which state of the proposal it was said. A page that is older than an answer
// overturns nothing.
type Refusal struct {
	Reason string // code list decline
	Seen   proposal.State
}

// Decline records the host's no with a reason of the closed list. It takes nothing from the person and leaves nothing
// with the host: no key, no place in the circle (I3). ErrChanged where somebody answered meanwhile.
func (d *Desk) Decline(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID, r Refusal) error {
	return d.decline(ctx, who, Decline, ref, id, r, proposal.HostDeclines)
}

// FinalDecline records the host's no after the interview was planned; its key to the needs is taken back.
func (d *Desk) FinalDecline(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID,
	r Refusal) error {
	return d.decline(ctx, who, FinalDecline, ref, id, r, proposal.HostDeclinesAfter)
}

func (d *Desk) decline(ctx context.Context, who access.Actor, act access.Act, ref casefile.Ref, id proposal.ID,
	r Refusal, step proposal.Step) error {
	return d.change(ctx, who, act, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if err := settleSaid(tx, p.ID); err != nil {
			return err
		}
		return decline(tx, p, r, step)
	})
}

// decline is the host's no, however it was given.
func decline(tx *gate.CaseTx, p proposal.Proposal, r Refusal, step proposal.Step) error {
	if !tx.Country().List(codelist.Decline).Has(r.Reason, tx.Today()) {
		return fault.NewInvalid("fault.invalid")
	}
	if p.State != r.Seen {
		return casefile.ErrChanged
	}
	if err := letGo(tx, p, step, r.Reason); err != nil {
		return err
	}
	if err := repairLater(tx, p); err != nil {
		return err
	}
	if err := casefile.Ring(tx, tellDeclined); err != nil {
		return err
	}
	return searchOn(tx, "host_declined")
}

// Ask records a host's question from the closed list; the time to answer goes on.
func (d *Desk) Ask(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID, question string) error {
	return d.change(ctx, who, Ask, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if !tx.Country().List(codelist.ProposalQuestion).Has(question, tx.Today()) {
			return fault.NewInvalid("fault.invalid")
		}
		if err := needed(tx); err != nil {
			return err
		}
		if !p.State.Live() {
			return ErrNoLonger
		}
		p.Question, p.QuestionAt, p.Reply = question, tx.Now(), ""
		if err := casefile.Ring(tx, tellQuestion); err != nil {
			return err
		}
		return proposal.Update(tx, p)
	})
}

// FinalAccept records the host's yes after the interview. Whether the person says yes too is hers to say.
func (d *Desk) FinalAccept(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) error {
	return d.change(ctx, who, FinalAccept, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if said, err := says(tx, p, proposal.FinalAccepted); said || err != nil {
			return err
		}
		return acceptFinally(tx, p)
	})
}

// acceptFinally is the host's yes after the interview, however it was given.
func acceptFinally(tx *gate.CaseTx, p proposal.Proposal) (err error) {
	if err := needed(tx); err != nil {
		return err
	}
	if p.State, err = p.State.Next(proposal.HostAcceptsFully); err != nil {
		return err
	}
	p.Answered = tx.Now()
	if err := renew(tx, &p, closing(tx.Country(), tx.Now(), country.AdmitWorkdays)); err != nil {
		return err
	}
	if err := casefile.Ring(tx, tellFinally); err != nil {
		return err
	}
	return proposal.Update(tx, p)
}

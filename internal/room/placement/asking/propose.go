package asking

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Faults of asking hosts.
var (
	ErrExcluded  = fault.NewAbout("place", "placement.place_excluded")
	ErrUnsafe    = fault.NewAbout("place", "placement.danger_unknown")
	ErrHostTwice = fault.NewAbout("place", "placement.one_per_host")
	ErrNoAccount = fault.NewAbout("place", "placement.host_without_account")
	ErrHowMany   = fault.NewAbout("place", "placement.one_to_three")
	// whether she agrees to go there, or whom she must not meet, is not known
	ErrHers     = fault.NewAbout("place", "placement.hers_to_say")
	ErrUntil    = fault.NewAbout("until", "placement.until_refused")
	ErrNoLonger = fault.NewConflict("placement.no_longer_needed")
)

// Offer is what a coordinator sends.
type Offer struct {
	Places  []partner.PlaceID // one to three
	Urgent  bool
	Until   time.Time // answer-by and hold; zero: by AnswerBy
	UntilIn string    // area by whose clocks that hour was written; empty: the head office's
	Round   int       // of the search the coordinator looked at
	// Override says why, where the choice goes against the order, a datum not known, or a rule (see Departures).
	Override decision.Override
}

// Propose asks one or several hosts without telling them who. Each gets a proposal with a number of its own, its own
// alias of the case, and a hold on its place that ends when its time to answer ends (I7). A place that a rule excludes
// is refused, unless that rule may be set aside and a reason is given; so is one of which it is not known that it lies
// clear of danger (I4), or that she agrees to go there. What the coordinator saw is kept as it was.
func (d *Desk) Propose(ctx context.Context, who access.Actor, ref casefile.Ref, o Offer) error {
	return d.gate.Case(ctx, who, Propose, ref, func(tx *gate.CaseTx) error {
		if err := casefile.Alone(tx); err != nil {
			return err
		}
		if err := proposal.CheckRound(&tx.CaseView, o.Round); err != nil {
			return err
		}
		f, err := d.finding.Within(&tx.CaseView)
		if err != nil {
			return err
		}
		if !f.Searches() {
			return casefile.ErrStep
		}
		until, err := holdUntil(tx.Country(), tx.Now(), o)
		if err != nil {
			return err
		}
		chosen, err := choose(f, o)
		if err != nil {
			return err
		}
		departs := f.Departures(o.Places)
		if err := o.Override.Check(tx.Country(), decision.Gravest(departs), tx.Today()); err != nil {
			return err
		}
		if err := decide(tx, f, o, until, chosen, departs); err != nil {
			return err
		}
		for _, m := range chosen {
			if err := d.send(tx, f, m, o.Urgent, until); err != nil {
				return err
			}
		}
		var teams []access.TeamID
		for _, m := range chosen {
			teams = append(teams, m.Row.Partner.Team)
		}
		if err := f.Prepare(tx, finding.Next{Cause: finding.CauseAsked}, teams); err != nil {
			return err
		}
		return proposal.NextRound(tx)
	})
}

func holdUntil(c *country.Pack, now time.Time, o Offer) (time.Time, error) {
	if o.Until.IsZero() {
		return AnswerBy(c, now, o.Urgent), nil
	}
	if tooFar(c, now, o.Until) {
		return time.Time{}, ErrUntil
	}
	return o.Until, nil
}

// choose checks the chosen places against the rules, as they stand inside the act.
func choose(f finding.Found, o Offer) ([]finding.Match, error) {
	if len(o.Places) < 1 || len(o.Places) > f.MostHosts() {
		return nil, ErrHowMany
	}
	var teams []access.TeamID
	for _, p := range proposal.Live(f.Proposals) {
		teams = append(teams, p.Team)
	}
	var out []finding.Match
	for _, id := range o.Places {
		m, ok := f.Match(id)
		switch {
		case !ok:
			return nil, finding.ErrNoSuchPlace
		case m.Result.Verdict == match.Excluded && !(m.Settable() && o.Override.SetsAside(f.Country)):
			return nil, ErrExcluded
		case !m.Safe():
			return nil, ErrUnsafe
		case m.HersToSay():
			return nil, ErrHers
		case !m.Row.HostJoined:
			return nil, ErrNoAccount
		case slices.Contains(teams, m.Row.Partner.Team):
			return nil, ErrHostTwice
		}
		teams = append(teams, m.Row.Partner.Team)
		out = append(out, m)
	}
	return out, nil
}

func (d *Desk) send(tx *gate.CaseTx, f finding.Found, m finding.Match, urgent bool, until time.Time) error {
	p := proposal.Proposal{
		ID: proposal.NewID(), Place: m.Row.ID, Team: m.Row.Partner.Team, Department: m.Row.Department,
		State: proposal.Sent, Urgent: urgent, Shape: shapeFor(f.Coded, m.Row, tx.Today()), Sent: tx.Now(), Until: until,
	}
	if err := partner.Hold(tx, p.Place, until); err != nil {
		return err
	}
	if err := proposal.Insert(tx, p); err != nil {
		return err
	}
	if err := tx.Join(p.Team, access.Proposed); err != nil {
		return err
	}
	if err := expireLater(tx, p); err != nil {
		return err
	}
	if urgent {
		for i, after := range tx.Country().Spans(country.SilenceMinutes, tx.Today()) {
			if err := later(tx, "placement.escalate", p, fmt.Sprint(i+1), p.Sent.Add(after)); err != nil {
				return err
			}
		}
	}
	return d.tellHost(tx, p, tellAsked)
}

// tellHost has the host's people told inside Havre, and by mail.
func (d *Desk) tellHost(tx *gate.CaseTx, p proposal.Proposal, what casefile.Kind) error {
	if err := casefile.RingHost(tx, p.Team, what); err != nil {
		return err
	}
	return d.mailHost(tx, p)
}

// mailHost has the host's people told by a mail of constant text, where there is a mail server.
func (d *Desk) mailHost(tx *gate.CaseTx, p proposal.Proposal) error {
	if !d.o.Mail() {
		return nil
	}
	return tx.Later(gate.Job{Kind: "mail.notice", Dedupe: p.ID.String() + " " + string(p.State), Object: p.Team.Bytes(),
		Payload: "placement." + string(p.State)})
}

// later writes a job about one proposal: ids and codes, nothing else.
func later(tx *gate.CaseTx, kind string, p proposal.Proposal, code string, due time.Time) error {
	return tx.Later(gate.Job{Kind: kind, Dedupe: p.ID.String() + " " + code, Object: tx.ID().Bytes(),
		Payload: p.ID.String() + " " + code, Due: due})
}

func expireLater(tx *gate.CaseTx, p proposal.Proposal) error {
	return later(tx, "placement.expire", p, fmt.Sprint(p.Until.UnixMicro()), p.Until)
}

// renew moves hold and answer-by, which stay one instant.
func renew(tx *gate.CaseTx, p *proposal.Proposal, until time.Time) error {
	p.Until = until
	if err := partner.Hold(tx, p.Place, until); err != nil {
		return err
	}
	return expireLater(tx, *p)
}

// notices are what a host is told whose place is let go by somebody else than itself: never why, nor where the person
// is received.
var notices = map[proposal.Step]string{proposal.OfficeWithdraws: noLongerNeeded, proposal.TimeEnds: "hold_ended"}

// NoRoom tells whether a host's no is about the place and not about her: nobody is offered the place before its host
// says that it is free.
func NoRoom(reason string) bool { return reason == "no_room" }

// letGo ends a live proposal: its place is free, its host has left the circle and holds no key.
func letGo(tx *gate.CaseTx, p proposal.Proposal, step proposal.Step, reason string) error {
	next, err := p.State.Next(step)
	if err != nil {
		return err
	}
	p.State, p.Reason = next, reason
	if step == proposal.HostDeclines || step == proposal.HostDeclinesAfter {
		p.Answered = tx.Now()
	}
	giveBack := partner.Release
	if NoRoom(reason) {
		giveBack = partner.Suspend
	}
	if err := giveBack(tx, p.Place); err != nil {
		return err
	}
	if err := proposal.Update(tx, p); err != nil {
		return err
	}
	if err := tx.Leave(p.Team); err != nil {
		return err
	}
	if told := notices[step]; told != "" {
		if err := notice(tx, p, told, ""); err != nil {
			return err
		}
	}
	return proposal.NextRound(tx)
}

// searchOn tells that the search goes on when no host that said yes is left.
func searchOn(tx *gate.CaseTx, reason string) error {
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil || h.Stage != casefile.Meeting {
		return err
	}
	all, err := proposal.List(&tx.CaseView)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.State.Agreed() {
			return nil
		}
	}
	return casefile.Tell(tx, casefile.SearchAgain{Reason: reason})
}

// change opens the case, finds a proposal, and lets fn move it.
func (d *Desk) change(ctx context.Context, who access.Actor, act access.Act, ref casefile.Ref, id proposal.ID,
	fn func(*gate.CaseTx, proposal.Proposal) error) error {
	find := proposal.Find
	if act.By == access.ProposedHost || act.By == access.InterviewingHost {
		find = proposal.FindOwn
	}
	return d.gate.Case(ctx, who, act, ref, func(tx *gate.CaseTx) error {
		if err := casefile.Alone(tx); err != nil {
			return err
		}
		p, err := find(&tx.CaseView, id)
		if err != nil {
			return err
		}
		return fn(tx, p)
	})
}

// Withdraw lets a host's place go; the host reads a calm line. ErrChanged where the host answered since the page was
// read.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID,
	seen proposal.State) error {
	return d.change(ctx, who, Withdraw, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if p.State != seen {
			return casefile.ErrChanged
		}
		if err := letGo(tx, p, proposal.OfficeWithdraws, "by_coordinator"); err != nil {
			return err
		}
		return searchOn(tx, "another_place")
	})
}

// Extend gives everybody two more working days.
func (d *Desk) Extend(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) error {
	return d.change(ctx, who, Extend, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if !p.State.Live() {
			return fault.NewConflict("placement.step_refused")
		}
		from := tx.Now()
		if p.Until.After(from) {
			from = p.Until
		}
		if err := renew(tx, &p, closing(tx.Country(), from, country.AnswerWorkdays)); err != nil {
			return err
		}
		return proposal.Update(tx, p)
	})
}

// Reply answers a host's question from the closed list.
func (d *Desk) Reply(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID, reply string) error {
	if !slices.Contains(replies, reply) {
		return fault.NewInvalid("fault.invalid")
	}
	return d.change(ctx, who, Answer, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) error {
		if !p.State.Live() || p.Question == "" {
			return fault.NewConflict("placement.step_refused")
		}
		p.Reply, p.ReplyAt = reply, tx.Now()
		if err := casefile.RingHost(tx, p.Team, tellReplied); err != nil {
			return err
		}
		return proposal.Update(tx, p)
	})
}

// Again takes the search up again: every host still asked is thanked and let go (I3: nothing is lost, nothing counted).
func (d *Desk) Again(ctx context.Context, who access.Actor, ref casefile.Ref, reason string) error {
	if !slices.Contains(AgainReasons(), reason) {
		return fault.NewInvalid("fault.invalid")
	}
	return d.gate.Case(ctx, who, SearchAgain, ref, func(tx *gate.CaseTx) error {
		if err := casefile.Alone(tx); err != nil {
			return err
		}
		if err := letAllGo(tx, proposal.ID{}, "another_place"); err != nil {
			return err
		}
		giveBack := partner.Vacate
		if reason == "host_declined" {
			giveBack = partner.Suspend
		}
		if err := casefile.Tell(tx, casefile.SearchAgain{Reason: reason}); err != nil {
			return err
		}
		return d.undoAdmission(tx, giveBack) // whose host is told why, as the fact says it
	})
}

// NoPlace ends the referral because no place could be found; a new referral stays possible.
func (d *Desk) NoPlace(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, GiveUp, ref, func(tx *gate.CaseTx) error {
		if err := casefile.Alone(tx); err != nil {
			return err
		}
		if err := letAllGo(tx, proposal.ID{}, "no_longer_needed"); err != nil {
			return err
		}
		return casefile.Tell(tx, NoPlace{})
	})
}

// letAllGo withdraws every live proposal but one.
func letAllGo(tx *gate.CaseTx, but proposal.ID, reason string) error {
	all, err := proposal.List(&tx.CaseView)
	if err != nil {
		return err
	}
	for _, p := range proposal.Live(all) {
		if p.ID == but {
			continue
		}
		if err := letGo(tx, p, proposal.OfficeWithdraws, reason); err != nil {
			return err
		}
	}
	return nil
}

package asking

import (
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// ErrFollowed keeps an answer by telephone that is no slip of the last minutes, or from which the case went on.
var ErrFollowed = fault.NewConflict("placement.telephone.followed")

// What is to be done about an answer by telephone that is wrong.
const (
	byPress     = ""          // it is undone with its call
	byCalling   = "call"      // the host is called again, and what it answers is noted
	byAsking    = "ask"       // after a no: the place is proposed to the host again
	byFreeing   = "free"      // after "no room": the place is confirmed free first
	afterKeys   = "interview" // after a no to an interview: what the host could read was taken back
	bySearching = "over"      // the case went on otherwise
)

// before is how things stood before an answer by telephone.
type before struct {
	state           proposal.State
	until, answered time.Time
	freeOn          date.Date // when whoever stays at the place was to leave
	fact            casefile.FactID
}

// standing is how things stand before an answer by telephone moves them.
func standing(tx *gate.CaseTx, p proposal.Proposal) (b before, err error) {
	b = before{state: p.State, until: p.Until, answered: p.Answered}
	place, err := partner.PlaceOf(&tx.CaseView, p.Place)
	if err != nil {
		return b, err
	}
	b.freeOn = place.FreeOn
	b.fact, err = newest(tx)
	return b, err
}

// newest is the fact that was told last.
func newest(tx *gate.CaseTx) (casefile.FactID, error) {
	facts, err := casefile.Facts(&tx.CaseView)
	if err != nil || len(facts) == 0 {
		return casefile.FactID{}, err
	}
	return facts[len(facts)-1].ID, nil
}

// noted is an answer with what it moved, and how its proposal stands now.
type noted struct {
	Said
	host     access.TeamID
	proposal proposal.ID
	before   before
	fact     casefile.FactID
	state    proposal.State
	until    time.Time
	answered time.Time
	others   int // live proposals of the case to the same host
	newest   bool
}

var qAnswers = gate.CaseSQL("placement.answers", `select `+saidColumns+`, a.who_sealed, s.team_id, p.id, a.before_state,
	a.before_until_at, a.before_answered_at, a.before_free_on, a.fact_id, p.state, p.until_at, p.answered_at,
	(select count(*) from placement_proposal o where o.case_id = a.case_id and o.team_id = p.team_id and o.live = 1
	and o.id <> p.id)
	from placement_answer a join placement_said s on s.id = a.id join placement_proposal p on p.id = a.proposal_id
	where a.case_id = $1 order by s.noted_at, s.id`)

// allNoted are the answers by telephone of a case, earliest first.
func allNoted(v *gate.CaseView) ([]noted, error) {
	list, err := gate.List(v.Query, qAnswers, func(n *noted) []any {
		b := &n.before
		return append(n.row(), &n.who, &n.host, &n.proposal, &b.state, clock.Stored{T: &b.until},
			clock.Stored{T: &b.answered}, &b.freeOn, &n.fact, &n.state, clock.Stored{T: &n.until},
			clock.Stored{T: &n.answered}, &n.others)
	})
	last := map[proposal.ID]int{}
	for i, n := range list {
		last[n.proposal] = i
	}
	for _, i := range last {
		list[i].newest = true
	}
	return list, err
}

// stands tells whether an answer moved nothing: a later, or a yes that the host had said before.
func (n noted) stands() bool {
	return n.Answer == "later" || n.Answer == "yes" && n.before.state == proposal.Accepted ||
		n.Answer == "final_yes" && n.before.state == proposal.FinalAccepted
}

// moved is the state to which an answer moved its proposal, and until when its place was then held.
func (n noted) moved(c *country.Pack) (to proposal.State, until time.Time) {
	switch {
	case n.stands():
	case n.Answer == "yes":
		return proposal.Accepted, closing(c, n.Noted, country.AnswerWorkdays)
	case n.Answer == "final_yes":
		return proposal.FinalAccepted, closing(c, n.Noted, country.AdmitWorkdays)
	case n.Answer == "no":
		return proposal.Declined, n.before.until
	}
	return n.before.state, n.before.until
}

// asLeft tells whether everything is still as the answer left it: its proposal, and what is asked of its host.
func (n noted) asLeft(c *country.Pack) bool {
	to, until := n.moved(c)
	answered := n.Noted
	if n.stands() {
		answered = n.before.answered
	}
	return n.before.state != "" && n.newest && n.others == 0 && n.state == to && n.until.Equal(until) &&
		n.answered.Equal(answered)
}

// wrong is what is to be done where the answer is wrong.
func (n noted) wrong(v *gate.CaseView, at casefile.Stage) string {
	searching := at == casefile.Searching || at == casefile.Meeting
	switch {
	case searching && casefile.Slipped(n.Noted, v.Now()) && n.asLeft(v.Country()):
		return byPress
	case n.state.Live():
		return byCalling
	case !searching:
		return bySearching
	case n.state == proposal.FinalDeclined:
		return afterKeys
	case n.state == proposal.Declined && NoRoom(n.Reason):
		return byFreeing
	case n.state == proposal.Declined:
		return byAsking
	}
	return bySearching
}

// Answers tells the log of calls each answer that was noted with a call: its port.
func Answers(v *gate.CaseView, tell func(casefile.Given)) error {
	list, err := allNoted(v)
	if err != nil || len(list) == 0 {
		return err
	}
	h, err := casefile.ReadHeader(v)
	if err != nil {
		return err
	}
	for _, n := range list {
		who, err := whoIn.Held(v, n.ID, n.who)
		if err != nil {
			return err
		}
		tell(casefile.Given{Host: n.host, Noted: n.Noted, Answer: n.Answer, Who: who, Disputed: n.Open(),
			Call: "proposals/" + n.proposal.String() + "/telephone", Else: n.wrong(v, h.Stage)})
	}
	return nil
}

var (
	qForgetAnswer = gate.CaseSQL("placement.forget_answer", `delete from placement_answer where case_id = $1
		and id = $2`)
	qForgetSaid = gate.OfficeSQL("placement.forget_said", `delete from placement_said where id = $1`)
	qSettledBy  = gate.CaseSQL("placement.settled_by", `select s.id from placement_answer a
		join placement_said s on s.id = a.id where a.case_id = $1 and a.proposal_id = $2 and s.settled_at = $3`)
	qUnsettle = gate.OfficeSQL("placement.unsettle", `update placement_said set settled_at = 0 where id = $1`)
)

// TakeBack takes back, with its call, a host's answer that was written down by mistake: its proposal, its place, what
// is asked of the host and where the case stands are as before; the host reads the answer no more. ErrFollowed where
// it is no slip of the last minutes, or something followed: the log's port.
func TakeBack(tx *gate.CaseTx, host access.TeamID, at time.Time) error {
	if err := casefile.Alone(tx); err != nil {
		return err
	}
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil {
		return err
	}
	list, err := allNoted(&tx.CaseView)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(n noted) bool { return n.host == host && n.Noted.Equal(at) })
	if i < 0 || list[i].wrong(&tx.CaseView, h.Stage) != byPress {
		return ErrFollowed
	}
	tx.For(host)
	if n := list[i]; !n.stands() {
		if err := n.restore(tx); err != nil {
			return err
		}
	}
	return list[i].forget(tx)
}

// restore lets the proposal of an answer stand as before. Where its time would be over by now, there is as much of it
// as there was to undo the answer.
func (n noted) restore(tx *gate.CaseTx) error {
	p, err := proposal.Find(&tx.CaseView, n.proposal)
	if err != nil {
		return err
	}
	no := !p.State.Live()
	if no && NoRoom(n.Reason) {
		if err := partner.Unsuspend(tx, p.Place, n.before.freeOn, n.Noted); err != nil {
			return err
		}
	}
	p.State, p.Reason, p.Answered = n.before.state, "", n.before.answered
	until := n.before.until
	if !until.After(tx.Now()) {
		until = tx.Now().Add(casefile.SlipTime)
	}
	err = renew(tx, &p, until)
	if fault.Key(err) == fault.Key(partner.ErrTaken) {
		return ErrFollowed // the place was given to somebody else meanwhile
	}
	if err != nil {
		return err
	}
	if err := proposal.Update(tx, p); err != nil {
		return err
	}
	if !n.fact.IsZero() {
		if err := casefile.TakeBack(tx, n.fact); err != nil {
			return err
		}
	}
	if !no {
		return nil
	}
	if err := tx.Join(p.Team, access.Proposed); err != nil {
		return err
	}
	if err := repairLater(tx, p); err != nil {
		return err
	}
	return proposal.NextRound(tx)
}

// forget removes an answer from the host's pages; what it cleared up is open again.
func (n noted) forget(tx *gate.CaseTx) error {
	open, err := gate.Values[SaidID](tx.Query, qSettledBy, n.proposal, clock.Micros(n.Noted))
	if err != nil {
		return err
	}
	for _, s := range open {
		if _, err := tx.ChangeOffice(qUnsettle, s); err != nil {
			return fault.In("open a dispute again", err)
		}
	}
	if err := gate.Done(tx.Exec(qForgetAnswer, n.ID)); err != nil {
		return fault.In("take an answer back", err)
	}
	_, err = tx.ChangeOffice(qForgetSaid, n.ID)
	return fault.In("take an answer back", err)
}

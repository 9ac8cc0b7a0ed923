package proposal

import (
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// People is how many will live there.
func (p Proposal) People() int { return max(p.Shape.Adults+len(p.Shape.Children), 1) }

// PlannedEnd is the day her place is planned to be free again: the weeks of the proposal, from the day she can come.
func (p Proposal) PlannedEnd(today date.Date) date.Date {
	begins := p.Shape.ReadyOn
	if begins.Before(today) {
		begins = today
	}
	return partner.EndAfter(begins, p.Shape.Weeks)
}

type (
	entity struct{}
)

// ID is the random number of one proposal to one host; it tells nothing, not even when it was made.
type ID = id.ID[entity]

// NewID returns the number of a new proposal.
func NewID() ID { return id.Random[entity]() }

// Shape is everything a host is told before it may know who: codes and numbers, written down when it is sent. There is
// no field for where the danger is, nationality, age, name, story or origin.
type Shape struct {
	Adults      int
	Children    []string // one age band per child, code list child_age
	Animals     tri.Value
	Needs       []string // code list need, without "interpreter"
	Interpreter bool
	Language    string // ISO 639, only where this host declared it; else empty
	Autonomy    string
	ReadyOn     date.Date
	Weeks       int
}

// Proposal is one host asked.
type Proposal struct {
	ID         ID
	Place      partner.PlaceID
	Team       access.TeamID
	Department string
	State      State
	Reason     string // of a no: code list decline; of a withdrawal: a code
	Urgent     bool
	Shape      Shape
	Sent       time.Time
	Until      time.Time // hold and answer-by, one instant
	Seen       time.Time // zero: not yet
	Answered   time.Time
	Silence    int // 0 to 3: how often an urgent proposal stayed without answer at its hour
	Question   string
	QuestionAt time.Time
	Reply      string
	ReplyAt    time.Time
	Undone     casefile.Told // of one whose admission was undone: the fact that did so
}

const columns = `id, place_id, team_id, department, state, reason, urgent, adults, children_bands, animals,
	need_codes, interpreter, language, autonomy, ready_on, stay_weeks, sent_at, until_at, seen_at, answered_at, silence,
	question, question_at, reply, reply_at`

var (
	qProposals = gate.CaseSQL("placement.proposals",
		`select `+columns+` from placement_proposal where case_id = $1 order by sent_at, id`)
	qProposal = gate.CaseSQL("placement.proposal",
		`select `+columns+` from placement_proposal where case_id = $1 and id = $2`)
	qSend = gate.CaseSQL("placement.send", `insert into placement_proposal (case_id, id, place_id, team_id, department,
		state, urgent, adults,
		children_bands, animals, need_codes, interpreter, language, autonomy, ready_on, stay_weeks, sent_at, until_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`)
	qMove = gate.CaseSQL("placement.move", `update placement_proposal set state = $3, reason = $4, until_at = $5,
		seen_at = $6, answered_at = $7,
		silence = $8, question = $9, question_at = $10, reply = $11, reply_at = $12, live = $13 where case_id = $1
		and id = $2`)
)

// row is where the columns of a proposal go, in their order.
func (p *Proposal) row() []any {
	s := &p.Shape
	return []any{&p.ID, &p.Place, &p.Team, &p.Department, &p.State, &p.Reason, &p.Urgent, &s.Adults,
		gate.Codes{List: &s.Children}, &s.Animals, gate.Codes{List: &s.Needs}, &s.Interpreter, &s.Language, &s.Autonomy,
		&s.ReadyOn, &s.Weeks,
		clock.Stored{T: &p.Sent}, clock.Stored{T: &p.Until}, clock.Stored{T: &p.Seen}, clock.Stored{T: &p.Answered},
		&p.Silence, &p.Question, clock.Stored{T: &p.QuestionAt}, &p.Reply, clock.Stored{T: &p.ReplyAt}}
}

// List returns the hosts asked in a case, first asked first.
func List(v *gate.CaseView) ([]Proposal, error) {
	list, err := gate.List(v.Query, qProposals, (*Proposal).row)
	if err != nil {
		return nil, err
	}
	return list, readUndone(v, list)
}

// readUndone finds what undid the admission of proposals: the facts are read once, and only where one was.
func readUndone(v *gate.CaseView, list []Proposal) error {
	undone := func(p Proposal) bool { return p.State == Released }
	if !slices.ContainsFunc(list, undone) {
		return nil
	}
	facts, err := casefile.Facts(v)
	for i, p := range list {
		if undone(p) {
			list[i].Undone = UndoneBy(facts, p)
		}
	}
	return err
}

// UndoneBy is the fact after which nobody arrived who was admitted by a proposal: it says why, and who said so. An end
// that was taken back undid nothing.
func UndoneBy(facts []casefile.Told, p Proposal) (by casefile.Told) {
	for _, f := range facts {
		switch {
		case !f.At.After(p.Answered):
		case f.Kind == "reopened":
			by = casefile.Told{}
		case by.Kind == "" && slices.Contains(undoing, f.Kind):
			by = f
		}
	}
	return by
}

// undoing are the facts that undo an admission.
var undoing = []casefile.Kind{"no_show", "search_again", "withdrawn", "lost_contact", "deceased"}

// Find returns one proposal of the case; NotFound when it has none of that number.
func Find(v *gate.CaseView, id ID) (Proposal, error) {
	p, err := gate.One(v.Query, qProposal, (*Proposal).row, id)
	if err != nil {
		return p, err
	}
	one := []Proposal{p}
	err = readUndone(v, one)
	return one[0], err
}

// FindOwn is findProposal for a host: another host's proposal is not found.
func FindOwn(v *gate.CaseView, id ID) (Proposal, error) {
	p, err := Find(v, id)
	if err == nil && p.Team != v.Team() {
		return Proposal{}, fault.ErrAbsent
	}
	return p, err
}

// Insert keeps a new proposal; a Conflict where another case holds the place (I7).
func Insert(tx *gate.CaseTx, p Proposal) error {
	s := p.Shape
	_, err := tx.Exec(qSend, p.ID, p.Place, p.Team, p.Department, string(p.State), p.Urgent, s.Adults,
		gate.Codes{List: &s.Children}, s.Animals, gate.Codes{List: &s.Needs}, s.Interpreter, s.Language, s.Autonomy,
		s.ReadyOn, s.Weeks, clock.Micros(p.Sent), clock.Micros(p.Until))
	if fault.Is(err, fault.Conflict) { // another case holds the place (I7)
		return fault.NewConflict("placement.place_taken")
	}
	return fault.In("send proposal", err)
}

// Update writes what moves of a proposal.
func Update(tx *gate.CaseTx, p Proposal) error {
	_, err := tx.Exec(qMove, p.ID, string(p.State), p.Reason, clock.Micros(p.Until), clock.Micros(p.Seen),
		clock.Micros(p.Answered), p.Silence,
		p.Question, clock.Micros(p.QuestionAt), p.Reply, clock.Micros(p.ReplyAt), p.State.Live())
	return fault.In("write proposal", err)
}

// Live returns the proposals whose places are held.
func Live(all []Proposal) []Proposal {
	var out []Proposal
	for _, p := range all {
		if p.State.Live() {
			out = append(out, p)
		}
	}
	return out
}

// Ended is when a proposal ended without a place.
func (p Proposal) Ended() time.Time {
	switch p.State {
	case Expired:
		return p.Until
	case Released:
		return p.Undone.At
	}
	return p.Answered
}

package placement

import (
	"fmt"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

type (
	proposalEntity  struct{}
	interviewEntity struct{}
	noticeEntity    struct{}
)

// ProposalID is the random number of one proposal to one host; it tells nothing, not even when it was made.
type ProposalID = id.ID[proposalEntity]

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
	ID         ProposalID
	Place      PlaceID
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
}

const proposalColumns = `id, place_id, team_id, department, state, reason, urgent, adults, children_bands, animals, need_codes, interpreter,
	language, autonomy, ready_on, stay_weeks, sent_at, until_at, seen_at, answered_at, silence, question, question_at, reply, reply_at`

var (
	qProposals = gate.CaseSQL("placement.proposals",
		`select `+proposalColumns+` from placement_proposal where case_id = $1 order by sent_at, id`)
	qProposal = gate.CaseSQL("placement.proposal",
		`select `+proposalColumns+` from placement_proposal where case_id = $1 and id = $2`)
	qSend = gate.CaseSQL("placement.send", `insert into placement_proposal (case_id, id, place_id, team_id, department,
		state, urgent, adults,
		children_bands, animals, need_codes, interpreter, language, autonomy, ready_on, stay_weeks, sent_at, until_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`)
	qMove = gate.CaseSQL("placement.move", `update placement_proposal set state = $3, reason = $4, until_at = $5,
		seen_at = $6, answered_at = $7,
		silence = $8, question = $9, question_at = $10, reply = $11, reply_at = $12, live = $13 where case_id = $1
		and id = $2`)
	qFollowing = gate.CaseSQL("placement.following", `select team_id from casefile_circle where case_id = $1
		and ended_at = 0
		and relation not in ('proposed', 'ended')`)
)

func scanProposal(scan func(...any) error) (Proposal, error) {
	var p Proposal
	var children, needs string
	var sent, until, seen, answered, questionAt, replyAt int64
	err := scan(&p.ID, &p.Place, &p.Team, &p.Department, &p.State, &p.Reason, &p.Urgent, &p.Shape.Adults, &children,
		&p.Shape.Animals, &needs,
		&p.Shape.Interpreter, &p.Shape.Language, &p.Shape.Autonomy, &p.Shape.ReadyOn, &p.Shape.Weeks, &sent, &until,
		&seen, &answered,
		&p.Silence, &p.Question, &questionAt, &p.Reply, &replyAt)
	p.Shape.Children, p.Shape.Needs = strings.Fields(children), strings.Fields(needs)
	p.Sent, p.Until, p.Seen = clock.FromMicros(sent), clock.FromMicros(until), clock.FromMicros(seen)
	p.Answered, p.QuestionAt, p.ReplyAt = clock.FromMicros(answered), clock.FromMicros(questionAt),
		clock.FromMicros(replyAt)
	return p, err
}

func listProposals(v *gate.CaseView) ([]Proposal, error) {
	rows, err := v.Query(qProposals)
	if err != nil {
		return nil, fmt.Errorf("read proposals: %w", err)
	}
	defer rows.Close()
	var out []Proposal
	for rows.Next() {
		p, err := scanProposal(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("read proposals: %w", err)
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

var qLock = gate.CaseSQL("placement.lock", `select version from casefile_case where casefile_case.id = $1 @lock`)

// alone makes acts on one case take turns: what is read after it is what the one before wrote.
func alone(tx *gate.CaseTx) error {
	var version int64
	return fault.In("take turns on the case", tx.QueryRow(qLock).Scan(&version))
}

func findProposal(v *gate.CaseView, id ProposalID) (Proposal, error) {
	p, err := scanProposal(v.QueryRow(qProposal, id).Scan)
	return p, fault.In("find proposal", err)
}

// ownProposal is findProposal for a host: another host's proposal is not found.
func ownProposal(v *gate.CaseView, id ProposalID) (Proposal, error) {
	p, err := findProposal(v, id)
	if err == nil && p.Team != v.Team() {
		return Proposal{}, fault.NewNotFound("fault.not_found")
	}
	return p, err
}

func insertProposal(tx *gate.CaseTx, p Proposal) error {
	s := p.Shape
	_, err := tx.Exec(qSend, p.ID, p.Place, p.Team, p.Department, string(p.State), p.Urgent, s.Adults,
		strings.Join(s.Children, " "), s.Animals,
		strings.Join(s.Needs, " "), s.Interpreter, s.Language, s.Autonomy, s.ReadyOn, s.Weeks, clock.Micros(p.Sent),
		clock.Micros(p.Until))
	if fault.Is(err, fault.Conflict) { // another case holds the place (I7)
		return fault.NewConflict("placement.place_taken")
	}
	return fault.In("send proposal", err)
}

func updateProposal(tx *gate.CaseTx, p Proposal) error {
	_, err := tx.Exec(qMove, p.ID, string(p.State), p.Reason, clock.Micros(p.Until), clock.Micros(p.Seen),
		clock.Micros(p.Answered), p.Silence,
		p.Question, clock.Micros(p.QuestionAt), p.Reply, clock.Micros(p.ReplyAt), p.State.Live())
	return fault.In("write proposal", err)
}

// live returns the proposals whose places are held.
func live(all []Proposal) []Proposal {
	var out []Proposal
	for _, p := range all {
		if p.State.Live() {
			out = append(out, p)
		}
	}
	return out
}

var (
	qInterview = gate.CaseSQL("placement.interview", `select id, at, way, attends, planned_at, held_at,
		prepare_sealed from placement_interview where case_id = $1 and proposal_id = $2 order by planned_at desc,
		id desc limit 1`)
	qPlan = gate.CaseSQL("placement.plan", `insert into placement_interview (case_id, id, proposal_id, at,
		way, attends, planned_at, prepare_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qInterviewHeld = gate.CaseSQL("placement.interview_took_place", `update placement_interview set held_at = $3
		where case_id = $1 and id = $2`)
)

// Interview is the pre-admission interview, as planned last.
type Interview struct {
	ID      id.ID[interviewEntity]
	At      time.Time
	Way     string   // video, telephone, visit
	Attends []string // besides the person, the host and the head office
	Planned time.Time
	Held    time.Time // zero: not yet
	prepare gate.Sealed
}

// findInterview returns the latest plan of a proposal; false when none was made.
func findInterview(v *gate.CaseView, p ProposalID) (Interview, bool, error) {
	var i Interview
	var at, planned, held int64
	var attends string
	err := v.QueryRow(qInterview, p).Scan(&i.ID, &at, &i.Way, &attends, &planned, &held, &i.prepare)
	if fault.Is(err, fault.NotFound) {
		return Interview{}, false, nil
	}
	i.At, i.Planned, i.Held, i.Attends = clock.FromMicros(at), clock.FromMicros(planned), clock.FromMicros(held),
		strings.Fields(attends)
	return i, true, fault.In("read interview", err)
}

var (
	qRound    = gate.CaseSQL("placement.round", `select round from placement_search where case_id = $1`)
	qSearched = gate.CaseSQL("placement.searched", `insert into placement_search (case_id, possible, to_ask,
		searched_at) values ($1, $2, $3, $4)
		on conflict (case_id) do update set possible = excluded.possible, to_ask = excluded.to_ask,
		searched_at = excluded.searched_at`)
	qNextRound = gate.CaseSQL("placement.next_round", `insert into placement_search (case_id, round) values ($1, 1)
		on conflict (case_id) do update set round = placement_search.round + 1`)
	qNotice = gate.OfficeSQL("placement.notice", `insert into placement_notice (id, team_id, place_id, kind, at)
		values ($1, $2, $3, $4, $5)`)
)

// readRound returns how often hosts were asked or let go: what a page shows and sends back, so that a second
// coordinator learns what the first did.
func readRound(v *gate.CaseView) (int, error) {
	var n int
	err := v.QueryRow(qRound).Scan(&n)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return n, fault.In("read search", err)
}

// checkRound refuses with ErrChanged when somebody asked or let go a host since the page was shown.
func checkRound(v *gate.CaseView, round int) error {
	now, err := readRound(v)
	if err != nil {
		return err
	}
	if now != round {
		return casefile.ErrChanged
	}
	return nil
}

func nextRound(tx *gate.CaseTx) error {
	_, err := tx.Exec(qNextRound)
	return fault.In("count search round", err)
}

// notice leaves a calm line for a host whose place is let go by somebody else than itself.
func notice(tx *gate.CaseTx, p Proposal, kind string) error {
	_, err := tx.ChangeOffice(qNotice, id.Random[noticeEntity](), p.Team, p.Place, kind, clock.Micros(tx.Now()))
	return fault.In("tell the host", err)
}

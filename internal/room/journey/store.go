package journey

import (
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type (
	journeyEntity struct{}
	planEntity    struct{}
	legEntity     struct{}
)

// JourneyID identifies a journey.
type JourneyID = id.ID[journeyEntity]

// Journey is one attempt to bring a person to a place.
type Journey struct {
	ID         JourneyID
	Host       access.TeamID // the team expected to open the door
	State      State
	Number     int64 // of the plan in force; grows with each change
	Expected   time.Time
	Leaves     time.Time // the plan's first departure
	LeavesIn   string    // area whose hour is meant; empty: the head office's
	Arrives    time.Time // the plan's last arrival
	DepartedAt time.Time // zero while nobody has left
	LateAt     time.Time // when the lateness was noticed; zero while there is none
	ClosedAt   time.Time // when she arrived, or when it was noted that she does not
}

// Late tells whether somebody should have arrived by now.
func (j Journey) Late(now time.Time) bool { return j.State.Open() && j.Expected.Before(now) }

// Plan is how a journey is organised. Its words open only with the key of the compartment journey.
type Plan struct {
	Number      int64
	MadeAt      time.Time
	Expected    time.Time // arrival at the latest
	ExpectedIn  string    // area whose hour is meant: that of the place
	Accompanier string    // code list accompanier
	Name        secret.Text
	Telephone   secret.Text
	Meeting     secret.Text
	CodeWord    secret.Text
	Fallback    secret.Text // where to sleep when the line drops
	Legs        []Leg
	Despite     string // why, where the place is not safe any more: one of Despites; kept as a Decision
	Past        bool   // it is confirmed that she should have arrived already: it is noted after the fact
}

// Leg is one stretch of the way.
type Leg struct {
	Means     string // code list journey_means
	DepartsAt time.Time
	ArrivesAt time.Time
	DepartsIn string // area whose hour is meant; empty: the head office's
	ArrivesIn string
	Cost      money.Cents // of all tickets
	Funder    string      // one of Funders; empty when there is nothing to pay
	From      secret.Text
	To        secret.Text
	Carrier   secret.Text
	Ticket    secret.Text // reference
}

// Cost is what the tickets cost in all.
func (p Plan) Cost() money.Cents {
	var c money.Cents
	for _, l := range p.Legs {
		c += l.Cost
	}
	return c
}

// leavesIn is the area where the plan j of a case leaves from, and there is where its last leg ends.
const (
	leavesIn = `coalesce((select l.departs_in from journey_leg l where l.case_id = j.case_id
		and l.journey_id = j.id and l.plan = j.plan order by l.rank limit 1), '')`
	there = `coalesce((select max(l.arrives_at) from journey_leg l where l.case_id = j.case_id
		and l.journey_id = j.id and l.plan = j.plan), 0)`
)

var (
	qLatest = gate.CaseSQL("journey.latest", `select id, host_team_id, state, plan, expected_at, leaves_at, departed_at,
		late_at, closed_at, `+leavesIn+`, `+there+`
		from journey_journey j where case_id = $1 order by id desc limit 1`)
	// qBack takes a journey back to where it stood before its last step, or puts the hour of its departure right.
	qBack = gate.CaseSQL("journey.back", `update journey_journey set state = $3, departed_at = $4, closed_at = $5
		where case_id = $1 and id = $2`)
	qInsert = gate.CaseSQL("journey.insert", `insert into journey_journey (case_id, id, host_team_id, state, plan,
		expected_at, leaves_at)
		values ($1, $2, $3, 'planned', 1, $4, $5)`)
	qReplan = gate.CaseSQL("journey.replan", `update journey_journey set plan = plan + 1, expected_at = $4, late_at = 0,
		leaves_at = $5
		where case_id = $1 and id = $2 and plan = $3 and closed_at = 0`)
	qMove = gate.CaseSQL("journey.move", `update journey_journey set state = $3, departed_at = $4, closed_at = $5
		where case_id = $1 and id = $2 and closed_at = 0`)
	qLate = gate.CaseSQL("journey.late", `update journey_journey set late_at = $3
		where case_id = $1 and id = $2 and closed_at = 0 and late_at = 0 and expected_at <= $3`)
	qInsertPlan = gate.CaseSQL("journey.insert_plan", `insert into journey_plan (case_id, journey_id, number, id,
		made_at, user_id, expected_at,
		accompanier, name_sealed, telephone_sealed, meeting_sealed, code_word_sealed, fallback_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`)
	qPlan = gate.CaseSQL("journey.plan", `select id, made_at, expected_at, accompanier, name_sealed, telephone_sealed,
		meeting_sealed,
		code_word_sealed, fallback_sealed from journey_plan where case_id = $1 and journey_id = $2 and number = $3`)
	qPlans = gate.CaseSQL("journey.plans", `select number, made_at, expected_at from journey_plan
		where case_id = $1 and journey_id = $2 order by number`)
	qInsertLeg = gate.CaseSQL("journey.insert_leg", `insert into journey_leg (case_id, id, journey_id, plan, rank,
		means, departs_at, arrives_at,
		departs_in, arrives_in, cost_cents, funder,
		from_sealed, to_sealed, carrier_sealed, ticket_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`)
	qLegs = gate.CaseSQL("journey.legs", `select id, means, departs_at, arrives_at, departs_in, arrives_in,
		cost_cents, funder, from_sealed, to_sealed, carrier_sealed, ticket_sealed
		from journey_leg where case_id = $1 and journey_id = $2 and plan = $3 order by rank`)
	qInsertSheet = gate.CaseSQL("journey.insert_sheet", `insert into journey_sheet (case_id, serial, journey_id, plan,
		printed_at, user_id)
		values ($1, $2, $3, $4, $5, $6)`)
	qSheets = gate.CaseSQL("journey.sheets", `select serial, printed_at from journey_sheet where case_id = $1
		order by printed_at desc`)
	qHost = gate.CaseSQL("journey.host", `select team_id from casefile_circle where case_id = $1
		and relation = 'hosts' and ended_at = 0`)
)

// findLatest returns the journey begun last; NotFound when there was none.
func findLatest(v *gate.CaseView) (Journey, error) {
	var j Journey
	err := v.QueryRow(qLatest).Scan(&j.ID, &j.Host, &j.State, &j.Number, clock.Stored{T: &j.Expected},
		clock.Stored{T: &j.Leaves}, clock.Stored{T: &j.DepartedAt}, clock.Stored{T: &j.LateAt},
		clock.Stored{T: &j.ClosedAt}, &j.LeavesIn, clock.Stored{T: &j.Arrives})
	return j, fault.In("find the journey", err)
}

// leaves is the hour of the plan's first departure, as it is stored.
func (p Plan) leaves() int64 { return clock.Micros(p.Legs[0].DepartsAt) }

// findOpen returns the journey under way; a Conflict when there is none.
func findOpen(v *gate.CaseView) (Journey, error) {
	j, err := findLatest(v)
	if fault.Is(err, fault.NotFound) || err == nil && !j.State.Open() {
		return j, casefile.ErrStep
	}
	return j, err
}

// findHost returns the team that receives the person; a Conflict while there is none.
func findHost(v *gate.CaseView) (access.TeamID, error) {
	var t access.TeamID
	err := v.QueryRow(qHost).Scan(&t)
	if fault.Is(err, fault.NotFound) {
		return t, fault.NewConflict("journey.no_place")
	}
	return t, fault.In("find the host", err)
}

// move stores a journey's new state: it was reached now.
func move(tx *gate.CaseTx, j Journey, to State) error { return moveAt(tx, j, to, tx.Now()) }

// moveAt stores a journey's new state, reached at an instant, which closes what is no longer open.
func moveAt(tx *gate.CaseTx, j Journey, to State, at time.Time) error {
	next, err := j.State.Next(to)
	if err != nil {
		return err
	}
	departed, closed := clock.Micros(j.DepartedAt), int64(0)
	if next == OnTheWay {
		departed = clock.Micros(at)
	}
	if !next.Open() {
		closed = clock.Micros(at)
	}
	_, err = tx.Exec(qMove, j.ID, string(next), departed, closed)
	return fault.In("move the journey", err)
}

var (
	planName      = gate.Column(vault.Journey, "journey_plan.name_sealed")
	planTelephone = gate.Column(vault.Journey, "journey_plan.telephone_sealed")
	planMeeting   = gate.Column(vault.Journey, "journey_plan.meeting_sealed")
	planCodeWord  = gate.Column(vault.Journey, "journey_plan.code_word_sealed")
	planFallback  = gate.Column(vault.Journey, "journey_plan.fallback_sealed")

	legFrom    = gate.Column(vault.Journey, "journey_leg.from_sealed")
	legTo      = gate.Column(vault.Journey, "journey_leg.to_sealed")
	legCarrier = gate.Column(vault.Journey, "journey_leg.carrier_sealed")
	legTicket  = gate.Column(vault.Journey, "journey_leg.ticket_sealed")
)

func (p *Plan) words() gate.Words {
	return gate.Words{{In: planName, At: &p.Name}, {In: planTelephone, At: &p.Telephone},
		{In: planMeeting, At: &p.Meeting}, {In: planCodeWord, At: &p.CodeWord}, {In: planFallback, At: &p.Fallback}}
}

func (l *Leg) words() gate.Words {
	return gate.Words{{In: legFrom, At: &l.From}, {In: legTo, At: &l.To}, {In: legCarrier, At: &l.Carrier},
		{In: legTicket, At: &l.Ticket}}
}

// insertPlan writes a plan and its legs under number; earlier plans stay.
func insertPlan(tx *gate.CaseTx, j JourneyID, number int64, p Plan) error {
	row, now := id.New[planEntity](tx.Now()), clock.Micros(tx.Now())
	args, err := p.words().Seal(tx, row, j, number, row, now, tx.Actor().User(), clock.Micros(p.Expected),
		p.Accompanier)
	if err != nil {
		return fmt.Errorf("seal the plan: %w", err)
	}
	if err := gate.Done(tx.Exec(qInsertPlan, args...)); err != nil {
		return err
	}
	for i, l := range p.Legs {
		if err := insertLeg(tx, j, number, i+1, l); err != nil {
			return err
		}
	}
	return nil
}

func insertLeg(tx *gate.CaseTx, j JourneyID, number int64, rank int, l Leg) error {
	row := id.New[legEntity](tx.Now())
	args, err := l.words().Seal(tx, row, row, j, number, rank, l.Means, clock.Micros(l.DepartsAt),
		clock.Micros(l.ArrivesAt), l.DepartsIn, l.ArrivesIn, l.Cost, l.Funder)
	if err != nil {
		return fmt.Errorf("seal a leg: %w", err)
	}
	return gate.Done(tx.Exec(qInsertLeg, args...))
}

// readPlan opens the plan in force; ErrSealed where the team holds no key.
func readPlan(v *gate.CaseView, j Journey) (Plan, error) {
	p := Plan{Number: j.Number}
	var row id.ID[planEntity]
	w := p.words()
	err := v.QueryRow(qPlan, j.ID, j.Number).Scan(w.Cells(&row, clock.Stored{T: &p.MadeAt},
		clock.Stored{T: &p.Expected}, &p.Accompanier)...)
	if err != nil {
		return p, fmt.Errorf("read the plan: %w", err)
	}
	if err := w.Open(v, row); err != nil {
		return p, fmt.Errorf("open the plan: %w", err)
	}
	if p.Legs, err = readLegs(v, j); err != nil {
		return p, err
	}
	at, err := placed(v)
	p.ExpectedIn = v.Country().ZoneArea(at.Department)
	return p, err
}

func readLegs(v *gate.CaseView, j Journey) ([]Leg, error) {
	return gate.Collect(v.Query, qLegs, func(rows *gate.Rows) (l Leg, err error) {
		var row id.ID[legEntity]
		w := l.words()
		if err := rows.Scan(w.Cells(&row, &l.Means, clock.Stored{T: &l.DepartsAt}, clock.Stored{T: &l.ArrivesAt},
			&l.DepartsIn, &l.ArrivesIn, &l.Cost, &l.Funder)...); err != nil {
			return l, err
		}
		err = w.Open(v, row)
		return l, err
	}, j.ID, j.Number)
}

package safety

import (
	"encoding/json"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type (
	assessmentEntity struct{}
	planEntity       struct{}
)

// Written is what an assessment and a plan have in common: a dated line that is never edited (I16).
type Written struct {
	Number int // from 1 on; 0: nothing is written, or it came along from the case before
	At     time.Time
	By     string // of the colleague who wrote it

	user gate.UserID
}

// Assessment is one risk assessment.
type Assessment struct {
	ID id.ID[assessmentEntity]
	Written
	On          date.Date
	Occasion    string    // code list risk_occasion
	WithHer     tri.Value // done with her
	Language    string    // in which it was done, code list language
	Interpreter tri.Value
	Medical     tri.Value // an urgent medical need
	Threat      tri.Value // a threat of violence, or of being exploited again
	Risks       []Risk
	Grade       string      // the highest of its levels; empty: none is known
	WhyNot      secret.Text // why it was not done with her
	Fears       secret.Text // what she herself fears most
}

// Measure is one measure that was agreed.
type Measure struct {
	What  string    `json:"what"` // code list safety_measure
	By    string    `json:"by,omitempty"`
	Until date.Date `json:"until"`
}

// Plan is one safety plan.
type Plan struct {
	ID id.ID[planEntity]
	Written
	Measures                []Measure
	ReviewOn                date.Date
	Agreed                  tri.Value
	Followed, Door, Reached secret.Text // what to do if she is followed, somebody comes to the door, she is contacted
	Besides                 secret.Text // whatever else was agreed
	Contacted               secret.Text // which organisations were
	Place                   secret.Text // where it was agreed
}

const (
	assessed = `id, number, at, user_id, assessed_on, occasion, with_her, language, interpreter, medical, threat, coded,
	grade, why_not_sealed, fears_sealed`
	planned = `id, number, at, user_id, coded, review_on, agreed, followed_sealed, door_sealed, reached_sealed,
	besides_sealed, contacted_sealed, place_sealed`
)

var (
	qAssessments = gate.CaseSQL("safety.assessments", `select `+assessed+` from safety_assessment where case_id = $1
		order by number desc`)
	qAssess = gate.CaseSQL("safety.assess", `insert into safety_assessment (case_id, `+assessed+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`)
	qUnassess = gate.CaseSQL("safety.unassess", `delete from safety_assessment where case_id = $1 and number = $2`)
	qPlans    = gate.CaseSQL("safety.plans", `select `+planned+` from safety_plan where case_id = $1
		order by number desc`)
	qPlan = gate.CaseSQL("safety.plan", `insert into safety_plan (case_id, `+planned+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`)
	qUnplan = gate.CaseSQL("safety.unplan", `delete from safety_plan where case_id = $1 and number = $2`)
	qHosts  = gate.CaseSQL("safety.hosts", `select team_id from casefile_circle where case_id = $1
		and relation = 'hosts' and ended_at = 0`)
)

func (a *Assessment) words() gate.Words {
	return gate.Words{{In: gate.Column(vault.Safety, whyColumn), At: &a.WhyNot},
		{In: gate.Column(vault.Safety, fearsColumn), At: &a.Fears}}
}

func (l *Plan) words() gate.Words {
	return gate.Words{{In: gate.Column(vault.Safety, followedColumn), At: &l.Followed},
		{In: gate.Column(vault.Safety, doorColumn), At: &l.Door},
		{In: gate.Column(vault.Safety, reachedColumn), At: &l.Reached},
		{In: gate.Column(vault.Safety, besidesColumn), At: &l.Besides},
		{In: gate.Column(vault.Safety, contactedColumn), At: &l.Contacted},
		{In: gate.Column(vault.Safety, placeColumn), At: &l.Place}}
}

// assessments are those of the case, newest first.
func assessments(v *gate.CaseView) ([]Assessment, error) {
	return gate.Collect(v.Query, qAssessments, func(rows *gate.Rows) (a Assessment, err error) {
		var coded string
		words := a.words()
		if err = rows.Scan(words.Cells(&a.ID, &a.Number, clock.Stored{T: &a.At}, &a.user, &a.On, &a.Occasion,
			&a.WithHer, &a.Language, &a.Interpreter, &a.Medical, &a.Threat, &coded, &a.Grade)...); err != nil {
			return a, err
		}
		if err = json.Unmarshal([]byte(coded), &a.Risks); err != nil {
			return a, fmt.Errorf("read an assessment: %w", err)
		}
		return a, words.Held(v, a.ID)
	})
}

// plans are those of the case, newest first.
func plans(v *gate.CaseView) ([]Plan, error) {
	return gate.Collect(v.Query, qPlans, func(rows *gate.Rows) (l Plan, err error) {
		var coded string
		words := l.words()
		if err = rows.Scan(words.Cells(&l.ID, &l.Number, clock.Stored{T: &l.At}, &l.user, &coded, &l.ReviewOn,
			&l.Agreed)...); err != nil {
			return l, err
		}
		if err = json.Unmarshal([]byte(coded), &l.Measures); err != nil {
			return l, fmt.Errorf("read a plan: %w", err)
		}
		return l, words.Held(v, l.ID)
	})
}

// next is the line after another, written now by whoever acts.
func next(tx *gate.CaseTx, before Written) Written {
	return Written{Number: before.Number + 1, At: tx.Now(), user: tx.Actor().User()}
}

// add writes an assessment.
func (a Assessment) add(tx *gate.CaseTx) error {
	coded, err := json.Marshal(append([]Risk{}, a.Risks...))
	if err != nil {
		return fmt.Errorf("write an assessment: %w", err)
	}
	row := id.New[assessmentEntity](tx.Now())
	values, err := a.words().Seal(tx, row, row, a.Number, clock.Micros(a.At), a.user.Or(), a.On, a.Occasion,
		a.WithHer, a.Language, a.Interpreter, a.Medical, a.Threat, string(coded), a.Grade)
	if err != nil {
		return fmt.Errorf("seal an assessment: %w", err)
	}
	return fault.In("write an assessment", gate.Done(tx.Exec(qAssess, values...)))
}

// add writes a plan.
func (l Plan) add(tx *gate.CaseTx) error {
	coded, err := json.Marshal(append([]Measure{}, l.Measures...))
	if err != nil {
		return fmt.Errorf("write a plan: %w", err)
	}
	row := id.New[planEntity](tx.Now())
	values, err := l.words().Seal(tx, row, row, l.Number, clock.Micros(l.At), l.user.Or(), string(coded), l.ReviewOn,
		l.Agreed)
	if err != nil {
		return fmt.Errorf("seal a plan: %w", err)
	}
	return fault.In("write a plan", gate.Done(tx.Exec(qPlan, values...)))
}

// keyed makes the key of the compartment with the first that is written, for the head office and whoever hosts. Where
// somebody else made it since this act began, what is written meanwhile is read first.
func keyed(tx *gate.CaseTx, written bool) error {
	switch {
	case tx.Holds(vault.Safety):
		return nil
	case written:
		return casefile.ErrChanged
	}
	office, err := tx.TeamOf("evaluation")
	if err != nil {
		return err
	}
	holders := []gate.TeamID{office}
	err = gate.Each(tx.Query, qHosts, func(rows *gate.Rows) error {
		var host gate.TeamID
		err := rows.Scan(&host)
		holders = append(holders, host)
		return err
	})
	if err != nil {
		return fault.In("find who hosts", err)
	}
	return fault.In("make the key of safety", tx.Create(vault.Safety, holders...))
}

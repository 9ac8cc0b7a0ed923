package assessment

import (
	"encoding/json"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

var (
	qLock    = gate.CaseSQL("assessment.lock", `select version from casefile_case where casefile_case.id = $1 @lock`)
	qVersion = gate.CaseSQL("assessment.version", `select id, number, assessed_on, coded, needs_sealed, wishes_sealed,
		health_sealed, plan_sealed
		from assessment_version where case_id = $1 and number <= $2 order by number desc limit 1`)
	qHistory = gate.CaseSQL("assessment.history", `select number, at, assessed_on, user_id from assessment_version
		where case_id = $1 and number > 0 order by number desc`)
	qAdd = gate.CaseSQL("assessment.add", `insert into assessment_version (case_id, id, number, at, user_id,
		assessed_on, coded, needs_sealed, wishes_sealed, health_sealed, plan_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qAssertions = gate.CaseSQL("assessment.assertions", `select id, number, at, criterion, asserter, answer, since_on,
		note_sealed
		from assessment_assertion where case_id = $1 and number <= $2 order by number, at, id`)
	qAssert = gate.CaseSQL("assessment.assert", `insert into assessment_assertion (case_id, id, number, at, user_id,
		criterion, asserter, answer, since_on, note_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qDecide = gate.CaseSQL("assessment.decide", `insert into assessment_decision (case_id, id, number, at, user_id,
		outcome, reason, age_route, sentence_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qDecision = gate.CaseSQL("assessment.decision", `select id, outcome, reason, user_id, at, sentence_sealed
		from assessment_decision where case_id = $1 order by at desc limit 1`)
	qRecheck = gate.CaseSQL("assessment.recheck", `insert into assessment_recheck (case_id, id, at, user_id,
		department) values ($1, $2, $3, $4, $5)`)
	qNewZones = gate.CaseSQL("assessment.new_zones", `select z.area, z.level from casefile_zone z where z.case_id = $1
		and z.lifted_at = 0
		and z.set_at > (select coalesce(max(f.at), 0) from casefile_fact f where f.case_id = z.case_id
		and f.kind = 'placed')
		and z.set_at > (select coalesce(max(r.at), 0) from assessment_recheck r where r.case_id = z.case_id)
		order by z.area`)
	qColleague = gate.OfficeSQL("assessment.colleague", `select name from access_user where id = $1`)
)

// lastNumber stands for "all versions so far".
const lastNumber = 1 << 30

// snapshot is the codes of a version as they are stored: the sheet, with the zones, vetoes and wishes that were in
// force then.
type snapshot struct {
	Sheet
	Zones  []casefile.Zone `json:"zones,omitempty"`
	Vetoes []string        `json:"vetoes,omitempty"`
	Wishes []string        `json:"wishes,omitempty"`
	Ties   []casefile.Tie  `json:"ties,omitempty"`
}

// sealedWords are the words of a version, not opened yet.
type sealedWords struct {
	id                          versionID
	needs, wishes, health, plan gate.Sealed
}

// readVersion fills the codes and words of the latest version up to a number. It leaves f alone where there is none.
func readVersion(v *gate.CaseView, f *File, number int) error {
	s, err := readCodes(v, f, number)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if v.Holds(vault.Needs) {
		if f.Words.Needs, err = v.Open(vault.Needs, needsColumn, s.id, s.needs); err != nil {
			return err
		}
		if f.Words.Wishes, err = v.Open(vault.Needs, wishesColumn, s.id, s.wishes); err != nil {
			return err
		}
	}
	if v.Holds(vault.Health) {
		if f.Words.Health, err = v.Open(vault.Health, healthColumn, s.id, s.health); err != nil {
			return err
		}
	}
	if v.Holds(vault.Danger) {
		f.Words.Plan, err = v.Open(vault.Danger, planColumn, s.id, s.plan)
	}
	return err
}

// readCodes fills the codes of the latest version up to a number; NotFound where there is none.
func readCodes(v *gate.CaseView, f *File, number int) (sealedWords, error) {
	var s sealedWords
	var coded string
	err := v.QueryRow(qVersion, number).Scan(&s.id, &f.Number, &f.On, &coded, &s.needs, &s.wishes, &s.health, &s.plan)
	if err != nil {
		return s, fault.In("read evaluation", err)
	}
	var was snapshot
	if err := json.Unmarshal([]byte(coded), &was); err != nil {
		return s, fmt.Errorf("read evaluation: %w", err)
	}
	f.Sheet, f.Zones, f.Vetoes, f.Wishes, f.Ties = was.Sheet, was.Zones, was.Vetoes, was.Wishes, was.Ties
	return s, nil
}

// readAssertions returns, up to a version, the latest assertion of each asserter for each criterion, in the order of
// Criteria and Asserters.
func readAssertions(v *gate.CaseView, upTo int) ([]Assertion, error) {
	rows, err := v.Query(qAssertions, upTo)
	if err != nil {
		return nil, fmt.Errorf("read assertions: %w", err)
	}
	defer rows.Close()
	latest := map[[2]string]Assertion{}
	for rows.Next() {
		var a Assertion
		var id assertionID
		var at int64
		var note gate.Sealed
		if err := rows.Scan(&id, &a.Number, &at, &a.Criterion, &a.Asserter, &a.Answer, &a.Since, &note); err != nil {
			return nil, fmt.Errorf("read assertions: %w", err)
		}
		a.At = clock.FromMicros(at)
		if v.Holds(vault.Danger) {
			if a.Note, err = v.Open(vault.Danger, "assessment_assertion.note_sealed", id, note); err != nil {
				return nil, err
			}
		} else {
			a.Sealed = !note.Empty()
		}
		latest[[2]string{a.Criterion, a.Asserter}] = a
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read assertions: %w", err)
	}
	var out []Assertion
	for _, c := range Criteria {
		for _, who := range Asserters(v.Country()) {
			if a, ok := latest[[2]string{c, who}]; ok {
				out = append(out, a)
			}
		}
	}
	return out, nil
}

// assert adds what is new among the assertions typed; what an asserter said before stays on record (I11, I16). It
// returns the assertions now current.
func assert(tx *gate.CaseTx, number int, have, typed []Assertion) ([]Assertion, error) {
	current := slices.Clone(have)
	for _, a := range typed {
		if a.Asserter == "" {
			continue // nobody says anything: not known yet
		}
		a.At, a.Number = tx.Now(), number
		at := slices.IndexFunc(current, func(o Assertion) bool {
			return o.Criterion == a.Criterion &&
				o.Asserter == a.Asserter
		})
		switch {
		case at >= 0 && sameAssertion(current[at], a):
			continue
		case at >= 0:
			current[at] = a
		case !a.Answer.Known() && a.Note.Empty():
			continue
		default:
			current = append(current, a)
		}
		row := id.New[assertionEntity](tx.Now())
		note, err := sealNote(tx, row, a.Note)
		if err != nil {
			return nil, err
		}
		_, err = tx.Exec(qAssert, row, number, clock.Micros(tx.Now()), tx.Actor().User(), a.Criterion, a.Asserter,
			a.Answer, a.Since, note)
		if err != nil {
			return nil, fmt.Errorf("add assertion: %w", err)
		}
	}
	return current, nil
}

func sealNote(tx *gate.CaseTx, row assertionID, note secret.Text) (gate.Sealed, error) {
	if note.Empty() {
		return gate.Sealed{}, nil
	}
	s, err := tx.Seal(vault.Danger, "assessment_assertion.note_sealed", row, note)
	return s, fault.In("seal note", err)
}

// addVersion writes a new dated version (I16).
func addVersion(tx *gate.CaseTx, number int, e Entry, zones []casefile.Zone) error {
	coded, err := json.Marshal(snapshot{e.Sheet, zones, e.Vetoes, e.Wishes, e.Ties})
	if err != nil {
		return fmt.Errorf("write evaluation: %w", err)
	}
	row := id.New[versionEntity](tx.Now())
	needs, err := tx.Seal(vault.Needs, needsColumn, row, e.Words.Needs)
	if err != nil {
		return fmt.Errorf("seal needs: %w", err)
	}
	wishes, err := tx.Seal(vault.Needs, wishesColumn, row, e.Words.Wishes)
	if err != nil {
		return fmt.Errorf("seal wishes: %w", err)
	}
	health, err := tx.Seal(vault.Health, healthColumn, row, e.Words.Health)
	if err != nil {
		return fmt.Errorf("seal health: %w", err)
	}
	plan, err := tx.Seal(vault.Danger, planColumn, row, e.Words.Plan)
	if err != nil {
		return fmt.Errorf("seal safety plan: %w", err)
	}
	_, err = tx.Exec(qAdd, row, number, clock.Micros(tx.Now()), tx.Actor().User(), e.On, string(coded), needs, wishes,
		health, plan)
	return fault.In("write evaluation", err)
}

func readHistory(v *gate.CaseView) ([]Version, error) {
	rows, err := v.Query(qHistory)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	defer rows.Close()
	var out []Version
	var users []gate.UserID
	for rows.Next() {
		var h Version
		var at int64
		var user gate.UserID
		if err := rows.Scan(&h.Number, &at, &h.On, &user); err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
		h.At = clock.FromMicros(at)
		out, users = append(out, h), append(users, user)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	for i, u := range users {
		if out[i].By, err = colleague(v, u); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func colleague(v *gate.CaseView, u gate.UserID) (string, error) {
	var name string
	err := v.OfficeRow(qColleague, u).Scan(&name)
	return name, fault.In("read colleague", err)
}

func readDecision(v *gate.CaseView) (*Decision, error) {
	var d Decision
	var id decisionID
	var user gate.UserID
	var at int64
	var sentence gate.Sealed
	err := v.QueryRow(qDecision).Scan(&id, &d.Outcome, &d.Reason, &user, &at, &sentence)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read decision: %w", err)
	}
	d.At = clock.FromMicros(at)
	if v.Holds(vault.Danger) {
		if d.Sentence, err = v.Open(vault.Danger, "assessment_decision.sentence_sealed", id, sentence); err != nil {
			return nil, err
		}
	}
	d.By, err = colleague(v, user)
	return &d, err
}

func addDecision(tx *gate.CaseTx, number int, outcome, reason, route string, sentence secret.Text) error {
	row := id.New[decisionEntity](tx.Now())
	s, err := tx.Seal(vault.Danger, "assessment_decision.sentence_sealed", row, sentence)
	if err != nil {
		return fmt.Errorf("seal decision: %w", err)
	}
	_, err = tx.Exec(qDecide, row, number, clock.Micros(tx.Now()), tx.Actor().User(), outcome, reason, route, s)
	return fault.In("write decision", err)
}

// readRecheck returns the areas of zones newer than the placement and the last check that reach a department (I4).
func readRecheck(v *gate.CaseView, department string) ([]string, error) {
	if department == "" {
		return nil, nil
	}
	rows, err := v.Query(qNewZones)
	if err != nil {
		return nil, fmt.Errorf("read new zones: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var area, level string
		if err := rows.Scan(&area, &level); err != nil {
			return nil, fmt.Errorf("read new zones: %w", err)
		}
		if reaches(v.Country(), area, level, department, v.Today()) {
			out = append(out, area)
		}
	}
	return out, rows.Err()
}

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
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

var (
	qVersion = gate.CaseSQL("assessment.version", `select id, number, assessed_on, coded, needs_sealed, wishes_sealed,
		health_sealed, plan_sealed, elsewhere_sealed, hoped_sealed, refused_sealed, fixed_sealed
		from assessment_version where case_id = $1 and number <= $2 order by number desc limit 1`)
	qHistory = gate.CaseSQL("assessment.history", `select number, at, assessed_on, user_id from assessment_version
		where case_id = $1 and number > 0 order by number desc`)
	qAdd = gate.CaseSQL("assessment.add", `insert into assessment_version (case_id, id, number, at, user_id,
		assessed_on, coded, needs_sealed, wishes_sealed, health_sealed, plan_sealed, elsewhere_sealed, hoped_sealed,
		refused_sealed, fixed_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`)
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
	qNewZones = gate.CaseSQL("assessment.new_zones", `select distinct z.area, z.level `+hers+`
		join casefile_zone z on z.case_id in `+casefile.Hers+` and z.lifted_at = 0
		where casefile_case.id = $1 and z.set_at > `+settled+` order by z.area`)
)

// The sealed columns of an evaluation.
var (
	needsIn     = gate.Column(vault.Needs, needsColumn)
	wishesIn    = gate.Column(vault.Needs, wishesColumn)
	healthIn    = gate.Column(vault.Health, healthColumn)
	planIn      = gate.Column(vault.Danger, planColumn)
	elsewhereIn = gate.Column(vault.Danger, elsewhereColumn)
	hopedIn     = gate.Column(vault.Danger, hopedColumn)
	refusedIn   = gate.Column(vault.Danger, refusedColumn)
	fixedIn     = gate.Column(vault.Danger, fixedColumn)
	noteIn      = gate.Column(vault.Danger, "assessment_assertion.note_sealed")
	sentenceIn  = gate.Column(vault.Danger, "assessment_decision.sentence_sealed")
)

// words are the sealed words of a version, in the order of its columns.
func words(w *Words) gate.Words {
	return gate.Words{{In: needsIn, At: &w.Needs}, {In: wishesIn, At: &w.Wishes}, {In: healthIn, At: &w.Health},
		{In: planIn, At: &w.Plan}, {In: elsewhereIn, At: &w.Elsewhere},
		{In: hopedIn, At: &w.Hoped}, {In: refusedIn, At: &w.Refused}, {In: fixedIn, At: &w.Fixed}}
}

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

// readVersion fills the codes of the latest version up to a number, and the words that the team holds keys to; what was
// told before where there is none.
func readVersion(v *gate.CaseView, f *File, number int) error {
	id, sealed, err := readCodes(v, f, number)
	if fault.Is(err, fault.NotFound) {
		return readTold(v, f)
	}
	if err != nil {
		return err
	}
	return sealed.Held(v, id)
}

// readCodes fills the codes of the latest version up to a number; NotFound where there is none. Its words stay sealed.
func readCodes(v *gate.CaseView, f *File, number int) (id versionID, sealed gate.Words, err error) {
	var coded string
	sealed = words(&f.Words)
	if err = v.QueryRow(qVersion, number).Scan(sealed.Cells(&id, &f.Number, &f.On, &coded)...); err != nil {
		return id, nil, fault.In("read evaluation", err)
	}
	var was snapshot
	if err := json.Unmarshal([]byte(coded), &was); err != nil {
		return id, nil, fmt.Errorf("read evaluation: %w", err)
	}
	f.Sheet, f.Zones, f.Vetoes, f.Wishes, f.Ties = was.Sheet, was.Zones, was.Vetoes, was.Wishes, was.Ties
	return id, sealed, nil
}

// readAssertions returns, up to a version, the latest assertion of each asserter for each criterion, in the order of
// Criteria and Asserters.
func readAssertions(v *gate.CaseView, upTo int) ([]Assertion, error) {
	latest := map[[2]string]Assertion{}
	err := gate.Each(v.Query, qAssertions, func(rows *gate.Rows) (err error) {
		var a Assertion
		var id assertionID
		var note gate.Sealed
		if err = rows.Scan(&id, &a.Number, clock.Stored{T: &a.At}, &a.Criterion, &a.Asserter, &a.Answer, &a.Since,
			&note); err != nil {
			return err
		}
		a.Sealed = !v.Holds(vault.Danger) && !note.Empty()
		a.Note, err = noteIn.Held(v, id, note)
		latest[[2]string{a.Criterion, a.Asserter}] = a
		return err
	}, upTo)
	if err != nil {
		return nil, err
	}
	var out []Assertion
	for _, c := range Criteria {
		for _, who := range append([]string{Person}, v.Country().List(codelist.DecidedBy).Keys()...) {
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
		if a.Number = number; a.At.IsZero() { // what a transfer brings along keeps the day it was said
			a.At = tx.Now()
		}
		at := slices.IndexFunc(current, func(o Assertion) bool {
			return o.Criterion == a.Criterion && o.Asserter == a.Asserter
		})
		switch {
		case at >= 0 && current[at].Number > carried && sameAssertion(current[at], a):
			continue
		case at >= 0 && sameAssertion(current[at], a): // told before anybody evaluated, and left as it was
			if a = current[at]; a.told != nil {
				a = *a.told // nobody said that she has come of age since
			}
			a.Number = number
			current[at].Number = number
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
		_, err = tx.Exec(qAssert, row, number, clock.Micros(a.At), tx.Actor().User(), a.Criterion, a.Asserter,
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
	s, err := noteIn.Seal(tx, row, note)
	return s, fault.In("seal note", err)
}

// addVersion writes a new dated version (I16).
func addVersion(tx *gate.CaseTx, number int, e Entry, zones []casefile.Zone) error {
	coded, err := json.Marshal(snapshot{e.Sheet, zones, e.Vetoes, e.Wishes, e.Ties})
	if err != nil {
		return fmt.Errorf("write evaluation: %w", err)
	}
	row := id.New[versionEntity](tx.Now())
	values, err := words(&e.Words).Seal(tx, row, row, number, clock.Micros(tx.Now()), tx.Actor().User(), e.On,
		string(coded))
	if err != nil {
		return fmt.Errorf("seal evaluation: %w", err)
	}
	return fault.In("write evaluation", gate.Done(tx.Exec(qAdd, values...)))
}

func readHistory(v *gate.CaseView) ([]Version, error) {
	type line struct {
		Version
		user gate.UserID
	}
	list, err := gate.List(v.Query, qHistory, func(l *line) []any {
		return []any{&l.Number, clock.Stored{T: &l.At}, &l.On, &l.user}
	})
	var out []Version
	for _, l := range list {
		if l.By, err = casefile.Colleague(v, l.user); err != nil {
			return nil, err
		}
		out = append(out, l.Version)
	}
	return out, err
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
	if d.Sentence, err = sentenceIn.Held(v, id, sentence); err != nil {
		return nil, err
	}
	d.By, err = casefile.Colleague(v, user)
	return &d, err
}

func addDecision(tx *gate.CaseTx, number int, outcome, reason, route string, sentence secret.Text) error {
	row := id.New[decisionEntity](tx.Now())
	s, err := sentenceIn.Seal(tx, row, sentence)
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
	var out []string
	err := gate.Each(v.Query, qNewZones, func(rows *gate.Rows) error {
		var area, level string
		err := rows.Scan(&area, &level)
		if err == nil && codelist.Reaches(v.Country(), area, level, department, v.Today()) {
			out = append(out, area)
		}
		return err
	})
	return out, err
}

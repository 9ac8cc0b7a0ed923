package assessment

import (
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// carried is the number of what was told, or brought along by a transfer, before anybody evaluated: it is read as what
// is known, and is no version.
const carried = 0

// Carry reads what was said in the evaluation of a case, and returns what writes it into a transfer of the same person,
// for whoever evaluates to confirm: who said it of which criterion and when. Of her agreement, which is asked anew
// (I2), nothing comes along.
func (*Desk) Carry(v *gate.CaseView) (func(*gate.CaseTx) error, error) {
	var f File
	row, sealed, err := readCodes(v, &f, lastNumber)
	if err == nil {
		err = sealed.Held(v, row)
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	asserted, err := readAssertions(v, lastNumber)
	if err != nil {
		return nil, err
	}
	e := Entry{Criteria: slices.DeleteFunc(asserted, func(a Assertion) bool { return a.Criterion == "agrees" })}
	e.Sheet.Indicators = f.Sheet.Indicators
	Questions.Carry(f.Entry(), &e)
	return func(tx *gate.CaseTx) error {
		if len(Questions.Changed(&Entry{}, &e)) == 0 && len(e.Criteria)+len(e.Sheet.Indicators) == 0 {
			return nil
		}
		if err := kept.Write(tx, &e); err != nil {
			return err
		}
		if _, err := assert(tx, carried, nil, e.Criteria); err != nil {
			return err
		}
		return addVersion(tx, carried, e, nil)
	}, nil
}

// What a referral tells comes before anybody evaluated, and maybe from somebody without account: it has a row of its
// own.
var (
	qTell = gate.CaseSQL("assessment.tell", `insert into assessment_told (case_id, id, at, asserter, adult, interpreter,
		needs_sealed, health_sealed, elsewhere_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qTold = gate.CaseSQL("assessment.told", `select id, at, asserter, adult, interpreter, needs_sealed, health_sealed,
		elsewhere_sealed from assessment_told where case_id = $1`)
)

var (
	toldNeedsIn     = gate.Column(vault.Needs, "assessment_told.needs_sealed")
	toldElsewhereIn = gate.Column(vault.Danger, "assessment_told.elsewhere_sealed")
	toldHealthIn    = gate.Column(vault.Health, "assessment_told.health_sealed")
)

type toldEntity struct{}

// toldWords are the sealed words of what was told, in the order of its columns.
func toldWords(w *Words) gate.Words {
	return gate.Words{{In: toldNeedsIn, At: &w.Needs}, {In: toldHealthIn, At: &w.Health},
		{In: toldElsewhereIn, At: &w.Elsewhere}}
}

// Foretold keeps what a referral told of what the evaluation asks, and by whom (code list organisation_kind), so that
// nobody asks it again. What the coded row holds is there already.
func (*Desk) Foretold(tx *gate.CaseTx, by string, adult, interpreter tri.Value, needs, health,
	elsewhere secret.Text) error {
	row := id.New[toldEntity](tx.Now())
	told := Words{Needs: needs, Health: health, Elsewhere: elsewhere}
	values, err := toldWords(&told).Seal(tx, row, row, clock.Micros(tx.Now()),
		codelist.Asserter(tx.Country(), by), adult, interpreter)
	if err != nil {
		return fmt.Errorf("seal what was told: %w", err)
	}
	return fault.In("keep what was told", gate.Done(tx.Exec(qTell, values...)))
}

// readTold fills what a referral told, where nobody has evaluated yet.
func readTold(v *gate.CaseView, f *File) error {
	var row id.ID[toldEntity]
	a, words := Assertion{Criterion: "adult", Number: carried}, toldWords(&f.Words)
	err := v.QueryRow(qTold).Scan(words.Cells(&row, clock.Stored{T: &a.At}, &a.Asserter, &a.Answer,
		&f.Sheet.Interpreter)...)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read what was told: %w", err)
	}
	if a.Answer.Known() {
		f.Assertions = append(f.Assertions, a)
	}
	return words.Held(v, row)
}

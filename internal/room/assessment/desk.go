package assessment

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is what people do with evaluations.
type Desk struct {
	gate   *gate.Gate
	births Births
	stands []Standing
}

// Standing tells whether the risk was assessed, of which day her safety plan is (zero: there is none), and when it is
// looked at again: the safety room's, by this port.
type Standing func(*gate.CaseView) (assessed bool, plan, review date.Date, err error)

// New returns the desk.
func New(g *gate.Gate, b Births, s ...Standing) *Desk { return &Desk{g, b, s} }

// Start takes a referral up.
func (d *Desk) Start(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, Start, ref,
		func(tx *gate.CaseTx) error { return casefile.Tell(tx, EvaluationStarted{}) })
}

// Open reads the whole evaluation.
func (d *Desk) Open(ctx context.Context, who access.Actor, ref casefile.Ref) (File, error) {
	return gate.Seen(ctx, d.gate, who, Read, ref, d.read)
}

// At reads one earlier version, with the assertions as they stood then (I16).
func (d *Desk) At(ctx context.Context, who access.Actor, ref casefile.Ref, number int) (File, error) {
	var f File
	err := d.gate.ViewCase(ctx, who, Read, ref, func(v *gate.CaseView) (err error) {
		if f, err = readAt(v, number); err == nil && (f.Number != number || number == carried) {
			err = fault.ErrAbsent
		}
		return err
	})
	return f, err
}

func readAt(v *gate.CaseView, number int) (File, error) {
	var f File
	var err error
	if f.Header, err = casefile.ReadHeader(v); err != nil {
		return f, err
	}
	if err := readVersion(v, &f, number); err != nil {
		return f, err
	}
	said, err := readAssertions(v, number)
	f.Assertions = append(f.Assertions, said...)
	return f, err
}

// read gathers everything that the act may open.
func read(v *gate.CaseView) (File, error) {
	f, err := readCurrent(v)
	if err != nil {
		return f, err
	}
	if f.History, err = readHistory(v); err != nil {
		return f, err
	}
	if f.Decision, err = readDecision(v); err != nil {
		return f, err
	}
	if placed(f.Header.Stage) {
		if f.Recheck, err = readRecheck(v, f.Host); err != nil {
			return f, err
		}
		if f.TooNear, err = readTooNear(v, f.Conflicts); err != nil {
			return f, err
		}
	}
	facts, err := casefile.Facts(v)
	if err != nil {
		return f, err
	}
	f.Agreed = agreedOn(facts)
	return f, nil
}

// agreedOn gives the day of the person's first agreement, zero where none says yes.
func agreedOn(facts []casefile.Told) date.Date {
	a, ok, err := casefile.Latest[casefile.Agreed](facts)
	if !ok || err != nil || a.Answer != tri.Yes {
		return date.Date{}
	}
	return a.On
}

// readCurrent reads the latest version and what other rooms know of the same things.
func readCurrent(v *gate.CaseView) (File, error) {
	var f File
	var err error
	if f.Header, err = casefile.ReadHeader(v); err != nil {
		return f, err
	}
	if err := readVersion(v, &f, lastNumber); err != nil {
		return f, err
	}
	coded, err := casefile.ReadCoded(v)
	if err != nil {
		return f, err
	}
	e := f.Entry() // other rooms may have learned more since
	if err := answered.Read(v, e); err != nil {
		return f, err
	}
	f.Sheet, f.Count = e.Sheet, e.Count
	if born := coded.Rough(); born.Month > 0 {
		f.Count.BirthMonth = born.String()
	}
	if coded.Nationality == "" {
		f.Group = coded.NationalityGroup
	}
	f.Sheet.Children, f.Host = coded.ChildrenBands, coded.HostDepartment
	said, err := readAssertions(v, lastNumber)
	if err != nil {
		return f, err
	}
	f.Assertions = append(f.Assertions, said...)
	if by, ok := coded.Grown(v.Today()); ok {
		grown(v.Country(), f.Assertions, by)
	}
	f.dispute(coded.OfAge(v.Today()))
	if f.Zones, err = casefile.Zones(v); err != nil {
		return f, err
	}
	if f.Vetoes, err = casefile.Vetoes(v); err != nil {
		return f, err
	}
	if f.Wishes, err = casefile.Wishes(v); err != nil {
		return f, err
	}
	if f.Ties, err = casefile.Ties(v); err != nil {
		return f, err
	}
	f.Conflicts, err = casefile.Conflicts(v)
	return f, err
}

// Save writes a new dated version of the evaluation (I16). ErrChanged when the page it was typed on is older than the
// latest version.
func (d *Desk) Save(ctx context.Context, who access.Actor, ref casefile.Ref, e Entry) error {
	return d.gate.Case(ctx, who, Write, ref, func(tx *gate.CaseTx) error {
		if e.Base == 0 && e.blank() {
			return ErrNothing
		}
		_, err := d.save(tx, e)
		return err
	})
}

// Admit saves and admits in one press: the sentence is signed by whoever presses. Refused, nothing is written, where a
// criterion is asserted by nobody or the age is open without a way chosen (I9).
func (d *Desk) Admit(ctx context.Context, who access.Actor, ref casefile.Ref, e Entry, sentence secret.Text) error {
	return d.gate.Case(ctx, who, Decide, ref, func(tx *gate.CaseTx) error {
		f, err := d.save(tx, e)
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		if err := fault.Join(err, f.Grounds().MayAdmit()); err != nil {
			return err
		}
		if err := addDecision(tx, f.Number, "admitted", "", f.Sheet.AgeRoute, sentence); err != nil {
			return err
		}
		if err := casefile.Tell(tx, Admitted{}); err != nil {
			return err
		}
		return casefile.Tell(tx, NeedsStated{})
	})
}

// Turning is the decision that another solution than the network is right.
type Turning struct {
	Base     int    // the number of the version the page showed
	Reason   string // one that Turned offers
	AgeRoute string // one of AgeRoutes, where the age is open; empty: as the evaluation says
	Sentence secret.Text
}

// Turn records that the person is not admitted, with a closed reason.
func (d *Desk) Turn(ctx context.Context, who access.Actor, ref casefile.Ref, t Turning) error {
	if t.AgeRoute != "" && !slices.Contains(AgeRoutes, t.AgeRoute) {
		return ErrCode
	}
	return d.gate.Case(ctx, who, Decide, ref, func(tx *gate.CaseTx) error {
		f, err := locked(tx, t.Base)
		if err != nil {
			return err
		}
		g := f.Grounds()
		if t.AgeRoute != "" {
			g.AgeRoute = t.AgeRoute
		}
		if err := g.MayTurn(tx.Country(), t.Reason, tx.Today()); err != nil {
			return err
		}
		if err := addDecision(tx, f.Number, "not_admitted", t.Reason, g.AgeRoute, t.Sentence); err != nil {
			return err
		}
		return casefile.Tell(tx, casefile.NotAdmitted{Reason: t.Reason})
	})
}

// Recheck records that somebody looked again at where the person stays, after the danger zones grew (I4).
func (d *Desk) Recheck(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, Recheck, ref, func(tx *gate.CaseTx) error {
		c, err := casefile.ReadCoded(&tx.CaseView)
		if err != nil {
			return err
		}
		_, err = tx.Exec(qRecheck, id.New[recheckEntity](tx.Now()), clock.Micros(tx.Now()), tx.Actor().User(),
			c.HostDepartment)
		return fault.In("record check", err)
	})
}

func (d *Desk) today() date.Date { return d.gate.Today() }

// locked reads the evaluation in a transaction that nobody else can overtake, and refuses an older base.
func locked(tx *gate.CaseTx, base int) (File, error) {
	if err := casefile.Alone(tx); err != nil {
		return File{}, err
	}
	f, err := readCurrent(&tx.CaseView)
	switch {
	case err != nil:
		return f, err
	case !f.Header.Stage.Open():
		return f, casefile.ErrStep
	case f.Number != base:
		return f, casefile.ErrChanged
	}
	return f, nil
}

// save writes an entry as the next version and returns the evaluation as it then stands, with what of it cannot stand:
// an Invalid error, by which nothing is written.
func (d *Desk) save(tx *gate.CaseTx, e Entry) (File, error) {
	f, err := locked(tx, e.Base)
	if err != nil {
		return f, err
	}
	if f.Header.Stage == casefile.Asked {
		if err := casefile.Tell(tx, EvaluationStarted{}); err != nil {
			return f, err
		}
	}
	if err := d.bring(&tx.CaseView, &f); err != nil {
		return f, err
	}
	if !f.PlanOn.IsZero() {
		e.Words.Plan = f.Words.Plan // asked in the plan itself from then on
	}
	if e.Moved != nil && e.Moved(f.Entry()) {
		return f, casefile.ErrChanged
	}
	before := f
	e, wrong := e.checked(tx.Country(), tx.Today(), before)
	if errors.Is(wrong, ErrCode) {
		return f, wrong
	}
	e.Count = e.Count.of(e.Count.Rough().Over(f.Count.Rough()))
	f.Number++
	f.On, f.Sheet, f.Words, f.Count = e.On, e.Sheet, e.Words, e.Count
	if f.Assertions, err = assert(tx, f.Number, f.Assertions, e.Criteria); err != nil {
		return f, err
	}
	e = e.inWords(before)
	f.Vetoes, f.Wishes, f.Ties = e.Vetoes, e.Wishes, e.Ties
	if f.Zones, err = setZones(tx, f.Zones, e); err != nil {
		return f, err
	}
	if err := addVersion(tx, f.Number, e, f.Zones); err != nil {
		return f, err
	}
	if err := casefile.SetVetoes(tx, e.Vetoes); err != nil {
		return f, err
	}
	if err := casefile.SetWishes(tx, e.Wishes); err != nil {
		return f, err
	}
	if err := casefile.SetTies(tx, e.Ties); err != nil {
		return f, err
	}
	err = casefile.ChangeCoded(tx, func(c *casefile.Coded) {
		e.code(tx.Country(), c, before.Assertions, f.Assertions)
		f.dispute(c.OfAge(e.On))
	})
	if err == nil {
		e.Sheet.Adults = cmp.Or(e.Sheet.Adults, before.Sheet.Adults) // nobody travels alone because nobody said so
		err = answered.Write(tx, &e)
	}
	if err == nil {
		err = d.births.Bear(tx, e.Count.Rough())
	}
	changed := Changed(before, f)
	if err == nil && admitted(before.Header.Stage) &&
		(slices.Contains(changed, "needs") || slices.Contains(changed, "household")) {
		err = casefile.Tell(tx, NeedsStated{})
	}
	return f, cmp.Or(err, wrong)
}

// setZones lifts and adds danger zones, and tells it where anything changed.
func setZones(tx *gate.CaseTx, have []casefile.Zone, e Entry) ([]casefile.Zone, error) {
	changed := false
	for _, area := range e.Lift {
		if slices.ContainsFunc(have, func(z casefile.Zone) bool { return z.Area == area }) {
			changed = true
			if err := casefile.LiftZone(tx, area); err != nil {
				return nil, err
			}
		}
	}
	for _, z := range e.AddZones {
		if slices.Contains(have, z) && !slices.Contains(e.Lift, z.Area) {
			continue
		}
		changed = true
		if err := casefile.AddZone(tx, z); err != nil {
			return nil, err
		}
	}
	if !changed {
		return have, nil
	}
	now, err := casefile.Zones(&tx.CaseView)
	if err != nil {
		return nil, err
	}
	told := casefile.DangerZoneSet{}
	for _, z := range now {
		told.Areas = append(told.Areas, z.Area)
	}
	return now, casefile.Tell(tx, told)
}

// admitted tells whether a case has passed the decision.
func admitted(s casefile.Stage) bool { return s != casefile.Asked && s != casefile.Evaluating }

// placed tells whether the person has a place, or is on the way to it.
func placed(s casefile.Stage) bool {
	switch s {
	case casefile.Accepted, casefile.Travel, casefile.OnTheWay, casefile.Sheltered, casefile.Waiting:
		return true
	}
	return false
}

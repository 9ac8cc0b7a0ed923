package assessment

import (
	"slices"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
)

// Criteria are the five admission criteria, code list criterion, in the order they are asked.
var Criteria = []string{"adult", "trafficking", "danger_here", "distance_needed", "agrees"}

// Person is the asserter who is the person herself; the others are the code list decided_by.
const Person = "person"

// Grounds is all that a decision may go by (I1). Who asserts a criterion is not in it: a presumption by an association
// weighs as much as an identification by the police.
type Grounds struct {
	Adult          tri.Said
	Trafficking    tri.Said
	DangerHere     tri.Said
	DistanceNeeded tri.Said
	Agrees         tri.Said
	AgeRoute       string // one of AgeRoutes; empty: nobody chose yet
}

// AgeRoutes are the ways to go on where the age is unknown or disputed (I9): child protection was asked, papers or an
// examination the person agrees to are awaited, or the person is taken at their word.
var AgeRoutes = []string{"child_protection_asked", "being_clarified", "taken_at_word"}

// Refusals of a decision.
var (
	ErrAgeRoute = fault.NewInvalid("assessment.age_route_needed") // I9
	ErrOpen     = fault.NewInvalid("assessment.criteria_open")
	ErrReason   = fault.NewInvalid("assessment.reason_needed")
	ErrCode     = fault.NewInvalid("fault.invalid")
	// ErrNeedsTwo tells that needs are chosen beside the answer that there are none.
	ErrNeedsTwo = fault.NewAbout("no_needs", "assessment.needs_two")
	// ErrNothing tells that a first evaluation would say nothing.
	ErrNothing = fault.NewAbout("shape", "assessment.nothing_said")
	// ErrHousehold tells that the adults and the children counted are not the household that is chosen.
	ErrHousehold = fault.NewAbout("shape", "assessment.household_two")
	// ErrTwoGroups tells that the nationality is not of the wide group that was told before anybody knew it.
	ErrTwoGroups = fault.NewAbout("group_wrong", "assessment.group_two")
	// ErrContradicted tells that an area is wished for and refused at once.
	ErrContradicted = fault.NewAbout("vetoes", "assessment.wished_and_vetoed")
)

// AgeOpen tells whether the age is unknown or disputed.
func (g Grounds) AgeOpen() bool { return !g.Adult.Tri().Known() }

// Met tells whether each of the five criteria is asserted by somebody.
func (g Grounds) Met() bool {
	return g.Adult.Yes && g.Trafficking.Yes && g.DangerHere.Yes && g.DistanceNeeded.Yes && g.Agrees.Yes
}

// MayAdmit tells whether the person may be admitted, or what is missing.
func (g Grounds) MayAdmit() error {
	var open error
	if !g.Met() {
		open = ErrOpen
	}
	return fault.Join(g.ageRouted(), open)
}

// ageRouted asks how to go on where the age is open (I9).
func (g Grounds) ageRouted() error {
	if g.AgeOpen() && g.AgeRoute == "" {
		return ErrAgeRoute
	}
	return nil
}

// MayTurn tells whether another solution than the network may be recorded, for a reason of the closed list: never
// silently where the age is open (I9).
func (g Grounds) MayTurn(in *country.Pack, reason string, on date.Date) error {
	var none error
	if c, _ := in.List(codelist.NotOriented).Find(reason); !turns(c) || !c.On(on) {
		none = ErrReason
	}
	return fault.Join(none, g.ageRouted())
}

// Strength says how many indicators of each strength are present in one dimension.
type Strength struct{ Strong, Medium, Weak int }

// Speaks tells whether a dimension counts as present by the rule of the operational indicators (ILO and EU, 2009): two
// strong, or one strong with another, or three medium, or two medium with a weak one. It supports a person's judgement;
// nothing is decided by it.
func (s Strength) Speaks() bool {
	switch {
	case s.Strong >= 2, s.Strong == 1 && s.Medium+s.Weak >= 1, s.Medium >= 3, s.Medium == 2 && s.Weak >= 1:
		return true
	}
	return false
}

// Dimension is one dimension of the indicators, counted.
type Dimension struct {
	Key      string // code list indicator_dimension
	Present  Strength
	Answered int // indicators answered yes or no
	Of       int
}

// Indicators are those asked on a day, and those that are answered already.
func Indicators(in *country.Pack, answers map[string]tri.Value, on date.Date) []country.Code {
	return slices.DeleteFunc(in.List(codelist.Indicator).All(), func(c country.Code) bool {
		return !c.On(on) && !answers[c.Key].Known()
	})
}

// Dimensions counts the answers by dimension, in the order of the list, to the indicators asked on a day.
func Dimensions(in *country.Pack, answers map[string]tri.Value, on date.Date) []Dimension {
	var out []Dimension
	for _, dim := range in.List(codelist.IndicatorDimension).All() {
		d := Dimension{Key: dim.Key}
		for _, c := range in.List(codelist.Indicator).In(dim.Key, on) {
			d.Of++
			if answers[c.Key].Known() {
				d.Answered++
			}
			if answers[c.Key] != tri.Yes {
				continue
			}
			switch c.Strength {
			case codelist.Strong:
				d.Present.Strong++
			case codelist.Medium:
				d.Present.Medium++
			default:
				d.Present.Weak++
			}
		}
		out = append(out, d)
	}
	return out
}

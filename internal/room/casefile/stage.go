package casefile

import (
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/gate"
)

// Stage is where a case stands. It is never set by hand: StageOf derives it from the facts, and Tell keeps the stored
// copy (which lists are sorted by) equal to it.
type Stage string

// The stages of a person's path, then the ways it can end.
const (
	Asked      Stage = "referred"   // a referral came; nobody has taken it up
	Evaluating Stage = "evaluating" // joint evaluation
	Searching  Stage = "searching"  // admitted, no place yet
	Meeting    Stage = "meeting"    // a host agrees in principle; interview to plan or held
	Accepted   Stage = "accepted"   // person and place said yes; journey to organise
	Travel     Stage = "travel"     // journey planned
	OnTheWay   Stage = "in_transit" // on the way
	Sheltered  Stage = "sheltered"  // arrived: the stay
	Waiting    Stage = "suspended"  // the person asked to wait
	NotHere    Stage = "not_here"   // not admitted, or solved locally
	WithdrawnS Stage = "withdrawn"  // the person decided otherwise
	Lost       Stage = "lost"       // contact lost
	NoPlaceS   Stage = "no_place"   // no place could be found
	DeceasedS  Stage = "deceased"   //
	EndedS     Stage = "ended"      // the stay is over
)

// Path lists the six stations shown on top of a case.
var Path = []Stage{Asked, Evaluating, Searching, Meeting, OnTheWay, Sheltered}

// Station returns which of the six stations a stage belongs to, -1 for none.
func (s Stage) Station() int {
	switch s {
	case Asked:
		return 0
	case Evaluating:
		return 1
	case Searching:
		return 2
	case Meeting, Accepted:
		return 3
	case Travel, OnTheWay:
		return 4
	case Sheltered, EndedS:
		return 5
	}
	return -1
}

// Open tells whether the case goes on.
func (s Stage) Open() bool {
	switch s {
	case NotHere, WithdrawnS, Lost, NoPlaceS, DeceasedS, EndedS:
		return false
	}
	return true
}

// stages are all of them, in the order of a path.
var stages = []Stage{Asked, Evaluating, Searching, Meeting, Accepted, Travel, OnTheWay, Sheltered, Waiting, NotHere,
	WithdrawnS, Lost, NoPlaceS, DeceasedS, EndedS}

// Known tells whether s is a stage.
func (s Stage) Known() bool { return slices.Contains(stages, s) }

// closed lists the stages of a case that has ended.
func closed() []Stage {
	return slices.DeleteFunc(slices.Clone(stages), Stage.Open)
}

// Everywhere lists the stages of a case that goes on, for facts that may be told in each of them.
func Everywhere() []Stage {
	return slices.DeleteFunc(slices.Clone(stages), func(s Stage) bool { return !s.Open() })
}

// Allowed tells whether a fact may be told at a stage.
func Allowed(at Stage, k Kind) bool {
	return slices.Contains(tellings[k].At, at)
}

// StageOf derives the stage from the facts, oldest first.
func StageOf(facts []Told) Stage {
	s, _ := along(facts)
	return s.stage
}

// Reached returns the stage at which a case stands or, where it is paused or has ended, at which it stood before.
func Reached(facts []Told) Stage {
	_, reached := along(facts)
	return reached.stage
}

// standing is a stage and since when a case is at it.
type standing struct {
	stage Stage
	since time.Time
}

// along goes through the facts: where the case stands, and the last open stage that it was at. What goes on where it
// stood stands there since it came there, and not since the pause or the slip.
func along(facts []Told) (s, reached standing) {
	for _, f := range facts {
		switch t := tellings[f.Kind]; {
		case f.Kind == "resumed", f.Kind == "reopened":
			s = reached
		case t.To != "" && t.To != s.stage:
			s = standing{t.To, f.At}
		}
		if s.stage.Open() && s.stage != Waiting {
			reached = s
		}
	}
	return s, reached
}

// lasts tells since when: since it was told or, of whoever lives at a host's, since the hour at which she arrived or,
// where the day alone is known and is another, since that day.
func (s standing) lasts(v *gate.CaseView, told []Told) (time.Time, error) {
	last, ok := Last(told, Arrived{}.Kind())
	if s.stage != Sheltered || !ok {
		return s.since, nil
	}
	var a Arrived
	if err := last.Read(&a); err != nil {
		return s.since, err
	}
	if a.At != 0 {
		return clock.FromMicros(a.At), nil
	}
	coded, err := ReadCoded(v)
	if err != nil || a.On.IsZero() || a.On == date.In(last.At, v.Country().HoursOf(coded.HostDepartment)) {
		return s.since, err
	}
	return a.On.Hourless(v.Country().Zone()), nil
}

// Admitted tells whether a person at this stage was admitted to the network: from then on only she ends her own path,
// by what she says to the head office or to her host.
func (s Stage) Admitted() bool { return s == Searching || s == Meeting || s.Placed() }

// Placed tells whether a person at this stage has a place, or lives in one.
func (s Stage) Placed() bool {
	return s == Accepted || s == Travel || s == OnTheWay || s == Sheltered
}

package journey

import (
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// State is where a journey stands.
type State string

// The states.
const (
	Planned   State = "planned"
	OnTheWay  State = "in_transit"
	Arrived   State = "arrived"
	NoShow    State = "no_show"
	Cancelled State = "cancelled" // the search goes on: nobody arrives at that place
)

// Open tells whether somebody still has to arrive.
func (s State) Open() bool { return s == Planned || s == OnTheWay }

// steps is the one table of allowed steps.
var steps = casefile.Steps[State]{
	Planned:  {OnTheWay, Arrived, NoShow, Cancelled},
	OnTheWay: {Arrived, NoShow, Cancelled},
}

// Next returns the state to, or a Conflict when the step is not allowed from s.
func (s State) Next(to State) (State, error) { return steps.Next(s, to) }

// ErrNoAgreement tells that the person has not yet said yes after the pre-admission interview (I2).
var ErrNoAgreement = fault.NewConflict("journey.no_agreement")

// ErrCalledOff tells that the journey is called off: the search goes on.
var ErrCalledOff = fault.NewConflict("journey.called_off")

// MayTravel tells whether the facts, oldest first, hold what a journey needs: a pre-admission interview held, the
// person's second agreement after it, and a place, all since the search last began again (I2).
func MayTravel(facts []casefile.Told) error {
	held, agreed, placed, off := false, false, false, false
	for _, f := range facts {
		switch f.Kind {
		case "search_again", "no_show":
			off = off || placed
			held, agreed, placed = false, false, false
		case "interview_held":
			held, agreed = true, false
		case "second_agreement":
			var a casefile.Agreed
			if err := f.Read(&a); err != nil {
				return fmt.Errorf("read the second agreement: %w", err)
			}
			agreed = held && a.Answer == tri.Yes
		case "placed":
			placed = true
		}
	}
	if off && !held && !placed {
		return ErrCalledOff
	}
	if !agreed {
		return ErrNoAgreement
	}
	if !placed {
		return fault.NewConflict("journey.no_place")
	}
	return nil
}

// Faults of hours and days that cannot be.
var (
	// ErrTooEarly and ErrEarly ask whether somebody left, or arrived, well before the plan has it: by another train,
	// or by a slip of the hand.
	ErrTooEarly = fault.NewInvalid("journey.too_early")
	ErrEarly    = fault.NewInvalid("journey.invalid.early")
	// ErrDepartsAhead and ErrArrivesAhead tell that an hour or a day has not come yet.
	ErrDepartsAhead = fault.NewInvalid("journey.invalid.departure")
	ErrArrivesAhead = fault.NewInvalid("journey.invalid.arrival")
	ErrDayAhead     = fault.NewInvalid("journey.invalid.arrival_on")
	// ErrExpected tells that the arrival is expected before the last leg ends.
	ErrExpected        = fault.NewInvalid("journey.invalid.expected")
	ErrBeforeDeparture = fault.NewInvalid("journey.invalid.before_departure")
	// ErrAfterArrival and ErrBeforeCase tell that she would have left after the arrival that is noted, or that it would
	// have been before her case was opened.
	ErrAfterArrival = fault.NewInvalid("journey.invalid.after_arrival")
	ErrBeforeCase   = fault.NewInvalid("journey.invalid.before_case")
)

// leavesEarly tells whether an hour lies well before the plan's first departure.
func (j Journey) leavesEarly(at time.Time) bool { return at.Before(j.Leaves.Add(-casefile.Slack)) }

// comesEarly tells whether an hour lies well before the plan's last arrival.
func (j Journey) comesEarly(at time.Time) bool { return at.Before(j.Arrives.Add(-casefile.Slack)) }

// MaxLegs bounds the legs of a journey.
const MaxLegs = 6

// OfNth names what is asked of one leg, as a form of several asks it: leg2-departs.
func OfNth(leg int, name string) string { return fmt.Sprintf("leg%d-%s", leg, name) }

// Funders are who pays a ticket, in the order pages show them.
var Funders = []string{"head_office", "referrer", "host", "other"}

// Check refuses a plan that cannot be travelled in that country: an Invalid fault whose key says why. A code that ended
// by today may stand where the plan before, empty for a first one, had it.
func (p Plan) Check(c *country.Pack, today date.Date, before Plan) error {
	if len(p.Legs) == 0 || len(p.Legs) > MaxLegs {
		return fault.NewInvalid("journey.invalid.legs")
	}
	var wrong []error
	about := func(question, key string) { wrong = append(wrong, fault.NewAbout(question, key)) }
	if !c.List(codelist.Accompanier).Takes(p.Accompanier, today, before.Accompanier) {
		about("accompanier", "journey.invalid.accompanier")
	}
	var stood []string
	for _, l := range before.Legs {
		stood = append(stood, l.Means)
	}
	var ended time.Time
	for i, l := range p.Legs {
		if !c.List(codelist.JourneyMeans).Takes(l.Means, today, stood...) {
			about(OfNth(i+1, "means"), "journey.invalid.means")
		}
		if l.DepartsAt.IsZero() || l.DepartsAt.Before(ended) || l.DepartsIn != "" && c.ZoneOf(l.DepartsIn) == nil {
			about(OfNth(i+1, "departs"), "journey.invalid.hours")
		}
		if !l.ArrivesAt.After(l.DepartsAt) || l.ArrivesIn != "" && c.ZoneOf(l.ArrivesIn) == nil {
			about(OfNth(i+1, "arrives"), "journey.invalid.hours")
		}
		if l.Cost < 0 || l.Funder != "" && !slices.Contains(Funders, l.Funder) {
			about(OfNth(i+1, "cost"), "journey.invalid.cost")
		}
		ended = l.ArrivesAt
	}
	if p.Expected.Before(ended) {
		wrong = append(wrong, ErrExpected)
	}
	return fault.Join(wrong...)
}

// ErrPast asks whether a plan that expects her before now is noted after the fact, or is a slip of the hand.
var ErrPast = fault.NewInvalid("journey.invalid.past")

// ahead asks once about an arrival that is expected in the past, unless the plan before expected it then too.
func (p Plan) ahead(now time.Time, before Plan) error {
	if !p.Past && !p.Expected.IsZero() && p.Expected.Before(now) && !p.Expected.Equal(before.Expected) {
		return ErrPast
	}
	return nil
}

// NextLeg returns which leg somebody on the way needs at an instant: the first that has not ended; the last one when
// all have.
func (p Plan) NextLeg(now time.Time) int {
	for i, l := range p.Legs {
		if l.ArrivesAt.After(now) {
			return i
		}
	}
	return len(p.Legs) - 1
}

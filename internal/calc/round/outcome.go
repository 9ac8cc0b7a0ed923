package round

import (
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// Options steer a search. The zero value searches until the optimum is proved.
type Options struct {
	Stop     func() bool    // asked often; once it says true the best found so far is returned
	Progress func(Progress) // called now and then with what is known so far
	Nodes    int            // most nodes of the search, for a bound that does not depend on the machine; 0: no bound
	trial    trial
}

// stop tells whether the search is to end.
func (o *Options) stop() bool { return o.Stop != nil && o.Stop() }

// trial is for tests.
type trial struct {
	tight   bool           // the flow is not tried first
	flowing bool           // nothing but the flow is tried
	watch   func(c *climb) // called before each goal of a climb
}

// Progress is what a search knows while it runs.
type Progress struct {
	Step   Step
	Nodes  int // partial assignments looked at
	People int // people placed by the best assignment found so far
}

// Step names what a search is doing; part of a text key.
type Step string

// The steps, in order.
const (
	StepRules   Step = "rules"   // which places pass the hard rules
	StepPlaced  Step = "placed"  // T1
	StepSafety  Step = "safety"  // T2
	StepOrdered Step = "ordered" // T2's sum to T8
)

// Outcome is the assignment found, with what is proved of it.
type Outcome struct {
	Given  []Given // one a case, in the order of the round
	Tiers  []Tier  // most important first
	Proved bool    // no assignment is better in any tier order
	Ended  bool    // the search was stopped before its proof
	Nodes  int     // partial assignments looked at
}

// State is what an outcome says of a case.
type State string

// The states.
const (
	Placed   State = "placed"   // a place, perhaps after some nights in a flat
	Bridged  State = "bridged"  // an emergency flat, and the search goes on
	Unplaced State = "unplaced" // neither
)

// Given is what one case is given.
type Given struct {
	Case     string
	State    State
	Place    string        // key, empty unless Placed
	Week     int           // week it begins, 0 is the round's first
	From     date.Date     // first day there
	To       date.Date     // planned end, last day excluded; zero: beyond the horizon or not known
	Flat     string        // key of the emergency flat, empty: none
	FlatWeek int           // week the flat begins
	FlatFrom date.Date     // first day in the flat
	FlatTo   date.Date     // the day she leaves it
	Renew    date.Date     // the convention's last day where it lies before the planned end: to be renewed by then
	Locked   bool          // fixed by a person
	Aside    bool          // it lies in an area that is left aside for her: nothing else was left
	Asks     []match.Check // what must be answered first (Asking only)
	Criteria []match.Tier  // the place's criteria for her, as in the search for one person
	Choices  int           // places that pass the hard rules for her, whoever else wants them
	// Choices is 0: which rules exclude how many places, most first; nil where a search was stopped before it looked
	Blocked []Blocked
	Unseen  bool // the search was stopped before it looked at all her places: nothing is said of them
}

// Blocked counts the places a rule keeps a case from.
type Blocked struct {
	Rule   match.RuleID
	Places int // places it excludes, or asks about
	Alone  int // of these, places that no other rule excludes
}

// Tier is one number of an outcome.
type Tier struct {
	Tier  string // "T1"
	Code  string // "placed_3": part of a text key
	Value int64
	// no assignment that equals this one in all former tiers has a better value than this; equal to Value when proved
	Bound  int64
	Higher bool // more is better
	Proved bool // and so are all former ones
}

// Gap is the first tier that is not proved, with the share that may be missing: |Bound-Value| of the larger of the two.
// The second result is false when everything is proved.
func (o Outcome) Gap() (Tier, float64, bool) {
	for _, t := range o.Tiers {
		if t.Proved {
			continue
		}
		d, whole := t.Bound-t.Value, max(t.Bound, t.Value, 1)
		return t, float64(max(d, -d)) / float64(whole), true
	}
	return Tier{}, 0, false
}

// Of returns what a case is given.
func (o Outcome) Of(key string) (Given, bool) {
	for _, g := range o.Given {
		if g.Case == key {
			return g, true
		}
	}
	return Given{}, false
}

// People is how many people have a place.
func (o Outcome) People() int {
	n := int64(0)
	for _, t := range o.Tiers {
		switch t.Code {
		case "placed_3", "placed_2", "placed_1", "placed_0":
			n += t.Value
		}
	}
	return int(n)
}

// Compare orders two outcomes of rounds with the same scales by their tiers: negative when o is worse, positive when
// it is better, and the index of the first tier that differs (-1: none).
func (o Outcome) Compare(other Outcome) (int, int) {
	for i := range min(len(o.Tiers), len(other.Tiers)) {
		a, b := o.Tiers[i].Value, other.Tiers[i].Value
		if a == b {
			continue
		}
		if (a > b) == o.Tiers[i].Higher {
			return 1, i
		}
		return -1, i
	}
	return 0, -1
}

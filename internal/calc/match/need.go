package match

import (
	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// Need is what one person, with those who travel along, needs of a place.
type Need struct {
	Key        string    // opaque name of the case, for repeatable ties only
	On         date.Date // the day the question is asked
	Household  Household
	Codes      []string  // code list need
	CodesKept  bool      // the needs were asked about: an empty list then means none
	Security   int       // level asked of the house, 1 to 3; 0: not known
	ReadyOn    date.Date // earliest day of travel; zero: not known
	Weeks      int       // planned length of stay; 0: not known
	Languages  []string  // ISO 639
	Zones      []Zone    // danger; none means not known yet, never "no danger"
	Vetoes     []geo.Area
	Wishes     []geo.Area
	Conflicts  []Conflict // people she must not be near
	Continuity []Tie      // what cannot move: she has to be able to reach it
	Waited     int        // days since a place is sought
}

// Tie is something that stays where it is, a treatment or a hearing, and how long the way to it may take.
type Tie struct {
	Area       geo.Area
	MaxMinutes int
}

// Conflict keeps two people apart. It names no reason.
type Conflict struct {
	With  string   // opaque key of the other case: the Key of another Need in a round
	Reach Reach    // how far apart they are to be
	House string   // where the other stays now, opaque key of a site; empty: not known, or she is not placed
	Town  string   // label of the town of that house, as Place.Town; empty: not known
	Area  geo.Area // its department; zero while she is not placed
}

// Reach is how far apart two people in conflict are kept, code list conflict_reach.
type Reach string

// The reaches, smallest first; each includes the smaller ones.
const (
	SameHouse      Reach = "house"
	SameTown       Reach = "town"
	SameDepartment Reach = "department"
)

// Household is who needs a bed.
type Household struct {
	Known   bool // somebody stated who travels along
	Adults  int
	Infants int // children who may sleep in a cot
	Older   int // other children
}

// Beds is how many beds are needed when every infant has a cot.
func (h Household) Beds() int { return h.Adults + h.Older }

// People is everybody.
func (h Household) People() int { return h.Adults + h.Older + h.Infants }

// Zone is an area that is dangerous for this person.
type Zone struct {
	Area  geo.Area
	Level int // rank of the code list danger_level, 1 (watchful) to 3 (grave)
}

// Place is what is known of one place. It holds no address.
type Place struct {
	Key string // opaque name of the place, for repeatable ties and for the caller
	// opaque key of the site: several places may be rooms of one house; empty: a house of its own
	House string
	// opaque key of the partner: its yearly number is shared by its places; empty: a partner of its own
	Partner        string
	Area           geo.Area // department
	Town           string   // label of its town, the same for every place in it (country.TownLabel); empty: not known
	Beds           int      // 0: not known
	Cots           int
	OwnRoom        tri.Value // nobody outside the household sleeps in the same room
	StepFree       tri.Value
	GroundFloor    tri.Value
	Security       int // 1 to 3; 0: not known
	Languages      []string
	Specialisms    []string // code list specialism
	State          State
	AvailableFrom  date.Date // zero: as soon as it is free
	FreeOn         date.Date // planned end of the stay that fills it; zero: not known
	PausedOn       date.Date // since when it is cooling; zero: not known
	NoRoom         bool      // it cools since its host had no room for somebody, and is to be confirmed free
	Emergency      bool      // an emergency flat of the head office: a bridge, never a destination
	ConfirmedOn    date.Date // when the host last said that this is true; zero: never
	PartnerActive  tri.Value
	ConventionFrom date.Date
	ConventionTo   date.Date // last day; zero: not known
	Follows        bool      // the partner follows this person in another way already: it referred her
	Yearly         int       // people a year the partner agreed to receive; 0: not known
	Received       int       // people received this year
	Declared       Check     // what CompareDeclaredProfile said: the engine learns the answer, not what was compared
}

// State is where a place stands, code list place_state; HeldHere is a hold for this very person.
type State string

// The states.
const (
	Declared  State = "declared"
	Available State = "available"
	Held      State = "held"
	HeldHere  State = "held_here"
	Occupied  State = "occupied"
	Cooling   State = "cooling"
	Withdrawn State = "withdrawn"
)

// Verdict is what a rule says, or all rules together.
type Verdict int

// The verdicts, best first. The zero value is Unknown: what nobody looked at never counts as passed.
const (
	Unknown Verdict = iota
	Passed
	Excluded
)

// String names the verdict: part of text keys.
func (v Verdict) String() string { return [...]string{"unknown", "passed", "excluded"}[v] }

// order puts passed before unknown before excluded.
func (v Verdict) order() int { return [...]int{1, 0, 2}[v] }

// Datum is the fact a rule went by. Code is part of a text key; the other fields are what the text may name.
type Datum struct {
	Code string    // "too_near", "beds_unknown", ...
	Have int       // what there is: minutes of travel, beds, a level
	Want int       // what is needed
	Item string    // a code: an area, a need; of a conflict the opaque key of the other case
	On   date.Date // the day it holds from or until
	// Of a travel time, the great circle beside it, and whether the minutes are an estimate.
	Kilometres int
	Estimated  bool
}

// Check is one rule's answer for one place.
type Check struct {
	Rule    RuleID
	Verdict Verdict
	Datum   Datum
	Fix     Owner // who may correct the datum, or answer the question
}

// Owner is who may correct a datum.
type Owner string

// The owners.
const (
	Evaluation Owner = "evaluation" // the case's evaluation team
	Host       Owner = "host"       // the partner that offers the place
	HeadOffice Owner = "office"     // whoever keeps partners and conventions
	Person     Owner = "person"     // the person herself
)

// Result is everything the engine says about one place.
type Result struct {
	Place   int     // index in the list given
	Key     string  // its key
	Verdict Verdict // the worst of Checks
	Checks  []Check // every rule, in the order of RuleIDs
	Bridge  bool    // an emergency flat: a bridge, ranked after every destination of its verdict
	Tiers   []Tier  // the criteria, most important first
}

// Broken returns the rules that exclude the place, Asks those that wait for an answer.
func (r Result) Broken() []Check { return r.with(Excluded) }

// Asks returns the rules whose datum is unknown: what to ask, and whom.
func (r Result) Asks() []Check { return r.with(Unknown) }

func (r Result) with(v Verdict) []Check {
	var out []Check
	for _, c := range r.Checks {
		if c.Verdict == v {
			out = append(out, c)
		}
	}
	return out
}

// Engine puts the places of a network in order for one need: every place once, best first, excluded ones last.
type Engine interface {
	// Rank returns one result a place.
	Rank(need Need, places []Place) []Result
}

// cooling says why nobody is offered the place, and since when.
func (p *Place) cooling() Datum {
	d := Datum{Code: string(Cooling), On: p.PausedOn}
	switch {
	case p.NoRoom:
		d.Code = "no_room"
	case !d.On.IsZero():
		d.Code = "cooling_since"
	}
	return d
}

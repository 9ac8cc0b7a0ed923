package casefile

import (
	"fmt"
	"slices"
	"strings"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Part is the part one room has in a case, declared beside its own code: the facts it tells, those it waits for, the
// relations it gives and ends. Nobody else does: a test compares every declaration with the source, and docs/facts.md
// shows them side by side.
type Part struct {
	Room   string
	Tells  []Telling
	Shares []Reading        // facts that another room declares and this one tells too
	Waits  []Reading        // facts of other rooms that it waits for, or goes by
	Rings  map[Kind]Ringing // what it tells people inside Havre that is no fact
	Gives  []Standing       // relations it gives: by joining a team, opening a case, naming who accompanies
	Ends   []Standing       // relations it ends before the case does
	// Reopens puts back, in the act that takes an ended case up again, what the room let go with the end; it is given
	// the case as it stood at the end, and how it is taken up. Nil for nothing.
	Reopens func(*gate.CaseTx, Header, Reopened) error
	// Corrected follows a fact that was put right or undone, in the act that does so; it reads the facts as they now
	// stand. Nil for nothing.
	Corrected func(*gate.CaseTx, Kind) error
	// Heard follows a fact that was told, by whichever room, in the act that tells it. Nil for nothing.
	Heard func(*gate.CaseTx, Kind) error
	// Household follows the number of people who live together, in the act that changes it. Nil for nothing.
	Household func(*gate.CaseTx, int) error
}

// Telling is one fact as the room that tells it declares it.
type Telling struct {
	Fact Fact                     // one of its kind
	At   []Stage                  // where it may be told; "" is a case that is being opened
	To   Stage                    // where it leads; "" leaves the case where it stands
	Says string                   // what it tells the others, in a few words
	Then func(*gate.CaseTx) error // what has to happen in the same act, whoever tells it; nil for nothing
	// Rings is whom it is told to inside Havre; nobody where it says nothing.
	Rings Ringing
}

// Reading is a kind of fact a room takes from others, and what for.
type Reading struct {
	Kind Kind
	For  string
}

// Standing is a relation of a team, or of one person, to a case, and when it comes or goes.
type Standing struct {
	Relation access.Relation
	When     string
}

// tellings is the registry: what each declared kind of fact may do. It is filled while the program starts and never
// changes after.
var (
	tellings = map[Kind]Telling{}
	parts    []Part
)

// Declare registers a room's part. It panics on what is unknown, incomplete or declared twice, so a program with such
// a declaration does not start.
func Declare(p Part) Part {
	if p.Room == "" || slices.ContainsFunc(parts, func(q Part) bool { return q.Room == p.Room }) {
		panic(fmt.Sprintf("casefile: room %q declares its part twice, or without its name", p.Room))
	}
	for _, t := range p.Tells {
		if why := t.broken(); why != "" {
			panic(fmt.Sprintf("casefile: fact %q of room %s: %s", t.Fact.Kind(), p.Room, why))
		}
		tellings[t.Fact.Kind()] = t
	}
	for k, r := range p.Rings {
		if _, twice := rings[k]; twice || k == "" || r.broken() {
			panic(fmt.Sprintf("casefile: room %s declares the notice %q twice, or for nobody it can be for", p.Room, k))
		}
		rings[k] = r
	}
	for _, r := range slices.Concat(p.Shares, p.Waits) {
		if r.Kind == "" || r.For == "" {
			panic(fmt.Sprintf("casefile: room %s reads %q and does not say what for", p.Room, r.Kind))
		}
	}
	for _, s := range slices.Concat(p.Gives, p.Ends) {
		if !slices.Contains(access.Relations, s.Relation) || s.Relation == access.Stranger || s.When == "" {
			panic(fmt.Sprintf("casefile: room %s declares %q, which is no relation, or not when", p.Room, s.Relation))
		}
	}
	parts = append(parts, p)
	return p
}

// broken says what is wrong with a declaration; "" when nothing is.
func (t Telling) broken() string {
	_, twice := tellings[t.Fact.Kind()]
	switch {
	case twice:
		return "declared twice"
	case len(t.At) == 0 || t.Says == "":
		return "it does not say at which stages it may be told, or what it says"
	case t.Rings.broken():
		return "it is told to more than three relations"
	case t.To != "" && !t.To.Known():
		return "it leads to an unknown stage"
	}
	for _, s := range t.At {
		if s != "" && !s.Known() {
			return "it may be told at an unknown stage"
		}
	}
	return ""
}

// broken tells whether a ringing names more than three relations, or one that is none.
func (r Ringing) broken() bool {
	return len(r.To) > 3 || slices.ContainsFunc(r.To, func(rel access.Relation) bool {
		return rel == access.Stranger || !slices.Contains(access.Relations, rel)
	})
}

// Parts returns what every room declared, by its name.
func Parts() []Part {
	return slices.SortedFunc(slices.Values(parts), func(a, b Part) int { return strings.Compare(a.Room, b.Room) })
}

// inEveryRoom has every room do its part of what was done, by their names; what says it in an error.
func inEveryRoom(what string, do func(Part) error) error {
	for _, p := range Parts() {
		if err := do(p); err != nil {
			return fmt.Errorf("%s, %s: %w", what, p.Room, err)
		}
	}
	return nil
}

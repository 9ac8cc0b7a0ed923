// Package future prices scarce kinds of place: what using one today is expected to cost those who will need it.
//
// The price of a kind is the mean, over sampled futures, of what is lost when one free place of that kind is taken away
// now, beyond what is lost with a plain place: the shadow price of its capacity (algorithm A6; the idea is that of N.
// Ahani, P. Gölz, A. D. Procaccia, A. Teytelboym, A. C. Trapp, "Dynamic placement in refugee resettlement", Operations
// Research 72, 2024). Each future is a draw from the network's own history: arrivals follow a Poisson law with the rate
// at which people with the same needs came, places open at their planned end plus a delay drawn from the delays that
// occurred. Within a future everything is known, so the best use of the places is an assignment, solved exactly.
//
// With few data such prices are coarse. They are therefore capped, and used only to choose between places that are
// equally good for the person (tier T6): they never make anybody wait.
package future

import (
	"cmp"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"

	"havre.example/havre/internal/calc/solve"
	"havre.example/havre/internal/calc/solve/assign"
)

// Kind is a kind of place that is scarce.
type Kind uint8

// The kinds.
const (
	Accessible Kind = iota
	Family
	HighSecurity
	EmergencyFlat
	Kinds int = iota
)

var names = [Kinds]string{"accessible", "family", "high_security", "emergency_flat"}

// String is the kind's name in files: accessible, family, high_security, emergency_flat.
func (k Kind) String() string { return names[k] }

// Set is a set of kinds: what a place is, or what a person needs a place to be. The zero Set is a plain place, and the
// needs of a person whom any place suits.
type Set uint8

// Of makes a set.
func Of(kinds ...Kind) Set {
	var s Set
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

// Has says whether k is in the set.
func (s Set) Has(k Kind) bool { return s>>k&1 == 1 }

// Covers says whether a place that is s suits a person who needs that.
func (s Set) Covers(needs Set) bool { return needs&^s == 0 }

// String lists the kinds, joined by +; "plain" for none.
func (s Set) String() string {
	var parts []string
	for k := range Kind(Kinds) {
		if s.Has(k) {
			parts = append(parts, k.String())
		}
	}
	if parts == nil {
		return "plain"
	}
	return strings.Join(parts, "+")
}

// Whole is the scale of values and prices: what it is worth to place one person on the day of arrival. A price of 25
// says that using a place of that kind now costs those to come a quarter of a placement.
const Whole = 100

// Place is a place of the network. FreeIn is in how many days the stay that fills it should end, 0 when it is free now.
type Place struct {
	Is     Set
	FreeIn int
}

// Arrival is a person who needs a place: on which day counted from the start of what is looked at, and what kinds it
// must be.
type Arrival struct {
	Day   int
	Needs Set
}

// History is what the network knows of its past. It names nobody.
type History struct {
	Days     int       // how many days the arrivals cover; three years are 1095
	Arrivals []Arrival // all of them
	Delays   []int     // days by which stays ended after (or before) their planned end; none: they end as planned
}

// Settings are the coordination's and the caller's choices.
type Settings struct {
	Horizon  int    // days looked ahead; stays last longer, so each place serves once within it
	Patience int    // days after which somebody who waits is lost to the scheme
	Samples  int    // futures drawn, at least 200 for use
	Cap      int    // largest price, 0 to Whole: 0 switches prices off
	Seed     uint64 // the same seed gives the same prices
}

// Defaults look half a year ahead over 200 futures, with prices up to a quarter of a placement.
var Defaults = Settings{Horizon: 182, Patience: 56, Samples: 200, Cap: Whole / 4, Seed: 1}

// Prices are the prices of the kinds, each from 0 to the cap, in units of Whole.
type Prices [Kinds]int

// Charge is what tier T6 counts against giving a place to a person: the prices of what the place is and she does not
// need. It is 0 when nothing scarce is used without need.
func (p Prices) Charge(place, needs Set) int {
	sum := 0
	for k := range Kind(Kinds) {
		if place.Has(k) && !needs.Has(k) {
			sum += p[k]
		}
	}
	return sum
}

// Price draws futures and prices the kinds: over the sets of kinds of which a place is free now, the mean of what
// taking such a place away loses beyond a plain one, shared between the kinds of the set. A kind of which no place is
// free costs nothing. The order of the places does not matter. When stop says so, Price returns the prices of the
// futures drawn until then, and how many those were.
func Price(places []Place, h History, s Settings, stop func() bool) (prices Prices, drawn int) {
	places = slices.SortedFunc(slices.Values(places), func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Is, b.Is), cmp.Compare(a.FreeIn, b.FreeIn))
	})
	free := representatives(places)
	rng := rand.New(rand.NewPCG(s.Seed, 6))
	var lost [1 << Kinds]int64 // by set of kinds: what taking one such place away lost, over all futures
	for drawn < s.Samples && !stop() {
		f := draw(places, h, s, rng)
		with := f.best()
		for set, at := range free {
			if at >= 0 {
				lost[set] += with - f.without(at).best()
			}
		}
		drawn++
	}
	if drawn == 0 {
		return prices, 0
	}
	plain := int64(0)
	if free[0] >= 0 {
		plain = lost[0]
	}
	for k := range Kind(Kinds) {
		sum, count := int64(0), int64(0)
		for set, at := range free {
			if at < 0 || !Set(set).Has(k) {
				continue
			}
			sum += max(0, lost[set]-plain) / int64(bits.OnesCount8(uint8(set)))
			count++
		}
		if count > 0 {
			prices[k] = int(min(int64(s.Cap), sum/count/int64(drawn)))
		}
	}
	return prices, drawn
}

// representatives picks, for each set of kinds, a place that is free now; -1 for none. All of a set are worth the same.
func representatives(places []Place) (at [1 << Kinds]int) {
	for set := range at {
		at[set] = -1
	}
	for i, p := range places {
		if p.FreeIn <= 0 && at[p.Is] < 0 {
			at[p.Is] = i
		}
	}
	return at
}

// scene is one future, all of it known: when places open and who comes when.
type scene struct {
	places   []Place // FreeIn is when they really open
	people   []Arrival
	patience int
}

// without is the scene less one place.
func (f scene) without(at int) scene {
	f.places = append(append([]Place(nil), f.places[:at]...), f.places[at+1:]...)
	return f
}

// worth is what it brings that a person gets a place: all on the day of arrival, less each day of waiting, nothing when
// she would have waited too long or the place does not suit.
func worth(p Place, a Arrival, patience int) int64 {
	wait := max(0, p.FreeIn-a.Day)
	if !p.Is.Covers(a.Needs) || wait > patience {
		return 0
	}
	return Whole - int64(Whole*wait/(patience+1))
}

// best is the largest sum of worths when everything is known beforehand.
func (f scene) best() int64 {
	n := max(len(f.places), len(f.people))
	if n == 0 {
		return 0
	}
	p := &assign.Problem{Size: n, Cost: make([]int64, n*n)}
	for i, a := range f.people {
		for j, place := range f.places {
			p.Cost[i*n+j] = worth(place, a, f.patience)
		}
	}
	return assign.Solve(p, true, solve.Never).Value
}

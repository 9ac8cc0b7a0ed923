package round

import (
	"slices"
	"strings"
)

// option is one thing a case may be given. Weeks are half-open, counted from the round's first.
type option struct {
	cost       wide
	who        int32 // case
	place      int32 // destination, -1: none
	flat       int32 // emergency flat, -1: none
	pair       int32 // index in pairs, -1 without a destination
	margin     int32 // safety, the lesser of flat and destination; -1: neither
	from, to   int16 // weeks at the destination
	ffrom, fto int16 // weeks in the flat
	// relaxation: the peak (its place's number) or the place (that and the number of places); -1: the sink
	entry int32
}

// open tells that the option gives neither place nor flat.
func (k *option) open() bool { return k.place < 0 && k.flat < 0 }

// node is the place the option takes first of all in the relaxation: its destination, or the flat of a bridge alone.
func (k *option) node() int32 {
	if k.place >= 0 {
		return k.place
	}
	return k.flat
}

// mostCriteria is room for the criteria of match.
const mostCriteria = 6

// pair is a case and a place that passes the hard rules for it, or waits for an answer.
type pair struct {
	who, place int32
	margin     int32
	asks       bool
	aside      bool // it is left aside for her
	drawn      int32
	criteria   [mostCriteria]int16 // values of the scale's own criteria, in its order
}

// unit is what the solver knows of a place.
type unit struct {
	partner  int32 // index in partners
	house    int32
	town     int32
	area     int32
	shared   bool
	mode     int32   // label, 0: none
	beds     int32   // shared: beds
	people   int32   // shared: beds and cots
	most     int32   // relaxation: most cases it can take over the horizon
	peak     int32   // and in the week that most options need
	peakWeek int16   // that week
	taken    []int32 // shared: beds taken by week before the round; else 1 where it is not free; nil: nothing
	heads    []int32 // shared: people there by week before the round
	after    []later // when it is not free after the round
	staff    []int32 // resources its households use
}

// later is a time after the round's last week in which a place is not free, in weeks, half-open.
type later struct {
	from, to    int32
	beds, heads int32 // shared: beds taken and people there
}

// partner is a partner with what is left of its yearly number.
type partner struct {
	left   int32   // people
	most   int32   // relaxation: most cases
	burden []int32 // burden of the k-th case, not falling
	steps  []wide  // the same, packed
	units  []int32
}

// household is what the solver knows of a case.
type household struct {
	first, last int32      // its options, half-open; the last one is "no place"
	beds        int32      // beds when infants sleep in cots
	people      int32      // everybody
	counted     int32      // people who count for a partner's yearly number
	mode        int32      // label, 0: none
	conflicts   []conflict // people to be kept away from
	group       int32      // group that stays together, -1: none
	uses        []int32    // by resource kind
	locked      bool       // fixed by a person, or must have some place
	fixed       int32      // the emergency flat a person fixed, -1: none
	class       int        // danger class, 0 to 3
	waits       int        // class of waiting, 0 to 7
	hard        int        // class of hardness, 0 to 2
	unseen      bool       // the search was stopped before all her options were known
	choices     int
	safest      int32   // largest margin of its options
	bestOf      []int32 // largest value of each criterion over its options
}

// conflict is somebody to be kept away from, and how far.
type conflict struct {
	who  int32
	zone zone
}

// zone is a way to group places.
type zone int8

const (
	byPlace zone = iota
	byHouse
	byTown
	byArea
	byPartner
	byFlat
	byOption
)

// problem is a round as the solver sees it: places, cases and options in an order of their own, by key.
type problem struct {
	round      *Round
	judge      *judge
	weeks      int
	longest    int16   // weeks in a flat at most
	cases      []int32 // index in the round, in the solver's order
	places     []int32
	households []household
	units      []unit
	partners   []partner
	pairs      []pair
	options    []option
	groups     [][]int32      // cases that stay together
	stopped    bool           // some cases are unseen
	mixed      map[int32]bool // houses whose places are of different partners
	supply     []int32        // resource: index in the round
	stock      []int32        // resource: how much a week
	kinds      []int32        // resource: its kind
	scale      scale
}

// byKey returns the indices of n things in the order of their keys.
func byKey(n int, key func(int) string) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	slices.SortFunc(out, func(a, b int32) int { return strings.Compare(key(int(a)), key(int(b))) })
	return out
}

// labels numbers texts from 1; the empty text is 0.
type labels map[string]int32

func (l labels) of(s string) int32 {
	if s == "" {
		return 0
	}
	n, ok := l[s]
	if !ok {
		n = int32(len(l) + 1)
		l[s] = n
	}
	return n
}

// in returns the value of a place under a zone; 0 is no zone.
func (p *problem) in(z zone, place int32) int32 {
	if place < 0 {
		return 0
	}
	s := &p.units[place]
	switch z {
	case byPlace, byFlat:
		return place + 1
	case byHouse:
		return s.house
	case byTown:
		return s.town
	case byArea:
		return s.area
	case byPartner:
		return s.partner + 1
	}
	return 0
}

// near tells whether two options bring their people within a zone of one another.
func (p *problem) near(z zone, a, b *option) bool {
	for _, x := range [2]int32{a.place, a.flat} {
		for _, y := range [2]int32{b.place, b.flat} {
			if x >= 0 && y >= 0 && p.close(z, x, y) {
				return true
			}
		}
	}
	return false
}

// close tells whether two places lie within a zone of one another, as the rule on conflicts reads it: a house in common
// is enough, what is not known counts as near, and one town is one town, whatever department stands beside it.
func (p *problem) close(z zone, x, y int32) bool {
	a, b := &p.units[x], &p.units[y]
	switch {
	case x == y, a.house > 0 && a.house == b.house:
		return true
	case z == byHouse:
		return false
	case a.area == 0 || b.area == 0, a.town > 0 && a.town == b.town:
		return true
	case z == byTown:
		return a.area == b.area && (a.town == 0 || b.town == 0)
	}
	return a.area == b.area
}

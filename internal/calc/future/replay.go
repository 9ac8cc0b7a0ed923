package future

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Moment is the day of a replay at which a place is chosen: Left are the places that have not been used, with FreeIn
// counted from that day, and Free the numbers among them of those that are free and suit Who; there is at least one.
type Moment struct {
	Day  int
	Left []Place
	Free []int
	Who  Arrival
}

// Choose picks one of the Moment's Free.
type Choose func(m Moment) int

// Played is what a replay comes to.
type Played struct {
	Value  int64 // sum of what each placement was worth, in units of Whole
	Placed int
	Waited int // days, of all who were placed
}

// Replay plays arrivals against places day by day. Nobody is made to wait who could be placed: every day those who wait
// are placed in the order in which they came, as long as a free place suits them; only which one is the choice's.
// Places open at their FreeIn and serve once.
func Replay(places []Place, people []Arrival, patience int, choose Choose) Played {
	people = slices.Clone(people)
	slices.SortStableFunc(people, func(a, b Arrival) int { return cmp.Compare(a.Day, b.Day) })
	last := 0
	for _, a := range people {
		last = max(last, a.Day+patience)
	}
	var sum Played
	left := slices.Clone(places)
	placed := make([]bool, len(people))
	for day := range last + 1 {
		for k, who := range people {
			if placed[k] || who.Day > day || who.Day+patience < day {
				continue
			}
			m := Moment{Day: day, Left: left, Who: who}
			for i, p := range left {
				if p.FreeIn <= 0 && p.Is.Covers(who.Needs) {
					m.Free = append(m.Free, i)
				}
			}
			if len(m.Free) == 0 {
				continue
			}
			i := choose(m)
			left = slices.Delete(left, i, i+1)
			placed[k] = true
			sum.Placed++
			sum.Waited += day - who.Day
			sum.Value += Whole - int64(Whole*(day-who.Day)/(patience+1))
		}
		for i := range left {
			left[i].FreeIn = max(0, left[i].FreeIn-1)
		}
	}
	return sum
}

// Hindsight is the value of the best use of the places had everything been known beforehand: no policy can pass it.
func Hindsight(places []Place, people []Arrival, patience int) int64 {
	return scene{places: places, people: people, patience: patience}.best()
}

// Fixed chooses the place of the least charge at prices that stay, by chance among equals: what a day's prices do.
func Fixed(prices Prices, seed uint64) Choose {
	rng := rand.New(rand.NewPCG(seed, 7))
	return func(m Moment) int { return cheapest(m, prices, rng) }
}

// cheapest picks one of the free places with the least charge, by chance among equals.
func cheapest(m Moment, prices Prices, rng *rand.Rand) int {
	least, from := Whole*Kinds+1, []int(nil)
	for _, i := range m.Free {
		switch c := prices.Charge(m.Left[i].Is, m.Who.Needs); {
		case c < least:
			least, from = c, append(from[:0], i)
		case c == least:
			from = append(from, i)
		}
	}
	return from[rng.IntN(len(from))]
}

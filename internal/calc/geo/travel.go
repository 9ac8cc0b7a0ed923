package geo

import (
	"fmt"
	"math"
)

// Travel is how long the fastest usual way from one area to another takes, and how far they lie apart.
type Travel struct {
	Minutes  int
	Measured bool   // the pair stands in a country pack's table; else an estimate, made so as to be rather too short
	Metres   Metres // great circle
}

// Times tells how long people travel between two areas. The second result is false where nothing is known, not even a
// distance: never "far".
type Times interface {
	// Between is the usual fastest way between the two, in minutes and metres.
	Between(a, b Area) (Travel, bool)
}

// The constants of an estimate. Each is chosen so that the estimate is rather too short than too long, since danger
// travels too: roads are seldom straighter than 1.15 times the great circle, nobody averages more than a motorway's
// limit less the way to it, and an airliner's cruising speed is not exceeded.
const (
	Detour     = 1.15
	RoadSpeed  = 110.0 // km/h
	AirSpeed   = 900.0 // km/h
	AirMinutes = 120   // to the airport, through it, and from the other one
	Change     = 15    // minutes from one means of transport to the next
)

// Leg is a known travel time between two areas.
type Leg struct {
	A, B    string // codes of areas
	Minutes int
}

// Network is a complete table of travel times over a set of areas: the known legs, and for every other pair the
// shortest chain of known legs and estimated roads.
type Network struct {
	at      map[string]int // areas at one point are one node: a town and the department that is named by it
	n       int
	minutes []int32 // n x n
	metres  []int32
	known   []bool
}

// most bounds a leg: two days.
const most = 2880

// LegError is what is wrong with one leg of a table: which, counted from 0.
type LegError struct {
	Leg int
	why string
}

// Error says what is wrong.
func (e *LegError) Error() string { return e.why }

// NewNetwork closes a table of legs over areas; a LegError where one of them does not fit. land names the body of land
// an area lies on: a road is estimated within one, a flight between two. The cost is n² times the number of areas that
// have a leg.
func NewNetwork(areas []Area, legs []Leg, land func(Area) string) (*Network, error) {
	w := &Network{at: make(map[string]int, len(areas))}
	var nodes []Area
	seen := map[Point]int{}
	for _, a := range areas {
		if _, twice := w.at[a.Code]; twice || a.Code == "" || !a.At.Valid() || a.At == (Point{}) {
			return nil, fmt.Errorf("area %q has no point or stands there twice", a.Code)
		}
		i, old := seen[a.At]
		if !old {
			i = len(nodes)
			seen[a.At], nodes = i, append(nodes, a)
		}
		w.at[a.Code] = i
	}
	n := len(nodes)
	w.n, w.minutes, w.metres, w.known = n, make([]int32, n*n), make([]int32, n*n), make([]bool, n*n)
	lands := make([]string, n)
	for i, a := range nodes {
		lands[i] = land(a)
	}
	for i := range n {
		for j := range i {
			m := Distance(nodes[i].At, nodes[j].At)
			w.set(i, j, estimate(m, lands[i] == lands[j]))
			w.metres[i*n+j], w.metres[j*n+i] = int32(m), int32(m) // half the Earth's circumference fits
		}
	}
	var hubs []int
	for at, l := range legs {
		wrong := func(why string) error { return &LegError{at, "leg " + l.A + "-" + l.B + why} }
		i, known := w.at[l.A]
		j, too := w.at[l.B]
		switch {
		case !known || !too || i == j:
			return nil, wrong(" names no two areas")
		case l.Minutes < 1 || l.Minutes > most:
			return nil, wrong(fmt.Sprintf(": %d minutes", l.Minutes))
		case w.known[i*n+j]:
			return nil, wrong(" stands there twice")
		}
		w.known[i*n+j], w.known[j*n+i] = true, true
		w.set(i, j, l.Minutes)
		hubs = append(hubs, i, j)
	}
	w.close(hubs)
	for _, l := range legs { // what is known is not bettered by a chain of estimates
		w.set(w.at[l.A], w.at[l.B], l.Minutes)
	}
	return w, nil
}

func (w *Network) set(i, j, minutes int) {
	n := w.n
	w.minutes[i*n+j], w.minutes[j*n+i] = int32(minutes), int32(minutes)
}

// estimate is the time for a distance that no leg covers.
func estimate(m Metres, byRoad bool) int {
	km := float64(m) / 1000
	if byRoad {
		return int(math.Floor(km * Detour / RoadSpeed * 60))
	}
	return int(math.Floor(km/AirSpeed*60)) + AirMinutes
}

// close finds the shortest chains (R. W. Floyd, "Algorithm 97: Shortest Path", Communications of the ACM 5(6), 1962,
// p. 345). Estimated roads keep the triangle inequality, so only areas with a leg can shorten a way.
func (w *Network) close(hubs []int) {
	n := w.n
	done := make([]bool, n)
	for _, k := range hubs {
		if done[k] {
			continue
		}
		done[k] = true
		from := w.minutes[k*n : (k+1)*n]
		for i := range n {
			if i == k {
				continue
			}
			row, first := w.minutes[i*n:(i+1)*n], w.minutes[i*n+k]+Change
			for j, rest := range from {
				if j != k && first+rest < row[j] && i != j {
					row[j] = first + rest
				}
			}
		}
	}
}

// Between implements Times. One area inside the other means no way at all: zero minutes.
func (w *Network) Between(a, b Area) (Travel, bool) {
	if a.Code == "" || b.Code == "" {
		return Travel{}, false
	}
	if a.Covers(b) || b.Covers(a) {
		return Travel{}, true
	}
	i, known := w.at[a.Code]
	j, too := w.at[b.Code]
	if !known || !too {
		return Travel{}, false
	}
	x := i*w.n + j
	return Travel{Minutes: int(w.minutes[x]), Measured: w.known[x], Metres: Metres(w.metres[x])}, true
}

package match

import (
	"hash/fnv"
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// Criterion names one of the ordered criteria that tell places apart.
type Criterion string

// The criteria, most important first, each an integer on the scale written here; more is better. T1 (who is most in
// danger, Need.Class) and T3 (who has waited, and has few places) tell people apart, not places: a round reads them.
const (
	// Safety (T2): the least, over the danger zones, of the minutes of travel beyond the rule's minimum. 0: not known,
	// or nearer than the rule allows; 1: under 30 minutes beyond; one more for each further 30, until the minutes that
	// the rule counts for the level of the zone (4 hours, a 9, where it says nothing): farther away is no safer.
	Safety Criterion = "safety"
	// Covered (T4): how many of the stated needs the place covers, a shared language counting as one.
	Covered Criterion = "covered"
	// Freshness (T4): when the host last confirmed. 3: within 7 days; 2: within 30; 1: within 90; 0: longer ago, or
	// never.
	Freshness Criterion = "freshness"
	// Reached (T5): the longest way to what cannot move. 4: under 30 minutes, or nothing is fixed; 3: under 1 hour; 2:
	// under 2 hours; 1: longer; 0: not known.
	Reached Criterion = "reached"
	// Wished (T5): 2: in an area she wishes for; 1: under 90 minutes from one; 0: neither.
	Wished Criterion = "wished"
	// Spared (T6): 40 less, for each scarce thing the place has and she does not need, 1 and its price (0 to 9).
	Spared Criterion = "spared"
	// Shared (T7): how many more people the partner agreed to receive this year, 20 at most.
	Shared Criterion = "shared"
	// Drawn (T8): a number drawn from case and place, so that equals come in the same order each time.
	Drawn Criterion = "drawn"
)

// Criteria lists the criteria in order.
var Criteria = []Criterion{Safety, Covered, Freshness, Reached, Wished, Spared, Shared, Drawn}

// Tier is one criterion's value for one place; more is better. Items are the codes it counted.
type Tier struct {
	Criterion Criterion
	Value     int
	Items     []string
}

// Of returns the tier of a criterion.
func (r Result) Of(c Criterion) Tier {
	for _, t := range r.Tiers {
		if t.Criterion == c {
			return t
		}
	}
	return Tier{Criterion: c}
}

// The bounds of the scales.
const (
	step       = 30 // minutes of one step of Safety
	safest     = 9
	sparedMost = 40
	// MostPrice bounds what a scarce thing may cost in Spared: prices never reach beyond that criterion.
	MostPrice  = 9
	wishNear   = 90 // minutes
	sharedMost = 20
)

// The scarce things of a place, as Spared and prices name them.
const (
	ScarceAccess   = "accessible"
	ScarceFamily   = "family"
	ScarceSecurity = "high_security"
	ScarceBridge   = "emergency_flat"
)

// Scarce lists the scarce things.
var Scarce = []string{ScarceAccess, ScarceFamily, ScarceSecurity, ScarceBridge}

// Most is the upper end of a criterion's scale; 0 where it has none that means anything to people.
func Most(c Criterion) int {
	return map[Criterion]int{Safety: safest, Freshness: 3, Reached: 4, Wished: 2, Spared: sparedMost,
		Shared: sharedMost}[c]
}

// Class is T1: the level of the worst danger, 0 (not stated) to 3 (grave).
func (n *Need) Class() int {
	worst := 0
	for _, z := range n.Zones {
		worst = max(worst, z.Level)
	}
	return worst
}

// Tiers gives the value of each criterion for one place, in the order of Criteria: one person's ranking and a round of
// all who wait go by the same scales.
func (e Lexicographic) Tiers(n *Need, p *Place) []Tier {
	danger, _ := RuleOf(e.rules(), RuleDanger, n.On)
	return e.tiers(make([]Tier, 0, len(Criteria)), danger, n, p)
}

// tiers appends the tiers to out, by the edition of the rule on danger.
func (e Lexicographic) tiers(out []Tier, danger Rule, n *Need, p *Place) []Tier {
	covered := cover(n, p)
	spare := unneeded(n, p)
	cost := len(spare)
	for _, kind := range spare {
		cost += min(max(e.Prices[kind], 0), MostPrice)
	}
	return append(out,
		Tier{Criterion: Safety, Value: margin(e.Times, danger, n, p)},
		Tier{Criterion: Covered, Value: len(covered), Items: covered},
		Tier{Criterion: Freshness, Value: fresh(n.On, p.ConfirmedOn)},
		Tier{Criterion: Reached, Value: reached(e.Times, n, p)},
		Tier{Criterion: Wished, Value: wished(e.Times, n, p)},
		Tier{Criterion: Spared, Value: sparedMost - cost, Items: spare},
		Tier{Criterion: Shared, Value: min(max(p.Yearly-p.Received, 0), sharedMost)},
		Tier{Criterion: Drawn, Value: Draw(n.Key, p.Key)},
	)
}

// margin is Safety.
func margin(times geo.Times, danger Rule, n *Need, p *Place) int {
	worst := safest
	for _, z := range n.Zones {
		way, ok := way(times, p.Area, z.Area)
		least, set := danger.Least(z.Level)
		if !ok || !set || way.Minutes < least {
			return 0
		}
		worst = min(worst, 1+min(way.Minutes-least, danger.Counts(z.Level))/step)
	}
	if len(n.Zones) == 0 {
		return 0
	}
	return worst
}

// Safest is the most that Safety can be for one person, by the rule on danger: the least of what counts for her zones.
func (e Lexicographic) Safest(n *Need) int {
	danger, _ := RuleOf(e.rules(), RuleDanger, n.On)
	most := safest
	for _, z := range n.Zones {
		most = min(most, 1+danger.Counts(z.Level)/step)
	}
	return most
}

// Way is the travel from one danger zone to a place, and the least that the zone's level asks.
type Way struct {
	Zone   Zone
	Travel geo.Travel
	Known  bool
	Least  int // minutes
}

// Ways gives the travel from every zone to a place, in the order of the zones: for people who ask why.
func (e Lexicographic) Ways(n *Need, p *Place) []Way {
	r, _ := RuleOf(e.rules(), RuleDanger, n.On)
	out := make([]Way, len(n.Zones))
	for i, z := range n.Zones {
		out[i].Zone = z
		out[i].Travel, out[i].Known = way(e.Times, p.Area, z.Area)
		out[i].Least, _ = r.Least(z.Level)
	}
	return out
}

// cover lists the stated needs that the place covers, and "language" when staff speak hers.
func cover(n *Need, p *Place) []string {
	var out []string
	for _, c := range n.Codes {
		switch {
		case c == "step_free" && p.StepFree == tri.Yes, c == "ground_floor" && p.GroundFloor == tri.Yes,
			c == "own_room" && p.OwnRoom == tri.Yes,
			c == "cot" && p.Cots > 0, c == "high_security" && p.Security >= 3, slices.Contains(p.Specialisms, c):
			out = append(out, c)
		}
	}
	if Spoken(n.Languages, p.Languages) != "" {
		out = append(out, "language")
	}
	return out
}

// Spoken returns the first of the person's languages that the host declared, "" when there is none.
func Spoken(asked, host []string) string {
	for _, l := range asked {
		if slices.Contains(host, l) {
			return l
		}
	}
	return ""
}

func fresh(on, confirmed date.Date) int {
	if confirmed.IsZero() || on.IsZero() {
		return 0
	}
	switch days := confirmed.DaysUntil(on); {
	case days <= 7:
		return 3
	case days <= 30:
		return 2
	case days <= 90:
		return 1
	}
	return 0
}

// reached is Reached.
func reached(times geo.Times, n *Need, p *Place) int {
	worst := 4
	for _, t := range n.Continuity {
		w, ok := way(times, p.Area, t.Area)
		switch {
		case !ok:
			return 0
		case w.Minutes >= 120:
			worst = min(worst, 1)
		case w.Minutes >= 60:
			worst = min(worst, 2)
		case w.Minutes >= 30:
			worst = min(worst, 3)
		}
	}
	return worst
}

func wished(times geo.Times, n *Need, p *Place) int {
	best := 0
	for _, w := range n.Wishes {
		if w.Covers(p.Area) {
			return 2
		}
		if t, ok := way(times, p.Area, w); ok && t.Minutes < wishNear {
			best = 1
		}
	}
	return best
}

// unneeded lists the scarce things of the place that this person does not need, so that they stay for who does.
func unneeded(n *Need, p *Place) []string {
	var out []string
	if (p.StepFree == tri.Yes || p.GroundFloor == tri.Yes) &&
		!slices.Contains(n.Codes, "step_free") && !slices.Contains(n.Codes, "ground_floor") {
		out = append(out, ScarceAccess)
	}
	if people := n.Household.People(); people > 0 && p.Beds > people { // not known is not "no need"
		out = append(out, ScarceFamily)
	}
	if p.Security >= 3 && n.level() < 3 {
		out = append(out, ScarceSecurity)
	}
	if p.Emergency {
		out = append(out, ScarceBridge)
	}
	return out
}

// Draw is T8's number for a case and a place, 31 bits: FNV-1a over both keys, mixed so that the sums of two draws do
// not tie because keys are alike (the finaliser of MurmurHash3, A. Appleby, public domain).
func Draw(need, place string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(need)) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(place))
	x := h.Sum32()
	x = (x ^ x>>16) * 0x85ebca6b
	x = (x ^ x>>13) * 0xc2b2ae35
	return int((x ^ x>>16) >> 1)
}

package review

import (
	"cmp"
	"math"
	"slices"
	"time"

	"havre.example/havre/internal/country"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/safestat"
	"havre.example/havre/internal/calc/stat"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/decision"
)

// Rules is the version of the rules by which a review counts and protects; it changes with either (I15).
const Rules = "2026-11/2"

// Figure is a count as it is shown.
type Figure = safestat.Figure

// Year is what became of a year's admissions. Equal counts give an equal review (I15).
type Year struct {
	Year                 int
	Protected            bool
	Given                bool // more than totals: of the running year to the head office alone
	CutOff               time.Time
	Until                date.Date
	Documented, Released safestat.Figure // people admitted: all, and those who agreed to be counted (I14)
	Groupings            []Grouping
	Declines             []Counted // by reason, code list decline
	Freshness            []Counted // chosen places by how long ago their host had confirmed: see Freshnesses
	Decisions            safestat.Figure
	Overrides            []Departed
	Prices               []Cost
}

// Grouping is one way of putting the people into groups: each is in one.
type Grouping struct {
	Name string        // household, gender, sex, age, danger
	List codelist.Name // names the keys
	Rows []Outcome
	All  Outcome
}

// Outcome is what became of one group.
type Outcome struct {
	Key            string
	People, Placed safestat.Figure
	Share          float64       // placed of people, from the figures shown
	Within         stat.Interval // 95 %, Wilson
	HasShare       bool
	Median         float64       // days from admission to a place, of those placed
	Between        stat.Interval // 95 %, by order statistics
	HasMedian      bool          // enough people were placed
}

// Counted is a code and how often.
type Counted struct {
	Key    string
	Figure safestat.Figure
}

// Overridden is a rule or a criterion decided against, and the reason given.
type Overridden struct {
	Against decision.Against
	What    string
	Reason  string // code list override
}

// Departed is how often a rule or a criterion was decided against, and for which reasons.
type Departed struct {
	Against decision.Against
	What    string
	Figure  safestat.Figure
	Reasons []Counted // most often first
}

// Cost is the price of a criterion: in how many decisions another place would have come first without it, and better in
// which later one, by how many steps of its scale on average.
type Cost struct {
	Criterion, Gains match.Criterion
	Times            safestat.Figure
	Steps            float64
	HasSteps         bool
}

// Freshnesses are the classes of how long ago a host had confirmed when it was asked.
func Freshnesses() []string { return []string{"week", "month", "quarter", "older", "never"} }

func freshnessOf(confirmed int) string {
	switch {
	case confirmed < 0:
		return "never"
	case confirmed <= 7:
		return "week"
	case confirmed <= 30:
		return "month"
	case confirmed <= 90:
		return "quarter"
	}
	return "older"
}

// groupings in the order people read them. Gender is for the head office: sex is the coarser grouping of the same.
var groupings = []struct {
	name      string
	list      codelist.Name
	exact     bool // in the exact form
	protected bool // in the protected form
}{
	{"household", codelist.HouseholdShape, true, true}, {"gender", codelist.Gender, true, false},
	{"sex", codelist.SexStat, false, true},
	{"age", codelist.AgeReport, true, true}, {"danger", codelist.DangerLevel, true, true},
}

func makeYear(t tally, protected bool) Year {
	r := Year{Year: t.year, Protected: protected, CutOff: t.cutOff, Until: t.until}
	one := func(n int) safestat.Figure {
		if protected {
			return safestat.One(n)
		}
		return safestat.Exact(n)
	}
	released := 0
	for _, d := range t.by["sex"] {
		released += d.people()
	}
	r.Documented, r.Released, r.Decisions = one(t.documented), one(released), one(t.decisions)
	if r.Given = !protected || t.over; !r.Given {
		return r
	}
	for _, g := range groupings {
		if protected && g.protected || !protected && g.exact {
			r.Groupings = append(r.Groupings, group(t.country, g.name, g.list, t.by[g.name], protected))
		}
	}
	r.Declines = table(t.country.List(codelist.Decline).Keys(), t.declines, protected)
	r.Freshness = table(Freshnesses(), t.freshness, protected)
	r.Overrides = overridden(t.country, t.overrides, one, protected)
	r.Prices = costs(t.prices, one, protected)
	return r
}

func (d days) people() int { return stat.Total(d) }

// placed are the days of those placed.
func (d days) placed() days {
	out := days{}
	for waited, n := range d {
		if waited != notPlaced {
			out[waited] = n
		}
	}
	return out
}

// group makes a grouping. In the protected form people placed by group are one table, and people not placed another:
// groupings have nothing in common but these two totals, so that they are safe side by side (package safestat). Where
// one of the totals is not shown the groups would tell it: none is.
func group(p *country.Pack, name string, list codelist.Name, by map[string]days, protected bool) Grouping {
	keys := p.List(list).Keys()
	if !slices.Contains(keys, codelist.Unknown) {
		keys = append(keys, codelist.Unknown)
	}
	all, rows := days{}, make([]days, len(keys))
	for key, d := range by {
		i := slices.Index(keys, key)
		if i < 0 {
			i = len(keys) - 1
		}
		if rows[i] == nil {
			rows[i] = days{}
		}
		for waited, n := range d {
			rows[i][waited] += n
			all[waited] += n
		}
	}
	g := Grouping{Name: name, List: list}
	placed, not := make([]int, len(keys)), make([]int, len(keys))
	for i, d := range rows {
		placed[i] = d.placed().people()
		not[i] = d.people() - placed[i]
	}
	found := all.placed().people()
	total := figures([]int{found, all.people() - found}, protected)
	yes, no := figures(placed, protected), figures(not, protected)
	for i, key := range keys {
		if total[0].Hidden || total[1].Hidden {
			yes[i], no[i] = Figure{Hidden: true}, Figure{Hidden: true}
		}
		g.Rows = append(g.Rows, outcome(key, yes[i], no[i], rows[i], protected))
	}
	g.All = outcome("all", total[0], total[1], all, protected)
	return g
}

// figures are counts as they are shown: true, or protected as one table.
func figures(counts []int, protected bool) []Figure {
	if protected {
		cells, _ := safestat.Protect(counts)
		return cells
	}
	cells := make([]Figure, len(counts))
	for i, n := range counts {
		cells[i] = safestat.Exact(n)
	}
	return cells
}

// outcome makes one row from its two published counts. Lengths are given from as many people placed as give an
// interval; in the protected form from FewestForLengths, the median is a whole number and the interval's ends lie on
// multiples of five days, outwards.
func outcome(key string, placed, not safestat.Figure, d days, protected bool) Outcome {
	o := Outcome{Key: key, Placed: placed, People: safestat.Figure{Hidden: true}}
	if !placed.Hidden && !not.Hidden {
		o.People.Hidden, o.People.Count = false, placed.Count+not.Count
	}
	if o.Share, o.HasShare = safestat.Share(placed, o.People); o.HasShare {
		o.Within = stat.Wilson(placed.Count, o.People.Count)
	}
	waits := d.placed()
	fewest := stat.FewestForMedian
	if protected {
		fewest = safestat.FewestForLengths
	}
	if placed.Hidden || waits.people() < fewest {
		return o
	}
	o.Median, o.HasMedian = stat.Median(waits)
	o.Between, _ = stat.MedianInterval(waits)
	if protected {
		o.Median = math.Round(o.Median)
		o.Between.Low, o.Between.High = math.Floor(o.Between.Low/safestat.Base)*safestat.Base,
			math.Ceil(o.Between.High/safestat.Base)*safestat.Base
	}
	return o
}

// table counts by key; a code outside the list is not shown, for there is none.
func table(keys []string, by map[string]int, protected bool) []Counted {
	counts := make([]int, len(keys))
	for i, k := range keys {
		counts[i] = by[k]
	}
	cells := figures(counts, protected)
	out := make([]Counted, len(keys))
	for i, k := range keys {
		out[i] = Counted{k, cells[i]}
	}
	return out
}

// overridden adds up by rule or criterion, most often first. In the protected form a line that is not shown is left
// out: that it is there would say that somebody is in it.
func overridden(p *country.Pack, by map[Overridden]int, one func(int) safestat.Figure, protected bool) []Departed {
	type what struct {
		against decision.Against
		what    string
	}
	sums, reasons := map[what]int{}, map[what]map[string]int{}
	for o, n := range by {
		k := what{o.Against, o.What}
		if reasons[k] == nil {
			reasons[k] = map[string]int{}
		}
		sums[k] += n
		reasons[k][o.Reason] += n
	}
	var keys []what
	for k := range sums {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b what) int {
		return cmp.Or(sums[b]-sums[a], cmp.Compare(a.against, b.against), cmp.Compare(a.what, b.what))
	})
	var out []Departed
	for _, k := range keys {
		c := Departed{Against: k.against, What: k.what, Figure: one(sums[k])}
		if c.Figure.Hidden {
			continue
		}
		for _, x := range table(p.List(codelist.Override).Keys(), reasons[k], protected) {
			if !x.Figure.Hidden && x.Figure.Count > 0 {
				c.Reasons = append(c.Reasons, x)
			}
		}
		slices.SortFunc(c.Reasons, func(a, b Counted) int {
			return cmp.Or(b.Figure.Count-a.Figure.Count, cmp.Compare(a.Key, b.Key))
		})
		out = append(out, c)
	}
	return out
}

func costs(by map[decision.Price]paid, one func(int) safestat.Figure, protected bool) []Cost {
	var out []Cost
	for p, x := range by {
		c := Cost{Criterion: p.Criterion, Gains: p.Gains, Times: one(x.times)}
		if x.times > 0 && (!protected || x.times >= safestat.FewestForLengths) {
			c.Steps, c.HasSteps = float64(x.steps)/float64(x.times), true
		}
		if !c.Times.Hidden {
			out = append(out, c)
		}
	}
	at := func(c match.Criterion) int { return slices.Index(match.Criteria, c) }
	slices.SortFunc(out,
		func(a, b Cost) int { return cmp.Or(at(a.Criterion)-at(b.Criterion), at(a.Gains)-at(b.Gains)) })
	return out
}

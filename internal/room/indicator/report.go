package indicator

import (
	"maps"
	"math"
	"slices"
	"time"

	"havre.example/havre/internal/calc/safestat"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
)

// Form is for whom a report is made.
type Form string

// The forms.
const (
	Exact     Form = "exact"     // the head office: true counts
	Protected Form = "protected" // everybody else: see package safestat
)

// Rules is the version of the rules by which rows are counted and counts protected; it changes with either (I15).
const Rules = "2026-11/1"

// Figure is a count as it is shown.
type Figure = safestat.Figure

// Report is the report of a year. Equal Counts and an equal Form give an equal Report (I15).
type Report struct {
	Year      int
	Form      Form
	CutOff    time.Time
	Until     date.Date // last day counted
	CodeLists date.Date // latest version among the code lists used
	Rules     string

	DocumentedRequests, ReleasedRequests Figure
	DocumentedArrivals, ReleasedArrivals Figure
	Series                               []YearFigures
	Steps                                []Step
	Tables                               []Table
	Rates                                []Rate
	Waits                                []Length // request to arrival, by household shape, all together last
	Between                              []Length // between two steps, live cases
	Staying, Stayed                      Figure
	Nights                               Figure // hidden below ten people
}

// YearFigures is one year of the series.
type YearFigures struct {
	Year               int
	Requests, Arrivals Figure
}

// Step is how many of the year's requests reached a step; the three add up to all requests.
type Step struct {
	Name             string // evaluated, eligible, interviewed, arrived
	Yes, No, Unknown Figure
	Share            float64 // of all requests
	HasShare         bool
}

// Table is one partition: each person counted is in one row.
type Table struct {
	Name  string
	List  codelist.Name // names the keys; "" for texts of the room
	Rows  []Row
	Total Figure
}

// Row is one row of a table.
type Row struct {
	Key      string
	Figure   Figure
	Share    float64 // of the total, from the figures shown
	HasShare bool
}

// Rate is a share with the two counts it comes from.
type Rate struct {
	Name        string // cooperated, complained_after
	Part, Whole Figure
	Share       float64
	HasShare    bool
}

// Length is how long something took. Median and Mean are given from ten people.
type Length struct {
	Key          string
	People       Figure
	Median, Mean float64 // days
	Given        bool
}

// tables are the tables of a report in the order people read them. Inside ones are for the head office alone: they are
// finer groupings of what another table shows, so that the two together would tell too much.
var tables = []struct {
	name   string
	list   codelist.Name
	extra  string // a key that the list does not have
	inside bool
}{
	{"outcome", codelist.ReferralOutcome, inProgress, false},
	{"reason", codelist.NotOriented, codelist.Unknown, false},
	{"sex", codelist.SexStat, "", false},
	{"gender", codelist.Gender, codelist.Unknown, true},
	{"age", codelist.AgeReport, codelist.Unknown, false},
	{"nationality_group", codelist.NationalityGroups, "", false},
	{"nationality", codelist.Nationality, codelist.Unknown, true},
	{"household", codelist.HouseholdShape, "", true},
	{"children", "", "", false},
	{"exploitation", codelist.Exploitation, "", false},
	{"complaint", codelist.Complaint, "", false},
	{"cooperation", "", "", false},
}

// ownKeys are the rows of tables without a code list.
var ownKeys = map[string][]string{
	"children":    {"0", "1", "2", "3", codelist.Unknown},
	"cooperation": {"yes", "no", codelist.Unknown},
}

// Make turns true counts into a report, by a country's lists.
func Make(in *country.Pack, c Counts, form Form) Report {
	m := maker{form, in}
	r := Report{
		Year: c.Year, Form: form, CutOff: c.CutOff, Until: c.Until, Rules: Rules,
		DocumentedRequests: m.one(c.Documented.Requests), ReleasedRequests: m.one(c.Released.Requests),
		DocumentedArrivals: m.one(c.Documented.Arrivals), ReleasedArrivals: m.one(c.Released.Arrivals),
		Staying: m.one(c.Staying), Stayed: m.one(c.Stayed), Nights: m.nights(c),
	}
	for _, y := range years(c) {
		r.Series = append(r.Series, YearFigures{y, m.one(c.Requests[y]), m.one(c.Arrivals[y])})
	}
	for _, name := range []string{"evaluated", "eligible", "interviewed", "arrived"} {
		r.Steps = append(r.Steps, m.step(name, c.Steps[name]))
	}
	for _, t := range tables {
		if t.list != "" && r.CodeLists.Before(in.List(t.list).Version) {
			r.CodeLists = in.List(t.list).Version
		}
		if t.inside && form != Exact {
			continue
		}
		r.Tables = append(r.Tables, m.table(t.name, t.list, keysOf(in, t.name, t.list, t.extra), c.By[t.name]))
	}
	r.Rates = m.rates(c, r)
	r.Waits = m.waits(c.Waits)
	for _, name := range []string{"decision", "interview", "arrival"} {
		n := c.Between[name].people()
		r.Between = append(r.Between, m.length(name, m.one(n), c.Between[name]))
	}
	return r
}

// years lists the years of the series: from the first with a request or an arrival to the report's, without a gap.
func years(c Counts) []int {
	first := c.Year
	for _, m := range []map[int]int{c.Requests, c.Arrivals} {
		for y := range m {
			first = min(first, y)
		}
	}
	var out []int
	for y := first; y <= c.Year; y++ {
		out = append(out, y)
	}
	return out
}

// keysOf lists the rows of a table: always the same, whatever was counted, so that an absent row says nothing.
func keysOf(in *country.Pack, name string, list codelist.Name, extra string) []string {
	if list == "" {
		return ownKeys[name]
	}
	var keys []string
	for _, c := range in.List(list).All() {
		keys = append(keys, c.Key)
	}
	if extra != "" {
		keys = append(keys, extra)
	}
	return keys
}

// Table returns a table by name, empty where the form has none.
func (r Report) Table(name string) Table {
	for _, t := range r.Tables {
		if t.Name == name {
			return t
		}
	}
	return Table{}
}

// Figure returns the figure of a row, hidden where there is none.
func (t Table) Figure(key string) Figure {
	for _, r := range t.Rows {
		if r.Key == key {
			return r.Figure
		}
	}
	return Figure{Hidden: true}
}

// maker makes figures in one form.
type maker struct {
	form Form
	in   *country.Pack
}

func (m maker) one(n int) Figure {
	if m.form == Exact {
		return safestat.Exact(n)
	}
	return safestat.One(n)
}

func (m maker) many(counts []int) ([]Figure, Figure) {
	if m.form != Exact {
		return safestat.Protect(counts)
	}
	cells, sum := make([]Figure, len(counts)), 0
	for i, n := range counts {
		cells[i], sum = safestat.Exact(n), sum+n
	}
	return cells, safestat.Exact(sum)
}

func (m maker) nights(c Counts) Figure {
	switch {
	case m.form == Exact:
		return safestat.Exact(c.Nights)
	case c.Stayed < safestat.FewestForLengths:
		return Figure{Hidden: true}
	}
	return Figure{Count: (c.Nights + 50) / 100 * 100}
}

func (m maker) step(name string, by map[string]int) Step {
	cells, total := m.many([]int{by["yes"], by["no"], by[codelist.Unknown]})
	s := Step{Name: name, Yes: cells[0], No: cells[1], Unknown: cells[2]}
	s.Share, s.HasShare = safestat.Share(s.Yes, total)
	return s
}

// table counts by keys; a code outside the list counts as the last key, which says that it is not known.
func (m maker) table(name string, list codelist.Name, keys []string, by map[string]int) Table {
	counts := make([]int, len(keys))
	for key, n := range by {
		i := slices.Index(keys, key)
		if i < 0 {
			i = len(keys) - 1
		}
		counts[i] += n
	}
	cells, total := m.many(counts)
	t := Table{Name: name, List: list, Total: total}
	for i, key := range keys {
		r := Row{Key: key, Figure: cells[i]}
		r.Share, r.HasShare = safestat.Share(r.Figure, total)
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (m maker) rates(c Counts, r Report) []Rate {
	cooperation, complaint := r.Table("cooperation"), r.Table("complaint")
	cooperated := Rate{Name: "cooperated", Part: cooperation.Figure("yes"), Whole: cooperation.Total}
	before, after := complaint.Figure("before"), complaint.Figure("after")
	later := Rate{Name: "complained_after", Part: after, Whole: Figure{Hidden: true}}
	if !before.Hidden && !after.Hidden {
		later.Whole = m.one(c.By["complaint"]["before"] + c.By["complaint"]["after"])
	}
	out := []Rate{cooperated, later}
	for i := range out {
		out[i].Share, out[i].HasShare = safestat.Share(out[i].Part, out[i].Whole)
	}
	return out
}

func (m maker) waits(by map[string]Days) []Length {
	var keys []string
	var counts []int
	all := Days{}
	for _, c := range m.in.List(codelist.HouseholdShape).All() {
		keys, counts = append(keys, c.Key), append(counts, by[c.Key].people())
		for d, n := range by[c.Key] {
			all[d] += n
		}
	}
	cells, total := m.many(counts)
	var out []Length
	for i, key := range keys {
		out = append(out, m.length(key, cells[i], by[key]))
	}
	return append(out, m.length("all", total, all))
}

func (m maker) length(key string, people Figure, d Days) Length {
	l := Length{Key: key, People: people}
	if people.Hidden || d.people() < safestat.FewestForLengths {
		return l
	}
	l.Median, l.Mean, l.Given = d.median(), d.mean(), true
	if m.form != Exact {
		l.Median, l.Mean = math.Round(l.Median), math.Round(l.Mean)
	}
	return l
}

func (d Days) people() int {
	sum := 0
	for _, n := range d {
		sum += n
	}
	return sum
}

func (d Days) mean() float64 {
	sum := 0
	for days, n := range d {
		sum += days * n
	}
	return float64(sum) / float64(d.people())
}

func (d Days) median() float64 {
	half, seen := d.people(), 0
	low := math.NaN()
	for _, days := range slices.Sorted(maps.Keys(d)) {
		seen += 2 * d[days]
		if math.IsNaN(low) && seen >= half {
			low = float64(days)
		}
		if seen > half {
			return (low + float64(days)) / 2
		}
	}
	return low
}

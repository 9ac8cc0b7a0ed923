package indicator

import (
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
const Rules = "2026-11/3"

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
	Given     bool // tables and lengths are given: of the running year, to the head office alone
	Empty     bool // nobody asked or arrived in the year, as far as is known; told to the head office alone

	DocumentedRequests, ReleasedRequests Figure
	DocumentedArrivals, ReleasedArrivals Figure
	Series                               []YearFigures
	Steps                                []Step // for the head office alone: see tables
	Tables                               []Table
	Crossed                              []Crossed // for the head office alone
	Rates                                []Rate
	Waits                                []Length // request to arrival, by household shape, all together last
	Between                              []Length // between two steps, live cases
	InCare, Children                     Figure   // everybody in care on Until with their children, and the children
	// For the head office alone: those of InCare whom a file of past cases gives no day of leaving, and who has a place
	// besides and is not there yet, in the running year.
	Undated, Coming Figure
	Staying, Stayed Figure
	Nights          Figure // hidden where Stayed is, and below ten people
}

// YearFigures is one year of the series.
type YearFigures struct {
	Year               int
	Requests, Arrivals Figure
	// There is no number: nobody is known in that year, or it is not shown. The two look alike to all but the head
	// office, since "nobody" and "few" are not told apart.
	NoRequests, NoArrivals bool
}

// Crossed is one row of form of exploitation by gender by age; rows of nobody are left out.
type Crossed struct {
	Who
	Ages []Figure // in the order of AgeKeys
	All  Figure
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

// tables are the tables of a report in the order people read them. In the protected form no two share a cell, and none
// is a finer grouping of another, so that they may stand side by side (see package safestat): the steps, which say
// again who was refused and who arrived, reasons beside outcomes, household beside children, and all that would cross
// two of them are for the head office. Whoever asked and arrived is counted among the arrivals alone.
var tables = []struct {
	name  string
	list  codelist.Name
	extra string // a key that the list does not have
	only  Form   // "" for both forms
}{
	{"outcome", codelist.ReferralOutcome, inProgress, Exact},
	{"not_arrived", codelist.ReferralOutcome, inProgress, Protected},
	{"reason", codelist.NotOriented, codelist.Unknown, Exact},
	{"sex", codelist.SexStat, "", ""},
	{"gender", codelist.Gender, codelist.Unknown, Exact},
	{"age", codelist.AgeReport, codelist.Unknown, ""},
	{"nationality_group", codelist.NationalityGroups, "", ""},
	{"nationality", codelist.Nationality, codelist.Unknown, Exact},
	{"household", codelist.HouseholdShape, "", Exact},
	{"children", "", "", ""},
	{"staying", codelist.SexStat, "", Exact},
	{"nights", codelist.SexStat, "", Exact},
	{"exploitation", codelist.Exploitation, "", ""},
	{"complaint", codelist.Complaint, "", ""},
	{"cooperation", "", "", ""},
}

// ownKeys are the rows of tables without a code list.
var ownKeys = map[string][]string{
	"children":    {"0", "1", "2", "3", codelist.Unknown},
	"cooperation": {"yes", "no", codelist.Unknown},
}

// Make turns true counts into a report, by a country's lists.
func Make(in *country.Pack, c Counts, form Form) Report {
	m := maker{form, in, in.Day(c.CutOff)}
	stock, stayed := c.shown()
	if form == Exact {
		stock, stayed = true, true
	}
	r := Report{
		Year: c.Year, Form: form, CutOff: c.CutOff, Until: c.Until, Rules: Rules,
		Given: form == Exact || c.Over, Empty: form == Exact && c.Known[c.Year] == Flow{},
		DocumentedRequests: m.one(c.Documented.Requests), ReleasedRequests: m.one(c.Released.Requests),
		DocumentedArrivals: m.one(c.Documented.Arrivals), ReleasedArrivals: m.one(c.Released.Arrivals),
		InCare: m.one(c.InCare + c.Children), Children: m.one(c.Children),
		Undated: m.onlyIf(form == Exact, c.Undated), Coming: m.onlyIf(form == Exact, c.Coming),
		Staying: m.onlyIf(stock, c.Stock[c.Year]), Stayed: m.onlyIf(stayed, c.Stayed), Nights: m.nights(c, stayed),
	}
	for _, y := range years(c) {
		f := YearFigures{Year: y, Requests: m.one(c.Requests[y]), Arrivals: m.one(c.Arrivals[y])}
		known := c.Known[y]
		f.NoRequests = f.Requests.Hidden || form == Exact && known.Requests == 0
		f.NoArrivals = f.Arrivals.Hidden || form == Exact && known.Arrivals == 0
		r.Series = append(r.Series, f)
	}
	for _, t := range tables {
		if t.list != "" && r.CodeLists.Before(in.List(t.list).VersionOn(m.day)) {
			r.CodeLists = in.List(t.list).VersionOn(m.day)
		}
	}
	if r.Given {
		m.fill(&r, c)
	}
	return r
}

// shown tells whether the protected form gives how many are in care at the end, and how many were during the year. Each
// year's number is the former one's with the arrivals, less who left: where arrivals or the former number are not
// shown, they must not follow from what is. So it is given where the year's arrivals are, and the former number too,
// or where it is no larger than those arrivals, so that it asks for nobody from before.
func (c Counts) shown() (stock, stayed bool) {
	for _, y := range years(c) {
		n, came := c.Stock[y], c.Arrivals[y]
		stayed = stock && came >= safestat.Base
		stock = n >= safestat.Base && came >= safestat.Base && (stock || n <= came)
	}
	return stock, stayed
}

func others(keys []string, but string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == but })
}

// AgeKeys are the age bands of a report made on a day in their order, then "not known".
func AgeKeys(in *country.Pack, on date.Date) []string {
	return keysOf(in, on, "age", codelist.AgeReport, codelist.Unknown)
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

// keysOf lists the rows of a table: always the same, whatever was counted, so that an absent row says nothing. A
// code that is to begin after the day on which the report is made has none.
func keysOf(in *country.Pack, on date.Date, name string, list codelist.Name, extra string) []string {
	if list == "" {
		return ownKeys[name]
	}
	keys := in.List(list).KeysOn(on)
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

package indicator

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
)

// Columns is the header of a file of past cases: one row per case, in any order of the columns. Empty
// birth_year, nationality, gender or exploitation means "not known".
var Columns = []string{
	"year", "requested_on", "outcome", "reason", "arrived_on", "ended_on", "exit_reason", "sex", "gender", "birth_year",
	"nationality_group", "nationality", "exploitation", "adults", "children", "household_shape", "origin_department",
	"region_host",
	"referrer_kind", "complaint", "cooperation", "reflection_informed", "statistics_consent",
}

// RowID is a column that a file may have besides: what its rows are called there. A row with the same name corrects.
const RowID = "row_id"

// maxRowID is how long such a name may be.
const maxRowID = 64

// Limits of one file.
const (
	maxBytes = 64 << 20
	maxRows  = 500_000
)

// Past is one past case as it is counted.
type Past struct {
	Requested, Arrived, Ended date.Date
	Outcome, Reason, Exit     string
	Sex, Gender               string
	BirthYear                 int // 0: not known
	NationalityGroup          string
	Nationality               string
	Exploitation              string
	Adults, Children          int
	HouseholdShape            string
	Origin, HostRegion        string
	Referrer                  string
	Complaint                 string
	Cooperation, Informed     tri.Value
	Consent                   tri.Value
}

// counted is a case as one text, in the order of codes.
func (p Past) counted() string {
	return strings.Join([]string{p.Requested.String(), p.Outcome, p.Reason, p.Arrived.String(), p.Ended.String(),
		p.Exit, p.Sex, p.Gender, strconv.Itoa(p.BirthYear), p.NationalityGroup, p.Nationality, p.Exploitation,
		strconv.Itoa(p.Adults), strconv.Itoa(p.Children), p.HouseholdShape, p.Origin, p.HostRegion, p.Referrer,
		p.Complaint, p.Cooperation.String(), p.Informed.String(), p.Consent.String()}, ";")
}

// columns are those of counted.
var columns = []string{"requested_on", "outcome", "reason", "arrived_on", "ended_on", "exit_reason", "sex", "gender",
	"birth_year", "nationality_group", "nationality", "exploitation", "adults", "children", "household_shape",
	"origin_department", "region_host", "referrer_kind", "complaint", "cooperation", "reflection_informed",
	"statistics_consent"}

// differing are the columns in which two cases are counted otherwise.
func differing(a, b string) (out []string) {
	was, is := strings.Split(a, ";"), strings.Split(b, ";")
	for i, name := range columns {
		if was[i] != is[i] {
			out = append(out, name)
		}
	}
	return out
}

// row is a good row of a file.
type row struct {
	Past
	line int
	id   string // what it is called there; empty where nobody says
}

// Mistake is what cannot be read in a file, and where. It never repeats what stands in a row.
type Mistake struct {
	Line   int
	Column string // "" for the whole line
	Key    string // text key: why
}

// Loaded is what an import did, or why it did nothing.
type Loaded struct {
	Rows  int // cases in the file
	Good  int // of them, without a mistake
	Kept  int // cases now counted
	Known int // cases that an earlier file had brought already: left as they are
	// cases that it counts otherwise than an earlier file did
	Corrected []Corrected
	Mistakes  []Mistake
}

// Corrected is a case that a row of a file corrects, and in which columns.
type Corrected struct {
	Line    int
	Columns []string
}

var (
	errMistakes = fault.NewAbout("file", "indicator.import.mistakes")
	errTooBig   = fault.NewAbout("file", "indicator.import.too_big")
	errTwice    = fault.NewConflict("indicator.import.twice")
)

// file is a file of past cases, read and checked.
type file struct {
	in       *country.Pack
	at       map[string]int // where each column stands
	ids      map[string]bool
	hash     [sha256.Size]byte
	rows     int
	good     []row
	mistakes []Mistake
}

// readHistory reads and checks a whole file; its error is about the file, mistakes are about its lines.
func readHistory(in *country.Pack, r io.Reader) (*file, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read past cases: %w", err)
	}
	if len(raw) > maxBytes {
		return nil, errTooBig
	}
	f := &file{in: in, ids: map[string]bool{}, hash: sheet.Digest(raw)}
	table, err := sheet.Open(raw)
	var bad *sheet.Broken
	switch {
	case errors.As(err, &bad):
		f.wrong(bad.Line, "", "indicator.import.quotes")
		return f, nil
	case err != nil:
		return nil, err
	}
	if f.head(table); len(f.mistakes) > 0 {
		return f, nil
	}
	for {
		line, cells, err := table.Next()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if f.rows++; f.rows > maxRows {
			return nil, errTooBig
		}
		var bad *sheet.Broken
		switch {
		case errors.As(err, &bad) && bad.Have > 0:
			f.wrong(line, "", "indicator.import.cells")
		case bad != nil:
			f.wrong(line, "", "indicator.import.quotes")
		case err != nil:
			return nil, fmt.Errorf("read past cases: %w", err)
		default:
			f.add(line, cells)
		}
	}
}

// head finds where each of Columns stands.
func (f *file) head(table *sheet.Table) {
	f.at = map[string]int{}
	for i, name := range table.Head {
		switch _, twice := f.at[name]; {
		case name != RowID && !slices.Contains(Columns, name):
			f.wrong(table.Line, name, "indicator.import.column_unknown")
		case twice:
			f.wrong(table.Line, name, "indicator.import.column_twice")
		}
		f.at[name] = i
	}
	for _, name := range Columns {
		if _, ok := f.at[name]; !ok {
			f.wrong(table.Line, name, "indicator.import.column_missing")
		}
	}
}

func (f *file) wrong(line int, column, key string) {
	f.mistakes = append(f.mistakes, Mistake{line, column, key})
}

func (f *file) add(line int, cells []string) {
	c := cursor{file: f, line: line, cells: cells}
	p, name := c.past(), c.name()
	if !c.bad {
		f.good = append(f.good, row{p, line, name})
	}
}

// keys gives each good row what tells it from all others: its name in the file, or its coded content and how many equal
// rows stand before it in the file, since two people may have the same codes. A corrected file thus brings only what
// the first one did not.
func (f *file) keys() [][]byte {
	out := make([][]byte, len(f.good))
	seen := map[string]int{}
	for i, r := range f.good {
		says := "1|" + strconv.Itoa(seen[r.counted()]) + "|" + r.counted()
		if r.id != "" {
			says = "row/1|" + r.id
		} else {
			seen[r.counted()]++
		}
		sum := sha256.Sum256([]byte("havre/past/" + says))
		out[i] = sum[:]
	}
	return out
}

// cursor reads the cells of one line.
type cursor struct {
	*file
	line  int
	cells []string
	bad   bool
}

func (c *cursor) fail(column, key string) {
	c.bad = true
	c.wrong(c.line, column, "indicator.import."+key)
}

// name is what the row is called in its file; twice the same is a mistake.
func (c *cursor) name() string {
	at, ok := c.at[RowID]
	if !ok || c.cells[at] == "" {
		return ""
	}
	s := letters.Fold(c.cells[at])
	switch {
	case utf8.RuneCountInString(s) > maxRowID:
		c.fail(RowID, "row_id_long")
	case c.ids[s]:
		c.fail(RowID, "row_id_twice")
	}
	c.ids[s] = true
	return s
}

func (c *cursor) text(column string) string {
	return c.cells[c.at[column]]
}

func (c *cursor) day(column string, needed bool) date.Date {
	d, err := sheet.Day(c.text(column))
	if err != nil || needed && d.IsZero() {
		c.fail(column, "date")
	}
	return d
}

func (c *cursor) number(column string, low, high int) int {
	n, err := strconv.Atoi(c.text(column))
	if err != nil || n < low || n > high {
		c.fail(column, "number")
		return 0
	}
	return n
}

// code reads a code of a list; empty is taken where it may be.
func (c *cursor) code(column string, list codelist.Name, on date.Date, mayBeEmpty bool) string {
	s := c.in.List(list).Spelled(c.text(column))
	if s == "" && mayBeEmpty {
		return ""
	}
	if !c.in.List(list).Has(s, on) {
		c.fail(column, "code")
	}
	return s
}

func (c *cursor) tri(column string) tri.Value {
	v, err := tri.Parse(letters.Fold(c.text(column)))
	if err != nil {
		c.fail(column, "tri")
	}
	return v
}

func (c *cursor) past() Past {
	on := c.day("requested_on", true)
	p := Past{
		Requested: on, Arrived: c.day("arrived_on", false), Ended: c.day("ended_on", false),
		Outcome: c.code("outcome", codelist.ReferralOutcome, on, false),
		Reason:  c.in.List(codelist.NotOriented).Spelled(c.text("reason")),
		Exit:    c.in.List(codelist.ExitReason).Spelled(c.text("exit_reason")),
		Sex:     c.code("sex", codelist.SexStat, on, false), Gender: c.code("gender", codelist.Gender, on, true),
		NationalityGroup: c.code("nationality_group", codelist.NationalityGroups, on, false),
		Nationality:      c.code("nationality", codelist.Nationality, on, true),
		Exploitation:     c.code("exploitation", codelist.Exploitation, on, true),
		Adults:           c.number("adults", 1, 9), Children: c.number("children", 0, 30),
		HouseholdShape: c.code("household_shape", codelist.HouseholdShape, on, false),
		Origin:         c.department("origin_department"), HostRegion: c.in.Spelled(c.text("region_host")),
		Referrer:    c.code("referrer_kind", codelist.OrganisationKind, on, false),
		Complaint:   c.code("complaint", codelist.Complaint, on, false),
		Cooperation: c.tri("cooperation"), Informed: c.tri("reflection_informed"), Consent: c.tri("statistics_consent"),
	}
	if c.text("birth_year") != "" {
		p.BirthYear = c.number("birth_year", 1900, max(1900, on.Year()))
	}
	if !on.IsZero() && c.text("year") != strconv.Itoa(on.Year()) {
		c.fail("year", "year")
	}
	c.path(p)
	c.derived(p)
	c.areas(p)
	return p
}

// path checks that outcome, reason and days tell one story.
func (c *cursor) path(p Past) {
	reason, known := c.in.List(codelist.NotOriented).Find(p.Reason)
	arrived := p.Outcome == "arrived"
	switch {
	case arrived && p.Reason != "", p.Reason != "" && (!known || reason.Group != p.Outcome):
		c.fail("reason", "reason")
	case arrived == p.Arrived.IsZero(), arrived && p.Arrived.Before(p.Requested):
		c.fail("arrived_on", "arrival")
	case !p.Ended.IsZero() && (!arrived || p.Ended.Before(p.Arrived)):
		c.fail("ended_on", "end")
	case p.Exit != "" && !c.in.List(codelist.ExitReason).Has(p.Exit, p.Ended), (p.Exit == "") != p.Ended.IsZero():
		c.fail("exit_reason", "exit")
	}
}

// derived checks the columns that follow from others.
func (c *cursor) derived(p Past) {
	if p.Gender != "" && p.Sex != codelist.Sex(c.in, p.Gender) {
		c.fail("sex", "derived")
	}
	if p.Nationality != "" && p.NationalityGroup != codelist.NationalityGroup(c.in, p.Nationality, p.Requested) {
		c.fail("nationality_group", "derived")
	}
	if !codelist.OneHousehold(p.HouseholdShape, p.Adults, p.Children) {
		c.fail("household_shape", "derived")
	}
}

// department reads what names one department; what names none or several is refused by areas.
func (c *cursor) department(column string) string {
	if meant := c.in.Named(c.text(column)); len(meant) == 1 {
		return meant[0].Code
	}
	return c.text(column)
}

func (c *cursor) areas(p Past) {
	if a, ok := c.in.Department(p.Origin); p.Origin != "" && (!ok || a.Code != p.Origin) {
		c.fail("origin_department", "area")
	}
	if a, ok := c.in.Region(p.HostRegion); p.HostRegion != "" && (!ok || a.Code != p.HostRegion) {
		c.fail("region_host", "area")
	}
}

package indicator

import (
	"maps"
	"math"
	"slices"

	"havre.example/havre/internal/calc/safestat"
	"havre.example/havre/internal/calc/stat"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
)

// maker makes figures in one form.
type maker struct {
	form Form
	in   *country.Pack
	day  date.Date // on which the report is made
}

// fill adds tables, rates and lengths.
func (m maker) fill(r *Report, c Counts) {
	if m.form == Exact {
		for _, name := range []string{"evaluated", "eligible", "interviewed", "arrived"} {
			r.Steps = append(r.Steps, m.step(name, c.Steps[name]))
		}
		r.Crossed = m.crossed(c)
	}
	for _, t := range tables {
		if t.only == "" || t.only == m.form {
			keys, by := keysOf(m.in, m.day, t.name, t.list, t.extra), c.By[t.name]
			if t.name == "not_arrived" {
				keys, by = others(keys, "arrived"), maps.Clone(c.By["outcome"])
				delete(by, "arrived")
			}
			r.Tables = append(r.Tables, m.table(t.name, t.list, keys, by))
		}
	}
	r.Rates = m.rates(*r)
	r.Waits = m.waits(c.Waits)
	for _, name := range []string{"decision", "interview", "arrival"} {
		people := m.one(c.Between[name].people())
		if m.form == Protected { // who came so far says who was refused
			people = Figure{Hidden: true}
		}
		r.Between = append(r.Between, m.length(name, people, c.Between[name]))
	}
}

func (m maker) one(n int) Figure {
	if m.form == Exact {
		return safestat.Exact(n)
	}
	return safestat.One(n)
}

func (m maker) onlyIf(shown bool, n int) Figure {
	if !shown {
		return Figure{Hidden: true}
	}
	return m.one(n)
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

func (m maker) nights(c Counts, shown bool) Figure {
	switch {
	case m.form == Exact:
		return safestat.Exact(c.Nights)
	case !shown, c.Stayed < safestat.FewestForLengths:
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
		counts[place(keys, key)] += n
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

// crossed counts by form, gender and age, in the order of the lists; a code outside its list counts as the last of it,
// as in a table.
func (m maker) crossed(c Counts) []Crossed {
	forms := keysOf(m.in, m.day, "exploitation", codelist.Exploitation, "")
	genders := keysOf(m.in, m.day, "gender", codelist.Gender, codelist.Unknown)
	ages := AgeKeys(m.in, m.day)
	by := map[Who]map[string]int{}
	for who, n := range c.Form {
		who = Who{forms[place(forms, who.Exploitation)], genders[place(genders, who.Gender)]}
		if by[who] == nil {
			by[who] = map[string]int{}
		}
		for age, n := range n {
			by[who][age] += n
		}
	}
	var out []Crossed
	for _, form := range forms {
		for _, gender := range genders {
			who := Who{form, gender}
			row, all := Crossed{Who: who}, 0
			for _, age := range ages {
				row.Ages, all = append(row.Ages, safestat.Exact(by[who][age])), all+by[who][age]
			}
			if row.All = safestat.Exact(all); all > 0 {
				out = append(out, row)
			}
		}
	}
	return out
}

// place is where a key counts in a list: a key outside it as the last, which says that it is not known.
func place(keys []string, key string) int {
	if i := slices.Index(keys, key); i >= 0 {
		return i
	}
	return len(keys) - 1
}

func (m maker) rates(r Report) []Rate {
	cooperation, complaint := r.Table("cooperation"), r.Table("complaint")
	cooperated := Rate{Name: "cooperated", Part: cooperation.Figure("yes"), Whole: cooperation.Total}
	before, after := complaint.Figure("before"), complaint.Figure("after")
	later := Rate{Name: "complained_after", Part: after, Whole: Figure{Hidden: true}}
	if !before.Hidden && !after.Hidden {
		later.Whole = safestat.Exact(before.Count + after.Count) // of what is shown: it says nothing more
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
		if m.form == Exact { // households are another grouping of who came with children
			out = append(out, m.length(key, cells[i], by[key]))
		}
	}
	return append(out, m.length("all", total, all))
}

func (m maker) length(key string, people Figure, d Days) Length {
	l := Length{Key: key, People: people}
	if d.people() < safestat.FewestForLengths || m.form != Exact && d.dominated() {
		return l
	}
	l.Median, l.Given = stat.Median(d)
	l.Mean = d.mean()
	if m.form != Exact {
		l.Median, l.Mean = math.Round(l.Median), math.Round(l.Mean)
	}
	return l
}

// dominated tells whether one person waited more days than all others together: a mean would say how long.
func (d Days) dominated() bool {
	sum, most := 0, 0
	for days, n := range d {
		sum, most = sum+days*n, max(most, days)
	}
	return 2*most > sum && sum > 0
}

func (d Days) people() int { return stat.Total(d) }

func (d Days) mean() float64 {
	sum := 0
	for days, n := range d {
		sum += days * n
	}
	return float64(sum) / float64(d.people())
}

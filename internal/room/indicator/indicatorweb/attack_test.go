package indicatorweb_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/prooftest/chance"
	"havre.example/havre/internal/prooftest/glpk"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/room/indicator/indicatorweb"
	"havre.example/havre/internal/trust/access"
)

// attack is what a reader of published files writes down, as a programme: a variable for each number that was counted,
// and all that is known of them. It reads the files alone, and shares nothing with what protects them.
type attack struct {
	rules  strings.Builder
	names  []string
	hidden []string // the variables of numbers that are not shown
}

// know adds a variable for a published count, null where it is not shown: 5 stands for 5 to 7, another multiple of 5
// for two less to two more.
func (a *attack) know(name string, shown *int) {
	a.names = append(a.names, name)
	switch {
	case shown == nil:
		a.hidden = append(a.hidden, name)
	case *shown == 5:
		fmt.Fprintf(&a.rules, " %s >= 5\n %s <= 7\n", name, name)
	default:
		fmt.Fprintf(&a.rules, " %s >= %d\n %s <= %d\n", name, *shown-2, name, *shown+2)
	}
}

// bound asks the solver for the least or the greatest that a number can be.
func (a *attack) bound(t *testing.T, sense, name string) int {
	t.Helper()
	var p strings.Builder
	fmt.Fprintf(&p, "%s\n goal: %s\nSubject To\n%s %s <= 100000\nGeneral\n", sense, name, a.rules.String(), name)
	for _, n := range a.names {
		fmt.Fprintf(&p, " %s\n", n)
	}
	p.WriteString("End\n")
	return int(glpk.Best(t, p.String(), 30*time.Second) + 0.5)
}

// read takes in the file of a year, with all that is known of how its numbers hang together.
func (a *attack) read(t *testing.T, d indicatorweb.Document, first bool) {
	t.Helper()
	v := func(name string) string { return fmt.Sprintf("%s_%d", name, d.Year) }
	a.know(v("documented_requests"), d.Documented.Requests)
	a.know(v("documented_arrivals"), d.Documented.Arrivals)
	a.know(v("requests"), d.Released.Requests)
	a.know(v("arrivals"), d.Released.Arrivals)
	a.know(v("stock"), d.Staying)
	a.know(v("in_care"), d.InCare)
	a.know(v("stayed"), d.Stayed)
	a.hidden = slices.DeleteFunc(a.hidden, func(n string) bool {
		return n == v("stayed") // where it is held back it is still no less than the arrivals, and no small number
	})
	for _, pair := range [][2]string{{"documented_requests", "requests"}, {"documented_arrivals", "arrivals"},
		{"in_care", "stock"}, {"stayed", "stock"}, {"stayed", "arrivals"}} {
		fmt.Fprintf(&a.rules, " %s - %s >= 0\n", v(pair[0]), v(pair[1]))
	}
	if !first { // who was in care during the year was there at its beginning, or came
		before := func(name string) string { return fmt.Sprintf("%s_%d", name, d.Year-1) }
		fmt.Fprintf(&a.rules, " %s - %s - %s = 0\n", v("stayed"), before("stock"), v("arrivals"))
	}
	if d.Nights != nil {
		fmt.Fprintf(&a.rules, " 366 %s >= %d\n", v("stayed"), *d.Nights-50)
	}
	for _, table := range d.Tables {
		total := v("arrivals")
		if table.Table == "not_arrived" { // requests that led to an arrival, this year or the next
			total = v("refused")
			a.know(total, table.Total)
			fmt.Fprintf(&a.rules, " %s - %s >= 0\n", v("requests"), total)
		} else if table.Total != nil {
			fmt.Fprintf(&a.rules, " %s >= %d\n %s <= %d\n", total, *table.Total-2, total, *table.Total+2)
		}
		var sum strings.Builder
		for _, row := range table.Rows {
			name := v(table.Table + "_" + row.Code)
			a.know(name, row.Count)
			glpk.Term(&sum, 1, name)
			if row.Share != nil && row.Count != nil && table.Total != nil {
				lower := *row.Share * float64(*table.Total)
				if shown := float64(*row.Count); lower-shown > 0.5 || shown-lower > 0.5 && *row.Share < 1 {
					t.Errorf("%d %s %s: a share from other numbers than those shown", d.Year, table.Table, row.Code)
				}
			}
		}
		fmt.Fprintf(&a.rules, "%s - %s = 0\n", sum.String(), total)
	}
	for _, l := range append(d.Waits, d.Between...) { // a length is given from ten people, who asked or arrived
		if l.Median == nil && l.Mean == nil {
			continue
		}
		of := map[string]string{"all": "arrivals", "decision": "requests", "interview": "requests",
			"arrival": "requests"}
		fmt.Fprintf(&a.rules, " %s >= 10\n", v(cmp.Or(of[l.Of], "requests")))
		if l.People != nil {
			fmt.Fprintf(&a.rules, " %s >= %d\n", v(of[l.Of]), *l.People-2)
		}
	}
	for name, r := range d.Rates { // a share of two numbers that are shown
		if r.Whole == nil || r.Part == nil {
			continue
		}
		of := map[string]string{"cooperated": "cooperation_yes", "complained_after": "complaint_after"}[name]
		fmt.Fprintf(&a.rules, " %s >= %d\n %s <= %d\n", v(of), *r.Part-2, v(of), *r.Part+2)
		if name == "complained_after" { // the sum of two rows, each rounded
			fmt.Fprintf(&a.rules, " complaint_before_%d + complaint_after_%d >= %d\n", d.Year, d.Year, *r.Whole-4)
		}
	}
}

// tight is a past chosen so that small numbers follow from the others where nothing is held back: 57, 7 and 4 who
// cooperated, did not, or did not say, are rounded to 55 and 5 of 70, which leaves 4 at least; and 7, 4 and 7 people
// came in three years and all stay, so that the numbers in care, rounded, tell that somebody came in the second.
func tight() string {
	var file strings.Builder
	came := func(year, people int, cooperation string) {
		for range people {
			fmt.Fprintf(&file,
				"%d;%d-03-01;arrived;;%d-03-09;;;F;Feminine;1990;non_eu;NG;sexual;1;0;single;75;R75;association;"+
					"none;%s;yes;yes\n", year, year, year, cooperation)
		}
	}
	came(2010, 7, "yes")
	came(2011, 4, "yes")
	came(2012, 7, "no")
	came(2013, 57, "yes")
	came(2013, 7, "no")
	came(2013, 4, "unknown")
	return file.String()
}

// town is a small network's past: few arrive each year, so that many numbers are small.
func town(dice *rand.Rand, years int) string {
	one := func(list ...string) string { return list[dice.IntN(len(list))] }
	var file strings.Builder
	for y := 2010; y < 2010+years; y++ {
		for range 3 + dice.IntN(30) {
			asked := date.Must(y, 1, 1).AddDays(dice.IntN(360))
			arrived, ended, exit, outcome, reason := "", "", "", "arrived", ""
			if dice.IntN(4) == 0 {
				outcome = one("not_eligible", "no_place_found", "withdrawn", "lost_contact")
			} else {
				came := asked.AddDays(dice.IntN(40))
				if arrived = came.String(); dice.IntN(3) > 0 {
					ended, exit = came.AddDays(dice.IntN(500)).String(), "own_housing"
				}
			}
			sex := [][2]string{{"F", "Feminine"}, {"F", "Feminine"}, {"F", "Feminine"},
				{"M", "Masculine"}}[dice.IntN(4)]
			nation := [][2]string{{"non_eu", "NG"}, {"non_eu", "NG"}, {"other_eu", "RO"},
				{"france", "FR"}}[dice.IntN(4)]
			children := dice.IntN(3)
			fmt.Fprintf(&file, "%d;%s;%s;%s;%s;%s;%s;%s;%s;%d;%s;%s;%s;1;%d;%s;75;R75;association;%s;%s;yes;%s\n", y,
				asked,
				outcome,
				reason, arrived, ended, exit, sex[0], sex[1], y-18-dice.IntN(40), nation[0], nation[1],
				one("sexual", "sexual", "sexual", "domestic_servitude", "forced_begging"), children,
				[]string{"single", "adult_with_children", "adult_with_children"}[children],
				one("none", "none", "before", "after"), one("yes", "no", "unknown"),
				one("yes", "yes", "yes", "yes", "no"))
		}
	}
	return file.String()
}

// Whoever reads all that is published of several years, and knows how the numbers hang together, narrows no number that
// is not shown: it may still be anything from 0 to 4.
func TestASolverNarrowsNoHiddenNumber(t *testing.T) {
	glpk.Need(t)
	dice := chance.Rand(t)
	for name, file := range map[string]string{"tight": tight(), "town": town(dice, 3)} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			file = strings.Join(indicator.Columns, ";") + "\n" + file
			done, err := s.d.Import(t.Context(), access.Machine("import"), strings.NewReader(file), false)
			if err != nil || len(done.Mistakes) > 0 {
				t.Fatalf("%v %+v", err, done)
			}
			a := &attack{}
			for y := 2010; y < 2014; y++ {
				var out bytes.Buffer
				if err := indicatorweb.WriteReport(t.Context(), s.d, words(t), y, "en", "json", &out); err != nil {
					t.Fatal(err)
				}
				var d indicatorweb.Document
				if err := json.Unmarshal(out.Bytes(), &d); err != nil {
					t.Fatal(err)
				}
				a.read(t, d, y == 2010)
			}
			// rows of one table that nobody is in are alike, and each asks the solver twice: some of them are tried
			dice.Shuffle(len(a.hidden), func(i, j int) { a.hidden[i], a.hidden[j] = a.hidden[j], a.hidden[i] })
			rows := 0
			for _, name := range a.hidden {
				sure := strings.HasPrefix(name, "arrivals") || strings.HasPrefix(name, "cooperation") ||
					strings.HasPrefix(name, "stock")
				if rows++; rows > 12 && !sure {
					continue
				}
				if least := a.bound(t, "Minimize", name); least > 0 {
					t.Errorf("%s is at least %d", name, least)
				}
				if most := a.bound(t, "Maximize", name); most < 4 {
					t.Errorf("%s is at most %d", name, most)
				}
			}
			if rows == 0 {
				t.Error("everything is shown: nothing was tried")
			}
		})
	}
}

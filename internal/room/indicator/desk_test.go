package indicator_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/indicator"
	_ "havre.example/havre/internal/room/journey" // its part: the facts it tells
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

const historyFile = "../../demo/data/history.csv"

func history(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(historyFile)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// network is a network with the published history, read by Rose (administrator), Claire (coordinator) and Odile, who
// sits in the steering committee.
type network struct {
	*indicator.Desk
	floor               *trusttest.Floor
	rose, claire, odile access.Actor
}

func open(t *testing.T, f *trusttest.Floor) network {
	t.Helper()
	n := network{Desk: indicator.New(f.Gate), floor: f}
	n.claire = f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	n.odile = f.Person("odile", "Odile", f.Teams["oversight"], "", access.Observer)
	n.rose = f.SignIn("root")
	return n
}

func (n network) load(t *testing.T) {
	t.Helper()
	done, err := n.Import(t.Context(), n.rose, bytes.NewReader(history(t)), false)
	if err != nil || done.Rows != 711 || done.Kept != 711 || len(done.Mistakes) != 0 {
		t.Fatalf("%+v %v", done, err)
	}
}

func (n network) report(t *testing.T, who access.Actor, year int, form indicator.Form) indicator.Report {
	t.Helper()
	r, err := n.Report(t.Context(), who, year, form)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func shown(f indicator.Figure) string {
	if f.Hidden {
		return "-"
	}
	return fmt.Sprint(f.Count)
}

// line writes a table's rows of these keys, then its total.
func line(t indicator.Table, keys ...string) string {
	var out []string
	for _, k := range keys {
		out = append(out, shown(t.Figure(k)))
	}
	return strings.Join(out, " ") + " of " + shown(t.Total)
}

// M7, M12: what the network published is what the head office reads, each share beside its two counts.
func TestTheHeadOfficeReadsThePublishedSeries(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		n.load(t)
		last := n.report(t, n.claire, 2019, indicator.Exact)
		var arrivals []int
		for _, y := range last.Series {
			arrivals = append(arrivals, y.Arrivals.Count)
		}
		if want := []int{66, 68, 70, 92, 82, 79, 86, 64}; !reflect.DeepEqual(arrivals, want) ||
			last.Series[0].Year != 2012 {
			t.Errorf("admissions %v, want %v", arrivals, want)
		}
		if got := last.Series[0].Requests.Count; got != 76 {
			t.Errorf("requests of 2012: %d", got)
		}
		r12 := n.report(t, n.claire, 2012, indicator.Exact)
		if got := line(r12.Table("outcome"), "arrived"); got != "66 of 76" {
			t.Errorf("2012: %s", got)
		}
		if got := line(r12.Table("nationality"), "NG"); got != "36 of 66" {
			t.Errorf("2012: %s", got)
		}
		r13 := n.report(t, n.rose, 2013, indicator.Exact)
		for i, want := range []string{"37 of 68: 54 %", "9 of 30: 30 %"} {
			r := r13.Rates[i]
			if got := fmt.Sprintf("%d of %d: %.0f %%", r.Part.Count, r.Whole.Count,
				math.Round(r.Share*100)); got != want {
				t.Errorf("2013 %s: %s, want %s", r.Name, got, want)
			}
		}
		if got := line(r13.Table("complaint"), "none", "before", "after", "unknown"); got != "38 21 9 0 of 68" {
			t.Errorf("2013 complaints: %s", got)
		}
		r17 := n.report(t, n.claire, 2017, indicator.Exact)
		if got := line(r17.Table("exploitation"), "sexual", "labour_other", "forced_criminality",
			"unknown"); got != "74 1 3 1 of 79" {
			t.Errorf("2017: %s", got)
		}
		everyTableAddsUp(t, last, r12, r13, r17)
	})
}

func everyTableAddsUp(t *testing.T, reports ...indicator.Report) {
	t.Helper()
	for _, r := range reports {
		for _, table := range r.Tables {
			sum := 0
			for _, row := range table.Rows {
				sum += row.Figure.Count
			}
			if sum != table.Total.Count || sum == 0 {
				t.Errorf("%d %s: rows add up to %d of %d", r.Year, table.Name, sum, table.Total.Count)
			}
		}
		for _, s := range r.Steps {
			if s.Yes.Count+s.No.Count+s.Unknown.Count != r.ReleasedRequests.Count {
				t.Errorf("%d %s: %+v of %d requests", r.Year, s.Name, s, r.ReleasedRequests.Count)
			}
		}
	}
}

// Outside the head office nothing under 5 is shown and the rest is rounded to 5, whatever form is asked for.
func TestOthersReadTheProtectedForm(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		n.load(t)
		r17 := n.report(t, n.odile, 2017, indicator.Exact)
		if r17.Form != indicator.Protected {
			t.Fatal("an observer got the exact form")
		}
		if got := line(r17.Table("exploitation"), "sexual", "labour_other", "forced_criminality", "unknown",
			"forced_begging"); got != "75 - - - - of 80" {
			t.Errorf("2017: %s", got)
		}
		r13 := n.report(t, n.odile, 2013, indicator.Protected)
		if got := line(r13.Table("complaint"), "none", "before", "after"); got != "40 20 10 of 70" &&
			got != "40 20 - of 70" {
			t.Errorf("2013 complaints: %s", got)
		}
		var arrivals []string
		for _, y := range n.report(t, n.odile, 2019, indicator.Protected).Series {
			arrivals = append(arrivals, shown(y.Arrivals))
		}
		if got := strings.Join(arrivals, " "); got != "65 70 70 90 80 80 85 65" {
			t.Errorf("admissions %s", got)
		}
		for y := 2012; y <= 2019; y++ {
			nothingSmall(t, n.report(t, n.odile, y, indicator.Protected))
		}
		offline, err := n.Offline(t.Context(), 2017)
		r17.CutOff, offline.CutOff = time.Time{}, time.Time{}
		if err != nil || !reflect.DeepEqual(offline, r17) {
			t.Errorf("the command counts otherwise than the page (%v)", err)
		}
	})
}

func nothingSmall(t *testing.T, r indicator.Report) {
	t.Helper()
	figures := []indicator.Figure{r.DocumentedArrivals, r.DocumentedRequests, r.ReleasedArrivals, r.ReleasedRequests,
		r.Staying, r.Stayed}
	if len(r.Steps)+len(r.Crossed) > 0 {
		t.Error("steps, or people by form, gender and age, are shown outside the head office")
	}
	for _, table := range r.Tables {
		if slices.Contains([]string{"gender", "nationality", "household", "outcome", "reason", "staying", "nights"},
			table.Name) {
			t.Errorf("%s is shown outside the head office", table.Name)
		}
		for _, row := range table.Rows {
			figures = append(figures, row.Figure)
			if row.HasShare && row.Share != min(1, float64(row.Figure.Count)/float64(table.Total.Count)) {
				t.Errorf("%s %s: a share from other than the shown counts", table.Name, row.Key)
			}
		}
	}
	for _, l := range append(r.Waits, r.Between...) {
		figures = append(figures, l.People)
		if l.Given && (!l.People.Hidden && l.People.Count < 10 || l.Median != math.Trunc(l.Median)) {
			t.Errorf("%d: a length of time of %+v", r.Year, l)
		}
	}
	for _, f := range figures {
		if f.Hidden && f.Count != 0 || !f.Hidden && (f.Count < 5 || f.Count%5 != 0) {
			t.Errorf("%d: %+v", r.Year, f)
		}
	}
}

// I15: the same rows at the same cut-off give the same report, and it says by which rules.
func TestAReportCanBeMadeAgain(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		n.load(t)
		a, b := n.report(t, n.claire, 2014, indicator.Exact), n.report(t, n.claire, 2014, indicator.Exact)
		if !reflect.DeepEqual(a, b) {
			t.Error("two reports of the same rows differ")
		}
		if a.Rules == "" || a.CodeLists.IsZero() || !a.CutOff.Equal(f.Clock.Now()) ||
			a.Until != date.Must(2014, 12, 31) {
			t.Errorf("%q %s %s %s", a.Rules, a.CodeLists, a.CutOff, a.Until)
		}
	})
}

func TestWhoMayCountAndImport(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		host := f.Person("lea", "Léa", f.Teams["logistics"], "", access.Logistics)
		if _, err := n.Report(t.Context(), host, 2012, indicator.Protected); !fault.Is(err, fault.NotFound) {
			t.Errorf("logistics read the figures: %v", err)
		}
		if _, err := n.Import(t.Context(), n.claire, bytes.NewReader(history(t)), false); !fault.Is(err,
			fault.NotFound) {
			t.Errorf("a coordinator imported: %v", err)
		}
		if _, err := n.Import(t.Context(), access.Machine("import history"), bytes.NewReader(history(t)),
			false); err != nil {
			t.Errorf("the command could not import: %v", err)
		}
		if _, err := n.Import(t.Context(), n.rose, bytes.NewReader(history(t)),
			false); fault.Key(err) != "indicator.import.twice" {
			t.Errorf("the same file again: %v", err)
		}
		if got := n.report(t, n.claire, 2012, indicator.Exact).ReleasedRequests.Count; got != 76 {
			t.Errorf("%d requests after a second import", got)
		}
	})
}

func TestABadFileBringsNothing(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		lines := strings.Split(strings.TrimSpace(string(history(t))), "\n")[:5]
		lines[2] = strings.Replace(lines[2], "non_eu;NG", "other_eu;NG", 1)
		lines[4] = strings.Replace(strings.Replace(lines[4], "2012-01-16", "2012-13-16", 1), ";single;", ";alone;", 1)
		bad := strings.Join(lines, "\r\n")
		done, err := n.Import(t.Context(), n.rose, strings.NewReader(bad), false)
		if !fault.Is(err, fault.Invalid) || done.Kept != 0 {
			t.Fatalf("%+v %v", done, err)
		}
		where := map[string]bool{}
		for _, m := range done.Mistakes {
			where[fmt.Sprint(m.Line, m.Column)] = true
		}
		for _, want := range []string{"3nationality_group", "5requested_on"} {
			if !where[want] {
				t.Errorf("no mistake at %s in %v", want, done.Mistakes)
			}
		}
		if got := n.report(t, n.rose, 2012, indicator.Exact).DocumentedRequests.Count; got != 0 {
			t.Fatalf("%d rows of a refused file", got)
		}
		if done, err = n.Import(t.Context(), n.rose, strings.NewReader(bad), true); err != nil || done.Kept != 2 {
			t.Fatalf("partial: %+v %v", done, err)
		}
		if got := n.report(t, n.rose, 2012, indicator.Exact).ReleasedRequests.Count; got != 2 {
			t.Fatalf("%d rows of two good ones", got)
		}
	})
}

// A part of a file, then the whole corrected file: each case is counted once, and two people with the same codes are
// two.
func TestACorrectedFileCountsEachCaseOnce(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		lines := strings.Split(strings.TrimSpace(string(history(t))), "\n")[:5]
		lines = append(lines, lines[1]) // another person, with the same codes
		whole := strings.Join(lines, "\n")
		lines[3] = strings.Replace(lines[3], "non_eu;", "other;", 1)
		bad := strings.Join(lines, "\n")
		done, err := n.Import(t.Context(), n.rose, strings.NewReader(bad), true)
		if err != nil || done.Kept != 4 || done.Known != 0 {
			t.Fatalf("a part: %+v %v", done, err)
		}
		if done, err = n.Import(t.Context(), n.rose, strings.NewReader(whole), false); err != nil || done.Kept != 1 ||
			done.Known != 4 {
			t.Fatalf("the whole: %+v %v", done, err)
		}
		if got := n.report(t, n.rose, 2012, indicator.Exact).DocumentedRequests.Count; got != 5 {
			t.Errorf("%d requests of five people", got)
		}
		if done, err = n.Import(t.Context(), n.rose, strings.NewReader(whole+"\n;;\n"), false); err != nil ||
			done.Kept != 0 || done.Known != 5 {
			t.Errorf("once more: %+v %v", done, err)
		}
	})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("disk") }

func TestAnUnreadableFileIsAnError(t *testing.T) {
	f := trusttest.SQLite(t)
	n := open(t, f)
	if _, err := n.Import(t.Context(), n.rose, broken{}, false); err == nil {
		t.Fatal("no error")
	}
}

package indicator

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/calc/safestat"
	"havre.example/havre/internal/calc/stat"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/packs"
)

// Whatever the file, it is read or refused by line and column, and a kept row tells one coherent story.
func FuzzReadHistory(f *testing.F) {
	whole, err := os.ReadFile("../../demo/data/history.csv")
	if err != nil {
		f.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	f.Add(bytes.Join(lines[:4], nil))
	f.Add(append([]byte("\ufeff"), bytes.Join(lines[:3], nil)...))
	f.Add(append(slices.Clone(lines[0]), []byte("2012;\"x\n;;")...))
	f.Add([]byte("year,requested_on\n"))
	f.Add([]byte{0xff, 0xfe})
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := readHistory(packs.France(), bytes.NewReader(b))
		if fault.Is(err, fault.Invalid) && strings.HasPrefix(fault.Key(err), "sheet.") {
			return // no table at all
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(in.good) > in.rows || len(in.good) < in.rows && len(in.mistakes) == 0 {
			t.Fatalf("%d good of %d rows, %d mistakes", len(in.good), in.rows, len(in.mistakes))
		}
		for _, m := range in.mistakes {
			if m.Line < 1 || m.Key == "" || m.Column != "" && m.Key != "indicator.import.column_unknown" &&
				!slices.Contains(Columns, m.Column) {
				t.Fatalf("%+v", m)
			}
		}
		for _, p := range in.good {
			if p.Requested.IsZero() || (p.Outcome == "arrived") == p.Arrived.IsZero() || p.Adults < 1 ||
				p.Children < 0 {
				t.Fatalf("%+v", p)
			}
		}
	})
}

func TestEveryMistakeIsFoundWhereItIs(t *testing.T) {
	const good = "2012;2012-01-04;arrived;;2012-01-18;2012-06-27;voluntary_return;F;Feminine;1984;other_eu;HU;" +
		"sexual;1;0;single;30;R32;other;before;yes;no;yes"
	for _, c := range []struct{ from, to, column string }{
		{"2012;2012-01-04", "2013;2012-01-04", "year"}, {"2012-01-04", "2012-02-30", "requested_on"},
		{";arrived;", ";came;", "outcome"},
		{";arrived;;", ";arrived;no_place;", "reason"}, {"2012-01-18", "2011-01-18", "arrived_on"},
		{"2012-06-27", "2012-01-10", "ended_on"},
		{"voluntary_return", "", "exit_reason"}, {";F;", ";M;", "sex"}, {"Feminine", "Woman", "gender"},
		{"1984", "1884", "birth_year"},
		{"other_eu", "non_eu", "nationality_group"}, {";HU;", ";h u;", "nationality"},
		{";sexual;", ";x;", "exploitation"}, {";1;0;", ";0;0;", "adults"},
		{";1;0;", ";1;-1;", "children"}, {"single", "alone", "household_shape"},
		{";1;0;single", ";1;1;single", "household_shape"}, {";30;", ";300;", "origin_department"},
		{"R32", "32x", "region_host"},
		{";other;", ";somebody;", "referrer_kind"}, {"before", "perhaps", "complaint"},
		{"before;yes", "before;oui", "cooperation"},
		{";no;yes", ";non;yes", "reflection_informed"}, {";no;yes", ";no;1", "statistics_consent"},
	} {
		row := strings.Replace(good, c.from, c.to, 1)
		in, err := readHistory(packs.France(), strings.NewReader(strings.Join(Columns, ";")+"\n"+row+"\n"))
		if err != nil || len(in.good) != 0 || len(in.mistakes) == 0 || in.mistakes[0].Line != 2 ||
			!slices.ContainsFunc(in.mistakes, func(m Mistake) bool { return m.Column == c.column }) {
			t.Errorf("%s as %q: %v %+v", c.column, c.to, err, in.mistakes)
		}
	}
	if in, err := readHistory(packs.France(), strings.NewReader(strings.Join(Columns, ";")+"\n"+good)); err != nil ||
		len(in.good) != 1 {
		t.Errorf("%v %+v", err, in)
	}
}

// One case, as spreadsheets write it.
func TestOneCaseHoweverItIsWritten(t *testing.T) {
	read := func(name string) *file {
		raw, err := os.ReadFile("testdata/field/" + name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		f, err := readHistory(packs.France(), bytes.NewReader(raw))
		if err != nil || len(f.mistakes) > 0 || len(f.good) != 1 || f.rows != 1 {
			t.Fatalf("%s: %v, %+v", name, err, f)
		}
		return f
	}
	want := read("h01")
	for _, name := range []string{"h03-blank-rows", "h04-frdate", "h06-order", "h07-comma"} {
		if got := read(name); got.good[0] != want.good[0] || !bytes.Equal(got.keys()[0], want.keys()[0]) {
			t.Errorf("%s: %+v", name, got.good[0])
		}
	}
	if got := read("h05-dept1"); got.good[0].Origin != "01" {
		t.Errorf("department 1: %+v", got.good[0])
	}
	shout := strings.Join(Columns, ";") + "\n2025;2025-03-01;ARRIVED;;2025-03-10;;;f;feminine;1999;NON_EU;ng;Sexual;" +
		"1;0;Single;13;r53;Association;Before;Yes;YES;yes\n"
	if f, err := readHistory(packs.France(), strings.NewReader(shout)); err != nil || len(f.good) != 1 ||
		f.good[0] != want.good[0] {
		t.Errorf("capitals: %v, %+v", err, f)
	}
}

func TestMedianAndMean(t *testing.T) {
	for _, c := range []struct {
		d            Days
		median, mean float64
	}{
		{Days{3: 1}, 3, 3}, {Days{1: 2, 4: 2}, 2.5, 2.5}, {Days{1: 1, 2: 1, 6: 1}, 2, 3}, {Days{0: 9, 100: 1}, 0, 10},
	} {
		if median, _ := stat.Median(c.d); median != c.median || c.d.mean() != c.mean {
			t.Errorf("%v: median %v, mean %v", c.d, median, c.d.mean())
		}
	}
}

// Lengths of time need ten people, in either form; a code nobody knows counts as not known, so that rows add up.
func TestLengthsAndStrayCodes(t *testing.T) {
	for _, form := range []Form{Exact, Protected} {
		m := maker{form: form, in: packs.France()}
		nine, ten := m.length("x", m.one(9), Days{7: 9}), m.length("x", m.one(10), Days{7: 9, 8: 1})
		if nine.Given || !ten.Given {
			t.Errorf("%s: %+v %+v", form, nine, ten)
		}
	}
	c := Counts{Year: 2020, By: map[string]map[string]int{"exploitation": {"sexual": 12, "of_old": 3}}}
	table := Make(packs.France(), c, Exact).Table("exploitation")
	if table.Total != safestat.Exact(15) || table.Figure("unknown").Count != 3 {
		t.Errorf("%+v", table)
	}
}

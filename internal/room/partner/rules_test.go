package partner

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/packs"
)

var (
	on    = date.Must(2026, 11, 24)
	lilas = Partner{Code: "P1", Name: "Maison des Lilas", Kind: "chrs", Department: "59", Town: "Lille",
		Standing: Active}
	maison = Site{Name: "Maison", Department: "59", Town: "Lille"}
	studio = Place{Name: "Studio", Beds: 1}
)

// otherwise is a copy in which something differs.
func otherwise[T any](of T, how func(*T)) T {
	how(&of)
	return of
}

// refuses tries what is taken and what is not.
func refuses[T any](t *testing.T, good T, check func(T) error, wrong map[string]func(*T)) {
	t.Helper()
	if err := check(good); err != nil {
		t.Errorf("%+v: %v", good, err)
	}
	for what, how := range wrong {
		if err := check(otherwise(good, how)); fault.Key(err) != "fault.invalid" || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

const (
	turned = "Lilas\u202enimdA" // shows its end backwards
	broken = "Lil\xffas"
)

func TestPartnersThatNoFormSends(t *testing.T) {
	check := func(p Partner) error { return p.check(packs.France(), on) }
	refuses(t, lilas, check, map[string]func(*Partner){
		"no code":           func(p *Partner) { p.Code = "" },
		"a blank code":      func(p *Partner) { p.Code = "  " },
		"a long code":       func(p *Partner) { p.Code = strings.Repeat("é", 65) },
		"a hidden sign":     func(p *Partner) { p.Code = "P\u200b1" },
		"no name":           func(p *Partner) { p.Name = "" },
		"a long name":       func(p *Partner) { p.Name = strings.Repeat("é", 121) },
		"a turned name":     func(p *Partner) { p.Name = turned },
		"a broken name":     func(p *Partner) { p.Name = broken },
		"two lines":         func(p *Partner) { p.Town = "Lille\nRoubaix" },
		"no town":           func(p *Partner) { p.Town = "" },
		"a long telephone":  func(p *Partner) { p.Telephone = strings.Repeat("1", 31) },
		"a blank telephone": func(p *Partner) { p.Telephone = " " },
		"no kind":           func(p *Partner) { p.Kind = "" },
		"another kind":      func(p *Partner) { p.Kind = "castle" },
		"no department":     func(p *Partner) { p.Department = "" },
		"many a year":       func(p *Partner) { p.Yearly = 501 },
		"no standing":       func(p *Partner) { p.Standing = "" },
	})
	for what, how := range map[string]func(*Partner){
		"the longest": func(p *Partner) {
			p.Code, p.Name = strings.Repeat("é", 20), strings.Repeat("é", 120)
			p.Town, p.Telephone = strings.Repeat("é", 120), strings.Repeat("1", 30)
		},
		"one day":        func(p *Partner) { p.From, p.Until = on, on },
		"no end known":   func(p *Partner) { p.From = on },
		"no start known": func(p *Partner) { p.Until = on },
	} {
		if err := check(otherwise(lilas, how)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	err := check(otherwise(lilas, func(p *Partner) { p.From, p.Until = on, on.AddDays(-1) }))
	if fault.Key(err) != "partner.convention_order" {
		t.Errorf("ends before it begins: %v", err)
	}
}

func TestSitesAndPlacesThatNoFormSends(t *testing.T) {
	refuses(t, maison, func(s Site) error { return s.check(packs.France(), on) }, map[string]func(*Site){
		"no name":            func(s *Site) { s.Name = "" },
		"a turned name":      func(s *Site) { s.Name = turned },
		"a long name":        func(s *Site) { s.Name = strings.Repeat("é", 121) },
		"no town":            func(s *Site) { s.Town = "" },
		"a broken town":      func(s *Site) { s.Town = broken },
		"another department": func(s *Site) { s.Department = "99" },
	})
	refuses(t, studio, func(p Place) error { return p.check(packs.France(), on) }, map[string]func(*Place){
		"no name":       func(p *Place) { p.Name = "" },
		"a blank name":  func(p *Place) { p.Name = "\u00a0" },
		"a turned name": func(p *Place) { p.Name = turned },
		"no bed":        func(p *Place) { p.Beds = 0 },
		"many beds":     func(p *Place) { p.Beds = 31 },
		"a list's code": func(p *Place) { p.Specialisms = []string{"gardening"} },
		"a long name":   func(p *Place) { p.Name = strings.Repeat("é", 121) },
	})
}

// A place is asked for again when it is free and its host's word is older than a week.
func TestWhenAWordIsOld(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	for _, c := range []struct {
		marked State
		old    time.Duration // negative: never
		age    Age
		stale  bool
	}{
		{Free, 0, AgeWeek, false},
		{Free, 7 * day, AgeWeek, false},
		{Free, 7*day + 1, AgeMonth, true},
		{Free, 30 * day, AgeMonth, true},
		{Free, 30*day + 1, AgeQuarter, true},
		{Free, 90 * day, AgeQuarter, true},
		{Free, 90*day + 1, AgeOlder, true},
		{Free, -1, AgeNever, true},
		{Occupied, 90 * day, AgeQuarter, false},
		{Paused, 8 * day, AgeMonth, false},
		{Withdrawn, -1, AgeNever, false},
	} {
		p := Place{Marked: c.marked, ConfirmedAt: now.Add(-c.old)}
		if c.old < 0 {
			p.ConfirmedAt = time.Time{}
		}
		if p.Age(now) != c.age || p.Stale(now) != c.stale {
			t.Errorf("%s, %s old: %s, %v", c.marked, c.old, p.Age(now), p.Stale(now))
		}
	}
}

func listed(name, department string, until date.Date, free int) Line {
	return Line{Partner: Partner{Name: name, Department: department, Town: "Brest", Code: "C-" + name, Until: until},
		Free: free}
}

// Each order falls back on the name, accents and capitals aside; a convention without a known end comes last.
func TestOrdersOfTheList(t *testing.T) {
	soon, late := date.Must(2027, 1, 1), date.Must(2028, 1, 1)
	all := []Line{listed("élan", "59", date.Date{}, 0), listed("Zinnia", "29", soon, 3), listed("Abri", "59", late, 3),
		listed("Dune", "29", date.Date{}, 1), listed("Bois", "29", soon, 1), listed("Eau", "2A", late, 0)}
	for by, want := range map[Sort]string{
		"":           "Abri Bois Dune Eau élan Zinnia",
		ByName:       "Abri Bois Dune Eau élan Zinnia",
		ByDepartment: "Bois Dune Zinnia Eau Abri élan",
		ByConvention: "Bois Zinnia Abri Eau Dune élan",
		ByPlaces:     "Abri Zinnia Bois Dune Eau élan",
	} {
		for turn := range all { // whatever the order they come in
			l := page(packs.France(), slices.Concat(all[turn:], all[:turn]), Query{Sort: by}, date.Must(2026, 11, 24))
			if got := names(l); got != want || l.Total != 6 || l.More {
				t.Errorf("by %q: %s (of %d, more %v), not %s", by, got, l.Total, l.More, want)
			}
		}
	}
}

func names(l Listing) string {
	var out []string
	for _, x := range l.Lines {
		out = append(out, x.Name)
	}
	return strings.Join(out, " ")
}

func TestWhatTheListFinds(t *testing.T) {
	all := []Line{listed("Élan", "59", date.Date{}, 0), listed("Zinnia", "29", date.Date{}, 0)}
	for q, want := range map[Query]string{
		{}:                                 "Élan Zinnia",
		{Department: "59"}:                 "Élan",
		{Department: "29"}:                 "Zinnia",
		{Department: "75"}:                 "",
		{Name: " elan "}:                   "Élan",
		{Name: "BREST"}:                    "Élan Zinnia",
		{Name: "c-z"}:                      "Zinnia",
		{Name: "finistere"}:                "Zinnia",
		{Name: "zinnia", Department: "59"}: "",
		{Name: "nothing that is anywhere"}: "",
	} {
		if got := names(page(packs.France(), all, q, date.Must(2026, 11, 24))); got != want {
			t.Errorf("%+v: %q, not %q", q, got, want)
		}
	}
}

// Each narrowing keeps what it says and nothing more; together, what each of them keeps.
func TestWhatTheListIsNarrowedTo(t *testing.T) {
	today := date.Must(2026, 11, 24)
	ends := func(days int) Line { return listed("Élan", "59", today.AddDays(days), 0) }
	line := func(how func(*Line)) Line { return otherwise(listed("Élan", "59", date.Date{}, 0), how) }
	kind := func(kind string) Line { return line(func(l *Line) { l.Kind = kind }) }
	beds := func(n int) Line { return line(func(l *Line) { l.Free = n }) }
	joined := func(yes bool) Line { return line(func(l *Line) { l.HostJoined = yes }) }
	all := Query{Department: "59", Kind: "chrs", Free: true, Ending: true, Absent: true}
	meant := line(func(l *Line) { l.Kind, l.Free, l.Until = "chrs", 1, today })
	for _, c := range []struct {
		what string
		q    Query
		l    Line
		fits bool
	}{
		{"nothing asked", Query{}, line(func(*Line) {}), true},
		{"the department", Query{Department: "59"}, line(func(*Line) {}), true},
		{"another department", Query{Department: "29"}, line(func(*Line) {}), false},
		{"the kind", Query{Kind: "chrs"}, kind("chrs"), true},
		{"another kind", Query{Kind: "chrs"}, kind("hotel"), false},
		{"no kind known", Query{Kind: "chrs"}, kind(""), false},
		{"any kind", Query{}, kind("hotel"), true},
		{"one place free", Query{Free: true}, beds(1), true},
		{"two places free", Query{Free: true}, beds(2), true},
		{"no place free", Query{Free: true}, beds(0), false},
		{"free or not", Query{}, beds(0), true},
		{"ended yesterday", Query{Ending: true}, ends(-1), false},
		{"ends today", Query{Ending: true}, ends(0), true},
		{"ends in three months", Query{Ending: true}, ends(92), true},
		{"ends a day later", Query{Ending: true}, ends(93), false},
		{"no end known", Query{Ending: true}, listed("Élan", "59", date.Date{}, 0), false},
		{"ending or not", Query{}, ends(93), true},
		{"nobody joined", Query{Absent: true}, joined(false), true},
		{"somebody joined", Query{Absent: true}, joined(true), false},
		{"joined or not", Query{}, joined(true), true},
		{"all of it", all, meant, true},
		{"all but the department", all, otherwise(meant, func(l *Line) { l.Department = "29" }), false},
		{"all but the kind", all, otherwise(meant, func(l *Line) { l.Kind = "hotel" }), false},
		{"all but a place", all, otherwise(meant, func(l *Line) { l.Free = 0 }), false},
		{"all but the end", all, otherwise(meant, func(l *Line) { l.Until = date.Date{} }), false},
		{"all but the absence", all, otherwise(meant, func(l *Line) { l.HostJoined = true }), false},
	} {
		if c.q.fits(c.l, today) != c.fits {
			t.Errorf("%s: kept %v", c.what, !c.fits)
		}
	}
}

func TestPagesOfTheList(t *testing.T) {
	var all []Line
	for i := range 101 {
		all = append(all, listed(fmt.Sprintf("%03d", i), "59", date.Date{}, 0))
	}
	for _, c := range []struct {
		of, page, from, to int
		more               bool
	}{{101, 0, 0, 50, true}, {101, 1, 50, 100, true}, {101, 2, 100, 101, false}, {101, 3, 101, 101, false},
		{100, 1, 50, 100, false}, {50, 0, 0, 50, false}, {51, 0, 0, 50, true}, {0, 0, 0, 0, false},
		{101, -1, 0, 50, true}} {
		l := page(packs.France(), all[:c.of], Query{Page: c.page}, date.Must(2026, 11, 24))
		if l.Page != max(0, c.page) || l.Total != c.of || l.More != c.more ||
			names(l) != names(Listing{Lines: all[c.from:c.to]}) {
			t.Errorf("page %d of %d: %d lines, more %v", c.page, c.of, len(l.Lines), l.More)
		}
	}
}

// The first day a place is free again is so many weeks after she comes; not known where either is not.
func TestTheEndOfAStayIsCountedInWeeks(t *testing.T) {
	for weeks, want := range map[int]date.Date{-1: {}, 0: {}, 1: on.AddDays(7), 2: on.AddDays(14)} {
		if got := EndAfter(on, weeks); got != want {
			t.Errorf("%d weeks from %s: %s, want %s", weeks, on, got, want)
		}
	}
	if got := EndAfter(date.Date{}, 3); !got.IsZero() {
		t.Errorf("from a day not known: %s", got)
	}
}

// A place is taken where nothing changed; what fails is told as what it is, not as a place that somebody has.
func TestAFaultIsNotAPlaceTaken(t *testing.T) {
	broken := errors.New("no such table")
	for _, c := range []struct {
		n         int64
		err, want error
	}{{1, nil, nil}, {0, nil, ErrTaken}, {0, broken, broken}, {1, broken, broken}} {
		if got := taken("hold place", c.n, c.err); !errors.Is(got, c.want) || c.want == broken &&
			errors.Is(got, ErrTaken) {
			t.Errorf("%d rows, %v: %v", c.n, c.err, got)
		}
	}
}

package country_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/packs"
)

// An invented country loads from a folder and is another country in everything that a pack holds: zones, days of rest,
// money, languages, areas, deadlines, amounts, lists.
func TestAnotherCountryLoadsFromAFolder(t *testing.T) {
	p, err := country.Load(os.DirFS("../../packs/atlantis"))
	if err != nil {
		t.Fatal(err)
	}
	fr := packs.France()
	if p.Currency() == fr.Currency() || p.Zone().String() != "Atlantic/Azores" ||
		p.ZoneOf("S-1-01").String() != "Atlantic/South_Georgia" || p.ZoneOf("N-1") != p.Zone() &&
		p.ZoneOf("N-1").String() != p.Zone().String() {
		t.Error("money or zones")
	}
	friday, sunday, solstice := date.Must(2026, 12, 4), date.Must(2026, 12, 6), date.Must(2027, 6, 21)
	if p.WorkingDay(friday) || !p.WorkingDay(sunday) || p.WorkingDay(solstice) ||
		!p.WorkingDay(date.Must(2027, 12, 25)) ||
		p.FirstWeekday() != time.Saturday || p.WeekOf(friday) != date.Must(2026, 11, 28) ||
		p.WorkWeekOf(friday) != date.Must(2026, 11, 28) ||
		p.WeekOf(date.Must(2026, 11, 28)) != date.Must(2026, 11, 28) ||
		p.AddWorkingDays(date.Must(2026, 12, 2), 1) != date.Must(2026, 12, 5) {
		t.Error("working days")
	}
	if len(p.Holidays(2027)) != 1 || len(p.Holidays(2028)) != 2 {
		t.Error("29 February is a holiday of leap years only")
	}
	day := date.Must(2026, 12, 1)
	if p.Number(country.ReflectionDays, day) == fr.Number(country.ReflectionDays, day) ||
		p.Amount(country.AidMonthly, day) != 30_00 || p.Amount(country.AidMonthly, date.Must(2027, 1, 1)) != 31_00 {
		t.Error("deadlines or amounts")
	}
	a, _ := p.Lookup("N-1-01")
	b, _ := p.Lookup("N-2")
	if way, ok := p.Travel().Between(a, b); !ok || way.Minutes != 130 || !way.Measured {
		t.Errorf("travel %+v", way)
	}
	for _, areas := range [][]geo.Area{p.Regions(), p.Departments(), p.Towns()} {
		for _, x := range areas {
			if _, french := fr.Lookup(x.Code); french {
				t.Errorf("%s is an area of France", x.Code)
			}
		}
	}
	l := p.Languages()
	if i := slices.IndexFunc(l, func(l lang.Language) bool { return l.RTL }); i < 0 {
		t.Error("no language from right to left")
	}
	// Every list the program knows, in both languages, without a word of the other country.
	for name, list := range fr.Lists() {
		mine := p.List(name)
		for _, c := range mine.All() {
			for _, tag := range l {
				if s := c.Label(tag.Tag); !strings.HasPrefix(s, "[") || s == list.Label("fr", c.Key) {
					t.Errorf("%s.%s in %s: %q", name, c.Key, tag.Tag, s)
				}
			}
		}
	}
}

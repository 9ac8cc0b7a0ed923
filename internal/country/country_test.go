package country_test

import (
	"testing"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/packs"
)

func TestFranceIsComplete(t *testing.T) {
	p := packs.France()
	if n := len(p.Departments()); n != 107 { // and six collectivities
		t.Errorf("%d departments, want 107", n)
	}
	if n := len(p.Regions()); n != 24 {
		t.Errorf("%d regions, want 24", n)
	}
	if n := len(p.Towns()); n < 120 {
		t.Errorf("%d towns", n)
	}
	for _, code := range []string{"01", "19", "2A", "2B", "21", "75", "95", "971", "972", "973", "974", "976",
		"975", "977", "978", "986", "987", "988"} {
		if a, ok := p.Lookup(code); !ok || a.Kind != geo.Department {
			t.Errorf("department %s is missing", code)
		}
	}
	for _, code := range []string{"20", "96", "979", "00", ""} {
		if _, ok := p.Lookup(code); ok {
			t.Errorf("%q is no department of the pack", code)
		}
	}
	if p.Name("13") != "Bouches-du-Rhône" || p.Name("nowhere") != "nowhere" {
		t.Error("names: an unknown code must give itself")
	}
}

func TestEveryAreaLiesInARegionAndNearItsDepartment(t *testing.T) {
	p := packs.France()
	for _, town := range p.Towns() {
		dep, ok := p.Department(town.Code)
		if !ok || dep.Kind != geo.Department {
			t.Fatalf("%s lies in no department", town.Name)
		}
		// Saint-Laurent-du-Maroni, the widest, is 199 km away
		if m := geo.Distance(town.At, dep.At); m > 200*geo.Kilometre {
			t.Errorf("%s lies %v from the seat of %s", town.Name, m, dep.Name)
		}
		if r, ok := p.Region(town.Code); !ok || r.Code != dep.Parent {
			t.Errorf("%s: region %q", town.Name, r.Code)
		}
		if p.Overseas(town.Code) != p.Overseas(dep.Code) {
			t.Errorf("%s and its department disagree on where they are", town.Name)
		}
	}
	for _, d := range p.Departments() {
		in := d.At.Lat > 41 && d.At.Lat < 51.2 && d.At.Lon > -5 && d.At.Lon < 9.6
		if in == p.Overseas(d.Code) {
			t.Errorf("%s: metropolitan by its point is %v", d.Name, in)
		}
		if len(p.Inside(d.Code)) == 0 {
			t.Errorf("%s has no town, not even its seat", d.Name)
		}
	}
}

func TestDistancesBetweenDepartments(t *testing.T) {
	p := packs.France()
	for _, c := range []struct {
		a, b   string
		lo, hi geo.Metres
	}{
		{"75", "13", 650, 670}, {"59", "06", 820, 840}, {"29", "67", 860, 900}, {"33", "69", 425, 445},
		{"31", "75", 580, 600}, {"2A", "06", 220, 250}, {"75", "974", 9_300, 9_450}, {"75", "972", 6_780, 6_900},
		{"13", "13055", 0, 0}, {"69", "69266", 0, 0},
	} {
		a, _ := p.Lookup(c.a)
		b, _ := p.Lookup(c.b)
		m, ok := geo.Apart(a, b)
		if !ok || m < c.lo*geo.Kilometre || m > c.hi*geo.Kilometre {
			t.Errorf("%s-%s: %v (%v), want %d to %d km", a.Name, b.Name, m, ok, c.lo, c.hi)
		}
	}
}

func TestNamesAreSortedAsFrenchSorts(t *testing.T) {
	regions := packs.France().Regions()
	var names []string
	for _, r := range regions {
		names = append(names, r.Name)
	}
	at := func(name string) int {
		for i, n := range names {
			if n == name {
				return i
			}
		}
		t.Fatalf("%s missing in %v", name, names)
		return -1
	}
	if at("Île-de-France") < at("Hauts-de-France") || at("Île-de-France") > at("La Réunion") {
		t.Errorf("an accent moved Île-de-France: %v", names)
	}
	regions[0].Name = "changed"
	if packs.France().Regions()[0].Name == "changed" {
		t.Error("a caller changed the shared list")
	}
}

func TestHolidaysAndWorkingDays(t *testing.T) {
	for year, want := range map[int]date.Date{ // published dates of Easter Sunday
		2000: date.Must(2000, 4, 23), 2008: date.Must(2008, 3, 23), 2019: date.Must(2019, 4, 21),
		2024: date.Must(2024, 3, 31),
		2025: date.Must(2025, 4, 20), 2026: date.Must(2026, 4, 5), 2027: date.Must(2027, 3, 28),
		2038: date.Must(2038, 4, 25),
	} {
		if got := country.Easter(year); got != want {
			t.Errorf("Easter %d: %s, want %s", year, got, want)
		}
	}
	want := []string{"2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14",
		"2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"}
	got := packs.France().Holidays(2026)
	if len(got) != len(want) {
		t.Fatalf("holidays of 2026: %v", got)
	}
	for i := range want {
		if got[i].String() != want[i] {
			t.Errorf("holiday %d of 2026: %s, want %s", i, got[i], want[i])
		}
	}
	for d, working := range map[date.Date]bool{
		date.Must(2026, 11, 23): true, date.Must(2026, 11, 21): false, date.Must(2026, 11, 22): false,
		date.Must(2026, 11, 11): false, date.Must(2026, 5, 14): false, date.Must(2026, 5, 15): true, {}: false,
	} {
		if packs.France().WorkingDay(d) != working {
			t.Errorf("%s: working day is %v", d, !working)
		}
	}
	// Ascension and a week-end lie between
	if d := packs.France().AddWorkingDays(date.Must(2026, 5, 13), 2); d != date.Must(2026, 5, 18) {
		t.Errorf("second working day after 2026-05-13: %s", d)
	}
	if got := packs.France().Zone().String(); got != "Europe/Paris" {
		t.Errorf("zone %s", got)
	}
}

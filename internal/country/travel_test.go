package country_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/country"
	"havre.example/havre/packs"
)

// Known answers, and what must hold of every pair: a time and a distance, the same both ways, never more than a day.
func TestTravelBetweenAllAreas(t *testing.T) {
	p, times := packs.France(), packs.France().Travel()
	for _, c := range []struct {
		from, to  string
		least     int
		most      int
		measured  bool
		kilometre int64
	}{
		{"59", "75", 60, 60, true, 204},
		{"59350", "75", 60, 60, true, 204}, // the town is where its department's prefecture is
		{"59", "13", 275, 275, true, 835},
		{"62", "59", 22, 22, true, 43},
		{"59", "46", 180, 420, false, 693},
		{"93", "75", 1, 15, false, 9},
		{"59", "971", 540, 800, false, 6870},
		{"971", "974", 660, 1400, false, 13406},
		{"2A", "13", 175, 175, true, 316},
		{"2B", "59", 180, 400, false, 1007},
		{"977", "978", 45, 45, true, 31}, // a boat, and not a flight
		{"971", "978", 170, 170, true, 272},
		{"75", "988", 1000, 1440, false, 16740},
	} {
		a, _ := p.Lookup(c.from)
		b, _ := p.Lookup(c.to)
		got, ok := times.Between(a, b)
		km := got.Metres.Kilometres()
		if !ok || got.Minutes < c.least || got.Minutes > c.most || got.Measured != c.measured ||
			km < c.kilometre*97/100 || km > c.kilometre*103/100 {
			t.Errorf("%s-%s: %+v (%v)", c.from, c.to, got, ok)
		}
	}
	for _, a := range p.Departments() {
		for _, b := range p.Departments() {
			got, ok := times.Between(a, b)
			back, _ := times.Between(b, a)
			if !ok || got != back || got.Minutes > 1440 || (got.Minutes == 0) != (a.Code == b.Code) {
				t.Fatalf("%s-%s: %+v, back %+v (%v)", a.Code, b.Code, got, back, ok)
			}
		}
	}
}

// Every leg of the table is a speed that trains, cars and airliners have: a slip of the hand would be danger.
func TestLegsAreOfThisWorld(t *testing.T) {
	legs, err := country.ReadTravel(packs.Files(), "travel.csv")
	if err != nil || len(legs) < 200 {
		t.Fatalf("%d legs, %v", len(legs), err)
	}
	p := packs.France()
	for _, l := range legs {
		a, _ := p.Lookup(l.A)
		b, _ := p.Lookup(l.B)
		speed := float64(geo.Distance(a.At, b.At)) / 1000 / float64(l.Minutes) * 60
		most := 260.0
		if p.Overseas(l.A) || p.Overseas(l.B) {
			most = geo.AirSpeed
		}
		if speed < 35 || speed > most {
			t.Errorf("%s-%s in %d minutes is %.0f km/h as the crow flies", a.Name, b.Name, l.Minutes, speed)
		}
	}
}

func TestReadTravelRefuses(t *testing.T) {
	for name, c := range map[string]struct{ table, says string }{
		"no minutes":   {"from;to;minutes;way\n75;59;an hour;rail\n", "t.csv:2:7"},
		"no way":       {"from;to;minutes;way\n75;59;60;boat\n", "t.csv:2:10"},
		"a short line": {"from;to;minutes;way\n75;59;60\n", "t.csv:2"},
		"nothing":      {"", "EOF"},
	} {
		if _, err := readTravel(c.table); err == nil ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	legs, err := readTravel("from;to;minutes;way\n75;ZZ;60;rail\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := packs.France().Network(legs); err == nil {
		t.Error("a leg to nowhere was taken")
	}
}

func readTravel(table string) ([]geo.Leg, error) {
	return country.ReadTravel(fstest.MapFS{"t.csv": {Data: []byte(table)}}, "t.csv")
}

func FuzzReadTravel(f *testing.F) {
	f.Add("from;to;minutes;way\n75;59;60;rail\n")
	f.Fuzz(func(_ *testing.T, s string) { _, _ = readTravel(s) })
}

func BenchmarkTravel(b *testing.B) {
	for b.Loop() {
		if _, err := packs.France().Network(nil); err != nil {
			b.Fatal(err)
		}
	}
}

package finding_test

import (
	"testing"

	"havre.example/havre/packs"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/finding"
)

func zone(code string, level int) match.Zone {
	a, _ := packs.France().Lookup(code)
	return match.Zone{Area: a, Level: level}
}

func found(zones []match.Zone, times geo.Times, verdicts map[string]match.Verdict) finding.Found {
	f := finding.Found{Country: packs.France(), Zones: zones, Times: times}
	for department, v := range verdicts {
		f.Matches = append(f.Matches, finding.Match{Row: partner.PlaceRow{Department: department},
			Result: match.Result{Verdict: v}})
	}
	return f
}

func groundOf(t *testing.T, f finding.Found, code string) finding.Ground {
	t.Helper()
	for _, g := range f.Grounds() {
		if g.Department == code {
			return g
		}
	}
	t.Fatalf("%s is not on the map", code)
	return finding.Ground{}
}

// A town makes its department a danger zone, a region each of its departments; what speaks stands first.
func TestGroundsOfASearch(t *testing.T) {
	f := found([]match.Zone{zone("59350", 3), zone("R94", 1)}, nil,
		map[string]match.Verdict{"46": match.Passed, "30": match.Unknown, "59": match.Excluded})
	all := f.Grounds()
	if len(all) != 107 || all[0].Department != "59" || all[1].Department != "2A" || all[3].Department != "46" ||
		all[4].Department != "30" || all[5].Speaks() {
		t.Errorf("%d departments, begins with %+v", len(all), all[:6])
	}
	if g := groundOf(t, f, "59"); g.Danger != "grave" || g.Possible+g.ToAsk != 0 || g.Band != 1 {
		t.Errorf("Nord: %+v", g)
	}
	if g := groundOf(t, f, "2B"); g.Danger != "watch" {
		t.Errorf("Haute-Corse: %+v", g)
	}
	if g := groundOf(t, f, "46"); g.Danger != "" || g.Possible != 1 || g.Kilometres < 500 || g.Band != 5 {
		t.Errorf("Lot: %+v", g)
	}
}

type slow struct{}

func (slow) Between(_, b geo.Area) (geo.Travel, bool) {
	if b.Code == "75" {
		return geo.Travel{}, false
	}
	return geo.Travel{Minutes: 200, Measured: true, Metres: 300_000}, true
}

// Where travel times are known the bands go by them; a zone without a known way leaves the band unknown, never far.
func TestBandsGoByTravelTime(t *testing.T) {
	if g := groundOf(t, found([]match.Zone{zone("59", 2)}, slow{}, nil), "46"); g.Band != 3 || g.Minutes != 200 ||
		g.Kilometres != 300 {
		t.Errorf("by time: %+v", g)
	}
	for name, f := range map[string]finding.Found{
		"one zone unknown":  found([]match.Zone{zone("59", 2), zone("75", 2)}, slow{}, nil),
		"no zone":           found(nil, slow{}, nil),
		"a zone of no pack": found([]match.Zone{{Area: geo.Area{Code: "nowhere"}, Level: 2}}, nil, nil),
	} {
		if g := groundOf(t, f, "46"); g.Band != 0 {
			t.Errorf("%s: %+v", name, g)
		}
	}
}

// A level that the list does not know is shown as the gravest.
func TestAnUnknownLevelIsGrave(t *testing.T) {
	if g := groundOf(t, found([]match.Zone{zone("59", 9)}, nil, nil), "59"); g.Danger != "grave" {
		t.Errorf("%+v", g)
	}
}

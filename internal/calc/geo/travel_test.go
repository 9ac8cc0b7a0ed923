package geo_test

import (
	"testing"

	"havre.example/havre/internal/calc/geo"
)

func TestNetworkTakesTheFastestWay(t *testing.T) {
	area := func(code string, lat, lon float64) geo.Area {
		return geo.Area{Code: code, Kind: geo.Department, Parent: "R", At: geo.Point{Lat: lat, Lon: lon}}
	}
	// Four towns along a meridian, a degree (111 km) apart, and an island beside the last.
	a, b, c, d, isle := area("a", 45, 3), area("b", 46, 3), area("c", 47, 3), area("d", 48, 3), area("i", 48, 4)
	land := func(x geo.Area) string {
		if x.Code == "i" {
			return "isle"
		}
		return "main"
	}
	w, err := geo.NewNetwork([]geo.Area{a, b, c, d, isle},
		[]geo.Leg{{A: "b", B: "d", Minutes: 40}, {A: "d", B: "i", Minutes: 60}, {A: "a", B: "b", Minutes: 90}}, land)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name     string
		from, to geo.Area
		minutes  int
		measured bool
	}{
		{"a known leg", b, d, 40, true},
		{"a known leg, though the road is shorter on paper", a, b, 90, true},
		{"a road: 111 km times 1.15 at 110 km/h", b, c, 69, false},
		{"two known legs, and one change", a, d, 90 + geo.Change + 40, false},
		{"a flight where no leg is faster: 134 km at 900 km/h, and two hours", c, isle, 8 + geo.AirMinutes, false},
		{"over water by the known leg", b, isle, 40 + geo.Change + 60, false},
		{"the same way back", isle, b, 40 + geo.Change + 60, false},
		{"nowhere", a, a, 0, false},
	} {
		got, ok := w.Between(x.from, x.to)
		if !ok || got.Minutes != x.minutes || got.Measured != x.measured {
			t.Errorf("%s: %+v (%v), want %d, %v", x.name, got, ok, x.minutes, x.measured)
		}
	}
	if _, ok := w.Between(a, geo.Area{Code: "z", At: a.At}); ok {
		t.Error("an area beyond the network has a travel time")
	}
	if _, ok := w.Between(a, geo.Area{}); ok {
		t.Error("no area has a travel time")
	}
}

func TestNetworkRefuses(t *testing.T) {
	a := geo.Area{Code: "a", At: geo.Point{Lat: 45, Lon: 3}}
	b := geo.Area{Code: "b", At: geo.Point{Lat: 46, Lon: 3}}
	none := func(geo.Area) string { return "" }
	for name, x := range map[string]struct {
		areas []geo.Area
		legs  []geo.Leg
	}{
		"an area twice":      {[]geo.Area{a, a}, nil},
		"an area nowhere":    {[]geo.Area{a, {Code: "c"}}, nil},
		"a leg to nowhere":   {[]geo.Area{a, b}, []geo.Leg{{A: "a", B: "c", Minutes: 10}}},
		"a leg in no time":   {[]geo.Area{a, b}, []geo.Leg{{A: "a", B: "b"}}},
		"a leg to itself":    {[]geo.Area{a, b}, []geo.Leg{{A: "a", B: "a", Minutes: 10}}},
		"a leg of four days": {[]geo.Area{a, b}, []geo.Leg{{A: "a", B: "b", Minutes: 5760}}},
		"a leg twice": {[]geo.Area{a, b},
			[]geo.Leg{{A: "a", B: "b", Minutes: 10}, {A: "b", B: "a", Minutes: 12}}},
	} {
		if _, err := geo.NewNetwork(x.areas, x.legs, none); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

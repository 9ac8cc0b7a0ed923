package geo_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"havre.example/havre/internal/calc/geo"
)

var (
	paris     = geo.Point{Lat: 48.8566, Lon: 2.3522}
	marseille = geo.Point{Lat: 43.2965, Lon: 5.3698}
	nashville = geo.Point{Lat: 36.12, Lon: -86.67}
	losAngele = geo.Point{Lat: 33.94, Lon: -118.40}
)

func TestDistanceKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b geo.Point
		want geo.Metres
		give geo.Metres
	}{
		{"Paris-Marseille", paris, marseille, 660_500, 1_000},
		// BNA-LAX, the worked example of the haversine formula: 2887.26 km with R = 6372.8 km, here scaled to R1.
		{"BNA-LAX", nashville, losAngele, 2_886_448, 100},
		{"quarter of the equator", geo.Point{}, geo.Point{Lon: 90},
			geo.Metres(math.Round(math.Pi / 2 * geo.EarthRadius)), 1},
		{"pole to pole", geo.Point{Lat: 90}, geo.Point{Lat: -90}, geo.Metres(math.Round(math.Pi * geo.EarthRadius)), 1},
		{"across the date line", geo.Point{Lon: 179.5}, geo.Point{Lon: -179.5}, 111_195, 1},
	} {
		got := geo.Distance(c.a, c.b)
		if d := got - c.want; d > c.give || d < -c.give {
			t.Errorf("%s: %d m, want %d m within %d", c.name, got, c.want, c.give)
		}
	}
}

func TestDistanceIsAMetric(t *testing.T) {
	point := rapid.Custom(func(t *rapid.T) geo.Point {
		return geo.Point{Lat: rapid.Float64Range(-90, 90).Draw(t, "lat"),
			Lon: rapid.Float64Range(-180, 180).Draw(t, "lon")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := point.Draw(t, "a"), point.Draw(t, "b"), point.Draw(t, "c")
		ab, ba := geo.Distance(a, b), geo.Distance(b, a)
		if ab != ba || ab < 0 || geo.Distance(a, a) != 0 {
			t.Fatalf("not symmetric or not zero: %d %d", ab, ba)
		}
		if geo.Distance(a, c) > ab+geo.Distance(b, c)+2 { // two roundings
			t.Fatalf("the detour by b is shorter than the way")
		}
	})
}

func TestBandBounds(t *testing.T) {
	for _, c := range []struct {
		m    geo.Metres
		want geo.Band
	}{
		{-1, geo.Untold}, {0, geo.Near}, {49_999, geo.Near}, {50_000, geo.Close}, {149_999, geo.Close},
		{150_000, geo.Midway},
		{299_999, geo.Midway}, {300_000, geo.Far}, {499_999, geo.Far}, {500_000, geo.VeryFar}, {9_000_000, geo.VeryFar},
	} {
		if got := c.m.Band(); got != c.want {
			t.Errorf("%d m is %q, want %q", c.m, got, c.want)
		}
	}
	last := geo.Untold.Rank()
	for _, b := range []geo.Band{geo.Near, geo.Close, geo.Midway, geo.Far, geo.VeryFar} {
		if b.Rank() <= last || b.From().Band() != b {
			t.Errorf("band %q out of order or its lower bound lies elsewhere", b)
		}
		last = b.Rank()
	}
}

func TestApartNeverMakesTheUnknownSafe(t *testing.T) {
	north := geo.Area{Code: "59", Kind: geo.Department, Parent: "32", At: geo.Point{Lat: 50.63, Lon: 3.06}}
	lille := geo.Area{Code: "59350", Kind: geo.Town, Parent: "59", At: geo.Point{Lat: 50.63, Lon: 3.06}}
	nice := geo.Area{Code: "06", Kind: geo.Department, Parent: "93", At: geo.Point{Lat: 43.70, Lon: 7.27}}
	blank := geo.Area{Code: "99"}
	if m, ok := geo.Apart(north, lille); !ok || m != 0 {
		t.Errorf("a town lies %d m from its own department (%v)", m, ok)
	}
	if m, ok := geo.Apart(lille, nice); !ok || m.Band() != geo.VeryFar {
		t.Errorf("Lille-Nice: %d m (%v)", m, ok)
	}
	if m, ok := geo.Apart(lille, blank); ok || geo.Untold.Rank() >= geo.Near.Rank() {
		t.Errorf("an area without a point lies %d m away", m)
	}
}

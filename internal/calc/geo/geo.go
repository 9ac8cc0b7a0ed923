// Package geo measures how far two areas of a country are from one another.
//
// It is pure: no I/O, no clock, no country data. Coordinates come from a country
// pack; the caller decides what a distance means. Distances are great-circle
// distances, therefore always shorter than the road. How long people travel is
// a Network's answer: known legs, and between them estimates that err towards
// too short.
package geo

import (
	"fmt"
	"math"
)

// EarthRadius is the mean radius of the Earth in metres, R1 = (2a+b)/3 of the
// WGS 84 ellipsoid (International Union of Geodesy and Geophysics).
const EarthRadius = 6_371_008.8

// Metres is a distance, rounded to whole metres.
type Metres int64

// Kilometre is one thousand metres.
const Kilometre Metres = 1000

// Point is a place on the Earth, in decimal degrees, WGS 84: latitude north
// and longitude east are positive.
type Point struct{ Lat, Lon float64 }

// Valid reports whether the point lies on the Earth.
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180 // false for NaN too
}

// Distance is the great-circle distance between two points, by the haversine
// formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68(2),
// 1984, p. 159). On the real, flattened Earth the error stays below 0.6 %.
func Distance(a, b Point) Metres {
	lat1, lat2 := radians(a.Lat), radians(b.Lat)
	sinLat := math.Sin((lat2 - lat1) / 2)
	sinLon := math.Sin(radians(b.Lon-a.Lon) / 2)
	h := sinLat*sinLat + math.Cos(lat1)*math.Cos(lat2)*sinLon*sinLon
	// Rounding may push h a hair above 1 for antipodes; Asin would then be NaN.
	return Metres(math.Round(2 * EarthRadius * math.Asin(math.Sqrt(math.Min(1, h)))))
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// Band is a named class of distance. People read and compare bands; a distance
// to the metre would claim a precision that a centroid does not have.
type Band string

// The bands, nearest first. A lower bound belongs to the band, an upper does not.
const (
	Near    Band = "under_50"        // less than 50 km
	Close   Band = "from_50_to_150"  // 50 to 150 km
	Midway  Band = "from_150_to_300" // 150 to 300 km
	Far     Band = "from_300_to_500" // 300 to 500 km
	VeryFar Band = "over_500"        // 500 km and more
	Untold  Band = "unknown"         // a coordinate is missing

)

var bands = [...]struct {
	band Band
	from Metres
}{
	{Near, 0}, {Close, 50 * Kilometre}, {Midway, 150 * Kilometre}, {Far, 300 * Kilometre}, {VeryFar, 500 * Kilometre},
}

// Band is the class m falls in. A negative distance is Untold.
func (m Metres) Band() Band {
	out := Untold
	for _, b := range bands {
		if m >= b.from {
			out = b.band
		}
	}
	return out
}

// Rank orders bands: 0 for Untold, then 1 for Near up to 5 for VeryFar, so that
// an unknown distance never ranks as a safe one.
func (b Band) Rank() int {
	for i, x := range bands {
		if x.band == b {
			return i + 1
		}
	}
	return 0
}

// From is the lower bound of the band; Untold and unknown words give 0.
func (b Band) From() Metres {
	if r := b.Rank(); r > 0 {
		return bands[r-1].from
	}
	return 0
}

// Kilometres is the distance in whole kilometres, rounded to the nearest.
func (m Metres) Kilometres() int64 { return int64(math.Round(float64(m) / 1000)) }

// String gives the distance in kilometres, for logs and tests.
func (m Metres) String() string { return fmt.Sprintf("%d km", m.Kilometres()) }

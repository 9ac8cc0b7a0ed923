package geo

// Kind says what an area is.
type Kind string

// The kinds of area, largest first.
const (
	Region     Kind = "region"
	Department Kind = "department"
	Town       Kind = "town"
)

// Area is a named part of a country, as danger zones, origins and destinations
// name it. Codes are unique within a country pack.
type Area struct {
	Code   string // official code
	Kind   Kind
	Name   string // in the country's own language
	Parent string // code of the area that contains it: the department of a town, the region of a department
	At     Point  // one representative point, not an outline
}

// Covers reports whether b is a itself or lies directly inside a.
func (a Area) Covers(b Area) bool {
	return a.Code != "" && (a.Code == b.Code || a.Code == b.Parent)
}

// Apart is the distance between two areas: zero when one covers the other, since
// two representative points say nothing about people in the same department.
// The second result is false when an area is empty or has no valid point: the
// distance is then unknown, never zero and never "far".
func Apart(a, b Area) (Metres, bool) {
	if a.Code == "" || b.Code == "" || !a.At.Valid() || !b.At.Valid() || a.At == (Point{}) || b.At == (Point{}) {
		return 0, false
	}
	if a.Covers(b) || b.Covers(a) {
		return 0, true
	}
	return Distance(a.At, b.At), true
}

package geo

// Travel is how long the fastest usual way from one area to another takes, door to door not counted.
type Travel struct {
	Minutes  int
	Measured bool   // from a country pack's table; else an estimate from the great circle
	Metres   Metres // great circle
}

// Times tells how long people travel between two areas. The second result is false where nothing is known, not even a
// distance: never "far".
type Times interface {
	Between(a, b Area) (Travel, bool)
}

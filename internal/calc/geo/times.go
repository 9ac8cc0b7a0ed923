package geo

// Times tells how long a journey between two areas takes.
type Times interface {
	// Between is false when it is not known.
	Between(a, b Area) (Travel, bool)
}

// Travel is a journey.
type Travel struct {
	Minutes  int
	Measured bool // from a table; else great circle, a detour factor and a speed
	Metres   Metres
}

package round

// Tight leaves the flow out: what is small enough is solved over the tight relaxation from the start.
func Tight(o Options) Options {
	o.tight = true
	return o
}

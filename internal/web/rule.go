package web

// Rule is a condition on a field.
type Rule func(*rules)

type rules struct {
	required bool
	max      int
	lines    bool
	minInt   *int
	maxInt   *int
}

// Required refuses an empty field.
func Required(r *rules) { r.required = true }

// Lines lets a text have several lines.
func Lines(r *rules) { r.lines = true }

// Max bounds a text to n runes; without it the bound is 200.
func Max(n int) Rule { return func(r *rules) { r.max = n } }

// Between bounds a whole number, both ends included.
func Between(low, high int) Rule { return func(r *rules) { r.minInt, r.maxInt = &low, &high } }

func ruled(list []Rule) rules {
	r := rules{max: defaultMax}
	for _, x := range list {
		x(&r)
	}
	return r
}

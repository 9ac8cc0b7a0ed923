package label

import "slices"

// Valid reports whether New could have drawn this label.
func Valid(code string, number int) bool {
	return known[code] && number >= 1 && number <= Max
}

// Codes lists the trees' codes, in a fixed order.
func Codes() []string {
	return slices.Clone(trees)
}

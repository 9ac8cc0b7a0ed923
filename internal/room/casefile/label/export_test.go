package label

// Valid reports whether New could have drawn this label.
func Valid(code string, number int) bool {
	return known[code] && number >= 1 && number <= Max
}

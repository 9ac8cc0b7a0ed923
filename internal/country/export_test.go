package country

import "slices"

// What the program reads by name, for tests.
var (
	Own   = own
	Named = named
	Read  = read
)

// Unfit is misfit, for tests.
var Unfit = misfit

// Whole is whole, for tests.
func Whole(b Book) error { return b.whole() }

// Without is a list without one of its codes, for tests.
func Without(l List, key string) List {
	l.codes = slices.DeleteFunc(slices.Clone(l.codes), func(c Code) bool { return c.Key == key })
	return l
}

// KeysIn lists the keys of a TOML file, for tests.
func KeysIn(data []byte) (keys []string) {
	for _, s := range spots(data) {
		keys = append(keys, s.key)
	}
	return keys
}

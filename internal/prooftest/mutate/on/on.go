// Package on is what source made to be tried asks at each place that can be changed: is this change on? The runner of
// package mutate writes the calls into a copy of the source; nothing else calls them. HAVRE_MUTANT names the change
// that is on, by its number, or "record:FILE": then every place that is passed leaves its number in that file.
package on

import (
	"cmp"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Env is the variable that says which change is on.
const Env = "HAVRE_MUTANT"

// state is one reading of Env.
type state struct {
	mu      sync.Mutex
	active  int
	record  *os.File
	passed  map[int]bool
	queries map[string][]int // the places in the text of a query, by its name
}

var now = read(os.Getenv(Env))

func read(env string) *state {
	s := &state{passed: map[int]bool{}, queries: map[string][]int{}}
	path, records := strings.CutPrefix(env, "record:")
	if !records {
		s.active, _ = strconv.Atoi(env) // anything else means none
		return s
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		panic(err)
	}
	s.record = f
	return s
}

func (s *state) pass(n int) {
	if s.record == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.passed[n] {
		return
	}
	s.passed[n] = true
	if _, err := s.record.WriteString(strconv.Itoa(n) + "\n"); err != nil {
		panic(err)
	}
}

// On tells whether change n is on.
func On(n int) bool {
	now.pass(n)
	return now.active == n
}

// True is b, or true.
func True(n int, b bool) bool { return On(n) || b }

// False is b, or false.
func False(n int, b bool) bool { return !On(n) && b }

// Not is b, or its contrary.
func Not(n int, b bool) bool { return On(n) != b }

// Less is a < b, or a <= b.
func Less[T cmp.Ordered](n int, a, b T) bool { return a < b || On(n) && a == b }

// LessEq is a <= b, or a < b.
func LessEq[T cmp.Ordered](n int, a, b T) bool { return a < b || a == b && !On(n) }

// More is a > b, or a >= b.
func More[T cmp.Ordered](n int, a, b T) bool { return Less(n, b, a) }

// MoreEq is a >= b, or a > b.
func MoreEq[T cmp.Ordered](n int, a, b T) bool { return LessEq(n, b, a) }

// Error is err, or nil.
func Error(n int, err error) error {
	if On(n) {
		return nil
	}
	return err
}

// Call is f, or a function that does nothing and returns zero values.
func Call[F any](n int, f F) F {
	if !On(n) {
		return f
	}
	t := reflect.TypeFor[F]()
	return reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value {
		var out []reflect.Value
		for i := range t.NumOut() {
			out = append(out, reflect.Zero(t.Out(i)))
		}
		return out
	}).Interface().(F)
}

// Add is v, or v and d more.
func Add[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float64](n int, v,
	d T) T {
	if On(n) {
		return v + d
	}
	return v
}

// Zero is v, or its zero value.
func Zero[T any](n int, v T) T {
	if On(n) {
		var none T
		return none
	}
	return v
}

// Drop is the list, or the list without its entry at: change n+at leaves that one out.
func Drop[S ~[]E, E any](n int, list S) S {
	for at := range list {
		if On(n + at) {
			return slices.Delete(slices.Clone(list), at, at+1)
		}
	}
	return list
}

// Query returns which of the changes to the text of a query is on, 0 for none. They count as passed when it runs.
func Query(name string, ns ...int) int {
	now.mu.Lock()
	defer now.mu.Unlock()
	now.queries[name] = ns
	if slices.Contains(ns, now.active) {
		return now.active
	}
	return 0
}

// Ran notes that a query runs.
func Ran(name string) {
	now.mu.Lock()
	ns := now.queries[name]
	now.mu.Unlock()
	for _, n := range ns {
		now.pass(n)
	}
}

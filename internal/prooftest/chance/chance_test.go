package chance_test

import (
	"fmt"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/chance"
)

// failing is a test that fails when it is asked to.
type failing struct {
	testing.TB
	failed bool
	log    []string
	after  []func()
}

func (f *failing) Helper()           {}
func (f *failing) Failed() bool      { return f.failed }
func (f *failing) Cleanup(fn func()) { f.after = append(f.after, fn) }
func (f *failing) Logf(s string, a ...any) {
	f.log = append(f.log, fmt.Sprintf(s, a...))
}

func (f *failing) end() string {
	for _, fn := range f.after {
		fn()
	}
	return strings.Join(f.log, "\n")
}

// A failing test prints a seed, the seed gives the same numbers again, and a test that passes prints none.
func TestTheSeedIsPrintedAndPlaysAgain(t *testing.T) {
	t.Setenv(chance.Seed, "")
	bad := &failing{failed: true}
	first := chance.Rand(bad).Uint64()
	_, seed, ok := strings.Cut(bad.end(), chance.Seed+"=")
	if !ok {
		t.Fatalf("printed %q", bad.end())
	}
	if other := chance.Rand(&failing{}).Uint64(); other == first {
		t.Fatal("every run is the same")
	}
	t.Setenv(chance.Seed, seed)
	good := &failing{}
	if again := chance.Rand(good).Uint64(); again != first {
		t.Fatalf("seed %s gives %d, not %d", seed, again, first)
	}
	if said := good.end(); said != "" {
		t.Fatalf("a test that passed printed %q", said)
	}
}

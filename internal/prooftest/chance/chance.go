// Package chance gives tests their random numbers, so that whatever chance has found can be found again.
package chance

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Seed names the variable that plays a test again with the seed it printed.
const Seed = "HAVRE_SEED"

// Rand returns a source that differs from run to run. A test that fails prints its seed.
func Rand(t testing.TB) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if given := os.Getenv(Seed); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatalf("%s=%s is not a seed", Seed, given)
		}
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("play it again with %s=%d", Seed, seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

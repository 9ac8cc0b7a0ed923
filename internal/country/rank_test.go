package country_test

import (
	"testing"

	"havre.example/havre/packs"
)

// A code is found by its rank; a rank that none has finds none.
func TestACodeIsFoundByItsRank(t *testing.T) {
	levels := packs.France().List("danger_level")
	for _, c := range levels.All() {
		if got, ok := levels.Ranked(c.Rank); !ok || got.Key != c.Key {
			t.Errorf("rank %d finds %q, %t", c.Rank, got.Key, ok)
		}
	}
	if got, ok := levels.Ranked(-1); ok || got.Key != "" {
		t.Errorf("no rank finds %q", got.Key)
	}
}

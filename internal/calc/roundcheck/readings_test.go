package roundcheck_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
)

// readings are rounds on which one sentence of docs/round.md decides.
var readings = []struct {
	name, code string
	value      int
	says       string
}{
	{"convention-begins", "placed_2", 1,
		"a stay begins while the convention is in force: here from a day after she can travel, early enough"},
	{"flat-convention-begins", "sheltered_2", 1, "the same of a flat"},
	{"convention-ended", "placed_2", 0, "the convention is over on the first day on which the place is free"},
	{"convention-relaxed", "placed_2", 1, "a rule that the round relaxes is not applied: the convention is over"},
	{"busy-beyond-round", "placed_2", 0,
		"a place holds one household at a time, over all the weeks of the stay: also over those after the round"},
	{"lock-flat", "locks", 1,
		"a case fixed by a person at a flat stands where it was fixed: before all other tiers"},
	{"one-town-two-departments", "placed_2", 1,
		"never in the same town: two places bear one town label, and different departments"},
	{"needs-unknown", "placed_2", 0,
		"an unknown never passes silently: she may need a room of her own, and the place has none"},
	{"conflict-house-unknown", "placed_2", 0,
		"never where a conflict is not known: the other stays in the department, in what house is not said"},
	{"conflict-department-unknown", "placed_2", 0, "the same: the other's department is not said"},
	{"conflict-town-alone", "placed_2", 0, "the same: the other's town is said, its department is not"},
	{"security-unknown", "placed_1", 0,
		"an unknown never passes silently: the level asked of the house is not known"},
	{"shared-beds-unknown", "placed_2", 1,
		"a place of which something is not known is used when asking: its beds, where it is shared as where it is not"},
	{"one-partner-two-numbers", "placed_2", 1,
		"places of one partner state different numbers: the least counts"},
	{"mode-nobody-there", "placed_2", 1, "the mode of those who are there binds while they are there"},
	{"group-in-flats", "sheltered_2", 2,
		"those who asked for one another may each have a flat: only places count"},
	{"wish-before-safety", "safety_sum", 6,
		"nobody goes to an area that is left aside while anything else is left: the safer place lies there"},
	{"wish-nothing-else", "unwished", 1, "it never leaves her with nothing"},
	{"wish-wished", "safety_sum", 9, "where she wishes for the area around it, it is not left aside"},
	{"wish-comes-from-there", "unwished", 0, "where a zone of hers is directly inside it, she comes from there"},
	{"safety-counts", "safety_sum", 4, "more minutes than the rule counts for the level count as these: 90, a 4"},
	{"asks-two", "placed_1", 1,
		"two rules wait for an answer, in no order that a sentence names: what its beds are, and whether it is free"},
	{"flat-asking", "sheltered_2", 0,
		"a flat of which something is not known is not used, not even when asking"},
}

// The program reads each sentence as this package does.
func TestOneSentenceDecides(t *testing.T) {
	for _, want := range readings {
		t.Run(want.name, func(t *testing.T) {
			f := read(t, "readings", want.name)
			at := slices.Index(roundcheck.Codes[:], want.code)
			_, best := roundcheck.New(f).Search()
			if best[at] != want.value {
				t.Fatalf("%s: the oracle says %s = %d, not %d", want.says, want.code, best[at], want.value)
			}
			if wrong := faults(f, best, len(best), 10*time.Second); wrong != nil {
				t.Errorf("%s: %q", want.says, wrong)
			}
		})
	}
}

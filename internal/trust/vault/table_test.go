package vault

import (
	"fmt"
	"strings"
	"testing"
)

// readers is who reads each compartment, from the security design (section 3.1) and the acts of the path.
const readers = `contact: evaluation
thread: evaluation referrer
identity: evaluation referrer; placement.admit host; casefile.part_name; stay.ask_transfer evaluation
danger: evaluation
needs: evaluation; placement.plan_interview host; placement.admit host
health: evaluation; placement.admit host
legal: evaluation; placement.admit host
documents: evaluation; placement.admit host
shelter_notes: host
journey: evaluation logistics host; journey.plan host; journey.name_company companion
address: logistics; partner.share_address host
linkage: evaluation`

// The table by which pages say who reads what is the design's, entry by entry.
func TestTheTableOfReadersIsTheDesigns(t *testing.T) {
	var got []string
	for _, r := range Table {
		line := r.Name + ":"
		for _, first := range r.First {
			line += " " + string(first)
		}
		for _, g := range r.Gifts {
			line += strings.TrimRight(fmt.Sprintf("; %s %s", g.Act, g.To), " ")
		}
		got = append(got, line)
	}
	want := strings.Split(readers, "\n")
	if len(got) != len(want) {
		t.Fatalf("%d compartments, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

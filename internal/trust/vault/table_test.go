package vault

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// readers is who reads each compartment, from the security design (section 3.1) and the acts of the path.
const readers = `contact: evaluation
thread: evaluation referrer
identity: evaluation referrer; placement.admit host; casefile.part_name; stay.ask_transfer evaluation
danger: evaluation
needs: evaluation; placement.plan_interview host; placement.admit host
health: evaluation; placement.admit host if share_with_place and health_data
legal: evaluation; placement.admit host if share_with_place
documents: evaluation; placement.admit host if share_with_place
shelter_notes: host
journey: evaluation logistics host; journey.plan host; journey.name_company companion
address: logistics; partner.share_address host
linkage: evaluation
safety: evaluation; placement.admit host`

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
			if len(g.If) > 0 {
				line += " if " + strings.Join(g.If, " and ")
			}
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

// A reader is told of every act that brings a new reader and of every one that takes the key back, once each.
func TestOfWhatAReaderIsTold(t *testing.T) {
	for name, want := range map[string][]string{
		"identity": {"placement.admit", "casefile.part_name"}, // who evaluates had it from the first
		"needs":    {"placement.plan_interview"},              // and admission brings nobody new
		"journey":  {"journey.name_company"},
		"danger":   nil,
	} {
		row, ok := RowOf(name)
		if got := acts(row.Told()); !ok || row.Name != name || !slices.Equal(got, want) {
			t.Errorf("%s (%v) is told %v, not %v", name, ok, got, want)
		}
	}
	if row, ok := RowOf("elsewhere"); ok || row.Name != "" {
		t.Errorf("a compartment of nobody is %+v", row)
	}
	back := Row{Gifts: []Gift{{Act: "a", To: ""}, {Act: "b", To: ""}, {Act: "c", To: "host"},
		{Act: "d", To: "host"}}}
	if got := acts(back.Told()); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("taken back twice, and told %v", got)
	}
}

func acts(gifts []Gift) (out []string) {
	for _, g := range gifts {
		out = append(out, g.Act)
	}
	return out
}

package proof

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// Every fact is told by the room that declares it, and by those that share it; a room that reads a fact of others says
// what for; and nothing is declared that the source does not do.
func TestEachRoomTellsAndWaitsAsItDeclares(t *testing.T) {
	found, words := deeds(t), source(t).texts(t)
	owner := map[casefile.Kind]string{}
	for _, p := range casefile.Parts() {
		for _, f := range p.Tells {
			owner[f.Fact.Kind()] = p.Room
			if key := "casefile.fact." + string(f.Fact.Kind()); !words.In("fr", time.Time{}).Has(key) {
				t.Errorf("%s tells %s, and no text %s says so to people", p.Room, f.Fact.Kind(), key)
			}
		}
		for k := range p.Rings {
			if key := "casefile.notice.kind." + string(k); !words.In("fr", time.Time{}).Has(key) {
				t.Errorf("%s rings for %s, and no text %s says so to people", p.Room, k, key)
			}
		}
	}
	for _, p := range casefile.Parts() {
		d := found[p.Room]
		if d == nil {
			t.Errorf("%q declares a part and is no room", p.Room)
			continue
		}
		delete(found, p.Room)
		told, waits := map[casefile.Kind]bool{}, map[casefile.Kind]bool{}
		for _, f := range p.Tells {
			told[f.Fact.Kind()] = true
		}
		for _, r := range p.Shares {
			told[r.Kind] = true
			if owner[r.Kind] == "" || owner[r.Kind] == p.Room {
				t.Errorf("%s shares %s, which no other room declares", p.Room, r.Kind)
			}
		}
		for _, r := range p.Waits {
			waits[r.Kind] = true
			if owner[r.Kind] == "" || told[r.Kind] {
				t.Errorf("%s waits for %s, which no other room tells", p.Room, r.Kind)
			}
		}
		compare(t, p.Room+" tells", told, d.tells)
		for _, k := range slices.AppendSeq(slices.Collect(maps.Keys(told)), maps.Keys(p.Rings)) {
			delete(d.reads, k) // what it tells it knows
		}
		compare(t, p.Room+" reads", waits, d.reads)
	}
	for room, d := range found {
		compare(t, room+" tells", map[casefile.Kind]bool{}, d.tells)
		compare(t, room+" reads", map[casefile.Kind]bool{}, d.reads)
		compare(t, room+" gives", map[access.Relation]bool{}, d.gives)
		if d.leaves != "" || len(d.ends) > 0 {
			t.Errorf("%s ends relations and declares no part", room)
		}
	}
}

// A relation to a case is given, and ended, by the rooms that declare it alone: the need to know has few sources.
func TestEachRoomGivesRelationsAsItDeclares(t *testing.T) {
	found := deeds(t)
	for _, p := range casefile.Parts() {
		d := found[p.Room]
		gives, ends := map[access.Relation]bool{}, map[access.Relation]bool{}
		for _, g := range p.Gives {
			gives[g.Relation] = true
		}
		leaves := false
		for _, e := range p.Ends {
			if e.Relation == access.Accompanies {
				ends[e.Relation] = true
			} else {
				leaves = true
			}
		}
		compare(t, p.Room+" gives", gives, d.gives)
		compare(t, p.Room+" ends", ends, d.ends)
		if leaves != (d.leaves != "") {
			t.Errorf("%s takes teams from a circle: declared %v, found at %q", p.Room, leaves, d.leaves)
		}
	}
}

// compare holds what is declared against what the source does.
func compare[K ~string](t *testing.T, what string, declared map[K]bool, found map[K]string) {
	t.Helper()
	for k, where := range found {
		if !declared[k] {
			t.Errorf("%s: %s %s and does not declare it", where, what, k)
		}
	}
	for k := range declared {
		if found[k] == "" {
			t.Errorf("%s %s, says its part; the source does not", what, k)
		}
	}
}

// docs/facts.md shows every room's part, and is as the rooms declare it. Run with -update, and read the difference.
func TestFactsPageIsGolden(t *testing.T) { golden(t, "../../docs/facts.md", factsPage()) }

// golden compares a page that people read with what the source says.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == got {
		return
	}
	have := strings.Split(got, "\n")
	for l := range strings.Lines(string(want)) {
		if i := slices.Index(have, strings.TrimSuffix(l, "\n")); i >= 0 {
			have = slices.Delete(have, i, i+1)
			continue
		}
		t.Errorf("no longer so: %s", l)
	}
	t.Errorf("%s is not what the source says; run the test with -update and read the difference; new:\n%s",
		filepath.Base(path), strings.Join(have, "\n"))
}

// pathOrder is the order of a person's path; other rooms follow by name.
var pathOrder = []string{"consent", "referral", "assessment", "placement", "journey", "stay", "casefile"}

func factsPage() string {
	parts := casefile.Parts()
	slices.SortStableFunc(parts, func(a, b casefile.Part) int { return place(a.Room) - place(b.Room) })
	var b strings.Builder
	b.WriteString(`# Facts and relations, room by room

Written by a test from what each room declares in its part.go (casefile.Declare); do not edit it by hand. Rooms do not
call one another: each leaves facts in the case file, in the transaction of its own act, and the next room's worklist
is a query on facts. Told and read by the rooms below and by nobody else, which tests compare with the source.

## Facts

| fact | told by | while the case stands at | leads to | what it tells |
|---|---|---|---|---|
`)
	shares := map[casefile.Kind][]string{}
	for _, p := range parts {
		for _, r := range p.Shares {
			shares[r.Kind] = append(shares[r.Kind], p.Room)
		}
	}
	for _, p := range parts {
		for _, f := range p.Tells {
			k := f.Fact.Kind()
			by := strings.Join(append([]string{p.Room}, shares[k]...), ", ")
			to := "stays"
			if f.To != "" {
				to = string(f.To)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", k, by, stagesOf(f.At), to, f.Says)
		}
	}
	b.WriteString("\n## Who waits for what\n\n| room | fact | for |\n|---|---|---|\n")
	for _, p := range parts {
		for _, r := range p.Waits {
			fmt.Fprintf(&b, "| %s | `%s` | %s |\n", p.Room, r.Kind, r.For)
		}
	}
	b.WriteString("\n## Who reads of it among the news\n\nTeams by their relation to the case; what is urgent is " +
		"told to all of their\npeople, the rest to whoever follows the case (decision 0044).\n\n" +
		"| room | fact, or what is none | told to | urgent |\n|---|---|---|---|\n")
	for _, p := range parts {
		for _, f := range p.Tells {
			rung(&b, p.Room, f.Fact.Kind(), f.Rings)
		}
		for _, k := range slices.Sorted(maps.Keys(p.Rings)) {
			rung(&b, p.Room, k, p.Rings[k])
		}
	}
	b.WriteString("\n## Facts told by a second room\n\n| room | fact | when |\n|---|---|---|\n")
	for _, p := range parts {
		for _, r := range p.Shares {
			fmt.Fprintf(&b, "| %s | `%s` | %s |\n", p.Room, r.Kind, r.For)
		}
	}
	b.WriteString("\n## Relations\n\nHow a team, or one person, comes to stand to a case, and what ends it " +
		"before the case " +
		"does.\n\n| relation | given by | when | ended by | when |\n|---|---|---|---|---|\n")
	type line struct{ gives, when, ends, until []string }
	lines := map[access.Relation]*line{}
	for _, p := range parts {
		for _, g := range slices.Concat(p.Gives, p.Ends) {
			if lines[g.Relation] == nil {
				lines[g.Relation] = &line{}
			}
		}
		for _, g := range p.Gives {
			l := lines[g.Relation]
			l.gives, l.when = append(l.gives, p.Room), append(l.when, g.When)
		}
		for _, g := range p.Ends {
			l := lines[g.Relation]
			l.ends, l.until = append(l.ends, p.Room), append(l.until, g.When)
		}
	}
	for _, r := range slices.Sorted(maps.Keys(lines)) {
		l := lines[r]
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r, strings.Join(l.gives, "; "), strings.Join(l.when, "; "),
			strings.Join(l.ends, "; "), strings.Join(l.until, "; "))
	}
	return b.String() + portsSection()
}

// rung writes a line of who is told of something; none where nobody is.
func rung(b *strings.Builder, room string, k casefile.Kind, r casefile.Ringing) {
	if len(r.To) == 0 {
		return
	}
	to := make([]string, len(r.To))
	for i, rel := range r.To {
		to[i] = string(rel)
	}
	urgent := ""
	if r.Urgent {
		urgent = "yes"
	}
	fmt.Fprintf(b, "| %s | `%s` | %s | %s |\n", room, k, strings.Join(to, ", "), urgent)
}

func place(room string) int {
	if i := slices.Index(pathOrder, room); i >= 0 {
		return i
	}
	return len(pathOrder)
}

func stagesOf(at []casefile.Stage) string {
	if slices.Equal(at, casefile.Everywhere()) {
		return "any open stage"
	}
	var out []string
	for _, s := range at {
		if s == "" {
			s = "being opened"
		}
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

package access

import (
	"context"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/id"
)

var (
	noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	own      = id.New[teamEntity](noon)
	other    = id.New[teamEntity](noon)
	somebody = id.New[userEntity](noon)
)

var update = flag.Bool("update", false, "write testdata/rules.golden anew")

// panics tells whether fn panics.
func panics(fn func()) (did bool) {
	defer func() { did = recover() != nil }()
	fn()
	return false
}

// acting returns somebody with roles in their own team.
func acting(roles ...Role) Actor {
	p := Profile{User: somebody, Name: "Claire"}
	for _, r := range roles {
		p.Members = append(p.Members, Membership{Team: own, Role: r})
	}
	return NewActor(p)
}

func act(name string, door Door, by Rule) Act {
	return Act{Name: name, Door: door, By: by, defined: true}
}

// The whole table, written down: which roles in which relation each rule lets in, and nobody else.
func TestTheTableOfRules(t *testing.T) {
	var lines []string
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		var lets []string
		for _, role := range Roles {
			if Decide(acting(role), act("test", OfficeDoor, rule), nil, noon).Allowed {
				lets = append(lets, string(role))
			}
			for _, rel := range Relations {
				standing := []Standing{{own, rel}}
				if Decide(acting(role), act("test", CaseDoor, rule), standing, noon).Allowed {
					lets = append(lets, string(role)+"/"+string(rel))
				}
			}
		}
		for what, who := range map[string]Actor{"nobody": Nobody(), "machine": Machine("test")} {
			if Decide(who, act("test", CaseDoor, rule), []Standing{{own, Evaluates}}, noon).Allowed {
				lets = append(lets, what)
			}
		}
		slices.Sort(lets)
		lines = append(lines, string(rule)+": "+strings.Join(lets, " "))
	}
	got := strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", "rules.golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the rules are no longer those of %s (-update writes it anew; review each line):\n%s", path, got)
	}
}

func TestAnActIsWholeOrTheProgramDoesNotStart(t *testing.T) {
	good := Act{Name: "test.whole", Door: OfficeDoor, By: SignedIn}
	for what, change := range map[string]func(*Act){
		"no name":                             func(a *Act) { a.Name = "" },
		"no door":                             func(a *Act) { a.Door = "" },
		"no rule":                             func(a *Act) { a.By = "" },
		"a rule that the table does not have": func(a *Act) { a.By = "whoever" },
		"a person at the machine's door":      func(a *Act) { a.Door = MachineDoor },
	} {
		bad := good
		change(&bad)
		if !panics(func() { Define(bad) }) {
			t.Errorf("%s: defined", what)
		}
	}
	if panics(func() { Define(Act{Name: "test.machine", Door: MachineDoor, By: ByMachine}) }) {
		t.Error("the machine may not come to its own door")
	}
	first, last := Act{Name: "a", Door: OfficeDoor, By: SignedIn}, Act{Name: "z", Door: OfficeDoor, By: SignedIn}
	Define(last)
	whole := Define(good)
	Define(first)
	if !panics(func() { Define(good) }) {
		t.Error("an act was defined twice")
	}
	var names []string
	for _, a := range Acts() {
		names = append(names, a.Name)
	}
	if !slices.Equal(names, []string{"a", "test.machine", "test.whole", "z"}) {
		t.Errorf("the registry has %v", names)
	}
	if !Decide(acting(Host), whole, nil, noon).Allowed {
		t.Error("a defined act is refused")
	}
	if Decide(acting(Host), good, nil, noon).Allowed {
		t.Error("an act that was never defined is allowed")
	}
	public := Act{Name: "test.public", Door: PublicDoor, By: Anyone}
	if Decide(Nobody(), public, nil, noon).Allowed {
		t.Error("a public act that was never defined is allowed")
	}
	if Decide(Machine("test"), Act{Name: "test.job", Door: CaseDoor, By: ByMachine}, nil, noon).Allowed {
		t.Error("a machine's act that was never defined is allowed")
	}
}

func TestADecisionNamesTheTeamThatStandsInTheCircle(t *testing.T) {
	who := NewActor(Profile{User: somebody, Members: []Membership{{Team: own, Role: Coordinator},
		{Team: other, Role: Coordinator},
		{Team: own, Role: Host}}})
	a := act("test", CaseDoor, CaseCoordinator)
	for what, c := range map[string]struct {
		standing []Standing
		team     TeamID
	}{
		"no standing":                    {nil, TeamID{}},
		"the second team stands":         {[]Standing{{other, Evaluates}}, other},
		"another team's standing":        {[]Standing{{id.New[teamEntity](noon), Evaluates}}, TeamID{}},
		"a standing of another kind":     {[]Standing{{own, Hosts}}, TeamID{}},
		"one stands, the other does not": {[]Standing{{own, Ended}, {other, Evaluates}}, other},
	} {
		d := Decide(who, a, c.standing, noon)
		if d.Team != c.team || d.Allowed == c.team.IsZero() || d.StepUp {
			t.Errorf("%s: %+v", what, d)
		}
	}
	if d := Decide(who, act("test", OfficeDoor, ByHost), nil, noon); !d.Allowed || d.Team != own {
		t.Errorf("an act without case: %+v", d)
	}
}

func TestStepUpCountsToTheInstant(t *testing.T) {
	a := act("test", OfficeDoor, SignedIn)
	a.StepUp = true
	who := func(until time.Time) Actor {
		return NewActor(Profile{User: somebody, Members: []Membership{{Team: own, Role: Host}}, StepUp: until})
	}
	if d := Decide(who(noon.Add(1)), a, nil, noon); !d.Allowed || d.StepUp || d.Team != own {
		t.Errorf("before its end: %+v", d)
	}
	for what, until := range map[string]time.Time{"at its end": noon, "after it": noon.Add(-1), "never": {}} {
		if d := Decide(who(until), a, nil, noon); d.Allowed || !d.StepUp || d.Team != own {
			t.Errorf("%s: %+v", what, d)
		}
	}
	if d := Decide(Nobody(), a, nil, noon); d.Allowed || d.StepUp {
		t.Errorf("who may not do it is not asked to step up: %+v", d)
	}
	a.StepUp = false
	if d := Decide(who(time.Time{}), a, nil, noon); !d.Allowed || d.StepUp {
		t.Errorf("an act without step-up: %+v", d)
	}
}

type noKeys struct{}

func (noKeys) HasTeam([]byte, int64) bool { return true }

func TestWhoActs(t *testing.T) {
	until, sid := noon.Add(time.Minute), id.New[sessionEntity](noon)
	a := NewActor(Profile{User: somebody, Name: "Claire", Lang: "fr", Session: sid, StepUp: until, Keys: noKeys{},
		Members: []Membership{{Team: own, Role: Host}, {Team: other, Role: Referrer},
			{Team: own, Role: Coordinator}}})
	if !a.SignedIn() || a.User() != somebody || a.Name() != "Claire" || a.Lang() != "fr" || a.Session() != sid ||
		a.StepUpUntil() != until || a.Keys() == nil || a.Job() != "" || len(a.Members()) != 3 {
		t.Errorf("not who was resolved: %+v", a)
	}
	if !slices.Equal(a.Teams(), []TeamID{own, other}) {
		t.Errorf("teams: %v", a.Teams())
	}
	if !a.In(own) || !a.In(other) || a.In(id.New[teamEntity](noon)) || Nobody().In(TeamID{}) {
		t.Error("member of the wrong teams")
	}
	if !a.Has(Referrer) || !a.Has(Observer, Coordinator) || a.Has(Administrator) || a.Has() || Nobody().Has(Roles...) {
		t.Error("the wrong roles")
	}
	if m := Machine("sweep"); m.SignedIn() || m.Job() != "sweep" || m.Keys() != nil || Nobody().SignedIn() {
		t.Error("the machine and nobody are signed in")
	}
	for _, r := range Roles {
		if !r.Known() {
			t.Errorf("%s is not known", r)
		}
	}
	if Role("").Known() || Role("king").Known() {
		t.Error("a role that is none is known")
	}
	if len(Roles) != 21 || len(Relations) != 8 || Relations[0] != Stranger {
		t.Errorf("%d roles, %d relations: the table of rules must show each", len(Roles), len(Relations))
	}
}

func TestOnceNumberTravelsWithTheRequest(t *testing.T) {
	ctx := context.Background()
	if Once(ctx) != "" || Once(WithOnce(ctx, "7")) != "7" || Once(WithOnce(WithOnce(ctx, "7"), "")) != "" {
		t.Error("the one-time number is lost or invented")
	}
}

// An act that is tried is marked as such, with its number and what was said; a part that records nothing is not.
func TestAnActThatIsTriedIsMarked(t *testing.T) {
	ctx := WithPress(context.Background(), "7", "yes")
	tried := Rehearsing(ctx)
	if Rehearsed(ctx) || !Rehearsed(tried) {
		t.Error("a trial is not marked")
	}
	if form, said := Pressed(tried); Once(tried) != "7" || form != "7" || said != "yes" {
		t.Error("a trial loses what was said")
	}
	if part := Reading(tried); Rehearsed(part) || Once(part) != "" {
		t.Error("a part that records nothing is only tried, or has a number")
	}
}

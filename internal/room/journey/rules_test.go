package journey

import (
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
)

var today = date.Must(2026, 11, 24)

const (
	noAgreement = "journey.no_agreement"
	noPlace     = "journey.no_place"
	wayOff      = "journey.called_off"
)

func facts(kinds ...casefile.Kind) []casefile.Told {
	var out []casefile.Told
	for _, k := range kinds {
		t := casefile.Told{Kind: k, Raw: "{}"}
		switch k {
		case "yes":
			t = casefile.Told{Kind: "second_agreement", Raw: `{"agreement":"relocation_2","answer":"yes"}`}
		case "no":
			t = casefile.Told{Kind: "second_agreement", Raw: `{"agreement":"relocation_2","answer":"no"}`}
		case "unsure":
			t = casefile.Told{Kind: "second_agreement", Raw: `{"agreement":"relocation_2","answer":"unknown"}`}
		}
		out = append(out, t)
	}
	return out
}

// I2, every order in which the agreement, the interview and the place can be told.
func TestMayTravel(t *testing.T) {
	for _, c := range []struct {
		facts []casefile.Kind
		lacks string
	}{
		{[]casefile.Kind{"interview_held", "yes", "placed"}, ""},
		{[]casefile.Kind{"interview_held", "placed", "yes"}, ""},
		{[]casefile.Kind{"interview_held", "no", "yes", "placed"}, ""},
		{[]casefile.Kind{"yes", "interview_held", "placed"}, noAgreement}, // before the interview
		{[]casefile.Kind{"yes", "placed"}, noAgreement},                   // without one
		{[]casefile.Kind{"interview_held", "unsure", "placed"}, noAgreement},
		{[]casefile.Kind{"interview_held", "yes", "no", "placed"}, noAgreement},
		{[]casefile.Kind{"interview_held", "yes"}, noPlace},
		{[]casefile.Kind{"interview_held", "placed"}, noAgreement},
		{[]casefile.Kind{"interview_held", "yes", "placed", "no_show"}, wayOff},
		{[]casefile.Kind{"interview_held", "yes", "placed", "search_again"}, wayOff},
		{[]casefile.Kind{"interview_held", "yes", "placed", "search_again", "no_show"}, wayOff},
		{[]casefile.Kind{"interview_held", "yes", "search_again"}, noAgreement}, // no place was given
		{[]casefile.Kind{"interview_held", "yes", "placed", "search_again", "placed"}, noAgreement},
		// what was held, agreed and placed before the search began again counts no more
		{[]casefile.Kind{"interview_held", "yes", "placed", "search_again", "yes", "placed"}, noAgreement},
		{[]casefile.Kind{"interview_held", "yes", "placed", "search_again", "interview_held", "yes"}, noPlace},
		{[]casefile.Kind{"interview_held", "yes", "placed", "no_show", "yes", "placed"}, noAgreement},
		{[]casefile.Kind{"interview_held", "yes", "placed", "no_show", "interview_held", "yes"}, noPlace},
		// another place was presented since
		{[]casefile.Kind{"interview_held", "yes", "interview_held", "placed"}, noAgreement},
		{[]casefile.Kind{"placed"}, noAgreement},
		{nil, noAgreement},
	} {
		err := MayTravel(facts(c.facts...))
		if (err == nil) != (c.lacks == "") || err != nil && (fault.Key(err) != c.lacks ||
			!fault.Is(err, fault.Conflict)) {
			t.Errorf("%v: %v", c.facts, err)
		}
	}
}

// An agreement that does not read is no missing agreement: nobody is told to ask her again.
func TestABrokenAgreementIsToldAsSuch(t *testing.T) {
	err := MayTravel([]casefile.Told{{Kind: "interview_held", Raw: "{}"},
		{Kind: "second_agreement", Raw: `{"answer":`}})
	if err == nil || fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

func TestCheckRefusesWhatCannotBeTravelled(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 11, 24, h, 0, 0, 0, time.UTC) }
	leg := func(from, to int) Leg { return Leg{Means: "train", DepartsAt: at(from), ArrivesAt: at(to)} }
	good := Plan{Accompanier: "nobody", Expected: at(12), Legs: []Leg{leg(8, 9), leg(10, 11)}}
	if err := good.Check(packs.France(), today, Plan{}); err != nil {
		t.Fatal(err)
	}
	wait := leg(8, 9)
	wait.DepartsAt = time.Time{}
	paid := func(by string) Plan {
		p := good
		p.Legs = []Leg{leg(8, 9)}
		p.Legs[0].Cost, p.Legs[0].Funder = 4500, by
		return p
	}
	long := func(n int) Plan {
		p := good
		p.Legs = nil
		for i := range n {
			p.Legs = append(p.Legs, leg(i, i+1))
		}
		return p
	}
	in := func(from, to string) Plan {
		p := good
		p.Legs = []Leg{leg(8, 9)}
		p.Legs[0].DepartsIn, p.Legs[0].ArrivesIn = from, to
		return p
	}
	for _, p := range []Plan{in("75", "972"), in("972", ""), in("", "974"), long(6), paid(""), paid("head_office"),
		paid("referrer"), paid("host"), paid("other")} {
		if err := p.Check(packs.France(), today, Plan{}); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
	}
	for _, c := range []struct {
		key  string
		plan Plan
	}{
		{"journey.invalid.legs", long(7)},
		{"journey.invalid.hours", Plan{Accompanier: "nobody", Expected: at(12), Legs: []Leg{wait}}},
		{"journey.invalid.hours", Plan{Accompanier: "nobody", Expected: at(12), Legs: []Leg{leg(9, 8)}}},
		{"journey.invalid.hours", Plan{Accompanier: "nobody", Expected: at(12), Legs: []Leg{leg(9, 9)}}},
		{"journey.invalid.cost", paid("somebody")},
		{"journey.invalid.hours", in("972", "nowhere")},
		{"journey.invalid.hours", in("nowhere", "972")},
	} {
		if err := c.plan.Check(packs.France(), today, Plan{}); fault.Key(err) != c.key {
			t.Errorf("%+v: %v, not %s", c.plan, err, c.key)
		}
	}
	for key, p := range map[string]Plan{
		"journey.invalid.legs":        {Accompanier: "nobody", Expected: at(12)},
		"journey.invalid.accompanier": {Accompanier: "somebody", Expected: at(12), Legs: good.Legs},
		"journey.invalid.means": {Accompanier: "nobody", Expected: at(12),
			Legs: []Leg{{Means: "rocket", DepartsAt: at(1), ArrivesAt: at(2)}}},
		"journey.invalid.hours":    {Accompanier: "nobody", Expected: at(12), Legs: []Leg{leg(8, 9), leg(7, 11)}},
		"journey.invalid.expected": {Accompanier: "nobody", Expected: at(10), Legs: good.Legs},
		"journey.invalid.cost": {Accompanier: "nobody", Expected: at(12),
			Legs: []Leg{{Means: "train", DepartsAt: at(1), ArrivesAt: at(2), Cost: -1}}},
	} {
		if err := p.Check(packs.France(), today, Plan{}); fault.Key(err) != key || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", key, err)
		}
	}
	if n := good.NextLeg(at(9)); n != 1 {
		t.Errorf("at 9 the next leg is %d", n)
	}
	if n := good.NextLeg(at(20)); n != 1 {
		t.Errorf("after the last leg: %d", n)
	}
}

// A mistake in a leg stands beside the question of that leg.
func TestAMistakeStandsInItsLeg(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 11, 24, h, 0, 0, 0, time.UTC) }
	for want, second := range map[string]Leg{
		"leg2-means":   {Means: "rocket", DepartsAt: at(10), ArrivesAt: at(11)},
		"leg2-departs": {Means: "train", DepartsAt: at(8), ArrivesAt: at(11)},
		"leg2-arrives": {Means: "train", DepartsAt: at(10), ArrivesAt: at(10)},
		"leg2-cost":    {Means: "train", DepartsAt: at(10), ArrivesAt: at(11), Cost: -1},
	} {
		p := Plan{Accompanier: "nobody", Expected: at(12),
			Legs: []Leg{{Means: "train", DepartsAt: at(8), ArrivesAt: at(9)}, second}}
		if got := fault.About(p.Check(packs.France(), today, Plan{})); got != want {
			t.Errorf("%+v: beside %q, not %q", second, got, want)
		}
	}
	p := Plan{Accompanier: "nobody", Expected: at(12), Legs: []Leg{
		{Means: "rocket", DepartsAt: at(8), ArrivesAt: at(9)}, {Means: "train", DepartsAt: at(10), ArrivesAt: at(10)}}}
	if all := fault.All(p.Check(packs.France(), today, Plan{})); len(all) != 2 ||
		fault.About(all[0]) != "leg1-means" || fault.About(all[1]) != "leg2-arrives" {
		t.Errorf("not all at once: %v", all)
	}
}

// An arrival that is expected in the past is asked about once: not where somebody said so, nor where the plan before
// expected it then.
func TestAnArrivalInThePastIsAskedAboutOnce(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		expected, before time.Time
		said             bool
		asks             bool
	}{
		{now.Add(-time.Minute), time.Time{}, false, true}, {now.Add(-time.Minute), time.Time{}, true, false},
		{now, time.Time{}, false, false}, {now.Add(time.Minute), time.Time{}, false, false},
		{now.Add(-time.Minute), now.Add(-time.Minute), false, false}, {now.Add(-time.Minute), now, false, true},
		{time.Time{}, now, false, false}, // the hour is missing, which is told as that
	} {
		err := Plan{Expected: c.expected, Past: c.said}.ahead(now, Plan{Expected: c.before})
		if (err != nil) != c.asks || err != nil && !errors.Is(err, ErrPast) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestStepsEndAJourneyOnce(t *testing.T) {
	for _, over := range []State{Arrived, NoShow, Cancelled} {
		for _, to := range []State{Planned, OnTheWay, Arrived, NoShow, Cancelled} {
			if _, err := over.Next(to); err == nil {
				t.Errorf("%s went on to %s", over, to)
			}
		}
	}
	for _, from := range []State{Planned, OnTheWay} {
		for _, to := range []State{OnTheWay, Arrived, NoShow, Cancelled} {
			if got, err := from.Next(to); from != to && (err != nil || got != to) {
				t.Errorf("from %s to %s: %s, %v", from, to, got, err)
			}
		}
		if got, err := from.Next(Planned); err == nil || got != from {
			t.Errorf("from %s back: %s, %v", from, got, err)
		}
	}
}

// More than an hour before the plan has it, a departure or an arrival is asked about; whoever goes to the station, or
// whose train is a little early, is not.
func TestWhatIsEarly(t *testing.T) {
	leaves := time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC)
	j := Journey{Leaves: leaves, Arrives: leaves.Add(5 * time.Hour)}
	for _, c := range []struct {
		at         time.Duration
		out, there bool
	}{{-24 * time.Hour, true, true}, {-61 * time.Minute, true, true}, {-time.Hour, false, true}, {0, false, true},
		{239 * time.Minute, false, true}, {4 * time.Hour, false, false}, {30 * time.Hour, false, false}} {
		if at := leaves.Add(c.at); j.leavesEarly(at) != c.out || j.comesEarly(at) != c.there {
			t.Errorf("%s after the hour: leaves early %t, comes early %t", c.at, j.leavesEarly(at), j.comesEarly(at))
		}
	}
}

// Whoever accompanies may read the way from a day before the first departure to a day after the arrival (I5).
func TestWhenTheWayMayBeRead(t *testing.T) {
	first, expected := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC), time.Date(2026, 11, 25, 17, 0, 0, 0, time.UTC)
	p := Plan{Legs: []Leg{{DepartsAt: first}, {DepartsAt: first.Add(time.Hour)}}, Expected: expected}
	from, until := p.window()
	if want := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC); !from.Equal(want) {
		t.Errorf("from %s, not %s", from, want)
	}
	if want := time.Date(2026, 11, 26, 17, 0, 0, 0, time.UTC); !until.Equal(want) {
		t.Errorf("until %s, not %s", until, want)
	}
}

// A means or somebody who accompanies that the network ended is not planned anew; a plan that had it may be changed in
// everything else.
func TestWhatEndedStandsInAPlan(t *testing.T) {
	in, wrong := packs.France().With(country.EndCode("journey_means", "coach", today),
		country.EndCode("accompanier", "volunteer", today))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	plan := func(accompanier, means string) Plan {
		return Plan{Accompanier: accompanier, Expected: today.Time(time.UTC).Add(12 * time.Hour), Legs: []Leg{
			{Means: means, DepartsAt: today.Time(time.UTC), ArrivesAt: today.Time(time.UTC).Add(time.Hour)}}}
	}
	had := plan("volunteer", "coach")
	for _, c := range []struct {
		plan   Plan
		before Plan
		key    string
	}{
		{had, Plan{}, "journey.invalid.accompanier"},
		{plan("nobody", "coach"), Plan{}, "journey.invalid.means"},
		{plan("nobody", "coach"), plan("nobody", "train"), "journey.invalid.means"},
		{had, had, ""},
		{plan("nobody", "coach"), had, ""},
		{plan("volunteer", "train"), had, ""},
	} {
		if err := c.plan.Check(in, today, c.before); (err == nil) != (c.key == "") || err != nil &&
			fault.Key(err) != c.key {
			t.Errorf("%s by %s: %v, want %q", c.plan.Accompanier, c.plan.Legs[0].Means, err, c.key)
		}
	}
	if err := had.Check(in, today.AddDays(-1), Plan{}); err != nil {
		t.Errorf("the day before the end: %v", err)
	}
}

package journey

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
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
		may   bool
	}{
		{[]casefile.Kind{"interview_held", "yes", "placed"}, true},
		{[]casefile.Kind{"interview_held", "placed", "yes"}, true},
		{[]casefile.Kind{"interview_held", "no", "yes", "placed"}, true},
		{[]casefile.Kind{"yes", "interview_held", "placed"}, false}, // before the interview
		{[]casefile.Kind{"interview_held", "unsure", "placed"}, false},
		{[]casefile.Kind{"interview_held", "yes", "no", "placed"}, false},
		{[]casefile.Kind{"interview_held", "yes"}, false},
		{[]casefile.Kind{"interview_held", "placed"}, false},
		{[]casefile.Kind{"interview_held", "yes", "placed", "no_show"}, false},
		{[]casefile.Kind{"interview_held", "yes", "placed", "search_again", "placed"}, false},
		// another place was presented since
		{[]casefile.Kind{"interview_held", "yes", "interview_held", "placed"}, false},
		{nil, false},
	} {
		err := MayTravel(facts(c.facts...))
		if (err == nil) != c.may {
			t.Errorf("%v: %v", c.facts, err)
		}
		if err != nil && !fault.Is(err, fault.Conflict) {
			t.Errorf("%v: fault of another kind: %v", c.facts, err)
		}
	}
}

func TestCheckRefusesWhatCannotBeTravelled(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 11, 24, h, 0, 0, 0, time.UTC) }
	leg := func(from, to int) Leg { return Leg{Means: "train", DepartsAt: at(from), ArrivesAt: at(to)} }
	good := Plan{Accompanier: "nobody", Expected: at(12), Legs: []Leg{leg(8, 9), leg(10, 11)}}
	if err := good.Check(packs.France()); err != nil {
		t.Fatal(err)
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
		if err := p.Check(packs.France()); fault.Key(err) != key || !fault.Is(err, fault.Invalid) {
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

func TestStepsEndAJourneyOnce(t *testing.T) {
	for _, over := range []State{Arrived, NoShow, Cancelled} {
		for _, to := range []State{Planned, OnTheWay, Arrived, NoShow, Cancelled} {
			if _, err := over.Next(to); err == nil {
				t.Errorf("%s went on to %s", over, to)
			}
		}
	}
	if _, err := Planned.Next(OnTheWay); err != nil {
		t.Error(err)
	}
}

package stay

import (
	"cmp"
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/packs"
)

// Monthly aid is paid up to the next month, whichever year that is in.
func TestMonthlyAidIsPaidUpToNextMonth(t *testing.T) {
	stays := Stay{ArrivedOn: date.Must(2026, 11, 30)}
	for _, c := range []struct {
		today date.Date
		month Month
		want  error
	}{{date.Must(2026, 12, 31), "2027-01", nil}, {date.Must(2026, 12, 31), "2027-02", ErrMonthAhead},
		{date.Must(2027, 1, 31), "2027-02", nil}, {date.Must(2027, 1, 31), "2031-11", ErrMonthAhead}} {
		a := Aid{Kind: Monthly, Cents: 1, PaidOn: c.today, Month: c.month}
		if err := MayPay(packs.France(), a, stays, false, nil, c.today); err != c.want {
			t.Errorf("on %s for %s: %v", c.today, c.month, err)
		}
	}
}

// What is missing is told as missing, and no rule judges another answer by it: neither the month of an aid without a
// day, nor a code by the list of a day that nobody told.
func TestNoRuleJudgesByWhatIsMissing(t *testing.T) {
	in, today := packs.France(), date.Must(2026, 12, 31)
	in26 := Stay{ArrivedOn: date.Must(2026, 11, 30)}
	a := Aid{Kind: Monthly, Cents: 1}
	if err := mayHave(a, in26, false, []Aid{{Kind: Monthly}}, today); err != nil {
		t.Errorf("an aid of no month: %v", err)
	}
	if err := mayHave(Aid{Kind: OneOff}, in26, true, nil, today); err != nil {
		t.Errorf("an aid of no day: %v", err)
	}
	if a.Month = "2031-01"; mayHave(a, in26, false, nil, today) != ErrMonthAhead {
		t.Error("a month that is told is not judged where its day is missing")
	}
	if err := MayPay(in, Aid{Kind: Monthly}, in26, false, nil, today); len(fault.All(err)) != 1 {
		t.Errorf("the day alone is missing, and of the amount nobody knows: %v", err)
	}
	if err := MayPay(in, Aid{Cents: -1}, in26, false, nil, today); !slices.ContainsFunc(fault.All(err),
		func(err error) bool { return fault.Key(err) == "stay.invalid.cents" }) {
		t.Errorf("less than nothing, on no day: %v", err)
	}
	if err := MayPay(in, Aid{Kind: Monthly, PaidOn: today, Month: "2026-12"}, in26, false, nil, today); err == nil {
		t.Error("an aid of nothing")
	}
	for _, reason := range []string{"", "own_housing", "of no list"} {
		if err := (Leaving{Reason: reason}).check(in, ""); err != nil {
			t.Errorf("a reason %q on no day: %v", reason, err)
		}
		if err := (Leaving{Reason: reason, On: today}).check(in, ""); (err == nil) != (reason == "own_housing") {
			t.Errorf("a reason %q: %v", reason, err)
		}
	}
	if err := (Step{Legal: Legal{Event: "testimony", Language: "of no list"}}).check(in, Legal{}); err != nil {
		t.Errorf("a step on no day: %v", err)
	}
	said := Legal{Event: "testimony", Language: "of no list", On: today}
	if err := (Step{Legal: said}).check(in, Legal{}); err == nil {
		t.Error("a language of no list")
	}
	if err := (Step{}).check(in, Legal{}); err == nil {
		t.Error("a step that nobody chose")
	}
}

// I8 where no database is needed: months, transfers, days.
func TestMayPay(t *testing.T) {
	today := date.Must(2027, 2, 10)
	ended := Stay{ArrivedOn: date.Must(2026, 11, 30), EndedOn: date.Must(2027, 1, 1)}
	monthly := func(m Month) Aid { return Aid{Kind: Monthly, Cents: 100_00, PaidOn: today, Month: m} }
	once := Aid{Kind: OneOff, Cents: 350_00, PaidOn: today}
	for name, c := range map[string]struct {
		aid      Aid
		transfer bool
		paid     []Aid
		want     error
	}{
		"month of the arrival":           {monthly("2026-11"), false, nil, nil},
		"month of the end":               {monthly("2027-01"), false, nil, nil},
		"month before":                   {monthly("2026-10"), false, nil, ErrNoStay},
		"month after":                    {monthly("2027-02"), false, nil, ErrNoStay},
		"another month was paid":         {monthly("2026-12"), false, []Aid{monthly("2026-11")}, nil},
		"this month was paid":            {monthly("2026-12"), false, []Aid{monthly("2026-12")}, ErrPaidMonth},
		"first aid":                      {once, false, []Aid{monthly("2026-12")}, nil},
		"second aid":                     {once, false, []Aid{once}, ErrPaidOnce},
		"a transfer is no new admission": {once, true, nil, ErrPaidOnce},
		"a transfer has its monthly aid": {monthly("2026-12"), true, nil, nil},
		"an aid that is on no list": {Aid{Kind: "bonus", Cents: 1, PaidOn: today}, false, nil,
			fault.NewInvalid("stay.invalid.aid")},
		"nothing": {Aid{Kind: OneOff, PaidOn: today}, false, nil,
			fault.NewInvalid("stay.invalid.cents")},
		"paid tomorrow": {Aid{Kind: OneOff, Cents: 1, PaidOn: today.AddDays(1)}, false, nil,
			fault.NewInvalid("stay.invalid.paid_on")},
		"paid before anybody had arrived": {Aid{Kind: OneOff, Cents: 1, PaidOn: date.Must(2026, 11, 29)}, false, nil,
			fault.NewInvalid("stay.invalid.paid_on")},
		"the most there may be": {Aid{Kind: OneOff, Cents: money.Limit, PaidOn: today}, false, nil, nil},
		"more than there may be": {Aid{Kind: OneOff, Cents: money.Limit + 1, PaidOn: today}, false, nil,
			fault.NewInvalid("stay.invalid.cents")},
		"on no day": {Aid{Kind: OneOff, Cents: 1}, false, nil, fault.NewInvalid("stay.invalid.paid_on")},
		"another aid of that month": {Aid{Kind: "travel", Cents: 1, PaidOn: today, Month: "2026-12"}, false,
			[]Aid{monthly("2026-12")}, nil},
		"another aid of the same kind and month": {Aid{Kind: "travel", Cents: 1, PaidOn: today, Month: "2026-12"},
			false, []Aid{{Kind: "travel", Month: "2026-12"}}, nil},
		"its month is no matter": {Aid{Kind: "travel", Cents: 1, PaidOn: today, Month: "2031-11"}, false, nil, nil},
		"a second travel aid is no matter": {Aid{Kind: "travel", Cents: 1, PaidOn: today}, false,
			[]Aid{{Kind: "travel"}}, nil},
	} {
		err := MayPay(packs.France(), c.aid, ended, c.transfer, c.paid, today)
		if (err == nil) != (c.want == nil) || err != nil && fault.Key(err) != fault.Key(c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a step before the law changes in what is known, and nothing else of it.
func TestWhatALegalStepChanges(t *testing.T) {
	none := Justice{}
	for event, want := range map[string]Justice{
		"info_by_police":     {Told: tri.Yes},
		"info_by_ngo":        {Told: tri.Yes},
		"reflection_started": none,
		"reflection_refused": none,
		"reflection_ended":   none,
		"complaint_before":   {Complaint: "before"},
		"complaint_after":    {Complaint: "after"},
		"testimony":          {Cooperation: tri.Yes},
		"civil_party":        none,
		"trial":              none,
	} {
		if got := effects[event].justice(none); got != want {
			t.Errorf("%s: %+v, not %+v", event, got, want)
		}
		known := Justice{Told: tri.No, Complaint: "before", Cooperation: tri.No}
		got := effects[event].justice(known)
		if got.Complaint != "before" || (got.Told == tri.Yes) != (want.Told == tri.Yes) ||
			(got.Cooperation == tri.Yes) != (want.Cooperation == tri.Yes) {
			t.Errorf("%s, of what was known: %+v", event, got)
		}
		known.Complaint = "after"
		if got := effects[event].justice(known).Complaint; got != cmp.Or(want.Complaint, "after") {
			t.Errorf("%s made of a complaint once sheltered: %q", event, got)
		}
	}
	for event, want := range map[string]effect{
		"reflection_started": {Begins: true},
		"reflection_refused": {Outcome: "refused"},
		"reflection_ended":   {Outcome: "elapsed"},
	} {
		if effects[event] != want {
			t.Errorf("%s: %+v", event, effects[event])
		}
	}
}

// Every reason for another place, and every outcome of a deadline, is one that a form may send (I12).
func TestReasonsAndOutcomes(t *testing.T) {
	on := date.Must(2026, 11, 24)
	for s, ok := range map[string]bool{"danger": true, "needs": true, "wish": true, "place_closes": true, "other": true,
		"nationality": false} {
		if Moving.Sound(&s, packs.France(), on) != ok {
			t.Errorf("another place because of %s: %v", s, !ok)
		}
	}
	for s, ok := range map[string]bool{"elapsed": true, "complaint": true, "no_complaint": true, "stopped": true,
		"refused": true, "forgotten": false} {
		if Closing.Sound(&s, packs.France(), on) != ok {
			t.Errorf("a deadline ended as %s: %v", s, !ok)
		}
	}
}

func TestNothingFollowsTheEnd(t *testing.T) {
	all := []State{Settling, Ongoing, Transfer, ExitPlanned, Ended}
	for _, from := range all {
		if got, err := from.Next(Ended); (err == nil) == (from == Ended) || got != Ended {
			t.Errorf("%s to the end: %v", from, err)
		}
		if _, err := Ended.Next(from); err == nil {
			t.Errorf("an ended stay went on to %s", from)
		}
		if from != Ended {
			if got, err := from.Next(Settling); err == nil || got != from {
				t.Errorf("%s settled in again: %s, %v", from, got, err)
			}
		}
	}
}

func TestMonths(t *testing.T) {
	for s, ok := range map[string]bool{"2026-12": true, "2026-13": false, "12/2026": false, "": false, "2026-1": false,
		"2026-12-01": false} {
		if _, err := ParseMonth(s); (err == nil) != ok {
			t.Errorf("%q: %v", s, err)
		}
	}
}

package stay

import (
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/packs"
)

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
		"a second travel aid is no matter": {Aid{Kind: "travel", Cents: 1, PaidOn: today}, false,
			[]Aid{{Kind: "travel"}}, nil},
	} {
		err := MayPay(packs.France(), c.aid, ended, c.transfer, c.paid, today)
		if (err == nil) != (c.want == nil) || err != nil && fault.Key(err) != fault.Key(c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNothingFollowsTheEnd(t *testing.T) {
	all := []State{Settling, Ongoing, Transfer, ExitPlanned, Ended}
	for _, from := range all {
		if _, err := from.Next(Ended); (err == nil) == (from == Ended) {
			t.Errorf("%s to the end: %v", from, err)
		}
		if _, err := Ended.Next(from); err == nil {
			t.Errorf("an ended stay went on to %s", from)
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

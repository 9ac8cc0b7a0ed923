package stay

import (
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// State is where a stay stands.
type State string

// The states.
const (
	Settling    State = "settling"
	Ongoing     State = "ongoing"
	Transfer    State = "transfer_requested"
	ExitPlanned State = "exit_planned"
	Ended       State = "ended"
)

// steps is the one table of allowed steps. It knows nothing of police, papers or courts (I1).
var steps = casefile.Steps[State]{
	Settling:    {Ongoing, Transfer, ExitPlanned, Ended},
	Ongoing:     {Transfer, ExitPlanned, Ended},
	Transfer:    {Ongoing, ExitPlanned, Ended},
	ExitPlanned: {Ongoing, ExitPlanned, Transfer, Ended},
}

// Next returns the state to, or a Conflict when the step is not allowed from s.
func (s State) Next(to State) (State, error) { return steps.Next(s, to) }

// TransferReasons is why another place is needed, in the order pages show them.
var TransferReasons = []string{"danger", "needs", "wish", "place_closes", "other"}

// Month is a month of the calendar: "2026-12".
type Month string

// MonthOf returns the month of a day.
func MonthOf(d date.Date) Month { return Month(d.String()[:7]) }

// ParseMonth reads year-month; an Invalid fault when it is none.
func ParseMonth(s string) (Month, error) {
	if _, err := time.Parse("2006-01", s); err != nil {
		return "", fault.NewAbout("month", "stay.invalid.month")
	}
	return Month(s), nil
}

// next returns the month after.
func (m Month) next() Month {
	t, _ := time.Parse("2006-01", string(m)) // made of a day
	return Month(t.AddDate(0, 1, 0).Format("2006-01"))
}

// Active tells whether the stay touches the month: begun by its last day, not ended before its first.
func (s Stay) Active(m Month) bool {
	return MonthOf(s.ArrivedOn) <= m && (s.EndedOn.IsZero() || MonthOf(s.EndedOn) >= m)
}

// The kinds of aid with a rule of their own; the code list aid has more.
const (
	OneOff  = "one_off"
	Monthly = "monthly"
)

// Faults of aid (I8).
var (
	ErrPaidOnce  = fault.NewAbout("kind", "stay.invalid.paid_once")
	ErrPaidMonth = fault.NewAbout("month", "stay.invalid.paid_month")
	ErrNoStay    = fault.NewAbout("month", "stay.invalid.no_stay")
	// ErrMonthAhead tells that a month is further ahead than the next one.
	ErrMonthAhead = fault.NewAbout("month", "stay.invalid.month_ahead")
)

// MayPay tells whether an aid may be paid, given the stay, whether the case is a transfer within the network (which is
// no new admission) and what was paid before; stood is the kind that an aid had before it is put right. An Invalid
// fault says why not (I8).
func MayPay(in *country.Pack, a Aid, s Stay, transfer bool, paid []Aid, today date.Date, stood ...string) error {
	var wrong []error
	if !in.List(codelist.Aid).Takes(a.Kind, today, stood...) {
		wrong = append(wrong, fault.NewAbout("kind", "stay.invalid.aid"))
	}
	asked := a.Cents != 0 || a.Kind != "" && !a.PaidOn.IsZero() // the usual amount is of a kind and a day
	if asked && (a.Cents <= 0 || a.Cents > money.Limit) {
		wrong = append(wrong, fault.NewAbout("amount", "stay.invalid.cents"))
	}
	if today.Before(a.PaidOn) || a.PaidOn.Before(s.ArrivedOn) {
		wrong = append(wrong, fault.NewAbout("paid", "stay.invalid.paid_on"))
	}
	return fault.Join(append(wrong, mayHave(a, s, transfer, paid, today))...)
}

// mayHave tells whether the stay, and what was paid before, let an aid be paid (I8).
func mayHave(a Aid, s Stay, transfer bool, paid []Aid, today date.Date) error {
	if a.Month == "" && a.PaidOn.IsZero() {
		return nil // which month it is of, its day would say
	}
	if a.Kind == Monthly && !s.Active(a.Month) {
		return ErrNoStay
	}
	if a.Kind == Monthly && a.Month > MonthOf(today).next() {
		return ErrMonthAhead
	}
	if a.Kind == OneOff && transfer {
		return ErrPaidOnce
	}
	for _, p := range paid {
		switch {
		case p.Kind != a.Kind:
		case a.Kind == OneOff:
			return ErrPaidOnce
		case a.Kind == Monthly && p.Month == a.Month:
			return ErrPaidMonth
		}
	}
	return nil
}

// effect is what a step before the law changes in the coded row and the deadlines. Nothing else reads it (I1). Whoever
// complains or claims damages has not cooperated by that alone: it is stated, or follows from a testimony.
type effect struct {
	Told        bool   // rights explained
	Complaint   string // before or after; empty: says nothing of a complaint
	Cooperation bool
	Begins      bool   // the reflection period begins
	Outcome     string // the reflection period ends so
}

var effects = map[string]effect{
	"info_by_police":     {Told: true},
	"info_by_ngo":        {Told: true},
	"reflection_started": {Begins: true},
	"reflection_refused": {Outcome: "refused"},
	"reflection_ended":   {Outcome: "elapsed"},
	"complaint_before":   {Complaint: "before"},
	"complaint_after":    {Complaint: "after"},
	"testimony":          {Cooperation: true},
}

// elapsed is the outcome of a period that came to its end by itself.
const elapsed = "elapsed"

// Outcomes is how a reflection period can end, in the order pages show them.
var Outcomes = []string{elapsed, "complaint", "no_complaint", "stopped", "refused"}

// justice applies an effect to what is known. A complaint before the shelter stays one, whatever follows.
func (e effect) justice(j Justice) Justice {
	if e.Told {
		j.Told = tri.Yes
	}
	if e.Cooperation {
		j.Cooperation = tri.Yes
	}
	if e.Complaint != "" && j.Complaint != "before" {
		j.Complaint = e.Complaint
	}
	return j
}

package stay

import (
	"context"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qAmounts = gate.OfficeSQL("stay.amounts", `select kind, from_on, cents from stay_amount order by kind,
		from_on desc`)
	qSetAmount = gate.OfficeSQL("stay.set_amount", `insert into stay_amount (kind, from_on, cents, set_at, user_id)
		values ($1, $2, $3, $4, $5)
		on conflict (kind, from_on) do update set cents = excluded.cents, set_at = excluded.set_at,
		user_id = excluded.user_id`)
)

// AmountKinds are the aids that have a usual amount.
var AmountKinds = []string{OneOff, Monthly}

// Amount is what an aid amounts to, from a day on; the zero day: since ever.
type Amount struct {
	Kind  string
	From  date.Date
	Cents money.Cents
}

// Amounts lists the usual amounts, the latest of each kind first.
func (d *Desk) Amounts(ctx context.Context, who access.Actor) ([]Amount, error) {
	var out []Amount
	err := d.gate.Office(ctx, who, ReadAmounts, func(v *gate.OfficeView) (err error) {
		out, err = gate.List(v.Query, qAmounts, func(a *Amount) []any { return []any{&a.Kind, &a.From, &a.Cents} })
		return err
	})
	for _, k := range AmountKinds {
		out = append(out, Amount{Kind: k, Cents: amounts[k]})
	}
	return out, err
}

// SetAmount sets a usual amount from a day on.
func (d *Desk) SetAmount(ctx context.Context, who access.Actor, a Amount) error {
	if _, known := amounts[a.Kind]; !known || a.From.IsZero() || a.Cents <= 0 || a.Cents > money.Limit {
		return fault.NewInvalid("stay.invalid.amount")
	}
	return d.gate.ChangeOffice(ctx, who, SetAmount, func(tx *gate.OfficeTx) error {
		return gate.Done(tx.Exec(qSetAmount, a.Kind, a.From, a.Cents, clock.Micros(tx.Now()), tx.Actor().User()))
	})
}

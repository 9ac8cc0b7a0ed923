package stay

import (
	"context"
	"errors"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// AmountKinds are the aids that have a usual amount.
var AmountKinds = []string{OneOff, Monthly} // names of country.Amounts

// Amount is what an aid amounts to, from a day on; the zero day: since ever.
type Amount struct {
	Kind  string
	From  date.Date
	Cents money.Cents
}

// Amounts lists the usual amounts, the latest of each kind first and what the country began with last.
func (d *Desk) Amounts(ctx context.Context, who access.Actor) ([]Amount, error) {
	var out []Amount
	err := d.gate.Office(ctx, who, ReadAmounts, func(v *gate.OfficeView) error {
		var first []Amount
		out = nil
		for _, k := range AmountKinds {
			for _, s := range v.Country().History(country.Amount(k)) {
				if a := (Amount{k, s.From, s.Cents}); s.From.IsZero() {
					first = append(first, a)
				} else {
					out = append(out, a)
				}
			}
		}
		out = append(out, first...)
		return nil
	})
	return out, err
}

// SetAmount sets a usual amount from a day on; what it was before that day stays.
func (d *Desk) SetAmount(ctx context.Context, who access.Actor, a Amount) error {
	e := country.EditAmount(country.Amount(a.Kind), a.From, a.Cents)
	if d.gate.Country().Fits(e) != nil {
		return fault.NewAbout("amount", "stay.invalid.amount")
	}
	err := d.gate.ChangeOffice(ctx, who, SetAmount, func(tx *gate.OfficeTx) error { return codelist.Write(tx, e) })
	return errors.Join(err, d.gate.Refresh(ctx))
}

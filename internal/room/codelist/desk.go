package codelist

import (
	"context"
	"errors"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// ErrPast tells that an edit would change what held already.
var ErrPast = fault.NewInvalid("fault.invalid")

var qEdit = gate.OfficeSQL("country.edit", `insert into country_edit (section, name, from_on, value, set_at, user_id)
	values ($1, $2, $3, $4, $5, $6)`)

// Desk is where a network edits what its country's pack says.
type Desk struct{ gate *gate.Gate }

// New returns the desk over a gate.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Edit adds an edit. A list or a deadline changes tomorrow at the earliest: what people did until today was done under
// what held until today.
func (d *Desk) Edit(ctx context.Context, who access.Actor, e country.Edit) error {
	err := d.gate.ChangeOffice(ctx, who, Edit, func(tx *gate.OfficeTx) error {
		if err := d.Check(e); err != nil {
			return err
		}
		return Write(tx, e)
	})
	return errors.Join(err, d.gate.Refresh(ctx))
}

// Check tells what is wrong with an edit before anybody is asked who they are: ErrPast, or an Invalid country.ErrEdit.
func (d *Desk) Check(e country.Edit) error {
	if !e.From.IsZero() && !d.gate.Today().Before(e.From) {
		return ErrPast
	}
	return fits(d.gate.Country(), e)
}

func fits(in *country.Pack, e country.Edit) error {
	if err := in.Fits(e); err != nil {
		return fault.Wrap(fault.Invalid, "fault.invalid", err)
	}
	return nil
}

// Write writes an edit in the transaction of another room's act, which then has the gate refresh.
func Write(tx *gate.OfficeTx, e country.Edit) error {
	if err := fits(tx.Country(), e); err != nil {
		return err
	}
	_, err := tx.Exec(qEdit, string(e.Section), e.Name, e.From, e.Value, clock.Micros(tx.Now()), tx.Actor().User())
	return fault.In("edit the country", err)
}

package account

import (
	"context"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

type viewEntity struct{}

// ErrManyViews is one view too many of a list.
var ErrManyViews = fault.NewConflict("account.views_full")

var (
	qKeepView = gate.OfficeSQL("account.keep_view", `insert into access_view (id, user_id, list, narrowed)
		values ($1, $2, $3, $4) on conflict (user_id, list, narrowed) do nothing`)
	qDropView = gate.OfficeSQL("account.drop_view", `delete from access_view
		where user_id = $1 and list = $2 and narrowed = $3`)
)

// View is one look at a list, in codes.
type View struct{ List, Narrowed string }

// KeepView keeps a view for whoever asks, most at most of its list; one that is kept stays as it is.
func (d *Desk) KeepView(ctx context.Context, who access.Actor, v View, most int) error {
	return d.gate.ChangeOffice(ctx, who, KeepView, func(tx *gate.OfficeTx) error {
		had, err := gate.Views(tx.Query, who, v.List)
		if err != nil {
			return err
		}
		if len(had) >= most {
			return ErrManyViews
		}
		_, err = tx.Exec(qKeepView, id.New[viewEntity](tx.Now()), who.User(), v.List, v.Narrowed)
		return fault.In("keep a view of a list", err)
	})
}

// DropView lets a view go that whoever asks kept.
func (d *Desk) DropView(ctx context.Context, who access.Actor, v View) error {
	return d.gate.ChangeOffice(ctx, who, DropView, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qDropView, who.User(), v.List, v.Narrowed)
		return fault.In("let a view of a list go", err)
	})
}

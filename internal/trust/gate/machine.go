package gate

import (
	"context"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// MachineView finds what one of Havre's own jobs has to do: the true ids of cases, for the case door. It reads no word
// and holds no key.
type MachineView struct {
	handle
	found int
}

// Cases returns the cases that a query of the machine's door finds.
func (v *MachineView) Cases(q MachineQuery, args ...any) ([]CaseID, error) {
	out, err := Values[CaseID](func(q MachineQuery, args ...any) (*Rows, error) { return v.query(q.q, args...) }, q,
		args...)
	v.found += len(out)
	return out, err
}

// Machine opens the machine's door, to Havre's own jobs alone. What is found there is journalled once, whatever the
// number of rows; a look that finds nothing names nobody, and leaves no entry: a job may look every minute.
func (g *Gate) Machine(ctx context.Context, who access.Actor, act access.Act, fn func(*MachineView) error) error {
	g.checkDoor(act, access.MachineDoor)
	v := &MachineView{handle: handle{g: g, who: who, act: act}}
	if d := access.Decide(who, act, nil, g.clock.Now()); !d.Allowed {
		return g.refuse(ctx, &v.handle, d)
	}
	err := g.db.Read(ctx, func(tx *sqldb.Tx) error {
		v.tx, v.now, v.live, v.found = tx, tx.Now(), true, 0
		defer func() { v.live = false }()
		return fn(v)
	})
	if err != nil || v.found == 0 {
		return err
	}
	return g.write(access.Reading(ctx), &v.handle, func() error { return nil })
}

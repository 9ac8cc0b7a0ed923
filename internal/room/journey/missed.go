package journey

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Cause is why an arrival did not take place. Who recorded it stands with the fact, apart from it.
type Cause string

// The causes.
const (
	ByPerson    Cause = "person"      // she did not come
	ByHost      Cause = "host"        // its host cannot receive her after all
	ByOffice    Cause = "head_office" // the head office called it off
	ByTransport Cause = "transport"   // the way could not be travelled
)

// Causes lists them in the order pages show them.
var Causes = []Cause{ByPerson, ByHost, ByOffice, ByTransport}

// ErrNotDue tells that nobody can have stayed away yet: the plan arrives later.
var ErrNotDue = fault.NewAbout("cause", "journey.invalid.not_due")

// NoShow records that an arrival did not take place, and why: the place is free again, unless its host cannot receive;
// the host's part ends and its keys are taken back, and the case stands on the search's worklist by itself.
func (d *Desk) NoShow(ctx context.Context, who access.Actor, ref casefile.Ref, why Cause) error {
	if !slices.Contains(Causes, why) {
		return fault.NewInvalid("fault.invalid")
	}
	return d.gate.Case(ctx, who, RecordNoShow, ref, func(tx *gate.CaseTx) error { return missed(tx, why) })
}

// CannotReceive is the host's own word, until the arrival, that it cannot receive her after all.
func (d *Desk) CannotReceive(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, CannotReceive, ref, func(tx *gate.CaseTx) error { return missed(tx, ByHost) })
}

func missed(tx *gate.CaseTx, why Cause) error {
	host, err := findHost(&tx.CaseView)
	if err != nil {
		return err
	}
	switch j, err := findOpen(&tx.CaseView); {
	case err == nil && why == ByPerson && tx.Now().Before(j.Arrives):
		return ErrNotDue
	case err == nil:
		if err := move(tx, j, NoShow); err != nil {
			return err
		}
	case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound): // nothing was planned yet
		return err
	}
	p, err := placed(&tx.CaseView)
	if err != nil {
		return err
	}
	if err := free(tx, p.Place, why); err != nil {
		return err
	}
	if err := tx.Leave(host); err != nil {
		return err
	}
	return casefile.Tell(tx, DidNotCome{Cause: string(why)})
}

// free gives a place back, whether it was still held or already taken. One whose host cannot receive is offered to
// nobody before the host says that it is free.
func free(tx *gate.CaseTx, place string, why Cause) error {
	p, err := partner.ParsePlace(place)
	if err != nil {
		return fmt.Errorf("read the place: %w", err)
	}
	if why == ByHost {
		return partner.Suspend(tx, p)
	}
	return errors.Join(partner.Release(tx, p), partner.Vacate(tx, p))
}

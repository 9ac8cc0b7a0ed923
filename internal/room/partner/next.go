package partner

import (
	"errors"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/gate"
)

// ErrNotYet tells that somebody else still stays at the place: their departure is recorded first (I7).
var ErrNotYet = fault.NewConflict("partner.place_not_yet")

var (
	qNext = gate.OfficeSQL("partner.next", `insert into partner_next (place_id, next_for, people)
		select id, $2, $3 from partner_place where id = $1 and state = 'occupied' and occupied_people > 0
		and occupied_for <> $2 and held_for = $2 and held_until_at > $4 and beds + cots >= $3
		on conflict do nothing`)
	qNextPeople = gate.OfficeSQL("partner.next_people", `update partner_next set people = $2 where next_for = $1`)
	qNextOf     = gate.OfficeSQL("partner.next_of", `select people from partner_next where place_id = $1
		and next_for = $2`)
	qNoNext = gate.OfficeSQL("partner.no_next", `delete from partner_next where place_id = $1 and next_for = $2`)
	qNexts  = gate.OfficeSQL("partner.nexts", `select place_id, next_for from partner_next`)
)

// follow makes the case of tx the next at a place where somebody else still stays; the hold it has on it ends. It is
// false where the place is not held for it, or too small.
func follow(tx *gate.CaseTx, place PlaceID, people int) (bool, error) {
	n, err := tx.ChangeOffice(qNext, place, tx.ID().Bytes(), people, clock.Micros(tx.Now()))
	if err != nil || n == 0 {
		return false, fault.In("be the next at a place", err)
	}
	return true, Release(tx, place)
}

// stepBack gives up that the case of tx is the next at a place.
func stepBack(tx *gate.CaseTx, place PlaceID) error {
	_, err := tx.ChangeOffice(qNoNext, place, tx.ID().Bytes())
	return fault.In("step back", err)
}

// Receive gives the case of tx the place that it is the next at, now that its people arrive: ErrNotYet while somebody
// else still stays there. Nothing happens where it is not the next.
func Receive(tx *gate.CaseTx, place PlaceID) error {
	var people int
	err := tx.OfficeRow(qNextOf, place, tx.ID().Bytes()).Scan(&people)
	if err = fault.In("read who is next", err); err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	}
	row, err := PlaceOf(tx, place)
	if err != nil {
		return err
	}
	if row.State == Occupied {
		return ErrNotYet
	}
	if err := Occupy(tx, place, min(people, row.Beds+row.Cots)); err != nil {
		return err
	}
	return errors.Join(Household(tx, people), stepBack(tx, place))
}

// Promised tells whether a place where somebody stays is held for whoever comes after them, or given to them.
func (p PlaceRow) Promised() bool { return p.State == Occupied && (p.heldNow || !p.nextFor.IsZero()) }

// Given tells whether it has been given to somebody who has not come yet: after whoever stays there, or who has left.
func (p PlaceRow) Given() bool { return !p.nextFor.IsZero() }

// PromisedTo tells whether it has been promised to this case.
func (p PlaceRow) PromisedTo(c gate.CaseID) bool {
	return p.State == Occupied && (p.heldNow && p.heldFor == c || p.nextFor == c)
}

// LeftOn is the day on which the place is planned to be left by people whom the network placed there; the zero day
// where nobody stays, or nobody knows.
func (p PlaceRow) LeftOn() date.Date {
	if p.State != Occupied || !p.ByNetwork {
		return date.Date{}
	}
	return p.FreeOn
}

package partner

import (
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/gate"
)

// Faults of taking a place.
var (
	ErrTaken    = fault.NewConflict("partner.place_taken") // held for another person, occupied, paused or withdrawn
	ErrTooSmall = fault.NewConflict("partner.place_small") // more people than beds and cots
)

var (
	qHold = gate.OfficeSQL("partner.hold", `update partner_place set held_for = $2, held_until_at = $3,
		used_at = $4
		where id = $1 and (held_until_at <= $4 or held_for = $2) and (state = 'available' or state = 'occupied'
		and occupied_people > 0 and occupied_for <> $2 and (free_on >= $5 or held_for = $2))
		and not exists (select 1 from partner_next n where n.place_id = $1)`)
	qRelease = gate.OfficeSQL("partner.release", `update partner_place set held_for = $3, held_until_at = 0
		where id = $1 and held_for = $2`)
	qOccupy = gate.OfficeSQL("partner.occupy", `update partner_place set state = 'occupied', occupied_for = $2,
		occupied_people = $3, beyond_people = 0,
		held_for = $5, held_until_at = 0, free_on = '', used_at = $4
		where id = $1 and ((state = 'available' and (held_until_at <= $4 or held_for = $2)) or occupied_for = $2)
		and beds + cots >= $3`)
	qVacate = gate.OfficeSQL("partner.vacate", `update partner_place set state = 'available', occupied_for = $3,
		occupied_people = 0, beyond_people = 0, free_on = ''
		where id = $1 and occupied_for = $2`)
	qSuspend = gate.OfficeSQL("partner.suspend", `update partner_place set state = 'cooling', occupied_for = $3,
		occupied_people = 0, beyond_people = 0, free_on = '', held_for = $3, held_until_at = 0, used_at = $4
		where id = $1 and (occupied_for = $2 or held_for = $2 and state = 'available')`)
	qNotAhead = gate.OfficeSQL("partner.not_ahead", `update partner_place set free_on = '', held_for = $3,
		held_until_at = 0 where id = $1 and held_for = $2`)
	qFreeAgain = gate.OfficeSQL("partner.free_again", `update partner_place set state = 'available' where id = $1
		and state = 'cooling' and confirmed_at <= $2`)
	qAheadAgain = gate.OfficeSQL("partner.ahead_again", `update partner_place set free_on = $2 where id = $1
		and state = 'occupied' and free_on = ''`)
	qPlanEnd = gate.OfficeSQL("partner.plan_end", `update partner_place set free_on = $3 where id = $1
		and occupied_for = $2`)
	qPeople = gate.OfficeSQL("partner.people", `update partner_place set
		occupied_people = case when beds + cots < $2 then beds + cots else $2 end,
		beyond_people = case when beds + cots < $2 then $2 - beds - cots else 0 end
		where occupied_for = $1`)
	qSize = gate.OfficeSQL("partner.size", `select beds + cots from partner_place where id = $1`)
)

var nobody = []byte{} // what held_for and occupied_for say when there is no case

// Hold keeps a place for the case of tx until an instant; ErrTaken when somebody was faster (I7). A hold that the same
// case has already is prolonged or shortened. When it has run out, the place is free again by itself. A place where
// somebody stays until a day that is planned and has not passed is held for whoever comes after them.
func Hold(tx *gate.CaseTx, place PlaceID, until time.Time) error {
	if !until.After(tx.Now()) {
		return fault.NewAbout("until", "partner.hold_past")
	}
	n, err := tx.ChangeOffice(qHold, place, tx.ID().Bytes(), clock.Micros(until), clock.Micros(tx.Now()),
		tx.Today())
	return taken("hold place", n, err)
}

// Release gives up the hold that the case of tx has on a place; nothing happens when it has none.
func Release(tx *gate.CaseTx, place PlaceID) error {
	_, err := tx.ChangeOffice(qRelease, place, tx.ID().Bytes(), nobody)
	return fault.In("release place", err)
}

// Occupy marks the place as that of the case of tx, for this many people: ErrTaken when it is held for somebody else or
// not free, ErrTooSmall when they are more than its beds and cots (I7). It ends the hold. Where somebody still stays
// whom it is held after, the place is the case's once they have left.
func Occupy(tx *gate.CaseTx, place PlaceID, people int) error {
	if people < 1 {
		return fault.NewInvalid("partner.people_none")
	}
	n, err := tx.ChangeOffice(qOccupy, place, tx.ID().Bytes(), people, clock.Micros(tx.Now()), nobody)
	if err != nil || n > 0 {
		return fault.In("occupy place", err)
	}
	if next, err := follow(tx, place, people); next || err != nil {
		return err
	}
	var size int
	if err := tx.OfficeRow(qSize, place).Scan(&size); err != nil {
		return fmt.Errorf("occupy place: %w", err)
	}
	if size < people {
		return ErrTooSmall
	}
	return ErrTaken
}

// PlanEnd says from which day the place of the case of tx is planned to be free again; the zero day means that nobody
// knows. Nothing happens when the case does not stay there.
func PlanEnd(tx *gate.CaseTx, place PlaceID, on date.Date) error {
	_, err := tx.ChangeOffice(qPlanEnd, place, tx.ID().Bytes(), on)
	return fault.In("plan the end of a stay", err)
}

// EndAfter is the first day a place is planned to be free again: so many weeks after a stay begins, the zero day when
// either is not known.
func EndAfter(begins date.Date, weeks int) date.Date {
	if begins.IsZero() || weeks < 1 {
		return date.Date{}
	}
	return begins.AddDays(7 * weeks)
}

// Vacate ends the stay of the case of tx in a place, which is free again; its host is asked to confirm it. Nothing
// happens when the case does not stay there.
func Vacate(tx *gate.CaseTx, place PlaceID) error {
	if err := stepBack(tx, place); err != nil {
		return err
	}
	_, err := tx.ChangeOffice(qVacate, place, tx.ID().Bytes(), nobody)
	return fault.In("vacate place", err)
}

// Suspend gives back a place whose host cannot receive the case of tx after all: nobody is offered it before its host
// says that it is free again. Whoever still stays there stays: only the day on which they were to leave counts no
// longer. Nothing happens when the case does not have it.
func Suspend(tx *gate.CaseTx, place PlaceID) error {
	if err := stepBack(tx, place); err != nil {
		return err
	}
	if _, err := tx.ChangeOffice(qSuspend, place, tx.ID().Bytes(), nobody, clock.Micros(tx.Now())); err != nil {
		return fault.In("suspend place", err)
	}
	_, err := tx.ChangeOffice(qNotAhead, place, tx.ID().Bytes(), nobody) // what is held after the first is held ahead
	return fault.In("suspend place", err)
}

// Unsuspend undoes what Suspend made, at an instant, of a place that the case of tx had a hold on, unless its host said
// something of the place since: freeOn is the day on which whoever stays there was to leave, the zero day where nobody
// did.
func Unsuspend(tx *gate.CaseTx, place PlaceID, freeOn date.Date, since time.Time) error {
	if _, err := tx.ChangeOffice(qFreeAgain, place, clock.Micros(since)); err != nil {
		return fault.In("free a place again", err)
	}
	_, err := tx.ChangeOffice(qAheadAgain, place, freeOn)
	return fault.In("free a place again", err)
}

// Household follows the household of the case of tx, at the place where it stays: as many as it is, even more than
// there are beds, for nobody is refused to her (I7). The head office and the host are told where it is more.
func Household(tx *gate.CaseTx, people int) error {
	if _, err := tx.ChangeOffice(qPeople, tx.ID().Bytes(), people); err != nil {
		return fault.In("follow the household", err)
	}
	_, err := tx.ChangeOffice(qNextPeople, tx.ID().Bytes(), max(people, 1))
	return fault.In("follow the household", err)
}

func taken(attempt string, n int64, err error) error {
	if err == nil && n == 0 {
		return ErrTaken
	}
	return fault.In(attempt, err)
}

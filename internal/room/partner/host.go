package partner

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// ErrGuest tells that people the network placed there are staying: the stay ends first (I7).
var ErrGuest = fault.NewConflict("partner.place_has_guest")

var (
	qMine = gate.OfficeSQL("partner.mine", placeRows+` where p.team_id = $1 order by s.name, pl.name, pl.id`)
	qMark = gate.OfficeSQL("partner.mark", `update partner_place set state = $2, confirmed_at = $3, confirmed_way = $4
		where id = $1 and occupied_people = 0
		and not exists (select 1 from partner_next n where n.place_id = $1)`)
	qConfirm = gate.OfficeSQL("partner.confirm", `update partner_place set confirmed_at = $2, confirmed_way = $3
		where id = $1`)
)

// Mine is the places of a host, as its page shows them.
type Mine struct {
	Places []PlaceRow
	Sites  []Site // those whose address the host's team may hold
	Now    time.Time
}

// MyPlaces returns the places of the host's own teams, and of nobody else.
func (d *Desk) MyPlaces(ctx context.Context, who access.Actor) (Mine, error) {
	var out Mine
	err := d.gate.Office(ctx, who, MyPlaces, func(v *gate.OfficeView) error {
		out = Mine{Now: v.Now()}
		for _, team := range hostTeams(who) {
			places, err := readPlaces(v.Query, v.Now(), qMine, team)
			if err != nil {
				return err
			}
			out.Places = append(out.Places, places...)
			if len(places) == 0 {
				continue
			}
			sites, err := sitesOf(v, places[0].Partner.ID)
			if err != nil {
				return err
			}
			out.Sites = append(out.Sites, sites...)
		}
		return nil
	})
	if err != nil {
		return Mine{}, err
	}
	return out, nil
}

// hostTeams returns the teams in which somebody is a host.
func hostTeams(who access.Actor) []gate.TeamID {
	var out []gate.TeamID
	for _, m := range who.Members() {
		if m.Role == access.Host && !slices.Contains(out, m.Team) {
			out = append(out, m.Team)
		}
	}
	return out
}

// Mark records what the host says of one of its places, and that it said so now. ErrGuest while people the network
// placed there are staying. A hold stays as it is, so that the head office sees what became of it.
func (d *Desk) Mark(ctx context.Context, who access.Actor, place PlaceID, s State) error {
	return d.gate.ChangeOffice(ctx, who, MarkPlace, func(tx *gate.OfficeTx) error {
		if err := own(tx, place); err != nil {
			return err
		}
		return mark(tx, place, s, ByPage)
	})
}

// MarkTold is Mark by the head office, told by the host on the telephone.
func (d *Desk) MarkTold(ctx context.Context, who access.Actor, place PlaceID, s State) error {
	return d.gate.ChangeOffice(ctx, who, MarkTold, func(tx *gate.OfficeTx) error {
		if _, err := findPlace(&tx.OfficeView, place); err != nil {
			return err
		}
		return mark(tx, place, s, ByTelephone)
	})
}

// Confirm records that what the host said of its places still holds: one press for all of the places given. A place of
// another host refuses the whole.
func (d *Desk) Confirm(ctx context.Context, who access.Actor, places []PlaceID) error {
	return d.gate.ChangeOffice(ctx, who, MarkPlace, func(tx *gate.OfficeTx) error {
		for _, p := range places {
			if err := own(tx, p); err != nil {
				return err
			}
			if err := confirm(tx, p, ByPage); err != nil {
				return err
			}
		}
		return nil
	})
}

// ConfirmTold is Confirm by the head office, told by the host on the telephone.
func (d *Desk) ConfirmTold(ctx context.Context, who access.Actor, places []PlaceID) error {
	return d.gate.ChangeOffice(ctx, who, MarkTold, func(tx *gate.OfficeTx) error {
		for _, p := range places {
			place, err := findPlace(&tx.OfficeView, p)
			if err == nil && place.State != Free { // held or taken since it was shown
				err = fault.ErrChanged
			}
			if err != nil {
				return err
			}
			if err := confirm(tx, p, ByTelephone); err != nil {
				return err
			}
		}
		return nil
	})
}

func confirm(tx *gate.OfficeTx, place PlaceID, way Way) error {
	_, err := tx.Exec(qConfirm, place, clock.Micros(tx.Now()), string(way))
	return fault.In("confirm place", err)
}

// own refuses a place that is not of one of the host's teams, as if it did not exist.
func own(tx *gate.OfficeTx, place PlaceID) error {
	p, err := findPlace(&tx.OfficeView, place)
	if err != nil {
		return err
	}
	if !slices.Contains(hostTeams(tx.Actor()), p.Partner.Team) {
		return fault.ErrAbsent
	}
	return nil
}

func mark(tx *gate.OfficeTx, place PlaceID, s State, way Way) error {
	if !slices.Contains(Markable, s) {
		return errField
	}
	n, err := tx.Exec(qMark, place, string(s), clock.Micros(tx.Now()), string(way))
	if err == nil && n == 0 {
		return ErrGuest
	}
	return fault.In("mark place", err)
}

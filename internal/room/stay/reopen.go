package stay

import (
	"context"
	"errors"
	"slices"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	// ErrPlaceGone tells that somebody else has the place since the stay ended: it cannot be taken up there again,
	// unless whoever does so goes on without it.
	ErrPlaceGone = fault.NewConflict("stay.place_gone")
	// ErrElsewhere tells that she lives in another place of the network since: a stay there is not two (I6).
	ErrElsewhere = fault.NewConflict("stay.lives_elsewhere")
)

// The facts of a stay that is taken up again without its place.
type (
	// PlaceLost: somebody else has her place: nobody knows where she sleeps.
	PlaceLost struct{}
	// RoofTold: she was asked, and where she sleeps is known.
	RoofTold struct {
		Where string `json:"where"` // one of Roofs
	}
)

// Kind implements casefile.Fact.
func (PlaceLost) Kind() casefile.Kind { return "place_lost" }

// Kind implements casefile.Fact.
func (RoofTold) Kind() casefile.Kind { return "roof_told" }

// samePlace is that she has her place again: whoever had it has left. Overnight holds for a night alone.
const (
	samePlace = "place"
	overnight = "overnight"
)

// Roofs are where somebody may sleep whose place was given away, in the order pages show them.
var Roofs = []string{samePlace, "house", overnight, "trusted"}

// takeUp puts an ended stay back as it stood, at its place, when its case is taken up again; without the place, if that
// was said, where somebody else has it meanwhile.
func takeUp(tx *gate.CaseTx, _ casefile.Header, how casefile.Reopened) error {
	s, err := find(&tx.CaseView)
	switch {
	case fault.Is(err, fault.Conflict):
		return nil // nobody had arrived
	case s.State != Ended:
		return err // it never ended, or does not read
	}
	if there, err := casefile.Elsewhere(&tx.CaseView); err != nil || len(there) > 0 {
		return errors.Join(err, ErrElsewhere)
	}
	switch err := moveBackIn(tx, s); {
	case errors.Is(err, ErrPlaceGone) && how.Without:
		if err := casefile.Tell(tx, PlaceLost{}); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	if s.State = s.Former; s.State == "" {
		s.State = Ongoing
	}
	s.Since, s.EndedOn, s.ExitReason = tx.Now(), date.Date{}, ""
	return set(tx, s)
}

// moveBackIn takes the place for the household again, until the day that was planned.
func moveBackIn(tx *gate.CaseTx, s Stay) error {
	place, coded, err := room(&tx.CaseView)
	if err != nil {
		return err
	}
	err = partner.Occupy(tx, place, 1)
	if errors.Is(err, partner.ErrTaken) {
		return ErrPlaceGone
	}
	if err != nil {
		return err
	}
	if err := partner.Household(tx, coded.People()); err != nil {
		return err
	}
	return partner.PlanEnd(tx, place, s.planned(coded))
}

// Back says before an ended case is taken up again whether her stay and her place come back with it. Who has the place
// meanwhile is not said.
func Back(v *gate.CaseView) ([]casefile.Return, error) {
	s, err := find(v)
	switch {
	case fault.Is(err, fault.Conflict):
		return nil, nil // nobody had arrived
	case err != nil:
		return nil, err
	case s.State != Ended:
		return []casefile.Return{{Text: "stay.again.still"}}, nil
	}
	if there, err := casefile.Elsewhere(v); err != nil || len(there) > 0 {
		return []casefile.Return{{Text: fault.Key(ErrElsewhere), Gone: true, Bars: true}}, err
	}
	place, err := placeOf(v)
	if err != nil {
		return nil, err
	}
	row, err := partner.PlaceOf(v, place)
	if err != nil {
		return nil, err
	}
	stay := casefile.Return{Text: "stay.again.stay"}
	if row.TakesBack(v.ID()) {
		return []casefile.Return{stay, {Text: "stay.again.place"}}, nil
	}
	return []casefile.Return{stay, {Text: "stay.again.place_gone", Gone: true}}, nil
}

// TellRoof records, of somebody whose stay goes on without her place, that she was asked and where she sleeps.
func (d *Desk) TellRoof(ctx context.Context, who access.Actor, ref casefile.Ref, r RoofTold) error {
	if !slices.Contains(Roofs, r.Where) {
		return fault.NewInvalid("fault.invalid")
	}
	return d.change(ctx, who, TellRoof, ref, func(tx *gate.CaseTx, s *Stay) error {
		facts, err := casefile.Facts(&tx.CaseView)
		if err != nil {
			return err
		}
		lost, _, err := withoutRoom(facts)
		if err != nil {
			return err
		}
		if !lost {
			return casefile.ErrStep
		}
		if r.Where == samePlace {
			if err := moveBackIn(tx, *s); err != nil {
				return err
			}
		}
		return casefile.Tell(tx, r)
	})
}

// withoutRoom tells whether a stay that goes on lost its place and has none since, and where she sleeps as was said
// last; "" while nobody has said so.
func withoutRoom(facts []casefile.Told) (lost bool, where string, err error) {
	switch last, _ := casefile.Last(facts, "place_lost", "roof_told", "reopened", "ended"); last.Kind {
	case "place_lost":
		return true, "", nil
	case "roof_told":
		r, err := roofOf(last)
		return r.Where != samePlace, r.Where, err
	}
	return false, "", nil
}

func roofOf(t casefile.Told) (r RoofTold, err error) { return r, t.Read(&r) }

// qPlaceless is the rule of withoutRoom for a whole list: its latest word. It is told of somebody sheltered, and while
// her case is open she stays so.
var qPlaceless = gate.CircleSQL("stay.placeless", `select `+casefile.HeaderColumns+`, f.at, f.kind, f.coded
	from casefile_circle circle join casefile_case c on c.id = circle.case_id
	join casefile_fact f on f.case_id = c.id and f.kind in ('place_lost','roof_told')
	where @circle and circle.open = 1 and circle.relation in ('hosts','evaluates')
	and `+casefile.NoneSince+`('place_lost','roof_told','reopened')) order by f.at`)

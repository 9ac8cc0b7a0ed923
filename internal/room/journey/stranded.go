package journey

import (
	"context"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Wheres are where somebody may be who left for a place that does not receive her, in the order pages show them.
var Wheres = []string{"overnight", "trusted", "back"}

// WhereaboutsTold: somebody who had left, and lost her place on the way, is known to have a roof.
type WhereaboutsTold struct {
	Where string `json:"where"` // one of Wheres
}

// Kind implements casefile.Fact.
func (WhereaboutsTold) Kind() casefile.Kind { return "whereabouts_told" }

// qStranded are departures that led to no arrival, after which no place was given anew and nobody said where she is:
// the rule of casefile.Stranded for a whole list.
var qStranded = gate.CircleSQL("journey.stranded", `select `+casefile.HeaderColumns+`,
	(select min(g.at) from casefile_fact g where g.case_id = c.id and g.at > f.at
	and g.kind in ('no_show','search_again'))
	from casefile_circle circle join casefile_case c on c.id = circle.case_id
	join casefile_fact f on f.case_id = c.id and f.kind = 'departed'
	where @circle and circle.open = 1 and circle.relation in ('evaluates','organises')
	and c.stage in ('searching','meeting','suspended')
	and `+casefile.NoneSince+`('departed','placed','arrived','whereabouts_told'))`)

// onNoWay are those who left and have no place to arrive at: first of all on the home of whoever can find them one.
func onNoWay(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qStranded, func(rows *gate.Rows) (it casefile.Item, err error) {
		it = casefile.Item{Band: casefile.Now, Alarm: true, Danger: casefile.Outside, Text: "journey.home.stranded",
			Action: "journey.home.stranded_do"}
		it.Case, err = casefile.ScanHeader(rows, clock.Stored{T: &it.Since})
		it.Link = it.Case.Page() + "/journey"
		return it, err
	})
}

// whereabouts is where somebody is who had left, as a line of the correction calls it.
var whereabouts = string(WhereaboutsTold{}.Kind())

// Origin is the answer that leads her to where she left from.
const Origin = "back"

// Roof is what is said of somebody who had left: where she spends the night, and why there, where danger is near.
type Roof struct {
	WhereaboutsTold
	Despite string // one of Despites; kept as a Decision
}

// ErrBack tells that a danger of hers is near where she left from, and that nobody has decided by name.
var ErrBack = fault.NewInvalid("journey.stranded.decide")

// TellWhereabouts records, of somebody who left and has no place to arrive at, that she was spoken with and where she
// is: the alarm ends, the search goes on. Where she left from a danger may be in force: one decides by name (I4).
func (d *Desk) TellWhereabouts(ctx context.Context, who access.Actor, ref casefile.Ref, r Roof) error {
	return d.gate.Case(ctx, who, TellWhereabouts, ref, func(tx *gate.CaseTx) error {
		if h, facts, err := stands(&tx.CaseView); err != nil {
			return err
		} else if !casefile.Stranded(h.Stage, facts) {
			return casefile.ErrStep
		}
		if r.Where == Origin {
			if err := decideBack(tx, r.Despite); err != nil {
				return err
			}
		}
		return casefile.Tell(tx, r.WhereaboutsTold)
	})
}

// decideBack keeps who decided that she goes to where she left from in spite of a danger, and refuses where nobody did.
func decideBack(tx *gate.CaseTx, despite string) error {
	near, err := nearOrigin(&tx.CaseView)
	switch {
	case err != nil || len(near) == 0:
		return err
	case !slices.Contains(Despites, despite):
		return ErrBack
	}
	return keepDecision(tx, stepBack, string(casefile.DangerGrew), despite)
}

// nearOrigin are the areas of danger in force near where she left from: all of them where that is not known.
func nearOrigin(v *gate.CaseView) (areas []string, err error) {
	c, err := casefile.ReadCoded(v)
	if err != nil {
		return nil, err
	}
	zones, err := casefile.Zones(v)
	for _, z := range zones {
		if codelist.Reaches(v.Country(), z.Area, z.Level, c.OriginDepartment, v.Today()) &&
			!slices.Contains(areas, z.Area) {
			areas = append(areas, z.Area)
		}
	}
	return areas, err
}

// UndoWhereabouts takes back where she is, as a slip: the alarm is given again.
func (d *Desk) UndoWhereabouts(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, UndoWhereabouts, ref, func(tx *gate.CaseTx) error {
		h, facts, err := stands(&tx.CaseView)
		if err != nil {
			return err
		}
		told, ok := roofed(h.Stage, facts)
		switch {
		case !ok:
			return casefile.ErrStep
		case !casefile.Slipped(told.At, tx.Now()):
			return casefile.ErrNoSlip
		}
		var was WhereaboutsTold
		if err := told.Read(&was); err != nil {
			return err
		}
		if err := casefile.Correct(tx, whereabouts, was, nil); err != nil {
			return err
		}
		if err := moveCompany(tx, tx.Now(), tx.Now().Add(Around)); err != nil {
			return err
		}
		return casefile.TakeBack(tx, told.ID)
	})
}

// roofed is the fact that says where she is who left and has no place to arrive at, while nothing newer is told.
func roofed(at casefile.Stage, facts []casefile.Told) (casefile.Told, bool) {
	last, _ := casefile.Last(facts, "departed", "placed", "arrived", WhereaboutsTold{}.Kind())
	return last, last.Kind == WhereaboutsTold{}.Kind() && slices.Contains(casefile.Astray, at)
}

// stands is where a case stands, with all that was told of it.
func stands(v *gate.CaseView) (casefile.Header, []casefile.Told, error) {
	h, err := casefile.ReadHeader(v)
	if err != nil {
		return h, nil, err
	}
	facts, err := casefile.Facts(v)
	return h, facts, err
}

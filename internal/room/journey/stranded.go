package journey

import (
	"context"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
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

// TellWhereabouts records, of somebody who left and has no place to arrive at, that she was spoken with and where she
// is: the alarm ends, the search goes on.
func (d *Desk) TellWhereabouts(ctx context.Context, who access.Actor, ref casefile.Ref, w WhereaboutsTold) error {
	return d.gate.Case(ctx, who, TellWhereabouts, ref, func(tx *gate.CaseTx) error {
		h, err := casefile.ReadHeader(&tx.CaseView)
		if err != nil {
			return err
		}
		facts, err := casefile.Facts(&tx.CaseView)
		if err != nil {
			return err
		}
		if !casefile.Stranded(h.Stage, facts) {
			return casefile.ErrStep
		}
		return casefile.Tell(tx, w)
	})
}

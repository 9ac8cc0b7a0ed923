package journey

import (
	"errors"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
)

// toldDays is how long a home says that a journey is called off.
const toldDays = 7

// ends are the facts after which nobody travels to the place that was given.
const ends = `'search_again', 'no_show', 'withdrawn', 'lost_contact', 'deceased'`

// qCalledOff are the facts, of another team, that called off a way on which nobody has arrived, to those who organise
// it, until something newer is told of it.
var qCalledOff = gate.CircleSQL("journey.called_off", `select `+casefile.HeaderColumns+`, f.kind, f.coded, f.at
	from casefile_circle circle join casefile_case c on c.id = circle.case_id
	join casefile_fact f on f.case_id = c.id
	where @circle and circle.relation = 'organises' and (c.open = 1 or c.stage_at > $2) and f.at > $2
	and f.team_id <> circle.team_id and f.kind in (`+ends+`)
	and exists (select 1 from casefile_fact p where p.case_id = c.id and p.kind = 'placed' and p.at < f.at
	and not exists (select 1 from casefile_fact g where g.case_id = c.id and g.at > p.at and g.at < f.at
	and g.kind in (`+ends+`, 'arrived')))
	and `+casefile.NoneSince+`('placed', 'reopened'))
	order by f.at`)

// heard follows what is told of a case: the journey, and whoever accompanies it.
func heard(tx *gate.CaseTx, told casefile.Kind) error {
	return errors.Join(callOff(tx, told), companyFollows(tx, told))
}

// callOff closes the journey as soon as the search goes on, whoever says so and why: nobody arrives at that place.
func callOff(tx *gate.CaseTx, told casefile.Kind) error {
	if told != (casefile.SearchAgain{}).Kind() {
		return nil
	}
	j, err := findLatest(&tx.CaseView)
	if fault.Is(err, fault.NotFound) || err == nil && !j.State.Open() {
		return nil
	}
	if err != nil {
		return err
	}
	return move(tx, j, Cancelled)
}

// calledOff tells the team that organises which ways lead nowhere any more, and why.
func calledOff(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qCalledOff, func(rows *gate.Rows) (it casefile.Item, err error) {
		it = casefile.Item{Band: casefile.Now, Text: "journey.home.called_off", Action: "journey.home.open"}
		it.Case, err = casefile.ScanHeader(rows, &it.Fact.Kind, &it.Fact.Raw, clock.Stored{T: &it.Since})
		it.Link = it.Case.Page() + "/journey"
		if it.Fact.Kind != (casefile.SearchAgain{}).Kind() && it.Fact.Kind != (DidNotCome{}).Kind() {
			it.Text = "journey.home.called_off_" + string(it.Fact.Kind)
		}
		return it, err
	}, clock.Micros(v.Now().AddDate(0, 0, -toldDays)))
}

package review

import (
	"context"
	"fmt"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is where people look back: at one decision, and at a year.
type Desk struct{ gate *gate.Gate }

// New returns the desk.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// The queries of the yearly review. Each groups; none returns a row per person, and each but the first asks for consent
// to statistics (I14). reviewed are the people first admitted from $1 until before $2, with the instant a place was
// found, 0 where none was; consents joins the consent of a decision's or a proposal's case.
const (
	reviewed = ` from (select w.k as k, case when w.placed > 0 then (w.placed - w.admitted) / 86400000000 else -1 end
		as days from (select f.at as admitted, coalesce((select min(e.at) from casefile_fact e
		where e.case_id = f.case_id and e.kind = 'placed' and e.at >= f.at), 0) as placed, `
	of = ` as k from casefile_fact f
		join casefile_coded c on c.case_id = f.case_id and c.statistics_consent = 'yes'
		where ` + question.FirstAdmitted + `) w) y group by y.k, y.days`
	consent = ` join casefile_coded c on c.case_id = o.case_id and c.statistics_consent = 'yes'
		where o.at >= $1 and o.at < $2`
)

var (
	qAdmitted = gate.FiguresSQL("placement.review_admitted",
		`select count(*) from casefile_fact f where `+question.FirstAdmitted)
	qByShape = gate.FiguresSQL("placement.review_household",
		`select y.k, y.days, count(*)`+reviewed+`c.household_shape`+of)
	qByGender = gate.FiguresSQL("placement.review_gender", `select y.k, y.days, count(*)`+reviewed+`c.gender`+of)
	qBySex    = gate.FiguresSQL("placement.review_sex", `select y.k, y.days, count(*)`+reviewed+`c.sex`+of)
	qByBirth  = gate.FiguresSQL("placement.review_birth", `select y.k, y.days, count(*)`+reviewed+`c.birth_year`+of)
	qByDanger = gate.FiguresSQL("placement.review_danger",
		`select y.k, y.days, count(*)`+reviewed+question.WorstDanger+of)
	qDeclinedBy = gate.FiguresSQL("placement.review_declines", `select o.reason, count(*) from placement_proposal o
		join casefile_coded c on c.case_id = o.case_id and c.statistics_consent = 'yes'
		where o.state in ('declined', 'final_declined') and o.answered_at >= $1 and o.answered_at < $2
		group by o.reason`)
	qChoices = gate.FiguresSQL("placement.review_choices",
		`select o.confirmed_days, count(*) from placement_choice o`+consent+` group by o.confirmed_days`)
	qDecidedBy = gate.FiguresSQL("placement.review_decisions", `select count(distinct o.decision_id)
		from placement_choice o`+consent)
	qOverrides = gate.FiguresSQL("placement.review_overrides", `select o.against, o.what, o.reason, count(*)
		from placement_override o`+consent+` group by o.against, o.what, o.reason`)
	qPrices = gate.FiguresSQL("placement.review_prices", `select o.criterion, o.gains, count(*), sum(o.steps)
		from placement_price o`+consent+` group by o.criterion, o.gains`)
)

// days counts people by days waited from admission to a place; notPlaced stands for those without one.
type days map[int]int

const notPlaced = -1

// tally is the true counts of a year.
type tally struct {
	country    *country.Pack
	year       int
	cutOff     time.Time
	until      date.Date // last day counted
	documented int
	over       bool                       // the year has ended
	by         map[string]map[string]days // grouping -> code -> days
	declines   map[string]int
	freshness  map[string]int
	decisions  int
	overrides  map[Overridden]int
	prices     map[decision.Price]paid // Steps left 0
}

type paid struct{ times, steps int }

// errNoYear tells that a year cannot be reviewed.
var errNoYear = fault.NewNotFound("placement.no_such_year")

// MayReviewExact tells whether somebody may see true counts: the head office.
func MayReviewExact(who access.Actor) bool { return who.Has(access.Coordinator, access.Administrator) }

// Year counts a year's outcomes: who waited how long and who was placed, what was decided against the order, why
// hosts could not receive. It looks back alone: nothing in it is read by the search. The head office gets true counts
// unless it asks for the protected form, everybody else the protected form.
func (d *Desk) Year(ctx context.Context, who access.Actor, year int, protected bool) (Year, error) {
	return d.review(ctx, who, ReadYear, year, protected)
}

// TakeYear is Review for a file to take away: the same figures.
func (d *Desk) TakeYear(ctx context.Context, who access.Actor, year int, protected bool) (Year, error) {
	return d.review(ctx, who, TakeYear, year, protected)
}

func (d *Desk) review(ctx context.Context, who access.Actor, act access.Act, year int, protected bool) (Year, error) {
	zone := d.gate.Country().Zone()
	if year < 1990 || year > d.gate.Now().In(zone).Year() {
		return Year{}, errNoYear
	}
	var t tally
	if err := d.gate.Figures(ctx, who, act, func(v *gate.FiguresView) (err error) {
		t, err = count(v, year)
		return err
	}); err != nil {
		return Year{}, fmt.Errorf("review %d: %w", year, err)
	}
	return makeYear(t, protected || !MayReviewExact(who)), nil
}

func count(v *gate.FiguresView, year int) (tally, error) {
	zone := v.Country().Zone()
	from, to := clock.Micros(date.Must(year, 1, 1).Time(zone)), clock.Micros(date.Must(year+1, 1, 1).Time(zone))
	t := tally{
		country: v.Country(), year: year, cutOff: v.Now(), until: date.Must(year, 12, 31),
		over:      year < v.Today().Year(),
		by:        map[string]map[string]days{},
		declines:  map[string]int{},
		freshness: map[string]int{}, overrides: map[Overridden]int{}, prices: map[decision.Price]paid{},
	}
	if today := v.Today(); today.Before(t.until) {
		t.until = today
	}
	if err := v.QueryRow(qAdmitted, from, to).Scan(&t.documented); err != nil {
		return t, err
	}
	if err := v.QueryRow(qDecidedBy, from, to).Scan(&t.decisions); err != nil {
		return t, err
	}
	for _, read := range []func(*gate.FiguresView, int64, int64) error{t.groups, t.reasons, t.ages, t.departures,
		t.costs} {
		if err := read(v, from, to); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (t *tally) add(grouping, key string, waited, n int) {
	if key == "" {
		key = codelist.Unknown
	}
	if t.by[grouping] == nil {
		t.by[grouping] = map[string]days{}
	}
	if t.by[grouping][key] == nil {
		t.by[grouping][key] = days{}
	}
	t.by[grouping][key][waited] += n
}

func (t *tally) groups(v *gate.FiguresView, from, to int64) error {
	for grouping, q := range map[string]gate.FiguresQuery{"household": qByShape, "gender": qByGender, "sex": qBySex} {
		err := gate.Each(v.Query, q, func(rows *gate.Rows) error {
			var key string
			var waited, n int
			err := rows.Scan(&key, &waited, &n)
			t.add(grouping, key, waited, n)
			return err
		}, from, to)
		if err != nil {
			return err
		}
	}
	for grouping, q := range map[string]gate.FiguresQuery{"age": qByBirth, "danger": qByDanger} {
		err := gate.Each(v.Query, q, func(rows *gate.Rows) error {
			var number, waited, n int
			err := rows.Scan(&number, &waited, &n)
			t.add(grouping, t.keyOf(grouping, number), waited, n)
			return err
		}, from, to)
		if err != nil {
			return err
		}
	}
	return nil
}

// keyOf names a birth year by its age band, and a level of danger by its code.
func (t *tally) keyOf(grouping string, number int) string {
	if grouping == "age" {
		if band, ok := t.country.List(codelist.AgeReport).Band(t.year - number); ok && number > 0 {
			return band
		}
		return codelist.Unknown
	}
	if c, ok := t.country.List(codelist.DangerLevel).Ranked(number); ok {
		return c.Key
	}
	return codelist.Unknown
}

func (t *tally) reasons(v *gate.FiguresView, from, to int64) error {
	return gate.Each(v.Query, qDeclinedBy, func(rows *gate.Rows) error {
		var reason string
		var n int
		err := rows.Scan(&reason, &n)
		t.declines[reason] += n
		return err
	}, from, to)
}

func (t *tally) ages(v *gate.FiguresView, from, to int64) error {
	return gate.Each(v.Query, qChoices, func(rows *gate.Rows) error {
		var confirmed, n int
		err := rows.Scan(&confirmed, &n)
		t.freshness[freshnessOf(confirmed)] += n
		return err
	}, from, to)
}

func (t *tally) departures(v *gate.FiguresView, from, to int64) error {
	return gate.Each(v.Query, qOverrides, func(rows *gate.Rows) error {
		var o Overridden
		var n int
		err := rows.Scan(&o.Against, &o.What, &o.Reason, &n)
		t.overrides[o] += n
		return err
	}, from, to)
}

func (t *tally) costs(v *gate.FiguresView, from, to int64) error {
	return gate.Each(v.Query, qPrices, func(rows *gate.Rows) error {
		var p decision.Price
		var x paid
		err := rows.Scan(&p.Criterion, &p.Gains, &x.times, &x.steps)
		t.prices[p] = x
		return err
	}, from, to)
}

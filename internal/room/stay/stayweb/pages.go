package stayweb

import (
	"context"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// caseOf and clockOf read which case and which deadline a link is about.
var (
	caseOf  = web.ID[casefile.Ref]("case")
	clockOf = web.ID[stay.ClockID]("clock")
)

func service(r *web.Request) ([]string, date.Date) {
	g := web.Answers(stay.Giving)(r)
	return g.Codes, g.On
}

func aid(r *web.Request) stay.Aid {
	f := r.Form()
	a := web.Answers(stay.Paying)(r)
	month := f.Text("month", web.Max(7))
	if a.Kind == stay.Monthly && !a.PaidOn.IsZero() {
		a.Month = stay.MonthOf(a.PaidOn)
		if month != "" {
			var err error
			if a.Month, err = stay.ParseMonth(month); err != nil {
				f.Fail("month", "stay.invalid.month")
			}
		}
	}
	return a
}

func legal(r *web.Request) (stay.Legal, access.Relation) {
	s := web.Answers(stay.Stepping)(r)
	return s.Legal, s.Owner
}

func end(r *web.Request) (string, date.Date) {
	l := web.Answers(stay.Ending)(r)
	return l.Reason, l.On
}

// oneClock is a legal deadline with the stay it belongs to.
type oneClock struct {
	stay.Shown
	clock stay.Clock
}

func openClock(d *stay.Desk) func(context.Context, access.Actor, casefile.Ref, stay.ClockID) (oneClock, error) {
	return func(ctx context.Context, who access.Actor, ref casefile.Ref, id stay.ClockID) (oneClock, error) {
		s, err := d.Open(ctx, who, ref)
		if err != nil {
			return oneClock{}, err
		}
		c, err := s.Clock(id)
		return oneClock{s, c}, err
	}
}

func label(ctx context.Context, n codelist.Name, key string) string {
	return web.Country(ctx).List(n).Label(web.Lang(ctx), key)
}

func page(s stay.Shown) string { return "/cases/" + s.Header.Ref.String() + "/stay" }

// monthOf is the month of today, as the form proposes it.
func monthOf(s stay.Shown) string { return string(stay.MonthOf(s.Today)) }

// justiceRows sum up what is known of justice; each leads to where it is changed.
func justiceRows(ctx context.Context, s stay.Shown) []web.Row {
	rows := web.Rows(ctx, stay.Stating, &s.Justice)
	for i := range rows {
		rows[i].Change = page(s) + "/justice"
	}
	return rows
}

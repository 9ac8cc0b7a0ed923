package stayweb

import (
	"context"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// clockOf reads which deadline a link is about.
var clockOf = web.ID[stay.ClockID]("clock")

// aidOf reads which aid a link is about.
var aidOf = web.ID[stay.EntryID]("aid")

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

func page(s stay.Shown) string { return s.Header.Page() + "/stay" }

// propose fills a form with what is likely: today, that the host follows a deadline, what is known already.
func propose(r *web.Request, s stay.Shown) {
	f := r.Form()
	web.Fill(f, stay.Stating, &s.Justice)
	f.DefaultDate("on", s.Today)
	f.DefaultDate("paid", s.Today)
	f.Default("owner", string(access.Hosts))
}

// planned fills the form of the exit with the day that is planned.
func planned(r *web.Request, s stay.Shown) { web.Fill(r.Form(), stay.Planning, &s.Stay.ExitPlannedOn) }

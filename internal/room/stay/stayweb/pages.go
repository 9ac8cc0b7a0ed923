package stayweb

import (
	"context"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// clockOf reads which deadline a link is about.
var clockOf = web.ID[stay.ClockID]("clock")

// entryOf reads which help, aid or step before the law a link is about.
var entryOf = web.ID[stay.EntryID]("entry")

// one is a record with the stay it belongs to.
type one[T any] struct {
	stay.Shown
	it T
}

// openOne opens the stay with one of its records.
func openOne[K, T any](d *stay.Desk, find func(stay.Shown, K) (T, error)) func(context.Context, access.Actor,
	casefile.Ref, K) (one[T], error) {
	return func(ctx context.Context, who access.Actor, ref casefile.Ref, id K) (one[T], error) {
		s, err := d.Open(ctx, who, ref)
		if err != nil {
			return one[T]{}, err
		}
		it, err := find(s, id)
		return one[T]{s, it}, err
	}
}

// fillService, fillAid, fillLegal, fillClock and fillEnd put what is noted into the form of its correction.
func fillAid(r *web.Request, o one[stay.Aid]) {
	web.Fill(r.Form(), stay.Paying, &o.it)
	r.Form().Default("month", string(o.it.Month))
}

func fillService(r *web.Request, o one[stay.Service]) {
	web.Fill(r.Form(), stay.Righting, &stay.Helped{Code: o.it.Code, On: o.it.On})
}

func fillLegal(r *web.Request, o one[stay.Legal]) {
	web.Fill(r.Form(), stay.Stepping, &stay.Step{Legal: o.it, Owner: access.Hosts})
}

func fillClock(r *web.Request, o one[stay.Clock]) { web.Fill(r.Form(), stay.Closing, &o.it.Outcome) }

func fillEnd(r *web.Request, s stay.Shown) {
	web.Fill(r.Form(), stay.Ending, &stay.Leaving{Reason: s.Stay.ExitReason, On: s.Stay.EndedOn})
}

// step reads a step before the law, and whether it is confirmed that it was before the case.
func step(r *web.Request) stay.Step {
	s := web.Answers(stay.Stepping)(r)
	s.Earlier = r.Form().Bool("earlier")
	return s
}

func aid(r *web.Request) stay.Aid {
	f := r.Form()
	a := web.Answers(stay.Paying)(r)
	month := f.Text("month") // any words: how a month is typed is said of what is none
	if a.Kind != "" && a.Kind != stay.Monthly && month != "" {
		f.Fail("month", "stay.invalid.month_once")
	}
	switch {
	case a.Kind != stay.Monthly:
	case month != "":
		var err error
		if a.Month, err = stay.ParseMonth(month); err != nil {
			f.Fail("month", "stay.invalid.month")
		}
	case !a.PaidOn.IsZero():
		a.Month = stay.MonthOf(a.PaidOn)
	}
	return a
}

func page(s stay.Shown) string { return s.Header.Page() + "/stay" }

// propose fills a form with what is likely: today, that the host follows a deadline, what is known already.
func propose(r *web.Request, s stay.Shown) {
	f := r.Form()
	web.Fill(f, stay.Stating, &s.Justice)
	web.Fill(f, stay.Roofing, &stay.RoofTold{Where: s.Roof})
	f.DefaultDate("on", s.Today)
	f.DefaultDate("paid", s.Today)
	f.Default("owner", string(access.Hosts))
}

// planned fills the form of the exit with the day that is planned.
func planned(r *web.Request, s stay.Shown) { web.Fill(r.Form(), stay.Planning, &s.Stay.ExitPlannedOn) }

// ending, closing and safe say what follows, before a stay ends, a deadline has its outcome, an alarm is over.
func ending(r *web.Request, s stay.Shown) (web.Foreseen, templ.Component) {
	l := web.Answers(stay.Ending)(r)
	return web.Foreseen{Ask: "stay.end.sure", Yes: "stay.end.yes", Happens: "stay.end.closes", Told: "stay.end.told",
		Back: "stay.end.again"}, room.Asked(s.Header, web.Rows(r.Context(), stay.Ending, &l))
}

func closing(r *web.Request, o one[stay.Clock]) (web.Foreseen, templ.Component) {
	outcome := web.Answers(stay.Closing)(r)
	return web.Foreseen{Ask: "stay.clock.sure", Yes: "stay.clock.yes", Happens: "stay.clock.stops",
			Told: "stay.clock.told", Back: "stay.clock.stays"},
		room.Asked(o.Header, web.Rows(r.Context(), stay.Closing, &outcome))
}

func safe(_ *web.Request, s stay.Shown) (web.Foreseen, templ.Component) {
	return web.Foreseen{Ask: "stay.breach.sure", Yes: "stay.breach.yes", Happens: "stay.breach.over",
		Told: "stay.breach.told", Back: "stay.breach.again"}, room.Asked(s.Header, nil)
}

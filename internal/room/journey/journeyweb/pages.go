package journeyweb

import (
	"context"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// plan records a first plan or a change of it; "one more leg" shows the form again with room for it.
func plan(d *journey.Desk, page web.Screen[journey.Shown]) web.Handler {
	do := web.EnterTwo(room.CaseOf, readPlan, func(ctx context.Context, who access.Actor, ref casefile.Ref, seen int64,
		p journey.Plan) error {
		if seen == 0 {
			return d.Organise(ctx, who, ref, p)
		}
		return d.Change(ctx, who, ref, seen, p)
	})
	take := page.Take(do, "/cases/{case}/journey", "journey.plan.said")
	return func(r *web.Request) (web.Response, error) {
		if r.Form().Value("more") != "" {
			return page.Show(r)
		}
		return take(r)
	}
}

// legsOf is how many legs the form has room for; "one more leg" makes room for it.
func legsOf(f *web.Form) int {
	n, err := strconv.Atoi(f.Value("legs"))
	if err != nil || n < 1 {
		n = 1
	}
	if f.Value("more") != "" {
		n++
	}
	return min(n, journey.MaxLegs)
}

// leg names a field of one leg: leg2-departs.
func leg(i int, name string) string { return journey.OfNth(i, name) }

// legAt asks about one leg: its fields are called leg2-departs and the like.
func legAt(i int) ask.Sheet[journey.Leg] { return journey.OfLeg.Prefixed(leg(i, "")) }

// readPlan reads the form, and on which plan it was typed: 0 for a first one. A further leg that is left empty is no
// leg.
func readPlan(r *web.Request) (int64, journey.Plan) {
	f, legs, p := r.Form(), legsOf(r.Form()), web.Answers(journey.OfPlan)(r)
	p.Despite, p.Past = despite(r), f.Bool("past")
	var ended time.Time
	for i := 1; i <= legs; i++ {
		if i > 1 && emptyLeg(f, i) {
			continue
		}
		l := web.Answers(legAt(i))(r)
		if !l.DepartsAt.IsZero() && !l.ArrivesAt.IsZero() && !l.ArrivesAt.After(l.DepartsAt) {
			f.Fail(leg(i, "arrives"), "journey.invalid.arrives")
		}
		if !l.DepartsAt.IsZero() && l.DepartsAt.Before(ended) {
			f.Fail(leg(i, "departs"), "journey.invalid.hours")
		}
		p.Legs, ended = append(p.Legs, l), l.ArrivesAt
	}
	return f.Version(), p
}

func emptyLeg(f *web.Form, i int) bool {
	for _, n := range []string{"means", "from", "to", "departs-day", "arrives-day", "carrier", "ticket", "cost"} {
		if f.Value(leg(i, n)) != "" {
			return false
		}
	}
	return true
}

// fill puts the plan in force into a form: where nobody has typed in yet, and where somebody else was faster. A leg
// that a colleague took out stays where something was typed in it, so that nothing typed is lost.
func fill(r *web.Request, s journey.Shown) {
	f, now := r.Form(), len(planOf(s).Legs)
	if f.Overtaken() {
		f.Set("legs", strconv.Itoa(max(legsOf(f), now)))
	}
	f.Default("legs", strconv.Itoa(max(now, 1)))
	web.FillIn(f, parts(s, legsOf(f))...)
	there(r.Context(), f, s, leg(legsOf(f), "arrives"), "expected")
	if last := leg(legsOf(f), "arrives"); f.Value("more") != "" && f.Values(last+"-place") == nil {
		f.Set(last+"-place", r.Country().ZoneArea(s.Department)) // the new leg leads there
	}
}

// planOf is the plan that the form changes; none where it is a first one.
func planOf(s journey.Shown) journey.Plan {
	if openNumber(s) == 0 {
		return journey.Plan{}
	}
	return s.Plan
}

// parts are the plan in force, in the fields of its page.
func parts(s journey.Shown, legs int) []web.Part {
	p := planOf(s)
	out := []web.Part{web.Now(journey.OfPlan, &p)}
	for i := range legs {
		var l journey.Leg
		if i < len(p.Legs) {
			l = p.Legs[i]
		}
		out = append(out, web.Now(legAt(i+1), &l))
	}
	return out
}

// openNumber is the number of the plan in force of a journey that is not over; 0 when there is none to change.
func openNumber(s journey.Shown) int64 {
	if !s.Has || !s.Journey.State.Open() || s.Header.Stage == casefile.Accepted {
		return 0
	}
	return s.Journey.Number
}

func page(h casefile.Header) string { return h.Page() + "/journey" }

func arrivedAt(r *web.Request) journey.Arrival {
	a := web.Answers(journey.OfArriving)(r)
	a.Early = r.Form().Bool("early")
	return a
}

// leftAt and arrivedOn fill the form of a correction with what is noted.
func leftAt(r *web.Request, s journey.Shown) {
	web.Fill(r.Form(), journey.OfDeparture, &journey.Left{At: s.Journey.DepartedAt, In: s.Journey.LeavesIn})
}

func arrivedOn(r *web.Request, s journey.Shown) { web.Fill(r.Form(), journey.OfArrival, &s.ArrivedOn) }

// rightedEvent is one departure or arrival that was put right, with what stood before.
func rightedEvent(ctx context.Context, s journey.Shown, r journey.Righted) web.Event {
	words := func(at time.Time, on date.Date) string {
		if r.Was != "" {
			return web.T(ctx, "journey.stranded.was", "where", web.T(ctx, "journey.stranded.where."+r.Was))
		}
		return web.T(ctx, "journey.righted."+r.What, "when",
			web.Either(on.IsZero(), web.DateIn(ctx, at, s.Journey.LeavesIn), web.Day(ctx, on)))
	}
	return web.Event{At: r.At, What: room.Righted(ctx, r.Undone(), words(r.WasAt, r.WasOn),
		words(r.NowAt, r.NowOn))}
}

// companion is the colleague who was chosen.
func companion(r *web.Request) access.UserID {
	var who access.UserID
	if who.UnmarshalText([]byte(r.Form().Value("who"))) != nil {
		r.Form().Fail("who", "journey.company.unknown")
	}
	return who
}

// leaves is what is said of somebody who leaves now, and left when she left indeed.
func leaves(r *web.Request) journey.Departure {
	return journey.Departure{Despite: despite(r), Early: r.Form().Bool("early")}
}

func left(r *web.Request) journey.Left {
	l := web.Answers(journey.OfDeparture)(r)
	l.Early = r.Form().Bool("early")
	return l
}

// despite is why she goes to a place that is not safe any more; "" where nobody said so.
func despite(r *web.Request) string { return web.Answers(journey.OfDecision)(r).Despite }

// roof is where she spends the night, and why there in spite of a danger.
func roof(r *web.Request) journey.Roof {
	return journey.Roof{WhereaboutsTold: web.Answers(journey.OfWhereabouts)(r), Despite: despite(r)}
}

// notCome and cannot say what follows, before an arrival is noted as not having taken place.
func notCome(r *web.Request, s journey.Shown) (web.Foreseen, templ.Component) {
	why := web.Answers(journey.OfNoShow)(r)
	return web.Foreseen{Ask: "journey.no_show.sure", Yes: "journey.no_show.yes",
			Happens: web.Either(why == journey.ByHost, "journey.no_show.by_host", "journey.no_show.happens"),
			Told:    "journey.no_show.told", Back: "journey.no_show.back"},
		asked(r.Context(), s, web.Rows(r.Context(), journey.OfNoShow, &why))
}

func cannot(r *web.Request, s journey.Shown) (web.Foreseen, templ.Component) {
	return web.Foreseen{Ask: "journey.cannot.sure", Yes: "journey.cannot.yes", Happens: "journey.cannot.happens",
		Told: "journey.cannot.told", Back: "journey.cannot.back"}, asked(r.Context(), s, nil)
}

// asked names the journey that is called off and who travels with her: whoever is on the way already is called first.
func asked(ctx context.Context, s journey.Shown, typed []web.Row) templ.Component {
	if !s.Has || !s.Journey.State.Open() {
		return room.Asked(s.Header, typed)
	}
	rows := append(typed, web.Row{Label: "journey.state_label",
		Value: web.T(ctx, "journey.state."+string(s.Journey.State))},
		web.Row{Label: "journey.field.expected", Value: web.DateIn(ctx, s.Journey.Expected, s.Department)})
	if s.Readable {
		rows = append(rows, web.Rows(ctx, journey.OfPlan.Only("accompanier", "name", "telephone"), &s.Plan)...)
	}
	for _, c := range s.Company {
		rows = append(rows, web.Row{Label: "journey.company.named", Value: c.Name + ", " + c.Team})
	}
	if s.Journey.State != journey.OnTheWay {
		return room.Asked(s.Header, rows)
	}
	return room.Asked(s.Header, rows, web.T(ctx, "journey.no_show.first"))
}

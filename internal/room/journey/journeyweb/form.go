package journeyweb

import (
	"context"
	"fmt"
	"strconv"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/web"
)

// planned is a plan as the form has it, with the number of the plan it was typed on; 0 for a first one.
type planned struct {
	journey.Plan
	seen int64
}

func seenIn(f *web.Form) int64 {
	n, _ := strconv.ParseInt(f.Value("seen"), 10, 64) // anything else is a first plan
	return n
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
func leg(i int, name string) string { return fmt.Sprintf("leg%d-%s", i, name) }

// legAt asks about one leg: its fields are called leg2-departs and the like.
func legAt(i int) ask.Sheet[journey.Leg] { return journey.OfLeg.Prefixed(leg(i, "")) }

// readPlan reads the form. A further leg that is left empty is no leg.
func readPlan(r *web.Request) planned {
	f, legs, p := r.Form(), legsOf(r.Form()), web.Answers(journey.OfPlan)(r)
	for i := 1; i <= legs; i++ {
		if i > 1 && emptyLeg(f, i) {
			continue
		}
		l := web.Answers(legAt(i))(r)
		if !l.DepartsAt.IsZero() && !l.ArrivesAt.IsZero() && !l.ArrivesAt.After(l.DepartsAt) {
			f.Fail(leg(i, "arrives"), "journey.invalid.arrives")
		}
		p.Legs = append(p.Legs, l)
	}
	return planned{p, seenIn(f)}
}

func emptyLeg(f *web.Form, i int) bool {
	for _, n := range []string{"means", "from", "to", "departs-day", "arrives-day", "carrier", "ticket", "cost"} {
		if f.Value(leg(i, n)) != "" {
			return false
		}
	}
	return true
}

// openNumber is the number of the plan in force of a journey that is not over; 0 when there is none to change.
func openNumber(s journey.Shown) int64 {
	if !s.Has || !s.Journey.State.Open() || s.Header.Stage == casefile.Accepted {
		return 0
	}
	return s.Journey.Number
}

func action(s journey.Shown) string {
	if openNumber(s) > 0 {
		return page(s.Header) + "/changes"
	}
	return page(s.Header) + "/plan"
}

func page(h casefile.Header) string { return "/cases/" + h.Ref.String() + "/journey" }

func label(ctx context.Context, n codelist.Name, key string) string {
	return web.Country(ctx).List(n).Label(web.Lang(ctx), key)
}

// events is the journey's own history, newest first.
func events(ctx context.Context, s journey.Shown) []web.Event {
	var out []web.Event
	j := s.Journey
	if !j.ClosedAt.IsZero() {
		out = append(out, web.Event{At: j.ClosedAt, What: web.T(ctx, "journey.state."+string(j.State))})
	}
	if !j.LateAt.IsZero() {
		out = append(out, web.Event{At: j.LateAt, What: web.T(ctx, "journey.event.late")})
	}
	if !j.DepartedAt.IsZero() {
		out = append(out, web.Event{At: j.DepartedAt, What: web.T(ctx, "journey.event.departed")})
	}
	for _, p := range s.Sheets {
		out = append(out, web.Event{At: p.At, What: web.T(ctx, "journey.event.sheet", "serial", p.Serial)})
	}
	for i := len(s.Plans) - 1; i >= 0; i-- {
		key := "journey.event.changed"
		if i == 0 {
			key = "journey.event.planned"
		}
		out = append(out,
			web.Event{At: s.Plans[i].At, What: web.T(ctx, key, "expected", web.Date(ctx, s.Plans[i].Expected))})
	}
	return out
}

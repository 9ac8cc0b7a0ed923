package assessmentweb

import (
	"errors"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/web"
)

func code(_ *web.Request, x assessment.File) []any { return []any{"code", x.Header.Code} }

func number(_ *web.Request, x assessment.File) []any { return []any{"n", x.Number} }

// admits tells by the button that was pressed whether the page is saved, or saved and signed.
func admits(admit, save web.Handler) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Form().Value("do") == "admit" {
			return admit(r)
		}
		return save(r)
	}
}

// refused shows in the form why a decision is not possible yet, beside the questions it is about.
func refused(f *web.Form, err error) bool {
	switch {
	case errors.Is(err, assessment.ErrAgeRoute):
		f.Fail("age_route", fault.Key(err))
		return true
	case errors.Is(err, assessment.ErrOpen):
		for _, c := range assessment.Criteria {
			if f.Value(nameOf(c)) != "yes" {
				f.Fail(nameOf(c), "assessment.criterion_needed")
			}
		}
	}
	return false
}

// seen is the version that a form was typed on; 0 before the first.
func seen(f *web.Form) int { return int(f.Version()) }

// read takes the entry from the form.
func read(r *web.Request) assessment.Entry {
	f := r.Form()
	e := assessment.Entry{Base: seen(f)}
	web.Read(r, assessment.AssessedOn, &e)
	for _, n := range zoneForms { // first, since what names no area moves to the words that the questions read
		e.AddZones = append(e.AddZones, zones(r, n)...)
	}
	e.Ties = ties(r)
	web.Read(r, assessment.Questions, &e)
	e.Sheet.Children, e.Sheet.Indicators = children(r), indicators(r)
	for _, c := range assessment.Criteria {
		e.Criteria = append(e.Criteria, assertion(r, c))
	}
	e.Lift, e.BirthWrong, e.GroupWrong = f.Values("lift"), f.Bool("birth_wrong"), f.Bool("group_wrong")
	e.Moved = func(now *assessment.Entry) bool {
		return web.Moved(f, assessment.Questions, now)
	}
	if both := e.Contradicted(r.Country()); len(both) > 0 {
		f.Fail("wished", fault.Key(assessment.ErrContradicted), "areas", web.AreaNames(r.Context(), both))
	}
	return e
}

// signed is the entry with the sentence that admits.
func signed(r *web.Request) (assessment.Entry, secret.Text) {
	return read(r), web.Answers(assessment.AdmittedBy)(r)
}

func turning(r *web.Request) assessment.Turning {
	t := web.Answers(assessment.Turned)(r)
	t.Base = seen(r.Form())
	return t
}

// lifted says what follows, before two people are no longer kept apart.
func lifted(r *web.Request, x assessment.File) (web.Foreseen, templ.Component) {
	var typed []web.Row
	which, err := conflictOf(r)
	for _, c := range x.Conflicts {
		if err == nil && c.ID == which {
			typed = []web.Row{{Label: "assessment.apart.title", Value: c.Code + " · " + reachWords(r.Context(), c)}}
		}
	}
	return web.Foreseen{Ask: "assessment.apart.sure", Yes: "assessment.apart.yes", Happens: "assessment.apart.lifts",
		Told: "assessment.apart.told", Back: "assessment.apart.again"}, room.Asked(x.Header, typed)
}

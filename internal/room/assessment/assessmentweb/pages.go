package assessmentweb

import (
	"errors"
	"strconv"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/web"
)

// page is what a view knows besides the form.
type page struct {
	file    assessment.File
	changed []string // what somebody else changed meanwhile
}

func (p page) url() string { return "/cases/" + p.file.Header.Ref.String() }

func open(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := load(d, r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		fill(r.Context(), f, p.file)
		return web.View("assessment.page.title", sheetView(f, p), "code", p.file.Header.Code).Wide(), nil
	}
}

func load(d *assessment.Desk, r *web.Request) (page, error) {
	ref, err := casefile.ParseRef(r.Path("case"))
	if err != nil {
		return page{}, err
	}
	file, err := d.Open(r.Context(), r.Actor(), ref)
	return page{file: file}, err
}

// save writes the page as a whole, and admits where that button was pressed.
func save(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		e := read(r)
		sentence := f.Secret("sentence", web.Lines, web.Max(sentenceMax))
		admit := f.Value("do") == "admit"
		if f.OK() {
			if admit {
				err = d.Admit(r.Context(), r.Actor(), ref, e, sentence)
			} else {
				err = d.Save(r.Context(), r.Actor(), ref, e)
			}
			switch {
			case err == nil && admit:
				return web.SeeOther("/cases/" + ref.String()).Saying("assessment.said.admitted"), nil
			case err == nil:
				return web.SeeOther("/cases/" + ref.String() + "/assessment").Saying("assessment.said.saved"), nil
			case errors.Is(err, casefile.ErrChanged):
				return overtaken(d, r, ref, e.Base)
			case !refused(f, e, err):
				return web.Response{}, err
			}
		}
		p, err := load(d, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("assessment.page.title", sheetView(f, p), "code", p.file.Header.Code).Wide(), nil
	}
}

// refused shows in the form why an admission is not possible yet, beside the questions it is about.
func refused(f *web.Form, e assessment.Entry, err error) bool {
	switch {
	case errors.Is(err, assessment.ErrAgeRoute):
		f.Fail("age_route", fault.Key(err))
		return true
	case errors.Is(err, assessment.ErrOpen):
		for _, a := range e.Criteria {
			if a.Answer.String() != "yes" {
				f.Fail(nameOf(a.Criterion), "assessment.criterion_needed")
			}
		}
	}
	return f.Take(err)
}

// overtaken shows what somebody else changed, beside what was typed here.
func overtaken(d *assessment.Desk, r *web.Request, ref casefile.Ref, base int) (web.Response, error) {
	file, changed, err := d.Since(r.Context(), r.Actor(), ref, base)
	if err != nil {
		return web.Response{}, err
	}
	p := page{file, changed}
	return web.Conflicted("assessment.page.title", sheetView(r.Form(), p), "code", file.Header.Code).Wide(), nil
}

func start(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err == nil {
			err = d.Start(r.Context(), r.Actor(), ref)
		}
		if err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + ref.String() + "/assessment").Saying("assessment.said.started"), nil
	}
}

func recheck(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err == nil {
			err = d.Recheck(r.Context(), r.Actor(), ref)
		}
		if err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + ref.String()).Saying("assessment.said.checked"), nil
	}
}

func decision(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := load(d, r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		f.Default("age_route", p.file.Sheet.AgeRoute)
		return web.View("assessment.decision.title", decisionView(f, p)), nil
	}
}

func turn(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := load(d, r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		t := assessment.Turning{
			Base:     f.Int("base"),
			Reason:   web.Choice(f, "reason", assessment.TurnReasons(r.Country()), web.Required),
			AgeRoute: web.Choice(f, "age_route", assessment.AgeRoutes),
			Sentence: f.Secret("sentence", web.Required, web.Lines, web.Max(sentenceMax)),
		}
		if f.OK() {
			err := d.Turn(r.Context(), r.Actor(), p.file.Header.Ref, t)
			switch {
			case err == nil:
				return web.SeeOther(p.url()).Saying("assessment.said.turned"), nil
			case errors.Is(err, casefile.ErrChanged):
				f.Fail("", "assessment.read_again")
				return web.Conflicted("assessment.decision.title", decisionView(f, p)), nil
			case !refused(f, assessment.Entry{}, err):
				return web.Response{}, err
			}
		}
		return web.Invalid("assessment.decision.title", decisionView(f, p)), nil
	}
}

func version(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		n, err := strconv.Atoi(r.Path("number"))
		if err != nil {
			return web.Response{}, fault.NewNotFound("fault.not_found")
		}
		file, err := d.At(r.Context(), r.Actor(), ref, n)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("assessment.version.title", versionView(page{file: file}), "n", n), nil
	}
}

// read takes the entry from the form.
func read(r *web.Request) assessment.Entry {
	f := r.Form()
	e := assessment.Entry{Base: f.Int("base", web.Between(0, 100000)), On: f.Date("on")}
	web.Read(r, assessment.Questions, &e)
	e.Sheet.Children, e.Sheet.Indicators, e.Ties = children(r), indicators(r), ties(r)
	for _, c := range assessment.Criteria {
		e.Criteria = append(e.Criteria, assertion(r, c))
	}
	for _, n := range zoneForms {
		e.AddZones = append(e.AddZones, zones(r, n)...)
	}
	e.Lift = f.Values("lift")
	if both := e.Contradicted(r.Country()); len(both) > 0 {
		f.Fail("wished", fault.Key(assessment.ErrContradicted), "areas", areaNames(r.Context(), both))
	}
	return e
}

package assessmentweb

import (
	"context"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/web"
)

const codeMax = 12

func apart(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := load(d, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("assessment.apart.title", apartView(r.Form(), p)), nil
	}
}

// keepApart records whom the person must not be near. A code that is not one of the team's own cases is a mistake in
// the form, and says no more.
func keepApart(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		a := assessment.Apart{
			Code:  f.Text("code", web.Required, web.Max(codeMax)),
			Reach: web.Choice(f, "reach", keys(r.Context(), codelist.ConflictReach), web.Required),
			Since: f.Date("since"), Why: f.Secret("why", web.Lines, web.Max(noteMax)),
		}
		if f.OK() {
			err := d.KeepApart(r.Context(), r.Actor(), ref, a)
			switch {
			case err == nil:
				return web.SeeOther("/cases/" + ref.String() + "/assessment/apart").Saying("assessment.said.apart"), nil
			case !fault.Is(err, fault.NotFound):
				return web.Response{}, err
			}
			f.Fail("code", "assessment.apart.no_such_code")
		}
		p, err := load(d, r) // refuses whoever may not see the case
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("assessment.apart.title", apartView(f, p)), nil
	}
}

func liftApart(d *assessment.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		c, err := casefile.ParseConflict(r.Path("conflict"))
		if err == nil {
			err = d.LiftApart(r.Context(), r.Actor(), ref, c)
		}
		if err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + ref.String() + "/assessment/apart").Saying("assessment.said.apart_lifted"), nil
	}
}

// apartWords says from whom somebody is kept apart: the other situation by its code, never by a name.
func apartWords(ctx context.Context, c casefile.Conflict) string {
	out := c.Code + " · " + label(ctx, codelist.ConflictReach, c.Reach)
	if !c.Since.IsZero() {
		out += " · " + web.T(ctx, "assessment.zone.since", "day", day(ctx, c.Since))
	}
	return out
}

func tieWords(ctx context.Context, t casefile.Tie) string {
	return web.T(ctx, "assessment.tie", "area", areaName(ctx, t.Area), "time", length(ctx, t.Minutes))
}

func length(ctx context.Context, minutes int) string {
	return web.Length(ctx, time.Duration(minutes)*time.Minute)
}

func wayOptions(ctx context.Context) []web.Option {
	var out []web.Option
	for i, v := range ways() {
		out = append(out, web.Option{Value: v, Label: length(ctx, assessment.TieMinutes[i])})
	}
	return out
}

// checkWords says what has to be looked at again where the person stays.
func checkWords(ctx context.Context, f assessment.File) string {
	var out []string
	if len(f.Recheck) > 0 {
		out = append(out, web.T(ctx, "assessment.panel.check", "area", areaNames(ctx, f.Recheck)))
	}
	if len(f.TooNear) > 0 {
		out = append(out, web.T(ctx, "assessment.panel.too_near", "code", strings.Join(f.TooNear, ", ")))
	}
	return strings.Join(out, " ")
}

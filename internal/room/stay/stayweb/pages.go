package stayweb

import (
	"context"
	"errors"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// view is a page of the stay with its form.
type view func(f *web.Form, s stay.Shown) templ.Component

// act reads the form and does one thing; errTyped when something is to be corrected.
type act func(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error

var errTyped = errors.New("stayweb: something typed is to be corrected")

// show opens a page of the stay.
func show(d *stay.Desk, title string, v view) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		s, err := d.Open(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View(title, v(r.Form(), s)), nil
	}
}

// take does an act and goes on to a page of the stay, or gives the form back to be corrected.
func take(d *stay.Desk, title string, v view, do act, next, said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		err = do(r.Context(), d, r.Actor(), ref, f)
		switch {
		case err == nil:
			return web.SeeOther("/cases/" + ref.String() + "/stay" + next).Saying(said), nil
		case errors.Is(err, errTyped) || f.Take(err):
			s, err := d.Open(r.Context(), r.Actor(), ref)
			if err != nil {
				return web.Response{}, err
			}
			return web.Invalid(title, v(f, s)), nil
		}
		return web.Response{}, err
	}
}

func note(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	words := f.Secret("words", web.Required, web.Max(4000), web.Lines)
	if !f.OK() {
		return errTyped
	}
	return d.Note(ctx, who, ref, words)
}

func service(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	on := f.Date("on", web.Required)
	codes := web.Choices(f, "service", keys(codelist.Service), web.Required)
	if !f.OK() {
		return errTyped
	}
	return d.Serve(ctx, who, ref, codes, on)
}

func aid(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	a := stay.Aid{Kind: web.Choice(f, "kind", keys(codelist.Aid), web.Required), Cents: f.Cents("amount"),
		PaidOn: f.Date("paid", web.Required)}
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
	if !f.OK() {
		return errTyped
	}
	return d.Pay(ctx, who, ref, a)
}

func legal(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	on := f.Date("on", web.Required)
	l := stay.Legal{Event: web.Choice(f, "event", events(), web.Required), On: on,
		Language: f.Pick("language", languages(ctx))}
	owner := web.Choice(f, "owner", owners)
	if !f.OK() {
		return errTyped
	}
	return d.RecordLegal(ctx, who, ref, l, owner)
}

func justice(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	j := stay.Justice{Told: f.Tri("told"), Complaint: web.Choice(f, "complaint", keys(codelist.Complaint),
		web.Required), Cooperation: f.Tri("cooperation")}
	if !f.OK() {
		return errTyped
	}
	return d.StateJustice(ctx, who, ref, j)
}

func settle(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, _ *web.Form) error {
	return d.Settle(ctx, who, ref)
}

func exit(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	on := f.Date("on", web.Required)
	if !f.OK() {
		return errTyped
	}
	return d.PlanExit(ctx, who, ref, on)
}

func transfer(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	reason := web.Choice(f, "reason", stay.TransferReasons, web.Required)
	if !f.OK() {
		return errTyped
	}
	return d.AskTransfer(ctx, who, ref, reason)
}

func breach(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, _ *web.Form) error {
	return d.ReportBreach(ctx, who, ref)
}

func safe(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, _ *web.Form) error {
	return d.MakeSafe(ctx, who, ref)
}

func end(ctx context.Context, d *stay.Desk, who access.Actor, ref casefile.Ref, f *web.Form) error {
	reason := web.Choice(f, "reason", keys(codelist.ExitReason), web.Required)
	on := f.Date("on", web.Required)
	if !f.OK() {
		return errTyped
	}
	return d.End(ctx, who, ref, reason, on)
}

func showClock(d *stay.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, s, c, err := findClock(d, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("stay.clock.title", clockView(r.Form(), s, c, ref.String())), nil
	}
}

func closeClock(d *stay.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, s, c, err := findClock(d, r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		outcome := web.Choice(f, "outcome", stay.Outcomes, web.Required)
		if !f.OK() {
			return web.Invalid("stay.clock.title", clockView(f, s, c, ref.String())), nil
		}
		if err := d.CloseClock(r.Context(), r.Actor(), ref, c.ID, outcome); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + ref.String() + "/stay/legal").Saying("stay.legal.said"), nil
	}
}

func findClock(d *stay.Desk, r *web.Request) (casefile.Ref, stay.Shown, stay.Clock, error) {
	ref, err := casefile.ParseRef(r.Path("case"))
	if err != nil {
		return ref, stay.Shown{}, stay.Clock{}, err
	}
	var id stay.ClockID
	if err := id.UnmarshalText([]byte(r.Path("clock"))); err != nil {
		_, err = stay.Shown{}.Clock(id)
		return ref, stay.Shown{}, stay.Clock{}, err
	}
	s, err := d.Open(r.Context(), r.Actor(), ref)
	if err != nil {
		return ref, s, stay.Clock{}, err
	}
	c, err := s.Clock(id)
	return ref, s, c, err
}

func amounts(d *stay.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		list, err := d.Amounts(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("stay.amounts.title", amountsView(r.Form(), list)), nil
	}
}

func setAmount(d *stay.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		a := stay.Amount{Kind: web.Choice(f, "kind", stay.AmountKinds, web.Required),
			From: f.Date("from", web.Required), Cents: f.Cents("amount", web.Required)}
		if f.OK() {
			err := d.SetAmount(r.Context(), r.Actor(), a)
			if err == nil {
				return web.SeeOther("/aid-amounts").Saying("stay.amounts.said"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		list, err := d.Amounts(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("stay.amounts.title", amountsView(f, list)), nil
	}
}

// owners is who may answer for a legal deadline.
var owners = []access.Relation{access.Hosts, access.Evaluates}

func keys(n codelist.Name) []string {
	var out []string
	for _, c := range codelist.Of(n).All() {
		out = append(out, c.Key)
	}
	return out
}

func events() []string {
	var out []string
	for _, c := range stay.LegalEvents(date.Date{}) {
		out = append(out, c.Key)
	}
	return out
}

func languages(ctx context.Context) []web.Option {
	return options(ctx, codelist.Of(codelist.Language).All())
}

func options(ctx context.Context, codes []codelist.Code) []web.Option {
	var out []web.Option
	for _, c := range codes {
		out = append(out, web.Option{Value: c.Key, Label: c.Label(web.Lang(ctx))})
	}
	return out
}

func listed(ctx context.Context, n codelist.Name, on date.Date) []web.Option {
	return options(ctx, codelist.Of(n).Codes(on))
}

func label(ctx context.Context, n codelist.Name, key string) string {
	return codelist.Of(n).Label(web.Lang(ctx), key)
}

func page(s stay.Shown) string { return "/cases/" + s.Header.Ref.String() + "/stay" }

// monthOf is the month of today, as the form proposes it.
func monthOf(s stay.Shown) string { return string(stay.MonthOf(s.Today)) }

package stayweb

import (
	"context"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
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

func note(r *web.Request) secret.Text {
	return r.Form().Secret("words", web.Required, web.Max(4000), web.Lines)
}

func service(r *web.Request) ([]string, date.Date) {
	on := day(r)
	return web.Choices(r.Form(), "service", keys(codelist.Service), web.Required), on
}

func aid(r *web.Request) stay.Aid {
	f := r.Form()
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
	return a
}

func legal(r *web.Request) (stay.Legal, access.Relation) {
	f, on := r.Form(), day(r)
	return stay.Legal{Event: web.Choice(f, "event", events(), web.Required), On: on,
		Language: f.Pick("language", languages(r.Context()))}, web.Choice(f, "owner", owners)
}

func justice(r *web.Request) stay.Justice {
	f := r.Form()
	return stay.Justice{Told: f.Tri("told"), Complaint: web.Choice(f, "complaint", keys(codelist.Complaint),
		web.Required), Cooperation: f.Tri("cooperation")}
}

func day(r *web.Request) date.Date { return r.Form().Date("on", web.Required) }

func transfer(r *web.Request) string {
	return web.Choice(r.Form(), "reason", stay.TransferReasons, web.Required)
}

func end(r *web.Request) (string, date.Date) {
	return web.Choice(r.Form(), "reason", keys(codelist.ExitReason), web.Required), day(r)
}

func outcome(r *web.Request) string {
	return web.Choice(r.Form(), "outcome", stay.Outcomes, web.Required)
}

func amount(r *web.Request) stay.Amount {
	f := r.Form()
	return stay.Amount{Kind: web.Choice(f, "kind", stay.AmountKinds, web.Required),
		From: f.Date("from", web.Required), Cents: f.Cents("amount", web.Required)}
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

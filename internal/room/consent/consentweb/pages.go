package consentweb

import (
	"context"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// agreementOf reads which agreement a link is about.
var agreementOf = web.ID[consent.ID]("agreement")

// answers are the two that may be recorded: what nobody asked is not recorded at all.
var answers = []string{"yes", "no"}

// read takes an agreement from a form; the kind is the caller's to set.
func read(r *web.Request) casefile.Agreed {
	f := r.Form()
	v, _ := tri.Parse(web.Choice(f, "answer", answers, web.Required)) // not known where it is to be corrected
	a := web.Answers(consent.Speaking)(r)
	a.Answer = v
	return a
}

// given is an agreement of the kind that was chosen.
func given(r *web.Request) casefile.Agreed {
	a := read(r)
	web.Read(r, consent.Adding, &a)
	return a
}

// screen is a page about a person's agreements, today proposed for the day of the next.
func screen(open func(*web.Request) (consent.Page, error), title string,
	view func(*web.Form, consent.Page) templ.Component) web.Screen[consent.Page] {
	return web.NewScreen(open, title, view).
		Named(func(_ *web.Request, p consent.Page) []any { return []any{"code", p.Header.Code} }).
		Filled(func(r *web.Request, p consent.Page) {
			r.Form().DefaultDate("on", r.Today())
			if n := len(p.List); n > 0 { // how they spoke with her the last time
				r.Form().Default("language", p.List[n-1].Language)
				r.Form().Default("interpreter", p.List[n-1].Interpreter.String())
			}
		}).
		Back("consent.back", "/cases/{case}")
}

// second records the answer to the second agreement; what is said next depends on it.
func second(d *consent.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		said := "consent.second.said_yes"
		err := web.Enter(room.CaseOf, read, func(ctx context.Context, who access.Actor, ref casefile.Ref,
			a casefile.Agreed) error {
			if a.Answer == tri.No {
				said = "consent.second.said_no"
			}
			return d.Second(ctx, who, ref, a)
		})(r)
		return web.SeeOther("/cases/" + r.Path("case")).Saying(said), err
	}
}

// revoke takes an agreement back, or passes on what a referring service says.
func revoke(d *consent.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		said := "consent.revoked"
		r.Form().Set("revoke", r.Path("agreement")) // which form of the page this is, by whichever key it was sent
		err := web.EnterBoth(room.CaseOf, agreementOf, web.Answers(consent.Revoking), func(ctx context.Context,
			who access.Actor, ref casefile.Ref, which consent.ID, on date.Date) error {
			passed, err := d.Revoke(ctx, who, ref, which, on)
			if passed {
				said = "consent.passed"
			}
			return err
		})(r)
		return web.SeeOther("/cases/" + r.Path("case") + "/agreements").Saying(said), err
	}
}

// foreseen is what is said before an agreement is withdrawn, by what follows. A service that only referred her
// withdraws nothing: it passes her word on.
var foreseen = map[string]web.Foreseen{
	"passed": {Ask: "consent.pass.sure", Yes: "consent.pass.yes", Happens: "consent.follows.passed",
		Told: "consent.pass.told", Back: "consent.pass.back"},
	"unmoved": {Ask: "consent.sure", Yes: "consent.yes", Happens: "consent.follows.unmoved",
		Told: "consent.told.nobody", Back: "consent.again.given"},
	consent.First: {Ask: "consent.sure", Yes: "consent.yes", Happens: "consent.follows.relocation_1",
		Told: "consent.told.teams", Back: "consent.again.reopened"},
	consent.Second: {Ask: "consent.sure", Yes: "consent.yes", Happens: "consent.follows.relocation_2",
		Told: "consent.told.teams", Back: "consent.again.given"},
	consent.KeepName: {Ask: "consent.sure", Yes: "consent.yes", Happens: "consent.follows.keep_name",
		Told: "consent.told.nobody", Back: "consent.again.given"},
	consent.Statistics: {Ask: "consent.sure", Yes: "consent.yes", Happens: "consent.follows.statistics",
		Told: "consent.told.nobody", Back: "consent.again.given"},
	"other": {Ask: "consent.sure", Yes: "consent.yes", Happens: "consent.follows.other",
		Told: "consent.told.nobody", Back: "consent.again.given"},
}

// taken says what follows, before an agreement is taken back.
func taken(r *web.Request, p consent.Page) (web.Foreseen, templ.Component) {
	what, kind := "other", ""
	for _, a := range p.List {
		if a.ID.String() == r.Path("agreement") {
			what, kind = follows(p, a.Kind), web.Label(r.Context(), codelist.Consent, a.Kind)
		}
	}
	on := web.Answers(consent.Revoking)(r)
	return foreseen[what], room.Asked(p.Header, web.Rows(r.Context(), consent.Revoking, &on), kind)
}

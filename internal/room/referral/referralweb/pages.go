package referralweb

import (
	"cmp"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/web"
)

// page is one step as it is shown, or everything once more: to whom it posts, and the receipt where there is no
// account.
type page struct {
	step    referral.Step
	answers referral.Answers
	action  string
	send    string // where the last page sends
	discard string // where a team's draft is thrown away; empty without account
	receipt referral.Receipt
	mark    string // under which the browser of somebody without account keeps the receipt
	fresh   bool   // the receipt was just drawn: show it large
	intro   bool   // what this is stands above the first step
	review  bool   // somebody came from the last page to change this step, and goes back there
}

// name is the step's, or Check.
func (p page) name() string { return cmp.Or(p.step.Name, referral.Check) }

func (p page) title() string { return title(p.name()) }

func title(name string) string { return "referral.step." + name + ".title" }

// stepNamed finds a page of a referral; Check has no questions.
func stepNamed(name string) (referral.Step, error) {
	s, ok := referral.StepNamed(name)
	if !ok && name != referral.Check {
		return s, fault.ErrAbsent
	}
	return s, nil
}

var draftOf = web.ID[referral.DraftID]("draft")

// onNew is the first page of a draft that is not begun.
func onNew(d *referral.Desk) func(*web.Request) (page, error) {
	return func(r *web.Request) (page, error) {
		return page{step: referral.Steps[0], action: "/referrals/new"}, d.Blank(r.Context(), r.Actor())
	}
}

// onDraft opens a page of a team's draft, Check where the link names none.
func onDraft(d *referral.Desk) func(*web.Request) (page, error) {
	look := web.At(draftOf, d.Look)
	return func(r *web.Request) (page, error) {
		s, err := stepNamed(cmp.Or(r.Path("step"), referral.Check))
		if err != nil {
			return page{}, err
		}
		w, err := look(r)
		base := "/referrals/" + r.Path("draft")
		p := page{step: s, answers: w.Answers, send: base + "/send", discard: base + "/discard"}
		p.action, p.review = base+"/"+p.name(), reviewing(r) || r.Query("then") == referral.Check
		return p, err
	}
}

// reviewing tells whether a step was changed from the last page.
func reviewing(r *web.Request) bool { return r.Form().Value("then") == referral.Check }

// next is the page after a step: the last one again, where somebody came from there.
func next(r *web.Request, step string) string {
	if reviewing(r) {
		return referral.Check
	}
	return referral.Next(step)
}

// fill puts what is known of a step into its form: on the first page, who writes.
func fill(r *web.Request, p page) {
	if r.Path("draft") == "" {
		r.Form().Default("who_name", r.Actor().Name())
	}
	web.Fill(r.Form(), p.step.Fields, &p.answers)
}

// answers takes one step's answers from a form, if it may be left: forwards only when all is well, back always. What is
// wrong is remembered in the form and left out.
func answers(r *web.Request, s referral.Step) (referral.Answers, error) {
	a := referral.NewAnswers()
	back := r.Form().Value("go") == "back"
	if back {
		r.Form().AsTyped()
	}
	web.Read(r, s.Fields, &a)
	if !r.Form().OK() && !back {
		return a, web.ErrTyped
	}
	return a, nil
}

func begin(d *referral.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		s := referral.Steps[0]
		a := referral.NewAnswers()
		if web.Read(r, s.Fields, &a); !r.Form().OK() {
			return web.Response{}, web.ErrTyped
		}
		draft, err := d.Begin(r.Context(), r.Actor(), a)
		return staffNext(r, draft, s.Name), err
	}
}

// staffNext leads on from a step by the button that was pressed.
func staffNext(r *web.Request, draft referral.DraftID, step string) web.Response {
	base := "/referrals/" + draft.String() + "/"
	switch gone := r.Form().Value("go"); {
	case gone == "back" && referral.Previous(step) != "":
		return web.SeeOther(base + referral.Previous(step))
	case gone == "save":
		return web.SeeOther("/").Saying("referral.draft_kept")
	case referral.Number(gone) > 0 && step == referral.Check:
		return web.SeeOther(base + gone + "?then=" + referral.Check)
	case referral.Number(gone) > 0:
		return web.SeeOther(base + gone)
	}
	return web.SeeOther(base + next(r, step))
}

func goOn(d *referral.Desk) web.Handler {
	look := web.At(draftOf, d.Look)
	return func(r *web.Request) (web.Response, error) {
		w, err := look(r)
		return web.SeeOther("/referrals/" + r.Path("draft") + "/" + referral.FirstOpen(w.Answers)), err
	}
}

func keep(d *referral.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		draft, err := draftOf(r)
		if err != nil {
			return web.Response{}, err
		}
		s, err := stepNamed(r.Path("step"))
		if err == nil && s.Name != "" {
			var a referral.Answers
			if a, err = answers(r, s); err == nil {
				_, err = d.Write(r.Context(), r.Actor(), draft, a, r.Form().Stood)
			}
		}
		return staffNext(r, draft, r.Path("step")), err
	}
}

func send(d *referral.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		ref, err := web.At(draftOf, d.Submit)(r)
		if ref.IsZero() {
			return web.SeeOther("/").Saying("referral.sent"), err
		}
		return web.SeeOther(casefile.Header{Ref: ref}.Page()).Saying("referral.sent"), err
	}
}

// orSent leads from the addresses of a draft to its case, once it was sent: neither Back nor a second window finds a
// form there.
func orSent(d *referral.Desk, answer web.Handler) web.Handler {
	sent := web.At(draftOf, d.Sent)
	return func(r *web.Request) (web.Response, error) {
		res, err := answer(r)
		if !fault.Is(err, fault.NotFound) {
			return res, err
		}
		ref, none := sent(r)
		if none != nil {
			return res, err
		}
		return web.SeeOther(casefile.Header{Ref: ref}.Page()).Saying("referral.sent_already"), nil
	}
}

func opened(next casefile.Ref) web.Response {
	return web.SeeOther(casefile.Header{Ref: next}.Page()).Saying("referral.transfer.opened")
}

func today(r *web.Request, _ casefile.Header) { r.Form().DefaultDate("agreed_on", r.Today()) }

func written(r *web.Request) (secret.Text, bool) {
	w := web.Answers(referral.Writing)(r)
	return w.Words, w.Call
}

// staffRoutes are the pages of those who have an account.
func staffRoutes(d *referral.Desk) []web.Route {
	begins := web.NewScreen(onNew(d), "", pageView).Called(page.title).Filled(fill)
	steps := web.NewScreen(onDraft(d), "", pageView).Called(page.title).Filled(fill).Compares()
	replies := web.NewScreen(room.CaseOf, "referral.thread.title", replyView).
		Back("referral.transfer.back", "/cases/{case}")
	moves := web.NewScreen(web.At(room.CaseOf, d.LookTransfer), "referral.transfer.title", transferView).
		Back("referral.transfer.back", "/cases/{case}").Filled(today)
	return []web.Route{
		web.Get("/referrals/new", referral.Begin, begins.Show),
		web.Post("/referrals/new", referral.Begin, begins.TakeTo(begin(d))),
		web.Get("/referrals/{draft}", referral.Look, orSent(d, goOn(d))),
		web.Get("/referrals/{draft}/{step}", referral.Look, orSent(d, steps.Show)),
		web.Post("/referrals/{draft}/{step}", referral.Write, orSent(d, steps.TakeTo(keep(d)))),
		web.Post("/referrals/{draft}/send", referral.Submit, steps.TakeTo(send(d))),
		web.Post("/referrals/{draft}/discard", referral.Discard,
			orSent(d, web.PressOn(web.At(draftOf, d.Look), "/referrals/{draft}").
				Sure(discarded).
				Take(web.Do(draftOf, d.Discard), "/", "referral.discarded")), web.Retold),
		web.Post("/cases/{case}/referral/messages", referral.Reply,
			replies.Take(web.EnterTwo(room.CaseOf, written, d.Reply), "/cases/{case}", "referral.message_sent")),
		web.Post("/cases/{case}/referral/seen", referral.Seen,
			web.Go(web.Do(room.CaseOf, d.Seen), "/cases/{case}", "")),
		web.Get("/cases/{case}/transfer", referral.LookTransfer, moves.Show),
		web.Post("/cases/{case}/transfer", referral.LookTransfer,
			moves.TakeTo(web.EnterTo(room.CaseOf, web.Answers(referral.Again), d.OpenTransfer, opened))),
	}
}

// discarded says what follows, before a draft is deleted.
func discarded(_ *web.Request, _ referral.Work) (web.Foreseen, templ.Component) {
	return web.Foreseen{Ask: "referral.discard.sure", Yes: "referral.discard.yes", Happens: "referral.discard.words",
		Told: "referral.discard.told", Back: "referral.discard.lost"}, templ.NopComponent
}

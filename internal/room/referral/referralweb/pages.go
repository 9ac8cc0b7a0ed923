package referralweb

import (
	"errors"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/web"
)

// page is one step as it is shown: to whom it posts, and the receipt where there is no account.
type page struct {
	step    referral.Step
	action  string
	send    string // where the last page sends
	discard string // where a team's draft is thrown away; empty without account
	receipt referral.Receipt
	fresh   bool // the receipt was just drawn: show it large
	intro   bool // what this is stands above the first step
}

func staffPage(r *web.Request, draft string, s referral.Step) page {
	base := "/referrals/" + draft
	if draft == "" {
		return page{step: s, action: "/referrals/new"}
	}
	name := s.Name
	if name == "" {
		name = referral.Check
	}
	return page{step: s, action: base + "/" + name, send: base + "/send", discard: base + "/discard"}
}

func title(name string) string { return "referral.step." + name + ".title" }

func draftOf(r *web.Request) (referral.DraftID, error) {
	var d referral.DraftID
	if err := d.UnmarshalText([]byte(r.Path("draft"))); err != nil {
		return d, fault.Wrap(fault.NotFound, "fault.not_found", err)
	}
	return d, nil
}

// answers takes one step's answers from a form; what is wrong is remembered in the form and left out.
func answers(r *web.Request, s referral.Step) referral.Answers {
	a := referral.NewAnswers()
	web.Read(r, s.Fields, &a)
	return a
}

func start(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if err := d.Blank(r.Context(), r.Actor()); err != nil {
			return web.Response{}, err
		}
		s := referral.Steps[0]
		f := r.Form()
		f.Default("who_name", r.Actor().Name())
		return web.View(title(s.Name), stepView(f, staffPage(r, "", s))), nil
	}
}

func begin(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		s := referral.Steps[0]
		a := answers(r, s)
		if !r.Form().OK() {
			return web.Invalid(title(s.Name), stepView(r.Form(), staffPage(r, "", s))), d.Blank(r.Context(), r.Actor())
		}
		draft, err := d.Begin(r.Context(), r.Actor(), a)
		if err != nil {
			return web.Response{}, err
		}
		return staffNext(r, draft, s.Name), nil
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
	case referral.Number(gone) > 0:
		return web.SeeOther(base + gone)
	}
	return web.SeeOther(base + referral.Next(step))
}

func goOn(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		draft, err := draftOf(r)
		if err != nil {
			return web.Response{}, err
		}
		w, err := d.Look(r.Context(), r.Actor(), draft)
		if err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/referrals/" + draft.String() + "/" + referral.FirstOpen(w.Answers)), nil
	}
}

func show(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		draft, err := draftOf(r)
		if err != nil {
			return web.Response{}, err
		}
		name := r.Path("step")
		s, ok := referral.StepNamed(name)
		if !ok && name != referral.Check {
			return web.Response{}, fault.NewNotFound("fault.not_found")
		}
		w, err := d.Look(r.Context(), r.Actor(), draft)
		if err != nil {
			return web.Response{}, err
		}
		p := staffPage(r, draft.String(), s)
		if name == referral.Check {
			return web.View(title(name), checkView(r.Form(), p, w.Answers)), nil
		}
		return web.View(title(name), stepView(fill(r.Form(), s, w.Answers), p)), nil
	}
}

func keep(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		draft, err := draftOf(r)
		if err != nil {
			return web.Response{}, err
		}
		name := r.Path("step")
		s, ok := referral.StepNamed(name)
		if name == referral.Check {
			return staffNext(r, draft, name), nil
		}
		if !ok {
			return web.Response{}, fault.NewNotFound("fault.not_found")
		}
		a := answers(r, s)
		if !leaves(r.Form()) {
			return web.Invalid(title(name), stepView(r.Form(), staffPage(r, draft.String(), s))), nil
		}
		if _, err := d.Write(r.Context(), r.Actor(), draft, a); err != nil {
			return web.Response{}, err
		}
		return staffNext(r, draft, name), nil
	}
}

// leaves tells whether a step may be left: forwards only when all is well, back and away always.
func leaves(f *web.Form) bool { return f.OK() || f.Value("go") == "back" }

func send(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		draft, err := draftOf(r)
		if err != nil {
			return web.Response{}, err
		}
		ref, err := d.Submit(r.Context(), r.Actor(), draft)
		if err == nil {
			if ref.IsZero() {
				return web.SeeOther("/").Saying("referral.sent"), nil
			}
			return web.SeeOther("/cases/" + ref.String()).Saying("referral.sent"), nil
		}
		if !r.Form().Take(err) {
			return web.Response{}, err
		}
		w, err := d.Look(r.Context(), r.Actor(), draft)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid(title(referral.Check), checkView(r.Form(), staffPage(r, draft.String(), referral.Step{}),
			w.Answers)), nil
	}
}

func discard(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		draft, err := draftOf(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Discard(r.Context(), r.Actor(), draft); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/").Saying("referral.discarded"), nil
	}
}

func reply(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		words, call := f.Secret("message", web.Max(2000), web.Lines), f.Bool("call")
		if f.OK() {
			err := d.Reply(r.Context(), r.Actor(), ref, words, call)
			if err == nil {
				return web.SeeOther("/cases/" + ref.String()).Saying("referral.message_sent"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		return web.Invalid("referral.thread.title", replyView(f, ref.String(), r.Actor().Has("coordinator"))), nil
	}
}

func seen(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Seen(r.Context(), r.Actor(), ref); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + ref.String()), nil
	}
}

func transfer(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		h, err := d.LookTransfer(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		r.Form().DefaultDate("agreed_on", r.Today())
		return web.View("referral.transfer.title", transferView(r.Form(), h)), nil
	}
}

func openTransfer(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		var agreed casefile.Agreed
		f := r.Form()
		web.Read(r, referral.Again, &agreed)
		if f.OK() {
			next, err := d.OpenTransfer(r.Context(), r.Actor(), ref, agreed)
			if err == nil {
				return web.SeeOther("/cases/" + next.String()).Saying("referral.transfer.opened"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		h, err := d.LookTransfer(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("referral.transfer.title", transferView(f, h)), nil
	}
}

func isClosed(err error) bool { return errors.Is(err, referral.ErrClosed) }

package referralweb

import (
	"errors"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/web"
)

// to leads on to another public page, by the key of its path.
func to(path string) web.Handler {
	return func(r *web.Request) (web.Response, error) { return web.SeeOther(web.PublicURL(r.Context(), path)), nil }
}

// publicPage is a page of a draft without account; Check has no step.
func publicPage(r *web.Request, s referral.Step, back referral.Return) page {
	at := here(r.Context())
	return page{step: s, answers: back.Answers, action: at.steps, send: at.send, receipt: back.Receipt,
		review: reviewing(r)}
}

func welcome(r *web.Request) (web.Response, error) {
	p := publicPage(r, referral.Steps[0], referral.Return{})
	p.intro = true
	return web.View("referral.public.title", pageView(r.Form(), p)).Carrying(stepsPath), nil
}

func receiptOf(r *web.Request) referral.Receipt {
	return referral.ReadReceipt(r.Form().Value("receipt"))
}

// publicStep takes one step's answers into the draft of the receipt in the form and shows the next page. There is no
// redirect: an address never holds a receipt.
func publicStep(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		name, receipt := r.Form().Value("step"), receiptOf(r)
		s, err := stepNamed(name)
		if err != nil {
			return web.SeeOther(here(r.Context()).steps), nil
		}
		if r.Form().Value("go") == web.Tongue {
			return translated(d, r, s, receipt)
		}
		a, err := answers(r, s)
		if err != nil {
			p := publicPage(r, s, referral.Return{Receipt: receipt})
			p.intro = receipt.IsZero()
			return web.Invalid(p.title(), pageView(r.Form(), p)).Carrying(stepsPath), nil
		}
		var back referral.Return
		if receipt.IsZero() {
			if r.Wait() > 0 {
				p := publicPage(r, s, back)
				p.intro = true
				return web.Waiting(r, p.title(), pageView(r.Form(), p)).Carrying(stepsPath), nil
			}
			back, err = d.PublicBegin(r.Context(), a)
		} else if back, err = d.PublicWrite(r.Context(), receipt, a, r.Form().Stood); errors.Is(err, fault.ErrChanged) {
			return changed(d, r, s, receipt)
		}
		if err != nil || back.State != referral.Draft {
			return told(r, back, err)
		}
		next := publicNext(r, back, name, receipt.IsZero())
		if receipt.IsZero() {
			next = next.Counted()
		}
		return next, nil
	}
}

// stepsPath is the key of the path to the steps.
const stepsPath = "referral.url.steps"

// translated shows a step as it stands in the form, in the language of the address.
func translated(d *referral.Desk, r *web.Request, s referral.Step, receipt referral.Receipt) (web.Response, error) {
	back := referral.Return{State: referral.Draft}
	if !receipt.IsZero() {
		var err error
		if back, err = d.PublicLook(r.Context(), receipt); err != nil || back.State != referral.Draft {
			return told(r, back, err)
		}
	}
	p := publicPage(r, s, back)
	p.intro = receipt.IsZero()
	return web.View(p.title(), pageView(r.Form(), p)).Carrying(stepsPath), nil
}

// changed shows a step that was written in another window meanwhile, with what was typed.
func changed(d *referral.Desk, r *web.Request, s referral.Step, receipt referral.Receipt) (web.Response, error) {
	back, err := d.PublicLook(r.Context(), receipt)
	if err != nil || back.State != referral.Draft {
		return told(r, back, err)
	}
	f, p := r.Form(), publicPage(r, s, back)
	f.Overtake()
	web.Fill(f, s.Fields, &p.answers)
	return web.Conflicted(p.title(), pageView(f, p)).Carrying(stepsPath), nil
}

// publicNext shows the page that the pressed button leads to.
func publicNext(r *web.Request, back referral.Return, step string, fresh bool) web.Response {
	next := next(r, step)
	switch gone := r.Form().Value("go"); {
	case step == referral.Check && gone == "":
		next = referral.FirstOpen(back.Answers)
	case gone == "save":
		return web.View("referral.saved.title", savedView(back.Receipt, here(r.Context()))).Headed().
			Carrying(stepsPath)
	case gone == "back" && referral.Previous(step) != "":
		next = referral.Previous(step)
	case referral.Number(gone) > 0:
		next = gone
	}
	return publicShow(r, back, next, fresh)
}

func publicShow(r *web.Request, back referral.Return, name string, fresh bool) web.Response {
	s, _ := referral.StepNamed(name)
	p, f := publicPage(r, s, back), web.NewForm(nil).In(r.Country())
	p.fresh, p.review = fresh, r.Form().Value("step") == referral.Check && name != referral.Check
	web.Fill(f, s.Fields, &back.Answers)
	return web.View(p.title(), pageView(f, p)).Carrying(stepsPath)
}

func publicSend(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Wait() > 0 {
			return waits(d, r)
		}
		back, err := d.PublicSubmit(r.Context(), receiptOf(r))
		res, failed := told(r, back, err)
		if err == nil {
			res = res.Counted()
		}
		return res, failed
	}
}

// typing is the message under way where somebody changes the language, and an empty form otherwise.
func typing(r *web.Request) *web.Form {
	if r.Form().Value("go") == web.Tongue {
		return r.Form()
	}
	return web.NewForm(nil)
}

// waits shows what a receipt opens, in which everything written is kept, to somebody who has to wait.
func waits(d *referral.Desk, r *web.Request) (web.Response, error) {
	back, err := d.PublicLook(r.Context(), receiptOf(r))
	if err != nil {
		return told(r, back, err)
	}
	if back.State == referral.Draft {
		p := publicPage(r, referral.Step{}, back)
		return web.Waiting(r, p.title(), pageView(web.NewForm(nil), p)).Carrying(stepsPath), nil
	}
	return web.Waiting(r, "referral.state.title", stateView(r.Form(), back, here(r.Context()))).Headed().
		Carrying("referral.url.receipt"), nil
}

// told says where a referral stands, or shows what a desk refused on the page where it can be put right.
func told(r *web.Request, back referral.Return, err error) (web.Response, error) {
	at := here(r.Context())
	switch {
	case err == nil:
		return web.View("referral.state.title", stateView(typing(r), back, at)).Headed().
			Carrying("referral.url.receipt"), nil
	case errors.Is(err, referral.ErrClosed):
		return web.View("referral.closed.title", closedView(back)).Back("referral.public.come_back", at.receipt), nil
	case errors.Is(err, referral.ErrReceipt):
		f := web.NewForm(nil)
		f.Fail("receipt", "referral.receipt_unknown")
		return web.Invalid("referral.receipt.title", receiptView(f, at)).Back("referral.receipt.begin", at.steps), nil
	case back.State == referral.Draft && r.Form().Take(err):
		p := publicPage(r, referral.Step{}, back)
		return web.Invalid(p.title(), pageView(r.Form(), p)).Carrying(stepsPath), nil
	}
	return web.Response{}, err
}

func askReceipt(r *web.Request) (web.Response, error) {
	at := here(r.Context())
	return web.View("referral.receipt.title", receiptView(r.Form(), at)).Back("referral.receipt.begin", at.steps), nil
}

func publicReturn(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Wait() > 0 {
			at := here(r.Context())
			return web.Waiting(r, "referral.receipt.title", receiptView(r.Form(), at)).
				Back("referral.receipt.begin", at.steps), nil
		}
		back, err := d.PublicLook(r.Context(), receiptOf(r))
		if err == nil && back.State == referral.Draft {
			return publicShow(r, back, referral.FirstOpen(back.Answers), false), nil
		}
		return told(r, back, err)
	}
}

func publicReply(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f, w := r.Form(), web.Answers(referral.Writing.Only("message"))(r)
		if w.Words.Empty() {
			f.Fail("message", "web.form.required")
		}
		if r.Wait() > 0 {
			return waits(d, r)
		}
		if f.OK() {
			back, err := d.PublicReply(r.Context(), receiptOf(r), w.Words)
			res, failed := told(r, back, err)
			if err == nil {
				res = res.Counted()
			}
			return res, failed
		}
		back, err := d.PublicLook(r.Context(), receiptOf(r))
		if err != nil {
			return told(r, back, err)
		}
		return web.Invalid("referral.state.title", stateView(f, back, here(r.Context()))).Headed().Carrying(
			"referral.url.receipt"), nil
	}
}

package referralweb

import (
	"errors"

	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/web"
)

func to(path string) web.Handler {
	return func(*web.Request) (web.Response, error) { return web.SeeOther(path), nil }
}

func publicPage(r *web.Request, s referral.Step, receipt referral.Receipt) page {
	at := here(r.Context())
	return page{step: s, action: at.steps, send: at.send, receipt: receipt}
}

func welcome() web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p := publicPage(r, referral.Steps[0], referral.Receipt{})
		p.intro = true
		return web.View("referral.public.title", stepView(r.Form(), p)), nil
	}
}

// publicStep takes one step's answers into the draft of the receipt in the form and shows the next page. There is no
// redirect: an address never holds a receipt.
func publicStep(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f, name := r.Form(), r.Form().Value("step")
		s, ok := referral.StepNamed(name)
		if !ok && name != referral.Check {
			return web.SeeOther(here(r.Context()).steps), nil
		}
		receipt := referral.ReadReceipt(f.Value("receipt"))
		a := answers(r, s)
		if !leaves(f) {
			p := publicPage(r, s, receipt)
			p.intro = receipt.IsZero()
			return web.Invalid(title(name), stepView(f, p)), nil
		}
		var back referral.Return
		var err error
		fresh := receipt.IsZero()
		if fresh {
			back, err = d.PublicBegin(r.Context(), a)
		} else {
			back, err = d.PublicWrite(r.Context(), receipt, a)
		}
		if err != nil {
			return publicFault(r, back, err)
		}
		return publicNext(r, back, name, fresh), nil
	}
}

// publicNext shows the page that the pressed button leads to.
func publicNext(r *web.Request, back referral.Return, step string, fresh bool) web.Response {
	if back.State != referral.Draft {
		return state(r, back, web.NewForm(nil))
	}
	next := referral.Next(step)
	switch gone := r.Form().Value("go"); {
	case step == referral.Check && gone == "":
		next = referral.FirstOpen(back.Answers)
	case gone == "save":
		return web.View("referral.saved.title", savedView(back.Receipt, here(r.Context())))
	case gone == "back" && referral.Previous(step) != "":
		next = referral.Previous(step)
	case referral.Number(gone) > 0:
		next = gone
	}
	return publicShow(r, back, next, fresh)
}

func publicShow(r *web.Request, back referral.Return, name string, fresh bool) web.Response {
	s, _ := referral.StepNamed(name)
	p := publicPage(r, s, back.Receipt)
	p.fresh = fresh
	if name == referral.Check {
		return web.View(title(name), checkView(web.NewForm(nil), p, back.Answers))
	}
	return web.View(title(name), stepView(fill(web.NewForm(nil), s, back.Answers), p))
}

func publicSend(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		back, err := d.PublicSubmit(r.Context(), referral.ReadReceipt(r.Form().Value("receipt")))
		if err != nil {
			return publicFault(r, back, err)
		}
		return state(r, back, web.NewForm(nil)), nil
	}
}

// publicFault shows what a desk refused on the page where it can be put right.
func publicFault(r *web.Request, back referral.Return, err error) (web.Response, error) {
	f := r.Form()
	switch {
	case isClosed(err):
		return web.View("referral.closed.title", closedView(back, here(r.Context()))), nil
	case errors.Is(err, referral.ErrReceipt):
		g := web.NewForm(nil)
		g.Fail("receipt", "referral.receipt_unknown")
		return web.Invalid("referral.receipt.title", receiptView(g, here(r.Context()))), nil
	case back.State == referral.Draft && f.Take(err):
		return web.Invalid(title(referral.Check), checkView(f, publicPage(r, referral.Step{}, back.Receipt),
			back.Answers)), nil
	}
	return web.Response{}, err
}

func askReceipt() web.Handler {
	return func(r *web.Request) (web.Response, error) {
		return web.View("referral.receipt.title", receiptView(r.Form(), here(r.Context()))), nil
	}
}

func publicReturn(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		back, err := d.PublicLook(r.Context(), referral.ReadReceipt(r.Form().Value("receipt")))
		if err != nil {
			return publicFault(r, back, err)
		}
		if back.State == referral.Draft {
			return publicShow(r, back, referral.FirstOpen(back.Answers), false), nil
		}
		return state(r, back, web.NewForm(nil)), nil
	}
}

func publicReply(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		receipt := referral.ReadReceipt(f.Value("receipt"))
		words := f.Secret("message", web.Required, web.Max(2000), web.Lines)
		if !f.OK() {
			back, err := d.PublicLook(r.Context(), receipt)
			if err != nil {
				return publicFault(r, back, err)
			}
			return web.Invalid("referral.state.title", stateView(f, back, here(r.Context()))), nil
		}
		back, err := d.PublicReply(r.Context(), receipt, words)
		if err != nil {
			return publicFault(r, back, err)
		}
		return state(r, back, web.NewForm(nil)), nil
	}
}

func state(r *web.Request, back referral.Return, f *web.Form) web.Response {
	return web.View("referral.state.title", stateView(f, back, here(r.Context())))
}

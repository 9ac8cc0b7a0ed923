package referralweb

import (
	"errors"
	"net/url"
	"strconv"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/web"
)

// to leads on from where a form is sent to another public page, by the key of its path: of the referral that the
// browser keeps, where that is one alone.
func to(d *referral.Desk, path string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		at, kept := web.PublicURL(r.Context(), path), ""
		for _, m := range r.Marks() {
			switch c, _ := d.Carried(m, r.Held(m)); {
			case c.Receipt.IsZero():
			case kept != "":
				return web.SeeOther(at), nil
			default:
				kept = m
			}
		}
		if kept != "" {
			at += "?draft=" + kept
		}
		return web.SeeOther(at), nil
	}
}

// publicPage is a page of a draft without account; Check has no step.
func publicPage(r *web.Request, s referral.Step, back referral.Return) page {
	at, m := here(r.Context()), markOf(r)
	return page{step: s, answers: back.Answers, action: at.steps, send: at.send, receipt: back.Receipt,
		mark: m, review: reviewing(r)}
}

// publicSteps is a page of a draft, whose receipt this browser keeps once it is drawn. The first page gets an address
// of its own, too: Back leads to it, and not to another referral.
func publicSteps(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Query("draft") != "" {
			return reopened(d, r)
		}
		return sent(d, r, here(r.Context()).steps, referral.Carried{}, url.Values{"page": {"1"}}), nil
	}
}

func receiptOf(r *web.Request) referral.Receipt {
	return referral.ReadReceipt(r.Form().Value("receipt"))
}

// heldReceipt is the receipt in the form or, on a first page that was opened before there was one, what the browser
// keeps under its mark: pressed twice, or found again by Back, it begins no other referral.
func heldReceipt(d *referral.Desk, r *web.Request) referral.Receipt {
	if receipt := receiptOf(r); !receipt.IsZero() {
		return receipt
	}
	m := markOf(r)
	c, _ := d.Carried(m, r.Held(m))
	return c.Receipt
}

// publicStep takes one step's answers into the draft of the receipt in the form and leads to the next page. An address
// never holds a receipt.
func publicStep(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		name, receipt := r.Form().Value("step"), heldReceipt(d, r)
		s, err := stepNamed(name)
		if err != nil {
			return web.SeeOther(here(r.Context()).steps), nil
		}
		if r.Form().Value("go") == web.Tongue && (receipt.IsZero() || s.Name == "") {
			return translated(d, r, s, receipt)
		}
		a, unfit := answers(r, s)
		wrong := unfit != nil
		var back referral.Return
		if receipt.IsZero() {
			if wrong {
				return corrected(d, r, s, back), nil
			}
			if r.Wait() > 0 {
				return ledTyped(d, r, s, back, "typed"), nil
			}
			back, err = d.PublicBegin(r.Context(), a)
		} else if back, err = d.PublicWrite(r.Context(), receipt, a, r.Form().Stood); errors.Is(err, fault.ErrChanged) {
			return changed(d, r, s, receipt)
		}
		if err != nil || back.State != referral.Draft {
			return told(d, r, back, err)
		}
		if wrong {
			return corrected(d, r, s, back), nil
		}
		next := publicNext(r, back, name)
		if next.fresh = receipt.IsZero(); next.fresh {
			return led(d, r, back, next).Counted(), nil
		}
		return led(d, r, back, next), nil
	}
}

// publicBegin begins a draft with what was said on the sheet of a first contact, and leads to its first page. Whoever
// has to wait, or sends what no form does, begins with nothing.
func publicBegin(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		a, wrong := answers(r, referral.Met)
		if wrong != nil || r.Wait() > 0 {
			return web.SeeOther(here(r.Context()).steps), nil
		}
		back, err := d.PublicBegin(r.Context(), a)
		if err != nil {
			return told(d, r, back, err)
		}
		return led(d, r, back, shown{name: referral.Steps[0].Name, fresh: true}).Counted(), nil
	}
}

// The keys of the paths to the steps and to the receipt.
const (
	stepsPath   = "referral.url.steps"
	receiptPath = "referral.url.receipt"
)

// translated shows a page in the language of the address: the first as it stands in the form, since nobody keeps it
// yet.
func translated(d *referral.Desk, r *web.Request, s referral.Step, receipt referral.Receipt) (web.Response, error) {
	if receipt.IsZero() {
		return ledTyped(d, r, s, referral.Return{}, "typed"), nil
	}
	back, err := d.PublicLook(r.Context(), receipt)
	if err != nil || back.State != referral.Draft {
		return told(d, r, back, err)
	}
	return led(d, r, back, shown{name: referral.Check}), nil
}

// changed shows a step that was written in another window meanwhile, with what was typed.
func changed(d *referral.Desk, r *web.Request, s referral.Step, receipt referral.Receipt) (web.Response, error) {
	back, err := d.PublicLook(r.Context(), receipt)
	if err != nil || back.State != referral.Draft {
		return told(d, r, back, err)
	}
	f, p := r.Form(), publicPage(r, s, back)
	f.Overtake()
	web.Fill(f, s.Fields, &p.answers)
	return web.Conflicted(p.title(), pageView(f, p)).Carrying(stepsPath), nil
}

// publicNext is the page that the pressed button leads to.
func publicNext(r *web.Request, back referral.Return, step string) shown {
	to, gone := shown{name: next(r, step)}, r.Form().Value("go")
	switch {
	case gone == web.Tongue:
		return shown{name: step, review: reviewing(r)}
	case step == referral.Check && gone == "":
		to.name = referral.FirstOpen(back.Answers)
	case gone == "save":
		to.name = saved
	case gone == "back" && referral.Previous(step) != "":
		to.name = referral.Previous(step)
	case referral.Number(gone) > 0:
		to.name = gone
	}
	to.review = step == referral.Check && gone != "" && to.name != referral.Check && to.name != saved
	return to
}

func publicSend(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Wait() > 0 {
			return waits(d, r)
		}
		back, err := d.PublicSubmit(r.Context(), receiptOf(r))
		res, failed := told(d, r, back, err)
		if err == nil {
			res = res.Counted()
		}
		return res, failed
	}
}

// waits shows what a receipt opens, in which everything written is kept, to somebody who has to wait.
func waits(d *referral.Desk, r *web.Request) (web.Response, error) {
	back, err := d.PublicLook(r.Context(), receiptOf(r))
	if err != nil {
		return told(d, r, back, err)
	}
	if back.State != referral.Draft {
		return ledToMessage(d, r, back), nil
	}
	if !r.Holds() {
		return waitingFor(r, draw(r, back, shown{name: referral.Check})), nil
	}
	c := referral.Carried{Receipt: back.Receipt}
	waiting(r, &c)
	last := url.Values{"page": {strconv.Itoa(referral.Number(referral.Check))}}
	return sent(d, r, here(r.Context()).steps, c, last), nil
}

// told says where a referral stands, or shows what a desk refused on the page where it can be put right.
func told(d *referral.Desk, r *web.Request, back referral.Return, err error) (web.Response, error) {
	at := here(r.Context())
	switch {
	case err == nil && r.Form().Value("message") != "" && r.Form().Value("go") == web.Tongue:
		return ledToMessage(d, r, back), nil // with the message under way
	case err == nil:
		return ledToState(d, r, back), nil
	case errors.Is(err, referral.ErrClosed) && r.Holds() && r.Form().Sent() && !back.Receipt.IsZero():
		return sent(d, r, at.steps, referral.Carried{Receipt: back.Receipt}, url.Values{"closed": {"1"}}), nil
	case errors.Is(err, referral.ErrClosed):
		return web.View("referral.closed.title", closedView(back)).Back("referral.public.come_back", at.receipt), nil
	case errors.Is(err, referral.ErrReceipt) && r.Missed("receipt", receiptsPerHour) > 0:
		if r.Holds() && r.Form().Sent() {
			c := referral.Carried{Typed: url.Values{"receipt": {r.Form().Value("receipt")}}}
			waiting(r, &c)
			return sent(d, r, at.receipt, c, url.Values{}), nil
		}
		return web.WaitingAs(r, "referral.receipt.wait", "referral.receipt.title",
			receiptView(r.Form(), markOf(r), false)).Back("referral.receipt.begin", at.steps), nil
	case errors.Is(err, referral.ErrReceipt) && r.Holds() && r.Form().Sent(): // Back asks to send nothing again
		return sent(d, r, at.receipt, referral.Carried{}, url.Values{"wrong": {"1"}}), nil
	case errors.Is(err, referral.ErrReceipt):
		f := web.NewForm(nil)
		f.Fail("receipt", "referral.receipt_unknown")
		return web.Invalid("referral.receipt.title", receiptView(f, markOf(r), false)).
			Back("referral.receipt.begin", at.steps), nil
	case back.State == referral.Draft && fault.Is(err, fault.Invalid):
		return refused(d, r, back, err), nil
	}
	return web.Response{}, err
}

// publicReceipt asks for the digits, or shows what was sent from this browser a moment ago.
func publicReceipt(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Query("draft") != "" {
			return reopened(d, r)
		}
		return askReceipt(d, r, false), nil
	}
}

// askReceipt asks for the digits, and has the browser keep a word that opens nothing: whether it keeps any decides how
// the next page is shown.
func askReceipt(d *referral.Desk, r *web.Request, closed bool) web.Response {
	m, f, as := markOf(r), r.Form(), web.View
	if r.Wait() > 0 && here(r.Context()).receipt == r.URL() {
		c, _ := d.Carried(m, r.Held(m))
		f.Set("receipt", c.Typed.Get("receipt"))
		return web.WaitingAs(r, "referral.receipt.wait", "referral.receipt.title", receiptView(f, m, false)).
			Back("referral.receipt.begin", here(r.Context()).steps).Holding(m, d.Carry(m, c))
	}
	if r.Query("wrong") != "" && here(r.Context()).receipt == r.URL() {
		f.Fail("receipt", "referral.receipt_unknown")
		as, closed = web.Invalid, false
	}
	return as("referral.receipt.title", receiptView(f, m, closed)).
		Back("referral.receipt.begin", here(r.Context()).steps).Holding(m, d.Carry(m, referral.Carried{}))
}

// publicReturn opens what a receipt stands for. Whoever has the right digits never waits for what others typed wrong:
// only they are asked to wait who are wrong again, and to know it takes as long.
func publicReturn(d *referral.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		back, err := d.PublicLook(r.Context(), receiptOf(r))
		if err == nil && back.State == referral.Draft {
			return led(d, r, back, shown{name: referral.FirstOpen(back.Answers)}), nil
		}
		return told(d, r, back, err)
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
			res, failed := told(d, r, back, err)
			if err == nil {
				res = res.Counted()
			}
			return res, failed
		}
		back, err := d.PublicLook(r.Context(), receiptOf(r))
		if err != nil {
			return told(d, r, back, err)
		}
		return web.Invalid("referral.state.title", stateView(f, back, markOf(r))).Headed().
			Carrying(receiptPath), nil
	}
}

package referralweb

import (
	"crypto/rand"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/web"
)

// After each step without account comes an address of its own, so that the browser's Back asks nothing. It says the
// number of a page and a mark drawn at random; the receipt, and what is to be corrected, stay sealed with the browser
// that was given the mark (docs/decisions/0031-back.md). A browser that keeps nothing is shown each page at once, as
// the answer to its form.

// saved is the page after "save and leave".
const saved = "saved"

// shown is the page of a draft that comes next.
type shown struct {
	name   string
	fresh  bool // with the receipt that was just drawn
	review bool // back to Check afterwards
}

var mark = regexp.MustCompile(`^[a-z0-9]{8}$`)

// markOf is the mark that a form or an address has for its draft; another where it has none.
func markOf(r *web.Request) string {
	for _, m := range []string{r.Form().Value("draft"), r.Query("draft")} {
		if mark.MatchString(m) {
			return m
		}
	}
	return strings.ToLower(rand.Text()[:8])
}

// sent leads to an address of a draft, and has the browser keep whose it is.
func sent(d *referral.Desk, r *web.Request, path string, c referral.Carried, q url.Values) web.Response {
	m := markOf(r)
	q.Set("draft", m)
	return web.SeeOther(path+"?"+q.Encode()).Holding(m, d.Carry(m, c))
}

// led leads to a page of a draft.
func led(d *referral.Desk, r *web.Request, back referral.Return, to shown) web.Response {
	if !r.Holds() {
		return draw(r, back, to)
	}
	q := url.Values{"page": {strconv.Itoa(referral.Number(to.name))}}
	if to.fresh {
		q.Set("new", "1")
	}
	if to.review {
		q.Set("then", referral.Check)
	}
	return sent(d, r, here(r.Context()).steps, referral.Carried{Receipt: back.Receipt}, q)
}

// ledToState leads to where a referral stands that was sent.
func ledToState(d *referral.Desk, r *web.Request, back referral.Return) web.Response {
	if !r.Holds() {
		return stateOf(r, web.NewForm(nil), back)
	}
	return sent(d, r, here(r.Context()).receipt, referral.Carried{Receipt: back.Receipt}, url.Values{})
}

// ledToMessage is ledToState with the message that stands in the form, where the browser keeps that much.
func ledToMessage(d *referral.Desk, r *web.Request, back referral.Return) web.Response {
	c := referral.Carried{Receipt: back.Receipt, Typed: url.Values{messageField: {r.Form().Value(messageField)}}}
	waiting(r, &c)
	if r.Holds() && len(d.Carry("", c)) < mostCarried {
		return sent(d, r, here(r.Context()).receipt, c, url.Values{})
	}
	return waitingFor(r, stateOf(r, r.Form(), back))
}

// messageField is the field of a message on the page of a referral that was sent.
const messageField = "message"

// untilPart is the part of what a browser carries that says until when nothing is taken from it.
const untilPart = "_until"

// waiting has the browser carry until when a limit lets nothing through.
func waiting(r *web.Request, c *referral.Carried) {
	if r.Wait() > 0 {
		if c.Typed == nil {
			c.Typed = url.Values{}
		}
		c.Typed.Set(untilPart, strconv.FormatInt(r.Now().Add(r.Wait()).Unix(), 10))
	}
}

// waited says at an address how long there is still to wait.
func waited(r *web.Request, c referral.Carried) {
	if until, err := strconv.ParseInt(c.Typed.Get(untilPart), 10, 64); err == nil {
		r.Waits(time.Unix(until, 0).Sub(r.Now()))
	}
}

// waitingFor is a page with how long to wait, where a limit is reached.
func waitingFor(r *web.Request, res web.Response) web.Response {
	if r.Wait() > 0 {
		return res.Waiting(r, "web.wait.text")
	}
	return res
}

// mostCarried is how many characters a browser surely keeps under one name.
const mostCarried = 3800

// corrected leads back to a page on which something is to be corrected. What was right is in the draft already, where
// there is one; the browser keeps the rest.
func corrected(d *referral.Desk, r *web.Request, s referral.Step, back referral.Return) web.Response {
	return ledTyped(d, r, s, back, "wrong")
}

// ledTyped leads back to a page with what was typed there; why tells whether to say what is wrong with it. Where the
// browser does not keep that much, the page is shown at once.
func ledTyped(d *referral.Desk, r *web.Request, s referral.Step, back referral.Return, why string) web.Response {
	c := referral.Carried{Receipt: back.Receipt, Typed: url.Values{}}
	for _, q := range s.Fields {
		for _, name := range web.PartsOf(q.Name) {
			if v := r.Form().Values(name); len(v) > 0 && (back.Receipt.IsZero() || r.Form().Error(q.Name) != nil) {
				c.Typed[name] = v
			}
		}
	}
	q := url.Values{"page": {strconv.Itoa(referral.Number(s.Name))}, why: {"1"}}
	if reviewing(r) {
		q.Set("then", referral.Check)
	}
	waiting(r, &c)
	if r.Holds() && len(d.Carry("", c)) < mostCarried {
		return sent(d, r, here(r.Context()).steps, c, q)
	}
	p := publicPage(r, s, back)
	p.intro = back.Receipt.IsZero()
	r.Form().Rebase(web.Now(s.Fields, &p.answers))
	return waitingFor(r, viewOf(r, p, r.Form()))
}

// refusedPart is the part of what a browser carries that says why a draft was not sent: the question, and the words.
const refusedPart = "_refused"

// refused leads back to the last page with the reason why a draft is not sent; Back finds no form that would send.
func refused(d *referral.Desk, r *web.Request, back referral.Return, err error) web.Response {
	p := publicPage(r, referral.Step{}, back)
	if !r.Holds() {
		r.Form().Take(err)
		return viewOf(r, p, r.Form())
	}
	c := referral.Carried{Receipt: back.Receipt, Typed: url.Values{refusedPart: {fault.About(err), fault.Key(err)}}}
	return sent(d, r, p.action, c, url.Values{"page": {strconv.Itoa(referral.Number(p.name()))}, "wrong": {"1"}})
}

// viewOf is a page of a draft, with what is to be corrected.
func viewOf(r *web.Request, p page, f *web.Form) web.Response {
	switch {
	case !f.OK():
		return web.Invalid(p.title(), pageView(f, p)).Carrying(stepsPath)
	case p.intro:
		return web.View("referral.public.title", pageView(f, p)).Carrying(stepsPath)
	}
	return web.View(p.title(), pageView(f, p)).Carrying(stepsPath)
}

// reopened shows the page of an address, where this browser keeps whose it is. What was laid aside is shown once: on a
// machine that others use too, its address opens nothing afterwards. What was sent leads from every step to where it
// stands, for an hour from the last press, which no look renews.
func reopened(d *referral.Desk, r *web.Request) (web.Response, error) {
	m, to := markOf(r), shown{name: nameOf(r.Query("page")), fresh: r.Query("new") != "", review: r.Query("then") != ""}
	c, _ := d.Carried(m, r.Held(m))
	waited(r, c)
	if c.Receipt.IsZero() {
		if to.name != referral.Steps[0].Name || here(r.Context()).steps != r.URL() {
			return askReceipt(d, r, true), nil
		}
		p := publicPage(r, referral.Steps[0], referral.Return{})
		p.intro = true
		retype(r, p.step, c.Typed)
		return waitingFor(r, viewOf(r, p, r.Form())).Holding(m, d.Carry(m, c)), nil
	}
	back, err := d.PublicLook(r.Context(), c.Receipt)
	switch {
	case err != nil:
		res, failed := told(d, r, back, err)
		return res.Holding(m, ""), failed
	case back.State != referral.Draft && here(r.Context()).receipt != r.URL():
		return web.SeeOther(here(r.Context()).receipt + "?draft=" + m), nil
	case back.State != referral.Draft:
		if typed := c.Typed.Get(messageField); typed != "" {
			r.Form().Set(messageField, typed)
		}
		return waitingFor(r, stateOf(r, r.Form(), back)), nil
	case r.Query("closed") != "":
		res, failed := told(d, r, back, referral.ErrClosed)
		return res.Holding(m, d.Carry(m, c)), failed
	case to.name == saved:
		return draw(r, back, to).Holding(m, d.Carry(m, referral.Carried{})), nil // another press may hold it again
	}
	p := pageOf(r, back, to)
	web.Fill(r.Form(), p.step.Fields, &back.Answers)
	retype(r, p.step, c.Typed)
	return waitingFor(r, viewOf(r, p, r.Form())).Holding(m, d.Carry(m, c)), nil
}

// retype puts what was typed on a page into its form again and, where the address says so, what is wrong with it.
func retype(r *web.Request, s referral.Step, typed url.Values) {
	if why := typed[refusedPart]; len(why) == 2 && s.Name == "" && r.Query("wrong") != "" {
		r.Form().Fail(why[0], why[1])
	}
	for name, values := range typed {
		r.Form().Set(name, values...)
	}
	if a := referral.NewAnswers(); r.Query("wrong") != "" && len(typed) > 0 {
		web.Read(r, s.Fields, &a)
	}
}

// nameOf is the page of a number; laid aside is page 0, and whatever else is no page is the last one.
func nameOf(number string) string {
	n, err := strconv.Atoi(number)
	switch {
	case err == nil && n == referral.Number(saved):
		return saved
	case err == nil && n > 0 && n <= len(referral.Steps):
		return referral.Steps[n-1].Name
	}
	return referral.Check
}

// draw shows a page of a draft.
func draw(r *web.Request, back referral.Return, to shown) web.Response {
	if to.name == saved {
		return web.View("referral.saved.title", savedView(publicPage(r, referral.Step{}, back))).Headed().
			Carrying(stepsPath)
	}
	p, f := pageOf(r, back, to), web.NewForm(nil).In(r.Country())
	web.Fill(f, p.step.Fields, &back.Answers)
	return viewOf(r, p, f)
}

// pageOf is a page of a draft, not yet filled.
func pageOf(r *web.Request, back referral.Return, to shown) page {
	s, _ := referral.StepNamed(to.name)
	p := publicPage(r, s, back)
	p.fresh, p.review = to.fresh, to.review
	return p
}

// stateOf shows where a referral stands that was sent.
func stateOf(r *web.Request, f *web.Form, back referral.Return) web.Response {
	return web.View("referral.state.title", stateView(f, back, markOf(r))).Headed().Carrying(receiptPath)
}

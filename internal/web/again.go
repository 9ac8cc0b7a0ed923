package web

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
)

// askedName is the name under which an address says which words, kept for whoever sent them, it answers.
const askedName = "asked"

// Retold lets the answer to the form of a route, where it changed nothing, have an address of its own (Response.Again).
func Retold(r *Route) { r.retold = true }

// Again gives what a form asked for and that changed nothing an address of its own, so that the browser's Back and
// Forward lead to it and ask nothing. What was sent is kept for some hours, sealed to whoever sent it; the address has
// a mark drawn at random, and shows the answer anew: it tries an act, and never does it. Its route is Retold.
func (r Response) Again() Response { r.again = true; return r }

// led leads from the answer to a form to the address where it is had again, or back to the page of a form, with its
// words. Where nothing can be kept, the page stays the answer.
func (s *shell) led(r *Request, route Route, res Response) Response {
	d, can := s.o.Keeper.(Drafter)
	if !can || r.raw.Method != http.MethodPost || !r.actor.SignedIn() || !res.again && !res.given {
		return res
	}
	if res.again && !route.retold {
		panic("web: " + route.pattern + " shows again what it does not ask")
	}
	at, values := r.form.d.from, keepable(r.form)
	if res.again {
		at = Address(r.raw.URL.Path, askedName, strings.ToLower(rand.Text()[:12]))
		values.Set("_once", r.form.d.once)
		values.Set("_from", r.form.d.from)
		if r.form.d.drafted {
			values.Set(drafted, "1")
		}
	} else {
		values.Del(sureField)
	}
	if at == "" {
		return res
	}
	once, _ := r.form.press()
	if err := d.Draft(r.raw.Context(), r.token, cmp.Or(once, rand.Text()), at, values); err != nil {
		s.o.Log.Error("what was asked is not kept", "cause", err.Error())
		return res
	}
	if res.given {
		at = withKept(at)
	}
	return SeeOther(at)
}

// repeats is the route by which a request is answered: at the address of an answer, that of the form.
func (s *shell) repeats(route Route, raw *http.Request) Route {
	asking, ok := s.asking[route.pattern]
	if ok && raw.Method != http.MethodPost && raw.URL.Query().Has(askedName) {
		return asking
	}
	return route
}

// formOf is the form that was posted or, at the address of an answer, that it answers.
func (s *shell) formOf(r *Request, route Route) (*Form, error) {
	if route.method != http.MethodPost || r.raw.Method == http.MethodPost {
		return s.readForm(r.raw, route)
	}
	if s.o.Keeper == nil {
		return nil, errNowhere
	}
	values, found, err := s.o.Keeper.Take(r.raw.Context(), r.actor, fromOf(r.raw.URL))
	if err == nil && !found {
		err = errNowhere
	}
	if err != nil {
		return nil, err
	}
	return posted(values), nil
}

// flash leads a press that is refused back to its page, which says why: the browser's Back asks nothing. False where
// there is no such page, or no words for it there.
func (s *shell) flash(w http.ResponseWriter, r *Request, err error) bool {
	kind, key, to := fault.KindOf(err), fault.Key(err), localPath(r.form.d.from, "")
	own := (*answer)(nil)
	if r.raw.Method != http.MethodPost || r.page.public || to == "" || errors.As(err, &own) ||
		kind != fault.Conflict && kind != fault.Invalid || !s.o.Texts.says(key) {
		return false
	}
	if r.form.d.drafted {
		to = withKept(to)
	}
	s.redirect(w, r.raw, to, key)
	return true
}

// trying has the act of a form that is had again be tried alone.
func (r *Request) trying() {
	if r.raw.Method != http.MethodPost && r.form.d.sent {
		r.ctx = access.Rehearsing(r.ctx)
	}
}

package web

import (
	"context"
	"maps"
	"slices"

	"github.com/a-h/templ"

	"havre.example/havre/internal/trust/access"
)

// sureField is the field by which the page that asks once more is answered: yes does it, no leads back to the form.
const sureField = "sure"

// Foreseen is what is said before an act, as text keys: the question, the press that does it, what happens, who is
// told, and whether, how and how long it can be taken back. None of them is left out.
type Foreseen struct{ Ask, Yes, Happens, Told, Back string }

// Sure asks before an act that ends, cancels, withdraws or refuses something and that ten minutes cannot undo: the
// first press of its form changes nothing and shows a page of its own, which says in words what follows, and carries
// all that was typed; only the press there does the act. Its route is Retold. Follows says what is foreseen, below whom
// it is about and what was typed, and may find something to be corrected yet. The act is one of Enter, Do and their
// like, and goes through the gate: the first press tries it there, so that what it would refuse is told at once, and
// never after the yes.
func (s Screen[T]) Sure(follows func(*Request, T) (Foreseen, templ.Component)) Screen[T] {
	s.sure = func(r *Request) (Response, error) {
		t, err := s.opened(r) // nothing was done: the form may be sent again
		if err != nil {
			return Response{}, err
		}
		what, about := follows(r, t)
		if !r.form.OK() && s.view != nil {
			return s.answer(r, Invalid)
		}
		r.page.asks = r.form.d.once
		return View(what.Ask, surely(r.form, r.raw.URL.Path, what, about)).Headed().Again(), nil
	}
	return s
}

// PressOn is a press that has no page of its own: it stands on the page of this path, with the placeholders of the
// route, and whoever decides otherwise goes back there.
func PressOn[T any](open func(*Request) (T, error), path string) Screen[T] {
	return Screen[T]{open: open, takes: (*Form).Take, frame: Response{back: path}}
}

// letBe goes back to where the act was pressed, with what was typed.
func (s Screen[T]) letBe(r *Request) (Response, error) {
	if s.view == nil {
		return SeeOther(fillPath(s.frame.back, r.raw)), nil
	}
	res, err := s.answer(r, View)
	res.given = true
	return res, err
}

// acting is the context in which a form does its act: one that asks first only tries it.
func (r *Request) acting() context.Context {
	if r.form.d.unsure {
		return access.Rehearsing(r.ctx)
	}
	return r.ctx
}

// carried are the fields of a form that another page carries along.
func (f *Form) carried() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(f.d.values)), func(name string) bool { return name == sureField })
}

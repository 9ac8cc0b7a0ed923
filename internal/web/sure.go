package web

import (
	"errors"
	"maps"
	"slices"

	"github.com/a-h/templ"
)

// sureField is the field by which the page that asks once more is answered: yes does it, no leads back to the form.
const sureField = "sure"

// errUnsure tells Take that nothing was done: what is to follow is said first.
var errUnsure = errors.New("web: asks first")

// Foreseen is what is said before an act, as text keys: the question, the press that does it, what happens, who is
// told, and whether, how and how long it can be taken back. None of them is left out.
type Foreseen struct{ Ask, Yes, Happens, Told, Back string }

// Sure asks before an act that ends, cancels, withdraws or refuses something and that ten minutes cannot undo: the
// first press of its form changes nothing and shows a page of its own, which says in words what follows, and carries
// all that was typed; only the press there does the act. Follows says what is foreseen, below whom it is about and what
// was typed, and may find something to be corrected yet. The act is one of Enter, Do and their like.
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
		return View(what.Ask, surely(r.form, r.raw.URL.Path, what, about)).Headed(), nil
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
	return s.answer(r, View)
}

// settled tells an act of a form to go on: nothing is to be corrected, and nothing is asked first.
func (f *Form) settled() error {
	switch {
	case !f.OK():
		return ErrTyped
	case f.d.unsure:
		return errUnsure
	}
	return nil
}

// carried are the fields of a form that another page carries along.
func (f *Form) carried() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(f.d.values)), func(name string) bool { return name == sureField })
}

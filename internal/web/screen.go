package web

import (
	"context"
	"errors"
	"strconv"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
)

// Screen is one page as a room declares it: what opens it, its title, and the view that draws it. Show answers a link
// to it; Take answers its form: it reads, does the act and goes on, or gives the page back with what was typed and what
// is to be corrected.
type Screen[T any] struct {
	open     func(*Request) (T, error)
	title    string
	called   func(T) string
	args     func(*Request, T) []any
	fill     func(*Request, T)
	view     func(*Form, T) templ.Component
	frame    Response // of which its page has the width, the heading and the way back
	compares bool
	tries    bool
	takes    func(*Form, error) bool
	sure     func(*Request) (Response, error) // asks before the act; nil: nothing is asked
}

// Draws is a view of something opened, with the form that stands on the page or without.
type Draws[T any] interface {
	func(*Form, T) templ.Component | func(T) templ.Component
}

// NewScreen declares a page. Title is a text key; open is made by At or All, or is the room's own.
func NewScreen[T any, V Draws[T]](open func(*Request) (T, error), title string, view V) Screen[T] {
	s := Screen[T]{open: open, title: title, takes: (*Form).Take}
	switch v := any(view).(type) {
	case func(*Form, T) templ.Component:
		s.view = v
	case func(T) templ.Component:
		s.view = func(_ *Form, t T) templ.Component { return v(t) }
	}
	return s
}

// Show is the handler of a page that has no form of its own.
func Show[T any, V Draws[T]](open func(*Request) (T, error), title string, view V) Handler {
	return NewScreen(open, title, view).Show
}

// Named fills the placeholders of the title, in pairs.
func (s Screen[T]) Named(args func(*Request, T) []any) Screen[T] { s.args = args; return s }

// Called titles the page by what is opened, instead of the same for all.
func (s Screen[T]) Called(title func(T) string) Screen[T] { s.called = title; return s }

// Wide lets the page use the full width.
func (s Screen[T]) Wide() Screen[T] { s.frame.wide = true; return s }

// Headed draws the title above the view.
func (s Screen[T]) Headed() Screen[T] { s.frame.headed = true; return s }

// Back is Headed with a link below the view, to the page one came from: its text key, and a path with the placeholders
// of the route.
func (s Screen[T]) Back(label, path string) Screen[T] { s.frame = s.frame.Back(label, path); return s }

// Filled puts what is known into the fields that nobody has typed in yet, by Form.Default.
func (s Screen[T]) Filled(fill func(*Request, T)) Screen[T] { s.fill = fill; return s }

// Compares tells that the form carries the version it was typed on: where somebody else was faster (fault.ErrChanged),
// the page is shown anew with the words kept, and Form.Overtaken tells its view so.
func (s Screen[T]) Compares() Screen[T] { s.compares = true; return s }

// Version is the hidden field by which Compares knows what the form was typed on: the version that was posted, until
// somebody else was faster.
func Version(f *Form, version int64) templ.Component {
	v := strconv.FormatInt(version, 10)
	if f.Sent() && !f.Overtaken() {
		v = f.Value("version")
	}
	return Hidden("version", v)
}

// Version reads what the form was typed on; 0, which no row has, when nothing was sent.
func (f *Form) Version() int64 {
	n, err := strconv.ParseInt(f.Value("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Show answers with the page.
func (s Screen[T]) Show(r *Request) (Response, error) { return s.answer(r, View) }

// Take does what the form asks, then goes on to a page, saying a sentence there (none when empty). Next is a path with
// the placeholders of the route.
func (s Screen[T]) Take(do func(*Request) error, next, said string) Handler {
	return s.TakeTo(onTo(do, next, said))
}

// TakeTo is Take for an act that says itself where it leads.
func (s Screen[T]) TakeTo(do func(*Request) (Response, error)) Handler {
	return func(r *Request) (Response, error) {
		if s.sure != nil && r.form.Value(sureField) == "no" {
			return s.letBe(r)
		}
		r.form.d.tries = s.tries
		r.form.d.unsure = s.sure != nil && r.form.Value(sureField) != "yes"
		res, err := do(r)
		switch {
		case err == nil:
			return res, nil
		case errors.Is(err, access.ErrRehearsed):
			asked, err := s.sure(r)
			if isRepeated(err) {
				return res, err
			}
			return asked, err
		case errors.Is(err, fault.ErrSame): // nothing is wrong: where it leads says that nothing was changed
			return res.Saying(fault.Key(err)), nil
		case s.view == nil, isRepeated(err):
			return res, err
		case errors.Is(err, access.ErrAnswered):
			r.form.Fail("", "web.answered_before")
			return s.answer(r, Conflicted)
		case s.compares && errors.Is(err, fault.ErrChanged):
			r.form.d.overtaken = true
			return s.answer(r, Conflicted)
		case s.taken(r.form, err) || errors.Is(err, ErrTyped):
			return s.answer(r, Invalid)
		}
		return Response{}, err
	}
}

// TakeOn is Take for an act that needs what the page is about, or leads where that says.
func (s Screen[T]) TakeOn(do func(*Request, T) error, next func(T) string, said string) Handler {
	return s.TakeTo(func(r *Request) (Response, error) {
		t, err := s.opened(r)
		if err != nil {
			return Response{}, err
		}
		return SeeOther(next(t)).Saying(said), do(r, t)
	})
}

// answer opens what the page is about and draws it.
func (s Screen[T]) answer(r *Request, how func(string, templ.Component, ...any) Response) (Response, error) {
	t, err := s.opened(r)
	if err != nil {
		return Response{}, err
	}
	if s.fill != nil {
		s.fill(r, t)
	}
	var args []any
	if s.args != nil {
		args = s.args(r, t)
	}
	title := s.title
	if s.called != nil {
		title = s.called(t)
	}
	res := how(title, summed(r.form, s.view(r.form, t)), args...)
	res.wide, res.headed, res.backLabel = s.frame.wide, s.frame.headed, s.frame.backLabel
	res.back = fillPath(s.frame.back, r.raw)
	return res, nil
}

// ErrTyped tells Take that something typed is to be corrected; the form says what.
var ErrTyped = fault.NewInvalid("fault.invalid")

// Go is the handler of a press that has no page to come back to: it does the act and goes on.
func Go(do func(*Request) error, next, said string) Handler { return onTo(do, next, said) }

// GoTo is Go for an act after which the form says where to go on.
func GoTo(do func(*Request) error, next func(*Request) string, said string) Handler {
	return func(r *Request) (Response, error) { return SeeOther(next(r)).Saying(said), do(r) }
}

func onTo(do func(*Request) error, next, said string) Handler {
	return func(r *Request) (Response, error) {
		return SeeOther(fillPath(next, r.raw)).Saying(said), do(r)
	}
}

// Key reads from the path what a page or an act is about.
type Key[K any] func(*Request) (K, error)

// identifier is the pointer to an identifier.
type identifier[K any] interface {
	*K
	UnmarshalText([]byte) error
}

// ID reads the identifier that stands in the path under a name; what is none, and zero, which is nobody's, answer like
// what does not exist.
func ID[K any, P identifier[K]](name string) Key[K] {
	return func(r *Request) (K, error) {
		var k K
		if err := P(&k).UnmarshalText([]byte(r.Path(name))); err != nil {
			return k, fault.Wrap(fault.NotFound, "fault.not_found", err)
		}
		if z, ok := any(k).(interface{ IsZero() bool }); ok && z.IsZero() {
			return k, fault.ErrAbsent
		}
		return k, nil
	}
}

// Whole reads the whole number that stands in the path under a name; what is none answers like what does not exist.
func Whole(name string) Key[int] {
	return func(r *Request) (int, error) {
		n, err := strconv.Atoi(r.Path(name))
		if err != nil {
			return 0, fault.Wrap(fault.NotFound, "fault.not_found", err)
		}
		return n, nil
	}
}

// All opens something of the whole network.
func All[T any](open func(context.Context, access.Actor) (T, error)) func(*Request) (T, error) {
	return func(r *Request) (T, error) { return open(r.ctx, r.actor) }
}

// Nothing opens a page that is about nothing.
func Nothing(*Request) (nothing struct{}, err error) { return nothing, nil }

// At opens the thing that the path names.
func At[K, T any](key Key[K], open func(context.Context, access.Actor, K) (T, error)) func(*Request) (T, error) {
	return func(r *Request) (T, error) {
		k, err := key(r)
		if err != nil {
			var none T
			return none, err
		}
		return open(r.ctx, r.actor, k)
	}
}

// AtBoth opens the thing that two parts of the path name.
func AtBoth[A, B, T any](a Key[A], b Key[B],
	open func(context.Context, access.Actor, A, B) (T, error)) func(*Request) (T, error) {
	return At(both(a, b), func(ctx context.Context, who access.Actor, k pair[A, B]) (T, error) {
		return open(ctx, who, k.a, k.b)
	})
}

// Only opens what may be opened; the rest does not exist for who asks.
func Only[T any](open func(*Request) (T, error), may func(T) bool) func(*Request) (T, error) {
	return func(r *Request) (T, error) {
		t, err := open(r)
		if err == nil && !may(t) {
			err = fault.ErrAbsent
		}
		return t, err
	}
}

// Do does an act that needs nothing besides what the path names.
func Do[K any](key Key[K], act func(context.Context, access.Actor, K) error) func(*Request) error {
	return func(r *Request) error {
		k, err := key(r)
		if err != nil {
			return err
		}
		return act(r.acting(), r.actor, k)
	}
}

// DoBoth is Do for what two parts of the path name.
func DoBoth[A, B any](a Key[A], b Key[B],
	act func(context.Context, access.Actor, A, B) error) func(*Request) error {
	return Do(both(a, b), func(ctx context.Context, who access.Actor, k pair[A, B]) error {
		return act(ctx, who, k.a, k.b)
	})
}

// Enter reads the form and, when nothing is to be corrected, does the act on what the path names.
func Enter[K, In any](key Key[K], read func(*Request) In,
	act func(context.Context, access.Actor, K, In) error) func(*Request) error {
	return func(r *Request) error {
		k, err := key(r)
		if err != nil {
			return err
		}
		in := read(r)
		if !r.form.OK() {
			return r.unread(func(ctx context.Context) error { return act(ctx, r.actor, k, in) })
		}
		return act(r.acting(), r.actor, k, in)
	}
}

// EnterBoth is Enter for what two parts of the path name.
func EnterBoth[A, B, In any](a Key[A], b Key[B], read func(*Request) In,
	act func(context.Context, access.Actor, A, B, In) error) func(*Request) error {
	return Enter(both(a, b), read, func(ctx context.Context, who access.Actor, k pair[A, B], in In) error {
		return act(ctx, who, k.a, k.b, in)
	})
}

// EnterTwo is Enter for a form of two values.
func EnterTwo[K, A, B any](key Key[K], read func(*Request) (A, B),
	act func(context.Context, access.Actor, K, A, B) error) func(*Request) error {
	return Enter(key, func(r *Request) pair[A, B] { a, b := read(r); return pair[A, B]{a, b} },
		func(ctx context.Context, who access.Actor, k K, in pair[A, B]) error {
			return act(ctx, who, k, in.a, in.b)
		})
}

// EnterAll reads the form and, when nothing is to be corrected, does an act on the whole network.
func EnterAll[In any](read func(*Request) In, act func(context.Context, access.Actor, In) error) func(*Request) error {
	return Enter(Nothing, read, func(ctx context.Context, who access.Actor, _ struct{}, in In) error {
		return act(ctx, who, in)
	})
}

// EnterTo is Enter for an act whose outcome says where it leads; for TakeTo.
func EnterTo[K, In, Out any](key Key[K], read func(*Request) In,
	act func(context.Context, access.Actor, K, In) (Out, error),
	to func(Out) Response) func(*Request) (Response, error) {
	return func(r *Request) (res Response, err error) {
		err = Enter(key, read, func(ctx context.Context, who access.Actor, k K, in In) error {
			out, err := act(ctx, who, k, in)
			if err == nil {
				res = to(out)
			}
			return err
		})(r)
		return res, err
	}
}

// EnterAllTo is EnterTo for an act on the whole network.
func EnterAllTo[In, Out any](read func(*Request) In, act func(context.Context, access.Actor, In) (Out, error),
	to func(Out) Response) func(*Request) (Response, error) {
	return EnterTo(Nothing, read, func(ctx context.Context, who access.Actor, _ struct{}, in In) (Out, error) {
		return act(ctx, who, in)
	}, to)
}

type pair[A, B any] struct {
	a A
	b B
}

func both[A, B any](a Key[A], b Key[B]) Key[pair[A, B]] {
	return func(r *Request) (pair[A, B], error) {
		x, err := a(r)
		if err != nil {
			return pair[A, B]{}, err
		}
		y, err := b(r)
		return pair[A, B]{x, y}, err
	}
}

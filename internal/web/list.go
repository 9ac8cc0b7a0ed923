package web

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/ask"
)

// List is a list that people narrow, put in order and page through, as a room declares it once. What narrows it is a
// sheet of questions with one answer each, which the address carries.
type List[Q any] struct {
	Name   string // under which views of it are kept
	Path   string
	By     ask.Sheet[Q] // the question "sort" among them asks for its order
	Tabs   string       // the question that tabs above the list answer; empty for none
	Orders []Order      // the first is the list's own, which no address names
}

// sorting is the question that asks for the order of a list.
const sorting = "sort"

// Order is one order of a list: the column by which it goes, whose head leads to it.
type Order struct {
	Code  string // the answer
	Head  string // text key
	Falls bool   // from the greatest down
}

// Kept is a list of which people keep views of their own.
type Kept interface {
	// Called is its name.
	Called() string
	// Narrowed is what a press keeps of a look at it; false where it answers what the list does not ask.
	Narrowed(*Request) (kept string, ok bool)
	// At is the address of a view that was kept.
	At(kept string) string
}

// MostViews is how many views of a list somebody keeps at most.
const MostViews = 12

// Asked reads what the address asks of the list. What is wrong in it is said beside its field, and narrows nothing.
func (l List[Q]) Asked(r *Request) (q Q) {
	for _, x := range l.By {
		r.Asked(x.Name)
	}
	Read(r, l.By, &q)
	return q
}

// Back is the look at the list from which a form was sent, as it was left.
func (l List[Q]) Back(r *Request) string {
	if at := r.form.d.from; strings.HasPrefix(at, l.Path+"?") {
		return at
	}
	return l.Path
}

// Called is the name of the list.
func (l List[Q]) Called() string { return l.Name }

// At is the address of a view that was kept.
func (l List[Q]) At(kept string) string { return l.Path + "?" + kept }

// Narrowed is what a press keeps of a look at the list; false where it answers what the list does not ask.
func (l List[Q]) Narrowed(r *Request) (kept string, ok bool) {
	var q Q
	Read(r, l.By, &q)
	return l.Look(r.form, q, nil).kept(), r.form.OK()
}

// Look is one look at the list: what narrows it, in which order it stands, and the views that its reader keeps.
func (l List[Q]) Look(f *Form, q Q, views []string) Sight {
	out := Sight{name: l.Name, path: l.Path, tabs: l.Tabs, form: f, orders: l.Orders, views: views}
	for _, x := range l.By {
		a := x.Get(&q)
		if x.Name == sorting && len(l.Orders) > 0 && a.Code() == l.Orders[0].Code {
			a = ask.Answer{}
			f.Set(sorting)
		}
		out.asked = append(out.asked, narrowing{Question: x.Question, answer: a})
	}
	return out
}

// Sight is one look at a list. Narrow draws what stands above its rows.
type Sight struct {
	name, path, tabs string
	form             *Form
	asked            []narrowing // every question of the list
	orders           []Order
	views            []string
	besides          []string // pairs of a name and a value
}

// narrowing is a question of a list, and its answer.
type narrowing struct {
	ask.Question
	answer ask.Answer
	called func(context.Context, string) string // what a code is called that no text names
}

func (n narrowing) words(ctx context.Context) string {
	said := ""
	if n.called != nil {
		said = n.called(ctx, n.answer.Code())
	} else {
		said = Answered(ctx, n.Question, n.answer)
	}
	switch {
	case n.Name == sorting:
		return said
	case n.Kind == ask.Ticked:
		return T(ctx, n.Label())
	}
	return T(ctx, "web.list.chip", "what", T(ctx, n.Label()), "said", said)
}

func narrowedWords(ctx context.Context, n narrowing) string { return n.words(ctx) }

// Address is that of the list as it is looked at, but for what the pairs of a name and a value say; a page of it is
// never carried on.
func (l Sight) Address(pairs ...string) string {
	said := url.Values{}
	for _, n := range l.asked {
		said.Set(n.Name, n.answer.Code())
	}
	pairs = append(slices.Clip(l.besides), pairs...)
	for i := 0; i < len(pairs); i += 2 {
		said.Set(pairs[i], pairs[i+1])
	}
	var all []string
	for name := range said {
		all = append(all, name, said.Get(name))
	}
	return Address(l.path, all...)
}

// narrows are the answers that leave out rows, save that of the tabs.
func (l Sight) narrows() []narrowing {
	return slices.DeleteFunc(slices.Clone(l.asked), func(n narrowing) bool {
		return n.answer.Code() == "" || n.Name == sorting || n.Name == l.tabs
	})
}

// cleared is the address of the list with nothing that narrows it: in the same tab, and in the same order.
func (l Sight) cleared() string {
	pairs := append(slices.Clip(l.besides), sorting, l.order())
	if l.tabs != "" {
		pairs = append(pairs, l.tabs, l.answered(l.tabs))
	}
	return Address(l.path, pairs...)
}

func (l Sight) order() string { return l.answered(sorting) }

// answered is the code by which the address answers a question of the list.
func (l Sight) answered(name string) string {
	for _, n := range l.asked {
		if n.Name == name {
			return n.answer.Code()
		}
	}
	return ""
}

// kept is what is kept of the look: no words that somebody typed, for they may say who somebody is.
func (l Sight) kept() string { return strings.TrimPrefix(Address("", l.said()...), "?") }

// said are the questions that are answered by codes, each with its answer.
func (l Sight) said() (pairs []string) {
	for _, n := range l.asked {
		if code := n.answer.Code(); code != "" && !n.Words() {
			pairs = append(pairs, n.Name, code)
		}
	}
	return pairs
}

// Calling names the codes of the tabs that no text names.
func (l Sight) Calling(name func(context.Context, string) string) Sight {
	for i := range l.asked {
		if l.asked[i].Name == l.tabs {
			l.asked[i].called = name
		}
	}
	return l
}

// Besides carries on, in every address of the look, where in the list it stands; no view keeps it.
func (l Sight) Besides(pairs ...string) Sight {
	l.besides = pairs
	return l
}

// wrong tells whether the address answers one of the questions otherwise than it can be.
func (l Sight) wrong() bool {
	return slices.ContainsFunc(l.asked, func(n narrowing) bool { return l.form.Error(n.Name) != nil })
}

// typed tells whether words narrow the list.
func (l Sight) typed() bool {
	return slices.ContainsFunc(l.narrows(), func(n narrowing) bool { return n.Words() })
}

// pressed is what the press sends that keeps the look, or lets it go.
func (l Sight) pressed() map[string]string {
	out := map[string]string{"list": l.name}
	for i, said := 0, l.said(); i < len(said); i += 2 {
		out[said[i]] = said[i+1]
	}
	return out
}

// viewTabs lead to the views that are kept, each called by what it answers. One that asks what the list asks no more
// leads nowhere, and is left out.
func (l Sight) viewTabs(ctx context.Context) (out []Tab) {
	for _, kept := range l.views {
		v, err := url.ParseQuery(kept)
		if err != nil {
			continue
		}
		var words []string
		for _, n := range l.asked {
			code := v.Get(n.Name)
			if n.answer = (ask.Answer{Codes: []string{code}}); code != "" &&
				(n.Kind != ask.One || n.Also(code) || slices.Contains(valuesOf(ctx, l.form, n.Question), code)) {
				words = append(words, n.words(ctx))
			}
		}
		if len(words) == len(v) {
			out = append(out, Tab{Words: strings.Join(words, " · "), URL: l.path + "?" + kept, Here: kept == l.kept(),
				Plain: true})
		}
	}
	return out
}

// drawn is how a question of a list is asked: what is short, in one line.
func (l Sight) drawn(ctx context.Context, q ask.Question) (Field, []Option) {
	field, options := FieldOf(ctx, q), optionsOf(ctx, l.form, q)
	field.Blank = "web.list.any"
	if q.Name == sorting {
		field.Blank = q.OfValue() + "." + l.orders[0].Code
		options = slices.DeleteFunc(options, func(o Option) bool { return o.Value == l.orders[0].Code })
	}
	return field, options
}

// Pages lead to the pages of the list before and after the one shown, counted from 0.
func (l Sight) Pages(page int, more bool) templ.Component { return pagesOf(page, more, l.Address) }

// AfterPages lead to the first page of a list that is read behind a row, and to the next; next is empty on the last.
func (l Sight) AfterPages(next string) templ.Component {
	return Pager(When(l.form.Value("after") != "", l.Address()), When(next != "", l.Address("after", next)))
}

// head is the head of a column: its words, and where it leads to another order.
type head struct {
	words, url string
	order      string // the words of the order, where the list stands in it
	aria       string
}

func (h head) view() templ.Component {
	if h.url == "" && h.order == "" {
		return templ.Raw(templ.EscapeString(h.words))
	}
	return headView(h)
}

// heads are those of a table, by text key: of a look, each that has an order leads to it.
func (l Sight) heads(ctx context.Context, keys []string) []head {
	return Each(ctx, keys, func(ctx context.Context, key string) head {
		out := head{words: T(ctx, key)}
		of := slices.DeleteFunc(slices.Clone(l.orders), func(o Order) bool { return o.Head != key })
		if len(of) == 0 {
			return out
		}
		now := l.order()
		if now == "" {
			now = l.orders[0].Code
		}
		next := of[0].Code
		for i, o := range of {
			if o.Code == now {
				next = of[(i+1)%len(of)].Code
				out.aria = Either(o.Falls, "descending", "ascending")
				out.order = Either(o.Falls, "↓", "↑") + " " + T(ctx, l.question(sorting).OfValue()+"."+o.Code)
			}
		}
		if next == now {
			return out // its only order: nowhere to go
		}
		if next == l.orders[0].Code {
			next = ""
		}
		out.url = l.Address(sorting, next)
		return out
	})
}

func (l Sight) question(name string) ask.Question {
	for _, n := range l.asked {
		if n.Name == name {
			return n.Question
		}
	}
	panic("web: the list does not ask " + name)
}

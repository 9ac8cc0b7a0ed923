package web

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// Field describes one question of a form. Label and Hint are text keys; Words replaces Label where the question is data
// (a code list, a questionnaire) rather than a text.
type Field struct {
	Name     string
	Label    string
	Words    string
	Hint     string
	HintArgs []any
	Reads    string // the compartment of the words written here, by its name: the field says who reads them
	Only     string // who alone of them reads these; empty: all
	Optional bool   // says "(optional)" beside the label
	Blank    string // text key of a Select's answer that answers nothing; empty: to be chosen
	Legend   bool   // the label is the page's question, shown large
	Short    bool   // a narrow field: a code, a number
	Rows     int    // lines of a TextArea; 4 when zero
	Max      int    // what the handler allows, so that the browser can count
	Type     string // input type; "text" when empty
	Mode     string // inputmode: numeric, tel, email
	Complete string // autocomplete; "off" when empty, for other people's data is typed here
	ID       string // when two forms of a page share a name
	// name of the page's AreaPicker whose suggestions this one offers too, so that a long list is sent once
	List string
	// an AreaPicker that takes several answers
	Several bool
	Else    bool // an AreaPicker whose lines may stay in words
}

// Option is one answer to choose. Label is in words already: code lists are data.
type Option struct {
	Value string
	Label string
	Hint  string
}

// OptionsOf names values by texts: the label of "guest" under "stay.kind" is the text "stay.kind.guest".
func OptionsOf[S ~string](ctx context.Context, prefix string, values []S) []Option {
	out := make([]Option, 0, len(values))
	for _, v := range values {
		out = append(out, Option{Value: string(v), Label: T(ctx, prefix+"."+string(v))})
	}
	return out
}

func (q Field) list() string {
	if q.List != "" {
		return "f-" + q.List + "-list"
	}
	return q.id() + "-list"
}

func (q Field) id() string {
	if q.ID != "" {
		return q.ID
	}
	return "f-" + q.Name
}

func (q Field) label(ctx context.Context) string {
	return named(ctx, q.Words, q.Label)
}

// open registers the field's label and place with the form, for the error summary, and returns the label.
func (q Field) open(ctx context.Context, f *Form) string {
	l := q.label(ctx)
	f.d.labels[q.Name] = asked(l)
	if part, ok := ctx.Value(within{}).(string); ok {
		f.d.labels[q.Name] = T(ctx, "web.form.within", "label", asked(l), "part", part)
	}
	f.d.ids[q.Name] = q.id()
	if !slices.Contains(f.d.order, q.Name) {
		f.d.order = append(f.d.order, q.Name)
	}
	return l
}

// asked is a label without the sign of a question.
func asked(label string) string { return strings.TrimRight(label, "? \u00a0\u202f") }

type within struct{}

// Within names the part of a form that its children ask about, where the form asks the same of several: the summary of
// mistakes says which one it means.
func Within(part string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return templ.GetChildren(ctx).Render(context.WithValue(templ.ClearChildren(ctx), within{}, part), w)
	})
}

// describedBy lists the ids that explain the field.
func (q Field) describedBy(f *Form) string {
	var ids []string
	if q.Hint != "" {
		ids = append(ids, q.id()+"-hint")
	}
	if q.Reads != "" {
		ids = append(ids, q.id()+"-reads")
	}
	if f.Error(q.Name) != nil {
		ids = append(ids, q.id()+"-error")
	}
	return strings.Join(ids, " ")
}

func (q Field) rows() int {
	if q.Rows == 0 {
		return 4
	}
	return q.Rows
}

// suggestions writes the lines of a datalist in the shortest markup HTML has: the words are the value, and the end of
// an option is where the next begins. A list of the country's towns is the heaviest thing on a page.
func suggestions(options []Option) string {
	var b strings.Builder
	for _, o := range options {
		b.WriteString("<option>")
		b.WriteString(templ.EscapeString(o.Label))
	}
	return b.String()
}

func (m *Mistake) words(ctx context.Context) string { return T(ctx, m.Key, m.Args...) }

// ticked tells whether a value was chosen.
func (f *Form) ticked(name, value string) bool {
	for _, v := range f.d.values[name] {
		if v == value {
			return true
		}
	}
	return false
}

// FormTo is the frame of every form: it posts to action, carries the idempotency key, and shows on top what is to be
// corrected, each line leading to its field. Its children are fields and one Button.
func FormTo(f *Form, action string) templ.Component { return framed(f, action, false, "") }

// carriedID is the id of the form that the links to other languages take along (Response.Carrying).
const carriedID = "carried"

// CarriedTo is FormTo for the one form of a page that the links to other languages take along.
func CarriedTo(f *Form, action string) templ.Component { return framed(f, action, false, carriedID) }

// UploadTo is FormTo for forms that carry a file; the route needs the Upload option.
func UploadTo(f *Form, action string) templ.Component { return framed(f, action, true, "") }

func framed(f *Form, action string, files bool, id string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		id, ctx := formID(ctx, id)
		var body bytes.Buffer
		// Fields first: they tell the form their labels, which the summary above them needs.
		if err := templ.GetChildren(ctx).Render(templ.ClearChildren(ctx), &body); err != nil {
			return err
		}
		draft := draftOf(ctx, f, action, body.Bytes())
		return formFrame(f, action, files, id, draft, templ.Raw(body.String())).Render(templ.ClearChildren(ctx), w)
	})
}

// begun begins a label of a list with a capital, where it stands alone: in sentences it has none.
func begun(label string) string {
	r, n := utf8.DecodeRuneInString(label)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + label[n:]
}

// ours tells whether a form that sends to action may say what is to be corrected: of several on a page, the one that
// was sent.
func ours(ctx context.Context, action string) bool {
	p := pageOf(ctx)
	to, _, _ := strings.Cut(action, "?")
	return !p.invalid || p.raw == nil || to == p.path
}

// summed draws a page with, on top, what is to be corrected, where the page itself has no form that says it: no answer
// refuses without a word.
func summed(f *Form, page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		f.d.summed = false
		var body bytes.Buffer
		if err := page.Render(ctx, &body); err != nil {
			return err
		}
		if !f.d.summed {
			if err := ErrorSummary(f).Render(ctx, w); err != nil {
				return err
			}
		}
		return templ.Raw(body.String()).Render(ctx, w)
	})
}

// inOrder is what is to be corrected in the order of the page, before it what is of the whole form.
func inOrder(f *Form) []Mistake {
	return slices.SortedStableFunc(slices.Values(f.d.errs), func(a, b Mistake) int {
		return slices.Index(f.d.order, f.field(a)) - slices.Index(f.d.order, f.field(b))
	})
}

// summaryLine is one mistake in the summary, with its field's label.
func summaryLine(ctx context.Context, f *Form, m Mistake) string {
	if l := f.d.labels[f.field(m)]; l != "" {
		return T(ctx, "web.form.line", "label", l, "mistake", inside(m.words(ctx))) // whatever rooms begin it with
	}
	return m.words(ctx)
}

// anchor is where a line of the summary leads: to its field; empty where the mistake is of the whole form, or the page
// shows no such field.
func anchor(f *Form, m Mistake) string {
	if id := f.d.ids[f.field(m)]; id != "" {
		return "#" + id
	}
	return ""
}

// field is the name of the shown field that a mistake is of; empty where there is none.
func (f *Form) field(m Mistake) string {
	for name := range f.d.ids {
		if m.of(name) {
			return name
		}
	}
	return ""
}

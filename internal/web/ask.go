package web

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// fewChoices is how many codes are all seen at once; more are a list to open.
const fewChoices = 7

// fewSigns is how many signs a code has at most: its field is as short as that of a number.
const fewSigns = 20

// Read puts what a form answers to a sheet into t. What is wrong is remembered beside its field, and t left as it was
// there.
func Read[T any](r *Request, s ask.Sheet[T], t *T) {
	for _, q := range s {
		a := answerTo(r, q.Question)
		if r.Form().Error(q.Name) == nil {
			q.Set(t, a)
			if r.form.Stood(q.Name, q.Get(t)) {
				r.form.d.untouched = append(r.form.d.untouched, q.Name)
			}
		}
	}
}

// Answers reads what a form answers to a sheet, for Enter and its like.
func Answers[T any](s ask.Sheet[T]) func(*Request) T {
	return func(r *Request) T {
		var t T
		Read(r, s, &t)
		return t
	}
}

// answerTo reads one answer.
func answerTo(r *Request, q ask.Question) ask.Answer {
	f, on := r.Form(), r.Today()
	switch q.Kind {
	case ask.Plain:
		words := f.Text(q.Name, rulesOf(q)...)
		return fitting(f, q, words, ask.Answer{Codes: []string{words}})
	case ask.Sealed:
		return fitting(f, q, strings.TrimSpace(f.Value(q.Name)), ask.Answer{Words: f.Secret(q.Name, rulesOf(q)...)})
	case ask.ThreeWay:
		return ask.Said(f.Tri(q.Name))
	case ask.Ticked:
		return ask.Answer{Codes: f.Values(q.Name)}
	case ask.One:
		values := valuesOf(r.Context(), f, q)
		if v := f.trimmed(q.Name); q.Also(v) {
			values = append(slices.Clip(values), v)
		}
		return ask.Answer{Codes: []string{Choice(f, q.Name, values, rulesOf(q)...)}}
	case ask.Several:
		return ask.Answer{Codes: Choices(f, q.Name, valuesOf(r.Context(), f, q), rulesOf(q)...)}
	case ask.Typed, ask.TypedAll:
		if q.Areas() {
			return ask.Answer{Codes: areasOf(r, q)}
		}
		if q.Kind == ask.TypedAll {
			return ask.Answer{Codes: f.Picks(q.Name, namesOf(r.Context(), f, q), rulesOf(q)...)}
		}
		return ask.Answer{Codes: []string{f.Pick(q.Name, namesOf(r.Context(), f, q), rulesOf(q)...)}}
	case ask.Count:
		return counted(r, q, on)
	case ask.OnDay:
		if m, ok := f.month(q.Name); ok && q.Months {
			if first := date.Must(m.Year, m.Month, 1); q.Past && r.latest().Before(first) {
				f.Fail(q.Name, "web.form.ahead")
			} else {
				near(r, q, first)
			}
			return ask.Answer{Codes: []string{m.String()}}
		}
		if q.Months && f.yearAlone(q.Name) {
			f.Fail(q.Name, "web.form.year_alone")
			return ask.Answer{}
		}
		d, _ := f.day(q.Name, rulesOf(q)...)
		if q.Past && r.latest().Before(d) {
			f.Fail(q.Name, "web.form.ahead")
			return ask.Answer{}
		}
		near(r, q, d)
		return ask.Dated(d)
	case ask.AtHour:
		if d, far, _, exists := f.typedDay(q.Name); far && exists {
			near(r, q, d)
			return ask.Answer{}
		}
		t := f.Moment(q.Name, rulesOf(q)...)
		if !t.IsZero() {
			near(r, q, date.In(t, f.country().HoursOf(f.placeOf(q.Name))))
		}
		a := ask.Timed(t)
		a.Area = f.placeOf(q.Name)
		return a
	case ask.Amount:
		c := f.Cents(q.Name, rulesOf(q)...)
		if q.Above && c == 0 && strings.Trim(f.trimmed(q.Name), "0., ") == "" && f.trimmed(q.Name) != "" {
			f.Fail(q.Name, "web.form.above_zero")
		}
		return ask.Counted(int(c))
	}
	panic("web: no such kind of question")
}

// fitting refuses words that are not written as they have to be, but for those that stood before the form was opened:
// what came from elsewhere holds up no other answer of the form.
func fitting(f *Form, q ask.Question, words string, a ask.Answer) ask.Answer {
	if !q.Anyway && !q.Fits(words) && !f.Stood(q.Name, a) {
		f.Fail(q.Name, q.Wrong)
	}
	return a
}

// beyond says how far from today a day may lie, in years where that is how it was meant.
func beyond(f *Form, name, inDays, inYears string, days int) {
	if years := days / 365; years > 0 {
		f.Fail(name, inYears, "n", years)
		return
	}
	f.Fail(name, inDays, "n", days)
}

// near refuses what lies further back or further ahead than the question allows, and says how far that is; what stood
// before the form was opened holds up no other answer of it.
func near(r *Request, q ask.Question, d date.Date) {
	back, ahead := q.Reach()
	first, last := r.Today().AddDays(-back), r.Today().AddDays(ahead)
	switch {
	case d.IsZero() || r.Form().Stood(q.Name, ask.Dated(d)):
	case d.Before(first):
		beyond(r.Form(), q.Name, "web.form.too_old", "web.form.too_old_years", back)
	case last.Before(d):
		beyond(r.Form(), q.Name, "web.form.too_far", "web.form.too_far_years", ahead)
	}
}

// counted leaves an empty field unanswered, and checks the bounds of any other.
func counted(r *Request, q ask.Question, on date.Date) ask.Answer {
	f := r.Form()
	if strings.TrimSpace(f.Value(q.Name)) == "" && !q.Must {
		return ask.Answer{}
	}
	least, most := q.Bounds(on)
	if q.Guessed != "" {
		return bornIn(r, q, on, least, most)
	}
	n := f.Int(q.Name, append(rulesOf(q), Between(least, most))...)
	return ask.Answer{Codes: []string{strconv.Itoa(n)}}
}

// bornIn reads what is known of a birth: its year, with the month and the day where they are told; a guess ticks that
// it is one. What was typed stands as it is read.
func bornIn(r *Request, q ask.Question, on date.Date, least, most int) ask.Answer {
	f := r.Form()
	born, ok := date.ReadRough(PrinterOf(r.Context()).unspoken(f.Value(q.Name)), on)
	switch {
	case !ok:
		f.Fail(q.Name, "web.form.birth")
		return ask.Answer{}
	case born.Year < least || born.Year > most:
		f.outside(q.Name, least, most)
	case born.Ahead(on):
		f.Fail(q.Name, "web.form.ahead")
	}
	if f.Set(q.Name, born.Typed()); born.About {
		f.Set(q.Guessed, tri.Yes.String())
	}
	return ask.Answer{Codes: []string{born.String()}}
}

func rulesOf(q ask.Question) []Rule {
	var out []Rule
	if q.Words() {
		out = append(out, Max(q.Most))
		if q.Rows > 0 {
			out = append(out, Lines)
		}
	}
	if q.Must {
		out = append(out, Required)
	}
	return out
}

// FieldOf describes a question for the components.
func FieldOf(ctx context.Context, q ask.Question) Field {
	out := Field{Name: q.Name, Label: q.Label(), Optional: q.Aside, Rows: q.Rows, Mode: q.Mode, List: q.Shares,
		Complete: q.Fills,
		Short:    q.Kind == ask.Count || q.Kind == ask.Amount || 0 < q.Most && q.Most <= fewSigns,
		Several:  q.Kind == ask.TypedAll,
		Else:     q.Else != ""}
	if q.Words() {
		out.Max = q.Most
	}
	if PrinterOf(ctx).Has(q.Hint()) {
		out.Hint = q.Hint()
	}
	if q.Kind == ask.Sealed {
		out.Reads, out.Only = q.Compartment.String(), string(q.Only)
	}
	return out
}

// whoReads says who reads the words of a compartment, by the table of compartments: who from the start, and by what
// that changes; or the one team that reads these.
func whoReads(ctx context.Context, compartment, only string) string {
	first, told := ask.Readers(compartment)
	if only != "" {
		first, told = []string{only}, nil
	}
	who := ""
	for i, reader := range first {
		name := T(ctx, "web.reads.first."+reader)
		switch {
		case i == 0:
			who = name
		case i < len(first)-1:
			who = T(ctx, "web.reads.comma", "some", who, "next", name)
		default:
			who = T(ctx, "web.reads.and", "some", who, "last", name)
		}
	}
	if len(told) == 0 {
		return T(ctx, "web.reads.alone", "who", who)
	}
	line := T(ctx, "web.reads.line", "who", who)
	for _, g := range told {
		then := T(ctx, "web.reads.by."+strings.ReplaceAll(g.Act, ".", "_"))
		if len(g.If) > 0 {
			then = T(ctx, "web.reads.if", "then", then, "agreements", Purposes(ctx, g.If))
		}
		line = T(ctx, "web.reads.then", "line", line, "then", then)
	}
	return T(ctx, "web.reads.end", "line", line)
}

// Purposes names what a person agrees to, each in the words of the page of agreements.
func Purposes(ctx context.Context, purposes []string) string {
	quoted := make([]string, len(purposes))
	for i, p := range purposes {
		quoted[i] = T(ctx, "web.reads.purpose", "purpose", Label(ctx, "consent", p))
	}
	return strings.Join(quoted, ", ")
}

// said writes codes in words; "" where nothing is known.
func said(ctx context.Context, q ask.Question, a ask.Answer) string {
	if !a.Known() {
		return ""
	}
	switch q.Kind {
	case ask.ThreeWay:
		return Three(ctx, a.Tri())
	case ask.Ticked:
		return T(ctx, "web.tri.yes")
	case ask.One, ask.Several, ask.Typed, ask.TypedAll:
		words := make([]string, len(a.Codes))
		for i, code := range a.Codes {
			words[i] = wordOf(ctx, q, code)
		}
		if q.Areas() {
			return Apart(ctx, words)
		}
		return strings.Join(words, ", ")
	case ask.OnDay:
		return Birth(ctx, a.Born())
	case ask.Count:
		if q.Guessed != "" {
			return Birth(ctx, a.Born())
		}
	case ask.AtHour:
		return DateIn(ctx, a.Moment(), a.Area)
	case ask.Amount:
		return Money(ctx, a.Cents())
	}
	return a.Code()
}

// Birth is a day in words, or its month, or its year, and that it is a guess.
func Birth(ctx context.Context, born date.Rough) string {
	p := PrinterOf(ctx)
	switch words := born.String(); {
	case born.About:
		born.About = false
		return p.T("web.format.about", "birth", Birth(ctx, born))
	case born.Day > 0:
		return p.Day(date.Must(born.Year, born.Month, born.Day))
	case born.Month > 0:
		return p.T("web.format.month_year", "month", p.month(time.Month(born.Month)), "year", p.digits(born.Year, 4))
	default:
		return words
	}
}

// Three is yes or no in words, empty where it is not known yet.
func Three(ctx context.Context, v tri.Value) string {
	if !v.Known() {
		return ""
	}
	return T(ctx, "web.tri."+v.String())
}

func wordOf(ctx context.Context, q ask.Question, code string) string {
	if q.List == "" {
		return T(ctx, q.OfValue()+"."+code)
	}
	return q.Word(Country(ctx), Lang(ctx), code)
}

// TopicWords is what to ask about a topic that is not known yet: a question of its own where the room has the words for
// it, its label otherwise.
func TopicWords(ctx context.Context, room, topic string) string {
	if key := ask.OpenOf(room, topic); PrinterOf(ctx).Has(key) {
		return T(ctx, key)
	}
	return T(ctx, ask.LabelOf(room, topic))
}

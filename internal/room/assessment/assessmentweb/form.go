package assessmentweb

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/web"
)

var (
	zoneForms = []string{"zone1", "zone2"} // the groups of fields for new danger zones
	tieForms  = []string{"tie1", "tie2"}   // and for what cannot move
)

// zoned are the questions of one group; the page carries the list of towns once.
func zoned(group string) ask.Sheet[assessment.Zoning] {
	s := assessment.Zoned.Prefixed(group)
	if group != zoneForms[0] {
		s[0] = s[0].Sharing(zoneForms[0])
	}
	return s
}

// zones reads one group of new danger zones: half of one says nothing.
func zones(r *web.Request, group string) []casefile.Zone {
	f, moved := r.Form(), words(r.Form(), "elsewhere")
	z := web.Answers(zoned(group))(r)
	if moved() {
		z.Areas = append(z.Areas, country.InWords)
	}
	switch {
	case len(z.Areas) > 0:
		needed(f, group+"_level", z.Level)
		needed(f, group+"_reason", z.Reason)
	case z.Level+z.Reason != "":
		f.Fail(group, "assessment.zone_area_needed")
	}
	return z.Zones()
}

// words tells, once areas were read, whether a line that no list of them holds has moved to the words of a field.
func words(f *web.Form, name string) (moved func() bool) {
	told := f.Value(name)
	return func() bool { return f.Value(name) != told }
}

func needed(f *web.Form, name, value string) {
	if value == "" {
		f.Fail(name, "web.form.choose")
	}
}

// ties reads what has to stay within reach.
func ties(r *web.Request) []casefile.Tie {
	f := r.Form()
	var out []casefile.Tie
	for _, n := range tieForms {
		area, moved := "", words(f, "fixed")
		if web.Read(r, assessment.Tied.Prefixed(n), &area); moved() {
			area = country.InWords
		}
		within := web.Choice(f, n+"_within", ways())
		switch {
		case area == "" && within != "":
			f.Fail(n, "assessment.zone_area_needed")
		case area != "":
			needed(f, n+"_within", within)
			minutes, _ := strconv.Atoi(within) // one of ways
			out = append(out, casefile.Tie{Area: area, Minutes: minutes})
		}
	}
	return out
}

// ways are the longest ways offered, in minutes.
func ways() []string {
	var out []string
	for _, m := range assessment.TieMinutes {
		out = append(out, strconv.Itoa(m))
	}
	return out
}

// nameOf is the field of a criterion.
func nameOf(criterion string) string { return "c_" + criterion }

// assertion reads what is said of one criterion, and by whom.
func assertion(r *web.Request, criterion string) assessment.Assertion {
	f, name := r.Form(), nameOf(criterion)
	a := web.Answers(assessment.Asserted.Prefixed(name))(r)
	a.Criterion, a.Answer = criterion, f.Tri(name)
	anybody := r.Country().List(codelist.DecidedBy).Keys() // the evaluation knows who said it before
	a.Asserter = web.Choice(f, name+"_by", assessment.Asserters(r.Country(), r.Today(), anybody...))
	if a.Asserter == "" && (a.Answer.Known() || !a.Note.Empty()) {
		f.Fail(name+"_by", "assessment.asserter_needed")
	}
	return a
}

// children reads how many children there are of each age, one code a child.
func children(r *web.Request) []string {
	f := r.Form()
	var out []string
	for _, o := range web.CodeOptions(r.Context(), codelist.ChildAge) {
		for range f.Int("children_"+o.Value, web.Between(0, 15)) {
			out = append(out, o.Value)
			if len(out) > 15 {
				f.Fail("children_"+o.Value, "web.form.between", "low", 0, "high", 15)
				return nil
			}
		}
	}
	return out
}

func indicators(r *web.Request) map[string]tri.Value {
	out := map[string]tri.Value{}
	for _, key := range r.Country().List(codelist.Indicator).Keys() {
		if v := r.Form().Tri("i_" + key); v.Known() {
			out[key] = v
		}
	}
	return out
}

// parts are the evaluation as it stands, in the fields of its page.
func parts(ctx context.Context, f *web.Form, x assessment.File) []web.Part {
	out := []web.Part{web.Now(assessment.Questions, x.Entry())}
	var known []string
	for _, z := range x.Zones {
		known = append(known, strings.Join([]string{z.Area, z.Level, z.Reason, z.Since.String()}, " "))
	}
	for _, c := range assessment.Criteria {
		a, ok := latest(x, c)
		if !ok && c == "agrees" && !x.Agreed.IsZero() {
			a = assessment.Assertion{Answer: tri.Yes, Asserter: assessment.Person, Since: x.Agreed}
		}
		out = append(out, web.Together(web.Now(assessment.Asserted.Prefixed(nameOf(c)), &a),
			web.Drawn(nameOf(c), a.Answer.String()), web.Drawn(nameOf(c)+"_by", a.Asserter)).Of(c))
	}
	for _, o := range web.CodeOptions(ctx, codelist.ChildAge) {
		out = append(out, web.Drawn("children_"+o.Value, digits(count(x.Sheet.Children, o.Value))).
			Of("household"))
	}
	for i, t := range tieSlots(ctx, f, x.Ties) {
		n := tieForms[i]
		out = append(out, web.Together(web.Now(assessment.Tied.Prefixed(n), &t.Area),
			web.Drawn(n+"_within", digits(t.Minutes))).Of("ties"))
	}
	for _, c := range assessment.Indicators(web.Country(ctx), x.Sheet.Indicators, web.Today(ctx)) {
		out = append(out, web.Drawn("i_"+c.Key, x.Sheet.Indicators[c.Key].String()).Of("indicators"))
	}
	return append(out, web.Drawn("zones", known...)) // no field shows them: what is lifted is ticked
}

// tieSlots puts each tie where the form has it; the others where there is room.
func tieSlots(ctx context.Context, f *web.Form, ties []casefile.Tie) []casefile.Tie {
	out := make([]casefile.Tie, len(tieForms))
	var others []casefile.Tie
	for _, t := range ties {
		if t.Area == country.InWords {
			continue // its words have a field of their own
		}
		at := slices.IndexFunc(tieForms, func(n string) bool {
			return f.Value(n) == web.AreaName(ctx, t.Area)
		})
		if at >= 0 && out[at].Area == "" {
			out[at] = t
		} else {
			others = append(others, t)
		}
	}
	for i := range out {
		if out[i].Area == "" && len(others) > 0 {
			out[i], others = others[0], others[1:]
		}
	}
	return out
}

// digits writes a count as a field shows it: none is left empty.
func digits(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// fill puts the latest version into a form: where nobody has typed in yet, and where somebody else was faster.
func fill(r *web.Request, x assessment.File) {
	web.FillIn(r.Form(), parts(r.Context(), r.Form(), x)...)
}

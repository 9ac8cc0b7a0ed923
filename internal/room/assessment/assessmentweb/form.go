package assessmentweb

import (
	"context"
	"strconv"

	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/web"
)

// The lengths, in characters, of what may be written.
const (
	noteMax     = 1000
	sentenceMax = 1000
)

// zoneForms are the groups of fields for new danger zones.
var zoneForms = []string{"zone1", "zone2"}

// tieForms are the groups of fields for what cannot move.
var tieForms = []string{"tie1", "tie2"}

// ties reads what has to stay within reach.
func ties(r *web.Request) []casefile.Tie {
	f := r.Form()
	var out []casefile.Tie
	for _, n := range tieForms {
		area, within := f.Pick(n, areas(r.Context())), web.Choice(f, n+"_within", ways())
		switch {
		case area == "" && within != "" && f.Error(n) == nil:
			f.Fail(n, "assessment.zone_area_needed")
		case area != "" && within == "":
			f.Fail(n+"_within", "web.form.choose")
		case area != "":
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

// keys are the codes of a list that have not ended.
func keys(ctx context.Context, n codelist.Name) []string {
	var out []string
	for _, c := range web.Country(ctx).List(n).All() {
		if c.Until.IsZero() {
			out = append(out, c.Key)
		}
	}
	return out
}

func labelled(ctx context.Context, n codelist.Name) []web.Option {
	var out []web.Option
	for _, k := range keys(ctx, n) {
		out = append(out, web.Option{Value: k, Label: web.Country(ctx).List(n).Label(web.Lang(ctx), k)})
	}
	return out
}

// areas are the departments, then the towns with their department's name.
func areas(ctx context.Context) []web.Option {
	var out []web.Option
	p := web.Country(ctx)
	for _, a := range p.Departments() {
		out = append(out, web.Option{Value: a.Code, Label: a.Name})
	}
	for _, a := range p.Towns() {
		out = append(out, web.Option{Value: a.Code, Label: a.Name + ", " + p.Name(a.Parent)})
	}
	return out
}

// assertion reads what is said of one criterion, and by whom.
func assertion(r *web.Request, criterion string) assessment.Assertion {
	f, name := r.Form(), nameOf(criterion)
	a := assessment.Assertion{
		Criterion: criterion, Answer: f.Tri(name),
		Asserter: web.Choice(f, name+"_by", assessment.Asserters(r.Country())),
		Since:    f.Date(name + "_since"), Note: f.Secret(name+"_note", web.Lines, web.Max(noteMax)),
	}
	if a.Asserter == "" && (a.Answer.Known() || !a.Note.Empty()) {
		f.Fail(name+"_by", "assessment.asserter_needed")
	}
	return a
}

// children reads how many children there are of each age, one code a child.
func children(r *web.Request) []string {
	f := r.Form()
	var out []string
	for _, k := range keys(r.Context(), codelist.ChildAge) {
		for range f.Int("children_"+k, web.Between(0, 15)) {
			out = append(out, k)
			if len(out) > 15 {
				f.Fail("children_"+k, "web.form.between", "low", 0, "high", 15)
				return nil
			}
		}
	}
	return out
}

func indicators(r *web.Request) map[string]tri.Value {
	f := r.Form()
	out := map[string]tri.Value{}
	for _, k := range keys(r.Context(), codelist.Indicator) {
		if v := f.Tri("i_" + k); v.Known() {
			out[k] = v
		}
	}
	return out
}

// zones reads one group of new danger zones: several areas of one level, reason and date.
func zones(r *web.Request, n string) []casefile.Zone {
	f := r.Form()
	picked := f.Picks(n, areas(r.Context()))
	z := casefile.Zone{
		Level:  web.Choice(f, n+"_level", keys(r.Context(), codelist.DangerLevel)),
		Reason: web.Choice(f, n+"_reason", keys(r.Context(), codelist.DangerReason)), Since: f.Date(n + "_since"),
	}
	if len(picked) == 0 {
		if (z.Level != "" || z.Reason != "") && f.Error(n) == nil {
			f.Fail(n, "assessment.zone_area_needed")
		}
		return nil
	}
	if z.Level == "" {
		f.Fail(n+"_level", "web.form.choose")
	}
	if z.Reason == "" {
		f.Fail(n+"_reason", "web.form.choose")
	}
	var out []casefile.Zone
	for _, a := range picked {
		z.Area = a
		out = append(out, z)
	}
	return out
}

package assessmentweb

import (
	"context"
	"slices"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/web"
)

func label(ctx context.Context, n codelist.Name, key string) string {
	if key == "" || key == codelist.Unknown {
		return ""
	}
	return web.Country(ctx).List(n).Label(web.Lang(ctx), key)
}

func labels(ctx context.Context, n codelist.Name, list []string) string {
	var out []string
	for _, k := range list {
		out = append(out, label(ctx, n, k))
	}
	return strings.Join(out, ", ")
}

func choices(ctx context.Context, n codelist.Name) []web.Option { return labelled(ctx, n) }

func asserter(ctx context.Context, key string) string {
	if key == assessment.Person {
		return web.T(ctx, "assessment.asserter_person")
	}
	return label(ctx, codelist.DecidedBy, key)
}

func asserters(ctx context.Context) []web.Option {
	var out []web.Option
	for _, k := range assessment.Asserters(web.Country(ctx)) {
		out = append(out, web.Option{Value: k, Label: asserter(ctx, k)})
	}
	return out
}

func day(ctx context.Context, d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return web.Day(ctx, d)
}

// spoken writes an assertion: "Yes, says the police, since 3 November".
func spoken(ctx context.Context, a assessment.Assertion) string {
	key := "assessment.says." + a.Answer.String()
	if !a.Since.IsZero() {
		return web.T(ctx, key+"_since", "who", asserter(ctx, a.Asserter), "day", day(ctx, a.Since))
	}
	return web.T(ctx, key, "who", asserter(ctx, a.Asserter))
}

func saidOf(f assessment.File, criterion string) []assessment.Assertion {
	var out []assessment.Assertion
	for _, a := range f.Assertions {
		if a.Criterion == criterion {
			out = append(out, a)
		}
	}
	return out
}

// latest is the assertion that came last for a criterion.
func latest(f assessment.File, criterion string) (assessment.Assertion, bool) {
	var out assessment.Assertion
	found := false
	for _, a := range saidOf(f, criterion) {
		if !found || a.Number >= out.Number {
			out, found = a, true
		}
	}
	return out, found
}

func criterionRows(ctx context.Context, f assessment.File) []web.Row {
	var out []web.Row
	for _, c := range assessment.Criteria {
		var said []string
		for _, a := range saidOf(f, c) {
			said = append(said, spoken(ctx, a))
		}
		out = append(out, web.Row{Words: label(ctx, codelist.Criterion, c), Value: strings.Join(said, " · ")})
	}
	return out
}

func zoneWords(ctx context.Context, z casefile.Zone) string {
	out := areaName(ctx, z.Area) + " · " + label(ctx, codelist.DangerLevel, z.Level) + " · " +
		label(ctx, codelist.DangerReason, z.Reason)
	if !z.Since.IsZero() {
		out += " · " + web.T(ctx, "assessment.zone.since", "day", day(ctx, z.Since))
	}
	return out
}

func areaName(ctx context.Context, code string) string {
	p := web.Country(ctx)
	a, ok := p.Lookup(code)
	if d, in := p.Department(code); ok && in && d.Code != code {
		return a.Name + " (" + d.Name + ")"
	}
	return p.Name(code)
}

func areaNames(ctx context.Context, list []string) string {
	var out []string
	for _, a := range list {
		out = append(out, areaName(ctx, a))
	}
	return strings.Join(out, ", ")
}

func tiesWords(ctx context.Context, ties []casefile.Tie) []string {
	var out []string
	for _, t := range ties {
		out = append(out, tieWords(ctx, t))
	}
	return out
}

func childWords(ctx context.Context, list []string) string {
	var out []string
	for _, k := range keys(ctx, codelist.ChildAge) {
		if n := count(list, k); n > 0 {
			out = append(out, web.T(ctx, "assessment.child", "n", n, "age", label(ctx, codelist.ChildAge, k)))
		}
	}
	return strings.Join(out, ", ")
}

func count(list []string, key string) int {
	n := 0
	for _, k := range list {
		if k == key {
			n++
		}
	}
	return n
}

func needWords(ctx context.Context, s assessment.Sheet) string {
	if s.NoNeeds && len(s.Needs) == 0 {
		return web.T(ctx, "assessment.no_needs_short")
	}
	return labels(ctx, codelist.Need, s.Needs)
}

// needRows are what a host must prepare, in codes.
func needRows(ctx context.Context, f assessment.File) []web.Row {
	asked := assessment.Needs.Without("no_needs", "needs_words")
	rows := web.Rows(ctx, asked, f.Entry())
	for i, q := range asked {
		if q.Name == "needs" {
			rows[i].Value = needWords(ctx, f.Sheet)
		}
	}
	return append([]web.Row{{Label: "assessment.field.household", Value: household(ctx, f.Sheet)}}, rows...)
}

func household(ctx context.Context, s assessment.Sheet) string {
	out := label(ctx, codelist.HouseholdShape, s.Shape)
	if out != "" && len(s.Children) > 0 {
		out += " · " + childWords(ctx, s.Children)
	}
	return out
}

// dangerRows are what concerns danger, in codes.
func dangerRows(ctx context.Context, f assessment.File) []web.Row {
	return append(web.Rows(ctx, assessment.Danger.Without("plan"), f.Entry()),
		web.Row{Label: "assessment.field.vetoes", Value: areaNames(ctx, f.Vetoes)},
		web.Row{Label: "assessment.field.wished", Value: areaNames(ctx, f.Wishes)},
		web.Row{Label: "assessment.field.ties", Value: strings.Join(tiesWords(ctx, f.Ties), ", ")})
}

// fieldOf leads from a question that is open to its field.
func fieldOf(key string) string {
	switch key {
	case "adult", "trafficking", "danger_here", "distance_needed", "agrees":
		return "#f-" + nameOf(key)
	case "zones":
		return "#f-zone1"
	case "household":
		return "#f-shape"
	}
	if strings.HasPrefix(key, "indicator.") {
		return "#indicators"
	}
	return "#f-" + key
}

// question is what to ask about something not known yet.
func question(ctx context.Context, key string) string {
	if dim, ok := strings.CutPrefix(key, "indicator."); ok {
		return web.T(ctx, "assessment.ask.indicator", "dimension", label(ctx, codelist.IndicatorDimension, dim))
	}
	if key == "zones" || slices.Contains(assessment.Criteria, key) {
		return web.T(ctx, "assessment.ask."+key)
	}
	return web.TopicWords(ctx, "assessment", key)
}

func changedWords(ctx context.Context, keys []string) string {
	var out []string
	for _, k := range keys {
		if w, ok := web.Country(ctx).List(codelist.Criterion).Text(web.Lang(ctx), k); ok {
			out = append(out, w)
			continue
		}
		out = append(out, web.T(ctx, "assessment.field."+k))
	}
	return strings.Join(out, ", ")
}

func dimensionWords(ctx context.Context, d assessment.Dimension) string {
	out := label(ctx, codelist.IndicatorDimension, d.Key) + " · " + web.T(ctx, "assessment.indicator.answered", "n",
		d.Answered, "of", d.Of)
	if d.Present.Speaks() {
		out += " · " + web.T(ctx, "assessment.indicator.speaks")
	}
	return out
}

// indicatorsOf are the indicators of a dimension, each with its strength in words.
func indicatorsOf(ctx context.Context, dimension string) []web.Option {
	var out []web.Option
	for _, c := range web.Country(ctx).List(codelist.Indicator).All() {
		if c.Group == dimension && c.Until.IsZero() {
			out = append(out, web.Option{Value: c.Key, Label: c.Label(web.Lang(ctx)) + " · " +
				web.T(ctx, "assessment.strength."+string(c.Strength))})
		}
	}
	return out
}

func reasonOptions(ctx context.Context) []web.Option {
	var out []web.Option
	for _, k := range assessment.TurnReasons(web.Country(ctx)) {
		out = append(out, web.Option{Value: k, Label: label(ctx, codelist.NotOriented, k)})
	}
	return out
}

func undecided(h casefile.Header) bool {
	return h.Stage == casefile.Asked || h.Stage == casefile.Evaluating
}

func liftOptions(ctx context.Context, zones []casefile.Zone) []web.Option {
	var out []web.Option
	for _, z := range zones {
		out = append(out, web.Option{Value: z.Area, Label: zoneWords(ctx, z)})
	}
	return out
}

func ageOpen(f assessment.File) bool { return f.Grounds().AgeOpen() }

// wordRows are the person's words, where the reader's team holds them.
func wordRows(ctx context.Context, f assessment.File) []web.Row {
	return web.Told(ctx, assessment.Questions.Only("needs_words", "wishes", "health", "plan"), f.Entry())
}

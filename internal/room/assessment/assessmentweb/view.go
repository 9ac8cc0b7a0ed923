package assessmentweb

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/web"
)

func url(h casefile.Header) string { return h.Page() + "/assessment" }

func asserter(ctx context.Context, key string) string {
	if key == assessment.Person {
		return web.T(ctx, "assessment.asserter_person")
	}
	return web.Label(ctx, codelist.DecidedBy, key)
}

// turned asks for the way child protection takes only where the age is open.
func turned(x assessment.File) ask.Sheet[assessment.Turning] {
	if x.Grounds().AgeOpen() {
		return assessment.Turned
	}
	return assessment.Turned.Without("age_route")
}

// from adds since when something is so, where it is known.
func from(ctx context.Context, words string, since date.Date) string {
	if since.IsZero() {
		return words
	}
	return words + " · " + web.T(ctx, "assessment.zone.since", "day", web.Day(ctx, since))
}

// spoken writes an assertion: "Yes, says the police, since 3 November"; with the day on which it was said, where that
// was before anybody evaluated.
func spoken(ctx context.Context, a assessment.Assertion) string {
	key := "assessment.says." + a.Answer.String() + web.When(!a.Since.IsZero(), "_since")
	words := web.T(ctx, key, "who", asserter(ctx, a.Asserter), "day", web.Day(ctx, a.Since))
	if !a.Brought() {
		return words
	}
	return words + " · " + web.T(ctx, "assessment.said_on", "day", web.Day(ctx, web.Country(ctx).Day(a.At)))
}

func saidOf(f assessment.File, criterion string) []assessment.Assertion {
	return slices.DeleteFunc(slices.Clone(f.Assertions), func(a assessment.Assertion) bool {
		return a.Criterion != criterion
	})
}

// latest is the assertion that came last for a criterion.
func latest(f assessment.File, criterion string) (out assessment.Assertion, found bool) {
	for _, a := range saidOf(f, criterion) {
		if !found || a.Number >= out.Number {
			out, found = a, true
		}
	}
	return out, found
}

func criterionRows(ctx context.Context, f assessment.File) []web.Row {
	return web.Each(ctx, assessment.Criteria, func(ctx context.Context, c string) web.Row {
		return web.Row{Words: web.Label(ctx, codelist.Criterion, c),
			Value: web.Joined(ctx, " · ", saidOf(f, c), spoken)}
	})
}

// liftable are the zones that may be ticked to be lifted: what is known in words goes by emptying the words.
func liftable(x assessment.File) []casefile.Zone {
	return slices.DeleteFunc(slices.Clone(x.Zones), func(z casefile.Zone) bool {
		return z.Area == country.InWords && !x.Words.Elsewhere.Empty()
	})
}

func zoneWords(ctx context.Context, z casefile.Zone) string {
	return from(ctx, web.AreaName(ctx, z.Area)+" · "+
		web.LabelOr(ctx, codelist.DangerLevel, z.Level, "casefile.danger_unknown")+" · "+
		web.LabelOr(ctx, codelist.DangerReason, z.Reason, "assessment.zone.reason_unknown"), z.Since)
}

// apartLines say from whom somebody is kept apart: the other situation by its code, never by a name.
func apartLines(ctx context.Context, x assessment.File) []web.WorkLine {
	return web.Each(ctx, x.Conflicts, func(ctx context.Context, c casefile.Conflict) web.WorkLine {
		return web.WorkLine{Code: c.Code, Do: whyApart(x, c),
			What: reachWords(ctx, c)}
	})
}

// reachWords say how far apart two people are kept, and since when.
func reachWords(ctx context.Context, c casefile.Conflict) string {
	return from(ctx, web.Label(ctx, codelist.ConflictReach, c.Reach), c.Since)
}

func tieWords(ctx context.Context, t casefile.Tie) string {
	return web.T(ctx, "assessment.tie", "area", web.AreaName(ctx, t.Area), "time", length(ctx, strconv.Itoa(t.Minutes)))
}

// length is a way of some minutes in words.
func length(ctx context.Context, minutes string) string {
	n, _ := strconv.Atoi(minutes) // of a tie, or one of ways
	return web.Length(ctx, time.Duration(n)*time.Minute)
}

func childWords(ctx context.Context, list []string) string {
	ages := slices.DeleteFunc(web.CodeOptions(ctx, codelist.ChildAge), func(o web.Option) bool {
		return count(list, o.Value) == 0
	})
	return web.Joined(ctx, ", ", ages, func(ctx context.Context, o web.Option) string {
		return web.T(ctx, "assessment.child", "n", count(list, o.Value), "age", o.Label)
	})
}

func count(list []string, key string) int {
	return len(slices.DeleteFunc(slices.Clone(list), func(k string) bool { return k != key }))
}

// needRows are what a host must prepare, in codes.
func needRows(ctx context.Context, f assessment.File) []web.Row {
	rows := web.Rows(ctx, assessment.Needs.Without("no_needs", "needs_words"), f.Entry())
	if f.Sheet.NoNeeds && len(f.Sheet.Needs) == 0 {
		at := slices.IndexFunc(rows, func(r web.Row) bool { return r.Label == "assessment.field.needs" })
		rows[at].Value = web.T(ctx, "assessment.no_needs_short")
	}
	who := web.Rows(ctx, assessment.Household.Only("shape"), f.Entry())
	if who[0].Value != "" && len(f.Sheet.Children) > 0 {
		who[0].Value += " · " + childWords(ctx, f.Sheet.Children)
	}
	return append(who, rows...)
}

// dangerRows are what concerns danger, in codes.
func dangerRows(ctx context.Context, f assessment.File) []web.Row {
	return append(web.Rows(ctx, assessment.Danger.Without("plan", "elsewhere"), f.Entry()),
		web.Row{Label: "assessment.field.vetoes", Value: web.AreaNames(ctx, f.Vetoes)},
		web.Row{Label: "assessment.field.wished", Value: web.AreaNames(ctx, f.Wishes)},
		web.Row{Label: "assessment.field.ties", Value: web.Joined(ctx, ", ", f.Ties, tieWords)})
}

// wordRows are the person's words, where the reader's team holds them.
func wordRows(ctx context.Context, f assessment.File) []web.Row {
	return web.Told(ctx, assessment.Questions.Only("elsewhere", "hoped", "refused", "fixed", "needs_words",
		"wishes", "health", "plan"), f.Entry())
}

// inWords are the questions of places that no list of areas holds.
var inWords = []string{"hoped", "refused", "fixed"}

// held tells whether one of them stands open: there are words, or what she said in another of her cases is to be asked
// again.
func held(f *web.Form, x assessment.File, name string) bool {
	return f.Value(name) != "" || name == "refused" && slices.Contains(x.Vetoes, country.InWords)
}

// folded are those that are not: a place is typed above, and its line moves there.
func folded(f *web.Form, x assessment.File) []string {
	return slices.DeleteFunc(slices.Clone(inWords), func(name string) bool { return held(f, x, name) })
}

// left counts the questions that are open, by section of the form.
func left(ctx context.Context, x assessment.File) map[string]int {
	e, n := x.Entry(), map[string]int{}
	for _, k := range x.Missing(web.Country(ctx), web.Today(ctx)) {
		switch {
		case k == "age_route", slices.Contains(assessment.Criteria, k):
			n["criteria"]++
		case k == "zones", k == "elsewhere", k == "safety":
			n["danger"]++
		case strings.HasPrefix(k, "indicator."):
			n["indicators"]++
		}
	}
	n["danger"] += len(dangerOf(x).Missing(e))
	n["needs"] = len(assessment.Household.Missing(e)) + len(assessment.Needs.Missing(e))
	n["wishes"] = len(assessment.Wished.Missing(e)) + len(assessment.Fixed.Missing(e)) + len(assessment.Care.Missing(e))
	n["count"] = len(assessment.Counted.Missing(e))
	return n
}

// fieldOf leads from a question that is open to its field.
func fieldOf(key string) string {
	switch {
	case slices.Contains(assessment.Criteria, key):
		return "#f-" + nameOf(key)
	case key == "zones":
		return "#f-" + zoneForms[0]
	case key == "household":
		return "#f-shape"
	case strings.HasPrefix(key, "indicator."):
		return "#indicators"
	}
	return "#f-" + key
}

// dangerOf are the questions of danger: a plan is written in its own place once there is one.
func dangerOf(x assessment.File) ask.Sheet[assessment.Entry] {
	if x.PlanOn.IsZero() {
		return assessment.Danger
	}
	return assessment.Danger.Without("plan")
}

// safetyLine says of which day her safety plan is, and when it is looked at again.
func safetyLine(ctx context.Context, x assessment.File) string {
	switch {
	case x.PlanOn.IsZero():
		return web.T(ctx, "assessment.safety.none")
	case x.PlanReview.IsZero():
		return web.T(ctx, "assessment.safety.plan", "on", web.Day(ctx, x.PlanOn))
	}
	return web.T(ctx, "assessment.safety.review", "on", web.Day(ctx, x.PlanOn), "review", web.Day(ctx, x.PlanReview))
}

// question is what to ask about something not known yet.
func question(ctx context.Context, key string) string {
	if dim, ok := strings.CutPrefix(key, "indicator."); ok {
		return web.T(ctx, "assessment.ask.indicator", "dimension", web.Label(ctx, codelist.IndicatorDimension, dim))
	}
	if key == "zones" || slices.Contains(assessment.Criteria, key) {
		return web.T(ctx, "assessment.ask."+key)
	}
	return web.TopicWords(ctx, "assessment", key)
}

func changedWords(ctx context.Context, key string) string {
	if slices.Contains(assessment.Criteria, key) {
		return web.Label(ctx, codelist.Criterion, key)
	}
	return web.T(ctx, "assessment.field."+key)
}

func dimensionWords(ctx context.Context, d assessment.Dimension) string {
	out := web.Label(ctx, codelist.IndicatorDimension, d.Key) + " · " + web.T(ctx, "assessment.indicator.answered",
		"n", d.Answered, "of", d.Of)
	if d.Present.Speaks() {
		out += " · " + web.T(ctx, "assessment.indicator.speaks")
	}
	return out
}

// indicatorsOf are the indicators of a dimension, each with its strength in words.
func indicatorsOf(ctx context.Context, x assessment.File, dimension string) []web.Option {
	var out []web.Option
	for _, c := range assessment.Indicators(web.Country(ctx), x.Sheet.Indicators, web.Today(ctx)) {
		if c.Group != dimension {
			continue
		}
		label := c.Label(web.Lang(ctx)) + " · " + web.T(ctx, "assessment.strength."+string(c.Strength))
		if !c.On(web.Today(ctx)) {
			label = web.Ended(ctx, label)
		}
		out = append(out, web.Option{Value: c.Key, Label: label})
	}
	return out
}

// askedOf are who may say something of a criterion, those that stand alone marked.
func askedOf(ctx context.Context, x assessment.File, criterion string) []web.Option {
	in, on := web.Country(ctx), web.Today(ctx)
	anybody := assessment.Asserters(in, on)
	return web.OptionsFrom(x.MaySay(in, on, criterion), func(who string) (string, string) {
		if !slices.Contains(anybody, who) {
			return who, web.Ended(ctx, asserter(ctx, who))
		}
		return who, asserter(ctx, who)
	})
}

func undecided(h casefile.Header) bool {
	return h.Stage == casefile.Asked || h.Stage == casefile.Evaluating
}

// checkWords says what has to be looked at again where the person stays.
func checkWords(ctx context.Context, f assessment.File) string {
	var out []string
	if len(f.Recheck) > 0 {
		out = append(out, web.T(ctx, "assessment.panel.check", "area", web.AreaNames(ctx, f.Recheck)))
	}
	if len(f.TooNear) > 0 {
		out = append(out, web.T(ctx, "assessment.panel.too_near", "code", strings.Join(f.TooNear, ", ")))
	}
	return strings.Join(out, " ")
}

package placementweb

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/web"
)

// againstBadge names what a decision went against, in a few words.
func againstBadge(ctx context.Context, a decision.Against) string {
	if a == decision.AgainstNothing {
		return web.T(ctx, "placement.decision.in_order")
	}
	return web.T(ctx, "placement.decision.against_"+string(a))
}

// decidedWords says what was decided: how many hosts were asked, or to which step somebody went on in spite of danger.
func decidedWords(ctx context.Context, d decision.Decided) string {
	if d.Step == decision.StepAsk {
		return web.T(ctx, "placement.decision.hosts", "n", d.Places)
	}
	return web.T(ctx, "placement.decision.step_"+string(d.Step))
}

func recordRows(ctx context.Context, d review.Decision) []web.Row {
	n, none := d.Record.Need, web.T(ctx, "placement.decision.none")
	shape := proposal.Shape{Adults: n.Adults, Children: n.Children, Needs: n.Needs, ReadyOn: n.ReadyOn, Weeks: n.Weeks}
	what := web.T(ctx, "placement.decision.step_"+string(d.Step))
	rows := []web.Row{
		{Label: "placement.decision.step", Value: what},
		{Label: "placement.decision.by", Value: d.By},
		{Label: "placement.decision.at", Value: web.Date(ctx, d.At)},
		{Label: web.Either(d.Step == decision.StepAsk, "placement.decision.until", "placement.decision.held"),
			Value: web.Date(ctx, d.Until)},
		{Label: "placement.decision.order", Value: againstBadge(ctx, d.Against)},
	}
	if d.Reason != "" {
		rows = append(rows, web.Row{Label: "placement.decision.reason",
			Value: web.Label(ctx, codelist.Override, d.Reason)})
	}
	return append(rows,
		web.Row{Label: "placement.letter.who", Value: household(ctx, shape)},
		web.Row{Label: "placement.letter.needs", Value: wanted(ctx, shape)},
		web.Row{Label: "placement.letter.when", Value: ready(ctx, shape)},
		web.Row{Label: "placement.decision.zones", Value: cmp.Or(web.Joined(ctx, ", ", n.Zones, zoneName), none)},
		web.Row{Label: "placement.decision.vetoes", Value: cmp.Or(web.AreaNames(ctx, n.Vetoes), none)},
		web.Row{Label: "placement.decision.wishes", Value: cmp.Or(web.AreaNames(ctx, n.Wishes), none)},
		web.Row{Label: "placement.decision.rules", Value: web.Joined(ctx, ", ", d.Record.Rules, ruleEdition)},
	)
}

func zoneName(ctx context.Context, z casefile.Zone) string {
	return web.Pair(ctx, web.AreaName(ctx, z.Area),
		web.LabelOr(ctx, codelist.DangerLevel, z.Level, "casefile.danger_unknown"))
}

// ruleEdition names a rule in force: "Danger, edition 1".
func ruleEdition(ctx context.Context, rule string) string {
	id, version, _ := strings.Cut(rule, "/")
	return web.T(ctx, "placement.decision.edition", "rule", ruleName(ctx, finding.RuleID(id)), "n", version)
}

// recorded is what a place was called, or its number when it is not known any more.
func recorded(d review.Decision, p finding.PlaceID) string {
	if r, ok := d.Rows[p]; ok {
		return r.Partner.Name + ", " + r.SiteName + ", " + r.Name
	}
	return p.String()
}

// weighed are the criteria in the order of the values beside each place; the draw has none to show.
func weighed(d review.Decision) []finding.Criterion {
	return slices.DeleteFunc(slices.Clone(d.Record.Criteria),
		func(c finding.Criterion) bool { return c == finding.Drawn })
}

// recordTable is every place as it stood, best first.
func recordTable(ctx context.Context, d review.Decision) [][]web.Cell {
	var out [][]web.Cell
	for i, p := range d.Record.Places {
		name := strconv.Itoa(i+1) + ". " + web.AreaName(ctx, p.Department) + ", " + recorded(d, p.Place)
		if p.Chosen {
			name += " " + web.T(ctx, "placement.decision.chosen_mark")
		}
		var values []string
		for k, v := range p.Values {
			if k < len(d.Record.Criteria) && d.Record.Criteria[k] != finding.Drawn {
				values = append(values, web.Number(ctx, v))
			}
		}
		out = append(out, []web.Cell{{Words: name}, {Words: recordVerdict(ctx, p)},
			{Words: strings.Join(values, " · ")}})
	}
	return out
}

// recordVerdict is the verdict and what was against it or not known.
func recordVerdict(ctx context.Context, p decision.Place) string {
	words := web.T(ctx, "placement.verdict."+p.Verdict)
	for _, c := range p.Checks {
		if c.Verdict == p.Verdict && c.Verdict != finding.RulePasses.String() {
			words += " · " + datum(ctx, c.Check())
		}
	}
	return words
}

// departed says what a recorded decision went against.
func departed(ctx context.Context, d review.Decision) []string {
	return slices.Sorted(slices.Values(web.Each(ctx, d.Departures,
		func(ctx context.Context, x decision.Departure) string {
			return web.T(ctx, "placement.decision.departure_"+string(x.Against), "place", recorded(d, x.Place), "what",
				departedFrom(ctx, x.Against, x.What))
		})))
}

// departedFrom names what was decided against: a criterion passed over, or a rule.
func departedFrom(ctx context.Context, against decision.Against, what string) string {
	if against == decision.AgainstOrder {
		return criterionName(ctx, finding.Criterion(what))
	}
	return ruleName(ctx, finding.RuleID(what))
}

func onReview(y review.Year, file string, protected bool) string {
	return web.Address("/reports/"+strconv.Itoa(y.Year)+"/fairness"+file, "form", web.When(protected, "protected"))
}

// otherForm leads whoever may see both forms from one to the other.
func otherForm(ctx context.Context, y review.Year) web.Link {
	switch {
	case !review.MayReviewExact(web.Reader(ctx)):
		return web.Link{}
	case y.Protected:
		return web.Link{Label: "placement.review.see_exact", URL: onReview(y, "", false)}
	}
	return web.Link{Label: "placement.review.see_protected", URL: onReview(y, "", true)}
}

func groupLabel(ctx context.Context, g review.Grouping, key string) string {
	if key != "all" {
		if words, ok := web.Country(ctx).List(g.List).Text(web.Lang(ctx), key); ok {
			return words
		}
	}
	return web.T(ctx, "placement.review.row."+key)
}

func declineName(ctx context.Context, key string) string {
	return web.Label(ctx, codelist.Decline, key)
}
func ageName(ctx context.Context, key string) string { return web.T(ctx, "placement.review.age."+key) }

// rowsOf are the groups of a grouping that have anybody, then everybody together. In the protected form every group
// stands there: that one were left out would say that nobody is in it.
func rowsOf(r review.Year, g review.Grouping) []review.Outcome {
	var out []review.Outcome
	for _, o := range g.Rows {
		if r.Protected || o.People.Count > 0 {
			out = append(out, o)
		}
	}
	return append(out, g.All)
}

// outcomeChart draws one measure of each group, with what chance alone could have moved.
func outcomeChart(ctx context.Context, measure string, r review.Year, g review.Grouping,
	bar func(context.Context, review.Outcome) web.Bar) web.Chart {
	c := web.Chart{ID: measure + "-" + g.Name, Title: web.T(ctx, "placement.review."+measure+"_by."+g.Name),
		Measure: web.T(ctx, "placement.review."+measure), Of: web.T(ctx, "placement.review.group")}
	c.Bars = web.Each(ctx, rowsOf(r, g), func(ctx context.Context, o review.Outcome) web.Bar {
		b := bar(ctx, o)
		b.Label, b.Here = groupLabel(ctx, g, o.Key), o.Key == "all"
		return b
	})
	return c
}

// share is the share placed of a group.
func share(ctx context.Context, o review.Outcome) web.Bar {
	if !o.HasShare {
		return web.Bar{Shown: web.T(ctx, "web.hidden"), Gap: true}
	}
	brief := web.Percent(ctx, o.Share)
	return web.Bar{Value: o.Share, Low: o.Within.Low, High: o.Within.High,
		Shown: web.T(ctx, "placement.review.share_words", "share", brief, "low", web.Percent(ctx, o.Within.Low),
			"high", web.Percent(ctx, o.Within.High), "placed", web.Counted(ctx, o.Placed), "people",
			web.Counted(ctx, o.People))}
}

// wait is the median days of a group from admission to a place.
func wait(ctx context.Context, o review.Outcome) web.Bar {
	if !o.HasMedian {
		return web.Bar{Shown: web.T(ctx, "placement.review.too_few"), Gap: true}
	}
	p := web.PrinterOf(ctx)
	brief := p.Decimal(o.Median, 1)
	return web.Bar{Value: o.Median, Low: o.Between.Low, High: o.Between.High,
		Shown: web.T(ctx, "placement.review.wait_words", "median", brief, "low", p.Decimal(o.Between.Low, 0), "high",
			p.Decimal(o.Between.High, 0))}
}

// shown leaves out what was never counted; what is not shown stays.
func shown(list []review.Counted) []review.Counted {
	return slices.DeleteFunc(slices.Clone(list), func(x review.Counted) bool {
		return !x.Figure.Hidden && x.Figure.Count == 0
	})
}

// countedChart draws how often each code of a closed list was counted; what is not shown stands in the table.
func countedChart(ctx context.Context, id string, list []review.Counted,
	name func(context.Context, string) string) web.Chart {
	c := web.Chart{ID: id, Title: web.T(ctx, "placement.review."+id), Measure: web.T(ctx, "placement.review.times"),
		Of: web.T(ctx, "placement.review."+id+"_of")}
	c.Bars = web.Each(ctx, shown(list), func(ctx context.Context, x review.Counted) web.Bar {
		return web.Bar{Label: name(ctx, x.Key), Value: float64(x.Figure.Count), Shown: web.Counted(ctx, x.Figure),
			Gap: x.Figure.Hidden}
	})
	return c
}

var overrides = web.Table[review.Departed]{
	Caption: "placement.review.against", Empty: "placement.review.none",
	Heads: web.Under("placement.review.", "what", "how", "times", "reasons"),
	Line: func(ctx context.Context, o review.Departed) []web.Cell {
		reasons := web.Joined(ctx, ", ", o.Reasons, func(ctx context.Context, x review.Counted) string {
			return web.Label(ctx, codelist.Override, x.Key) + " (" + web.Counted(ctx, x.Figure) + ")"
		})
		return []web.Cell{{Words: departedFrom(ctx, o.Against, o.What)}, {Words: againstBadge(ctx, o.Against)},
			{Words: web.Counted(ctx, o.Figure), Number: true}, {Words: reasons}}
	},
}

var costs = web.Table[review.Cost]{
	Caption: "placement.review.price", Empty: "placement.review.none",
	Heads: []string{"placement.compare.criterion", "placement.review.price_times", "placement.review.gains",
		"placement.review.steps"},
	Line: func(ctx context.Context, c review.Cost) []web.Cell {
		steps := web.T(ctx, "placement.review.too_few")
		if c.HasSteps {
			steps = web.PrinterOf(ctx).Decimal(c.Steps, 1)
		}
		return []web.Cell{{Words: criterionName(ctx, c.Criterion)}, {Words: web.Counted(ctx, c.Times), Number: true},
			{Words: criterionName(ctx, c.Gains)}, {Words: steps, Number: true}}
	},
}

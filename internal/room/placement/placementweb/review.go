package placementweb

import (
	"context"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/web"
)

func reviewURL(year int, more string) string {
	return "/reports/" + strconv.Itoa(year) + "/fairness" + more
}

// figure writes a count, or the mark of one that is not shown.
func figure(ctx context.Context, f review.Figure) string {
	if f.Hidden {
		return web.T(ctx, "placement.review.hidden")
	}
	return web.Number(ctx, f.Count)
}

func groupLabel(ctx context.Context, g review.Grouping, key string) string {
	if key != "all" {
		if words, ok := web.Country(ctx).List(g.List).Text(web.Lang(ctx), key); ok {
			return words
		}
	}
	return web.T(ctx, "placement.review.row."+key)
}

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

// shareChart draws the share placed of each group, with what chance alone could have moved.
func shareChart(ctx context.Context, r review.Year, g review.Grouping) web.Chart {
	c := web.Chart{ID: "share-" + g.Name, Title: web.T(ctx, "placement.review.share_by."+g.Name),
		Measure: web.T(ctx, "placement.review.share"), Of: web.T(ctx, "placement.review.group")}
	for _, o := range rowsOf(r, g) {
		b := web.Bar{Label: groupLabel(ctx, g, o.Key), Shown: web.T(ctx, "placement.review.hidden"),
			Here: o.Key == "all"}
		if o.HasShare {
			b.Value, b.Low, b.High, b.Brief = o.Share, o.Within.Low, o.Within.High, web.Percent(ctx, o.Share)
			b.Shown = web.T(ctx, "placement.review.share_words", "share", b.Brief, "low",
				web.Percent(ctx, o.Within.Low), "high", web.Percent(ctx, o.Within.High), "placed",
				figure(ctx, o.Placed), "people", figure(ctx, o.People))
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

// waitChart draws the median days from admission to a place.
func waitChart(ctx context.Context, r review.Year, g review.Grouping) web.Chart {
	c := web.Chart{ID: "wait-" + g.Name, Title: web.T(ctx, "placement.review.wait_by."+g.Name),
		Measure: web.T(ctx, "placement.review.wait"), Of: web.T(ctx, "placement.review.group")}
	for _, o := range rowsOf(r, g) {
		b := web.Bar{Label: groupLabel(ctx, g, o.Key), Shown: web.T(ctx, "placement.review.too_few"),
			Here: o.Key == "all"}
		if o.HasMedian {
			p := web.PrinterOf(ctx)
			b.Value, b.Low, b.High, b.Brief = o.Median, o.Between.Low, o.Between.High, p.Decimal(o.Median, 1)
			b.Shown = web.T(ctx, "placement.review.wait_words", "median", b.Brief, "low", p.Decimal(o.Between.Low, 0),
				"high", p.Decimal(o.Between.High, 0))
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

// countedChart draws how often each code of a closed list was counted; what is not shown stands in the table.
func countedChart(ctx context.Context, id string, list []review.Counted, name func(string) string) web.Chart {
	c := web.Chart{ID: id, Title: web.T(ctx, "placement.review."+id), Measure: web.T(ctx, "placement.review.times"),
		Of: web.T(ctx, "placement.review."+id+"_of")}
	for _, x := range list {
		if x.Figure.Hidden || x.Figure.Count > 0 {
			c.Bars = append(c.Bars, web.Bar{Label: name(x.Key), Value: float64(x.Figure.Count),
				Shown: figure(ctx, x.Figure)})
		}
	}
	return c
}

// overrideName names what was decided against.
func overrideName(ctx context.Context, o review.Departed) string {
	if o.Against == decision.AgainstOrder {
		return criterionName(ctx, finding.Criterion(o.What))
	}
	return ruleName(ctx, finding.RuleID(o.What))
}

func overrideRows(ctx context.Context, r review.Year) [][]web.Cell {
	var out [][]web.Cell
	for _, o := range r.Overrides {
		var reasons []string
		for _, x := range o.Reasons {
			reasons = append(reasons, label(ctx, codelist.Override, x.Key)+" ("+figure(ctx, x.Figure)+")")
		}
		out = append(out, []web.Cell{{Words: overrideName(ctx, o)}, {Words: againstBadge(ctx, o.Against)},
			{Words: figure(ctx, o.Figure), Number: true}, {Words: strings.Join(reasons, ", ")}})
	}
	return out
}

func costRows(ctx context.Context, r review.Year) [][]web.Cell {
	var out [][]web.Cell
	for _, c := range r.Prices {
		steps := web.T(ctx, "placement.review.too_few")
		if c.HasSteps {
			steps = web.PrinterOf(ctx).Decimal(c.Steps, 1)
		}
		out = append(out, []web.Cell{{Words: criterionName(ctx, c.Criterion)},
			{Words: figure(ctx, c.Times), Number: true}, {Words: criterionName(ctx, c.Gains)},
			{Words: steps, Number: true}})
	}
	return out
}

package placementweb

import (
	"context"
	"math"
	"strconv"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/web"
)

func reviewFile(r review.Year) string {
	return "fairness-" + strconv.Itoa(r.Year) + web.When(r.Protected, "-protected") + ".csv"
}

// sheet gathers the rows of a review's file: one figure each, with its interval where it has one.
type sheet struct {
	ctx  context.Context
	year string
	rows [][]string
}

// add writes a row; measure is the end of a text key.
func (s *sheet) add(table, row, measure, value, low, high string) {
	s.rows = append(s.rows, []string{s.year, table, row, web.T(s.ctx, "placement.review.csv."+measure), value, low,
		high})
}

func (s *sheet) count(table, row, measure string, f review.Figure) {
	s.add(table, row, measure, web.When(!f.Hidden, strconv.Itoa(f.Count)), "", "")
}

// number writes up to one decimal as a spreadsheet in the reader's language reads it.
func (s *sheet) number(v float64) string {
	return web.PrinterOf(s.ctx).Plain(math.Round(v*10)/10, 1)
}

// reviewSheet is what the page of a review shows, and nothing else: where the page does not show a figure, or says that
// there are too few people, its cell is empty.
func reviewSheet(ctx context.Context, r review.Year) [][]string {
	s := &sheet{ctx: ctx, year: strconv.Itoa(r.Year)}
	s.rows = append(s.rows, web.Heads(ctx, web.Under("placement.review.csv.", "year", "table", "row", "measure",
		"value", "low", "high")...))
	all := web.T(ctx, "placement.review.csv.whole")
	s.count(all, web.T(ctx, "placement.review.documented"), "people", r.Documented)
	s.count(all, web.T(ctx, "placement.review.released"), "people", r.Released)
	s.count(all, web.T(ctx, "placement.review.decisions"), "times", r.Decisions)
	for _, g := range r.Groupings {
		for _, o := range rowsOf(r, g) {
			s.outcome(web.T(ctx, "placement.review.by."+g.Name), groupLabel(ctx, g, o.Key), o)
		}
	}
	table := web.T(ctx, "placement.review.against")
	for _, o := range r.Overrides {
		name := departedFrom(ctx, o.Against, o.What) + " (" + againstBadge(ctx, o.Against) + ")"
		s.count(table, name, "times", o.Figure)
		for _, x := range o.Reasons {
			s.count(table, name+" : "+web.Label(ctx, codelist.Override, x.Key), "times", x.Figure)
		}
	}
	for _, c := range r.Prices {
		row := web.T(ctx, "placement.review.csv.price_of", "criterion", criterionName(ctx, c.Criterion), "gains",
			criterionName(ctx, c.Gains))
		s.count(web.T(ctx, "placement.review.price"), row, "times", c.Times)
		s.add(web.T(ctx, "placement.review.price"), row, "steps", web.When(c.HasSteps, s.number(c.Steps)), "", "")
	}
	for _, x := range shown(r.Declines) {
		s.count(web.T(ctx, "placement.review.declines"), declineName(ctx, x.Key), "times", x.Figure)
	}
	for _, x := range shown(r.Freshness) {
		s.count(web.T(ctx, "placement.review.freshness"), ageName(ctx, x.Key), "times", x.Figure)
	}
	return s.rows
}

// outcome writes a group. People and placed stand on the page with the share alone, so they do here.
func (s *sheet) outcome(table, row string, o review.Outcome) {
	people, placed := review.Figure{Hidden: true}, review.Figure{Hidden: true}
	percent := func(share float64) string { return strconv.Itoa(int(math.Round(share * 100))) }
	share, days := [3]string{}, [3]string{}
	if o.HasShare {
		people, placed = o.People, o.Placed
		share = [3]string{percent(o.Share), percent(o.Within.Low), percent(o.Within.High)}
	}
	if o.HasMedian {
		days = [3]string{s.number(o.Median), s.number(math.Round(o.Between.Low)), s.number(math.Round(o.Between.High))}
	}
	s.count(table, row, "people", people)
	s.count(table, row, "placed", placed)
	s.add(table, row, "share", share[0], share[1], share[2])
	s.add(table, row, "wait", days[0], days[1], days[2])
}

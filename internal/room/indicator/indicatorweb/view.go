package indicatorweb

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/web"
)

// chapter groups the tables under one heading.
type chapter struct {
	Name   string
	Tables []string
}

var chapters = []chapter{
	{"people", []string{"sex", "gender", "age", "nationality_group", "nationality", "household", "children"}},
	{"care", []string{"staying", "nights"}},
	{"exploitation", []string{"exploitation"}},
	{"justice", []string{"complaint", "cooperation"}},
}

// label names a row: by its code list, or by the room's own texts.
func label(ctx context.Context, t indicator.Table, key string) string {
	if t.List != "" {
		if words, ok := web.Country(ctx).List(t.List).Text(web.Lang(ctx), key); ok {
			return words
		}
	}
	if t.Name == "children" || t.Name == "cooperation" {
		return web.T(ctx, "indicator.row."+t.Name+"."+key)
	}
	return web.T(ctx, "indicator.row."+key)
}

// shape names a household; "all" is everybody.
func shape(ctx context.Context, key string) string {
	return label(ctx, indicator.Table{List: codelist.HouseholdShape}, key)
}

// withShare writes a count and its share beside it.
func withShare(ctx context.Context, f indicator.Figure, share float64, ok bool) string {
	if !ok {
		return web.Counted(ctx, f)
	}
	return web.T(ctx, "indicator.count_and_share", "count", web.Counted(ctx, f), "share", web.Percent(ctx, share))
}

// ofWhole writes a rate: 54 % (37 of 68).
func ofWhole(ctx context.Context, r indicator.Rate) string {
	if !r.HasShare {
		return web.T(ctx, "web.hidden")
	}
	return web.T(ctx, "indicator.rate.of", "share", web.Percent(ctx, r.Share), "part", web.Counted(ctx, r.Part),
		"whole", web.Counted(ctx, r.Whole))
}

func days(ctx context.Context, v float64, given bool) string {
	if !given {
		return web.T(ctx, "indicator.length.not_given")
	}
	return web.PrinterOf(ctx).Decimal(v, 1)
}

// chartOf draws a table with its total. In the exact form a row of nobody is left out, but never "not known"; in the
// protected form the rows that are not shown are named below, whether anybody is in them or not.
func chartOf(ctx context.Context, r indicator.Report, t indicator.Table) web.Chart {
	c := chart(ctx, r, "table-"+t.Name, "indicator.table."+t.Name, measured(t.Name), rowsAre(t.Name))
	for _, row := range t.Rows {
		if row.Figure.Hidden || row.Figure.Count == 0 && row.Key != codelist.Unknown {
			continue
		}
		c.Bars = append(c.Bars, web.Bar{Label: label(ctx, t, row.Key), Value: float64(row.Figure.Count),
			Shown: withShare(ctx, row.Figure, row.Share, row.HasShare)})
	}
	c.Total = &web.Bar{Label: web.T(ctx, "indicator.row.total"), Shown: web.Counted(ctx, t.Total)}
	return c
}

// chart is an empty chart of a report, with its source.
func chart(ctx context.Context, r indicator.Report, id, title, measure, of string) web.Chart {
	return web.Chart{ID: id, Title: web.T(ctx, title), Measure: web.T(ctx, "indicator.measure."+measure),
		Of: web.T(ctx, "indicator.of."+of), Source: source(ctx, r)}
}

// source says what a figure was counted from, and when: it goes with the figure wherever that is taken.
func source(ctx context.Context, r indicator.Report) string {
	return web.T(ctx, "indicator.source", "year", strconv.Itoa(r.Year), "at", web.ShortDay(ctx,
		date.In(r.CutOff, web.Country(ctx).Zone())), "rules", r.Rules)
}

// measured is what a table counts: requests, nights, or people.
func measured(table string) string {
	switch table {
	case "outcome", "not_arrived", "reason":
		return "requests"
	case "nights":
		return "nights"
	}
	return "people"
}

// rowsAre is what the rows of a table are.
func rowsAre(table string) string {
	switch table {
	case "staying", "nights":
		return "sex"
	case "not_arrived":
		return "outcome"
	}
	return table
}

// hiddenRows names the rows that are not shown.
func hiddenRows(ctx context.Context, t indicator.Table) string {
	var names []string
	for _, row := range t.Rows {
		if row.Figure.Hidden {
			names = append(names, label(ctx, t, row.Key))
		}
	}
	return strings.Join(names, " · ")
}

// seriesChart draws the years; one of which there is no number is a gap.
func seriesChart(ctx context.Context, r indicator.Report, name string) web.Chart {
	c := chart(ctx, r, "series-"+name, "indicator.series."+name, name, "year")
	c.Bars = web.Each(ctx, r.Series, func(ctx context.Context, y indicator.YearFigures) web.Bar {
		f, gap := ofYear(y, name)
		return web.Bar{Label: strconv.Itoa(y.Year), Value: float64(f.Count), Shown: inYear(ctx, r, f, gap), Gap: gap,
			Here: y.Year == r.Year}
	})
	return c
}

func ofYear(y indicator.YearFigures, name string) (f indicator.Figure, gap bool) {
	if name == "arrivals" {
		return y.Arrivals, y.NoArrivals
	}
	return y.Requests, y.NoRequests
}

// inYear writes the count of a year, or that there is none.
func inYear(ctx context.Context, r indicator.Report, f indicator.Figure, gap bool) string {
	switch {
	case gap && r.Form == indicator.Exact:
		return web.T(ctx, "indicator.no_data")
	case gap:
		return web.T(ctx, "indicator.none_or_few")
	}
	return web.Counted(ctx, f)
}

// stepChart draws how many requests reached each step.
func stepChart(ctx context.Context, r indicator.Report) web.Chart {
	c := chart(ctx, r, "steps", "indicator.steps.title", "requests", "step")
	all := indicator.Step{Name: "requested", Yes: r.ReleasedRequests}
	c.Bars = web.Each(ctx, append([]indicator.Step{all}, r.Steps...),
		func(ctx context.Context, s indicator.Step) web.Bar {
			return web.Bar{Label: web.T(ctx, "indicator.step."+s.Name), Value: float64(s.Yes.Count),
				Shown: withShare(ctx, s.Yes, s.Share, s.HasShare)}
		})
	return c
}

var steps = web.Table[indicator.Step]{
	Caption: "indicator.steps.detail",
	Heads:   []string{"indicator.of.step", "indicator.steps.yes", "indicator.steps.no", "indicator.steps.unknown"},
	Line: func(ctx context.Context, s indicator.Step) []web.Cell {
		return append([]web.Cell{{Words: web.T(ctx, "indicator.step."+s.Name)}},
			counts(ctx, s.Yes, s.No, s.Unknown)...)
	},
}

func counts(ctx context.Context, list ...indicator.Figure) []web.Cell {
	return web.Each(ctx, list, func(ctx context.Context, f indicator.Figure) web.Cell {
		return web.Cell{Words: web.Counted(ctx, f), Number: true}
	})
}

// lengthsBy is a table of how long something took, by what the rows are.
func lengthsBy(of string, name func(context.Context, string) string) web.Table[indicator.Length] {
	return web.Table[indicator.Length]{
		Caption: "indicator.length.by_" + of,
		Heads: []string{"indicator.of." + of, "indicator.measure.people", "indicator.length.median",
			"indicator.length.mean"},
		Line: func(ctx context.Context, l indicator.Length) []web.Cell {
			return []web.Cell{{Words: name(ctx, l.Key)}, {Words: web.Counted(ctx, l.People), Number: true},
				{Words: days(ctx, l.Median, l.Given), Number: true}, {Words: days(ctx, l.Mean, l.Given), Number: true}}
		},
	}
}

// anybody leaves out the rows that nobody is in, of the exact form.
func anybody(list []indicator.Length) []indicator.Length {
	return slices.DeleteFunc(slices.Clone(list), func(l indicator.Length) bool {
		return !l.People.Hidden && l.People.Count == 0
	})
}

func between(ctx context.Context, key string) string { return web.T(ctx, "indicator.between."+key) }

// waitChart draws the median days from request to arrival.
func waitChart(ctx context.Context, r indicator.Report) web.Chart {
	c := chart(ctx, r, "waits", "indicator.length.chart", "people", "household")
	c.Measure = web.T(ctx, "indicator.length.median")
	for _, l := range r.Waits {
		if l.Given {
			c.Bars = append(c.Bars, web.Bar{Label: shape(ctx, l.Key), Value: l.Median, Shown: days(ctx, l.Median, true),
				Here: l.Key == "all"})
		}
	}
	return c
}

// keptWords say what was brought in, and what another file had brought before.
func keptWords(p *web.Printer, done indicator.Loaded) []string {
	out := []string{p.T("indicator.import.kept", "n", done.Kept, "rows", done.Rows)}
	if done.Known > 0 {
		out = append(out, p.T("indicator.import.known", "n", done.Known))
	}
	return append(out, correctedWords(p, done)...)
}

// correctedWords say which lines correct a case.
func correctedWords(p *web.Printer, done indicator.Loaded) (out []string) {
	for i, c := range done.Corrected {
		if i == 100 {
			return append(out, p.T("indicator.import.more", "n", len(done.Corrected)-i))
		}
		out = append(out, p.T("indicator.import.corrected", "line", c.Line, "columns", strings.Join(c.Columns, ", ")))
	}
	return out
}

// undoneWords say what undoing an import did.
func undoneWords(p *web.Printer, u indicator.Undone) []string {
	out := []string{p.T("indicator.undo.done", "n", u.Gone, "restored", u.Restored)}
	if len(u.Left) > 0 {
		out = append(out, p.T("indicator.undo.left", "n", len(u.Left)))
	}
	return out
}

// leftWords name the cases that stay since a later import changed them.
func leftWords(p *web.Printer, u indicator.Undone) (out []string) {
	for _, l := range u.Left {
		out = append(out, p.T("indicator.undo.stays", "day", p.Day(l.Requested), "columns",
			strings.Join(l.Columns, ", ")))
	}
	return out
}

// imported lists the files that were brought in, as every page of imports does.
func imported(all []indicator.Imported) []web.Imported {
	var out []web.Imported
	for _, i := range all {
		out = append(out, web.Imported{At: i.At, Who: i.Who, Rows: i.Rows - i.LeftOut, Digest: i.Digest,
			Undone: i.Undone,
			Undo:   web.When(i.CanUndo, "/history/"+i.Digest+"/undo")})
	}
	return out
}

// tally is one line of what a file would change.
type tally struct {
	of string // text key
	n  int
}

// weighed is what a file would change, before it is brought in.
var weighed = web.Table[tally]{Caption: "indicator.import.counts",
	Heads: web.Under("indicator.import.", "what", "count"),
	Line: func(ctx context.Context, l tally) []web.Cell {
		return []web.Cell{{Words: web.T(ctx, l.of)}, web.Count(ctx, l.n)}
	}}

func tallies(l indicator.Loaded) []tally {
	return []tally{{"indicator.import.new", l.Kept}, {"indicator.import.changed", len(l.Corrected)},
		{"indicator.import.same", l.Known}, {"indicator.import.refused", l.Rows - l.Good}}
}

// mistakes are the first hundred things to correct in a file, and how many more there are.
func mistakes(p *web.Printer, done indicator.Loaded) []string {
	var out []string
	for i, m := range done.Mistakes {
		if i == 100 {
			return append(out, p.T("indicator.import.more", "n", len(done.Mistakes)-i))
		}
		out = append(out, mistake(p, m))
	}
	return out
}

func mistake(p *web.Printer, m indicator.Mistake) string {
	if m.Column == "" {
		return p.T("indicator.import.line", "line", strconv.Itoa(m.Line), "why", p.T(m.Key))
	}
	return p.T("indicator.import.cell", "line", strconv.Itoa(m.Line), "column", m.Column, "why", p.T(m.Key))
}

func yearURL(y int, more string) string { return fmt.Sprintf("/reports/%d%s", y, more) }

// otherForm leads whoever may see both forms from one to the other.
func otherForm(ctx context.Context, r indicator.Report) web.Link {
	switch {
	case !indicator.MayReadExact(web.Reader(ctx)):
		return web.Link{}
	case r.Form == indicator.Exact:
		return web.Link{Label: "indicator.report.see_protected", URL: yearURL(r.Year, "?form=protected")}
	}
	return web.Link{Label: "indicator.report.see_exact", URL: yearURL(r.Year, "")}
}

func flowRows(ctx context.Context, r indicator.Report) []web.Row {
	pair := func(requests, arrivals indicator.Figure) string {
		return web.T(ctx, "indicator.flow.pair", "requests", web.Counted(ctx, requests), "arrivals",
			web.Counted(ctx, arrivals))
	}
	out := []web.Row{
		{Words: web.T(ctx, "indicator.flow.in_care", "day", web.ShortDay(ctx, r.Until)),
			Value: web.T(ctx, "indicator.flow.with_children", "n", web.Counted(ctx, r.InCare), "children",
				web.Counted(ctx, r.Children))},
	}
	if r.Undated.Count > 0 {
		out = append(out, web.Row{Words: web.T(ctx, "indicator.flow.undated"), Value: web.Counted(ctx, r.Undated)})
	}
	out = append(out, web.Row{Words: web.T(ctx, "indicator.flow.staying"), Value: web.Counted(ctx, r.Staying)})
	if r.Coming.Count > 0 {
		out = append(out, web.Row{Words: web.T(ctx, "indicator.flow.coming"), Value: web.Counted(ctx, r.Coming)})
	}
	return append(out, []web.Row{
		{Label: "indicator.flow.documented", Value: pair(r.DocumentedRequests, r.DocumentedArrivals)},
		{Label: "indicator.flow.released", Value: pair(r.ReleasedRequests, r.ReleasedArrivals)},
		{Label: "indicator.flow.stayed", Value: web.Counted(ctx, r.Stayed)},
		{Label: "indicator.flow.nights", Value: web.Counted(ctx, r.Nights)},
	}...)
}

// crossed is exploitation by gender by age, one row a form and gender.
func crossed(ctx context.Context, r indicator.Report) templ.Component {
	in := web.Country(ctx)
	heads := web.Heads(ctx, "indicator.of.exploitation", "indicator.of.gender")
	ages := indicator.AgeKeys(in, in.Day(r.CutOff))
	for _, key := range ages {
		heads = append(heads, label(ctx, indicator.Table{List: codelist.AgeReport}, key))
	}
	heads = append(heads, web.T(ctx, "indicator.row.total"))
	sums, all := make([]indicator.Figure, len(ages)), indicator.Figure{}
	rows := web.Each(ctx, r.Crossed, func(ctx context.Context, x indicator.Crossed) []web.Cell {
		for i, f := range x.Ages {
			sums[i].Count += f.Count
		}
		all.Count += x.All.Count
		line := []web.Cell{{Words: label(ctx, indicator.Table{List: codelist.Exploitation}, x.Exploitation)},
			{Words: label(ctx, indicator.Table{List: codelist.Gender}, x.Gender)}}
		return append(line, counts(ctx, append(slices.Clone(x.Ages), x.All)...)...)
	})
	rows = append(rows, append([]web.Cell{{Words: web.T(ctx, "indicator.row.total")}, {}},
		counts(ctx, append(sums, all)...)...))
	return web.DataTable(web.T(ctx, "indicator.table.crossed"), heads, rows)
}

func rateRows(ctx context.Context, r indicator.Report) []web.Row {
	return web.Each(ctx, r.Rates, func(ctx context.Context, x indicator.Rate) web.Row {
		return web.Row{Label: "indicator.rate." + x.Name, Value: ofWhole(ctx, x)}
	})
}

package indicatorweb

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/web"
)

//go:embed report.css
var reportCSS string

// ErrForm tells that a report was asked for in a form other than html and json.
var ErrForm = errors.New("indicatorweb: a report is written as html or json")

// WriteReport counts a year offline, protects it, and writes it as "html", a file that stands alone, or as "json",
// whose schema is that of Document. The words are the network's own.
func WriteReport(ctx context.Context, d *indicator.Desk, texts *web.Texts, year int, l lang.Tag, form string,
	w io.Writer) error {
	if form != "html" && form != "json" {
		return ErrForm
	}
	r, err := d.Offline(ctx, year)
	if err != nil {
		return err
	}
	if form == "json" {
		return writeJSON(w, r)
	}
	return render(ctx, texts.In(l, r.CutOff), r, w)
}

// render writes a report as an HTML file that stands alone: its style is inside, it has no script and loads nothing.
func render(ctx context.Context, p *web.Printer, r indicator.Report, w io.Writer) error {
	ctx = web.WithPrinter(ctx, p)
	return fault.In("write the report", fileView(r, "<style>\n"+reportCSS+"</style>").Render(ctx, w))
}

// Document is the JSON of a report. Schema "havre.report/1": further fields may be added, none changes its meaning. A
// count is null where it is not shown: 0 to 4 people, or held back so that such a number cannot be worked out. Other
// counts are rounded to the nearest 5, totals on their own, so that rows need not add up. A share is between 0 and 1,
// computed from the published counts; days are given from 10 people; both are null otherwise.
type Document struct {
	Schema     string          `json:"schema"`
	Year       int             `json:"year"`
	Form       indicator.Form  `json:"form"` // "protected"
	CutOff     time.Time       `json:"cut_off"`
	CountedTo  string          `json:"counted_to"` // last day counted, ISO 8601
	CodeLists  string          `json:"code_lists"` // version
	Rules      string          `json:"rules"`      // version
	Documented flow            `json:"documented"` // all requests and arrivals of the year
	Released   flow            `json:"released"`   // those whose people agreed to be counted: all that follows
	Series     []yearDoc       `json:"series"`
	Tables     []tableDoc      `json:"tables"` // null, like all that follows but the last four, before the year is over
	Rates      map[string]rate `json:"rates"`
	Waits      []lengthDoc     `json:"days_request_to_arrival"` // by household shape, and "all"
	Between    []lengthDoc     `json:"days_between_steps"`
	InCare     *int            `json:"everybody_in_care_at_end"` // with children, agreed to be counted or not
	Staying    *int            `json:"people_in_care_at_end"`
	Stayed     *int            `json:"people_in_care_in_year"`
	Nights     *int            `json:"nights"`
}

type flow struct {
	Requests *int `json:"requests"`
	Arrivals *int `json:"arrivals"`
}

type yearDoc struct {
	Year int `json:"year"`
	flow
}

type tableDoc struct {
	Table string   `json:"table"`
	List  string   `json:"code_list,omitempty"`
	Total *int     `json:"total"`
	Rows  []rowDoc `json:"rows"`
}

type rowDoc struct {
	Code  string   `json:"code"`
	Count *int     `json:"count"`
	Share *float64 `json:"share"`
}

type rate struct {
	Part  *int     `json:"part"`
	Whole *int     `json:"whole"`
	Share *float64 `json:"share"`
}

type lengthDoc struct {
	Of     string   `json:"of"`
	People *int     `json:"people"`
	Median *float64 `json:"median"`
	Mean   *float64 `json:"mean"`
}

func count(f indicator.Figure) *int {
	if f.Hidden {
		return nil
	}
	return &f.Count
}

func where(v float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return &v
}

func documentOf(r indicator.Report) Document {
	d := Document{
		Schema: "havre.report/1", Year: r.Year, Form: r.Form, CutOff: r.CutOff, CountedTo: r.Until.String(),
		CodeLists: r.CodeLists.String(), Rules: r.Rules,
		Documented: flow{count(r.DocumentedRequests), count(r.DocumentedArrivals)},
		Released:   flow{count(r.ReleasedRequests), count(r.ReleasedArrivals)},
		Rates:      map[string]rate{}, InCare: count(r.InCare), Staying: count(r.Staying), Stayed: count(r.Stayed),
		Nights: count(r.Nights),
	}
	for _, y := range r.Series {
		d.Series = append(d.Series, yearDoc{y.Year, flow{count(y.Requests), count(y.Arrivals)}})
	}
	for _, t := range r.Tables {
		doc := tableDoc{Table: t.Name, List: string(t.List), Total: count(t.Total)}
		for _, row := range t.Rows {
			doc.Rows = append(doc.Rows, rowDoc{row.Key, count(row.Figure), where(row.Share, row.HasShare)})
		}
		d.Tables = append(d.Tables, doc)
	}
	for _, x := range r.Rates {
		d.Rates[x.Name] = rate{count(x.Part), count(x.Whole), where(x.Share, x.HasShare)}
	}
	lengths := func(list []indicator.Length) (out []lengthDoc) {
		for _, l := range list {
			out = append(out, lengthDoc{l.Key, count(l.People), where(l.Median, l.Given), where(l.Mean, l.Given)})
		}
		return out
	}
	d.Waits, d.Between = lengths(r.Waits), lengths(r.Between)
	return d
}

func writeJSON(w io.Writer, r indicator.Report) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return fault.In("write the report", out.Encode(documentOf(r)))
}

// sheetOf writes the tables for a spreadsheet, one count a row; an empty count is one that is not shown.
func sheetOf(ctx context.Context, r indicator.Report) [][]string {
	rows := [][]string{web.Heads(ctx, web.Under("indicator.csv.", "year", "table", "row", "count", "share",
		"source")...)}
	from := source(ctx, r)
	add := func(table, row string, f indicator.Figure, share float64, ok bool) {
		n, part := "", ""
		if !f.Hidden {
			n = strconv.Itoa(f.Count)
		}
		if ok {
			part = strconv.Itoa(int(share*100 + 0.5))
		}
		rows = append(rows, []string{strconv.Itoa(r.Year), table, row, n, part, from})
	}
	for _, x := range []struct {
		row string
		indicator.Figure
	}{{"measure.requests", r.ReleasedRequests}, {"measure.arrivals", r.ReleasedArrivals}, {"flow.stayed", r.Stayed},
		{"flow.nights", r.Nights}, {"flow.staying", r.Staying}} {
		add(web.T(ctx, "indicator.chapter.year"), web.T(ctx, "indicator."+x.row), x.Figure, 0, false)
	}
	add(web.T(ctx, "indicator.chapter.year"), web.T(ctx, "indicator.flow.in_care", "day", r.Until.String()),
		r.InCare, 0, false)
	for _, name := range []string{"arrivals", "requests"} {
		for _, y := range r.Series {
			f, _ := ofYear(y, name)
			add(web.T(ctx, "indicator.series."+name), strconv.Itoa(y.Year), f, 0, false)
		}
	}
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			add(web.T(ctx, "indicator.table."+t.Name), label(ctx, t, row.Key), row.Figure, row.Share, row.HasShare)
		}
		add(web.T(ctx, "indicator.table."+t.Name), web.T(ctx, "indicator.row.total"), t.Total, 0, false)
	}
	return rows
}

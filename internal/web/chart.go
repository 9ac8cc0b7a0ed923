package web

import (
	"context"
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// Chart is a small figure drawn on the server. The table of the same numbers always stands beside it.
type Chart struct {
	ID      string
	Title   string // in words
	Measure string // what the numbers count, in words: the head of the table's last column
	Of      string // what a bar stands for, in words: the head of its first column
	Bars    []Bar
}

// Bar is one value of a chart.
type Bar struct {
	Label string
	Value float64
	Shown string // how the value is written; "fewer than 5" where it is protected
	Here  bool   // the bar the page is about, drawn in the accent
	// Low and High bound the value in an IntervalChart; Brief is how it is written there. Without Brief nothing is
	// drawn.
	Low, High float64
	Brief     string
}

// BarChart draws horizontal bars: for categories. A label of more than 26 signs is cut short in the drawing; the table
// beside it has all of it.
func BarChart(c Chart) templ.Component { return c.view(c.bars) }

// ColumnChart draws columns: for a series over time.
func ColumnChart(c Chart) templ.Component { return c.view(c.columns) }

// IntervalChart draws, for each category, a value and how much of it chance alone could have moved: a point on a line
// from Low to High.
func IntervalChart(c Chart) templ.Component { return c.view(c.intervals) }

func (c Chart) view(draw func() string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return chartFrame(c, templ.Raw(draw())).Render(ctx, w)
	})
}

func (c Chart) top() float64 {
	top := 0.0
	for _, b := range c.Bars {
		top = math.Max(top, math.Max(b.Value, b.High))
	}
	return math.Max(top, 1)
}

func (c Chart) open(width, height int) string {
	return fmt.Sprintf(
		`<svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t"><title id="%s-t">%s</title>`,
		width, height, html.EscapeString(c.ID), html.EscapeString(c.ID), html.EscapeString(c.Title))
}

func (b Bar) class() string {
	if b.Here {
		return "bar here"
	}
	return "bar"
}

func (c Chart) bars() string {
	const width, line, left, right = 640, 30, 200, 110
	var s strings.Builder
	s.WriteString(c.open(width, line*len(c.Bars)+6))
	for i, b := range c.Bars {
		y, w := i*line+3, b.Value/c.top()*(width-left-right)
		fmt.Fprintf(&s, `<text class="name" x="%d" y="%d" text-anchor="end">%s</text>`, left-10, y+19,
			html.EscapeString(short(b.Label)))
		fmt.Fprintf(&s, `<rect class="%s" x="%d" y="%d" width="%.1f" height="%d"/>`, b.class(), left, y+3,
			math.Max(w, 1), line-8)
		fmt.Fprintf(&s, `<text class="value" x="%.1f" y="%d">%s</text>`, left+math.Max(w, 1)+7, y+19,
			html.EscapeString(b.Shown))
	}
	s.WriteString(`</svg>`)
	return s.String()
}

func (c Chart) intervals() string {
	const width, line, left, right = 640, 30, 200, 80
	var s strings.Builder
	s.WriteString(c.open(width, line*len(c.Bars)+6))
	at := func(v float64) float64 { return left + v/c.top()*(width-left-right) }
	for i, b := range c.Bars {
		y := i*line + 18
		fmt.Fprintf(&s, `<text class="name" x="%d" y="%d" text-anchor="end">%s</text>`, left-10, y+5,
			html.EscapeString(short(b.Label)))
		fmt.Fprintf(&s, `<line class="scale" x1="%d" y1="%d" x2="%d" y2="%d"/>`, left, y, width-right, y)
		if b.Brief == "" {
			continue
		}
		fmt.Fprintf(&s, `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="8"/>`, b.class(), at(b.Low), y-4,
			math.Max(at(b.High)-at(b.Low), 1))
		fmt.Fprintf(&s, `<circle class="point" cx="%.1f" cy="%d" r="6"/>`, at(b.Value), y)
		fmt.Fprintf(&s, `<text class="value" x="%d" y="%d">%s</text>`, width-right+8, y+5, html.EscapeString(b.Brief))
	}
	s.WriteString(`</svg>`)
	return s.String()
}

func (c Chart) columns() string {
	const width, height, foot, head = 640, 260, 28, 24
	var s strings.Builder
	s.WriteString(c.open(width, height))
	n := max(len(c.Bars), 1)
	step := float64(width) / float64(n)
	for i, b := range c.Bars {
		h := b.Value / c.top() * (height - foot - head)
		x, y := float64(i)*step, float64(height-foot)-h
		fmt.Fprintf(&s, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, b.class(), x+step*0.15, y,
			step*0.7, math.Max(h, 1))
		fmt.Fprintf(&s, `<text class="value" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, x+step/2, y-7,
			html.EscapeString(brief(b.Shown)))
		fmt.Fprintf(&s, `<text class="name" x="%.1f" y="%d" text-anchor="middle">%s</text>`, x+step/2, height-8,
			html.EscapeString(b.Label))
	}
	fmt.Fprintf(&s, `<line class="axis" x1="0" y1="%d" x2="%d" y2="%d"/></svg>`, height-foot, width, height-foot)
	return s.String()
}

// short cuts a label to what the margin of the drawing holds.
func short(label string) string {
	r := []rune(label)
	if len(r) <= 26 {
		return label
	}
	return strings.TrimSpace(string(r[:25])) + "…"
}

func (c Chart) rows() [][]Cell {
	out := make([][]Cell, 0, len(c.Bars))
	// of an interval, a sentence rather than a number
	spoken := slices.ContainsFunc(c.Bars, func(b Bar) bool { return b.Brief != "" })
	for _, b := range c.Bars {
		out = append(out, []Cell{{Words: b.Label}, {Words: b.Shown, Number: !spoken}})
	}
	return out
}

// brief is what stands over a narrow column: a number as it is, anything longer as a dash; the table says it in full.
func brief(shown string) string {
	if utf8.RuneCountInString(shown) > 7 {
		return "–"
	}
	return shown
}

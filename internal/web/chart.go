package web

import (
	"fmt"
	"math"

	"github.com/a-h/templ"
)

// Chart is a small figure drawn on the server: a table whose numbers have a bar beside them. Its words are the page's
// own, so that no label is cut and all of it is read at any width, on paper and by a screen reader.
type Chart struct {
	ID      string
	Title   string // in words
	Measure string // what the numbers count, in words: the head of the table's last column
	Of      string // what a bar stands for, in words: the head of its first column
	Bars    []Bar
	Source  string // in words: what the numbers were counted from, and when; under the figure, wherever it is taken
	Total   *Bar   // what the bars add up to, or are part of, in the last row: it draws nothing
}

// Bar is one value of a chart.
type Bar struct {
	Label string
	Value float64
	Shown string // how the value is written; "fewer than 5" where it is protected
	Here  bool   // the bar the page is about, drawn in the accent
	Gap   bool   // there is no value: nothing is drawn, not even a bar of no length
	// Low and High bound a value of which chance alone could have moved so much: with High a mark is drawn on a line
	// from Low to High.
	Low, High float64
}

// wide is what the longest bar is drawn on; the page stretches it.
const wide = 1000

func (c Chart) top() float64 {
	top := 0.0
	for _, b := range c.Bars {
		top = math.Max(top, math.Max(b.Value, b.High))
	}
	return math.Max(top, 1)
}

// spoken tells whether the values are sentences, which stand under their bar and not beside it.
func (c Chart) spoken() bool {
	for _, b := range c.Bars {
		if b.High > 0 {
			return true
		}
	}
	return false
}

func (b Bar) class() string { return Either(b.Here, "bar here", "bar") }

// draw is a bar, or a mark on its line, in a drawing as wide as the longest.
func (c Chart) draw(b Bar) templ.Component {
	at := func(v float64) float64 { return v / c.top() * wide }
	shapes := fmt.Sprintf(`<rect class="%s" width="%.0f" height="10"/>`, b.class(), math.Max(at(b.Value), 2))
	if b.High > 0 {
		shapes = fmt.Sprintf(`<rect class="scale" y="4.5" width="%d" height="1"/>`+
			`<rect class="%s" x="%.0f" y="2" width="%.0f" height="6"/>`+
			`<rect class="point" x="%.0f" width="10" height="10"/>`,
			wide, b.class(), at(b.Low), math.Max(at(b.High)-at(b.Low), 2),
			math.Min(math.Max(at(b.Value)-5, 0), wide-10))
	}
	return templ.Raw(fmt.Sprintf(`<svg viewBox="0 0 %d 10" preserveAspectRatio="none" aria-hidden="true">%s</svg>`,
		wide, shapes))
}

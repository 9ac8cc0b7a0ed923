package safetyweb

import (
	"context"
	"fmt"
	"html"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/safety"
	"havre.example/havre/internal/web"
)

// marked is a risk with the mark under which the matrix shows it.
type marked struct {
	safety.Risk
	Mark int
}

func marks(a safety.Assessment) (out []marked) {
	for i, r := range a.Risks {
		out = append(out, marked{r, i + 1})
	}
	return out
}

// The measures of the drawing.
const (
	rungs    = 4
	leftOf   = 176 // room for the words of severity
	cellWide = 124
	cellHigh = 78
	below    = 66 // room for the words of likelihood
)

// matrix draws severity by likelihood: in each field the level that follows as of the day, and the marks of who stands
// there. Shades are of one colour, and each field says its level, so that it is read in black and white; the table
// beside says the same to whoever does not see it.
func matrix(ctx context.Context, a safety.Assessment) templ.Component {
	p, at := web.Country(ctx), map[[2]int][]string{}
	for _, m := range marks(a) {
		field := [2]int{safety.Rank(p, codelist.RiskSeverity, m.Severity),
			safety.Rank(p, codelist.RiskLikelihood, m.Likelihood)}
		at[field] = append(at[field], fmt.Sprint(m.Mark))
	}
	var s strings.Builder
	fmt.Fprintf(&s, `<svg class="matrix" viewBox="0 0 %d %d" role="img" aria-label="%s" font-size="20" `+
		`fill="currentColor">`, leftOf+rungs*cellWide+2, rungs*cellHigh+below,
		html.EscapeString(web.T(ctx, "safety.matrix")))
	for sev := rungs; sev >= 1; sev-- {
		y := (rungs - sev) * cellHigh
		write(&s, leftOf-10, y+cellHigh/2+6, "end", "", word(ctx, codelist.RiskSeverity, sev))
		for like := 1; like <= rungs; like++ {
			x, level := leftOf+(like-1)*cellWide, p.RiskGrade(sev, like, a.On)
			fmt.Fprintf(&s, `<rect x="%d" y="%d" width="%d" height="%d" fill-opacity="%.2f" stroke="currentColor" `+
				`stroke-width="1.5"/>`, x+1, y+1, cellWide, cellHigh, float64(level-1)*.09)
			write(&s, x+cellWide/2, y+22, "middle", "", word(ctx, codelist.RiskGrade, level))
			write(&s, x+cellWide/2, y+62, "middle", ` font-size="32" font-weight="700"`,
				strings.Join(at[[2]int{sev, like}], " "))
		}
	}
	for like := 1; like <= rungs; like++ {
		write(&s, leftOf+(like-1)*cellWide+cellWide/2, rungs*cellHigh+24, "middle", "",
			word(ctx, codelist.RiskLikelihood, like))
	}
	title := ` font-weight="700"`
	write(&s, leftOf-10, 20, "end", title, web.T(ctx, "safety.head.severity"))
	write(&s, leftOf+rungs*cellWide/2, rungs*cellHigh+below-12, "middle", title, web.T(ctx, "safety.head.likelihood"))
	s.WriteString(`</svg>`)
	return templ.Raw(s.String())
}

// write writes words into the drawing; none, nothing.
func write(s *strings.Builder, x, y int, anchor, more, words string) {
	if words != "" {
		fmt.Fprintf(s, `<text x="%d" y="%d" text-anchor="%s"%s>%s</text>`, x, y, anchor, more, html.EscapeString(words))
	}
}

// word names a rung of a scale.
func word(ctx context.Context, list codelist.Name, rank int) string {
	c, ok := web.Country(ctx).List(list).Ranked(rank)
	if !ok {
		return ""
	}
	return c.Label(web.Lang(ctx))
}

package placementweb

import (
	"context"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/web"
)

// ticked are the places ticked in a form.
func ticked(f *web.Form) []finding.PlaceID {
	var out []finding.PlaceID
	for _, v := range f.Values("place") {
		if p, err := finding.ParsePlace(v); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// againstWords says what a choice goes against, one sentence each.
func againstWords(ctx context.Context, found finding.Found, list []decision.Departure) []string {
	var out []string
	for _, d := range list {
		m, _ := found.Match(d.Place)
		if d.Against == decision.AgainstOrder {
			better, _ := found.Match(d.Instead)
			out = append(out, web.T(ctx, "placement.override.order", "place", placeName(ctx, m.Row), "better",
				placeName(ctx, better.Row), "criterion", criterionName(ctx, finding.Criterion(d.What))))
			continue
		}
		out = append(out, web.T(ctx, "placement.override."+string(d.Against), "place", placeName(ctx, m.Row), "what",
			datum(ctx, m.Check(finding.RuleID(d.What)))))
	}
	return out
}

func overrideOptions(ctx context.Context, against decision.Against, on date.Date) []web.Option {
	var out []web.Option
	for _, c := range web.Country(ctx).List(codelist.Override).In(string(against), on) {
		out = append(out, web.Option{Value: c.Key, Label: c.Label(web.Lang(ctx))})
	}
	return out
}

// household is who travels together, in words.
func household(ctx context.Context, s proposal.Shape) string {
	words := web.T(ctx, "placement.letter.adults", "n", s.Adults)
	if len(s.Children) > 0 {
		words = web.T(ctx, "placement.letter.with", "adults", words, "children",
			web.T(ctx, "placement.letter.children", "n", len(s.Children)), "bands",
			labels(ctx, codelist.ChildAge, s.Children))
	}
	if s.Animals == tri.Yes {
		words += ". " + web.T(ctx, "placement.letter.animal")
	}
	return words
}

func spoken(ctx context.Context, s proposal.Shape) string {
	var out []string
	if s.Language != "" {
		out = append(out, web.T(ctx, "placement.letter.language", "language",
			label(ctx, codelist.Language, s.Language)))
	}
	if s.Interpreter {
		out = append(out, web.T(ctx, "placement.letter.interpreter"))
	}
	if len(out) == 0 {
		return web.T(ctx, "placement.letter.no_interpreter")
	}
	return strings.Join(out, " ")
}

func wanted(ctx context.Context, s proposal.Shape) string {
	if len(s.Needs) == 0 {
		return web.T(ctx, "placement.letter.no_needs")
	}
	return labels(ctx, codelist.Need, s.Needs)
}

func autonomy(ctx context.Context, s proposal.Shape) string {
	if s.Autonomy == "" {
		return ""
	}
	return label(ctx, codelist.Autonomy, s.Autonomy)
}

func ready(ctx context.Context, s proposal.Shape) string {
	var out []string
	if !s.ReadyOn.IsZero() {
		out = append(out, web.T(ctx, "placement.letter.from", "day", web.Day(ctx, s.ReadyOn)))
	}
	if s.Weeks > 0 {
		out = append(out, web.T(ctx, "placement.letter.weeks", "n", s.Weeks))
	}
	return strings.Join(out, " ")
}

// letterRows is the proposal as a summary list: the same for the coordinator who looks first and for the host.
func letterRows(ctx context.Context, l asking.Letter) []web.Row {
	return []web.Row{
		{Label: "placement.letter.place", Value: l.Place},
		{Label: "placement.letter.who", Value: household(ctx, l.Shape)},
		{Label: "placement.letter.speaks", Value: spoken(ctx, l.Shape)},
		{Label: "placement.letter.needs", Value: wanted(ctx, l.Shape)},
		{Label: "placement.letter.presence", Value: autonomy(ctx, l.Shape)},
		{Label: "placement.letter.when", Value: ready(ctx, l.Shape)},
		{Label: "placement.letter.danger", Value: web.T(ctx, "placement.letter.clear")},
	}
}

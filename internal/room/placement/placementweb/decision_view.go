package placementweb

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

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

func recordRows(ctx context.Context, d review.Decision) []web.Row {
	n := d.Record.Need
	rows := []web.Row{
		{Label: "placement.decision.by", Value: d.By},
		{Label: "placement.decision.at", Value: web.Date(ctx, d.At)},
		{Label: "placement.decision.until", Value: web.Date(ctx, d.Until)},
		{Label: "placement.decision.order", Value: againstBadge(ctx, d.Against)},
	}
	if d.Reason != "" {
		rows = append(rows, web.Row{Label: "placement.decision.reason", Value: label(ctx, codelist.Override, d.Reason)})
	}
	zones := web.T(ctx, "placement.decision.none")
	if len(n.Zones) > 0 {
		var words []string
		for _, z := range n.Zones {
			words = append(words, area(ctx, z.Area)+": "+label(ctx, codelist.DangerLevel, z.Level))
		}
		zones = strings.Join(words, ", ")
	}
	named := func(areas []string) string {
		var words []string
		for _, a := range areas {
			words = append(words, area(ctx, a))
		}
		return cmp.Or(strings.Join(words, ", "), web.T(ctx, "placement.decision.none"))
	}
	return append(rows,
		web.Row{Label: "placement.letter.who",
			Value: household(ctx, proposal.Shape{Adults: n.Adults, Children: n.Children})},
		web.Row{Label: "placement.letter.needs", Value: wanted(ctx, proposal.Shape{Needs: n.Needs})},
		web.Row{Label: "placement.letter.when", Value: ready(ctx, proposal.Shape{ReadyOn: n.ReadyOn, Weeks: n.Weeks})},
		web.Row{Label: "placement.decision.zones", Value: zones},
		web.Row{Label: "placement.decision.vetoes", Value: named(n.Vetoes)},
		web.Row{Label: "placement.decision.wishes", Value: named(n.Wishes)},
		web.Row{Label: "placement.decision.rules", Value: strings.Join(editions(ctx, d.Record.Rules), ", ")},
	)
}

// editions name the rules in force: "Danger, edition 1".
func editions(ctx context.Context, rules []string) []string {
	var out []string
	for _, r := range rules {
		id, version, _ := strings.Cut(r, "/")
		out = append(out, web.T(ctx, "placement.decision.edition", "rule", ruleName(ctx, finding.RuleID(id)), "n",
			version))
	}
	return out
}

// recorded is what a place was called, or its number when it is not known any more.
func recorded(d review.Decision, p finding.PlaceID) string {
	if r, ok := d.Rows[p]; ok {
		return r.Partner.Name + ", " + r.SiteName + ", " + r.Name
	}
	return p.String()
}

func recordHeads(ctx context.Context) []string {
	return words(ctx, "placement.decision.place", "placement.decision.verdict", "placement.decision.values")
}

// criteriaOf names the criteria in the order of the values beside each place.
func criteriaOf(ctx context.Context, d review.Decision) string {
	var out []string
	for _, c := range d.Record.Criteria {
		if c != finding.Drawn {
			out = append(out, criterionName(ctx, c))
		}
	}
	return strings.Join(out, " · ")
}

// recordTable is every place as it stood, best first.
func recordTable(ctx context.Context, d review.Decision) [][]web.Cell {
	var out [][]web.Cell
	for i, p := range d.Record.Places {
		name := strconv.Itoa(i+1) + ". " + area(ctx, p.Department) + ", " + recorded(d, p.Place)
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
	var out []string
	for _, x := range d.Departures {
		what := ""
		if x.Against == decision.AgainstOrder {
			what = criterionName(ctx, finding.Criterion(x.What))
		} else {
			what = ruleName(ctx, finding.RuleID(x.What))
		}
		out = append(out, web.T(ctx, "placement.decision.departure_"+string(x.Against), "place", recorded(d, x.Place),
			"what", what))
	}
	slices.Sort(out)
	return out
}

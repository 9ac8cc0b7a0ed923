package placementweb

import (
	"context"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/web"
)

// explained is how many places of a list carry the rows of their criteria, best first: a page of a hundred places has
// to stay light, and nobody asks why the sixtieth stands there.
const explained = 30

// broken is the datum of every rule that excludes a place, most important first.
func broken(ctx context.Context, s finding.Shut) string {
	var out []string
	for _, c := range s.Result.Broken() {
		out = append(out, datum(ctx, c))
	}
	return strings.Join(out, " · ")
}

// whyRows says in plain words what put a place where it stands, a row for each criterion with its number.
func whyRows(ctx context.Context, found finding.Found, m finding.Match) []web.Row {
	var out []web.Row
	for _, t := range found.Tiers(m) {
		out = append(out, web.Row{Words: criterionName(ctx, t.Criterion), Value: tierValue(ctx, m, t)})
	}
	return out
}

// tierValue is one criterion's number on its scale, with the reason behind it.
func tierValue(ctx context.Context, m finding.Match, t finding.Tier) string {
	words := tierWords(ctx, m, t)
	switch most := finding.Most(t); {
	case most > 0:
		return web.T(ctx, "placement.tier.of", "n", t.Value, "most", most, "why", words)
	case t.Criterion == "covered":
		return web.T(ctx, "placement.tier.value", "n", t.Value, "why", words)
	}
	return words
}

// tierWords is the reason behind one criterion's number; the scales are written beside the criteria in calc/match.
func tierWords(ctx context.Context, m finding.Match, t finding.Tier) string {
	switch key := "placement.tier." + string(t.Criterion); t.Criterion {
	case "safety":
		if t.Value < 2 {
			return web.T(ctx, key+"_"+strconv.Itoa(t.Value))
		}
		return web.T(ctx, key, "time", minutes(ctx, 30*(t.Value-1)))
	case "wished":
		return web.T(ctx, key+"_"+strconv.Itoa(t.Value))
	case "covered":
		if len(t.Items) == 0 {
			return web.T(ctx, key+"_0")
		}
		return itemList(ctx, t.Items)
	case "freshness":
		if m.Row.ConfirmedAt.IsZero() {
			return web.T(ctx, "placement.chip.never_confirmed")
		}
		return web.T(ctx, "placement.chip.confirmed", "since", web.In(ctx, m.Row.ConfirmedAt))
	case "spared":
		if len(t.Items) == 0 {
			return web.T(ctx, key+"_0")
		}
		return web.T(ctx, key, "what", pricedItems(ctx, m, t.Items))
	case "shared":
		return web.T(ctx, key, "n", t.Value)
	default:
		return web.T(ctx, key)
	}
}

// pricedItems names the scarce things a place has without need, with the price of the day where one counted.
func pricedItems(ctx context.Context, m finding.Match, items []string) string {
	out := make([]string, len(items))
	for i, k := range items {
		out[i] = itemList(ctx, []string{k})
		if n := m.Prices[k]; n > 0 {
			out[i] = web.T(ctx, "placement.tier.priced", "what", out[i], "n", n)
		}
	}
	return strings.Join(out, ", ")
}

// itemList names the codes a criterion counted.
func itemList(ctx context.Context, items []string) string {
	out := make([]string, len(items))
	for i, k := range items {
		switch k {
		case "language", "emergency_flat":
			out[i] = web.T(ctx, "placement.chip."+k)
		case "accessible", "family":
			out[i] = web.T(ctx, "placement.scarce."+k)
		default:
			out[i] = label(ctx, codelist.Need, k)
		}
	}
	return strings.Join(out, ", ")
}

// wayWords is the travel from one danger zone: time, where it comes from, distance, and what is needed.
func wayWords(ctx context.Context, w finding.Way) string {
	if !w.Known {
		return web.T(ctx, "placement.travel.unknown", "area", itemWords(ctx, w.Zone.Area.Code))
	}
	return web.T(ctx, "placement.travel.line", "area", itemWords(ctx, w.Zone.Area.Code), "time",
		minutes(ctx, w.Travel.Minutes),
		"how", how(ctx, w.Travel.Measured), "km", w.Travel.Metres.Kilometres(), "least", minutes(ctx, w.Least))
}

// edition says which edition of a rule is in force, and who keeps it.
func edition(ctx context.Context, r finding.Rule) string {
	return web.T(ctx, "placement.search.edition", "n", r.Version, "since", web.Day(ctx, r.Since), "owner",
		web.T(ctx, "placement.fix."+string(r.Owner)))
}

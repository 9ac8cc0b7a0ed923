package placementweb

import (
	"context"
	"maps"
	"slices"
	"strings"

	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

func optionChips(ctx context.Context, o weighing.Option) []web.Chip {
	out := tierChips(ctx, o.Row, o.Result.Tiers)
	for _, c := range o.Result.Asks() {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.ask", "what", datum(ctx, c), "whom", fixer(ctx, c)),
			Kind: web.ChipAsk})
	}
	if o.Taken != nil {
		words := web.T(ctx, "placement.round.taken_gone")
		if o.Taken.Code != "" {
			words = web.T(ctx, "placement.round.taken", "label", o.Taken.Label(web.PrinterOf(ctx)))
		}
		out = append(out, web.Chip{Words: words, Kind: web.ChipAgainst})
	}
	return out
}

// whyWords answers "why not there?".
func whyWords(ctx context.Context, c weighing.Person) []string {
	a := c.Why
	ground := a.Ground
	if a.Before.Code == "drawn" { // only the lot is against it
		ground = "nothing"
	}
	out := []string{web.T(ctx, "placement.round.ground."+string(ground))}
	for _, x := range a.Rules {
		out = append(out, web.T(ctx, "placement.round.rule_says", "rule",
			web.T(ctx, "placement.rule_name."+string(x.Rule)), "what", datum(ctx, x)))
	}
	if ground == "tier" {
		out = append(out, web.T(ctx, "placement.round.worse", "what", roundTierWords(ctx, a.Before.Code), "n",
			int(a.After.Value), "best", int(a.Before.Value)))
	}
	if len(a.Changes) > 0 {
		labels := make([]string, len(c.Others))
		for i, h := range c.Others {
			labels[i] = h.Label(web.PrinterOf(ctx)) + " " + h.Code
		}
		if len(labels) > 0 {
			out = append(out, web.T(ctx, "placement.round.others", "who", strings.Join(labels, ", ")))
		}
	}
	if !a.Proved {
		out = append(out, web.T(ctx, "placement.round.open"))
	}
	return out
}

// openingWords answers "what would make it possible?".
func openingWords(ctx context.Context, c weighing.Person) []string {
	w := c.Opening
	var out []string
	switch {
	case w.Possible && len(w.Rules) > 0:
		names := make([]string, len(w.Rules))
		for i, r := range w.Rules {
			names[i] = web.T(ctx, "placement.rule_name."+string(r))
		}
		out = append(out, web.T(ctx, "placement.round.relax", "n", len(names), "rules", strings.Join(names, ", ")))
	case w.Possible:
		out = append(out, web.T(ctx, "placement.round.possible_after_all"))
	default:
		out = append(out, web.T(ctx, "placement.round.nothing_relaxes"))
	}
	if c.Flat != nil {
		out = append(out, web.T(ctx, "placement.round.bridge", "place", c.Flat.Name, "area",
			area(ctx, c.Flat.Department)))
	} else {
		out = append(out, web.T(ctx, "placement.stuck.no_bridge"))
	}
	if !w.Proved {
		out = append(out, web.T(ctx, "placement.round.open"))
	}
	return out
}

// lockValues are the locks of a round with one more person fixed, or let go where there is no place.
func lockValues(locks map[string]string, who, where string) []string {
	all := maps.Clone(locks)
	if all == nil {
		all = map[string]string{}
	}
	switch {
	case who != "" && where != "":
		all[who] = where
	case who != "":
		delete(all, who)
	}
	var out []string
	for _, k := range slices.Sorted(maps.Keys(all)) {
		out = append(out, k+" "+all[k])
	}
	return out
}

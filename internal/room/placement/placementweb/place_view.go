package placementweb

import (
	"context"
	"slices"

	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/web"
)

// worseWords says by how much a place is worse in the first criterion that tells it from the best.
func worseWords(ctx context.Context, w finding.Worse) string {
	return web.T(ctx, "placement.worse."+string(w.Criterion), "n", w.Best-w.Have)
}

// standing is where a place stands in the search, in a sentence.
func standing(ctx context.Context, w finding.Why) string {
	switch {
	case w.Match.Result.Verdict == finding.RuleExcludes && len(w.Never) > 0:
		return web.T(ctx, "placement.place.never")
	case w.Match.Result.Verdict == finding.RuleExcludes:
		return web.T(ctx, "placement.place.excluded")
	case w.Match.Row.EmergencyFlat:
		return web.T(ctx, "placement.place.bridge")
	case w.Match.Open:
		return web.T(ctx, "placement.place.asked")
	case w.Tried:
		return web.T(ctx, "placement.place.tried")
	case w.Position == 1:
		return web.T(ctx, "placement.place.first")
	case w.Position == 0:
		return web.T(ctx, "placement.place.not_askable")
	case !w.HasBest || w.Best.Result.Verdict != w.Match.Result.Verdict:
		return web.T(ctx, "placement.place.behind_known", "n", w.Position)
	case !w.Differs:
		return web.T(ctx, "placement.place.equal", "n", w.Position)
	}
	return web.T(ctx, "placement.place.behind", "n", w.Position, "why", worseWords(ctx, w.Worse))
}

// sideBySide are the columns of a comparison: each place with its head.
type sideBySide struct {
	Head  string
	Match finding.Match
}

func sidesOf(ctx context.Context, w finding.Why) []sideBySide {
	out := []sideBySide{{web.T(ctx, "placement.compare.this"), w.Match}}
	if w.HasBest {
		out = append(out, sideBySide{web.T(ctx, "placement.compare.best"), w.Best})
	}
	return out
}

func sides(ctx context.Context, list []finding.Why) []sideBySide {
	var out []sideBySide
	for _, w := range list {
		out = append(out, sideBySide{area(ctx, w.Match.Row.Department) + ", " + w.Match.Row.Partner.Name, w.Match})
	}
	return out
}

func headsOf(first string, list []sideBySide) []string {
	out := []string{first}
	for _, s := range list {
		out = append(out, s.Head)
	}
	return out
}

// ruleRows compare what each rule says of each place.
func ruleRows(ctx context.Context, list []sideBySide) [][]web.Cell {
	var out [][]web.Cell
	for _, c := range list[0].Match.Result.Checks {
		row := []web.Cell{{Words: ruleName(ctx, c.Rule)}}
		for _, s := range list {
			row = append(row, web.Cell{Words: saying(ctx, s.Match.Check(c.Rule))})
		}
		out = append(out, row)
	}
	return out
}

// saying is a rule's answer in words: whether it passes, the datum, and who may correct or answer it.
func saying(ctx context.Context, c finding.Check) string {
	args := []any{"what", datum(ctx, c)}
	if c.Verdict != finding.RulePasses {
		args = append(args, "whom", fixer(ctx, c))
	}
	return web.T(ctx, "placement.says."+c.Verdict.String(), args...)
}

// tierRows compare the values of the criteria that say something of this person; the draw says nothing about a place.
func tierRows(ctx context.Context, criteria []finding.Criterion, list []sideBySide) [][]web.Cell {
	var out [][]web.Cell
	for i, t := range list[0].Match.Result.Tiers {
		if t.Criterion == finding.Drawn || !slices.Contains(criteria, t.Criterion) {
			continue
		}
		row := []web.Cell{{Words: criterionName(ctx, t.Criterion)}}
		for _, s := range list {
			row = append(row, web.Cell{Words: tierValue(ctx, s.Match, s.Match.Result.Tiers[i])})
		}
		out = append(out, row)
	}
	return out
}

// fixes lists data with who may correct each.
func fixes(ctx context.Context, list []finding.Check) []string {
	var out []string
	for _, c := range list {
		out = append(out, datum(ctx, c)+". "+web.T(ctx, "placement.search.fix", "whom", fixer(ctx, c)))
	}
	return out
}

// questions list what is not known, with whom to ask.
func questions(ctx context.Context, list []finding.Check) []string {
	var out []string
	for _, c := range list {
		out = append(out, web.T(ctx, "placement.ask", "what", datum(ctx, c), "whom", fixer(ctx, c)))
	}
	return out
}

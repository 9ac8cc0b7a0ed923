package placementweb

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/web"
)

// named in words: "Lot (46), Le Phare, Maison Azur, Chambre 1".
func placeName(r finding.PlaceRow) string {
	return area(r.Department) + ", " + r.Partner.Name + ", " + r.SiteName + ", " + r.Name
}

func onPlace(c casefile.Ref, p question.PlaceID) string { return onCase(c) + "/places/" + p.String() }

func onDecision(c casefile.Ref, d decision.ID) string {
	return onCase(c) + "/decisions/" + d.String()
}

func ruleName(ctx context.Context, rule finding.RuleID) string {
	return web.T(ctx, "placement.rule_name."+string(rule))
}

func criterionName(ctx context.Context, c finding.Criterion) string {
	return web.T(ctx, "placement.criterion."+string(c))
}

// ticked are the places ticked in a form.
func ticked(f *web.Form) []question.PlaceID {
	var out []question.PlaceID
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
			out = append(out, web.T(ctx, "placement.override.order", "place", placeName(m.Row), "better",
				placeName(better.Row), "criterion", criterionName(ctx, finding.Criterion(d.What))))
			continue
		}
		out = append(out, web.T(ctx, "placement.override."+string(d.Against), "place", placeName(m.Row), "what",
			datum(ctx, m.Check(finding.RuleID(d.What)))))
	}
	return out
}

func overrideOptions(ctx context.Context, against decision.Against, on date.Date) []web.Option {
	var out []web.Option
	for _, c := range codelist.Of(codelist.Override).In(string(against), on) {
		out = append(out, web.Option{Value: c.Key, Label: c.Label(web.Lang(ctx))})
	}
	return out
}

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

func sides(list []finding.Why) []sideBySide {
	var out []sideBySide
	for _, w := range list {
		out = append(out, sideBySide{area(w.Match.Row.Department) + ", " + w.Match.Row.Partner.Name, w.Match})
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
			words = append(words, area(z.Area)+": "+label(ctx, codelist.DangerLevel, z.Level))
		}
		zones = strings.Join(words, ", ")
	}
	named := func(areas []string) string {
		var words []string
		for _, a := range areas {
			words = append(words, area(a))
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
func recorded(d review.Decision, p question.PlaceID) string {
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
		name := strconv.Itoa(i+1) + ". " + area(p.Department) + ", " + recorded(d, p.Place)
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

// movedWords says why the line moved last.
func movedWords(ctx context.Context, n finding.Next) string {
	switch n.Cause {
	case finding.CauseDeclined:
		return web.T(ctx, "placement.next.declined", "area", area(n.Department), "reason",
			label(ctx, codelist.Decline, n.Reason))
	case finding.CauseExpired:
		return web.T(ctx, "placement.next.expired", "area", area(n.Department))
	}
	return ""
}

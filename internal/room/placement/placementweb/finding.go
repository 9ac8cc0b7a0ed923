package placementweb

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/web"
)

// explained is how many places of a list carry the rows of their criteria, best first: a page of a hundred places has
// to stay light, and nobody asks why the sixtieth stands there.
const explained = 30

// againstWords says what a choice goes against, one sentence each.
func againstWords(ctx context.Context, found finding.Found, list []decision.Departure) []string {
	return web.Each(ctx, list, func(ctx context.Context, d decision.Departure) string {
		m, _ := found.Match(d.Place)
		if d.Against == decision.AgainstOrder {
			better, _ := found.Match(d.Instead)
			return web.T(ctx, "placement.override.order", "place", placeName(ctx, m.Row), "better",
				placeName(ctx, better.Row), "criterion", criterionName(ctx, finding.Criterion(d.What)))
		}
		return web.T(ctx, "placement.override."+string(d.Against), "place", placeName(ctx, m.Row), "what",
			datum(ctx, m.Check(finding.RuleID(d.What))))
	})
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
	return web.T(ctx, "placement.place.behind", "n", w.Position, "why",
		web.T(ctx, "placement.worse."+string(w.Worse.Criterion), "n", w.Worse.Best-w.Worse.Have))
}

// sideBySide is a column of a comparison: a place with its head.
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
	return web.Each(ctx, list, func(ctx context.Context, w finding.Why) sideBySide {
		return sideBySide{web.AreaName(ctx, w.Match.Row.Department) + ", " + w.Match.Row.Partner.Name, w.Match}
	})
}

func headsOf(first string, list []sideBySide) []string {
	out := []string{first}
	for _, s := range list {
		out = append(out, s.Head)
	}
	return out
}

// across is one line of a comparison.
func across(first string, list []sideBySide, say func(finding.Match) string) []web.Cell {
	row := []web.Cell{{Words: first}}
	for _, s := range list {
		row = append(row, web.Cell{Words: say(s.Match)})
	}
	return row
}

// ruleRows compare what each rule says of each place: whether it passes, the datum, and who may correct or answer it.
func ruleRows(ctx context.Context, list []sideBySide) [][]web.Cell {
	return web.Each(ctx, list[0].Match.Result.Checks, func(ctx context.Context, rule finding.Check) []web.Cell {
		return across(ruleName(ctx, rule.Rule), list, func(m finding.Match) string {
			c := m.Check(rule.Rule)
			whom := ""
			if c.Verdict != finding.RulePasses {
				whom = fixer(ctx, c)
			}
			return web.T(ctx, "placement.says."+c.Verdict.String(), "what", sourced(ctx, c), "whom", whom)
		})
	})
}

// tierRows compare the values of the criteria that say something of this person; the draw says nothing about a place.
func tierRows(ctx context.Context, criteria []finding.Criterion, list []sideBySide) [][]web.Cell {
	var out [][]web.Cell
	for i, t := range list[0].Match.Result.Tiers {
		if t.Criterion != finding.Drawn && slices.Contains(criteria, t.Criterion) {
			out = append(out, across(criterionName(ctx, t.Criterion), list, func(m finding.Match) string {
				return tierValue(ctx, m, m.Result.Tiers[i])
			}))
		}
	}
	return out
}

// whyRows says in plain words what put a place where it stands, a row for each criterion with its number.
func whyRows(ctx context.Context, found finding.Found, m finding.Match) []web.Row {
	return web.Each(ctx, found.Tiers(m), func(ctx context.Context, t finding.Tier) web.Row {
		return web.Row{Words: criterionName(ctx, t.Criterion), Value: tierValue(ctx, m, t)}
	})
}

// tierValue is one criterion's number on its scale, with the reason behind it.
func tierValue(ctx context.Context, m finding.Match, t finding.Tier) string {
	words := tierWords(ctx, m, t)
	switch most := m.Most(t); {
	case most > 0:
		return web.T(ctx, "placement.tier.of", "n", t.Value, "most", most, "why", words)
	case t.Criterion == "covered":
		return web.T(ctx, "placement.tier.value", "n", t.Value, "why", words)
	}
	return words
}

// tierWords is the reason behind one criterion's number; the scales are written beside the criteria in calc/match.
func tierWords(ctx context.Context, m finding.Match, t finding.Tier) string {
	key := "placement.tier." + string(t.Criterion)
	if (t.Criterion == "covered" || t.Criterion == "spared") && len(t.Items) == 0 {
		return web.T(ctx, key+"_0")
	}
	switch t.Criterion {
	case "safety":
		if t.Value < 2 {
			return web.T(ctx, key+"_"+strconv.Itoa(t.Value))
		}
		if m.Safest(t) {
			return web.T(ctx, key+"_most", "time", minutes(ctx, 30*(t.Value-1)))
		}
		return web.T(ctx, key, "time", minutes(ctx, 30*(t.Value-1)))
	case "wished":
		return web.T(ctx, key+"_"+strconv.Itoa(t.Value))
	case "covered":
		return itemList(ctx, t.Items...)
	case "freshness":
		return confirmed(ctx, m)
	case "spared":
		return web.T(ctx, key, "what", pricedItems(ctx, m, t.Items))
	case "shared":
		return web.T(ctx, key, "n", t.Value)
	}
	return web.T(ctx, key)
}

// pricedItems names the scarce things a place has without need, with the price of the day where one counted.
func pricedItems(ctx context.Context, m finding.Match, items []string) string {
	return web.Joined(ctx, ", ", items, func(ctx context.Context, k string) string {
		if n := m.Prices[k]; n > 0 {
			return web.T(ctx, "placement.tier.priced", "what", itemList(ctx, k), "n", n)
		}
		return itemList(ctx, k)
	})
}

// itemList names the codes a criterion counted.
func itemList(ctx context.Context, items ...string) string {
	return web.Joined(ctx, ", ", items, func(ctx context.Context, k string) string {
		switch k {
		case "language", "emergency_flat":
			return web.T(ctx, "placement.chip."+k)
		case "accessible", "family":
			return web.T(ctx, "placement.scarce."+k)
		}
		return web.LabelIn(ctx, codelist.Need, k)
	})
}

// wayWords is the travel from one danger zone: time, where it comes from, distance, and what is needed.
func wayWords(ctx context.Context, w finding.Way) string {
	from := itemWords(ctx, w.Zone.Area.Code)
	if !w.Known {
		return web.T(ctx, "placement.travel.unknown", "area", from)
	}
	return web.T(ctx, "placement.travel.line", "area", from, "time", minutes(ctx, w.Travel.Minutes), "how",
		how(ctx, w.Travel.Measured), "km", w.Travel.Metres.Kilometres(), "least", minutes(ctx, w.Least))
}

// edition says which edition of a rule is in force, and who keeps it.
func edition(ctx context.Context, r finding.Rule) string {
	return web.T(ctx, "placement.search.edition", "n", r.Version, "since", web.Day(ctx, r.Since), "owner",
		web.T(ctx, "placement.fix."+string(r.Owner)))
}

// mapOf shows a search on the map: danger zones, departments with places to think of, and how far each department lies
// from the nearest zone. It knows departments only.
func mapOf(ctx context.Context, found finding.Found) web.Map {
	m := web.Map{
		ID: "map", Title: web.T(ctx, "placement.map.title"), Drawing: web.Country(ctx).Drawing(),
		Ground: map[string]int{}, Legend: legend(ctx, found.ByTime()),
		Heads: web.Heads(ctx, web.Under("placement.map.", "area", "what", "away", "confirmed")...),
	}
	n := map[web.MapKind]int{}
	for _, g := range found.Grounds() {
		m.Ground[g.Department] = g.Band
		if g.Speaks() {
			a := groundArea(ctx, onSearch(found.Header.Ref), g)
			m.Areas = append(m.Areas, a)
			n[a.Kind]++
		}
	}
	m.Words = web.T(ctx, "placement.map.zones", "n", n[web.MapDanger]) + " " +
		web.T(ctx, "placement.map.open", "n", n[web.MapOpen])
	if n[web.MapAsk] > 0 {
		m.Words += " " + web.T(ctx, "placement.map.ask", "n", n[web.MapAsk])
	}
	return m
}

func groundArea(ctx context.Context, search string, g finding.Ground) web.MapArea {
	a := web.MapArea{Code: g.Department, Name: web.AreaName(ctx, g.Department)}
	var what []string
	cell := web.Cell{}
	say := func(kind web.MapKind, sign, words, to string) {
		if what = append(what, words); a.Kind == "" {
			a.Kind, a.Sign = kind, sign
		}
		if cell.URL == "" && to != "" {
			cell.URL = search + to
		}
	}
	if g.Danger != "" {
		level := web.LabelIn(ctx, codelist.DangerLevel, g.Danger)
		say(web.MapDanger, "▲", web.T(ctx, "placement.map.danger", "level", level), "")
	}
	if g.Possible > 0 {
		say(web.MapOpen, strconv.Itoa(g.Possible), web.T(ctx, "placement.map.possible", "n", g.Possible), "#possible")
	}
	if g.ToAsk > 0 {
		say(web.MapAsk, "?", web.T(ctx, "placement.map.to_ask", "n", g.ToAsk), "#ask")
	}
	cell.Words = strings.Join(what, ", ")
	away, confirmed := "", ""
	if a.Words = cell.Words; g.Danger == "" {
		away = awayWords(ctx, g)
		a.Words += ", " + away
	}
	if g.Possible+g.ToAsk > 0 {
		confirmed = web.T(ctx, "placement.map.never")
		if !g.Confirmed.IsZero() {
			confirmed = web.ShortDay(ctx, g.Confirmed)
		}
	}
	a.Cells = []web.Cell{cell, {Words: away}, {Words: confirmed}}
	return a
}

// awayWords says how far the nearest danger zone is.
func awayWords(ctx context.Context, g finding.Ground) string {
	switch {
	case g.Band == 0 || g.Zone == "":
		return web.T(ctx, "placement.map.unknown")
	case g.Minutes > 0:
		return web.T(ctx, "placement.map.minutes", "h", g.Minutes/60, "min", fmt.Sprintf("%02d", g.Minutes%60), "km",
			web.Number(ctx, g.Kilometres), "zone", web.AreaName(ctx, g.Zone))
	}
	return web.T(ctx, "placement.map.km", "km", web.Number(ctx, g.Kilometres), "zone", web.AreaName(ctx, g.Zone))
}

func legend(ctx context.Context, byTime bool) []web.MapKey {
	out := []web.MapKey{
		{Kind: web.MapDanger, Words: web.T(ctx, "placement.map.key_danger")},
		{Kind: web.MapOpen, Words: web.T(ctx, "placement.map.key_open")},
		{Kind: web.MapAsk, Words: web.T(ctx, "placement.map.key_ask")},
	}
	key := web.Either(byTime, "placement.map.time.", "placement.map.distance.")
	for i := range 5 {
		out = append(out, web.MapKey{Band: i + 1, Words: web.T(ctx, key+strconv.Itoa(i+1))})
	}
	return out
}

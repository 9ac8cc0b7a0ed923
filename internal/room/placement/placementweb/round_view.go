package placementweb

import (
	"context"
	"slices"
	"strings"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

func seekingHeads(ctx context.Context) []string {
	return []string{
		web.T(ctx, "placement.round.head.who"), web.T(ctx, "placement.round.head.since"),
		web.T(ctx, "placement.round.head.household"),
		web.T(ctx, "placement.round.head.danger"), web.T(ctx, "placement.round.head.now"),
	}
}

func seekingRows(ctx context.Context, l weighing.List) [][]web.Cell {
	var out [][]web.Cell
	for _, s := range l.Seeking {
		now := web.T(ctx, "placement.round.to_weigh")
		if l.Asked[s.Header.Ref] {
			now = web.T(ctx, "placement.round.asked")
		}
		out = append(out, []web.Cell{
			{Words: s.Header.Label(web.PrinterOf(ctx)) + " " + s.Header.Code, URL: onCase(s.Header.Ref)},
			{Words: web.Since(ctx, s.Header.StageAt)},
			{Words: household(ctx, proposal.Shape{Adults: s.Coded.Adults, Children: s.Coded.ChildrenBands,
				Animals: s.Coded.Animals})},
			{Words: dangerWords(ctx, s)}, {Words: now},
		})
	}
	return out
}

// dangerWords names the worst level among the danger zones.
func dangerWords(ctx context.Context, s casefile.Seeking) string {
	worst, rank := "", 0
	for _, z := range s.Zones {
		if c, ok := web.Country(ctx).List(codelist.DangerLevel).Find(z.Level); ok && c.Rank > rank {
			worst, rank = z.Level, c.Rank
		}
	}
	if rank == 0 {
		return web.T(ctx, "placement.round.no_zone")
	}
	return label(ctx, codelist.DangerLevel, worst)
}

func roundHeads(ctx context.Context) []string {
	return []string{
		web.T(ctx, "placement.round.head.when"), web.T(ctx, "placement.round.head.people"),
		web.T(ctx, "placement.round.head.placed"),
		web.T(ctx, "placement.round.head.proof"),
	}
}

func roundRows(ctx context.Context, list []weighing.Row) [][]web.Cell {
	var out [][]web.Cell
	for _, r := range list {
		out = append(out, []web.Cell{
			{Words: web.Date(ctx, r.At), URL: "/rounds/" + r.ID.String()},
			{Words: web.Number(ctx, r.People), Number: true},
			{Words: web.Number(ctx, r.Placed), Number: true}, {Words: proof(ctx, r)},
		})
	}
	return out
}

// proof says in a few words how sure an answer is.
func proof(ctx context.Context, r weighing.Row) string {
	switch {
	case r.State == weighing.Running:
		return web.T(ctx, "placement.round.proof.running")
	case r.Gap == 0:
		return web.T(ctx, "placement.round.proof.best")
	}
	return web.T(ctx, "placement.round.proof.near", "share", web.Percent(ctx, float64(r.Gap)/1000))
}

// proofWords says it in a sentence, with the criterion that is not settled.
func proofWords(ctx context.Context, p weighing.Page) string {
	if p.Gap == 0 {
		return web.T(ctx, "placement.round.best")
	}
	for _, t := range p.Tiers {
		if !t.Proved {
			d := t.Bound - t.Value
			if d < 0 {
				d = -d
			}
			return web.T(ctx, "placement.round.near", "n", int(d), "what", roundTierWords(ctx, t.Code))
		}
	}
	return web.T(ctx, "placement.round.best")
}

func progressWords(ctx context.Context, p weighing.Page) string {
	if p.Step == "" {
		return web.T(ctx, "placement.round.step.rules")
	}
	return web.T(ctx, "placement.round.step."+p.Step, "n", p.Found)
}

func foundWords(ctx context.Context, p weighing.Page) string {
	return web.T(ctx, "placement.round.found", "placed", p.Placed, "n", p.People, "places", p.Places)
}

func hostOf(r *finding.PlaceRow) string {
	return r.Partner.Name + " – " + r.SiteName + ", " + r.Name
}

// givenWords says where a person would go and from when.
func givenWords(ctx context.Context, l weighing.Line) string {
	switch {
	case l.Place != nil:
		return area(ctx, l.Place.Department) + ", " +
			web.T(ctx, "placement.round.from", "day", web.Day(ctx, l.Given.From))
	case l.Flat != nil:
		return web.T(ctx, "placement.round.bridged")
	case l.Given.State == weighing.Placed:
		return web.T(ctx, "placement.round.place_gone")
	}
	return web.T(ctx, "placement.round.unplaced")
}

// givenChips are the reasons for the place in the order of the criteria, the bridge, what to ask, and what changed.
func givenChips(ctx context.Context, p weighing.Page, l weighing.Line) []web.Chip {
	out := tierChips(ctx, l.Place, l.Given.Criteria)
	if l.Flat != nil {
		out = append(out,
			web.Chip{Words: web.T(ctx, "placement.round.flat", "from", web.ShortDay(ctx, l.Given.FlatFrom), "to",
				web.ShortDay(ctx, l.Given.FlatTo), "place", l.Flat.Name)})
	}
	if l.Given.Locked {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.round.locked_chip")})
	}
	for _, c := range l.Given.Asks {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.ask", "what", datum(ctx, c), "whom", fixer(ctx, c)),
			Kind: web.ChipAsk})
	}
	if l.Given.State != weighing.Placed {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.round.choices", "n", l.Given.Choices)})
		if len(l.Given.Blocked) > 0 {
			out = append(out, web.Chip{Words: blockedWords(ctx, l.Given.Blocked[0]), Kind: web.ChipAgainst})
		}
	}
	if p.Earlier {
		switch {
		case l.New:
			out = append(out, web.Chip{Words: web.T(ctx, "placement.round.new")})
		case l.Was != nil && l.Before != nil:
			out = append(out,
				web.Chip{Words: web.T(ctx, "placement.round.was", "area", area(ctx, l.Before.Department))})
		case l.Was != nil:
			out = append(out, web.Chip{Words: web.T(ctx, "placement.round.was_none")})
		}
	}
	return out
}

// tierChips are what the criteria say for a place, in a few words.
func tierChips(ctx context.Context, row *finding.PlaceRow, tiers []finding.Tier) []web.Chip {
	if row == nil {
		return nil
	}
	var out []web.Chip
	m := finding.Match{Row: *row}
	for _, t := range tiers {
		switch t.Criterion {
		case "safety", "freshness":
			out = append(out, web.Chip{Words: tierWords(ctx, m, t)})
		case "wished":
			if t.Value > 0 { // 0 also where she wishes for no area
				out = append(out, web.Chip{Words: tierWords(ctx, m, t)})
			}
		case "covered", "spared":
			if len(t.Items) > 0 {
				out = append(out, web.Chip{Words: tierWords(ctx, m, t)})
			}
		}
	}
	return out
}

func blockedWords(ctx context.Context, b weighing.Blocked) string {
	return web.T(ctx, "placement.round.blocked_by", "rule", web.T(ctx, "placement.rule_name."+string(b.Rule)), "n",
		b.Places, "alone", b.Alone)
}

// roundTierWords names a tier of a round: "placed_3" is about people of danger class 3.
func roundTierWords(ctx context.Context, code string) string {
	name, class, ok := strings.Cut(code, "_")
	if ok && slices.Contains([]string{"placed", "sheltered", "waiting", "hard"}, name) {
		return web.T(ctx, "placement.round.tier."+name, "class", web.T(ctx, "placement.round.class."+name+"_"+class))
	}
	if slices.Contains([]string{"covered", "freshness", "reached", "wished", "spared"}, code) {
		return web.T(ctx, "placement.criterion."+code)
	}
	return web.T(ctx, "placement.round.tier."+code)
}

func roundTierHeads(ctx context.Context) []string {
	return []string{
		web.T(ctx, "placement.round.head.criterion"), web.T(ctx, "placement.round.head.value"),
		web.T(ctx, "placement.round.head.bound"),
	}
}

// roundTierRows are the criteria in their order; those that say nothing in this round are left out.
func roundTierRows(ctx context.Context, tiers []weighing.Tier) [][]web.Cell {
	var out [][]web.Cell
	for _, t := range tiers {
		if t.Value == 0 && t.Bound == 0 || t.Code == "drawn" {
			continue
		}
		bound := web.T(ctx, "placement.round.proved")
		if !t.Proved {
			bound = web.Number(ctx, int(t.Bound))
		}
		out = append(out, []web.Cell{{Words: roundTierWords(ctx, t.Code)},
			{Words: web.Number(ctx, int(t.Value)), Number: true}, {Words: bound, Number: true}})
	}
	return out
}

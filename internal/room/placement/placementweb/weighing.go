package placementweb

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

func onRound(n weighing.ID) string { return "/rounds/" + n.String() }

// seeking lists who waits for a place.
func seeking(l weighing.List) web.Table[casefile.Seeking] {
	return web.Table[casefile.Seeking]{
		Caption: "placement.round.seeking", Empty: "placement.round.nobody",
		Heads: web.Under("placement.round.head.", "who", "since", "household", "danger", "now"),
		Line: func(ctx context.Context, s casefile.Seeking) []web.Cell {
			now := web.Either(l.Asked[s.Header.Ref], "placement.round.asked", "placement.round.to_weigh")
			who := proposal.Shape{Adults: s.Coded.Adults, Children: s.Coded.ChildrenBands, Animals: s.Coded.Animals}
			return []web.Cell{
				{Words: s.Header.Label(web.PrinterOf(ctx)) + " " + s.Header.Code, URL: onCase(s.Header.Ref)},
				{Words: web.Since(ctx, s.Admitted)}, {Words: household(ctx, who)}, {Words: dangerWords(ctx, s)},
				{Words: web.T(ctx, now)},
			}
		},
	}
}

// dangerWords names the worst level among the danger zones.
func dangerWords(ctx context.Context, s casefile.Seeking) string {
	worst, rank := "", 0
	for _, z := range s.Zones {
		if c := codelist.Danger(web.Country(ctx), z.Level); c.Rank > rank {
			worst, rank = z.Level, c.Rank
		}
	}
	if rank == 0 {
		return web.T(ctx, "placement.round.no_zone")
	}
	return web.LabelOr(ctx, codelist.DangerLevel, worst, "casefile.danger_unknown")
}

var rounds = web.Table[weighing.Row]{
	Caption: "placement.round.earlier", Empty: "placement.round.no_earlier",
	Heads: web.Under("placement.round.head.", "when", "people", "placed", "proof"),
	Line: func(ctx context.Context, r weighing.Row) []web.Cell {
		return []web.Cell{{Words: web.Date(ctx, r.At), URL: onRound(r.ID)}, web.Count(ctx, r.People),
			web.Count(ctx, r.Placed), {Words: proof(ctx, r)}}
	},
}

// narrowed is how the rounds are narrowed and put in order.
var narrowed = web.List[weighing.Query]{Name: weighing.ListName, Path: "/rounds", By: weighing.Sought,
	Orders: []web.Order{{Code: "newest", Head: "placement.round.head.when", Falls: true},
		{Code: "oldest", Head: "placement.round.head.when"}}}

func listRounds(d *placement.Desk) func(*web.Request) (weighing.List, error) {
	return func(r *web.Request) (weighing.List, error) {
		q := narrowed.Asked(r)
		q.Page = r.Page()
		return d.Weighing.Rounds(r.Context(), r.Actor(), q)
	}
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
	at := slices.IndexFunc(p.Tiers, func(t weighing.Tier) bool { return !t.Proved })
	if p.Gap == 0 || at < 0 {
		return web.T(ctx, "placement.round.best")
	}
	t := p.Tiers[at]
	return web.T(ctx, "placement.round.near", "n", int(max(t.Bound-t.Value, t.Value-t.Bound)), "what",
		roundTierWords(ctx, t.Code))
}

func progressWords(ctx context.Context, p weighing.Page) string {
	return web.T(ctx, "placement.round.step."+cmp.Or(p.Step, "rules"), "n", p.Found)
}

// givenWords says where a person would go and from when.
func givenWords(ctx context.Context, l weighing.Line) string {
	switch {
	case l.Place != nil:
		return web.AreaName(ctx, l.Place.Department) + ", " +
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
	say := func(key string, args ...any) { out = append(out, web.Chip{Words: web.T(ctx, key, args...)}) }
	if l.Flat != nil {
		say("placement.round.flat", "from", web.ShortDay(ctx, l.Given.FlatFrom), "to",
			web.ShortDay(ctx, l.Given.FlatTo), "place", l.Flat.Name)
	}
	if l.Given.Locked {
		say("placement.round.locked_chip")
	}
	ask := func(key string, args ...any) {
		out = append(out, web.Chip{Words: web.T(ctx, key, args...), Kind: web.ChipAsk})
	}
	if day := l.Given.Renew; !day.IsZero() {
		ask("placement.round.renew", "day", web.ShortDay(ctx, day))
	}
	out = append(out, askChips(ctx, l.Given.Asks)...)
	if l.Given.Aside {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.round.aside"), Kind: web.ChipAgainst})
	}
	if l.Place != nil {
		out = append(out, beforeWords(ctx, *l.Place, finding.BeforeHost(*l.Place,
			slices.ContainsFunc(l.Given.Asks, func(c finding.Check) bool { return c.Rule == finding.RuleFree })))...)
	}
	switch {
	case l.Given.Unseen:
		ask("placement.round.unseen")
	case l.Given.State != weighing.Placed:
		if l.Given.Choices == 0 {
			say("placement.round.no_choices")
		} else {
			say("placement.round.choices", "n", l.Given.Choices)
		}
		if len(l.Given.Blocked) > 0 {
			out = append(out, web.Chip{Words: blockedWords(ctx, l.Given.Blocked[0]), Kind: web.ChipAgainst})
		}
		if !l.Since.IsZero() {
			say("placement.round.counted", "n", l.Waited, "day", web.ShortDay(ctx, web.Country(ctx).Day(l.Since)),
				"on", web.ShortDay(ctx, web.Country(ctx).Day(p.At)),
				"end", web.ShortDay(ctx, web.Country(ctx).Day(p.At).AddDays(7*p.Weeks)),
				"class", web.T(ctx, "placement.round.class.waiting_"+strconv.Itoa(l.Waits)))
		}
	}
	switch {
	case !p.Earlier:
	case l.New:
		say("placement.round.new")
	case l.Was != nil && l.Before != nil:
		say("placement.round.was", "area", web.AreaName(ctx, l.Before.Department))
	case l.Was != nil:
		say("placement.round.was_none")
	}
	return out
}

// tierChips are what the criteria say for a place, in a few words.
func tierChips(ctx context.Context, row *finding.PlaceRow, tiers []finding.Tier) []web.Chip {
	if row == nil {
		return nil
	}
	var out []web.Chip
	for _, t := range tiers {
		said := false
		switch t.Criterion {
		case "safety", "freshness":
			said = true
		case "wished":
			said = t.Value > 0 // 0 also where she wishes for no area
		case "covered", "spared":
			said = len(t.Items) > 0
		}
		if said {
			out = append(out, web.Chip{Words: tierWords(ctx, finding.Match{Row: *row}, t)})
		}
	}
	return out
}

func blockedWords(ctx context.Context, b weighing.Blocked) string {
	return web.T(ctx, "placement.round.blocked_by", "rule", ruleName(ctx, b.Rule), "n", b.Places, "alone", b.Alone)
}

var roundTiers = web.Table[weighing.Tier]{
	Caption: "placement.round.why",
	Heads:   web.Under("placement.round.head.", "criterion", "value", "bound"),
	Line: func(ctx context.Context, t weighing.Tier) []web.Cell {
		bound := web.Count(ctx, int(t.Bound))
		if t.Proved {
			bound.Words = web.T(ctx, "placement.round.proved")
		}
		return []web.Cell{{Words: roundTierWords(ctx, t.Code)}, web.Count(ctx, int(t.Value)), bound}
	},
}

// telling leaves out the criteria that say nothing in this round.
func telling(tiers []weighing.Tier) []weighing.Tier {
	return slices.DeleteFunc(slices.Clone(tiers), func(t weighing.Tier) bool {
		return t.Value == 0 && t.Bound == 0 || t.Code == "drawn"
	})
}

// elsewhereWords say who waits and is not in a round.
func elsewhereWords(ctx context.Context, p weighing.Page) (out []string) {
	if p.Asked > 0 {
		out = append(out, web.T(ctx, "placement.round.not_asked", "n", p.Asked))
	}
	if p.Since > 0 {
		out = append(out, web.T(ctx, "placement.round.not_since", "n", p.Since))
	}
	return out
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

func optionChips(ctx context.Context, o weighing.Option) []web.Chip {
	out := append(tierChips(ctx, o.Row, o.Result.Tiers), askChips(ctx, o.Result.Asks())...)
	if o.Aside {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.round.aside"), Kind: web.ChipAgainst})
	}
	out = append(out, beforeWords(ctx, *o.Row, finding.BeforeHost(*o.Row,
		finding.Match{Result: o.Result}.Check(finding.RuleFree).Verdict != finding.RulePasses))...)
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
		out = append(out, web.T(ctx, "placement.round.rule_says", "rule", ruleName(ctx, x.Rule), "what",
			sourced(ctx, x)))
	}
	if ground == "tier" {
		out = append(out, web.T(ctx, "placement.round.worse", "what", roundTierWords(ctx, a.Before.Code), "n",
			int(a.After.Value), "best", int(a.Before.Value)))
	}
	if len(c.Others) > 0 {
		who := web.Joined(ctx, ", ", c.Others, func(ctx context.Context, h casefile.Header) string {
			name := h.Label(web.PrinterOf(ctx)) + " " + h.Code
			if since := c.Since(h); !since.IsZero() {
				name += " (" + web.T(ctx, "placement.round.waits", "since", web.Since(ctx, since)) + ")"
			}
			return name
		})
		out = append(out, web.T(ctx, "placement.round.others", "who", who))
	}
	if !a.Proved {
		out = append(out, web.T(ctx, "placement.round.open"))
	}
	return out
}

// openingWords answers "what would make it possible?".
func openingWords(ctx context.Context, c weighing.Person) []string {
	w := c.Opening
	out := []string{web.T(ctx, "placement.round.nothing_relaxes"), web.T(ctx, "placement.stuck.no_bridge")}
	switch {
	case w.Possible && len(w.Rules) > 0:
		out[0] = web.T(ctx, "placement.round.relax", "n", len(w.Rules), "rules",
			web.Joined(ctx, ", ", w.Rules, ruleName))
	case w.Possible:
		out[0] = web.T(ctx, "placement.round.possible_after_all")
	}
	if c.Flat != nil {
		out[1] = web.T(ctx, "placement.round.bridge", "place", c.Flat.Name, "area",
			web.AreaName(ctx, c.Flat.Department))
	}
	if !w.Proved {
		out = append(out, web.T(ctx, "placement.round.open"))
	}
	return out
}

// lockValues are the locks of a round with one more person fixed, or let go where there is no place.
func lockValues(locks map[string]string, who, where string) []string {
	all := map[string]string{}
	maps.Copy(all, locks)
	if who != "" {
		all[who] = where
	}
	if where == "" {
		delete(all, who)
	}
	var out []string
	for _, k := range slices.Sorted(maps.Keys(all)) {
		out = append(out, k+" "+all[k])
	}
	return out
}

var prices = web.Table[pricing.Scarce]{
	Caption: "placement.price.table",
	Heads:   web.Under("placement.price.", "kind", "price", "counts", "places", "arrivals"),
	Line: func(ctx context.Context, k pricing.Scarce) []web.Cell {
		return []web.Cell{{Words: itemList(ctx, k.Kind)}, web.Count(ctx, k.Price), web.Count(ctx, k.Counts),
			web.Count(ctx, k.Places), web.Count(ctx, k.Arrivals)}
	},
}

// madeFrom says what the prices were made from, and what playing the past again says of them.
func madeFrom(ctx context.Context, p pricing.Prices) []string {
	if p.At.IsZero() {
		return []string{web.T(ctx, "placement.price.never")}
	}
	out := []string{web.T(ctx, "placement.price.from", "at", web.Date(ctx, p.At), "n", p.Arrivals, "since",
		web.ShortDay(ctx, p.From))}
	if !p.Enough() {
		return append(out, web.T(ctx, "placement.price.too_little", "n", pricing.FewestArrivals, "weeks",
			pricing.FewestWeeks))
	}
	return append(out,
		web.T(ctx, "placement.price.replay", "n", p.Replays, "with", web.Percent(ctx, p.With), "without",
			web.Percent(ctx, p.Without)),
		web.T(ctx, "placement.price.interval", "low", web.Percent(ctx, p.Low), "high", web.Percent(ctx, p.High)))
}

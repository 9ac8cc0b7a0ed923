package round

import (
	"cmp"
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// outcome writes down what was found.
func (m *solver) outcome() Outcome {
	p := m.p
	out := Outcome{Given: make([]Given, len(p.households)), Nodes: m.nodes, Ended: m.halted}
	until, reasons := m.lengthen(), 0
	for i, k := range m.best {
		g := p.given(int32(i), k, until[i])
		if c := &p.round.Cases[p.cases[i]]; g.Choices == 0 && !g.Unseen {
			if reasons += len(p.places); !m.halted || reasons <= mostReasons {
				g.Blocked = p.blocked(c)
			}
		}
		out.Given[p.cases[i]] = g
	}
	value, bound := p.scale.split(m.cost()), m.bound
	proved := true
	put := func(t Tier) {
		proved = proved && t.Bound == t.Value
		t.Proved = proved
		out.Tiers = append(out.Tiers, t)
	}
	for i, x := range p.scale.fields {
		if i == fieldSafety {
			put(m.worstTier(proved))
		}
		least := bound[i]
		if !proved {
			least = 0 // beyond the first tier that is open nothing is known but the end of the scale
		}
		put(Tier{Tier: x.tier, Code: x.code, Value: x.read(value[i]), Bound: x.read(least), Higher: x.higher})
	}
	out.Proved = proved && m.sure
	return out
}

// worstTier is T2's minimum, 0 when nobody is placed.
func (m *solver) worstTier(proved bool) Tier {
	t := Tier{Tier: "T2", Code: "safety_worst", Higher: true}
	if m.worst != unsafe {
		t.Value, t.Bound = int64(m.worst), int64(m.top)
		for i := range m.p.households {
			if !proved {
				t.Bound = max(t.Bound, int64(m.p.households[i].safest))
			}
		}
	}
	return t
}

// mostReasons is how many places are still looked at for reasons once a search has been stopped.
const mostReasons = 100_000

// given describes an option to people; until is the week she leaves the flat.
func (p *problem) given(i, k int32, until int16) Given {
	r, o := p.round, &p.options[k]
	c := &r.Cases[p.cases[i]]
	g := Given{Case: c.Key, State: Unplaced, Choices: p.households[i].choices, Locked: c.Lock != "",
		Unseen: p.households[i].unseen}
	day := func(week int16) (d date.Date) {
		if d = r.On.AddDays(7 * int(week)); d.Before(c.ReadyOn) {
			d = c.ReadyOn
		}
		return d
	}
	if o.flat >= 0 {
		g.State, g.Flat, g.FlatWeek, g.FlatFrom = Bridged, r.Places[p.places[o.flat]].Key, int(o.ffrom), day(o.ffrom)
		g.FlatTo = r.On.AddDays(7 * int(until))
	}
	if o.place >= 0 {
		at := p.places[o.place]
		g.State, g.Place, g.Week, g.From = Placed, r.Places[at].Key, int(o.from), day(o.from)
		if w := c.Need.Weeks; w > 0 {
			g.To = g.From.AddDays(7 * w)
			if last := r.Places[at].ConventionTo; !last.IsZero() && last.Before(g.To.AddDays(-1)) {
				g.Renew = last
			}
		}
		g.Criteria, g.Asks = p.reasons(c, int(at))
		g.Aside = p.pairs[o.pair].aside
	}
	return g
}

// reasons are the criteria of a place for a case, and what must be answered first.
func (p *problem) reasons(c *Case, place int) ([]match.Tier, []match.Check) {
	j := p.judge
	res := j.one(c, place)
	all := j.checks(c, place, res)
	var asks []match.Check
	for _, x := range all {
		if x.Verdict == match.Unknown && !j.relaxed(c, x.Rule) {
			asks = append(asks, x)
		}
	}
	return res.Tiers, asks
}

// blocked counts by rule why no place passes.
func (p *problem) blocked(c *Case) []Blocked {
	j := p.judge
	count := map[match.RuleID]*Blocked{}
	j.each(c, func(i int, checks []match.Check) {
		var against []match.RuleID
		for _, x := range checks {
			if x.Verdict != match.Passed && !j.relaxed(c, x.Rule) {
				against = append(against, x.Rule)
			}
		}
		if slices.Contains(c.Refused, p.round.Places[i].Key) {
			against = append(against, RuleRefused)
		}
		for _, id := range against {
			if count[id] == nil {
				count[id] = &Blocked{Rule: id}
			}
			count[id].Places++
			if len(against) == 1 {
				count[id].Alone++
			}
		}
	})
	out := make([]Blocked, 0, len(count))
	for _, b := range count {
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b Blocked) int {
		return cmp.Or(b.Places-a.Places, cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

package match

import (
	"slices"

	"havre.example/havre/internal/calc/geo"
)

// wish: some areas are far from everything she knows: she goes there when she wishes it, or when a zone of hers lies
// there, for then she comes from there (H1).
func wish(q question) Check {
	n, p := q.n, q.p
	for _, code := range q.rule.Areas {
		area := geo.Area{Code: code}
		if !area.Covers(p.Area) {
			continue
		}
		if slices.ContainsFunc(n.Zones, func(z Zone) bool { return area.Covers(z.Area) }) {
			return passed("comes_from_there")
		}
		if slices.ContainsFunc(n.Wishes, func(w geo.Area) bool { return w.Covers(p.Area) || p.Area.Covers(w) }) {
			return passed("wished_for")
		}
		return excluded(Person, Datum{Code: "on_wish", Item: p.Area.Code})
	}
	return passed("not_on_wish")
}

// lastResort brings in the places that the rule on wishes alone leaves aside where no other destination is left, not
// even one of which something is not known: that rule never leaves her with nothing. The datum says so.
func lastResort(list []Result) {
	for i := range list {
		if !list[i].Bridge && list[i].Verdict != Excluded {
			return
		}
	}
	for i := range list {
		if r := &list[i]; r.Aside() {
			r.Verdict = Passed
			for k := range r.Checks {
				c := &r.Checks[k]
				if c.Rule == RuleWish {
					c.Verdict, c.Datum.Code = Passed, "nothing_else"
				}
				if c.Verdict.order() > r.Verdict.order() {
					r.Verdict = c.Verdict
				}
			}
		}
	}
}

// Aside tells whether the rule on wishes alone excludes the place: it would do, if she wished for its area.
func (r Result) Aside() bool {
	broken := 0
	for _, c := range r.Checks {
		if c.Verdict == Excluded {
			if c.Rule != RuleWish {
				return false
			}
			broken++
		}
	}
	return broken > 0
}

// Aside tells whether the rule on wishes speaks of an area that is left aside for her, be it that a place there is
// named since nothing else is left.
func (c Check) Aside() bool { return c.Rule == RuleWish && c.Datum.Item != "" }

package roundcheck

import "slices"

// Rule is a rule of the book by which a round is judged.
type Rule struct {
	ID      string   `json:"id"`
	Version int      `json:"version"`
	Owner   string   `json:"owner"`
	Since   Day      `json:"since,omitzero"`
	Until   Day      `json:"until,omitzero"`
	Text    string   `json:"text"`
	Bounds  []int    `json:"bounds,omitempty"`
	Areas   []string `json:"areas,omitempty"`
}

// own is the network's book: the travel times that the danger rule asks by level (decision 0012; one that takes as long
// passes), and the days after which a stay begins too late.
var own = map[string][]int{"h2_danger": {60, 120, 150}, "h4_calendar": {14}}

// rule finds a rule of the round's own book on its first day.
func (r *Round) rule(id string) *Rule {
	for i := range *r.Rules {
		if x := &(*r.Rules)[i]; x.ID == id && x.Since <= r.On && (x.Until == 0 || r.On <= x.Until) {
			return x
		}
	}
	return nil
}

func (r *Round) inForce(id string) bool { return r.Rules == nil || r.rule(id) != nil }

// bounds are the numbers of a rule.
func (r *Round) bounds(id string) []int {
	if r.Rules == nil {
		return own[id]
	}
	if x := r.rule(id); x != nil {
		return x.Bounds
	}
	return nil
}

// aside says whether a place is left aside for her: it lies in an area to which nobody goes who does not wish it, and
// neither does she come from there, by a zone, nor wish for it.
func (r *Round) aside(c *Case, p int) bool {
	book := r.Rules
	if book == nil || r.Places[p].Emergency {
		return false
	}
	rule := r.rule("h1_wish")
	if rule == nil {
		return false
	}
	here := r.Places[p].Area
	at := slices.IndexFunc(rule.Areas, func(area string) bool { return r.directly(here, area) })
	if at < 0 {
		return false
	}
	for _, z := range c.Zones {
		if r.directly(z.Area, rule.Areas[at]) {
			return false
		}
	}
	for _, w := range c.Wishes {
		if r.directly(here, w) || r.directly(w, here) {
			return false
		}
	}
	return true
}

// directly says whether an area is another or directly inside it.
func (r *Round) directly(area, around string) bool {
	return around != "" && (area == around || r.parent[area] == around)
}

// follower keeps her from a partner that referred her: it would know where she is.
func (r *Round) follower(c *Case, p int) verdict {
	return when(!slices.Contains(c.Followers, r.Places[p].Partner))
}

package roundcheck

import "slices"

// Rule is a rule of the book by which a round is judged.
type Rule struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	Owner   string `json:"owner"`
	Since   Day    `json:"since,omitzero"`
	Until   Day    `json:"until,omitzero"`
	Text    string `json:"text"`
	Bounds  []int  `json:"bounds,omitempty"`
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

// follower keeps her from a partner that referred her: it would know where she is.
func (r *Round) follower(c *Case, p int) verdict {
	return when(!slices.Contains(c.Followers, r.Places[p].Partner))
}

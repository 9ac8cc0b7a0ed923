package roundcheck

import "slices"

// verdict is what the hard rules say of a case and a place. A later one outweighs an earlier one.
type verdict int

const (
	pass  verdict = iota
	ask           // something is not known that may be asked
	never         // a rule excludes it, or consent, danger or a conflict is not known
)

func when(ok bool) verdict {
	if ok {
		return pass
	}
	return never
}

// tri is a yes, no or unknown.
func tri(s string) verdict {
	switch s {
	case "yes":
		return pass
	case "no":
		return never
	}
	return ask
}

func (r *Round) relaxed(c *Case, rule string) bool {
	return slices.Contains(r.Relaxed, rule) || slices.Contains(c.Relaxed, rule)
}

// rule is a hard rule that does not depend on the week.
type rule struct {
	id    string
	state bool // about who has the place now or how many the partner received, not about the place: left out for "hard"
	judge func(*Round, *Case, int) verdict
}

var hardRules = []rule{
	{"h1_veto", false, (*Round).veto},
	{"h2_danger", false, (*Round).danger},
	{"h2_apart", false, (*Round).follower},
	{"h3_conflict", false, (*Round).conflict},
	{"h4_beds", false, (*Round).bedsFor},
	{"h4_free", true, (*Round).free},
	{"h5_profile", false, (*Round).profile},
	{"h6_access", false, (*Round).access},
	{"h7_security", false, (*Round).security},
	{"h8_continuity", false, (*Round).continuity},
	{"h9_partner", false, (*Round).active},
	{"h9_convention", false, (*Round).convention},
	{"h10_quota", true, (*Round).yearly},
}

// judge asks every rule about a place or flat. Aside leaves out who has it now: the place as if it were free.
func (r *Round) judge(c *Case, p int, aside bool) verdict {
	worst := pass
	for _, h := range hardRules {
		if !aside || !h.state {
			worst = max(worst, r.says(h, c, p))
		}
	}
	return worst
}

// says is what one rule says of a place or flat; one that is relaxed or not in force passes everything.
func (r *Round) says(h rule, c *Case, p int) verdict {
	if r.relaxed(c, h.id) || !r.inForce(h.id) {
		return pass
	}
	return h.judge(r, c, p)
}

// asking names the rules that wait for an answer.
func (r *Round) asking(c *Case, p int) (ids []string) {
	for _, h := range hardRules {
		if r.says(h, c, p) == ask {
			ids = append(ids, h.id)
		}
	}
	return ids
}

func (r *Round) veto(c *Case, p int) verdict {
	for _, v := range c.Vetoes {
		if r.Places[p].Area == "" || r.same(r.Places[p].Area, v) {
			return never
		}
	}
	return pass
}

// margin is the time beyond the least that is asked, for the tightest zone; known is false without zones or times.
func (r *Round) margin(c *Case, p int) (minutes int, known bool) {
	minutes = 1 << 30
	for _, z := range c.Zones {
		t, ok := r.time(r.Places[p].Area, z.Area)
		least := r.bounds("h2_danger")
		if !ok || z.Level < 1 || z.Level > min(len(least), 3) {
			return 0, false
		}
		minutes = min(minutes, t-least[z.Level-1])
	}
	return minutes, len(c.Zones) > 0 && r.Places[p].Area != ""
}

// saved is what of a time beyond the least counts as safer, by the level of the zone.
func (r *Round) saved(beyond, level int) int {
	if b := r.bounds("h2_danger"); len(b) == 6 {
		beyond = min(beyond, b[2+level])
	}
	return beyond
}

func (r *Round) danger(c *Case, p int) verdict {
	m, known := r.margin(c, p)
	return when(known && m >= 0)
}

// safety is the scale of T2.
func (r *Round) safety(c *Case, p int) int {
	if _, known := r.margin(c, p); !known {
		return 0
	}
	least, out := r.bounds("h2_danger"), 9
	for _, z := range c.Zones {
		t, _ := r.time(r.Places[p].Area, z.Area)
		out = min(out, 1+r.saved(t-least[z.Level-1], z.Level)/30)
	}
	return out
}

// conflict keeps her away from where the other stays now. Whatever of that is not known may be here, and one town label
// is one town, whatever department stands beside it.
func (r *Round) conflict(c *Case, p int) verdict {
	here := r.Places[p]
	for _, x := range c.Conflicts {
		if x.House == "" && x.Town == "" && x.Area == "" {
			continue // the other waits too, or is not placed anywhere
		}
		if x.Reach == "house" && x.House != "" {
			if x.House == r.house[p] {
				return never
			}
			continue
		}
		if x.Area == "" || here.Area == "" || x.House != "" && x.House == r.house[p] {
			return never // a town without its area is a whereabouts not known
		}
		towns := x.Town != "" && here.Town != ""
		if towns && x.Town == here.Town {
			return never
		}
		if x.Area == here.Area && (x.Reach == "department" || !towns) {
			return never
		}
	}
	return pass
}

func (r *Round) bedsFor(c *Case, p int) verdict {
	here, v := r.Places[p], pass
	switch {
	case slices.Contains(c.Needs, "own_room"):
		v = tri(here.OwnRoom)
	case c.Needs == nil && here.OwnRoom != "yes":
		v = ask // she may need one
	}
	if c.Household == nil || here.Beds == 0 {
		return max(v, ask)
	}
	return max(v, when(c.Household.beds() <= here.Beds && c.Household.people() <= here.Beds+here.Cots))
}

// free judges who has the place now; from which day it can be used is opens. Where the stay there should have ended
// before the round, the host has to be asked.
func (r *Round) free(c *Case, p int) verdict {
	here := r.Places[p]
	switch here.State {
	case "available", "held_here":
		return pass
	case "held":
		return when(slices.Contains(c.Holds, here.Key))
	case "occupied":
		if here.FreeOn != 0 && here.FreeOn < r.On {
			return ask
		}
		return when(here.FreeOn != 0)
	case "declared", "":
		return ask
	}
	return never
}

// opens is the first day on which a place can be used, 0 for any day.
func (r *Round) opens(p int) Day {
	here := r.Places[p]
	if here.State == "occupied" {
		return max(here.Available, here.FreeOn)
	}
	return here.Available
}

func (r *Round) profile(c *Case, p int) verdict {
	switch c.Profiles[r.Places[p].Profile].Verdict {
	case "passed":
		return pass
	case "excluded":
		return never
	}
	return ask
}

func (r *Round) access(c *Case, p int) verdict {
	v, here := pass, r.Places[p]
	if c.Needs == nil && (here.StepFree != "yes" || here.GroundFloor != "yes") {
		return ask
	}
	if slices.Contains(c.Needs, "step_free") {
		v = max(v, tri(here.StepFree))
	}
	if slices.Contains(c.Needs, "ground_floor") {
		v = max(v, tri(here.GroundFloor))
	}
	return v
}

// asked is the level of security that a house must have: what is asked for her, and what her danger asks (H7).
func (c *Case) asked() int {
	if slices.Contains(c.Needs, "high_security") {
		return 3
	}
	return max(c.Security, c.level())
}

// level is the class of her danger: the highest level of her zones.
func (c *Case) level() (level int) {
	for _, z := range c.Zones {
		level = max(level, z.Level)
	}
	return level
}

func (r *Round) security(c *Case, p int) verdict {
	switch has := r.Places[p].Security; {
	case has == 0:
		return ask
	case has < c.asked():
		return never
	case c.Security == 0 && has < 3:
		return ask // more may be asked than her zones do
	}
	return pass
}

func (r *Round) continuity(c *Case, p int) verdict {
	v := pass
	for _, t := range c.Continuity {
		m, known := r.time(r.Places[p].Area, t.Area)
		if !known {
			v = max(v, ask)
		} else {
			v = max(v, when(m <= t.Max))
		}
	}
	return v
}

func (r *Round) active(_ *Case, p int) verdict { return tri(r.Places[p].Active) }

// convention judges whether she may arrive while the convention is in force, on any day that the calendar rule leaves;
// that the day of arrival is within it is judged week by week.
func (r *Round) convention(c *Case, p int) verdict {
	here := r.Places[p]
	if here.From == 0 || here.To == 0 {
		return ask
	}
	first, last := r.window(c)
	if here.Emergency {
		last = r.monday(r.Weeks)
	}
	return when(here.From <= last && first <= here.To)
}

// window is the first and the last day on which a stay may begin: without a day to travel, in week 0 or not at all,
// which is a part of the calendar rule.
func (r *Round) window(c *Case) (first, last Day) {
	first = max(c.Ready, r.On)
	switch {
	case r.relaxed(c, "h4_calendar"):
		return first, first + 10_000
	case c.Ready == 0:
		return r.On, r.On
	}
	late := r.bounds("h4_calendar")
	if len(late) == 0 {
		return first, first - 1
	}
	return first, first + Day(late[0])
}

// yearly: a flat belongs to the head office and has no yearly number.
func (r *Round) yearly(c *Case, p int) verdict {
	if r.Places[p].Emergency {
		return pass
	}
	q := r.quotas[r.partner[p]]
	if !q.known {
		return ask
	}
	return when(c.Household.people() <= q.left)
}

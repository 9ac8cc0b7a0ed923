// Package verify reads the hard rules afresh as they are written, for tests: it shares
// no code with the rules of match or with the round. Of match it uses types only, and the bounds of the rules it writes
// down itself. Tests only.
package verify

import (
	"slices"
	"strings"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// leastMinutes is the rule on danger, by level.
var leastMinutes = [...]int{1: 60, 2: 120, 3: 150}

// LongestWait is the rule on the calendar: most days between the day she can travel and the day the place is free.
const LongestWait = 14

// Question is one person, with her household, and one place. Profile is whether the household fits what the host
// declared, as Profile answers it; OnWish are the codes of areas to which nobody goes who does not wish it.
type Question struct {
	OnWish  []string
	Need    *match.Need
	Place   *match.Place
	Times   geo.Times
	Profile tri.Value
}

// Answer is what a rule says of a question: yes, she may; no; or not before something is known.
type Answer struct {
	Rule match.RuleID
	Says tri.Value
}

// Answers are the answers of every rule.
func (q Question) Answers() [15]Answer {
	return [...]Answer{
		{match.RuleVeto, q.wanted()}, {match.RuleWish, q.hers()}, {match.RuleDanger, q.safe()},
		{match.RuleApart, tri.Of(!q.Place.Follows)},
		{match.RuleConflict, q.kept()}, {match.RuleFree, q.usable()}, {match.RuleCalendar, q.soon()},
		{match.RuleBeds, q.room()},
		{match.RuleProfile, q.Profile}, {match.RuleAccess, q.reachable()}, {match.RuleSecurity, q.protected()},
		{match.RuleContinuity, q.within()}, {match.RulePartner, q.Place.PartnerActive},
		{match.RuleConvention, q.signed()},
		{match.RuleQuota, q.number()},
	}
}

// Allowed is the answer of all rules together: no, when one says no; else unknown, when one does not know.
func (q Question) Allowed() tri.Value {
	out := tri.Yes
	for _, a := range q.Answers() {
		out = both(out, a.Says)
	}
	return out
}

func both(a, b tri.Value) tri.Value {
	switch {
	case a == tri.No || b == tri.No:
		return tri.No
	case a == tri.Yes && b == tri.Yes:
		return tri.Yes
	}
	return tri.Unknown
}

// Early tells whether a day comes before another.
func Early(a, b date.Date) bool {
	n := func(d date.Date) int { return d.Year()*400 + int(d.Month())*31 + d.Day() }
	return n(a) < n(b)
}

func later(a, b date.Date) date.Date {
	if Early(a, b) {
		return b
	}
	return a
}

// SameTown compares the names of two towns.
func SameTown(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

func inside(outer, inner geo.Area) bool {
	return outer.Code != "" && (outer.Code == inner.Code || outer.Code == inner.Parent)
}

func (q Question) asked(code string) bool { return slices.Contains(q.Need.Codes, code) }

func (q Question) wanted() tri.Value {
	out := tri.Yes
	for _, v := range q.Need.Vetoes {
		switch {
		case inside(v, q.Place.Area):
			return tri.No
		case inside(q.Place.Area, v) || q.Place.Area.Code == "":
			out = tri.Unknown
		}
	}
	return out
}

// hers tells whether the place lies in no area that is left aside for her: she comes from there, or wishes for it.
func (q Question) hers() tri.Value {
	for _, code := range q.OnWish {
		left := geo.Area{Code: code}
		if !inside(left, q.Place.Area) {
			continue
		}
		mine := false
		for _, z := range q.Need.Zones {
			mine = mine || inside(left, z.Area)
		}
		for _, w := range q.Need.Wishes {
			mine = mine || inside(w, q.Place.Area) || inside(q.Place.Area, w)
		}
		return tri.Of(mine)
	}
	return tri.Yes
}

func (q Question) safe() tri.Value {
	if len(q.Need.Zones) == 0 {
		return tri.Unknown
	}
	out := tri.Yes
	for _, z := range q.Need.Zones {
		if inside(z.Area, q.Place.Area) || inside(q.Place.Area, z.Area) {
			return tri.No
		}
		way, known := q.Times.Between(q.Place.Area, z.Area)
		switch {
		case !known || z.Level < 1 || z.Level >= len(leastMinutes):
			out = tri.Unknown
		case way.Minutes < leastMinutes[z.Level]:
			return tri.No
		}
	}
	return out
}

func (q Question) kept() tri.Value {
	out := tri.Yes
	p := q.Place
	for _, x := range q.Need.Conflicts {
		if x.House == "" && x.Area.Code == "" && strings.TrimSpace(x.Town) == "" {
			continue // the other is nowhere yet
		}
		if x.House != "" && (x.House == p.House || x.Reach == match.SameHouse) {
			out = both(out, tri.Of(x.House != p.House))
			continue
		}
		out = both(out, away(x, p))
	}
	return out
}

// away tells whether a place is out of reach of another house: a town is one town, whatever department stands beside
// it, and where both contradict each other nobody knows.
func away(x match.Conflict, p *match.Place) tri.Value {
	towns := strings.TrimSpace(x.Town) != "" && strings.TrimSpace(p.Town) != ""
	one := towns && SameTown(x.Town, p.Town)
	switch {
	case x.Area.Code == "" || p.Area.Code == "":
		return tri.Unknown
	case x.Area.Code != p.Area.Code && one:
		return tri.Unknown
	case x.Area.Code != p.Area.Code:
		return tri.Yes
	case x.Reach == match.SameDepartment:
		return tri.No
	case towns && !one:
		return tri.Yes
	case x.Reach == match.SameTown && one:
		return tri.No
	}
	return tri.Unknown // which town, or which house
}

func (q Question) usable() tri.Value {
	switch p := q.Place; p.State {
	case match.Available, match.HeldHere:
		return tri.Yes
	case match.Occupied:
		switch {
		case p.FreeOn.IsZero():
			return tri.No
		case Early(p.FreeOn, q.Need.On):
			return tri.Unknown
		}
		return tri.Yes
	case match.Held, match.Cooling, match.Withdrawn:
		return tri.No
	}
	return tri.Unknown
}

// Free is the first day of a place: the day its host gives, and the end of the stay that fills it.
func Free(p *match.Place) date.Date {
	if p.State == match.Occupied {
		return later(p.AvailableFrom, p.FreeOn)
	}
	return p.AvailableFrom
}

func (q Question) soon() tri.Value {
	from, ready := Free(q.Place), later(q.Need.ReadyOn, q.Need.On)
	switch {
	case !Early(q.Need.On, from):
		return tri.Yes
	case q.Need.ReadyOn.IsZero():
		return tri.Unknown
	}
	return tri.Of(!Early(ready.AddDays(LongestWait), from))
}

func (q Question) room() tri.Value {
	p, h := q.Place, q.Need.Household
	big := h.Adults + h.Older
	out := tri.Of(big <= p.Beds && big+h.Infants <= p.Beds+p.Cots)
	if p.Beds == 0 {
		out = tri.Unknown
	}
	if !h.Known || big+h.Infants == 0 {
		out = both(out, tri.Unknown)
	}
	switch {
	case q.asked("own_room"):
		out = both(out, p.OwnRoom)
	case !q.Need.CodesKept && p.OwnRoom != tri.Yes:
		out = both(out, tri.Unknown)
	}
	return out
}

func (q Question) reachable() tri.Value {
	out := tri.Yes
	if q.asked("step_free") {
		out = both(out, q.Place.StepFree)
	}
	if q.asked("ground_floor") {
		out = both(out, q.Place.GroundFloor)
	}
	if !q.Need.CodesKept && !q.asked("step_free") && !q.asked("ground_floor") &&
		both(q.Place.StepFree, q.Place.GroundFloor) != tri.Yes {
		return tri.Unknown
	}
	return out
}

func (q Question) protected() tri.Value {
	want := q.Need.Security
	for _, z := range q.Need.Zones {
		if z.Level > want {
			want = z.Level
		}
	}
	if q.asked("high_security") && want < 3 {
		want = 3
	}
	switch has := q.Place.Security; {
	case has == 0:
		return tri.Unknown
	case has < want:
		return tri.No
	case has < 3 && q.Need.Security == 0:
		return tri.Unknown // more may be asked of the house than her zones do
	}
	return tri.Yes
}

func (q Question) within() tri.Value {
	out := tri.Yes
	for _, t := range q.Need.Continuity {
		way, known := q.Times.Between(q.Place.Area, t.Area)
		switch {
		case !known:
			out = tri.Unknown
		case way.Minutes > t.MaxMinutes:
			return tri.No
		}
	}
	return out
}

// signed: the convention holds on the day she would arrive, which is not before the place is free; she waits for it to
// begin as long as she would for a place.
func (q Question) signed() tri.Value {
	p := q.Place
	if p.ConventionFrom.IsZero() || p.ConventionTo.IsZero() {
		return tri.Unknown
	}
	ready := later(q.Need.ReadyOn, q.Need.On)
	day := later(ready, Free(p))
	begun := !Early(day, p.ConventionFrom) ||
		!q.Need.ReadyOn.IsZero() && !Early(ready.AddDays(LongestWait), p.ConventionFrom)
	return tri.Of(begun && !Early(p.ConventionTo, day))
}

func (q Question) number() tri.Value {
	h := q.Need.Household
	come := h.Adults + h.Older + h.Infants
	if come == 0 {
		come = 1
	}
	switch {
	case q.Place.Emergency:
		return tri.Yes // the head office's own: no partner, no number
	case q.Place.Yearly == 0:
		return tri.Unknown
	}
	return tri.Of(q.Place.Received+come <= q.Place.Yearly)
}

// Profile tells whether a household fits what a host declared: what the host left open is not known.
func Profile(asked match.ProfileAsked, host match.Profile) tri.Value {
	out := tri.Unknown
	switch {
	case host.Accepts == "any", host.Accepts == "women" && asked.Sex == "F", host.Accepts == "men" && asked.Sex == "M":
		out = tri.Yes
	case host.Accepts != "" && (asked.Sex == "F" || asked.Sex == "M"):
		out = tri.No
	}
	h := asked.Household
	children := h.Infants + h.Older
	switch {
	case children > 0 && host.Children == tri.Yes:
		out = both(out, tri.Of(host.MaxChildren == 0 || children <= host.MaxChildren))
	case children > 0:
		out = both(out, host.Children)
	case !h.Known && (host.Children != tri.Yes):
		out = both(out, tri.Unknown)
	}
	out = both(out, either(asked.Couple, host.Couples))
	out = both(out, either(asked.Animals, host.Animals))
	switch {
	case host.Autonomy == 1:
	case host.Autonomy == 0 || asked.Autonomy == 0:
		out = both(out, tri.Unknown)
	default:
		out = both(out, tri.Of(asked.Autonomy >= host.Autonomy))
	}
	return out
}

// either is whether something that may come along may come to the host.
func either(comes, taken tri.Value) tri.Value {
	switch {
	case comes == tri.No || taken == tri.Yes:
		return tri.Yes
	case comes == tri.Yes && taken == tri.No:
		return tri.No
	}
	return tri.Unknown
}

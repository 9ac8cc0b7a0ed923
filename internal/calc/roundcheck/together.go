package roundcheck

import (
	"fmt"
	"slices"
)

// Broken names the rules that choices of different cases break together, one line each; nil when they respect all.
// Cases that are not decided yet may be left out.
func (r *Round) Broken(answer []Choice) []string {
	var out []string
	for k := range answer {
		x := &answer[k]
		for week := x.From; x.placed() && week < x.Until; week++ {
			out = append(out, r.crowded(answer, x.Place, week)...)
			out = append(out, r.drawn(answer, x, week)...)
		}
		if x.placed() {
			for _, week := range r.arrivals(x.Place) {
				if x.stays(week) {
					out = append(out, r.crowded(answer, x.Place, week)...)
				}
			}
		}
		for week := x.FlatFrom; x.Flat >= 0 && week < x.FlatUntil; week++ {
			out = append(out, r.crowded(answer, x.Flat, week)...)
		}
		if x.placed() {
			out = append(out, r.overQuota(answer, r.partner[x.Place])...)
		}
		for _, y := range answer[:k] {
			if r.tooNear(x, &y) {
				out = append(out, fmt.Sprintf("%s and %s are kept apart", r.Cases[x.Case].Key, r.Cases[y.Case].Key))
			}
			if r.group[x.Case] == r.group[y.Case] && r.parted(x, &y) {
				out = append(out, fmt.Sprintf("%s and %s asked for one another", r.Cases[x.Case].Key,
					r.Cases[y.Case].Key))
			}
		}
	}
	return out
}

// overQuota says whether a partner receives more people than are left to it.
func (r *Round) overQuota(answer []Choice, partner string) []string {
	q, people := r.quotas[partner], 0
	for _, x := range answer {
		if x.placed() && r.partner[x.Place] == partner {
			people += r.Cases[x.Case].Household.people()
		}
	}
	if q.known && people > q.left {
		return []string{fmt.Sprintf("partner %q receives %d, %d are left", partner, people, q.left)}
	}
	return nil
}

// drawn says which resources that a choice uses are used up in a week.
func (r *Round) drawn(answer []Choice, x *Choice, week int) (out []string) {
	for k := range r.Resources {
		u, n := &r.Resources[k], 0
		if !r.draws(x, u, week) {
			continue
		}
		for _, y := range answer {
			if r.draws(&y, u, week) {
				n += r.Cases[y.Case].Uses[u.Kind]
			}
		}
		if n > u.Weekly {
			out = append(out, fmt.Sprintf("%s of %s%s in week %d: %d of %d", u.Kind, u.House, u.Partner, week, n,
				u.Weekly))
		}
	}
	return out
}

// draws says whether a choice uses a resource in a week: places do, flats do not.
func (r *Round) draws(x *Choice, u *Resource, week int) bool {
	return x.placed() && x.From <= week && week < x.Until &&
		(u.House != "" && r.house[x.Place] == u.House || u.Partner != "" && r.partner[x.Place] == u.Partner)
}

// parted says whether two who asked for one another are not in one house: places count, flats do not.
func (r *Round) parted(x, y *Choice) bool {
	if x.placed() != y.placed() {
		return true
	}
	return x.placed() && r.house[x.Place] != r.house[y.Place]
}

// tooNear says whether two cases are nearer than they may be, at whatever times of the round.
func (r *Round) tooNear(x, y *Choice) bool {
	reach := r.reach[x.Case][y.Case]
	if reach == "" {
		return false
	}
	for _, p := range []int{x.Place, x.Flat} {
		for _, q := range []int{y.Place, y.Flat} {
			if p >= 0 && q >= 0 && r.near(p, q, reach) {
				return true
			}
		}
	}
	return false
}

// arrivals are the weeks after the round in which somebody comes to a place, as its file says: then it is fullest.
func (r *Round) arrivals(p int) (weeks []int) {
	for _, b := range r.Places[p].Busy {
		if week := int(b.From-r.On) / 7; b.From >= r.monday(r.Weeks) {
			weeks = append(weeks, week)
		}
	}
	return weeks
}

// stays says whether a choice's stay goes on in a week, within the round or after it.
func (x *Choice) stays(week int) bool { return x.From <= week && (x.Ends == 0 || week < x.Ends) }

// at says whether a choice has a place or flat in a week.
func (x *Choice) at(p, week int) bool {
	return x.Place == p && x.stays(week) || x.Flat == p && x.FlatFrom <= week && week < x.FlatUntil
}

// taken is what the file says is taken of a shared place in a week.
func (r *Round) taken(p, week int) (beds, people int, any bool) {
	for _, b := range r.Places[p].Busy {
		if b.From < r.monday(week+1) && (b.To == 0 || b.To > r.monday(week)) {
			beds, people, any = beds+b.Beds, people+b.People, true
		}
	}
	return beds, people, any
}

// crowded judges one place in one week.
func (r *Round) crowded(answer []Choice, p, week int) (out []string) {
	here := r.Places[p]
	beds, people, others := r.taken(p, week)
	var modes []string
	if others {
		modes = append(modes, here.Mode)
	}
	received := false
	for i := range answer {
		if !answer[i].at(p, week) {
			continue
		}
		received = true
		c := &r.Cases[answer[i].Case]
		beds, people = beds+c.Household.beds(), people+c.Household.people()
		modes = append(modes, c.Mode)
	}
	say := func(what string) { out = append(out, fmt.Sprintf("place %s in week %d: %s", here.Key, week, what)) }
	if !received {
		return nil
	}
	if !r.shared[p] {
		if len(modes) > 1 {
			say("more than one household")
		}
		return out
	}
	if len(modes) > 1 && (slices.Contains(modes, "") || slices.Min(modes) != slices.Max(modes)) {
		say("households that do not share")
	}
	if beds > here.Beds || people > here.Beds+here.Cots {
		say(fmt.Sprintf("%d in beds, %d in all", beds, people))
	}
	return out
}

package round_test

import (
	"fmt"
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/prooftest/verify"
)

// The verifier below reads a round and an answer afresh, from the written rules, what they say of one person and one place
// by package verify. It shares no code with the solver nor with match's rules: what it calls of match are types.

// allowed tells whether a case may use a place at all: yes, no, or after an answer. Weeks and other cases are not looked at.
func allowed(r *round.Round, c *round.Case, p *round.Place) tri.Value {
	n, at := c.Need, p.Place
	n.On = r.On
	at.AvailableFrom = date.Date{} // the weeks of its stay are looked at, see alone
	at.Follows = p.Follows || slices.Contains(c.Followers, p.Partner)
	if p.State == match.Held && slices.Contains(c.Holds, p.Key) {
		at.State = match.HeldHere
	}
	profile := map[match.Verdict]tri.Value{match.Passed: tri.Yes, match.Excluded: tri.No}[c.Profiles[p.Profile].Verdict]
	worst := tri.Yes
	for _, a := range (verify.Question{Need: &n, Place: &at, Times: r.Times, Profile: profile}).Answers() {
		v := a.Says
		switch a.Rule {
		case match.RuleCalendar:
			continue
		case match.RuleQuota: // how many come is counted with the others, see crowds
			switch {
			case p.Emergency:
				continue
			case p.Yearly > 0:
				v = tri.Of(p.Received < p.Yearly)
			}
		case match.RuleVeto, match.RuleDanger, match.RuleApart, match.RuleConflict:
			if v == tri.Unknown {
				v = tri.No
			}
		}
		if slices.Contains(c.Relaxed, a.Rule) || slices.Contains(r.Relaxed, a.Rule) {
			continue
		}
		if worst != tri.No && v != tri.Yes {
			worst = v
		}
	}
	return worst
}

// stay is a time one case spends in one place, in weeks, half-open.
type stay struct {
	c        *round.Case
	p        *round.Place
	from, to int
	flat     bool
}

func (s stay) during(w int) bool { return s.from <= w && w < s.to }

// stays reads what an answer gives a case.
func stays(r *round.Round, c *round.Case, g round.Given) []stay {
	var out []stay
	place := func(key string) *round.Place {
		for i := range r.Places {
			if r.Places[i].Key == key {
				return &r.Places[i]
			}
		}
		return nil
	}
	if g.Place != "" {
		to := r.Weeks
		if n := c.Need.Weeks; n > 0 {
			to = min(to, g.Week+n)
		}
		out = append(out, stay{c, place(g.Place), g.Week, to, false})
	}
	if g.Flat != "" {
		to := g.FlatWeek + r.On.AddDays(7*g.FlatWeek).DaysUntil(g.FlatTo)/7
		out = append(out, stay{c, place(g.Flat), g.FlatWeek, to, true})
	}
	return out
}

// violations lists every hard rule that an answer breaks, in words.
func violations(r *round.Round, given []round.Given) []string {
	var out []string
	say := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	var all []stay
	of := map[string][]stay{}
	for i, g := range given {
		c := &r.Cases[i]
		if g.Case != c.Key {
			say("answer %d is for %s", i, g.Case)
		}
		mine := stays(r, c, g)
		of[c.Key] = mine
		all = append(all, mine...)
		for _, s := range mine {
			alone(r, s, g, say)
		}
		if (g.State == round.Placed) != (g.Place != "") || (g.State == round.Unplaced) != (g.Place == "" && g.Flat == "") {
			say("%s: state %s", c.Key, g.State)
		}
		if g.Place != "" && g.Flat != "" && mine[1].to != g.Week {
			say("%s: the flat ends in week %d, the place begins in %d", c.Key, mine[1].to, g.Week)
		}
	}
	crowds(r, all, say)
	for i := range r.Cases {
		c := &r.Cases[i]
		for _, x := range c.Conflicts {
			for _, a := range of[c.Key] {
				for _, b := range of[x.With] {
					if tooClose(x.Reach, a.p, b.p) {
						say("%s and %s: %s and %s are within %s", c.Key, x.With, a.p.Key, b.p.Key, x.Reach)
					}
				}
			}
		}
		for _, k := range c.Together {
			a, b := destination(of[c.Key]), destination(of[k])
			if a != b {
				say("%s and %s asked to be together: %q, %q", c.Key, k, a, b)
			}
		}
	}
	return out
}

// destination names the house a case ends in.
func destination(list []stay) string {
	for _, s := range list {
		if !s.flat {
			if s.p.House == "" {
				return "place " + s.p.Key
			}
			return "house " + s.p.House
		}
	}
	return ""
}

func tooClose(reach match.Reach, a, b *round.Place) bool {
	switch {
	case a.Key == b.Key || a.House != "" && a.House == b.House:
		return true
	case reach == match.SameHouse:
		return false
	case reach == match.SameTown:
		return a.Area.Code == b.Area.Code && (verify.SameTown(a.Town, b.Town) || a.Town == "" || b.Town == "")
	}
	return a.Area.Code == b.Area.Code
}

// alone checks one stay by itself.
func alone(r *round.Round, s stay, g round.Given, say func(string, ...any)) {
	v := allowed(r, s.c, s.p)
	if v == tri.No || v == tri.Unknown && (!r.Asking || s.flat || len(g.Asks) == 0) {
		say("%s in %s: the rules say %v", s.c.Key, s.p.Key, v)
	}
	if s.flat != s.p.Emergency {
		say("%s in %s: a flat is a bridge only, and only a flat is", s.c.Key, s.p.Key)
	}
	if slices.Contains(s.c.Refused, s.p.Key) {
		say("%s in %s: it was declined", s.c.Key, s.p.Key)
	}
	if s.c.Lock != "" && !s.flat && s.c.Lock != s.p.Key {
		say("%s in %s: a person fixed %s", s.c.Key, s.p.Key, s.c.Lock)
	}
	begin := r.On.AddDays(7 * s.from)
	if s.from < 0 || s.to > r.Weeks || s.from >= s.to {
		say("%s in %s: weeks %d to %d", s.c.Key, s.p.Key, s.from, s.to)
	}
	if verify.Early(begin.AddDays(6), s.c.ReadyOn) {
		say("%s in %s: not ready in week %d", s.c.Key, s.p.Key, s.from)
	}
	if s.flat && 7*(s.to-s.from) > 14 {
		say("%s in %s: more than 14 nights", s.c.Key, s.p.Key)
	}
	if verify.Early(begin, verify.Free(&s.p.Place)) {
		say("%s in %s: not free in week %d", s.c.Key, s.p.Key, s.from)
	}
	if s.flat {
		return
	}
	arrival := s.c.ReadyOn
	if verify.Early(arrival, r.On) {
		arrival = r.On
	}
	if arrival.DaysUntil(begin) > verify.LongestWait {
		say("%s in %s: begins %d days after she can travel", s.c.Key, s.p.Key, arrival.DaysUntil(begin))
	}
	if !s.p.ConventionTo.IsZero() && verify.Early(s.p.ConventionTo, begin) {
		say("%s in %s: the convention has ended", s.c.Key, s.p.Key)
	}
}

// crowds checks what the stays take together, week by week.
func crowds(r *round.Round, all []stay, say func(string, ...any)) {
	here := map[string][]stay{}
	for _, s := range all {
		here[s.p.Key] = append(here[s.p.Key], s)
	}
	year := map[string]int{}
	for _, list := range here {
		for w := range r.Weeks {
			crowd(r, list, w, say)
		}
		p := list[0].p
		name := "q" + p.Partner
		if p.Partner == "" {
			name = "p" + p.Key
		}
		for _, s := range list {
			if h := s.c.Household; !s.flat && p.Yearly > 0 && !slices.Contains(s.c.Relaxed, match.RuleQuota) && !slices.Contains(r.Relaxed, match.RuleQuota) {
				if year[name] += h.Adults + h.Older + h.Infants; p.Received+year[name] > p.Yearly {
					say("partner of %s: %d received, %d more, %d agreed", p.Key, p.Received, year[name], p.Yearly)
				}
			}
		}
	}
	for _, x := range r.Resources {
		for w := range r.Weeks {
			sum := 0
			for _, s := range all {
				if s.during(w) && !s.flat && (x.House != "" && s.p.House == x.House || x.Partner != "" && s.p.Partner == x.Partner) {
					sum += s.c.Uses[x.Kind]
				}
			}
			if sum > x.Weekly {
				say("%s%s: %d %s in week %d of %d", x.House, x.Partner, sum, x.Kind, w, x.Weekly)
			}
		}
	}
}

// crowd checks one place in one week.
func crowd(r *round.Round, list []stay, w int, say func(string, ...any)) {
	p := list[0].p
	monday, next := r.On.AddDays(7*w), r.On.AddDays(7*w+7)
	beds, heads, modes, households := 0, 0, map[string]bool{}, 0
	for _, b := range p.Busy {
		if verify.Early(b.From, next) && (b.To.IsZero() || verify.Early(monday, b.To)) {
			beds, heads, households = beds+b.Beds, heads+max(b.People, b.Beds), households+1
			if p.Shared {
				modes[p.Mode] = true
			}
		}
	}
	guests := 0
	for _, s := range list {
		if s.during(w) {
			h := s.c.Household
			beds, heads, households, guests = beds+h.Adults+h.Older, heads+h.Adults+h.Older+h.Infants, households+1, guests+1
			modes[s.c.Mode] = true
		}
	}
	switch {
	case guests == 0:
	case !p.Shared && households > 1:
		say("%s holds %d households in week %d", p.Key, households, w)
	case p.Shared && (beds > p.Beds || heads > p.Beds+p.Cots):
		say("%s: %d in beds, %d people in week %d, %d beds and %d cots", p.Key, beds, heads, w, p.Beds, p.Cots)
	case p.Shared && households > 1 && (len(modes) > 1 || modes[""]):
		say("%s mixes modes in week %d", p.Key, w)
	}
}

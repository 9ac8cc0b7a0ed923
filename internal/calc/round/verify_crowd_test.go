package round_test

import (
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/prooftest/verify"
)

// people counts a household; one of which nothing is known is one adult at least.
func people(c *round.Case) (inBeds, all int) {
	h := c.Household
	if inBeds, all = h.Adults+h.Older, h.Adults+h.Older+h.Infants; all == 0 {
		return 1, 1
	}
	return inBeds, all
}

// crowds checks what the stays take together, week by week.
func crowds(r *round.Round, all []stay, say sayer) {
	here := map[string][]stay{}
	for _, s := range all {
		here[s.p.Key] = append(here[s.p.Key], s)
	}
	for _, list := range here {
		for w := range r.Weeks {
			crowd(r, list, w, say)
		}
		for _, b := range list[0].p.Busy { // after the round a place is fullest when somebody comes
			if w := r.On.DaysUntil(b.From) / 7; w >= r.Weeks {
				crowd(r, list, w, say)
			}
		}
	}
	yearly(r, all, say)
	for _, x := range r.Resources {
		for w := range r.Weeks {
			sum := 0
			for _, s := range all {
				if s.during(w) && !s.flat && (x.House != "" && s.p.House == x.House || x.Partner != "" &&
					s.p.Partner == x.Partner) {
					sum += s.c.Uses[x.Kind]
				}
			}
			if sum > x.Weekly {
				say("staff", "%s%s: %d %s in week %d of %d", x.House, x.Partner, sum, x.Kind, w, x.Weekly)
			}
		}
	}
}

// yearly checks how many people each partner receives.
func yearly(r *round.Round, all []stay, say sayer) {
	name := func(p *round.Place) string {
		if p.Partner == "" {
			return "place " + p.Key
		}
		return "partner " + p.Partner
	}
	come := map[string]int{}
	for _, s := range all {
		if _, n := people(s.c); !s.flat && !relaxed(r, s.c, match.RuleQuota) {
			come[name(s.p)] += n
		}
	}
	for i := range r.Places {
		p := &r.Places[i]
		if n := come[name(p)]; n > 0 && !p.Emergency && p.Yearly > 0 && p.Received+n > p.Yearly {
			say("yearly", "%s: %d received, %d more, %d agreed", name(p), p.Received, n, p.Yearly)
		}
	}
}

// crowd checks one place in one week.
func crowd(r *round.Round, list []stay, w int, say sayer) {
	p := list[0].p
	monday, next := r.On.AddDays(7*w), r.On.AddDays(7*w+7)
	beds, heads, households := 0, 0, 0
	var modes []string
	for _, b := range p.Busy {
		if verify.Early(b.From, next) && (b.To.IsZero() || verify.Early(monday, b.To)) {
			beds, heads, households = beds+b.Beds, heads+max(b.People, b.Beds), households+1
			if shared(p) {
				modes = append(modes, p.Mode)
			}
		}
	}
	guests := 0
	for _, s := range list {
		if s.during(w) {
			inBeds, all := people(s.c)
			beds, heads, households, guests = beds+inBeds, heads+all, households+1, guests+1
			modes = append(modes, s.c.Mode)
		}
	}
	switch {
	case guests == 0:
	case !shared(p) && households > 1:
		say("one_household", "%s holds %d households in week %d", p.Key, households, w)
	case shared(p):
		if beds > p.Beds {
			say("beds", "%s: %d in %d beds in week %d", p.Key, beds, p.Beds, w)
		}
		if heads > p.Beds+p.Cots {
			say("cots", "%s: %d people in week %d, %d beds and %d cots", p.Key, heads, w, p.Beds, p.Cots)
		}
		if households > 1 &&
			(modes[0] == "" || slices.ContainsFunc(modes, func(m string) bool { return m != modes[0] })) {
			say("mode", "%s mixes modes in week %d", p.Key, w)
		}
	}
}

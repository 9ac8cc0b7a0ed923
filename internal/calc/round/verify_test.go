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

// The verifier below reads a round and an answer afresh, from the written rules, what they say of one person and one
// place by package verify. It shares no code with the solver nor with match's rules: what it calls of match are types.

// fault is one thing that an answer breaks: a rule of match by its id, or one of the round's own, listed in ownRules.
type fault struct{ rule, text string }

func (f fault) String() string { return f.rule + ": " + f.text }

// ownRules are what an assignment must respect besides the rules on one person and one place.
var ownRules = []string{"answer", "dates", "asks", "flat", "bridge", "nights", "declined", "lock", "horizon", "ready",
	"free", "wait", "signed",
	"one_household", "beds", "cots", "mode", "yearly", "staff", "house", "town", "department", "together"}

// sayer takes a fault.
type sayer func(rule, format string, a ...any)

// answers are what the rules say of a case in a place but for "yes": no, or not before something is known. Weeks and
// other cases are not looked at.
func answers(r *round.Round, c *round.Case, p *round.Place) []verify.Answer {
	n, at := c.Need, p.Place
	n.On = r.On
	at.AvailableFrom = date.Date{} // the weeks of its stay are looked at, see alone
	at.Follows = p.Follows || slices.Contains(c.Followers, p.Partner)
	if p.State == match.Held && slices.Contains(c.Holds, p.Key) {
		at.State = match.HeldHere
	}
	profile := map[match.Verdict]tri.Value{match.Passed: tri.Yes, match.Excluded: tri.No}[c.Profiles[p.Profile].Verdict]
	var out []verify.Answer
	for _, a := range (verify.Question{Need: &n, Place: &at, Times: r.Times, Profile: profile}).Answers() {
		switch a.Rule {
		case match.RuleCalendar: // see alone
			continue
		case match.RuleConvention: // the day of arrival is looked at in alone
			a.Says = signed(r, c, p)
		case match.RuleQuota: // how many come is counted with the others, see yearly
			if p.Emergency || p.Yearly > 0 {
				continue
			}
		case match.RuleVeto, match.RuleDanger, match.RuleApart, match.RuleConflict:
			if a.Says == tri.Unknown {
				a.Says = tri.No
			}
		}
		if a.Says != tri.Yes && !relaxed(r, c, a.Rule) {
			out = append(out, a)
		}
	}
	return out
}

// signed tells whether the convention is in force on a day on which a stay, or some nights in a flat, may begin.
func signed(r *round.Round, c *round.Case, p *round.Place) tri.Value {
	if p.ConventionFrom.IsZero() || p.ConventionTo.IsZero() {
		return tri.Unknown
	}
	soonest := first(r.On, c.ReadyOn)
	latest := soonest.AddDays(verify.LongestWait)
	switch {
	case p.Emergency:
		latest = r.On.AddDays(7 * r.Weeks)
	case relaxed(r, c, match.RuleCalendar):
		latest = soonest.AddDays(7 * round.MostWeeks)
	case c.ReadyOn.IsZero():
		latest = r.On
	}
	return tri.Of(!verify.Early(latest, p.ConventionFrom) && !verify.Early(p.ConventionTo, soonest))
}

func relaxed(r *round.Round, c *round.Case, id match.RuleID) bool {
	return slices.Contains(c.Relaxed, id) || slices.Contains(r.Relaxed, id)
}

// allowed tells whether a case may use a place at all: yes, no, or after an answer.
func allowed(r *round.Round, c *round.Case, p *round.Place) tri.Value {
	worst := tri.Yes
	for _, a := range answers(r, c, p) {
		if worst != tri.No {
			worst = a.Says
		}
	}
	return worst
}

// questions are what has to be asked before a case may use a place.
func questions(r *round.Round, c *round.Case, p *round.Place) []match.Check {
	var out []match.Check
	for _, a := range answers(r, c, p) {
		if a.Says == tri.Unknown {
			out = append(out, match.Check{Rule: a.Rule})
		}
	}
	return out
}

// stay is a time one case spends in one place, in weeks, half-open: within the round, and with the weeks after it.
type stay struct {
	c        *round.Case
	p        *round.Place
	from, to int
	leaves   int
	flat     bool
}

func (s stay) during(w int) bool { return s.from <= w && w < s.leaves }

// shared tells whether several households may be in a place: where nobody knows its beds, one.
func shared(p *round.Place) bool { return p.Shared && p.Beds > 0 }

// stays reads what an answer gives a case.
func stays(r *round.Round, c *round.Case, g round.Given) []stay {
	var out []stay
	place := func(key string) *round.Place {
		return &r.Places[slices.IndexFunc(r.Places, func(p round.Place) bool { return p.Key == key })]
	}
	if g.Place != "" {
		leaves := 1 << 20
		if n := c.Need.Weeks; n > 0 { // the week in which she leaves is hers too, unless she leaves on its first day
			last := first(r.On.AddDays(7*g.Week), c.ReadyOn).AddDays(7*n - 1)
			leaves = r.On.DaysUntil(last)/7 + 1
		}
		out = append(out, stay{c, place(g.Place), g.Week, min(r.Weeks, leaves), leaves, false})
	}
	if g.Flat != "" {
		to := g.FlatWeek + r.On.AddDays(7*g.FlatWeek).DaysUntil(g.FlatTo)/7
		out = append(out, stay{c, place(g.Flat), g.FlatWeek, to, to, true})
	}
	return out
}

// violations lists everything that an answer breaks.
func violations(r *round.Round, given []round.Given) []fault {
	var out []fault
	say := func(rule, format string, a ...any) { out = append(out, fault{rule, fmt.Sprintf(format, a...)}) }
	if len(given) != len(r.Cases) {
		say("answer", "%d answers for %d cases", len(given), len(r.Cases))
		return out
	}
	var all []stay
	of := make(map[string][]stay, len(given))
	for i, g := range given {
		c := &r.Cases[i]
		if g.Case != c.Key {
			say("answer", "answer %d is for %s", i, g.Case)
		}
		if g.State == round.Placed != (g.Place != "") || g.State == round.Unplaced != (g.Place == "" && g.Flat == "") {
			say("answer", "%s: state %s", c.Key, g.State)
		}
		if d := dated(r, c, g); g.From != d.From || g.To != d.To || g.FlatFrom != d.FlatFrom || g.FlatTo != d.FlatTo {
			say("dates", "%s: %v to %v, flat %v to %v", c.Key, g.From, g.To, g.FlatFrom, g.FlatTo)
		}
		mine := stays(r, c, g)
		of[c.Key] = mine
		all = append(all, mine...)
		for _, s := range mine {
			alone(r, s, g, say)
		}
		if g.Place != "" && g.Flat != "" && mine[1].to != g.Week {
			say("bridge", "%s: the flat ends in week %d, the place begins in %d", c.Key, mine[1].to, g.Week)
		}
	}
	between(r, of, all, say)
	return out
}

// between checks what depends on several cases.
func between(r *round.Round, of map[string][]stay, all []stay, say sayer) {
	crowds(r, all, say)
	company(r, of, say)
}

// company checks who is near whom.
func company(r *round.Round, of map[string][]stay, say sayer) {
	for i := range r.Cases {
		c := &r.Cases[i]
		for _, x := range c.Conflicts {
			for _, a := range of[c.Key] {
				for _, b := range of[x.With] {
					if x.With != c.Key && tooClose(x.Reach, a.p, b.p) {
						say(string(x.Reach), "%s and %s in %s and %s", c.Key, x.With, a.p.Key, b.p.Key)
					}
				}
			}
		}
		for _, k := range c.Together {
			if a, b := destination(of[c.Key]), destination(of[k]); a != b {
				say("together", "%s and %s: %q, %q", c.Key, k, a, b)
			}
		}
	}
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

// tooClose: what is not known counts as near, and one town is one town, whatever department stands beside it.
func tooClose(reach match.Reach, a, b *round.Place) bool {
	area := a.Area.Code == b.Area.Code || a.Area.Code == "" || b.Area.Code == ""
	switch {
	case a.Key == b.Key || a.House != "" && a.House == b.House:
		return true
	case reach == match.SameHouse:
		return false
	case a.Town != "" && verify.SameTown(a.Town, b.Town):
		return true
	case reach == match.SameTown:
		return area && (a.Town == "" || b.Town == "")
	}
	return area
}

// alone checks one stay by itself.
func alone(r *round.Round, s stay, g round.Given, say sayer) {
	against := answers(r, s.c, s.p)
	for _, a := range against {
		switch {
		case a.Says == tri.No, s.flat, !r.Asking:
			say(string(a.Rule), "%s in %s: %v", s.c.Key, s.p.Key, a.Says)
		case !slices.ContainsFunc(g.Asks, func(x match.Check) bool { return x.Rule == a.Rule }):
			say("asks", "%s in %s: nobody is told to ask about %s", s.c.Key, s.p.Key, a.Rule)
		}
	}
	for _, x := range g.Asks {
		if !s.flat && !slices.Contains(against, verify.Answer{Rule: x.Rule, Says: tri.Unknown}) {
			say("asks", "%s in %s: %s is asked about, and known", s.c.Key, s.p.Key, x.Rule)
		}
	}
	if s.flat != s.p.Emergency {
		say("flat", "%s in %s: a flat is a bridge only, and only a flat is", s.c.Key, s.p.Key)
	}
	if slices.Contains(s.c.Refused, s.p.Key) {
		say("declined", "%s in %s", s.c.Key, s.p.Key)
	}
	if s.c.Lock != "" && s.c.Lock != s.p.Key && (!s.flat || flatFixed(r, s.c)) {
		say("lock", "%s in %s: a person fixed %s", s.c.Key, s.p.Key, s.c.Lock)
	}
	when(r, s, say)
}

// flatFixed tells whether a person fixed an emergency flat for a case.
func flatFixed(r *round.Round, c *round.Case) bool {
	return slices.ContainsFunc(r.Places, func(p round.Place) bool { return p.Key == c.Lock && p.Emergency })
}

// when checks the weeks of one stay.
func when(r *round.Round, s stay, say sayer) {
	begin := r.On.AddDays(7 * s.from)
	if s.from < 0 || s.to > r.Weeks || s.from >= s.to {
		say("horizon", "%s in %s: weeks %d to %d", s.c.Key, s.p.Key, s.from, s.to)
	}
	if verify.Early(begin.AddDays(6), s.c.ReadyOn) {
		say("ready", "%s in %s: not ready in week %d", s.c.Key, s.p.Key, s.from)
	}
	if verify.Early(begin, verify.Free(&s.p.Place)) {
		say("free", "%s in %s: not free in week %d", s.c.Key, s.p.Key, s.from)
	}
	day := first(begin, s.c.ReadyOn)
	if signed(r, s.c, s.p) == tri.Yes && !relaxed(r, s.c, match.RuleConvention) &&
		(verify.Early(day, s.p.ConventionFrom) || verify.Early(s.p.ConventionTo, day)) {
		say("signed", "%s in %s: the convention is not in force on %v", s.c.Key, s.p.Key, day)
	}
	if s.flat {
		if nights := map[bool]int{true: 14, false: r.Nights}[r.Nights == 0]; 7*(s.to-s.from) > nights {
			say("nights", "%s in %s: %d weeks, %d nights are the most", s.c.Key, s.p.Key, s.to-s.from, nights)
		}
		return
	}
	arrival := first(r.On, s.c.ReadyOn)
	switch {
	case relaxed(r, s.c, match.RuleCalendar):
	case s.c.ReadyOn.IsZero() && s.from > 0:
		say("wait", "%s in %s: begins in week %d, and nobody knows when she can travel", s.c.Key, s.p.Key, s.from)
	case arrival.DaysUntil(begin) > verify.LongestWait:
		say("wait", "%s in %s: begins %d days after she can travel", s.c.Key, s.p.Key, arrival.DaysUntil(begin))
	}
}

// first is the first day somebody is there in a stay that begins on a day.
func first(begin, ready date.Date) date.Date {
	if verify.Early(begin, ready) {
		return ready
	}
	return begin
}

// dated writes the days into what a case is given, from its weeks.
func dated(r *round.Round, c *round.Case, g round.Given) round.Given {
	g.From, g.To, g.FlatFrom = date.Date{}, date.Date{}, date.Date{}
	if g.Place != "" {
		g.From = first(r.On.AddDays(7*g.Week), c.ReadyOn)
		if n := c.Need.Weeks; n > 0 {
			g.To = g.From.AddDays(7 * n)
		}
	}
	if g.Flat != "" {
		g.FlatFrom = first(r.On.AddDays(7*g.FlatWeek), c.ReadyOn)
		g.FlatTo = r.On.AddDays(r.On.DaysUntil(g.FlatTo) / 7 * 7)
	} else {
		g.FlatTo = date.Date{}
	}
	return g
}

package round

import (
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// own are the rules the round decides by itself: they depend on the week, or on who else goes where.
var own = map[match.RuleID]bool{match.RuleCalendar: true, match.RuleConvention: true, match.RuleQuota: true}

// apart are the criteria that the scale treats by itself: safety is T2, the burden T7, the draw T8.
var apart = map[match.Criterion]bool{match.Safety: true, match.Shared: true, match.Drawn: true}

// judge applies the hard rules of match.
type judge struct {
	r      *Round
	engine match.Lexicographic
	sorts  sorts
}

func newJudge(r *Round) *judge {
	return &judge{r: r, sorts: r.sorts(), engine: match.Lexicographic{Times: r.Times, Rules: r.Rules, Prices: r.Prices}}
}

// ask is a place as the rules should see it for a case; from which week on it is free is the round's calendar.
func (j *judge) ask(c *Case, place int) match.Place {
	p := j.r.Places[place].Place
	p.AvailableFrom, p.Emergency = date.Date{}, false
	p.Follows = p.Follows || slices.Contains(c.Followers, p.Partner)
	if p.State == match.Held && slices.Contains(c.Holds, p.Key) {
		p.State = match.HeldHere
	}
	if p.Declared = c.Profiles[j.r.Places[place].Profile]; p.Declared.Datum.Code == "" {
		p.Declared = match.Check{Datum: match.Datum{Code: "profile_unknown"}, Fix: match.Host}
	}
	p.Declared.Rule = match.RuleProfile
	return p
}

// need is the case's need on the day of the round.
func (j *judge) need(c *Case) match.Need {
	n := c.Need
	n.On = j.r.On
	return n
}

// aside tells whether the rule on wishes leaves a place aside: a round may give it all the same, where nothing else is
// left.
func aside(checks []match.Check) bool {
	return slices.ContainsFunc(checks, match.Check.Aside)
}

// each calls fn with every rule's answer for a case in every place that is no flat.
func (j *judge) each(c *Case, fn func(place int, checks []match.Check)) {
	for i := range j.r.Places {
		if !j.r.Places[i].Emergency {
			fn(i, j.checks(c, i, j.one(c, i)))
		}
	}
}

// one judges a case in one place.
func (j *judge) one(c *Case, place int) match.Result {
	n, p := j.need(c), j.ask(c, place)
	return j.engine.Judge(&n, &p)
}

// relaxed tells whether a rule is not applied to the case.
func (j *judge) relaxed(c *Case, id match.RuleID) bool {
	return !kept[id] && (slices.Contains(c.Relaxed, id) || slices.Contains(j.r.Relaxed, id))
}

// checks are the rules' answers for one case in one place, the round's own included, in the order of the rule book.
func (j *judge) checks(c *Case, place int, res match.Result) []match.Check {
	out := make([]match.Check, 0, len(res.Checks))
	for _, x := range res.Checks {
		switch x.Rule {
		case match.RuleWish: // a tier, not a rule: see aside
			x.Verdict = match.Passed
		case match.RuleCalendar:
			x = j.calendar(c, &j.r.Places[place])
		case match.RuleConvention:
			x = j.convention(c, &j.r.Places[place])
		case match.RuleQuota:
			x = match.Quota(&j.r.Places[place].Place, c.Household.People())
		}
		out = append(out, x)
	}
	return out
}

// verdict is the worst answer that counts among the checks of one aspect: whether the place may be used, and whether it
// waits for an answer. Static leaves out whether the place is free.
func (j *judge) verdict(c *Case, checks []match.Check, a aspect) (v match.Verdict, static bool) {
	v, static = match.Passed, true
	for i := range checks {
		x := &checks[i]
		if x.Verdict == match.Passed || x.Rule == match.RuleWish || aspectOf(x.Rule) != a || len(checks) > 1 &&
			own[x.Rule] ||
			j.relaxed(c, x.Rule) {
			continue
		}
		static = static && a == ofState
		if x.Verdict == match.Excluded || kept[x.Rule] {
			v = match.Excluded
		} else {
			v = worst(v, match.Unknown)
		}
	}
	return v, static
}

// aspectOf is what a rule reads.
func aspectOf(id match.RuleID) aspect {
	if a, listed := ruleAspect[id]; listed {
		return a
	}
	return ofRoom
}

// longestWait is how many days after she can travel a stay may begin, by the rule on the calendar; -1 when nothing
// says so.
func (j *judge) longestWait(c *Case) int {
	if j.relaxed(c, match.RuleCalendar) {
		return 7 * MostWeeks
	}
	rules := j.r.Rules
	if rules == nil {
		rules = match.Rules
	}
	for _, x := range rules {
		if x.ID == match.RuleCalendar && !j.r.On.Before(x.Since) && (x.Until.IsZero() || !x.Until.Before(j.r.On)) &&
			len(x.Bounds) > 0 {
			return x.Bounds[0]
		}
	}
	return -1
}

// opening is the first day of a place's calendar, the people of the round and Busy left aside.
func opening(p *Place) date.Date {
	if p.State == match.Occupied && p.AvailableFrom.Before(p.FreeOn) {
		return p.FreeOn
	}
	return p.AvailableFrom
}

// calendar is H4 on when a place is free, as far as it does not depend on the others of the round.
func (j *judge) calendar(c *Case, p *Place) match.Check {
	from, arrival := opening(p), c.ReadyOn
	if arrival.Before(j.r.On) {
		arrival = j.r.On
	}
	out := match.Check{Rule: match.RuleCalendar, Verdict: match.Passed, Datum: match.Datum{Code: "free_now"}}
	if !j.r.On.Before(from) {
		return out
	}
	out.Datum = match.Datum{Code: "free_from", On: from}
	if c.ReadyOn.IsZero() {
		return match.Check{Rule: match.RuleCalendar, Datum: match.Datum{Code: "ready_unknown"}, Fix: match.Evaluation}
	}
	if wait, most := arrival.DaysUntil(from), j.longestWait(c); wait > most {
		return match.Check{Rule: match.RuleCalendar, Verdict: match.Excluded,
			Datum: match.Datum{Code: "free_later", Have: wait, Want: max(most, 0), On: from}, Fix: match.Host}
	}
	return out
}

// convention is H9 on the convention of a place: in force on a day on which a stay there may begin. Which week that is,
// signed says.
func (j *judge) convention(c *Case, p *Place) match.Check {
	first := c.ReadyOn
	if first.Before(j.r.On) {
		first = j.r.On
	}
	last := first.AddDays(max(j.longestWait(c), 0))
	switch {
	case p.Emergency: // a roof that comes late is better than none
		last = j.r.On.AddDays(7 * j.r.Weeks)
	case c.ReadyOn.IsZero() && !j.relaxed(c, match.RuleCalendar):
		last = j.r.On
	}
	out := match.Check{Rule: match.RuleConvention, Fix: match.HeadOffice}
	switch {
	case p.ConventionFrom.IsZero() || p.ConventionTo.IsZero():
		out.Datum = match.Datum{Code: "convention_unknown"}
	case last.Before(p.ConventionFrom):
		out.Verdict, out.Datum = match.Excluded, match.Datum{Code: "convention_later", On: p.ConventionFrom}
	case p.ConventionTo.Before(first):
		out.Verdict, out.Datum = match.Excluded, match.Datum{Code: "convention_ended", On: p.ConventionTo}
	case first.Before(p.ConventionFrom):
		out.Verdict, out.Datum = match.Passed, match.Datum{Code: "convention_from", On: p.ConventionFrom}
	default:
		out.Verdict, out.Datum = match.Passed, match.Datum{Code: "convention_valid", On: p.ConventionTo}
	}
	return out
}

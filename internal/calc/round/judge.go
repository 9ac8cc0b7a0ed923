package round

import (
	"slices"
	"strings"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// own are the rules the round decides by itself: they depend on the week, or on who else goes where.
var own = map[match.RuleID]bool{match.RuleCalendar: true, match.RuleQuota: true}

// apart are the criteria that the scale treats by itself: safety is T2, the burden T7, the draw T8.
var apart = map[match.Criterion]bool{match.Safety: true, match.Shared: true, match.Drawn: true}

// likeness is what the hard rules and the criteria read of a place, the keys left out: places alike in it are judged once.
type likeness struct {
	area, languages, specialisms, profile string
	beds, cots, security, fresh           int
	ownRoom, stepFree, groundFloor        tri.Value
	active                                tri.Value
	from, to, freeOn                      date.Date
	state                                 match.State
}

// judge applies the hard rules of match.
type judge struct {
	r      *Round
	engine match.Lexicographic
	kinds  []int32 // likeness of each place, what depends on the case left aside
}

func newJudge(r *Round) *judge {
	j := &judge{r: r, kinds: make([]int32, len(r.Places)), engine: match.Lexicographic{Times: r.Times, Rules: r.Rules, Prices: r.Prices}}
	seen := map[likeness]int32{}
	for i := range r.Places {
		p := &r.Places[i]
		l := likeness{area: p.Area.Code, languages: strings.Join(p.Languages, " "), specialisms: strings.Join(p.Specialisms, " "), profile: p.Profile,
			beds: p.Beds, cots: p.Cots, security: p.Security, ownRoom: p.OwnRoom, stepFree: p.StepFree, groundFloor: p.GroundFloor,
			active: p.PartnerActive, from: p.ConventionFrom, to: p.ConventionTo, freeOn: p.FreeOn, state: p.State}
		if !p.ConfirmedOn.IsZero() {
			l.fresh = max(p.ConfirmedOn.DaysUntil(r.On), 0) + 1
		}
		n, ok := seen[l]
		if !ok {
			n = int32(len(seen))
			seen[l] = n
		}
		j.kinds[i] = n
	}
	return j
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

// all judges a case in every place; the answer for place i is out[index[i]].
func (j *judge) all(c *Case) (out []match.Result, index []int32) {
	type key struct {
		like, place int32
		follows     bool
	}
	settled := slices.ContainsFunc(c.Conflicts, func(x match.Conflict) bool { return x.House != "" || x.Area.Code != "" })
	seen := map[key]int32{}
	index = make([]int32, len(j.r.Places))
	var places []match.Place
	for i := range j.r.Places {
		p := &j.r.Places[i]
		k := key{like: j.kinds[i], place: -1, follows: p.Follows || slices.Contains(c.Followers, p.Partner)}
		if settled || p.State == match.Held && slices.Contains(c.Holds, p.Key) {
			k.place = int32(i) // the house and the town count, or the hold is hers
		}
		n, ok := seen[k]
		if !ok {
			n = int32(len(places))
			seen[k] = n
			places = append(places, j.ask(c, i))
		}
		index[i] = n
	}
	out = make([]match.Result, len(places))
	for _, res := range j.engine.Rank(j.need(c), places) {
		out[res.Place] = res
	}
	return out, index
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
		case match.RuleCalendar:
			x = j.calendar(c, &j.r.Places[place])
		case match.RuleQuota:
			x = quota(&j.r.Places[place])
		}
		out = append(out, x)
	}
	return out
}

// verdict is the worst answer that counts: whether the place may be used, and whether it waits for an answer.
func (j *judge) verdict(c *Case, place int, res match.Result) match.Verdict {
	worst := match.Passed
	see := func(x match.Check) {
		switch {
		case x.Verdict == match.Passed || worst == match.Excluded || j.relaxed(c, x.Rule):
		case x.Verdict == match.Excluded || kept[x.Rule]:
			worst = match.Excluded
		default:
			worst = match.Unknown
		}
	}
	for i := range res.Checks {
		if !own[res.Checks[i].Rule] {
			see(res.Checks[i])
		}
	}
	see(quota(&j.r.Places[place]))
	return worst
}

// static tells whether a place passes whatever does not depend on when it is free or on others: the measure of hard to
// place.
func (j *judge) static(c *Case, res match.Result) bool {
	for i := range res.Checks {
		x := &res.Checks[i]
		if x.Verdict != match.Passed && !own[x.Rule] && x.Rule != match.RuleFree && !j.relaxed(c, x.Rule) {
			return false
		}
	}
	return true
}

// longestWait is how many days after she can travel a stay may begin, by the rule on the calendar; -1 when nothing says so.
func (j *judge) longestWait(c *Case) int {
	if j.relaxed(c, match.RuleCalendar) {
		return 7 * MostWeeks
	}
	rules := j.r.Rules
	if rules == nil {
		rules = match.Rules
	}
	for _, x := range rules {
		if x.ID == match.RuleCalendar && !j.r.On.Before(x.Since) && (x.Until.IsZero() || !x.Until.Before(j.r.On)) && len(x.Bounds) > 0 {
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
		return match.Check{Rule: match.RuleCalendar, Verdict: match.Excluded, Datum: match.Datum{Code: "free_later", Have: wait, Want: max(most, 0), On: from}, Fix: match.Host}
	}
	return out
}

// quota asks for the yearly number where it is not known; whether it is reached is the search's matter. An emergency
// flat belongs to the head office and has none.
func quota(p *Place) match.Check {
	switch left := p.Yearly - p.Received; {
	case p.Emergency:
		return match.Check{Rule: match.RuleQuota, Verdict: match.Passed, Datum: match.Datum{Code: "quota_left"}}
	case p.Yearly < 1:
		return match.Check{Rule: match.RuleQuota, Datum: match.Datum{Code: "quota_unknown"}, Fix: match.HeadOffice}
	case left < 1:
		return match.Check{Rule: match.RuleQuota, Verdict: match.Excluded, Datum: match.Datum{Code: "quota_reached", Have: p.Received, Want: p.Yearly}, Fix: match.HeadOffice}
	default:
		return match.Check{Rule: match.RuleQuota, Verdict: match.Passed, Datum: match.Datum{Code: "quota_left", Have: left, Want: p.Yearly}}
	}
}

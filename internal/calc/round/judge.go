package round

import (
	"hash/fnv"
	"slices"
	"strings"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// own are the rules the round decides by itself: they depend on the week, or on who else goes where.
var own = map[match.RuleID]bool{match.RuleFree: true, match.RuleCalendar: true, match.RuleQuota: true, ruleConflict: true}

// apart are the criteria that the scale treats by itself: safety is T2, the burden T7, the draw T8.
var apart = map[match.Criterion]bool{match.Safety: true, match.Shared: true, match.Drawn: true}

// likeness is what the hard rules and the criteria read of a place, the calendar and the keys left out: places alike in
// it are judged once.
type likeness struct {
	area, languages, specialisms, profile string
	beds, cots, security, fresh           int
	stepFree, groundFloor, active         tri.Value
	from, to                              date.Date
	follows, emergency                    bool
}

// judge applies the hard rules of match.
type judge struct {
	r     *Round
	kinds []int32    // likeness of each place, follows and profile left aside
	like  []likeness // the distinct ones
}

func newJudge(r *Round) *judge {
	j := &judge{r: r, kinds: make([]int32, len(r.Places))}
	seen := map[likeness]int32{}
	for i := range r.Places {
		p := &r.Places[i]
		l := likeness{area: p.Area.Code, languages: strings.Join(p.Languages, " "), specialisms: strings.Join(p.Specialisms, " "), profile: p.Profile,
			beds: p.Beds, cots: p.Cots, security: p.Security, stepFree: p.StepFree, groundFloor: p.GroundFloor, active: p.PartnerActive,
			from: p.ConventionFrom, to: p.ConventionTo, emergency: p.Emergency}
		if !p.ConfirmedOn.IsZero() {
			l.fresh = max(p.ConfirmedOn.DaysUntil(r.On), 0) + 1
		}
		n, ok := seen[l]
		if !ok {
			n = int32(len(j.like))
			seen[l] = n
			j.like = append(j.like, l)
		}
		j.kinds[i] = n
	}
	return j
}

// ask is a place as the rules should see it for a case: free, so that the round's own calendar decides.
func (j *judge) ask(c *Case, place int) match.Place {
	p := j.r.Places[place].Place
	p.State, p.AvailableFrom, p.FreeOn = match.Available, date.Date{}, date.Date{}
	p.Emergency = false
	p.Follows = p.Follows || slices.Contains(c.Followers, p.Partner)
	if p.Declared = c.Profiles[j.r.Places[place].Profile]; p.Declared.Datum.Code == "" {
		p.Declared = match.Check{Datum: match.Datum{Code: "profile_unknown"}, Fix: match.Host}
	}
	p.Declared.Rule = match.RuleProfile
	return p
}

// need is the case's need on the day of the round; people in conflict are the round's own matter.
func (j *judge) need(c *Case) match.Need {
	n := c.Need
	n.On, n.Conflicts = j.r.On, nil
	return n
}

// all judges a case in every place; the answer for place i is out[index[i]].
func (j *judge) all(c *Case) (out []match.Result, index []int32) {
	type key struct {
		like    int32
		follows bool
	}
	seen := map[key]int32{}
	index = make([]int32, len(j.r.Places))
	var places []match.Place
	for i := range j.r.Places {
		p := &j.r.Places[i]
		k := key{j.kinds[i], p.Follows || slices.Contains(c.Followers, p.Partner)}
		n, ok := seen[k]
		if !ok {
			n = int32(len(places))
			seen[k] = n
			places = append(places, j.ask(c, i))
		}
		index[i] = n
	}
	out = make([]match.Result, len(places))
	for _, res := range (match.Lexicographic{}).Rank(j.need(c), places) {
		out[res.Place] = res
	}
	return out, index
}

// one judges a case in one place.
func (j *judge) one(c *Case, place int) match.Result {
	return (match.Lexicographic{}).Rank(j.need(c), []match.Place{j.ask(c, place)})[0]
}

// relaxed tells whether a rule is not applied to the case.
func (j *judge) relaxed(c *Case, id match.RuleID) bool {
	return !kept[id] && (slices.Contains(c.Relaxed, id) || slices.Contains(j.r.Relaxed, id))
}

// checks are the rules' answers for one case in one place, the round's own included, in the order of the rule book.
func (j *judge) checks(c *Case, place int, res match.Result) []match.Check {
	p := &j.r.Places[place]
	out := make([]match.Check, 0, len(res.Checks)+4)
	for _, x := range res.Checks {
		if !own[x.Rule] {
			out = append(out, x)
		}
	}
	return append(out, j.conflict(c, p), free(c, p), quota(p))
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
	p := &j.r.Places[place]
	see(j.conflict(c, p))
	see(free(c, p))
	see(quota(p))
	return worst
}

// static tells whether a place passes whatever does not depend on the week or on others: the measure of hard to place.
func (j *judge) static(c *Case, place int, res match.Result) bool {
	for i := range res.Checks {
		if x := &res.Checks[i]; x.Verdict != match.Passed && !own[x.Rule] && !j.relaxed(c, x.Rule) {
			return false
		}
	}
	return j.conflict(c, &j.r.Places[place]).Verdict == match.Passed
}

// conflict keeps her away from people who are settled already (H3); people of the round are kept apart by the search.
// What is not known of where the other stays, or of the place, never passes.
func (j *judge) conflict(c *Case, p *Place) match.Check {
	for i := range c.Conflicts {
		x := &c.Conflicts[i]
		if x.House == "" && x.Town == "" && x.Area.Code == "" {
			continue // not settled anywhere
		}
		same, known := x.House != "" && x.House == p.House, x.House != "" && p.House != ""
		if x.Reach != match.SameHouse && !same {
			same, known = x.Town != "" && x.Town == p.Town, x.Town != "" && p.Town != ""
		}
		if x.Reach == match.SameDepartment && !same {
			same, known = x.Area.Covers(p.Area) || p.Area.Covers(x.Area), x.Area.Code != "" && p.Area.Code != ""
		}
		switch {
		case same:
			return match.Check{Rule: ruleConflict, Verdict: match.Excluded, Datum: match.Datum{Code: string(x.Reach)}, Fix: match.Evaluation}
		case !known:
			return match.Check{Rule: ruleConflict, Datum: match.Datum{Code: "conflict_unknown"}, Fix: match.Evaluation}
		}
	}
	return match.Check{Rule: ruleConflict, Verdict: match.Passed, Datum: match.Datum{Code: "no_conflict"}}
}

// free is H4 on the place itself; from which week on is the calendar's matter.
func free(c *Case, p *Place) match.Check {
	out := match.Check{Rule: match.RuleFree, Verdict: match.Excluded, Datum: match.Datum{Code: string(p.State)}, Fix: match.Host}
	switch p.State {
	case match.Available, match.HeldHere:
		out.Verdict, out.Fix = match.Passed, ""
	case match.Held:
		if slices.Contains(c.Holds, p.Key) {
			return match.Check{Rule: match.RuleFree, Verdict: match.Passed, Datum: match.Datum{Code: string(match.HeldHere)}}
		}
	case match.Occupied, match.Cooling:
		if !p.AvailableFrom.IsZero() || !p.FreeOn.IsZero() {
			out.Verdict, out.Fix = match.Passed, ""
		}
	case match.Withdrawn:
	default:
		out.Verdict, out.Datum.Code = match.Unknown, "state_unknown"
		if p.State == match.Declared {
			out.Datum.Code = "declared"
		}
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

// draw is T8's number, 31 bits of FNV-1a over both keys, as match draws it.
func draw(need, place string) int32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(need)) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(place))
	return int32(h.Sum32() >> 1)
}

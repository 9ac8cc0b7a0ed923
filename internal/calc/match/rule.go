package match

import (
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// question is one rule put to one place.
type question struct {
	rule  Rule
	times geo.Times
	n     *Need
	p     *Place
	wait  int // days that the rule on the calendar lets her wait for a place
}

// comparison is what a rule compares, and how many bounds its editions have: that many, or that many twice.
type comparison struct {
	check  func(question) Check
	bounds int
	twice  bool
}

var checks = map[RuleID]comparison{
	RuleVeto: {check: veto}, RuleWish: {check: wish}, RuleDanger: {danger, levels, true}, RuleApart: {check: apart},
	RuleConflict: {check: conflict}, RuleFree: {check: free}, RuleCalendar: {check: calendar, bounds: 1},
	RuleBeds: {check: beds}, RuleProfile: {check: declared}, RuleAccess: {check: access},
	RuleSecurity: {check: security}, RuleContinuity: {check: continuity}, RulePartner: {check: partner},
	RuleConvention: {check: convention}, RuleQuota: {check: quota},
}

// RuleIDs lists every rule, in the order people read them.
var RuleIDs = []RuleID{
	RuleVeto, RuleWish, RuleDanger, RuleApart, RuleConflict, RuleFree, RuleCalendar, RuleBeds, RuleProfile, RuleAccess,
	RuleSecurity, RuleContinuity, RulePartner, RuleConvention, RuleQuota,
}

// asked is an edition with what it compares.
type asked struct {
	Rule
	check func(question) Check
}

// holding gives the edition of every rule that holds on a day. One that has none is asked about all the same: a hole in
// the rule book lets nothing pass. The rule on wishes alone may be missing: a book without it leaves no area aside.
func holding(rules []Rule, on date.Date) []asked {
	in := InForce(rules, on)
	out := make([]asked, len(RuleIDs))
	for i, id := range RuleIDs {
		out[i] = asked{Rule{ID: id}, func(question) Check { return ask(HeadOffice, "no_rule") }}
		if id == RuleWish {
			out[i].check = wish
		}
		for _, r := range in {
			if r.ID == id {
				out[i] = asked{r, checks[id].check}
			}
		}
	}
	return out
}

func passed(code string) Check { return Check{Verdict: Passed, Datum: Datum{Code: code}} }

func excluded(fix Owner, d Datum) Check { return Check{Verdict: Excluded, Datum: d, Fix: fix} }

func ask(whom Owner, code string) Check { return Check{Datum: Datum{Code: code}, Fix: whom} }

// arrival is the first day the person could be there.
func (n *Need) arrival() date.Date {
	if n.ReadyOn.Before(n.On) {
		return n.On
	}
	return n.ReadyOn
}

// veto: nobody goes where she does not want to go (H1).
func veto(q question) Check {
	n, p := q.n, q.p
	if len(n.Vetoes) > 0 && p.Area.Code == "" {
		return ask(HeadOffice, "area_unknown")
	}
	for _, a := range n.Vetoes {
		if a.Covers(p.Area) {
			return excluded(Person, Datum{Code: "vetoed", Item: a.Code})
		}
	}
	for _, a := range n.Vetoes { // a town of the place's department: only she can say
		if p.Area.Covers(a) {
			return Check{Datum: Datum{Code: "veto_nearby", Item: a.Code}, Fix: Person}
		}
	}
	for _, a := range n.Vetoes {
		if a.Kind == "" { // nobody knows where it is: it keeps her from no place, and is checked with her
			return Check{Verdict: Passed, Datum: Datum{Code: "veto_in_words", Item: a.Code}, Fix: Person}
		}
	}
	return passed("not_vetoed")
}

// danger: outside every zone, and at least so long a way from it as its level asks, by the fastest way (H2, I4).
func danger(q question) Check {
	n, p := q.n, q.p
	if len(n.Zones) == 0 {
		return ask(Evaluation, "zones_unknown")
	}
	unsure := false
	tightest := Datum{Code: "far_enough"}
	for _, z := range n.Zones {
		if z.Area.Covers(p.Area) || p.Area.Covers(z.Area) {
			return excluded(Evaluation, Datum{Code: "in_zone", Item: z.Area.Code})
		}
		way, ok := way(q.times, p.Area, z.Area)
		least, set := q.rule.Least(z.Level)
		if !ok || !set {
			unsure = true
			continue
		}
		d := Datum{Code: "too_near", Have: way.Minutes, Want: least, Item: z.Area.Code,
			Kilometres: int(way.Metres.Kilometres()), Estimated: !way.Measured}
		if d.Have < d.Want {
			return excluded(Evaluation, d)
		}
		if tightest.Item == "" || d.Have-d.Want < tightest.Have-tightest.Want {
			tightest = d
		}
	}
	if unsure {
		return ask(Evaluation, "distance_unknown")
	}
	tightest.Code = "far_enough"
	return Check{Verdict: Passed, Datum: tightest}
}

// way is the travel between two areas; unknown where there is no table.
func way(times geo.Times, a, b geo.Area) (geo.Travel, bool) {
	if times == nil {
		return geo.Travel{}, false
	}
	return times.Between(a, b)
}

// continuity: what cannot move, a treatment or a hearing, stays within reach (H8).
func continuity(q question) Check {
	unsure := ""
	for _, t := range q.n.Continuity {
		way, ok := way(q.times, q.p.Area, t.Area)
		switch {
		case !ok:
			unsure = t.Area.Code
		case way.Minutes > t.MaxMinutes:
			return excluded(Evaluation, Datum{Code: "out_of_reach", Have: way.Minutes, Want: t.MaxMinutes,
				Item:       t.Area.Code,
				Kilometres: int(way.Metres.Kilometres()), Estimated: !way.Measured})
		}
	}
	switch {
	case unsure != "":
		return Check{Datum: Datum{Code: "reach_unknown", Item: unsure}, Fix: Evaluation}
	case len(q.n.Continuity) == 0:
		return passed("nothing_fixed")
	}
	return passed("within_reach")
}

// apart: whoever referred her knows where she was; the place is with somebody else (H2, I5).
func apart(q question) Check {
	if q.p.Follows {
		return excluded(HeadOffice, Datum{Code: "referred_her"})
	}
	return passed("somebody_else")
}

// free: the host says it can be used, and nobody else holds it (H4, I7). A place that is filled until a planned day is
// the calendar's business.
func free(q question) Check {
	switch p := q.p; p.State {
	case Available, HeldHere:
		return passed(string(p.State))
	case Occupied:
		if p.FreeOn.IsZero() {
			return excluded(Host, Datum{Code: string(p.State)})
		}
		if p.FreeOn.Before(q.n.On) {
			return Check{Datum: Datum{Code: "overdue", On: p.FreeOn}, Fix: Host}
		}
		return Check{Verdict: Passed, Datum: Datum{Code: "leaving", On: p.FreeOn}}
	case Cooling:
		return excluded(Host, p.cooling())
	case Held, Withdrawn:
		return excluded(Host, Datum{Code: string(p.State)})
	case Declared:
		return ask(Host, "declared")
	}
	return ask(Host, "state_unknown")
}

// freeFrom is the first day the place can be used; zero: at once.
func (p *Place) freeFrom() date.Date {
	if p.State == Occupied && p.AvailableFrom.Before(p.FreeOn) {
		return p.FreeOn
	}
	return p.AvailableFrom
}

// calendar: free soon enough after the day she can travel (H4).
func calendar(q question) Check {
	n, from := q.n, q.p.freeFrom()
	if !n.On.Before(from) {
		return passed("free_now")
	}
	if n.ReadyOn.IsZero() {
		return ask(Evaluation, "ready_unknown")
	}
	if wait := n.arrival().DaysUntil(from); wait > q.rule.Bounds[0] {
		return excluded(Host, Datum{Code: "free_later", Have: wait, Want: q.rule.Bounds[0], On: from})
	}
	return Check{Verdict: Passed, Datum: Datum{Code: "free_from", On: from}}
}

// beds: the household is kept together; an infant sleeps in a cot or a bed; a room of its own where asked (H4). A
// known no comes before any question.
func beds(q question) Check {
	p := q.p
	h := q.n.Household
	need := Datum{Code: "beds_missing", Have: p.Beds, Want: h.Beds()}
	ownRoom := slices.Contains(q.n.Codes, "own_room")
	switch spare := p.Beds - h.Beds(); {
	case p.Beds > 0 && spare < 0:
		return excluded(Host, need)
	case p.Beds > 0 && spare+p.Cots < h.Infants:
		return excluded(Host, Datum{Code: "cots_missing", Have: spare + p.Cots, Want: h.Infants})
	case ownRoom && p.OwnRoom == tri.No:
		return excluded(Host, Datum{Code: "room_shared"})
	case p.Beds < 1:
		return ask(Host, "beds_unknown")
	case !h.Known || h.People() < 1:
		return ask(Evaluation, "household_unknown")
	case ownRoom && p.OwnRoom == tri.Unknown:
		return ask(Host, "room_unknown")
	case !q.n.CodesKept && p.OwnRoom != tri.Yes: // she may need one
		return ask(Evaluation, "needs_unknown")
	}
	need.Code = "beds_enough"
	return Check{Verdict: Passed, Datum: need}
}

// declared repeats what CompareDeclaredProfile said (H5).
func declared(q question) Check {
	if q.p.Declared.Datum.Code == "" {
		return ask(Host, "profile_unknown")
	}
	return q.p.Declared
}

// access: ground floor and step-free access where they are needed (H6). A known no comes before any question.
func access(q question) Check {
	n, p := q.n, q.p
	out := passed("access_not_asked")
	asked := false
	for _, x := range [...]struct {
		need string
		have tri.Value
	}{{"step_free", p.StepFree}, {"ground_floor", p.GroundFloor}} {
		switch {
		case !slices.Contains(n.Codes, x.need):
			continue
		case x.have == tri.No:
			return excluded(Host, Datum{Code: "not_accessible", Item: x.need})
		case x.have == tri.Unknown && out.Verdict == Passed:
			out = Check{Datum: Datum{Code: "access_unknown", Item: x.need}, Fix: Host}
		case !asked:
			out = passed("accessible")
		}
		asked = true
	}
	if !asked && !n.CodesKept && !(p.StepFree == tri.Yes && p.GroundFloor == tri.Yes) {
		return ask(Evaluation, "needs_unknown")
	}
	return out
}

// level is the security level the house must have: what was asked, and never less than the worst zone.
func (n *Need) level() int {
	l := n.Security
	for _, z := range n.Zones {
		l = max(l, z.Level)
	}
	if slices.Contains(n.Codes, "high_security") {
		l = max(l, mostSecurity)
	}
	return l
}

// wants is where a level of protection comes from: "" from what was asked of the house, "_zone" from a zone, named by
// its area, "_need" from a need; "_most" where no level is asked.
func (n *Need) wants(level int) (why, item string) {
	switch {
	case level < 1:
		return "_most", ""
	case n.Security >= level:
		return "", ""
	}
	for _, z := range n.Zones {
		if z.Level >= level {
			return "_zone", z.Area.Code
		}
	}
	return "_need", ""
}

// mostSecurity is the most that a house can be protected: enough, whatever is asked.
const mostSecurity = 3

// security: the house is as protected as the danger asks (H7). The worst zone says what is asked at least; where nobody
// has said what is asked of the house, it may be more.
func security(q question) Check {
	p, want := q.p, q.n.level()
	switch {
	case p.Security < 1:
		return ask(Host, "security_unknown")
	case p.Security < want:
		why, item := q.n.wants(want)
		return excluded(Host, Datum{Code: "less_protected" + why, Have: p.Security, Want: want, Item: item})
	case q.n.Security < 1 && p.Security < mostSecurity:
		return ask(Evaluation, "level_unknown")
	}
	why, item := q.n.wants(want)
	return Check{Verdict: Passed, Datum: Datum{Code: "protected" + why, Have: p.Security, Want: want, Item: item}}
}

// partner: active, neither suspended nor gone (H9).
func partner(q question) Check {
	switch q.p.PartnerActive {
	case tri.Yes:
		return passed("active")
	case tri.No:
		return excluded(HeadOffice, Datum{Code: "not_active"})
	}
	return ask(HeadOffice, "active_unknown")
}

// convention: signed and in force on the day she would arrive, which is not before the place is free (H9). One that
// begins later is waited for as long as one waits for a place.
func convention(q question) Check {
	p, day := q.p, q.n.arrival()
	if from := p.freeFrom(); day.Before(from) {
		day = from
	}
	out := Check{Verdict: Passed, Datum: Datum{Code: "convention_valid", On: p.ConventionTo}}
	switch from := p.ConventionFrom; {
	case p.ConventionTo.IsZero() || from.IsZero():
		return ask(HeadOffice, "convention_unknown")
	case p.ConventionTo.Before(day):
		return excluded(HeadOffice, Datum{Code: "convention_ended", On: p.ConventionTo})
	case !day.Before(from):
	case q.n.ReadyOn.IsZero() || q.n.arrival().DaysUntil(from) > q.wait:
		return excluded(HeadOffice, Datum{Code: "convention_later", On: from})
	default:
		out.Datum = Datum{Code: "convention_from", On: from}
	}
	return out
}

func quota(q question) Check { return Quota(q.p, q.n.Household.People()) }

// Quota is rule H10: everybody who comes is within the number of people a year the partner agreed to. Somebody comes,
// also where the household is not stated yet: come below 1 counts as 1. An emergency flat belongs to the head office,
// with which nobody agrees on a number: it has none.
func Quota(p *Place, come int) Check {
	come = max(come, 1)
	left := p.Yearly - p.Received
	out := Check{Verdict: Passed, Datum: Datum{Code: "quota_left", Have: left, Want: p.Yearly}}
	switch {
	case p.Emergency:
		out = passed("quota_none")
	case p.Yearly < 1:
		out = ask(HeadOffice, "quota_unknown")
	case left < 1:
		out = excluded(HeadOffice, Datum{Code: "quota_reached", Have: p.Received, Want: p.Yearly})
	case left < come:
		out = excluded(HeadOffice, Datum{Code: "quota_short", Have: left, Want: come})
	}
	out.Rule = RuleQuota
	return out
}

package match

import (
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// RuleID names a hard rule; texts and counts go by it.
type RuleID string

// The hard rules. Their numbers are those of the network's rule book.
const (
	RuleVeto       RuleID = "h1_veto"
	RuleDanger     RuleID = "h2_danger"
	RuleBeds       RuleID = "h4_beds"
	RuleFree       RuleID = "h4_free"
	RuleCalendar   RuleID = "h4_calendar"
	RuleProfile    RuleID = "h5_profile"
	RuleAccess     RuleID = "h6_access"
	RuleSecurity   RuleID = "h7_security"
	RuleApart      RuleID = "h2_apart"
	RulePartner    RuleID = "h9_partner"
	RuleConvention RuleID = "h9_convention"
	RuleQuota      RuleID = "h10_quota"
)

// Rule is one edition of a hard rule.
type Rule struct {
	ID      RuleID
	Version int       // grows when its meaning or a bound changes
	Owner   Owner     // who keeps the rule itself
	Since   date.Date // first day it is in force
	Until   date.Date // last day; zero: still
	Bounds  []int     // danger: least kilometres by level, from level 1; calendar: days one may wait for the place
	check   func(Rule, *Need, *Place) Check
}

// Rules is the rule book, in the order people read it. An edition is ended and followed by another, never changed.
var Rules = []Rule{
	{ID: RuleVeto, Version: 1, Owner: HeadOffice, Since: first, check: veto},
	{ID: RuleDanger, Version: 1, Owner: HeadOffice, Since: first, Bounds: []int{50, 150, 300}, check: danger},
	{ID: RuleApart, Version: 1, Owner: HeadOffice, Since: first, check: apart},
	{ID: RuleFree, Version: 1, Owner: HeadOffice, Since: first, check: free},
	{ID: RuleCalendar, Version: 1, Owner: HeadOffice, Since: first, Bounds: []int{14}, check: calendar},
	{ID: RuleBeds, Version: 1, Owner: HeadOffice, Since: first, check: beds},
	{ID: RuleProfile, Version: 1, Owner: HeadOffice, Since: first, check: declared},
	{ID: RuleAccess, Version: 1, Owner: HeadOffice, Since: first, check: access},
	{ID: RuleSecurity, Version: 1, Owner: HeadOffice, Since: first, check: security},
	{ID: RulePartner, Version: 1, Owner: HeadOffice, Since: first, check: partner},
	{ID: RuleConvention, Version: 1, Owner: HeadOffice, Since: first, check: convention},
	{ID: RuleQuota, Version: 1, Owner: HeadOffice, Since: first, check: quota},
}

var first = date.Must(2012, 1, 1) // the first year the network counted by its own rules

// InForce returns the editions in force on a day.
func InForce(on date.Date) []Rule {
	return slices.DeleteFunc(slices.Clone(Rules), func(r Rule) bool {
		return on.Before(r.Since) || !r.Until.IsZero() && r.Until.Before(on)
	})
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
func veto(_ Rule, n *Need, p *Place) Check {
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
	return passed("not_vetoed")
}

// danger: outside every zone, and at least so far from it as its level asks (H2, I4).
func danger(r Rule, n *Need, p *Place) Check {
	if len(n.Zones) == 0 {
		return ask(Evaluation, "zones_unknown")
	}
	unsure := false
	nearest := Datum{Code: "far_enough", Have: -1}
	for _, z := range n.Zones {
		m, ok := geo.Apart(p.Area, z.Area)
		if !ok || z.Level < 1 || z.Level > len(r.Bounds) {
			unsure = true
			continue
		}
		km, least := int(m.Kilometres()), r.Bounds[z.Level-1]
		switch {
		case z.Area.Covers(p.Area) || p.Area.Covers(z.Area):
			return excluded(Evaluation, Datum{Code: "in_zone", Want: least, Item: z.Area.Code})
		case m < geo.Metres(least)*geo.Kilometre:
			return excluded(Evaluation, Datum{Code: "too_near", Have: km, Want: least, Item: z.Area.Code})
		case nearest.Have < 0 || km < nearest.Have:
			nearest.Have, nearest.Want, nearest.Item = km, least, z.Area.Code
		}
	}
	if unsure {
		return ask(Evaluation, "distance_unknown")
	}
	return Check{Verdict: Passed, Datum: nearest}
}

// apart: whoever referred her knows where she was; the place is with somebody else (H2, I5).
func apart(_ Rule, _ *Need, p *Place) Check {
	if p.Follows {
		return excluded(HeadOffice, Datum{Code: "referred_her"})
	}
	return passed("somebody_else")
}

// free: the host says it can be used, and nobody else holds it (H4, I7).
func free(_ Rule, _ *Need, p *Place) Check {
	switch p.State {
	case Available, HeldHere:
		return passed(string(p.State))
	case Held, Occupied, Cooling, Withdrawn:
		return excluded(Host, Datum{Code: string(p.State)})
	case Declared:
		return ask(Host, "declared")
	}
	return ask(Host, "state_unknown")
}

// calendar: free soon enough after the day she can travel (H4).
func calendar(r Rule, n *Need, p *Place) Check {
	if !n.On.Before(p.AvailableFrom) {
		return passed("free_now")
	}
	if n.ReadyOn.IsZero() {
		return ask(Evaluation, "ready_unknown")
	}
	if wait := n.arrival().DaysUntil(p.AvailableFrom); wait > r.Bounds[0] {
		return excluded(Host, Datum{Code: "free_later", Have: wait, Want: r.Bounds[0], On: p.AvailableFrom})
	}
	return Check{Verdict: Passed, Datum: Datum{Code: "free_from", On: p.AvailableFrom}}
}

// beds: the household is kept together; an infant sleeps in a cot or a bed (H4).
func beds(_ Rule, n *Need, p *Place) Check {
	h := n.Household
	need := Datum{Code: "beds_missing", Have: p.Beds, Want: h.Beds()}
	switch spare := p.Beds - h.Beds(); {
	case p.Beds < 1:
		return ask(Host, "beds_unknown")
	case spare < 0:
		return excluded(Host, need)
	case spare+p.Cots < h.Infants:
		return excluded(Host, Datum{Code: "cots_missing", Have: spare + p.Cots, Want: h.Infants})
	case !h.Known || h.People() < 1:
		return ask(Evaluation, "household_unknown")
	}
	need.Code = "beds_enough"
	return Check{Verdict: Passed, Datum: need}
}

// declared repeats what CompareDeclaredProfile said (H5).
func declared(_ Rule, _ *Need, p *Place) Check {
	if p.Declared.Datum.Code == "" {
		return ask(Host, "profile_unknown")
	}
	return p.Declared
}

// access: ground floor and step-free access where they are needed (H6).
func access(_ Rule, n *Need, p *Place) Check {
	asked := false
	for _, x := range [...]struct {
		need string
		have tri.Value
	}{{"step_free", p.StepFree}, {"ground_floor", p.GroundFloor}} {
		if !slices.Contains(n.Codes, x.need) {
			continue
		}
		asked = true
		switch x.have {
		case tri.No:
			return excluded(Host, Datum{Code: "not_accessible", Item: x.need})
		case tri.Unknown:
			return Check{Datum: Datum{Code: "access_unknown", Item: x.need}, Fix: Host}
		}
	}
	switch {
	case asked:
		return passed("accessible")
	case !n.CodesKept && !(p.StepFree == tri.Yes && p.GroundFloor == tri.Yes):
		return ask(Evaluation, "needs_unknown")
	}
	return passed("access_not_asked")
}

// level is the security level the house must have: what was asked, and never less than the worst zone.
func (n *Need) level() int {
	l := n.Security
	for _, z := range n.Zones {
		l = max(l, z.Level)
	}
	if slices.Contains(n.Codes, "high_security") {
		l = max(l, 3)
	}
	return l
}

// security: the house is as protected as the danger asks (H7).
func security(_ Rule, n *Need, p *Place) Check {
	want := n.level()
	switch {
	case p.Security < 1:
		return ask(Host, "security_unknown")
	case p.Security < want:
		return excluded(Host, Datum{Code: "less_protected", Have: p.Security, Want: want})
	case want < 1 && p.Security < 3:
		return ask(Evaluation, "level_unknown")
	}
	return Check{Verdict: Passed, Datum: Datum{Code: "protected", Have: p.Security, Want: want}}
}

// partner: active, neither suspended nor gone (H9).
func partner(_ Rule, _ *Need, p *Place) Check {
	switch p.PartnerActive {
	case tri.Yes:
		return passed("active")
	case tri.No:
		return excluded(HeadOffice, Datum{Code: "not_active"})
	}
	return ask(HeadOffice, "active_unknown")
}

// convention: signed and valid on the day she would arrive (H9).
func convention(_ Rule, n *Need, p *Place) Check {
	day := n.arrival()
	switch {
	case p.ConventionTo.IsZero() || p.ConventionFrom.IsZero():
		return ask(HeadOffice, "convention_unknown")
	case day.Before(p.ConventionFrom):
		return excluded(HeadOffice, Datum{Code: "convention_later", On: p.ConventionFrom})
	case p.ConventionTo.Before(day):
		return excluded(HeadOffice, Datum{Code: "convention_ended", On: p.ConventionTo})
	}
	return Check{Verdict: Passed, Datum: Datum{Code: "convention_valid", On: p.ConventionTo}}
}

// quota: within the number of people a year the partner agreed to (H10).
func quota(_ Rule, n *Need, p *Place) Check {
	switch {
	case p.Yearly < 1:
		return ask(HeadOffice, "quota_unknown")
	case p.Received >= p.Yearly:
		return excluded(HeadOffice, Datum{Code: "quota_reached", Have: p.Received, Want: p.Yearly})
	}
	return Check{Verdict: Passed, Datum: Datum{Code: "quota_left", Have: p.Yearly - p.Received, Want: p.Yearly}}
}

package round_test

import (
	"slices"
	"testing"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// plan is a round and an answer, to be broken in one way.
type plan struct {
	round.Round
	given []round.Given
}

// Where the cases of a sound plan stand.
const (
	alone0  = 0 // in p0, a room of house h0
	alone1  = 1 // in p1 from week 1 for two weeks, another department
	bridged = 2 // in the flat for two weeks, then in p2, a room of house h2 in the town of h0
	sharer0 = 3 // in p3, a shared room with three beds and a cot
	sharer1 = 4 // beside her
	waiting = 5 // without a place
	inFlat  = 6 // the flat at index 6 of the places
)

// sound is a plan that breaks nothing.
func sound() *plan {
	p := &plan{Round: round.Round{On: monday, Weeks: 6, Times: straight{}}}
	place := func(key, house, town, partner string, area geo.Area) {
		p.Places = append(p.Places,
			round.Place{Profile: "f", Place: match.Place{Key: key, House: house, Town: town, Partner: partner,
				Area: area, Beds: 2, Cots: 1,
				OwnRoom: tri.Yes, StepFree: tri.Yes, GroundFloor: tri.Yes, Security: 3, State: match.Available,
				PartnerActive:  tri.Yes,
				ConventionFrom: monday.AddDays(-100), ConventionTo: monday.AddDays(400), Yearly: 9, Received: 1}})
	}
	place("p0", "h0", "x", "q0", areas[77])
	place("p1", "h1", "y", "q1", areas[79])
	place("p2", "h2", "x", "q2", areas[77])
	place("p3", "h3", "z", "q3", areas[95])
	p.Places[3].Shared, p.Places[3].Beds = true, 3
	place("p4", "h0", "x", "q0", areas[77]) // beside p0
	place("p5", "h5", "w", "q5", areas[77]) // another town of the department
	place("flat", "hf", "v", "office", areas[55])
	p.Places[inFlat].Emergency = true
	for i := range 6 {
		p.Cases = append(p.Cases,
			round.Case{Mode: "a",
				Profiles: map[string]match.Check{"f": {Verdict: match.Passed,
					Datum: match.Datum{Code: "profile_fits"}}},
				Need: match.Need{Key: string(rune('a' + i)), Household: match.Household{Known: true, Adults: 1},
					CodesKept: true, Security: 1, ReadyOn: monday, Weeks: 20,
					Zones: []match.Zone{{Area: areas[0], Level: 1}}}})
		p.given = append(p.given, round.Given{Case: p.Cases[i].Key, State: round.Unplaced})
	}
	p.Cases[alone1].Need.Weeks = 2
	p.put(alone0, "p0", 0)
	p.put(alone1, "p1", 1)
	p.put(bridged, "p2", 2)
	p.bridge(bridged, 0, 2)
	p.put(sharer0, "p3", 0)
	p.put(sharer1, "p3", 0)
	return p
}

// put gives a case a place from a week on.
func (p *plan) put(who int, place string, week int) {
	g := round.Given{Case: p.Cases[who].Key, State: round.Placed, Place: place, Week: week}
	p.given[who] = dated(&p.Round, &p.Cases[who], g)
}

// bridge gives a case the flat in some weeks, half-open.
func (p *plan) bridge(who, from, to int) {
	g := p.given[who]
	if g.Flat, g.FlatWeek, g.FlatTo = "flat", from, p.On.AddDays(7*to); g.Place == "" {
		g.State = round.Bridged
	}
	p.given[who] = dated(&p.Round, &p.Cases[who], g)
}

// redate writes the days anew, once a fact has changed that they depend on.
func (p *plan) redate() {
	for i := range p.given {
		p.given[i] = dated(&p.Round, &p.Cases[i], p.given[i])
	}
}

// asked lets the round use what is not known, and tells what to ask.
func (p *plan) asked() {
	p.Asking = true
	for i := range p.given {
		if k := slices.IndexFunc(p.Places, func(x round.Place) bool { return x.Key == p.given[i].Place }); k >= 0 {
			p.given[i].Asks = questions(&p.Round, &p.Cases[i], &p.Places[k])
		}
	}
}

func (p *plan) apart(a, b int, reach match.Reach) {
	p.Cases[a].Conflicts = []match.Conflict{{With: p.Cases[b].Key, Reach: reach}}
}

func (p *plan) elsewhere(x match.Conflict) {
	x.With = "elsewhere"
	p.Cases[alone0].Conflicts = []match.Conflict{x}
}

// change is one way to change a plan, with the rule that it breaks.
type change struct {
	rule, what string
	do         func(p *plan)
}

// ownBroken break what the round itself must respect.
var ownBroken = []change{
	{"answer", "no answer for a case", func(p *plan) { p.given = p.given[:5] }},
	{"answer", "the answer of another case", func(p *plan) { p.given[waiting].Case = "a" }},
	{"answer", "placed without a place", func(p *plan) { p.given[waiting].State = round.Placed }},
	{"answer", "only bridged, in a place", func(p *plan) { p.given[alone0].State = round.Bridged }},
	{"answer", "bridged without a flat", func(p *plan) { p.given[waiting].State = round.Bridged }},
	{"answer", "waiting in a place", func(p *plan) { p.given[alone0].State = round.Unplaced }},
	{"dates", "first day", func(p *plan) { p.given[alone0].From = monday.AddDays(1) }},
	{"dates", "last day", func(p *plan) { p.given[alone0].To = p.given[alone0].To.AddDays(7) }},
	{"dates", "first day in the flat", func(p *plan) { p.given[bridged].FlatFrom = monday.AddDays(2) }},
	{"dates", "the flat is left within a week",
		func(p *plan) { p.given[bridged].FlatTo = p.given[bridged].FlatTo.AddDays(1) }},
	{"dates", "before she can travel", func(p *plan) { p.Cases[alone0].ReadyOn = monday.AddDays(3) }},
	{"asks", "nobody is told to ask", func(p *plan) { p.Places[0].State = match.Declared; p.Asking = true }},
	{"asks", "something known is asked",
		func(p *plan) { p.given[alone0].Asks = []match.Check{{Rule: match.RuleBeds}} }},
	{"flat", "a flat as a destination", func(p *plan) { p.put(waiting, "flat", 2) }},
	{"flat", "a place as a bridge", func(p *plan) { p.bridge(waiting, 0, 2); p.given[waiting].Flat = "p5" }},
	{"bridge", "a week without a roof", func(p *plan) { p.bridge(bridged, 0, 1) }},
	{"bridge", "the flat after the place has begun", func(p *plan) { p.bridge(bridged, 1, 3) }},
	{"nights", "three weeks", func(p *plan) { p.bridge(waiting, 2, 5) }},
	{"nights", "two weeks where one is the most", func(p *plan) { p.Nights = 7 }},
	{"nights", "a week where six nights are the most",
		func(p *plan) { p.Nights = 6; p.put(bridged, "p2", 1); p.bridge(bridged, 0, 1) }},
	{"declined", "a place", func(p *plan) { p.Cases[alone0].Refused = []string{"p5", "p0"} }},
	{"declined", "a flat", func(p *plan) { p.Cases[bridged].Refused = []string{"flat"} }},
	{"lock", "fixed elsewhere", func(p *plan) { p.Cases[alone0].Lock = "p5" }},
	{"lock", "fixed in a flat", func(p *plan) { p.Cases[alone0].Lock = "flat" }},
	{"horizon", "before the round",
		func(p *plan) { p.Cases[alone0].ReadyOn = monday.AddDays(-7); p.put(alone0, "p0", -1) }},
	{"horizon", "after the round", func(p *plan) {
		p.Cases[bridged].ReadyOn, p.given[bridged] = monday.AddDays(42), round.Given{Case: "c", State: round.Unplaced}
		p.put(bridged, "p2", 6)
	}},
	{"ready", "a week before she can travel",
		func(p *plan) { p.Cases[alone0].ReadyOn = monday.AddDays(7); p.redate() }},
	{"ready", "a flat before she can travel",
		func(p *plan) { p.Cases[bridged].ReadyOn = monday.AddDays(14); p.redate() }},
	{"free", "opens in the middle of the week", func(p *plan) { p.Places[0].AvailableFrom = monday.AddDays(1) }},
	{"free", "filled until the next week", func(p *plan) {
		p.Places[0].State, p.Places[0].FreeOn = match.Occupied,
			monday.AddDays(1)
	}},
	{"free", "a flat that opens later", func(p *plan) { p.Places[inFlat].AvailableFrom = monday.AddDays(7) }},
	{"wait", "15 days", func(p *plan) { p.Cases[bridged].ReadyOn = monday.AddDays(-1); p.put(waiting, "p4", 3) }},
	{"wait", "in week 1 without a day to travel", func(p *plan) { p.Cases[alone1].ReadyOn = date.Date{}; p.redate() }},
	{"signed", "the convention begins the day after", func(p *plan) { p.Places[0].ConventionFrom = monday.AddDays(1) }},
	{"signed", "a flat's convention begins the day after",
		func(p *plan) { p.Places[inFlat].ConventionFrom = monday.AddDays(1) }},
	{"signed", "the convention ends before the stay begins",
		func(p *plan) { p.Places[2].ConventionTo = monday.AddDays(13) }},
	{"one_household", "two at once", func(p *plan) { p.put(waiting, "p0", 0) }},
	{"one_household", "two in the last week of one", func(p *plan) { p.put(waiting, "p1", 2) }},
	{"one_household", "two in the week in which one leaves", func(p *plan) {
		p.Cases[alone1].ReadyOn = monday.AddDays(10)
		p.Cases[waiting].ReadyOn = monday.AddDays(7)
		p.redate()
		p.put(waiting, "p1", 3)
	}},
	{"one_household", "two in a flat", func(p *plan) { p.bridge(waiting, 1, 2) }},
	{"one_household", "lived in at the stay's end", func(p *plan) {
		p.Places[0].Busy = []round.Busy{{From: monday.AddDays(41), To: monday.AddDays(60)}}
	}},
	{"one_household", "lived in until further notice",
		func(p *plan) { p.Places[1].Busy = []round.Busy{{From: monday.AddDays(-30)}} }},
	{"one_household", "lived in after the round", func(p *plan) {
		p.Places[0].Busy = []round.Busy{{From: monday.AddDays(70), To: monday.AddDays(77)}}
	}},
	{"one_household", "a shared place of which nobody knows the beds", func(p *plan) {
		p.Places[3].Beds = 0
		p.asked()
	}},
	{"beds", "beds taken after the round", func(p *plan) {
		p.Places[3].Mode, p.Places[3].Busy = "a",
			[]round.Busy{{From: monday.AddDays(70), To: monday.AddDays(77), Beds: 2}}
	}},
	{"beds", "four in three beds", func(p *plan) { p.Cases[sharer0].Household.Older = 2 }},
	{"beds", "a bed taken already", func(p *plan) {
		p.Places[3].Mode, p.Places[3].Busy = "a",
			[]round.Busy{{From: monday.AddDays(20), To: monday.AddDays(21), Beds: 2}}
	}},
	{"cots", "three infants, one cot and one bed",
		func(p *plan) { p.Cases[sharer0].Household.Infants = 2; p.Cases[sharer1].Household.Infants = 1 }},
	{"cots", "a cot taken already", func(p *plan) {
		p.Cases[sharer0].Household.Infants = 1
		p.Places[3].Mode, p.Places[3].Busy = "a",
			[]round.Busy{{From: monday, To: monday.AddDays(3), Beds: 1, People: 2}}
	}},
	{"mode", "two modes", func(p *plan) { p.Cases[sharer0].Mode = "b" }},
	{"mode", "no mode", func(p *plan) { p.Cases[sharer0].Mode, p.Cases[sharer1].Mode = "", "" }},
	{"mode", "another mode than who is there", func(p *plan) {
		p.Places[3].Mode, p.Places[3].Busy = "b",
			[]round.Busy{{From: monday.AddDays(30), To: monday.AddDays(31), Beds: 1, People: 1}}
	}},
	{"yearly", "reached before the round", func(p *plan) { p.Places[1].Received = 9 }},
	{"yearly", "one person more",
		func(p *plan) { p.Places[0].Received = 8; p.Places[4].Received = 8; p.put(waiting, "p4", 0) }},
	{"yearly", "a household more", func(p *plan) {
		p.Places[0].Received = 7
		p.Cases[alone0].Household.Older, p.Cases[alone0].Household.Infants = 1, 1
	}},
	{"yearly", "in a shared room", func(p *plan) { p.Places[3].Received = 8 }},
	{"yearly", "a household that nobody knows", func(p *plan) {
		p.Places[0].Received, p.Places[4].Received = 8, 8
		p.put(waiting, "p4", 0)
		p.Cases[waiting].Household = match.Household{}
		p.asked()
	}},
	{"staff", "of a house", func(p *plan) {
		p.Resources = []round.Resource{{Kind: "hours", House: "h3", Weekly: 3}}
		p.Cases[sharer0].Uses, p.Cases[sharer1].Uses = map[string]int{"hours": 2}, map[string]int{"hours": 2}
	}},
	{"staff", "of a partner, in one week", func(p *plan) {
		p.Resources = []round.Resource{{Kind: "hours", Partner: "q0", Weekly: 3}}
		p.Cases[alone0].Uses, p.Cases[waiting].Uses = map[string]int{"hours": 2}, map[string]int{"hours": 2}
		p.put(waiting, "p4", 2)
	}},
	{"house", "one house", func(p *plan) { p.put(waiting, "p4", 0); p.apart(waiting, alone0, match.SameHouse) }},
	{"house", "one room after another", func(p *plan) {
		p.Cases[waiting].ReadyOn = monday.AddDays(14)
		p.put(waiting, "p1", 3)
		p.apart(alone1, waiting, match.SameHouse)
	}},
	{"house", "one flat after another",
		func(p *plan) { p.bridge(waiting, 3, 5); p.apart(waiting, bridged, match.SameHouse) }},
	{"town", "one town", func(p *plan) { p.apart(alone0, bridged, match.SameTown) }},
	{"town", "a town that nobody knows",
		func(p *plan) { p.Places[2].Town = ""; p.apart(alone0, bridged, match.SameTown) }},
	{"town", "one house", func(p *plan) { p.put(waiting, "p4", 0); p.apart(waiting, alone0, match.SameTown) }},
	{"department", "one department",
		func(p *plan) { p.put(waiting, "p5", 0); p.apart(waiting, alone0, match.SameDepartment) }},
	{"department", "a flat in hers",
		func(p *plan) { p.Places[1].Area = areas[55]; p.apart(alone1, bridged, match.SameDepartment) }},
	{"department", "a department that nobody knows", func(p *plan) {
		p.Places[1].Area = geo.Area{}
		p.Cases[alone1].Relaxed = []match.RuleID{match.RuleDanger} // never so in a round: here to look at one thing
		p.apart(alone0, alone1, match.SameDepartment)
	}},
	{"together", "two houses", func(p *plan) { p.Cases[alone0].Together = []string{"c"} }},
	{"together", "one of them waits", func(p *plan) { p.Cases[waiting].Together = []string{"a"} }},
	{"together", "places without a house", func(p *plan) {
		p.Places[0].House, p.Places[4].House = "", ""
		p.put(waiting, "p4", 0)
		p.Cases[waiting].Together = []string{"a"}
	}},
}

// fine changes go as far as the rules allow.
var fine = []change{
	{"", "a veto elsewhere", func(p *plan) { p.Cases[alone0].Vetoes = []geo.Area{areas[79]} }},
	{"", "a stay of which nobody knows the length",
		func(p *plan) { p.Cases[alone1].Need.Weeks = 0; p.given[alone1].To = date.Date{} }},
	{"", "in week 0 without a day to travel", func(p *plan) { p.Cases[alone0].ReadyOn = date.Date{}; p.redate() }},
	{"", "a number exceeded before, and nobody comes", func(p *plan) { p.Places[5].Received = 12 }},
	{"", "without a mode, and nobody else there", func(p *plan) {
		p.Cases[sharer0].Mode, p.given[sharer1] = "", round.Given{Case: p.Cases[sharer1].Key, State: round.Unplaced}
	}},
	{"", "held for her", func(p *plan) { p.Places[0].State = match.Held; p.Cases[alone0].Holds = []string{"p0"} }},
	{"", "asked about", func(p *plan) { p.Places[0].State = match.Declared; p.asked() }},
	{"", "a rule relaxed for her", func(p *plan) {
		p.Places[0].PartnerActive = tri.No
		p.Cases[alone0].Relaxed = []match.RuleID{match.RulePartner}
	}},
	{"", "a rule relaxed for all",
		func(p *plan) { p.Places[0].Received = 9; p.Relaxed = []match.RuleID{match.RuleQuota} }},
	{"", "the rule on the calendar relaxed",
		func(p *plan) { p.Cases[alone0].Relaxed = []match.RuleID{match.RuleCalendar}; p.put(alone0, "p0", 4) }},
	{"", "the last person of the year", func(p *plan) { p.Places[0].Received = 8; p.Places[4].Received = 8 }},
	{"", "the last bed and cot", func(p *plan) {
		p.Cases[sharer0].Household.Older,
			p.Cases[sharer1].Household.Infants = 1, 1
	}},
	{"", "14 days later", func(p *plan) { p.put(alone0, "p0", 2) }},
	{"", "opens that day", func(p *plan) { p.Places[0].AvailableFrom = monday }},
	{"", "comes in the middle of the week", func(p *plan) { p.Cases[alone0].ReadyOn = monday.AddDays(6); p.redate() }},
	{"", "fixed in the flat, and there", func(p *plan) {
		p.given[bridged].Place, p.Cases[bridged].Lock = "", "flat"
		p.bridge(bridged, 0, 2)
		p.redate()
	}},
	{"", "lived in from when she has left, after the round", func(p *plan) {
		p.Places[0].Busy = []round.Busy{{From: monday.AddDays(140), To: monday.AddDays(147)}}
	}},
	{"", "comes when the convention begins", func(p *plan) {
		p.Places[0].ConventionFrom = monday.AddDays(14)
		p.put(alone0, "p0", 2)
	}},
	{"", "the last day of the convention", func(p *plan) { p.Places[0].ConventionTo = monday }},
	{"", "one after another", func(p *plan) { p.Cases[waiting].ReadyOn = monday.AddDays(14); p.put(waiting, "p1", 3) }},
	{"", "lived in until that day",
		func(p *plan) { p.Places[0].Busy = []round.Busy{{From: monday.AddDays(-9), To: monday}} }},
	{"", "one flat after another", func(p *plan) { p.bridge(waiting, 2, 4) }},
	{"", "three weeks in a flat where 21 nights are allowed", func(p *plan) { p.Nights = 21; p.bridge(waiting, 2, 5) }},
	{"", "fixed here", func(p *plan) { p.Cases[alone0].Lock = "p0"; p.Cases[bridged].Lock = "p2" }},
	{"", "staff for both", func(p *plan) {
		p.Resources = []round.Resource{{Kind: "hours", House: "h3", Weekly: 4}, {Kind: "hours", Partner: "office"},
			{Kind: "talks", House: "h0"}}
		for i := range p.Cases {
			p.Cases[i].Uses = map[string]int{"hours": 2}
		}
	}},
	{"", "apart by house in one town", func(p *plan) { p.apart(alone0, bridged, match.SameHouse) }},
	{"", "apart by town in one department",
		func(p *plan) { p.put(waiting, "p5", 0); p.apart(waiting, alone0, match.SameTown) }},
	{"", "apart by department", func(p *plan) { p.apart(alone0, alone1, match.SameDepartment) }},
	{"", "apart from one who waits", func(p *plan) { p.apart(waiting, alone0, match.SameDepartment) }},
	{"", "together in a house", func(p *plan) { p.put(waiting, "p4", 0); p.Cases[waiting].Together = []string{"a"} }},
	{"", "a flat while the other waits",
		func(p *plan) { p.bridge(waiting, 2, 4); p.Cases[waiting].Together = []string{"f"} }},
}

// Each rule, broken in one way in an answer that is sound otherwise, is told, and nothing else is; what the rules just
// allow is not.
func TestTheVerifierTellsEachBrokenRule(t *testing.T) {
	missing := map[string]bool{}
	for _, id := range match.RuleIDs {
		missing[string(id)] = id != match.RuleCalendar && id != match.RuleWish // "free" and "wait"; a tier
	}
	for _, name := range ownRules {
		missing[name] = true
	}
	for _, c := range slices.Concat(rulesBroken, ownBroken, fine, []change{{"", "nothing", func(*plan) {}}}) {
		p := sound()
		c.do(p)
		told := violations(&p.Round, p.given)
		for _, f := range told {
			if f.rule != c.rule {
				t.Errorf("%s, %s: %v", c.rule, c.what, f)
			}
		}
		if c.rule != "" && len(told) == 0 {
			t.Errorf("%s, %s: nobody tells", c.rule, c.what)
		}
		missing[c.rule] = false
	}
	for name, is := range missing {
		if is {
			t.Errorf("%s is broken by no test", name)
		}
	}
}

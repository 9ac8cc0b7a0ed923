package round_test

import (
	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/tri"
)

func rule(id match.RuleID, what string, do func(p *plan)) change { return change{string(id), what, do} }

// rulesBroken break a rule on one person and one place.
var rulesBroken = []change{
	rule(match.RuleVeto, "a vetoed department", func(p *plan) { p.Cases[alone0].Vetoes = []geo.Area{areas[77]} }),
	rule(match.RuleVeto, "a vetoed region",
		func(p *plan) { p.Cases[alone0].Vetoes = []geo.Area{{Code: areas[77].Parent}} }),
	rule(match.RuleVeto, "a flat in a vetoed department",
		func(p *plan) { p.Cases[bridged].Vetoes = []geo.Area{areas[55]} }),
	rule(match.RuleVeto, "a vetoed town of the department, though asked", func(p *plan) {
		p.Cases[alone0].Vetoes = []geo.Area{{Code: "town", Parent: areas[77].Code}}
		p.asked()
	}),
	rule(match.RuleDanger, "in the zone", func(p *plan) { p.Cases[alone0].Zones[0].Area = areas[77] }),
	rule(match.RuleDanger, "too near for level 3", func(p *plan) {
		p.Cases[alone0].Zones = append(p.Cases[alone0].Zones, match.Zone{Area: areas[75], Level: 3})
	}),
	rule(match.RuleDanger, "a flat too near", func(p *plan) { p.Cases[bridged].Zones[0].Area = areas[55] }),
	rule(match.RuleDanger, "no zones stated, though asked", func(p *plan) { p.Cases[alone0].Zones = nil; p.asked() }),
	rule(match.RuleApart, "the partner referred her", func(p *plan) { p.Cases[alone0].Followers = []string{"q0"} }),
	rule(match.RuleApart, "the partner follows her", func(p *plan) { p.Places[0].Follows = true }),
	rule(match.RuleApart, "a flat of who referred her",
		func(p *plan) { p.Cases[bridged].Followers = []string{"office"} }),
	rule(match.RuleConflict, "the house of one who stays elsewhere",
		func(p *plan) { p.elsewhere(match.Conflict{Reach: match.SameHouse, House: "h0"}) }),
	rule(match.RuleConflict, "her town", func(p *plan) {
		p.elsewhere(match.Conflict{Reach: match.SameTown, House: "h9", Town: " X", Area: areas[77]})
	}),
	rule(match.RuleConflict, "her town, beside another department", func(p *plan) {
		p.elsewhere(match.Conflict{Reach: match.SameTown, House: "h9", Town: "x", Area: areas[79]})
	}),
	rule(match.RuleConflict, "her department, in what house nobody says", func(p *plan) {
		p.elsewhere(match.Conflict{Reach: match.SameHouse, Area: areas[77]})
	}),
	rule(match.RuleConflict, "her department", func(p *plan) {
		p.elsewhere(match.Conflict{Reach: match.SameDepartment, House: "h9", Town: "other", Area: areas[77]})
	}),
	rule(match.RuleConflict, "a town that nobody knows, though asked", func(p *plan) {
		p.elsewhere(match.Conflict{Reach: match.SameTown, House: "h9", Area: areas[77]})
		p.asked()
	}),
	rule(match.RuleConflict, "a flat in her department", func(p *plan) {
		p.Cases[bridged].Conflicts = []match.Conflict{{With: "elsewhere", Reach: match.SameDepartment, Area: areas[55]}}
	}),
	rule(match.RuleFree, "held for somebody else",
		func(p *plan) { p.Places[0].State = match.Held; p.Cases[alone1].Holds = []string{"p0"} }),
	rule(match.RuleFree, "cooling", func(p *plan) { p.Places[0].State = match.Cooling }),
	rule(match.RuleFree, "a flat withdrawn", func(p *plan) { p.Places[inFlat].State = match.Withdrawn }),
	rule(match.RuleFree, "occupied until nobody knows when", func(p *plan) { p.Places[0].State = match.Occupied }),
	rule(match.RuleFree, "not confirmed, and not asking", func(p *plan) { p.Places[0].State = match.Declared }),
	rule(match.RuleFree, "a flat not confirmed, though asking",
		func(p *plan) { p.Places[inFlat].State = match.Declared; p.Asking = true }),
	rule(match.RuleBeds, "a bed missing", func(p *plan) { p.Cases[alone0].Household.Adults = 3 }),
	rule(match.RuleBeds, "a cot missing", func(p *plan) { p.Cases[alone0].Household.Infants = 3 }),
	rule(match.RuleBeds, "a room shared with others",
		func(p *plan) { p.Cases[alone0].Codes = []string{"own_room"}; p.Places[0].OwnRoom = tri.No }),
	rule(match.RuleBeds, "a room shared with others, though something else is asked", func(p *plan) {
		p.Cases[alone0].Codes, p.Cases[alone0].Household = []string{"own_room"}, match.Household{}
		p.Places[0].OwnRoom = tri.No
		p.asked()
	}),
	rule(match.RuleBeds, "a room shared with others, and nobody asked what she needs", func(p *plan) {
		p.Cases[alone0].Codes, p.Cases[alone0].CodesKept, p.Places[0].OwnRoom = nil, false, tri.No
	}),
	rule(match.RuleBeds, "a flat too small",
		func(p *plan) { p.Places[inFlat].Beds = 1; p.Cases[bridged].Household.Older = 1 }),
	rule(match.RuleProfile, "not whom the host takes", func(p *plan) {
		p.Cases[alone0].Profiles = map[string]match.Check{"f": {Verdict: match.Excluded}}
	}),
	rule(match.RuleProfile, "nobody compared, and not asking", func(p *plan) { p.Cases[alone0].Profiles = nil }),
	rule(match.RuleProfile, "not whom the flat takes", func(p *plan) {
		p.Places[inFlat].Profile = "g"
		p.Cases[bridged].Profiles["g"] = match.Check{Verdict: match.Excluded}
	}),
	rule(match.RuleAccess, "stairs",
		func(p *plan) { p.Cases[alone0].Codes = []string{"step_free"}; p.Places[0].StepFree = tri.No }),
	rule(match.RuleAccess, "not the ground floor, though something else is asked", func(p *plan) {
		p.Cases[alone0].Codes = []string{"step_free", "ground_floor"}
		p.Places[0].StepFree, p.Places[0].GroundFloor = tri.Unknown, tri.No
		p.asked()
	}),
	rule(match.RuleAccess, "a flat with stairs",
		func(p *plan) { p.Cases[bridged].Codes = []string{"step_free"}; p.Places[inFlat].StepFree = tri.No }),
	rule(match.RuleSecurity, "less than she needs",
		func(p *plan) { p.Cases[alone0].Security = 3; p.Places[0].Security = 2 }),
	rule(match.RuleSecurity, "less than her zone asks",
		func(p *plan) { p.Cases[alone0].Zones[0].Level = 2; p.Places[0].Security = 1 }),
	rule(match.RuleSecurity, "nobody said what is asked, and not asking",
		func(p *plan) { p.Cases[alone0].Security, p.Places[0].Security = 0, 2 }),
	rule(match.RuleSecurity, "a flat with less",
		func(p *plan) { p.Cases[bridged].Security = 2; p.Places[inFlat].Security = 1 }),
	rule(match.RuleContinuity, "too far from what cannot move",
		func(p *plan) { p.Cases[alone0].Continuity = []match.Tie{{Area: areas[0], MaxMinutes: 60}} }),
	rule(match.RuleContinuity, "a flat too far",
		func(p *plan) { p.Cases[bridged].Continuity = []match.Tie{{Area: areas[77], MaxMinutes: 30}} }),
	rule(match.RulePartner, "the partner does not receive", func(p *plan) { p.Places[0].PartnerActive = tri.No }),
	rule(match.RulePartner, "the flat is closed", func(p *plan) { p.Places[inFlat].PartnerActive = tri.No }),
	rule(match.RuleConvention, "signed for later", func(p *plan) { p.Places[0].ConventionFrom = monday.AddDays(15) }),
	rule(match.RuleConvention, "the flat's convention ended",
		func(p *plan) { p.Places[inFlat].ConventionTo = monday.AddDays(-1) }),
	rule(match.RuleQuota, "nobody knows the number, and not asking", func(p *plan) { p.Places[0].Yearly = 0 }),
}

package finding

import (
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/question"
)

// Check is one rule's answer for one place, Source where its datum comes from, Tier one criterion's value, Way the
// travel from one zone, and Rule an edition of a rule, as the engine gives them; PlaceRow is a place as its partner
// declared it, PlaceID its number.
type (
	Check     = match.Check
	Tier      = match.Tier
	Way       = match.Way
	Rule      = match.Rule
	RuleID    = match.RuleID
	Criterion = match.Criterion
	Source    = match.Source
	PlaceRow  = partner.PlaceRow
	PlaceID   = partner.PlaceID
)

// What a rule says, the criterion that says nothing about a place, the rules on areas where she goes if she wishes,
// and on what is free.
const (
	RulePasses   = match.Passed
	RuleExcludes = match.Excluded
	Drawn        = match.Drawn
	RuleWish     = match.RuleWish
	RuleFree     = match.RuleFree
)

// Most is the upper end of a criterion's scale for her; 0 where it has none.
func (m Match) Most(t Tier) int {
	if t.Criterion == match.Safety && m.safest > 0 {
		return m.safest
	}
	return match.Most(t.Criterion)
}

// Safest tells whether a place is as far from danger as counts for her: farther is no safer.
func (m Match) Safest(t Tier) bool {
	return t.Criterion == match.Safety && t.Value > 0 && t.Value == m.safest
}

// ParsePlace reads a place from a form; NotFound when it is none.
func ParsePlace(s string) (partner.PlaceID, error) { return partner.ParsePlace(s) }

// Possible are the places that pass every rule, best first.
func (f Found) Possible() []Match { return f.Of(match.Passed) }

// ToAsk are the places of which something is not known yet.
func (f Found) ToAsk() []Match { return f.Of(match.Unknown) }

// Aside are the places that would do, in areas to which nobody goes who does not wish it.
func (f Found) Aside() []Match {
	var out []Match
	for _, m := range f.Matches {
		if m.Result.Aside() {
			out = append(out, m)
		}
	}
	return out
}

// Shut is how many places are excluded, those left aside not counted.
func (f Found) Shut() int { return len(f.Of(match.Excluded)) - len(f.Aside()) }

// Asks returns what is not known of a place, and who can say it.
func (m Match) Asks() []Check { return m.Result.Asks() }

// Check returns what a rule said of the place.
func (m Match) Check(rule match.RuleID) Check {
	for _, c := range m.Result.Checks {
		if c.Rule == rule {
			return c
		}
	}
	return Check{}
}

// Danger is what the rule on danger said of the place.
func (m Match) Danger() Check { return m.Check(match.RuleDanger) }

// Calendar is what the rule on the calendar said of the place.
func (m Match) Calendar() Check { return m.Check(match.RuleCalendar) }

// Covered lists the needs the place covers; "language" stands for a language both speak.
func (m Match) Covered() []string {
	for _, t := range m.Result.Tiers {
		if t.Criterion == match.Covered {
			return t.Items
		}
	}
	return nil
}

// What must happen before a host can be asked, part of a text key.
const (
	BeforeAnswer   = "asked"      // it has been asked: its answer
	BeforeExcluded = "excluded"   // what a rule holds against it changes
	BeforeSettled  = "settled"    // what is not known of her consent, of danger or of people kept apart is settled
	BeforeAccount  = "no_account" // somebody there has an account; until then the head office calls
	BeforeFree     = "occupied"   // its host says that whoever stays there has left
)

// Before is what must happen before its host can be asked; "" where nothing must.
func (m Match) Before() string {
	switch {
	case m.Open:
		return BeforeAnswer
	case m.Result.Verdict == match.Excluded:
		return BeforeExcluded
	case m.HersToSay(), !m.Safe():
		return BeforeSettled
	}
	return BeforeHost(m.Row, m.Check(match.RuleFree).Verdict == match.Unknown)
}

// BeforeHost is what must happen on the side of the host before it can be asked about a place that fits; "" where
// nothing must. A place where somebody stays can be asked about until the day on which they are planned to leave; from
// then on it is overdue, and its host says that it is free.
func BeforeHost(r PlaceRow, overdue bool) string {
	switch {
	case !r.HostJoined:
		return BeforeAccount
	case r.State == partner.Occupied && (overdue || r.LeftOn().IsZero()):
		return BeforeFree
	}
	return ""
}

// Ahead is the day from which the place is planned to be free, where somebody stays there until then; the zero day
// where it can be had before.
func (m Match) Ahead() date.Date { return m.Row.LeftOn() }

// Askable tells whether its host can be asked now.
func (m Match) Askable() bool { return m.Before() == "" }

// Stale tells whether the host has not confirmed the place for a month: it is flagged, never hidden.
func (m Match) Stale() bool { return m.Result.Of(match.Freshness).Value < 2 }

// Tiers are the criteria's values for a place, most important first, without those that say nothing of this person.
func (f Found) Tiers(m Match) []Tier {
	return slices.DeleteFunc(slices.Clone(m.Result.Tiers), func(t Tier) bool {
		return t.Criterion == match.Reached && len(f.need.Continuity) == 0 || t.Criterion == match.Wished &&
			len(f.need.Wishes) == 0
	})
}

// Ways are the travel times from every danger zone to the place.
func (f Found) Ways(m Match) []match.Way {
	p := match.Place{Area: question.AreaOf(f.Country, m.Row.Department)}
	return match.Lexicographic{Times: f.Country.Travel(), Rules: codelist.RuleBook(f.Country)}.Ways(&f.need, &p)
}

// Group is the places that one rule excludes.
type Group struct {
	Rule    match.RuleID
	Edition match.Rule // the edition in force
	Places  []Shut
}

// Shut is an excluded place and the first datum that excludes it.
type Shut struct {
	Match
	Why Check
}

// Excluded groups the excluded places by the first rule each fails, in the order of the rule book.
func (f Found) Excluded() []Group {
	var out []Group
	at, book := map[match.RuleID]int{}, codelist.RuleBook(f.Country)
	for i, id := range match.RuleIDs {
		r, _ := match.RuleOf(book, id, f.need.On)
		at[id] = i
		out = append(out, Group{Rule: id, Edition: r})
	}
	for _, m := range f.Of(match.Excluded) {
		if m.Result.Aside() {
			continue // they have a list of their own
		}
		why := m.Result.Broken()[0]
		g := &out[at[why.Rule]]
		g.Places = append(g.Places, Shut{m, why})
	}
	return slices.DeleteFunc(out, func(g Group) bool { return len(g.Places) == 0 })
}

package finding

import (
	"slices"
	"strings"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
)

// guarded tells whether a rule protects her consent, keeps her from danger, or keeps people apart (H1, H2, H3). No
// reason sets such a rule aside, and nobody is asked while what it needs is not known.
func guarded(r match.RuleID) bool {
	return strings.HasPrefix(string(r), "h1_") || strings.HasPrefix(string(r), "h2_") ||
		strings.HasPrefix(string(r), "h3_")
}

// settable are the rules a person may set aside with a reason. A rule that is not named here stays: those of consent,
// danger and conflict, the level of protection that danger asks for, what is not there (beds, a free place), and a
// partner that is suspended or gone.
var settable = []match.RuleID{match.RuleCalendar, match.RuleProfile, match.RuleAccess, match.RuleConvention,
	match.RuleQuota}

// Settable tells whether what excludes the place may be set aside by somebody who gives a reason.
func (m Match) Settable() bool {
	broken := m.Result.Broken()
	for _, c := range broken {
		if !slices.Contains(settable, c.Rule) {
			return false
		}
	}
	return len(broken) > 0 && m.Safe() && !m.HersToSay() && m.Row.HostJoined && !m.Open
}

// HersToSay tells whether what a guarded rule needs is not known: the person or the evaluation team is asked first.
func (m Match) HersToSay() bool {
	return slices.ContainsFunc(m.Result.Asks(), func(c Check) bool { return guarded(c.Rule) })
}

// tried are the places that were asked in this case already: their host could not receive or let the time pass, or the
// person met them and search went on. Nothing is counted against them, or against her; the line moves on.
func (f Found) tried() map[partner.PlaceID]bool {
	out := map[partner.PlaceID]bool{}
	for _, p := range f.Proposals {
		switch p.State {
		case proposal.Declined, proposal.FinalDeclined, proposal.Expired:
			out[p.Place] = true
		case proposal.Withdrawn:
			out[p.Place] = out[p.Place] || f.met[p.ID]
		}
	}
	return out
}

// Line are the places that may be asked now, in order, but those of some teams. An emergency flat is a bridge, not a
// destination, and has no place in it; nor has a place where somebody still stays: it may be chosen, and is asked of
// nobody.
func (f Found) Line(but []access.TeamID) []Match {
	tried := f.tried()
	var teams []access.TeamID
	for _, p := range proposal.Live(f.Proposals) {
		teams = append(teams, p.Team)
	}
	var out []Match
	for _, m := range f.Matches {
		if m.Askable() && m.Ahead().IsZero() && !m.Row.EmergencyFlat && !tried[m.Row.ID] &&
			!slices.Contains(teams, m.Row.Partner.Team) &&
			!slices.Contains(but, m.Row.Partner.Team) {
			out = append(out, m)
		}
	}
	return out
}

// Departures says what it goes against to ask these places: each rule that excludes one, each datum that is not known,
// and, where a better place in the same standing is passed over, the first criterion in which that one is better.
// Places that only the draw tells apart are equals.
func (f Found) Departures(places []partner.PlaceID) []decision.Departure {
	var teams []access.TeamID
	for _, id := range places {
		if m, ok := f.Match(id); ok {
			teams = append(teams, m.Row.Partner.Team)
		}
	}
	line := f.Line(teams)
	var out []decision.Departure
	for _, id := range places {
		m, ok := f.Match(id)
		if !ok {
			continue
		}
		for _, c := range m.Result.Broken() {
			out = append(out, decision.Departure{Place: id, Against: decision.AgainstRule, What: string(c.Rule)})
		}
		for _, c := range m.Result.Asks() {
			out = append(out, decision.Departure{Place: id, Against: decision.AgainstUnknown, What: string(c.Rule)})
		}
		if better, w, ok := passedOver(line, m); ok {
			out = append(out, decision.Departure{Place: id, Against: decision.AgainstOrder, What: string(w.Criterion),
				Instead: better.Row.ID})
		}
	}
	return out
}

// PassesOver tells whether some place that may be ticked would go before a better one.
func (f Found) PassesOver() bool {
	return slices.ContainsFunc(f.Matches, func(m Match) bool {
		if !m.Askable() {
			return false
		}
		_, _, over := passedOver(f.Line([]access.TeamID{m.Row.Partner.Team}), m)
		return over
	})
}

// passedOver is the best place of the line that stands before m in the same verdict, and by which criterion.
func passedOver(line []Match, m Match) (Match, Worse, bool) {
	for _, x := range line {
		if x.Result.Verdict != m.Result.Verdict || m.Row.EmergencyFlat || m.Result.Verdict == match.Excluded {
			continue
		}
		if w, ok := worse(m.Result, x.Result); ok && w.Best > w.Have {
			return x, w, true
		}
		return Match{}, Worse{}, false
	}
	return Match{}, Worse{}, false
}

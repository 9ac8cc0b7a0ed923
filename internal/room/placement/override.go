package placement

import (
	"slices"
	"strings"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
)

// Faults of deciding against the order or a rule.
var (
	ErrReason = fault.NewInvalid("placement.reason_needed")
	ErrWords  = fault.NewInvalid("placement.words_needed")
	// whether she agrees to go there, or whom she must not meet, is not known
	ErrHers = fault.NewInvalid("placement.hers_to_say")
)

// Against is what a decision goes against: a group of the code list override.
type Against string

// What a decision may go against, least first.
const (
	AgainstNothing Against = ""
	AgainstUnknown Against = "unknown" // a datum nobody waited for
	AgainstOrder   Against = "order"   // a criterion passed over
	AgainstRule    Against = "rule"    // a rule set aside
)

var gravity = []Against{AgainstNothing, AgainstUnknown, AgainstOrder, AgainstRule}

// Override is why somebody decides so.
type Override struct {
	Reason string      // code list override
	Words  secret.Text // read by the evaluation team alone
}

// Departure is one thing that a choice goes against.
type Departure struct {
	Place   PlaceID `json:"place"`
	Against Against `json:"against"`
	What    string  `json:"what"` // a rule, or for the order a criterion
	Instead PlaceID `json:"-"`    // of the order: the better place passed over; not kept
}

// Gravest is the gravest of what a choice goes against: its reason must be of that group.
func Gravest(list []Departure) Against {
	at := 0
	for _, d := range list {
		at = max(at, slices.Index(gravity, d.Against))
	}
	return gravity[at]
}

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
	return len(broken) > 0 && m.Safe() && !m.hersToSay() && m.Row.HostJoined && !m.Open
}

// hersToSay tells whether what a guarded rule needs is not known: the person or the evaluation team is asked first.
func (m Match) hersToSay() bool {
	return slices.ContainsFunc(m.Result.Asks(), func(c Check) bool { return guarded(c.Rule) })
}

// tried are the places that had their turn in this case: their host could not receive or let the time pass, or the
// person met them and search went on. Nothing is counted against them, or against her; the line moves on.
func (f Found) tried() map[PlaceID]bool {
	out := map[PlaceID]bool{}
	for _, p := range f.Proposals {
		switch p.State {
		case Declined, FinalDeclined, Expired:
			out[p.Place] = true
		case Withdrawn:
			out[p.Place] = out[p.Place] || f.met[p.ID]
		}
	}
	return out
}

// line are the places that may be asked now, in order, but those of some teams. An emergency flat is a bridge, not a
// destination, and has no place in it.
func (f Found) line(but []access.TeamID) []Match {
	tried := f.tried()
	var teams []access.TeamID
	for _, p := range live(f.Proposals) {
		teams = append(teams, p.Team)
	}
	var out []Match
	for _, m := range f.Matches {
		if m.Askable() && !m.Row.EmergencyFlat && !tried[m.Row.ID] && !slices.Contains(teams, m.Row.Partner.Team) &&
			!slices.Contains(but, m.Row.Partner.Team) {
			out = append(out, m)
		}
	}
	return out
}

// Departures says what it goes against to ask these places: each rule that excludes one, each datum that is not known,
// and, where a better place in the same standing is passed over, the first criterion in which that one is better.
// Places that only the draw tells apart are equals.
func (f Found) Departures(places []PlaceID) []Departure {
	var teams []access.TeamID
	for _, id := range places {
		if m, ok := f.Match(id); ok {
			teams = append(teams, m.Row.Partner.Team)
		}
	}
	line := f.line(teams)
	var out []Departure
	for _, id := range places {
		m, ok := f.Match(id)
		if !ok {
			continue
		}
		for _, c := range m.Result.Broken() {
			out = append(out, Departure{Place: id, Against: AgainstRule, What: string(c.Rule)})
		}
		for _, c := range m.Result.Asks() {
			out = append(out, Departure{Place: id, Against: AgainstUnknown, What: string(c.Rule)})
		}
		if better, w, ok := passedOver(line, m); ok {
			out = append(out, Departure{Place: id, Against: AgainstOrder, What: string(w.Criterion),
				Instead: better.Row.ID})
		}
	}
	return out
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

// check says whether the reason fits what the choice goes against, on a day: of the gravest group, with words where an
// order or a rule is set aside.
func (o Override) check(against Against, on date.Date) error {
	if against == AgainstNothing {
		return nil
	}
	c, ok := codelist.Of(codelist.Override).Find(o.Reason)
	if !ok || !c.On(on) || c.Group != string(against) {
		return ErrReason
	}
	if against != AgainstUnknown && o.Words.Empty() {
		return ErrWords
	}
	return nil
}

// setsAside tells whether the reason is one by which a rule is set aside.
func (o Override) setsAside() bool {
	c, ok := codelist.Of(codelist.Override).Find(o.Reason)
	return ok && c.Group == string(AgainstRule)
}

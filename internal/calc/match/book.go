package match

import (
	"bytes"
	_ "embed" // the rule book is data
	"encoding/json"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/date"
)

// RuleID names a hard rule; texts and counts go by it.
type RuleID string

// The hard rules. Their numbers are those of the network's rule book.
const (
	RuleVeto       RuleID = "h1_veto"
	RuleDanger     RuleID = "h2_danger"
	RuleApart      RuleID = "h2_apart"
	RuleConflict   RuleID = "h3_conflict"
	RuleFree       RuleID = "h4_free"
	RuleCalendar   RuleID = "h4_calendar"
	RuleBeds       RuleID = "h4_beds"
	RuleProfile    RuleID = "h5_profile"
	RuleAccess     RuleID = "h6_access"
	RuleSecurity   RuleID = "h7_security"
	RuleContinuity RuleID = "h8_continuity"
	RulePartner    RuleID = "h9_partner"
	RuleConvention RuleID = "h9_convention"
	RuleQuota      RuleID = "h10_quota"
)

// Rule is one edition of a hard rule, as the rule book keeps it. What a rule compares is code; when it holds, by which
// bounds, and who answers for it is data.
type Rule struct {
	ID      RuleID    `json:"id"`
	Version int       `json:"version"` // grows when its meaning or a bound changes
	Owner   Owner     `json:"owner"`   // who keeps the rule itself
	Since   date.Date `json:"since"`   // first day it is in force
	Until   date.Date `json:"until"`   // last day; zero: still
	Text    string    `json:"text"`    // key of its reason text in both languages
	// danger: least minutes of travel by level, from level 1; calendar: days one may wait for the place
	Bounds []int `json:"bounds"`
}

//go:embed rule.json
var book []byte

// Rules is the rule book, in the order people read it. An edition is ended and followed by another, never changed. Its
// bounds are examples, for questions asked without a network; a network puts its country's in their place (Bounded).
var Rules = func() []Rule {
	rules, err := ParseRules(book)
	if err != nil {
		panic("match: rule.json: " + err.Error()) // embedded at build time
	}
	return rules
}()

// ParseRules reads a rule book: a JSON list of editions. It refuses a rule it does not know, an edition without owner,
// date or text, bounds that are missing or do not grow with the danger, and two editions that hold on one day.
func ParseRules(b []byte) ([]Rule, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var out []Rule
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	if d.More() {
		return nil, fmt.Errorf("read rules: more than one list")
	}
	for i, r := range out {
		kind, known := checks[r.ID]
		switch {
		case !known:
			return nil, fmt.Errorf("rule %q is not known", r.ID)
		case r.Version < 1 || r.Owner == "" || r.Text == "" || r.Since.IsZero() || !r.Until.IsZero() &&
			r.Until.Before(r.Since):
			return nil, fmt.Errorf("rule %q, version %d is incomplete", r.ID, r.Version)
		case len(r.Bounds) != kind.bounds || !slices.IsSorted(r.Bounds) || kind.bounds > 0 && r.Bounds[0] < 0:
			return nil, fmt.Errorf("rule %q, version %d: bounds %v", r.ID, r.Version, r.Bounds)
		}
		for _, o := range out[:i] {
			if o.ID == r.ID && !(o.ended(r.Since) || r.ended(o.Since)) {
				return nil, fmt.Errorf("rule %q: versions %d and %d hold on one day", r.ID, o.Version, r.Version)
			}
		}
	}
	return out, nil
}

// Bound is the bounds of a rule from a day on.
type Bound struct {
	From   date.Date // zero, or before the rule's own first day: from that day on
	Values []int
}

// Bounded is the rule book with these bounds, in the order of their days, in the place of a rule's own: an edition for
// each, numbered from the rule's own number on.
func Bounded(rules []Rule, id RuleID, bounds []Bound) []Rule {
	out := make([]Rule, 0, len(rules)+len(bounds))
	for _, r := range rules {
		if r.ID != id {
			out = append(out, r)
			continue
		}
		for i, b := range bounds {
			e := r
			e.Version, e.Bounds = r.Version+i, b.Values
			if r.Since.Before(b.From) {
				e.Since = b.From
			}
			if i+1 < len(bounds) {
				e.Until = bounds[i+1].From.AddDays(-1)
			}
			out = append(out, e)
		}
	}
	return out
}

// ended tells whether the edition is over before a day.
func (r Rule) ended(on date.Date) bool { return !r.Until.IsZero() && r.Until.Before(on) }

// InForce returns the editions of a rule book in force on a day.
func InForce(rules []Rule, on date.Date) []Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return on.Before(r.Since) || r.ended(on) })
}

// RuleOf returns the edition of a rule in force on a day.
func RuleOf(rules []Rule, id RuleID, on date.Date) (Rule, bool) {
	for _, r := range rules {
		if r.ID == id && !on.Before(r.Since) && !r.ended(on) {
			return r, true
		}
	}
	return Rule{}, false
}

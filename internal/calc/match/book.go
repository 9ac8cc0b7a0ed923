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
	RuleWish       RuleID = "h1_wish"
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
	// danger: least minutes of travel by level, from level 1, and then, where they are given, by level how many minutes
	// beyond that least still count as safer; calendar: days one may wait for the place
	Bounds []int `json:"bounds"`
	// wish: codes of the areas to which nobody goes who does not wish it
	Areas []string `json:"areas,omitempty"`
}

// levels is how many levels of danger there are.
const levels = 3

// Least is the least travel, in minutes, that the rule on danger asks from a zone of a level; false where it says
// nothing of that level.
func (r Rule) Least(level int) (minutes int, ok bool) {
	if level < 1 || level > min(levels, len(r.Bounds)) {
		return 0, false
	}
	return r.Bounds[level-1], true
}

// Counts is how many minutes beyond that least still count as safer: farther than that is no better.
func (r Rule) Counts(level int) int {
	if at := levels + level - 1; level > 0 && at < len(r.Bounds) {
		return min(r.Bounds[at], step*(safest-1))
	}
	return step * (safest - 1)
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
		case !kind.bounded(r.Bounds):
			return nil, fmt.Errorf("rule %q, version %d: bounds %v", r.ID, r.Version, r.Bounds)
		case len(r.Areas) > 0 && r.ID != RuleWish || slices.Contains(r.Areas, ""):
			return nil, fmt.Errorf("rule %q, version %d: areas %q", r.ID, r.Version, r.Areas)
		}
		for _, o := range out[:i] {
			if o.ID == r.ID && !(o.ended(r.Since) || r.ended(o.Since)) {
				return nil, fmt.Errorf("rule %q: versions %d and %d hold on one day", r.ID, o.Version, r.Version)
			}
		}
	}
	return out, nil
}

// bounded tells whether bounds are as many as a rule of this kind has, and grow with the danger.
func (k comparison) bounded(list []int) bool {
	if k.twice && len(list) == 2*k.bounds {
		return k.bounded(list[:k.bounds]) && k.bounded(list[k.bounds:])
	}
	return len(list) == k.bounds && slices.IsSorted(list) && (k.bounds == 0 || list[0] >= 0)
}

// Bound is what a country gives a rule from a day on: its bounds, or its areas.
type Bound struct {
	From   date.Date // zero, or before the rule's own first day: from that day on
	Values []int
	Areas  []string
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
			e.Version, e.Bounds, e.Areas = r.Version+i, b.Values, b.Areas
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

package country

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/date"
)

// Rule is the name of a figure that a country's law or its network's charter fixes. Its last word is the unit.
type Rule string

// The rules that the program reads. A pack has every one of them and no other.
const (
	MajorityYears  Rule = "majority_years"  // age from which somebody is an adult
	ReflectionDays Rule = "reflection_days" // time to reflect, from the day the rights were explained
	NoteDays       Rule = "note_days"       // without a note of a stay, until its shelter is reminded
	NewsDays       Rule = "news_days"       // without any news of a stay, until its coordinator is reminded
	NameDays       Rule = "name_days"       // after an arrival, until the name is with the host alone (I13)
	DraftDays      Rule = "draft_days"      // that a referral nobody goes on with is kept
	ShownDays      Rule = "shown_days"      // after an arrival that its referral stays on the referrer's home
	AskDays        Rule = "ask_days"        // age of a host's word on its places, from which it is asked each week
	CallDays       Rule = "call_days"       // age of that word from which the head office is asked to call
	NoticeDays     Rule = "notice_days"     // before a convention ends that the administrator is told

	// How far from a danger a place must be, and how hosts are asked.
	// least travel from a danger zone (I4), for each level of danger, least first
	DangerMinutes  Rule = "danger_minutes"
	RiskGrades     Rule = "risk_grades"     // level of risk by severity and likelihood, line by line
	SafetyMinutes  Rule = "safety_minutes"  // beyond that least, until which farther is safer, for each level
	WaitDays       Rule = "wait_days"       // after the day of travel, that somebody may wait for a place
	AskHosts       Rule = "ask_hosts"       // hosts who may be asked at once
	AnswerWorkdays Rule = "answer_workdays" // a host has to answer, its place being held
	AdmitWorkdays  Rule = "admit_workdays"  // a place stays held once both have agreed
	ClosingHour    Rule = "closing_hour"    // of the day, at which a working day ends
	HoldDays       Rule = "hold_days"       // that a place may be held, and an interview lie ahead, at most
	UrgentHours    Rule = "urgent_hours"    // a host has to answer what is urgent
	SilenceMinutes Rule = "silence_minutes" // of silence after which what is urgent presses more, each time
)

// Rules lists the rules that a pack must have.
var Rules = []Rule{MajorityYears, ReflectionDays, NoteDays, NewsDays, NameDays, DraftDays, ShownDays, AskDays, CallDays,
	NoticeDays, DangerMinutes, SafetyMinutes, WaitDays, AskHosts, AnswerWorkdays, AdmitWorkdays, ClosingHour, HoldDays,
	UrgentHours, SilenceMinutes, RiskGrades}

// dangerLevels is how many levels of danger there are (code list danger_level).
const dangerLevels = 3

// riskRungs is how many rungs severity, likelihood and the level of risk have (code lists risk_severity,
// risk_likelihood, risk_grade).
const riskRungs = 4

// bounds are the least and the most that each figure of a rule may be, in a pack as in a network's edit. What protects
// somebody has a least: full age and the time to reflect are those of the conventions (any person under 18 is a child;
// at least 30 days), and no danger is less than half an hour away.
var bounds = map[Rule][2]int{
	MajorityYears: {18, 21}, ReflectionDays: {30, 365}, NoteDays: {1, 60}, NewsDays: {1, 120}, NameDays: {7, 90},
	DraftDays: {7, 180}, ShownDays: {1, 60}, AskDays: {1, 14}, CallDays: {7, 90}, NoticeDays: {7, 365},
	DangerMinutes: {30, 600}, SafetyMinutes: {15, 600}, WaitDays: {0, 60}, AskHosts: {1, 10}, AnswerWorkdays: {1, 10},
	AdmitWorkdays: {1, 20}, ClosingHour: {12, 22}, HoldDays: {7, 60}, UrgentHours: {1, 24}, SilenceMinutes: {5, 1440},
	RiskGrades: {1, riskRungs},
}

// Bounds are the least and the most that each figure of the rule may be.
func (r Rule) Bounds() (least, most int) { return bounds[r][0], bounds[r][1] }

// fits tells what is wrong with the figures of a rule, where they would make no sense.
func (r Rule) fits(figures []int) error {
	if r == RiskGrades {
		return r.table(figures)
	}
	byLevel := r == DangerMinutes || r == SafetyMinutes
	single := !byLevel && r != SilenceMinutes
	least, most := r.Bounds()
	switch {
	case single && len(figures) != 1:
		return misfit("one")
	case byLevel && len(figures) != dangerLevels:
		return misfit("levels", "levels", dangerLevels)
	case !slices.IsSorted(figures):
		return misfit("order")
	case slices.Contains(Rules, r) && (figures[0] < least || figures[len(figures)-1] > most):
		return misfit("bounds", "least", least, "most", most)
	}
	return nil
}

// table tells what is wrong with the levels of risk: what is graver or likelier is never less.
func (r Rule) table(figures []int) error {
	least, most := r.Bounds()
	if len(figures) != riskRungs*riskRungs {
		return misfit("levels", "levels", riskRungs*riskRungs)
	}
	for i, level := range figures {
		switch {
		case level < least || level > most:
			return misfit("bounds", "least", least, "most", most)
		case i >= riskRungs && level < figures[i-riskRungs], i%riskRungs > 0 && level < figures[i-1]:
			return misfit("order")
		}
	}
	return nil
}

// RiskGrade is the level of risk that follows from a severity and a likelihood, as of a day; 0 where one of them is
// no rung of its scale, such as what is not known yet.
func (p *Pack) RiskGrade(severity, likelihood int, on date.Date) int {
	if severity < 1 || severity > riskRungs || likelihood < 1 || likelihood > riskRungs {
		return 0
	}
	return p.figures(RiskGrades, on)[(severity-1)*riskRungs+likelihood-1]
}

// dated is a fact that changes on certain days: what it was at first, then what it became.
type dated[T any] []since[T]

type since[T any] struct {
	from date.Date // zero: from the beginning
	is   T
}

// on is the fact as it was on a day.
func (d dated[T]) on(day date.Date) (t T) {
	for _, s := range d {
		if s.from.IsZero() || !day.Before(s.from) {
			t = s.is
		}
	}
	return t
}

// then is the fact with another value from a day on, beside what it was before; of two on one day the later made holds.
func (d dated[T]) then(from date.Date, is T) dated[T] {
	out := slices.DeleteFunc(slices.Clone(d), func(s since[T]) bool { return s.from == from })
	at := len(out)
	for at > 1 && from.Before(out[at-1].from) {
		at--
	}
	return slices.Insert(out, at, since[T]{from, is})
}

// rawRule is a rule as written. Value is a whole number or a list of them.
type rawRule struct {
	Value any
	Law   string
	Then  []struct {
		From  date.Date
		Value any
	}
}

const rulesFile = "rules.toml"

func (p *Pack) readRules(from fs.FS) (map[Rule]dated[[]int], error) {
	var file struct {
		Rule  map[Rule]rawRule
		Areas struct {
			OnWish rawAreas `toml:"on_wish"`
		}
	}
	data, err := decode(from, rulesFile, &file, nil)
	if err != nil {
		return nil, err
	}
	if p.onWish, err = file.Areas.OnWish.dated(p.Areas); err != nil {
		return nil, lineError(rulesFile, lineOf(data, "areas.on_wish"), "areas on_wish: %v", err)
	}
	out := make(map[Rule]dated[[]int], len(file.Rule))
	for name, raw := range file.Rule {
		d, err := raw.dated(name)
		if err == nil && !slices.Contains(Rules, name) {
			err = misfit("rule")
		}
		if err != nil {
			return nil, lineError(rulesFile, lineOf(data, "rule."+string(name)), "rule %s: %v", name, err)
		}
		out[name] = d
	}
	for _, name := range Rules {
		if _, ok := out[name]; !ok {
			return nil, fmt.Errorf("%s: rule %s is missing", rulesFile, name)
		}
	}
	return out, nil
}

func (r rawRule) dated(name Rule) (dated[[]int], error) {
	first, err := name.numbers(r.Value)
	if err != nil {
		return nil, err
	}
	d := dated[[]int]{{is: first}}
	for _, t := range r.Then {
		v, err := name.numbers(t.Value)
		if err != nil {
			return nil, err
		}
		if t.From.IsZero() || !d[len(d)-1].from.Before(t.From) && len(d) > 1 {
			return nil, fmt.Errorf("its later values need days, in order")
		}
		d = append(d, since[[]int]{t.From, v})
	}
	return d, nil
}

// numbers reads the figures of a rule: a whole number of at least 0, or a list of them.
func (r Rule) numbers(v any) ([]int, error) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []int
	for _, x := range list {
		n, ok := x.(int64)
		if !ok {
			return nil, misfit("number", "number", x)
		}
		if least, most := r.Bounds(); n < 0 || n > 1_000_000 { // int may be shorter than what a pack holds
			return nil, misfit("bounds", "least", least, "most", most)
		}
		out = append(out, int(n))
	}
	if len(out) == 0 {
		return nil, misfit("no_figure")
	}
	return out, r.fits(out)
}

// Number is the figure of a rule as of a day.
func (p *Pack) Number(r Rule, on date.Date) int { return p.figures(r, on)[0] }

// Numbers are the figures of a rule that has several, as of a day.
func (p *Pack) Numbers(r Rule, on date.Date) []int { return slices.Clone(p.figures(r, on)) }

// Edition is the figures of a rule from a day on.
type Edition struct {
	From    date.Date // zero: always
	Figures []int
}

// Editions lists what a rule has been and will be, the first first.
func (p *Pack) Editions(r Rule) []Edition {
	var out []Edition
	for _, s := range p.rules[r] {
		out = append(out, Edition{s.from, slices.Clone(s.is)})
	}
	return out
}

// Span is the time that a rule in days, hours or minutes gives, as of a day.
func (p *Pack) Span(r Rule, on date.Date) time.Duration {
	return time.Duration(p.Number(r, on)) * r.unit()
}

// Spans is Span for a rule that has several.
func (p *Pack) Spans(r Rule, on date.Date) []time.Duration {
	var out []time.Duration
	for _, n := range p.figures(r, on) {
		out = append(out, time.Duration(n)*r.unit())
	}
	return out
}

func (p *Pack) figures(r Rule, on date.Date) []int {
	d, ok := p.rules[r]
	if !ok {
		panic(fmt.Sprintf("country: no rule %q", r)) // a constant that Rules forgot
	}
	return d.on(on)
}

// unit is the length of one of what the rule counts.
func (r Rule) unit() time.Duration {
	switch s := string(r); {
	case strings.HasSuffix(s, "_days"):
		return 24 * time.Hour
	case strings.HasSuffix(s, "_hours"):
		return time.Hour
	case strings.HasSuffix(s, "_minutes"):
		return time.Minute
	}
	panic(fmt.Sprintf("country: rule %q counts no time", r))
}

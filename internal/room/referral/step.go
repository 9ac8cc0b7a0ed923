package referral

import (
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/gate"
)

// Kind is how a question is answered.
type Kind int

// The kinds of question.
const (
	Words Kind = iota // one line about a person, sealed
	Lines             // several lines about a person, sealed
	Tri               // yes, no, not known
	Code              // one code of a list
	Codes             // several codes of a list, ticked
	Typed             // several codes of a long list, typed
	Count             // a whole number
	Day               // a date
	Area              // a department
	Areas             // departments or towns
)

// Field is one question.
type Field struct {
	Name string
	Is   Kind
	List codelist.Name // of Code, Codes and Typed
	Max  int           // signs of Words and Lines; greatest Count
	Min  int           // least Count
	Must bool          // the step cannot be left forwards without it
	Says bool          // unanswered, it stands in the list of what is not known yet
}

// Step is one small page with one subject.
type Step struct {
	Name   string
	Fields []Field
}

// Check is the name of the last page: everything once more, then send.
const Check = "check"

// Steps are the pages before Check, in order. They ask as little as possible: two answers are needed to go on (who
// refers and under which number), and one to send (her agreement, I2). None asks about police, papers or cooperation
// (I1).
var Steps = []Step{
	{"who", []Field{
		{Name: "who_name", Is: Words, Max: 120, Must: true},
		{Name: "who_telephone", Is: Words, Max: 40, Must: true},
		{Name: "who_service", Is: Words, Max: 160},
		{Name: "who_kind", Is: Code, List: codelist.OrganisationKind, Says: true},
		{Name: "who_department", Is: Area, Says: true},
	}},
	{"agreement", []Field{
		{Name: "agreed", Is: Tri, Says: true},
		{Name: "agreed_on", Is: Day},
		{Name: "agreed_language", Is: Code, List: codelist.Language},
		{Name: "agreed_interpreter", Is: Tri},
		{Name: "statistics", Is: Tri},
	}},
	{"danger", []Field{
		{Name: "danger_area", Is: Areas, Says: true},
		{Name: "danger_level", Is: Code, List: codelist.DangerLevel, Says: true},
		{Name: "danger_reason", Is: Code, List: codelist.DangerReason},
		{Name: "danger_since", Is: Day},
		{Name: "danger_words", Is: Lines, Max: 4000},
	}},
	{"person", []Field{
		{Name: "name", Is: Words, Max: 120},
		{Name: "adult", Is: Tri, Says: true},
		{Name: "birth_year", Is: Count, Min: 1900, Max: 2199, Says: true},
		{Name: "gender", Is: Code, List: codelist.Gender, Says: true},
		{Name: "nationality_group", Is: Code, List: codelist.NationalityGroups},
		{Name: "languages", Is: Typed, List: codelist.Language, Says: true},
		{Name: "interpreter", Is: Tri, Says: true},
	}},
	{"household", []Field{
		{Name: "adults", Is: Count, Min: 1, Max: 12, Says: true},
		{Name: "age_0_2", Is: Count, Max: 12},
		{Name: "age_3_5", Is: Count, Max: 12},
		{Name: "age_6_12", Is: Count, Max: 12},
		{Name: "age_13_17", Is: Count, Max: 12},
		{Name: "animals", Is: Tri, Says: true},
	}},
	{"needs", []Field{
		{Name: "need", Is: Codes, List: codelist.Need},
		{Name: "needs_words", Is: Lines, Max: 2000},
		{Name: "care_today", Is: Tri, Says: true},
		{Name: "health_words", Is: Lines, Max: 2000},
	}},
	{"exploitation", []Field{
		{Name: "exploitation", Is: Code, List: codelist.Exploitation, Says: true},
	}},
	{"contact", []Field{
		{Name: "can_call", Is: Tri, Says: true},
		{Name: "telephone", Is: Words, Max: 40},
		{Name: "contact_words", Is: Lines, Max: 1000},
	}},
}

// StepNamed finds a step; false for Check and for names that do not exist.
func StepNamed(name string) (Step, bool) {
	for _, s := range Steps {
		if s.Name == name {
			return s, true
		}
	}
	return Step{}, false
}

// Number is the place of a step among all pages, from 1; Check is the last. 0 for a name that does not exist.
func Number(name string) int {
	for i, s := range Steps {
		if s.Name == name {
			return i + 1
		}
	}
	if name == Check {
		return len(Steps) + 1
	}
	return 0
}

// Next is the page after a step, Previous the one before ("" before the first).
func Next(name string) string {
	if n := Number(name); n > 0 && n < len(Steps) {
		return Steps[n].Name
	}
	return Check
}

// Previous is the page before, "" before the first.
func Previous(name string) string {
	if n := Number(name); n > 1 {
		return Steps[n-2].Name
	}
	return ""
}

// Answers is what a draft holds.
type Answers = gate.Record

// NewAnswers returns an empty draft.
func NewAnswers() Answers {
	return Answers{Codes: map[string][]string{}, Words: map[string]secret.Text{}}
}

// Merge puts the answers of one step over those of a draft.
func Merge(into, step Answers) Answers {
	out := NewAnswers()
	for _, a := range []Answers{into, step} {
		for k, v := range a.Codes {
			out.Codes[k] = v
		}
		for k, v := range a.Words {
			out.Words[k] = v
		}
	}
	return out
}

// Known tells whether a question was answered: not known is an answer people may give, and still not known (I10).
func Known(a Answers, f Field) bool {
	if f.Is == Words || f.Is == Lines {
		return !a.Words[f.Name].Empty()
	}
	v := a.Codes[f.Name]
	return len(v) > 0 && v[0] != "" && v[0] != codelist.Unknown && v[0] != "NonSpecifiedUnknown"
}

// Unknown lists the names of the questions that are not answered yet. None of them keeps a referral from being sent,
// but the agreement.
func Unknown(a Answers) []string {
	var out []string
	for _, s := range Steps {
		for _, f := range s.Fields {
			if f.Says && !Known(a, f) {
				out = append(out, f.Name)
			}
		}
	}
	return out
}

// FirstOpen is the page on which a draft goes on: the first step of which nothing is answered.
func FirstOpen(a Answers) string {
	for _, s := range Steps {
		begun := false
		for _, f := range s.Fields {
			_, coded := a.Codes[f.Name]
			_, said := a.Words[f.Name]
			begun = begun || coded || said
		}
		if !begun {
			return s.Name
		}
	}
	return Check
}

func one(a Answers, name string) string {
	if v := a.Codes[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func three(a Answers, name string) tri.Value {
	v, err := tri.Parse(one(a, name))
	if err != nil {
		return tri.Unknown
	}
	return v
}

func day(a Answers, name string) date.Date {
	d, err := date.Parse(one(a, name))
	if err != nil {
		return date.Date{}
	}
	return d
}

// Agreed tells whether the draft says that the person agrees.
func Agreed(a Answers) bool { return three(a, "agreed") == tri.Yes }

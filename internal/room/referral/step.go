package referral

import (
	"slices"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/ask/draft"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// Step is one small page with one subject.
type Step struct {
	Name   string
	Fields ask.Sheet[Answers]
}

// Check is the name of the last page: everything once more, then send.
const Check = "check"

// step is a page of questions.
func step(name string, fields ...ask.Field[Answers]) Step {
	return Step{name, ask.Of("referral", fields...)}
}

// Where the words of a referral are kept once it is sent.
const (
	referrerColumn = "referral_case.referrer_sealed"
	dangerColumn   = "referral_case.danger_sealed"
	needsColumn    = "referral_case.needs_sealed"
	healthColumn   = "referral_case.health_sealed"
)

// spoken is how many days ago she may have agreed to what is sent today.
const spoken = 2 * 365

// Steps are the pages before Check, in order. They ask as little as possible: two answers are needed to go on (who
// refers and under which number), and one to send (her agreement, I2). None asks about police, papers or cooperation
// (I1).
var Steps = []Step{
	step("who",
		draft.Words("who_name", vault.Thread, referrerColumn).Max(120).Required(),
		draft.Words("who_telephone", vault.Thread, referrerColumn).Max(60).Required().Telephone().Doubted(),
		draft.Code("who_kind", codelist.OrganisationKind).Asked().In("casefile_coded.referrer_kind"),
		draft.Pick("who_department", ask.Departments).OrElse("who_service").Asked(),
		draft.Words("who_service", vault.Thread, referrerColumn).Max(160).Optional(),
	),
	step("agreement",
		draft.Tri("agreed").Asked(),
		draft.Day("agreed_on").NotAhead().NotOlder(spoken),
		draft.Code("agreed_language", codelist.Language),
		draft.Tri("agreed_interpreter"),
		draft.Tri("statistics"),
	),
	step("danger",
		draft.Picks("danger_area", ask.Places).Else("danger_elsewhere").Asked(),
		draft.Words("danger_elsewhere", vault.Danger, dangerColumn).Lines(2).Max(500).Optional(),
		draft.Code("danger_level", codelist.DangerLevel).Asked(),
		draft.Code("danger_reason", codelist.DangerReason),
		draft.Day("danger_since").NotAhead().NotOlder(ask.Life),
		draft.Words("danger_words", vault.Danger, dangerColumn).Lines(4).Max(4000).Optional(),
	),
	step("person",
		draft.Words("name", vault.Identity, "person_identity.names_sealed").Max(120).Optional(),
		draft.Tri("adult").Asked(),
		draft.Number("birth_year", 1900, 2199).NotAhead().OfBirth("birth_about").Asked(),
		draft.Tick("birth_about"),
		draft.Code("gender", codelist.Gender).Asked(),
		draft.Code("nationality_group", codelist.NationalityGroups),
		draft.Picks("languages", codelist.Language).Asked(),
		draft.Tri("interpreter").Asked(),
	),
	step("household",
		draft.Number("adults", 1, 12).Asked(),
		draft.Number("age_0_2", 0, 12),
		draft.Number("age_3_5", 0, 12),
		draft.Number("age_6_12", 0, 12),
		draft.Number("age_13_17", 0, 12),
		draft.Tri("animals").Asked().In("casefile_coded.animals"),
	),
	step("needs",
		draft.Codes("need", codelist.Need),
		draft.Words("needs_words", vault.Needs, needsColumn).Lines(4).Max(2000).Optional(),
		draft.Tri("care_today").Asked(),
		draft.Words("health_words", vault.Health, healthColumn).Lines(4).Max(2000).Optional(),
	),
	step("exploitation",
		draft.Code("exploitation", codelist.Exploitation).Asked().In("casefile_coded.exploitation"),
	),
	step("contact",
		draft.Tri("can_call").Asked(),
		draft.Words("telephone", vault.Identity, "person_identity.telephone_sealed").Max(60).Optional().Telephone().
			Doubted().SafeBy("can_call"),
		draft.Words("contact_words", vault.Identity, "person_identity.contact_sealed").Lines(4).Max(1000).Optional(),
	),
}

// Met is what a sheet of a first contact asks too.
var Met = Step{Fields: questions().Only("care_today", "adult", "can_call", "interpreter")}

// answered is what the questions of a referral keep in the coded row, for lists and figures.
var answered = casefile.ColumnsOf("referral.answered", questions())

// questions are those of all pages.
func questions() ask.Sheet[Answers] {
	var all ask.Sheet[Answers]
	for _, s := range Steps {
		all = append(all, s.Fields...)
	}
	return all
}

// Again is what a person answers when she agrees to go to another place (I2).
var Again = ask.Of("referral",
	ask.Tri("agreed", func(a *casefile.Agreed) *tri.Value { return &a.Answer }).As("agreed_again"),
	ask.Day("agreed_on", func(a *casefile.Agreed) *date.Date { return &a.On }).As("agreed_again_on").NotOlder(spoken).
		Required(),
	ask.Code("agreed_language", codelist.Language, func(a *casefile.Agreed) *string { return &a.Language }),
	ask.Tri("agreed_interpreter", func(a *casefile.Agreed) *tri.Value { return &a.Interpret }),
)

// Written is one message of a thread; Call asks the referrer to telephone.
type Written struct {
	Words secret.Text
	Call  bool
}

// Writing asks for a message; the head office may ask to be called.
var Writing = ask.Of("referral",
	ask.Words("message", vault.Thread, wordsColumn, func(w *Written) *secret.Text { return &w.Words }).
		Lines(4).Max(2000),
	ask.Tick("call", func(w *Written) *bool { return &w.Call }),
)

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
type Answers = ask.Draft

// NewAnswers returns an empty draft.
func NewAnswers() Answers { return ask.NewDraft() }

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

// Stood tells whether an answer is the one that a form was typed on; nil where no form was.
type Stood func(name string, a ask.Answer) bool

// over puts the answers of one step over those of a draft, which somebody may have changed since the form was opened.
func over(before, step Answers, stood Stood) (Answers, error) {
	mine := NewAnswers()
	for _, q := range questions() {
		now, typed := ask.In(before, q.Name), ask.In(step, q.Name)
		switch {
		case !begun(step, q.Question):
		case stood == nil, !begun(before, q.Question), now.Equal(typed), stood(q.Name, now):
			q.Set(&mine, typed)
		case !stood(q.Name, typed): // both wrote, and not the same
			return Answers{}, casefile.ErrChanged
		}
	}
	return Merge(before, mine), nil
}

// Unknown lists the names of the questions that are not answered yet. None of them keeps a referral from being sent,
// but the agreement.
func Unknown(a Answers) []string {
	return questions().Missing(&a)
}

// FirstOpen is the page on which a draft goes on: the first step of which nothing is answered.
func FirstOpen(a Answers) string {
	for _, s := range Steps {
		if !slices.ContainsFunc(s.Fields.Questions(), func(q ask.Question) bool { return begun(a, q) }) {
			return s.Name
		}
	}
	return Check
}

// begun tells whether somebody has stood before a question, whatever came of it.
func begun(a Answers, q ask.Question) bool {
	_, coded := a.Codes[q.Name]
	_, said := a.Words[q.Name]
	return coded || said
}

// Agreed tells whether the draft says that the person agrees.
func Agreed(a Answers) bool { return ask.In(a, "agreed").Tri() == tri.Yes }

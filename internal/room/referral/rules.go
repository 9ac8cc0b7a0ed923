package referral

import (
	"maps"
	"slices"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// ErrAgreement tells that the person has not agreed, or that nobody asked her yet: the draft is kept (I2).
var ErrAgreement = fault.NewInvalid("referral.agreement_needed")

// ErrTooQuick tells that a form without account came faster than a person can read.
var ErrTooQuick = fault.NewInvalid("referral.too_quick")

// humanTime is the least time between the beginning of a draft without account and its submission (ASVS 2.4.2).
const humanTime = 3 * time.Second

// sheet is a whole referral, read from a draft and checked.
type sheet struct {
	agreed     casefile.Agreed
	statistics casefile.Agreed // Answer unknown: not asked
	zones      []casefile.Zone
	coded      casefile.Coded
	careToday  tri.Value
	canCall    tri.Value

	answers                  Answers     // all of them
	referrer                 Answers     // who refers: the words of the first step
	name, telephone, contact secret.Text // the person
	danger, needs, health    secret.Text
	elsewhere                secret.Text // dangerous places that no list of areas holds
}

// read checks a draft as a whole and reads it. The forms have checked each answer; what fails here never came from
// them.
func read(in *country.Pack, a Answers, today date.Date) (sheet, error) {
	if err := checkAll(in, a, today); err != nil {
		return sheet{}, err
	}
	say := func(name string) ask.Answer { return ask.In(a, name) }
	s := sheet{careToday: say("care_today").Tri(), canCall: say("can_call").Tri(),
		answers: a, referrer: part(a, "who"),
		name: a.Words["name"], telephone: a.Words["telephone"], contact: a.Words["contact_words"],
		danger:    secret.Lines(a.Words["danger_elsewhere"], a.Words["danger_words"]),
		elsewhere: a.Words["danger_elsewhere"], needs: a.Words["needs_words"], health: a.Words["health_words"]}
	s.agreed = casefile.Agreed{Agreement: "relocation_1", Answer: say("agreed").Tri(), On: ask.In(Dated(a, today),
		"agreed_on").Date(),
		Language: say("agreed_language").Code(), Interpret: say("agreed_interpreter").Tri()}
	if s.agreed.Answer != tri.Yes {
		return s, ErrAgreement
	}
	s.statistics = s.agreed
	s.statistics.Agreement, s.statistics.Answer = "statistics", say("statistics").Tri()
	s.zones = zones(a)
	s.coded = coded(in, a)
	return s, nil
}

// part is what one step was answered.
func part(a Answers, step string) Answers {
	out := NewAnswers()
	s, _ := StepNamed(step)
	for _, q := range s.Fields {
		if begun(a, q.Question) {
			q.Set(&out, q.Get(&a))
		}
	}
	return out
}

// zones are the dangers as they were told: what nobody said of one stays not known (I10).
func zones(a Answers) []casefile.Zone {
	level, reason := ask.In(a, "danger_level").Code(), ask.In(a, "danger_reason").Code()
	since := ask.In(a, "danger_since").Date()
	var out []casefile.Zone
	seen := map[string]bool{}
	areas := a.Codes["danger_area"]
	if !a.Words["danger_elsewhere"].Empty() {
		areas = append(slices.Clone(areas), country.InWords)
	}
	for _, area := range areas {
		if area != "" && !seen[area] {
			seen[area] = true
			out = append(out, casefile.Zone{Area: area, Level: level, Reason: reason, Since: since})
		}
	}
	return out
}

// Born is what a referral says of the birth.
func Born(a Answers) date.Rough {
	born := ask.In(a, "birth_year").Born()
	born.About = ask.In(a, "birth_about").Known()
	return born
}

// coded is what a referral says of the person, and what follows from it.
func coded(in *country.Pack, a Answers) casefile.Coded {
	say := func(name string) ask.Answer { return ask.In(a, name) }
	c := casefile.Coded{Gender: say("gender").Code(), BirthYear: say("birth_year").Int(),
		BirthAbout: say("birth_about").Code(), Adult: tri.Answered(say("adult").Tri()),
		NationalityGroup: say("nationality_group").Code(), Languages: a.Codes["languages"],
		Adults: max(1, say("adults").Int()), CanCall: say("can_call").Tri()}
	c.NeedCodes = append(c.NeedCodes, a.Codes["need"]...)
	if say("interpreter").Tri() == tri.Yes && !slices.Contains(c.NeedCodes, "interpreter") {
		c.NeedCodes = append(c.NeedCodes, "interpreter")
	}
	if say("animals").Tri() == tri.Yes && !slices.Contains(c.NeedCodes, "pets") {
		c.NeedCodes = append(c.NeedCodes, "pets")
	}
	for _, band := range in.List(codelist.ChildAge).All() {
		for range say(band.Key).Int() {
			c.ChildrenBands = append(c.ChildrenBands, band.Key)
		}
	}
	c.HouseholdShape = shape(c.Adults, len(c.ChildrenBands), say("adults").Int() > 0)
	for _, area := range append(a.Codes["danger_area"], say("who_department").Code()) {
		if d, ok := in.Department(area); ok {
			c.OriginDepartment = d.Code
			break
		}
	}
	return c
}

// shape names a household. Two adults are told apart into couple and others by the evaluation, not here.
func shape(adults, children int, said bool) string {
	switch {
	case !said && children == 0:
		return codelist.Unknown
	case adults == 1 && children == 0:
		return "single"
	case adults == 1:
		return "adult_with_children"
	case children == 0:
		return "adults_together"
	}
	return codelist.Unknown
}

// checkAll looks at a draft as a whole. Each step was checked on its day: a code that has ended since stands.
func checkAll(in *country.Pack, a Answers, today date.Date) error {
	all := questions()
	switch {
	case !all.Sound(&a, in, today, &a):
		return fault.NewInvalid("fault.invalid")
	case !all.Whole(&a):
		return fault.NewInvalid("referral.who_needed")
	}
	return nil
}

// State is all that a receipt and a referrer's list tell.
type State string

// The states.
const (
	Draft    State = "draft"
	Received State = "received"
	Handled  State = "handled"
	PleaseDo State = "call"
	Over     State = "over"
)

// stateOf says a stage in neutral words; call tells that somebody of the head office asks to be called.
func stateOf(at casefile.Stage, call bool) State {
	switch {
	case !at.Open(), at == casefile.Sheltered:
		return Over
	case call:
		return PleaseDo
	case at == casefile.Asked:
		return Received
	}
	return Handled
}

// Dated is the answers as they are sent: an agreement of which no day is told was given today.
func Dated(a Answers, today date.Date) Answers {
	if !ask.In(a, "agreed").Tri().Known() || !ask.In(a, "agreed_on").Date().IsZero() {
		return a
	}
	codes := maps.Clone(a.Codes)
	codes["agreed_on"] = []string{today.String()}
	return Answers{Codes: codes, Words: a.Words}
}

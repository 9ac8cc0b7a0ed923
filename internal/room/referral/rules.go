package referral

import (
	"strconv"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/codelist/country"
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

	referrer                 Answers     // who refers: the words of the first step
	name, telephone, contact secret.Text // the person
	danger, needs, health    secret.Text
}

// read checks a draft as a whole and reads it. The forms have checked each answer; what fails here never came from
// them.
func read(a Answers, today date.Date) (sheet, error) {
	if err := checkAll(a, today); err != nil {
		return sheet{}, err
	}
	s := sheet{careToday: three(a, "care_today"), canCall: three(a, "can_call"),
		referrer: part(a, "who"),
		name:     a.Words["name"], telephone: a.Words["telephone"], contact: a.Words["contact_words"],
		danger: a.Words["danger_words"], needs: a.Words["needs_words"], health: a.Words["health_words"]}
	on := day(a, "agreed_on")
	if on.IsZero() {
		on = today
	}
	s.agreed = casefile.Agreed{Agreement: "relocation_1", Answer: three(a, "agreed"), On: on,
		Language: one(a, "agreed_language"), Interpret: three(a, "agreed_interpreter")}
	if s.agreed.Answer != tri.Yes {
		return s, ErrAgreement
	}
	s.statistics = s.agreed
	s.statistics.Agreement, s.statistics.Answer = "statistics", three(a, "statistics")
	s.zones = zones(a, today)
	s.coded = coded(a)
	return s, nil
}

// part is what one step was answered.
func part(a Answers, step string) Answers {
	out := NewAnswers()
	s, _ := StepNamed(step)
	for _, f := range s.Fields {
		if w, ok := a.Words[f.Name]; ok {
			out.Words[f.Name] = w
		}
		if c, ok := a.Codes[f.Name]; ok {
			out.Codes[f.Name] = c
		}
	}
	return out
}

func zones(a Answers, today date.Date) []casefile.Zone {
	level, reason, since := one(a, "danger_level"), one(a, "danger_reason"), day(a, "danger_since")
	if level == "" {
		level = "serious" // not known how grave: the search keeps away as from a serious danger
	}
	if reason == "" {
		reason = "other"
	}
	if since.IsZero() {
		since = today
	}
	var out []casefile.Zone
	seen := map[string]bool{}
	for _, area := range a.Codes["danger_area"] {
		if area != "" && !seen[area] {
			seen[area] = true
			out = append(out, casefile.Zone{Area: area, Level: level, Reason: reason, Since: since})
		}
	}
	return out
}

func coded(a Answers) casefile.Coded {
	c := casefile.Coded{Gender: one(a, "gender"), BirthYear: number(a, "birth_year"), Adult: three(a, "adult"),
		NationalityGroup: one(a, "nationality_group"), Languages: a.Codes["languages"],
		ReferrerKind: one(a, "who_kind"),
		Exploitation: one(a, "exploitation"), Adults: max(1, number(a, "adults")), Animals: three(a, "animals")}
	c.NeedCodes = append(c.NeedCodes, a.Codes["need"]...)
	if three(a, "interpreter") == tri.Yes && !has(c.NeedCodes, "interpreter") {
		c.NeedCodes = append(c.NeedCodes, "interpreter")
	}
	if c.Animals == tri.Yes && !has(c.NeedCodes, "pets") {
		c.NeedCodes = append(c.NeedCodes, "pets")
	}
	for _, band := range codelist.Of(codelist.ChildAge).All() {
		for range number(a, band.Key) {
			c.ChildrenBands = append(c.ChildrenBands, band.Key)
		}
	}
	c.HouseholdShape = shape(c.Adults, len(c.ChildrenBands), number(a, "adults") > 0)
	for _, area := range append(a.Codes["danger_area"], one(a, "who_department")) {
		if d, ok := country.France().Department(area); ok {
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

func checkAll(a Answers, today date.Date) error {
	for _, s := range Steps {
		for _, f := range s.Fields {
			if !sound(a, f, today) {
				return fault.NewInvalid("fault.invalid")
			}
			if f.Must && a.Words[f.Name].Empty() {
				return fault.NewInvalid("referral.who_needed")
			}
		}
	}
	return nil
}

func sound(a Answers, f Field, today date.Date) bool {
	values := a.Codes[f.Name]
	if len(values) > 60 {
		return false
	}
	for _, v := range values {
		if v != "" && !soundValue(v, f, today) {
			return false
		}
	}
	return true
}

func soundValue(v string, f Field, today date.Date) bool {
	switch f.Is {
	case Tri:
		_, err := tri.Parse(v)
		return err == nil
	case Code, Codes, Typed:
		return codelist.Of(f.List).Has(v, today)
	case Count:
		n, err := strconv.Atoi(v)
		return err == nil && n >= f.Min && n <= f.Max
	case Day:
		d, err := date.Parse(v)
		return err == nil && !today.Before(d)
	case Area, Areas:
		_, ok := country.France().Department(v)
		return ok
	}
	return false
}

func number(a Answers, name string) int {
	n, err := strconv.Atoi(one(a, name))
	if err != nil {
		return 0
	}
	return n
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
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

package assessment

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// noteMax is how many signs a note or a sentence may have.
const noteMax = 1000

// Zoning is what one group of fields says of new danger zones: several areas of one level, for one reason.
type Zoning struct {
	Areas         []string
	Level, Reason string
	Since         date.Date
}

// Zones are the danger zones it says.
func (z Zoning) Zones() []casefile.Zone {
	var out []casefile.Zone
	for _, a := range z.Areas {
		out = append(out, casefile.Zone{Area: a, Level: z.Level, Reason: z.Reason, Since: z.Since})
	}
	return out
}

// What is asked beside an evaluation, or on its page more than once.
var (
	// Zoned asks for new danger zones; its fields are told apart by a prefix.
	Zoned = ask.Of(room,
		ask.Picks("", ask.Places, func(z *Zoning) *[]string { return &z.Areas }).As("zone_areas").
			OrElse(elsewhere),
		ask.Code("_level", codelist.DangerLevel, func(z *Zoning) *string { return &z.Level }).As("zone_level"),
		ask.Code("_reason", codelist.DangerReason, func(z *Zoning) *string { return &z.Reason }).
			As("zone_reason").Opened(),
		ask.Day("_since", func(z *Zoning) *date.Date { return &z.Since }).As("since").NotAhead().NotOlder(ask.Life).
			Optional(),
	)
	// Tied asks for an area that has to stay within reach.
	Tied = ask.Of(room, ask.Pick("", ask.Places, ask.Itself[string]).As("ties").Sharing("zone1").
		Else(fixed))
	// Asserted asks since when somebody asserts a criterion, and why.
	Asserted = ask.Of(room,
		ask.Day("_since", func(a *Assertion) *date.Date { return &a.Since }).As("since").NotAhead().NotOlder(ask.Life).
			Optional(),
		ask.Words("_note", vault.Danger, "assessment_assertion.note_sealed",
			func(a *Assertion) *secret.Text { return &a.Note }).As("note").Lines(2).Max(noteMax).Optional(),
	)
	// KeptApart asks whom a person must not be near.
	KeptApart = ask.Of(room,
		ask.Text("code", func(a *Apart) *string { return &a.Code }).As("apart_code").Max(casefile.MaxCode).Required(),
		ask.Code("reach", codelist.ConflictReach, func(a *Apart) *string { return &a.Reach }).
			As("apart_reach").Required(),
		ask.Day("since", func(a *Apart) *date.Date { return &a.Since }).NotAhead().NotOlder(ask.Life).Optional(),
		ask.Words("why", vault.Danger, "casefile_conflict.reason_sealed",
			func(a *Apart) *secret.Text { return &a.Why }).As("apart_why").Lines(2).Max(noteMax).Optional(),
	)
	// Turned asks for the decision that another solution than the network is right.
	Turned = ask.Of(room,
		ask.Code("reason", codelist.NotOriented, func(t *Turning) *string { return &t.Reason }).
			As("turned_reason").Where(turns).AllSeen().Required(),
		ask.Among("age_route", AgeRoutes, func(t *Turning) *string { return &t.AgeRoute }),
		ask.Words("sentence", vault.Danger, "assessment_decision.sentence_sealed",
			func(t *Turning) *secret.Text { return &t.Sentence }).As("turned_sentence").Lines(4).Max(noteMax).
			Required(),
	)
	// AdmittedBy asks for the sentence by which somebody admits.
	AdmittedBy = ask.Of(room,
		ask.Words("sentence", vault.Danger, "assessment_decision.sentence_sealed",
			ask.Itself[secret.Text]).As("admitted_sentence").Lines(2).Max(noteMax).Optional(),
	)
	// AssessedOn asks for the day of the evaluation.
	AssessedOn = ask.Of(room,
		ask.Day("on", func(e *Entry) *date.Date { return &e.On }).NotAhead().NotOlder(ask.Work).Optional())
)

// turns tells whether an evaluation may end with a reason of the code list not_oriented. The others belong to the
// search, to the person (withdrawal), or to lost contact.
func turns(c country.Code) bool {
	return c.Group == "not_eligible" || c.Group == "resolved_locally"
}

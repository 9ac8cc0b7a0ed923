package assessment

import (
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// The facts of the joint evaluation that only it writes.
type (
	// EvaluationStarted: somebody of the evaluation team has taken it up.
	EvaluationStarted struct{}
	// Admitted: the five criteria hold, says a person.
	Admitted struct{}
	// NeedsStated: what a host must prepare is known.
	NeedsStated struct{}
)

// Kind implements casefile.Fact.
func (EvaluationStarted) Kind() casefile.Kind { return "evaluation_started" }

// Kind implements casefile.Fact.
func (Admitted) Kind() casefile.Kind { return "admitted" }

// Kind implements casefile.Fact.
func (NeedsStated) Kind() casefile.Kind { return "needs_stated" }

var deciding = []casefile.Stage{casefile.Asked, casefile.Evaluating}

var _ = casefile.Declare(casefile.Part{Room: "assessment",
	Tells: []casefile.Telling{
		{Fact: EvaluationStarted{}, At: []casefile.Stage{casefile.Asked}, To: casefile.Evaluating,
			Says: "somebody has taken the evaluation up", Rings: casefile.For(access.Referred)},
		{Fact: casefile.DangerZoneSet{}, At: casefile.Everywhere(),
			Says:  "the danger zones changed: current places are checked again (I4)",
			Rings: casefile.For(access.Evaluates, access.Organises)},
		{Fact: NeedsStated{}, At: casefile.Everywhere(), Says: "what a host must prepare is known"},
		{Fact: Admitted{}, At: deciding, To: casefile.Searching, Says: "the five criteria hold, says a person",
			Rings: casefile.For(access.Referred)},
		{Fact: casefile.NotAdmitted{}, At: append(deciding, casefile.Searching), To: casefile.NotHere,
			Says: "not this network, with the reason; ends the referral", Rings: casefile.For(access.Referred)},
	},
	Waits: []casefile.Reading{
		{Kind: "first_agreement", For: "shows since when the person agrees to be referred"},
		{Kind: "placed", For: "zones and people kept apart that came after it are checked against the place (I4)"},
	},
})

package referral

import (
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// Referred opens the case.
type Referred struct {
	By   string `json:"by"`   // kind of referrer, code list organisation_kind
	Case string `json:"case"` // first or transfer
}

// Kind implements casefile.Fact.
func (Referred) Kind() casefile.Kind { return "referred" }

var _ = casefile.Declare(casefile.Part{Room: "referral",
	Tells: []casefile.Telling{
		{Fact: Referred{}, At: []casefile.Stage{""}, To: casefile.Asked,
			Says: "a case is opened, first or by a transfer", Rings: casefile.For(access.Evaluates)},
	},
	Shares: []casefile.Reading{
		{Kind: "danger_zone_set", For: "the zones the person names stand from the first day (I4)"},
	},
	Waits: []casefile.Reading{
		{Kind: "transfer_asked", For: "lists the transfers to take up: each opens a new referral"},
	},
	Gives: []casefile.Standing{
		{Relation: access.Evaluates,
			When: "a referral is sent or a transfer taken up: the head office's evaluation team"},
		{Relation: access.Referred, When: "a partner sends a referral"},
	},
})

package stay

import (
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// The facts of a stay.
type (
	// TransferAsked: another place is needed; a new referral of kind transfer follows.
	TransferAsked struct {
		Reason string `json:"reason"`
	}
	// SecretBreached: the address is known to the danger; urgent.
	SecretBreached struct{}
)

// Kind implements casefile.Fact.
func (TransferAsked) Kind() casefile.Kind { return "transfer_asked" }

// Kind implements casefile.Fact.
func (SecretBreached) Kind() casefile.Kind { return "secret_breached" }

// Left: the stay is over, with the reason.
type Left struct {
	Reason string    `json:"reason"` // code list exit_reason
	On     date.Date `json:"on"`
}

// Kind implements casefile.Fact.
func (Left) Kind() casefile.Kind { return "ended" }

var here = []casefile.Stage{casefile.Sheltered}

var _ = casefile.Declare(casefile.Part{Room: "stay",
	Tells: []casefile.Telling{
		{Fact: TransferAsked{}, At: here, Then: casefile.NameStaysAWhile,
			Says:  "another place is needed: a new referral of kind transfer follows",
			Rings: casefile.For(access.Evaluates, access.Organises)},
		{Fact: SecretBreached{}, Says: "the address is known to the danger; urgent",
			At:    []casefile.Stage{casefile.Accepted, casefile.Travel, casefile.OnTheWay, casefile.Sheltered},
			Rings: casefile.For(access.Evaluates, access.Organises, access.Hosts).AtOnce()},
		{Fact: PlaceLost{}, At: here, Says: "taken up again without her place, which somebody else has; urgent",
			Rings: casefile.For(access.Evaluates, access.Organises).AtOnce()},
		{Fact: RoofTold{}, At: here, Says: "she was asked, and where she sleeps is known",
			Rings: casefile.For(access.Evaluates)},
		{Fact: Left{}, At: here, To: casefile.EndedS, Says: "the stay is over, with the reason",
			Rings: casefile.For(access.Evaluates, access.Organises, access.Hosts)},
	},
	Reopens:   takeUp,
	Corrected: followArrival,
	Waits: []casefile.Reading{
		{Kind: "reopened", For: "a stay that ended goes on; a place that was missing before is asked of anew"},
		{Kind: "placed", For: "the stay is at that place, which is free again when it ends"},
		{Kind: "arrived", For: "the stay begins on that day"},
	},
})

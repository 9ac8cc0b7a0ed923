package asking

import (
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// The facts of a placement that only it writes.
type (
	// HostAccepted: a host agrees in principle.
	HostAccepted struct {
		Place string `json:"place"`
	}
	// InterviewPlanned: the pre-admission interview has an hour; needs are open to the host.
	InterviewPlanned struct {
		At int64 `json:"at"` // µs since 1970, UTC
	}
	// InterviewHeld: it took place.
	InterviewHeld struct{}
	// NoPlace: no place could be found; ends the referral.
	NoPlace struct{}
)

// Kind implements casefile.Fact.
func (HostAccepted) Kind() casefile.Kind { return "host_accepted" }

// Kind implements casefile.Fact.
func (InterviewPlanned) Kind() casefile.Kind { return "interview_planned" }

// Kind implements casefile.Fact.
func (InterviewHeld) Kind() casefile.Kind { return "interview_held" }

// Kind implements casefile.Fact.
func (NoPlace) Kind() casefile.Kind { return "no_place" }

// What hosts are told of a request, and the head office of its host, that is no fact.
const (
	tellAsked    casefile.Kind = "asked"
	tellPlanned  casefile.Kind = "interview"
	tellReplied  casefile.Kind = "replied"
	tellQuestion casefile.Kind = "questioned"
	tellFinally  casefile.Kind = "host_accepted_finally"
	tellDeclined casefile.Kind = "host_declined"
	tellSilent   casefile.Kind = "hold_ended"
)

var meeting = []casefile.Stage{casefile.Meeting}

var _ = casefile.Declare(casefile.Part{Room: "placement",
	Tells: []casefile.Telling{
		{Fact: HostAccepted{}, At: []casefile.Stage{casefile.Searching, casefile.Meeting}, To: casefile.Meeting,
			Says: "a host agrees in principle", Rings: casefile.For(access.Evaluates)},
		{Fact: InterviewPlanned{}, At: meeting, To: casefile.Meeting,
			Says: "the interview has an hour; needs are open to the host"},
		{Fact: InterviewHeld{}, At: meeting, To: casefile.Meeting, Says: "the interview took place"},
		{Fact: casefile.SearchAgain{}, To: casefile.Searching, Then: casefile.CompanyGoes,
			At: []casefile.Stage{casefile.Searching, casefile.Meeting, casefile.Accepted, casefile.Travel,
				casefile.OnTheWay},
			Says:  "no host, or the person or the host said no after all: the search goes on",
			Rings: casefile.For(access.Evaluates, access.Organises)},
		{Fact: casefile.Placed{}, At: meeting, To: casefile.Accepted,
			Says:  "both accepted, and identity is open to the host",
			Rings: casefile.For(access.Organises, access.Hosts)},
		{Fact: NoPlace{}, At: []casefile.Stage{casefile.Searching, casefile.Meeting}, To: casefile.NoPlaceS,
			Then: casefile.PartCompany,
			Says: "no place could be found; ends the referral", Rings: casefile.For(access.Organises, access.Referred)},
	},
	Rings: map[casefile.Kind]casefile.Ringing{
		tellAsked: casefile.For(access.Proposed), tellPlanned: casefile.For(access.Proposed),
		tellReplied: casefile.For(access.Proposed), tellQuestion: casefile.For(access.Evaluates),
		tellFinally: casefile.For(access.Evaluates), tellDeclined: casefile.For(access.Evaluates),
		tellSilent: casefile.For(access.Evaluates),
	},
	Waits: []casefile.Reading{
		{Kind: "needs_stated", For: "ranks places once her needs are known"},
		{Kind: "admitted", For: "lists who seeks a place, and how long she has waited"},
		{Kind: "danger_zone_set", For: "marks proposals sent before the zones changed (I4)"},
		{Kind: "second_agreement", For: "admits her only after it (I2)"},
		{Kind: "arrived", For: "an admission that was lived in is not undone"},
		{Kind: "ended", For: "counts how long places are kept, looking back"},
		{Kind: "reopened", For: "an end that was taken back is none"},
		{Kind: "no_show", For: "says why an admission was undone, and who said so"},
		{Kind: "withdrawn", For: "says why an admission was undone"},
		{Kind: "lost_contact", For: "says why an admission was undone"},
		{Kind: "deceased", For: "says why an admission was undone"},
	},
	Reopens: takeUp,
	Gives: []casefile.Standing{
		{Relation: access.Proposed, When: "a host is asked, without knowing who"},
		{Relation: access.Hosts, When: "the person is admitted at the host's"},
		{Relation: access.Organises, When: "the person is admitted: the head office's logistics team"},
	},
	Ends: []casefile.Standing{
		{Relation: access.Proposed, When: "a proposal ends without an admission"},
		{Relation: access.Hosts, When: "an admission is undone before she arrives"},
	},
})

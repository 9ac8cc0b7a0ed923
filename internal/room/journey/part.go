package journey

import (
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// The facts of a journey that only it writes.
type (
	// JourneyPlanned: the way is organised.
	JourneyPlanned struct {
		Expected int64 `json:"expected"` // µs since 1970, UTC
	}
	// Departed: on the way.
	Departed struct{}
	// DidNotCome: the case is on placement's worklist again by itself.
	DidNotCome struct {
		Cause string `json:"cause,omitempty"` // one of Causes
	}
)

// Kind implements casefile.Fact.
func (JourneyPlanned) Kind() casefile.Kind { return "journey_planned" }

// Kind implements casefile.Fact.
func (Departed) Kind() casefile.Kind { return "departed" }

// Kind implements casefile.Fact.
func (DidNotCome) Kind() casefile.Kind { return "no_show" }

// late is told once the hour of an arrival has passed and nobody has confirmed it.
const late casefile.Kind = "late"

var _ = casefile.Declare(casefile.Part{Room: "journey",
	Tells: []casefile.Telling{
		{Fact: JourneyPlanned{}, At: []casefile.Stage{casefile.Accepted, casefile.Travel}, To: casefile.Travel,
			Says:  "the way is organised, with when she is expected",
			Rings: casefile.For(access.Evaluates, access.Hosts)},
		{Fact: Departed{}, At: []casefile.Stage{casefile.Travel}, To: casefile.OnTheWay, Says: "on the way",
			Rings: casefile.For(access.Evaluates, access.Hosts)},
		{Fact: casefile.Arrived{}, At: []casefile.Stage{casefile.Accepted, casefile.Travel, casefile.OnTheWay},
			To: casefile.Sheltered, Then: casefile.NameStaysAWhile, Says: "safely there: the stay begins",
			Rings: casefile.For(access.Evaluates, access.Organises)},
		{Fact: DidNotCome{}, At: []casefile.Stage{casefile.Accepted, casefile.Travel, casefile.OnTheWay},
			To: casefile.Searching, Then: casefile.CompanyGoes,
			Says:  "she did not arrive, and why: the search goes on",
			Rings: casefile.For(access.Evaluates, access.Organises, access.Hosts).AtOnce()},
		{Fact: WhereaboutsTold{}, At: casefile.Astray,
			Says:  "somebody who lost her place on the way is known to have a roof",
			Rings: casefile.For(access.Evaluates, access.Organises)},
	},
	Rings: map[casefile.Kind]casefile.Ringing{
		late: casefile.For(access.Evaluates, access.Organises, access.Hosts).AtOnce(),
	},
	Heard: heard,
	Waits: []casefile.Reading{
		{Kind: "interview_held", For: "no journey without an interview"},
		{Kind: "second_agreement", For: "no journey without her agreement given after it (I2)"},
		{Kind: "placed", For: "the journey leads to that place"},
		{Kind: "search_again", For: "calls the journey off, and what was agreed before no longer counts"},
		{Kind: "withdrawn", For: "tells the team that organises that nobody travels"},
		{Kind: "lost_contact", For: "tells the team that organises that nobody travels"},
		{Kind: "deceased", For: "tells the team that organises that nobody travels"},
		{Kind: "reopened", For: "an end that was taken back is none"},
	},
	Gives: []casefile.Standing{
		{Relation: access.Organises, When: "a journey is planned: the head office's logistics team"},
		{Relation: access.Accompanies, When: "somebody is named to accompany, within the days of the journey (I5)"},
	},
	Ends: []casefile.Standing{
		{Relation: access.Hosts, When: "she did not arrive, whatever the cause"},
		{Relation: access.Accompanies, When: "another is named, or the days of the journey are over (I5)"},
	},
})

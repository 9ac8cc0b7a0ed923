package placementweb

import (
	"strings"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

// What a link is about.
var (
	caseOf     = web.ID[casefile.Ref]("case")
	proposalOf = web.ID[proposal.ID]("proposal")
	placeIn    = web.ID[finding.PlaceID]("place")
	decisionOf = web.ID[decision.ID]("decision")
	roundOf    = web.ID[weighing.ID]("round")
	personOf   = web.ID[casefile.Ref]("person")
)

func onPlace(c casefile.Ref, p finding.PlaceID) string { return onCase(c) + "/places/" + p.String() }

func onDecision(c casefile.Ref, d decision.ID) string {
	return onCase(c) + "/decisions/" + d.String()
}

func onCase(c casefile.Ref) string { return "/cases/" + c.String() }

func onProposal(h casefile.Ref, p proposal.ID) string {
	return "/cases/" + h.String() + "/proposals/" + p.String()
}

// searchOf is the page of the search.
func searchOf(found finding.Found) string { return onCase(found.Header.Ref) + "/search" }

// comparison is where places are seen side by side.
func comparison(c casefile.Ref, places []finding.PlaceID) string {
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.String()
	}
	return onCase(c) + "/comparison?places=" + strings.Join(ids, ",")
}

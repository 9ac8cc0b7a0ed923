package placementweb

import (
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/web"
)

func onPlace(c casefile.Ref, p question.PlaceID) string { return onCase(c) + "/places/" + p.String() }

func onDecision(c casefile.Ref, d decision.ID) string {
	return onCase(c) + "/decisions/" + d.String()
}

// named reads the case of a link, and the proposal where there is one.
func named(r *web.Request) (c casefile.Ref, p proposal.ID, err error) {
	if c, err = casefile.ParseRef(r.Path("case")); err != nil || r.Path("proposal") == "" {
		return c, p, err
	}
	if err = p.UnmarshalText([]byte(r.Path("proposal"))); err != nil {
		return c, p, fault.NewNotFound("fault.not_found")
	}
	return c, p, nil
}

func onCase(c casefile.Ref) string { return "/cases/" + c.String() }

func onProposal(h casefile.Ref, p proposal.ID) string {
	return "/cases/" + h.String() + "/proposals/" + p.String()
}

// searchOf is the page of the search.
func searchOf(found finding.Found) string { return onCase(found.Header.Ref) + "/search" }

package placementweb

import (
	"context"
	"strings"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/web"
)

// outcome says how a proposal ended, with its reason where there is one.
func outcome(ctx context.Context, p proposal.Proposal) string {
	s := web.T(ctx, "placement.state."+string(p.State))
	if p.State == proposal.Declined || p.State == proposal.FinalDeclined {
		s += web.T(ctx, "placement.because", "reason", label(ctx, codelist.Decline, p.Reason))
	}
	return s
}

func seenWords(ctx context.Context, p proposal.Proposal) string {
	if p.Seen.IsZero() {
		return web.T(ctx, "placement.board.unseen")
	}
	return web.T(ctx, "placement.board.seen", "since", web.Since(ctx, p.Seen))
}

func interviewWords(ctx context.Context, i proposal.Interview) string {
	s := web.Date(ctx, i.At) + ", " + web.T(ctx, "placement.way."+i.Way)
	for _, a := range i.Attends {
		s += ", " + web.T(ctx, "placement.attends."+a)
	}
	return s
}

// opening names what admission opens.
func opening(ctx context.Context, o asking.Opening) string {
	var out []string
	for c := range strings.FieldsSeq(o.Opens.String()) {
		out = append(out, web.T(ctx, "placement.opens."+c))
	}
	return strings.Join(out, ", ")
}

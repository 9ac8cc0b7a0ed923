package placementweb

import (
	"context"
	"strings"

	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/web"
)

// movedWords says why the line moved last.
// briefRows says which host receives or, before, how many are asked.
func briefRows(ctx context.Context, b asking.Board) []web.Row {
	for _, l := range b.Lines {
		if l.Proposal.State == proposal.Admitted {
			return []web.Row{{Label: "placement.brief.host", Value: placeName(ctx, l.Place)}}
		}
	}
	if n := len(b.Live()); n > 0 && b.Office {
		return []web.Row{{Label: "placement.brief.search", Value: web.T(ctx, "placement.brief.asked", "n", n)}}
	}
	return nil
}

func movedWords(ctx context.Context, n finding.Next) string {
	switch n.Cause {
	case finding.CauseDeclined:
		return web.T(ctx, "placement.next.declined", "area", web.AreaName(ctx, n.Department), "reason",
			web.LabelIn(ctx, codelist.Decline, n.Reason))
	case finding.CauseExpired:
		return web.T(ctx, "placement.next.expired", "area", web.AreaName(ctx, n.Department))
	}
	return ""
}

// outcome says how a proposal ended, with its reason where there is one.
func outcome(ctx context.Context, p proposal.Proposal) string {
	s := web.T(ctx, "placement.state."+string(p.State))
	if p.State == proposal.Released {
		return released(ctx, s, p)
	}
	if p.State == proposal.Declined || p.State == proposal.FinalDeclined {
		s += web.T(ctx, "placement.because", "reason", web.LabelIn(ctx, codelist.Decline, p.Reason))
	}
	return s
}

// released adds to the words of an admission that was undone why it was, and who said so.
func released(ctx context.Context, s string, p proposal.Proposal) string {
	f := p.Undone
	switch f.Kind {
	case "":
		return s
	case "no_show", "search_again":
		s = room.Because(ctx, s, f)
	default:
		s = web.T(ctx, "casefile.fact_because", "what", s, "why", web.T(ctx, "casefile.fact."+string(f.Kind)))
	}
	if f.Team.IsZero() {
		return s
	}
	return s + " " + web.T(ctx, web.Either(f.Team == p.Team, "placement.released.host", "placement.released.office"))
}

// nextWords says until when somebody else stays at a place that has been promised.
func nextWords(ctx context.Context, l proposal.Line) string {
	if l.After.IsZero() {
		return web.T(ctx, "placement.board.next_open")
	}
	return web.T(ctx, "placement.board.next", "day", web.Day(ctx, l.After))
}

// saidWords is an answer by telephone in one sentence, by the clocks of an area.
func saidWords(ctx context.Context, s asking.Said, area string) string {
	words := web.T(ctx, "placement.heard."+s.Answer, "at", web.DateIn(ctx, s.At, area))
	if s.Reason != "" {
		words += web.T(ctx, "placement.because", "reason", web.LabelIn(ctx, codelist.Decline, s.Reason))
	}
	return words
}

func seenWords(ctx context.Context, p proposal.Proposal) string {
	switch {
	case p.Seen.IsZero() && p.State != proposal.Sent: // its answer was given on the telephone
		return web.T(ctx, "placement.board.told")
	case p.Seen.IsZero():
		return web.T(ctx, "placement.board.unseen")
	}
	return web.T(ctx, "placement.board.seen", "since", web.SinceIn(ctx, p.Seen, p.Department))
}

func interviewWords(ctx context.Context, i proposal.Interview, area string) string {
	s := web.DateIn(ctx, i.When(), area) + ", " + web.T(ctx, "placement.way."+i.Way)
	for _, a := range i.Attends {
		s += ", " + web.T(ctx, "placement.attends."+a)
	}
	return s
}

// opening names what admission opens.
func opening(ctx context.Context, o asking.Opening) string {
	return web.Joined(ctx, ", ", strings.Fields(o.Opens.String()),
		func(ctx context.Context, c string) string { return web.T(ctx, "placement.opens."+c) })
}

// shut says of each compartment that stays closed to the host which agreements are missing.
func shut(ctx context.Context, o asking.Opening) (out []string) {
	for _, s := range o.Shut {
		out = append(out, web.T(ctx, "placement.shut.line", "what", web.T(ctx, "placement.opens."+s.Compartment),
			"agreements", web.Purposes(ctx, s.Missing)))
	}
	return out
}

// letterRows is the proposal as a summary list: the same for the coordinator who looks first and for the host.
func letterRows(ctx context.Context, l asking.Letter) []web.Row {
	when := ready(ctx, l.Shape)
	if !l.After.IsZero() {
		when += " " + web.T(ctx, "placement.letter.after", "day", web.Day(ctx, l.After))
	}
	return []web.Row{
		{Label: "placement.letter.place", Value: l.Place},
		{Label: "placement.letter.who", Value: household(ctx, l.Shape)},
		{Label: "placement.letter.speaks", Value: spoken(ctx, l.Shape)},
		{Label: "placement.letter.needs", Value: wanted(ctx, l.Shape)},
		{Label: "placement.letter.presence", Value: web.Label(ctx, codelist.Autonomy, l.Shape.Autonomy)},
		{Label: "placement.letter.when", Value: when},
		{Label: "placement.letter.danger", Value: web.T(ctx, "placement.letter.clear")},
	}
}

// household is who travels together, in words.
func household(ctx context.Context, s proposal.Shape) string {
	words := web.T(ctx, "placement.letter.adults", "n", s.Adults)
	if len(s.Children) > 0 {
		words = web.T(ctx, "placement.letter.with", "adults", words, "children",
			web.T(ctx, "placement.letter.children", "n", len(s.Children)), "bands",
			web.LabelsIn(ctx, codelist.ChildAge, s.Children))
	}
	if s.Animals == tri.Yes {
		words += ". " + web.T(ctx, "placement.letter.animal")
	}
	return words
}

func spoken(ctx context.Context, s proposal.Shape) string {
	var out []string
	if s.Language != "" {
		out = append(out, web.T(ctx, "placement.letter.language", "language",
			web.Label(ctx, codelist.Language, s.Language)))
	}
	if s.Interpreter {
		out = append(out, web.T(ctx, "placement.letter.interpreter"))
	}
	if len(out) == 0 {
		return web.T(ctx, "placement.letter.no_interpreter")
	}
	return strings.Join(out, " ")
}

func wanted(ctx context.Context, s proposal.Shape) string {
	if len(s.Needs) == 0 {
		return web.T(ctx, "placement.letter.no_needs")
	}
	return web.Labels(ctx, codelist.Need, s.Needs)
}

func ready(ctx context.Context, s proposal.Shape) string {
	var out []string
	if !s.ReadyOn.IsZero() {
		out = append(out, web.T(ctx, "placement.letter.from", "day", web.Day(ctx, s.ReadyOn)))
	}
	if s.Weeks > 0 {
		out = append(out, web.T(ctx, "placement.letter.weeks", "n", s.Weeks))
	}
	return strings.Join(out, " ")
}

// hostStands says to a host where its proposal stands; nothing goes on from an answer that it says it did not give.
func hostStands(ctx context.Context, s asking.Seen) string {
	if s.Said != nil && s.Said.Open() {
		return web.T(ctx, "placement.heard.disputed", "at", web.DateIn(ctx, s.Said.Disputed, s.Letter.Area))
	}
	both := s.Letter.State == proposal.FinalAccepted && s.Agreed
	return web.T(ctx, "placement.host."+web.Either(both, "both_agreed", string(s.Letter.State)))
}

// mayDepart is what a choice among the places that may be ticked can go against.
func mayDepart(found finding.Found) (out []decision.Against) {
	if len(found.ToAsk()) > 0 {
		out = append(out, decision.AgainstUnknown)
	}
	if found.PassesOver() {
		out = append(out, decision.AgainstOrder)
	}
	return out
}

func forWords(ctx context.Context, a decision.Against) string {
	return web.T(ctx, "placement.override.for_"+string(a))
}

package asking

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Board is the panel of a case: every host asked, newest first, for the head office; its own line for the host that
// receives. A referrer's panel does not exist: it never learns which place (I5).
type Board struct {
	Header casefile.Header
	Lines  []proposal.Line
	Agreed bool // the person has said yes since the latest interview
	// why the place of a host that agreed is not safe any more, by proposal: keys of texts, for the head office (I4)
	Doubts map[proposal.ID]casefile.Doubt
	Mail   bool
	Office bool // the reader is the head office's evaluation team
	Now    time.Time
	Again  bool // the search may be taken up again
	// Next is who is next in line, for the head office, where HasNext.
	Next      finding.Next
	HasNext   bool
	Decisions []decision.Decided // newest first, for the head office
}

// qMark sums what changes with each step of a proposal, and with each answer by telephone that is noted, disputed or
// cleared up.
var qMark = gate.CaseSQL("placement.board_mark", `select cast(coalesce(sum(seen_at + answered_at + until_at +
	question_at + reply_at + silence + live + length(state)), 0) + (select coalesce(sum(s.noted_at + s.disputed_at +
	s.settled_at), 0) from placement_answer a join placement_said s on s.id = a.id where a.case_id = $1) as bigint)
	from placement_proposal where case_id = $1`)

// Mark is one number for what the board of a case shows, another after each step of a proposal.
func (d *Desk) Mark(ctx context.Context, who access.Actor, ref casefile.Ref) (int64, error) {
	return d.gate.Mark(ctx, who, Follow, ref, qMark)
}

// Live returns the lines whose place is held.
func (b Board) Live() []proposal.Line {
	var out []proposal.Line
	for _, l := range b.Lines {
		if l.Proposal.State.Live() {
			out = append(out, l)
		}
	}
	return out
}

// OnCase reads the board inside the case page's act.
func (d *Desk) OnCase(v *gate.CaseView) (Board, bool, error) {
	b := Board{Mail: d.o.Mail(), Now: v.Now()}
	relation := v.Relation()
	if relation != access.Evaluates && relation != access.Hosts {
		return b, false, nil
	}
	b.Office = relation == access.Evaluates
	var err error
	if b.Header, err = casefile.ReadHeader(v); err != nil {
		return b, false, err
	}
	all, err := proposal.List(v)
	if err != nil {
		return b, false, err
	}
	if !b.Office {
		all = slices.DeleteFunc(all, func(p proposal.Proposal) bool { return p.Team != v.Team() })
	}
	if b.Lines, err = proposal.Lines(v, all, b.Mail); err != nil {
		return b, false, err
	}
	if b.Agreed, err = proposal.PersonAgreed(v); err != nil {
		return b, false, err
	}
	if b.Office {
		if b.Doubts, err = d.finding.Doubts(v, all); err != nil {
			return b, false, err
		}
		if b.Decisions, err = decision.List(v); err != nil {
			return b, false, err
		}
		if b.Next, b.HasNext, err = finding.ReadNext(v); err != nil {
			return b, false, err
		}
	}
	b.Again = casefile.Allowed(b.Header.Stage, "search_again") && b.Header.Stage != casefile.Searching
	searching := b.Header.Stage == casefile.Searching || b.Header.Stage == casefile.Meeting
	return b, len(b.Lines) > 0 || b.Office && searching, nil
}

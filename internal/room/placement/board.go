package placement

import (
	"slices"
	"time"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Line is one host asked, on the coordinator's board.
type Line struct {
	Proposal  Proposal
	Place     partner.PlaceRow
	Interview *Interview
	Call      bool // nobody has looked yet: call them
}

// Board is the panel of a case: every host asked, newest first, for the head office; its own line for the host that
// receives. A referrer's panel does not exist: it never learns which place (I5).
type Board struct {
	Header casefile.Header
	Lines  []Line
	Agreed bool // the person has said yes since the latest interview
	Mail   bool
	Office bool // the reader is the head office's evaluation team
	Now    time.Time
	Again  bool // the search may be taken up again
	// Next is who is next in line, for the head office, where HasNext.
	Next      Next
	HasNext   bool
	Decisions []Decided // newest first, for the head office
}

// Live returns the lines whose place is held.
func (b Board) Live() []Line {
	var out []Line
	for _, l := range b.Lines {
		if l.Proposal.State.Live() {
			out = append(out, l)
		}
	}
	return out
}

// OnCase reads the board inside the case page's act.
func (d *Desk) OnCase(v *gate.CaseView) (Board, bool, error) {
	b := Board{Mail: d.o.Mail, Now: v.Now()}
	relation := v.Relation()
	if relation != access.Evaluates && relation != access.Hosts {
		return b, false, nil
	}
	b.Office = relation == access.Evaluates
	var err error
	if b.Header, err = casefile.ReadHeader(v); err != nil {
		return b, false, err
	}
	all, err := listProposals(v)
	if err != nil {
		return b, false, err
	}
	if !b.Office {
		all = slices.DeleteFunc(all, func(p Proposal) bool { return p.Team != v.Team() })
	}
	if b.Lines, err = d.lines(v, all); err != nil {
		return b, false, err
	}
	if b.Agreed, err = personAgreed(v); err != nil {
		return b, false, err
	}
	if b.Office {
		if b.Decisions, err = listDecisions(v); err != nil {
			return b, false, err
		}
		if b.Next, b.HasNext, err = readNext(v); err != nil {
			return b, false, err
		}
	}
	b.Again = casefile.Allowed(b.Header.Stage, "search_again") && b.Header.Stage != casefile.Searching
	searching := b.Header.Stage == casefile.Searching || b.Header.Stage == casefile.Meeting
	return b, len(b.Lines) > 0 || b.Office && searching, nil
}

// lines makes the board of proposals, newest first.
func (d *Desk) lines(v *gate.CaseView, all []Proposal) ([]Line, error) {
	var out []Line
	for i := len(all) - 1; i >= 0; i-- {
		l, err := d.line(v, all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func (d *Desk) line(v *gate.CaseView, p Proposal) (Line, error) {
	l := Line{Proposal: p, Call: d.toCall(v.Now(), p) || p.State == Sent && p.Silence > 0}
	var err error
	if l.Place, err = partner.PlaceOf(v, p.Place); err != nil {
		return l, err
	}
	i, ok, err := findInterview(v, p.ID)
	if ok {
		l.Interview = &i
	}
	return l, err
}

package finding

import (
	"slices"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
)

// Since is what changed since the last decision.
type Since struct {
	At       time.Time
	Ended    []proposal.Proposal // asked in it or before, and ended without a place since
	Appeared []Match             // fit now, and did not
	Gone     []Shut              // fitted then, and do not now
}

// Guide is what a search says besides its list.
type Guide struct {
	Next      Match // who is next in line, where HasNext
	HasNext   bool
	Since     *Since // nil before the first decision
	Stuck     *Stuck // nil while a place fits
	Decisions []decision.Decided
	On        date.Date // the day of the search, for lists with dates
}

var (
	qMet = gate.CaseSQL("placement.met", `select proposal_id from placement_interview where case_id = $1
		and held_at > 0`)
)

// ReadGuide reads what changed since the last decision, who is next, and what helps when nothing fits.
func (f Found) ReadGuide(v *gate.CaseView) (Guide, error) {
	g := Guide{Stuck: f.stuck(), On: v.Today()}
	if line := f.Line(nil); len(line) > 0 {
		g.Next, g.HasNext = line[0], true
	}
	var err error
	if g.Decisions, err = decision.List(v); err != nil || len(g.Decisions) == 0 {
		return g, err
	}
	seen, at, err := decision.Latest(v)
	if err != nil {
		return g, err
	}
	s := f.since(seen, at)
	g.Since = &s
	return g, nil
}

// since compares a search with what was seen at a decision.
func (f Found) since(seen decision.Record, at time.Time) Since {
	s := Since{At: at}
	fitted := map[partner.PlaceID]bool{}
	for _, p := range seen.Places {
		fitted[p.Place] = p.Verdict == match.Passed.String()
	}
	for _, m := range f.Matches {
		switch now := m.Result.Verdict == match.Passed; {
		case now && !fitted[m.Row.ID]:
			s.Appeared = append(s.Appeared, m)
		case !now && fitted[m.Row.ID]:
			why := slices.Concat(m.Result.Broken(), m.Result.Asks())
			s.Gone = append(s.Gone, Shut{m, why[0]})
		}
	}
	for _, p := range f.Proposals {
		ended := p.State == proposal.Declined || p.State == proposal.FinalDeclined || p.State == proposal.Expired
		if ended && !p.Ended().Before(at) {
			s.Ended = append(s.Ended, p)
		}
	}
	return s
}

// readMet returns the proposals whose interview took place.
func readMet(v *gate.CaseView) (map[proposal.ID]bool, error) {
	return setOf(gate.Values[proposal.ID](v.Query, qMet))
}

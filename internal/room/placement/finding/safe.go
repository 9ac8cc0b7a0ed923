package finding

import (
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
)

// Faults of a place that is not safe any more.
var (
	// ErrApart tells that somebody she must be kept apart from is near the place now (H3).
	ErrApart = fault.NewConflict("placement.apart_now")
	// ErrRefused tells that she would not go there any more.
	ErrRefused = fault.NewConflict("placement.refused_now")
	// ErrDanger tells that the place does not lie clear of danger any more: zones were added since it was proposed
	// (I4).
	ErrDanger = fault.NewConflict(string(casefile.DangerGrew))
)

// Doubt looks at one place again, for each step that leads to it: the interview, the admission, the plan of the way,
// the departure.
func (d *Desk) Doubt(v *gate.CaseView, place partner.PlaceID) (casefile.Doubt, error) {
	_, err := d.Again(v, place)
	if fault.Is(err, fault.Conflict) {
		return casefile.Doubt(fault.Key(err)), nil
	}
	return "", err
}

// Doubts looks again at the places of hosts that agreed, by proposal: danger may have grown since they were asked (I4).
// There is none where a place is as safe as before.
func (d *Desk) Doubts(v *gate.CaseView, all []proposal.Proposal) (map[proposal.ID]casefile.Doubt, error) {
	out := map[proposal.ID]casefile.Doubt{}
	for _, p := range all {
		if !p.State.Agreed() {
			continue
		}
		var err error
		if out[p.ID], err = d.Doubt(v, p.Place); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Again looks at one place again: danger, vetoes and conflicts may have grown since it was proposed (I4). It returns
// ErrApart, ErrRefused or ErrDanger where it may not be asked about any more, or where that is not known, with what was
// found of the place, so that a decision to go on all the same is kept as it was seen. ErrDanger tells that nothing but
// danger stands against it.
func (d *Desk) Again(v *gate.CaseView, place partner.PlaceID) (f Found, err error) {
	row, err := partner.PlaceOf(v, place)
	if err != nil {
		return f, err
	}
	if f.Coded, err = casefile.ReadCoded(v); err != nil {
		return f, err
	}
	if err := rank(v, &f, []partner.PlaceRow{row}); err != nil {
		return f, err
	}
	for _, c := range f.Matches[0].Result.Checks {
		switch {
		case c.Verdict == match.Passed, c.Rule == match.RuleVeto && c.Verdict == match.Unknown: // she said yes since
		case c.Rule == match.RuleConflict:
			return f, ErrApart // the other person is in danger too: whatever else stands against it
		case c.Rule == match.RuleVeto:
			err = ErrRefused
		case c.Rule == match.RuleDanger && err == nil:
			err = ErrDanger
		}
	}
	return f, err
}

// Endangered is the rule of danger that somebody sets aside who goes on with the one place found.
func (f Found) Endangered() []decision.Departure {
	return []decision.Departure{{Place: f.Matches[0].Row.ID, Against: decision.AgainstRule,
		What: string(match.RuleDanger)}}
}

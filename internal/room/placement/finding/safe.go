package finding

import (
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
)

// ErrApart tells that somebody she must be kept apart from is near the place now (H3).
var ErrApart = fault.NewConflict("placement.apart_now")

// ErrDanger tells that the place does not lie clear of danger any more: zones were added since it was proposed (I4).
var ErrDanger = fault.NewConflict("placement.danger_now")

// StillSafe looks at one place again: danger, vetoes and conflicts may have grown since it was proposed (I4). It
// returns ErrDanger or ErrApart where it may not be asked about any more, or where that is not known.
func (d *Desk) StillSafe(v *gate.CaseView, place partner.PlaceID) error {
	row, err := partner.PlaceOf(v, place)
	if err != nil {
		return err
	}
	var f Found
	if f.Coded, err = casefile.ReadCoded(v); err != nil {
		return err
	}
	if err := rank(v, &f, []partner.PlaceRow{row}); err != nil {
		return err
	}
	for _, c := range f.Matches[0].Result.Checks {
		switch {
		case c.Verdict == match.Passed, c.Rule == match.RuleVeto && c.Verdict == match.Unknown: // she said yes since
		case c.Rule == match.RuleDanger, c.Rule == match.RuleVeto:
			return ErrDanger
		case c.Rule == match.RuleConflict:
			return ErrApart
		}
	}
	return nil
}

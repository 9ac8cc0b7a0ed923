package finding

import (
	"fmt"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/trust/gate"
)

// Record takes down what a search showed, and which places were chosen.
func (f Found) Record(v *gate.CaseView, places []partner.PlaceID) (decision.Record, error) {
	zones, err := casefile.Zones(v)
	if err != nil {
		return decision.Record{}, err
	}
	vetoes, err := casefile.Vetoes(v)
	if err != nil {
		return decision.Record{}, err
	}
	wishes, err := casefile.Wishes(v)
	if err != nil {
		return decision.Record{}, err
	}
	ties, err := casefile.Ties(v)
	if err != nil {
		return decision.Record{}, err
	}
	on, c := v.Today(), f.Coded
	s := decision.Record{Criteria: match.Criteria, Prices: f.prices, Need: decision.Need{On: on, Adults: c.Adults,
		Children: c.ChildrenBands, Needs: c.NeedCodes, Languages: c.Languages, Security: c.SecurityLevel,
		ReadyOn: c.ReadyOn, Weeks: c.StayWeeks, Zones: zones, Vetoes: vetoes, Wishes: wishes, Ties: ties}}
	for _, r := range match.InForce(codelist.RuleBook(f.Country), on) {
		s.Rules = append(s.Rules, fmt.Sprintf("%s/%d", r.ID, r.Version))
	}
	chosen := map[partner.PlaceID]bool{}
	for _, p := range places {
		chosen[p] = true
	}
	for _, m := range f.Matches {
		p := decision.Place{Place: m.Row.ID, Department: m.Row.Department, Verdict: m.Result.Verdict.String(),
			Chosen: chosen[m.Row.ID]}
		for _, t := range m.Result.Tiers {
			p.Values = append(p.Values, t.Value)
		}
		for _, c := range m.Result.Checks {
			if m.Result.Verdict != match.Excluded || c.Verdict != match.Passed {
				p.Checks = append(p.Checks, decision.SaidOf(c))
			}
		}
		s.Places = append(s.Places, p)
	}
	return s, nil
}

package finding

import (
	"context"
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Worse is the first criterion in which one place is not like another: what it has, and what the other has.
type Worse struct {
	Criterion  match.Criterion
	Have, Best int
}

// worse finds the first criterion that tells a from b; false when only the draw does.
func worse(a, b match.Result) (Worse, bool) {
	for i, t := range a.Tiers {
		if t.Criterion == match.Drawn || i >= len(b.Tiers) {
			break
		}
		if t.Value != b.Tiers[i].Value {
			return Worse{t.Criterion, t.Value, b.Tiers[i].Value}, true
		}
	}
	return Worse{}, false
}

// Why is one place in full: why it is not first, or what would make it possible.
type Why struct {
	Header   casefile.Header
	On       date.Date
	Round    int
	Match    Match
	Best     Match // the first of the line; the zero Match when nobody can be asked
	HasBest  bool  // there is a best place, and it is another one
	Position int   // in the line, from 1; 0: not in it
	Worse    Worse // than the best, where Differs
	Differs  bool
	// what excludes it and that no reason sets aside here: consent, danger, people kept apart
	Never    []Check
	Relax    []Check           // what else excludes it: the smallest set that would have to change, all of them
	Criteria []match.Criterion // those that say something of this person
	Settable bool              // somebody who gives a reason may set them aside
	Tried    bool              // its host was asked in this case already
}

// why says everything about one place of a search.
func (f Found) why(m Match) Why {
	w := Why{Header: f.Header, On: f.Guide.On, Round: f.Round, Match: m, Tried: f.tried()[m.Row.ID]}
	for _, t := range f.Tiers(m) {
		w.Criteria = append(w.Criteria, t.Criterion)
	}
	line := f.Line(nil)
	w.Position = 1 + slices.IndexFunc(line, func(x Match) bool { return x.Row.ID == m.Row.ID })
	if len(line) > 0 && line[0].Row.ID != m.Row.ID {
		w.Best, w.HasBest = line[0], true
		if w.Best.Result.Verdict == m.Result.Verdict {
			w.Worse, w.Differs = worse(m.Result, w.Best.Result)
		}
	}
	for _, c := range m.Result.Broken() {
		if guarded(c.Rule) {
			w.Never = append(w.Never, c)
		} else {
			w.Relax = append(w.Relax, c)
		}
	}
	w.Settable = m.Settable()
	return w
}

// Place opens one place of the search in full, beside the best one.
func (d *Desk) Place(ctx context.Context, who access.Actor, ref casefile.Ref, place partner.PlaceID) (Why, error) {
	var w Why
	err := d.gate.ViewCase(ctx, who, Compare, ref, func(v *gate.CaseView) error {
		f, err := d.Within(v)
		if err != nil {
			return err
		}
		m, ok := f.Match(place)
		if !ok {
			return ErrNoSuchPlace
		}
		f.Guide.On = v.Today()
		w = f.why(m)
		return nil
	})
	return w, err
}

// Compare opens two or three places side by side, in the order of the search.
func (d *Desk) Compare(ctx context.Context, who access.Actor, ref casefile.Ref,
	places []partner.PlaceID) ([]Why, error) {
	var out []Why
	err := d.gate.ViewCase(ctx, who, Compare, ref, func(v *gate.CaseView) error {
		out = nil
		if len(places) < 2 || len(places) > proposal.MostHosts(v.Country(), v.Today()) {
			return ErrCompare
		}
		f, err := d.Within(v)
		if err != nil {
			return err
		}
		for _, m := range f.Matches {
			if slices.Contains(places, m.Row.ID) {
				out = append(out, f.why(m))
			}
		}
		if len(out) != len(places) {
			return ErrNoSuchPlace
		}
		return nil
	})
	return out, err
}

// Stuck says why no place passes every rule, and what would help.
type Stuck struct {
	Rule   match.RuleID // the rule that excludes the most places
	Places int          // how many
	// the smallest set of data that would have to change for one place to fit; none when nothing helps here
	Relax   []Check
	Nearest Match   // that place, where Relax is not empty
	Bridge  []Match // emergency flats that may be asked meanwhile
}

// stuck looks for the way on when no destination passes; nil when one does.
func (f Found) stuck() *Stuck {
	if slices.ContainsFunc(f.Matches, func(m Match) bool {
		return m.Result.Verdict == match.Passed &&
			!m.Row.EmergencyFlat
	}) {
		return nil
	}
	var s Stuck
	count := map[match.RuleID]int{}
	for _, m := range f.Matches {
		if m.Row.EmergencyFlat {
			if m.Askable() {
				s.Bridge = append(s.Bridge, m)
			}
			continue
		}
		broken := m.Result.Broken()
		for _, c := range broken {
			count[c.Rule]++
		}
		if len(broken) == 0 || slices.ContainsFunc(broken, func(c Check) bool { return guarded(c.Rule) }) {
			continue
		}
		if s.Relax == nil || len(broken) < len(s.Relax) { // the first of equals: the best by the criteria
			s.Relax, s.Nearest = broken, m
		}
	}
	for _, r := range match.RuleIDs {
		if count[r] > s.Places {
			s.Rule, s.Places = r, count[r]
		}
	}
	return &s
}

// PricesOf asks, for each criterion, which of the line would come first without it.
func PricesOf(line []Match) []decision.Price {
	if len(line) < 2 {
		return nil
	}
	first := line[0]
	var out []decision.Price
	for i, t := range first.Result.Tiers {
		if t.Criterion == match.Drawn {
			break
		}
		best := first
		for _, m := range line[1:] {
			if m.Result.Verdict == first.Result.Verdict && better(m.Result.Tiers, best.Result.Tiers, i) {
				best = m
			}
		}
		for k, b := range best.Result.Tiers {
			if gain := b.Value - first.Result.Tiers[k].Value; k != i && gain > 0 && b.Criterion != match.Drawn {
				out = append(out, decision.Price{Criterion: t.Criterion, Gains: b.Criterion,
					Steps: gain})
				break
			}
		}
	}
	return out
}

// better compares two places criterion by criterion, without one of them.
func better(a, b []Tier, without int) bool {
	for i := range a {
		if i != without && a[i].Value != b[i].Value {
			return a[i].Value > b[i].Value
		}
	}
	return false
}

package round

import (
	"maps"
	"slices"

	"havre.example/havre/internal/calc/match"
)

// Change is what differs for one case between two outcomes.
type Change struct {
	Case   string
	Before Given // State "" when the case was not there
	After  Given
	Worse  bool // for her: less of a roof, less safe, later, or a lower criterion, whichever comes first
}

// Changes says what differs between two outcomes, in the order of the later one, cases that left last. A repair after a
// decline is a second Solve with the place in Case.Refused; this tells people what it moved.
func Changes(before, after Outcome) []Change {
	was := make(map[string]Given, len(before.Given))
	for _, g := range before.Given {
		was[g.Case] = g
	}
	var out []Change
	for _, g := range after.Given {
		b := was[g.Case]
		delete(was, g.Case)
		if !same(b, g) {
			out = append(out, Change{Case: g.Case, Before: b, After: g, Worse: worse(b, g)})
		}
	}
	for _, b := range before.Given {
		if _, left := was[b.Case]; left {
			out = append(out, Change{Case: b.Case, Before: b})
		}
	}
	return out
}

func same(a, b Given) bool {
	return a.State == b.State && a.Place == b.Place && a.Week == b.Week && a.Flat == b.Flat && a.FlatWeek == b.FlatWeek
}

// worse compares what one case is given, most important first.
func worse(a, b Given) bool {
	rank := map[State]int{Placed: 2, Bridged: 1}
	if a.State == "" || rank[a.State] != rank[b.State] {
		return rank[b.State] < rank[a.State]
	}
	begin := func(g Given) int {
		if g.Flat != "" {
			return g.FlatWeek
		}
		return g.Week
	}
	for i := range min(len(a.Criteria), len(b.Criteria)) {
		if i == 1 && begin(a) != begin(b) {
			return begin(b) > begin(a)
		}
		if x, y := a.Criteria[i].Value, b.Criteria[i].Value; x != y {
			return y < x
		}
	}
	return begin(b) > begin(a)
}

// Ground says why a case is not in a place, part of a text key.
type Ground string

// The grounds.
const (
	ThereAlready Ground = "there"    // it is
	ByRule       Ground = "rule"     // a hard rule excludes it, asks first, or it was declined
	ByCalendar   Ground = "calendar" // the place is never free for as long as planned
	ByLock       Ground = "lock"     // a person fixed something that does not go with it
	ByBridge     Ground = "bridge"   // the place is an emergency flat: a bridge, never a destination
	ByTier       Ground = "tier"     // it is possible, and something more important gets worse
	ByNothing    Ground = "nothing"  // it is possible and as good (a search that was not proved may have missed it)
	ByStop       Ground = "stop"     // not known: the search was stopped before it had looked
)

// Answer says why a case is not in a place.
type Answer struct {
	Case, Place string
	Ground      Ground
	Rules       []match.Check // ByRule: what excludes or asks
	Before      Tier          // ByTier: the first tier that gets worse, as it is
	After       Tier          // and as it would be
	Changes     []Change      // ByTier, ByNothing: who would be given something else; others by their opaque key only
	Proved      bool          // both outcomes are proved
}

// WhyNot answers "why not there?" by putting the case there and solving again. The round is the one that gave the
// outcome; keys that are not in it give an ErrRound.
func WhyNot(r Round, o Options, out Outcome, caseKey, place string) (_ Answer, err error) {
	defer mend(&err)
	c, p := r.find(caseKey), r.findPlace(place)
	if c < 0 || p < 0 {
		return Answer{}, bad("no case %q or no place %q", caseKey, place)
	}
	a := Answer{Case: caseKey, Place: place, Proved: out.Proved}
	now, _ := out.Of(caseKey)
	if now.Place == place {
		a.Ground = ThereAlready
		return a, nil
	}
	if a.Rules = r.against(c, p); len(a.Rules) > 0 {
		a.Ground = ByRule
		return a, nil
	}
	switch {
	case r.Places[p].Emergency:
		a.Ground = ByBridge
		return a, nil
	case r.Cases[c].Lock != "" && r.Cases[c].Lock != place:
		a.Ground = ByLock
		return a, nil
	}
	forced := r.with(c, func(c *Case) { c.Lock = place })
	then, err := Solve(forced, o)
	if err != nil {
		return Answer{}, err
	}
	a.Proved = out.Proved && then.Proved
	switch got, _ := then.Of(caseKey); {
	case got.Unseen:
		a.Ground = ByStop
		return a, nil
	case got.Place != place && got.Choices > 0 && !r.everFree(c, p):
		a.Ground = ByCalendar
		return a, nil
	case got.Place != place, r.Cases[c].Lock == "" && then.Tiers[0].Value <= out.Tiers[0].Value:
		// or another one's is broken
		a.Ground = ByLock
		return a, nil
	}
	a.Changes = Changes(out, then)
	a.Ground = ByNothing
	for i := range min(len(out.Tiers), len(then.Tiers)) {
		b, t := out.Tiers[i], then.Tiers[i]
		if b.Tier == "T0" || b.Value == t.Value {
			continue
		}
		if (t.Value < b.Value) == b.Higher {
			a.Ground, a.Before, a.After = ByTier, b, t
		}
		break
	}
	return a, nil
}

// Opening says what would give a place to a case that has none.
type Opening struct {
	Case     string
	Possible bool
	Rules    []match.RuleID // the smallest set found: with these relaxed for her she has a place, and nobody loses one
	Given    Given          // what she would have
	Blocked  []Blocked      // not possible: which rules keep her from how many places
	Flat     string         // an emergency flat that passes the rules for her meanwhile; empty: none
	FlatWeek int            // first week it could begin
	Proved   bool           // the set is proved to be needed: no search behind it was stopped
}

// Possible answers "what would make it possible?". Consent, danger and conflict are never among the rules. Sets of one
// and two rules are all tried; beyond that a deletion filter gives a set none of which can be left out.
func Possible(r Round, o Options, out Outcome, caseKey string) (_ Opening, err error) {
	defer mend(&err)
	c := r.find(caseKey)
	if c < 0 {
		return Opening{}, bad("no case %q", caseKey)
	}
	pinned := map[string]bool{caseKey: true}
	for _, g := range out.Given {
		if g.State == Placed {
			pinned[g.Case] = true
		}
	}
	s := opener{r: r, o: o, at: c, pinned: pinned, a: Opening{Case: caseKey, Proved: true}}
	s.bridge()
	all := s.loose()
	ok, err := s.try(all)
	if err != nil || !ok {
		s.a.Blocked = newProblem(&r).blocked(&r.Cases[c])
		return s.a, err
	}
	set, err := s.least(all)
	if err != nil {
		return Opening{}, err
	}
	if _, err = s.try(set); err != nil { // the last word is on this very set
		return Opening{}, err
	}
	s.a.Possible, s.a.Rules = true, set
	return s.a, nil
}

// opener tries sets of relaxed rules for one case.
type opener struct {
	r      Round
	o      Options
	at     int
	pinned map[string]bool
	a      Opening
}

// loose lists the rules that keep her from some place and may be relaxed, in the order of the rule book.
func (s *opener) loose() []match.RuleID {
	p := newProblem(&s.r)
	c := &s.r.Cases[s.at]
	seen := map[match.RuleID]bool{}
	var out []match.RuleID
	p.judge.each(c, func(_ int, checks []match.Check) {
		for _, x := range checks {
			if x.Verdict != match.Passed && !kept[x.Rule] && !seen[x.Rule] && !p.judge.relaxed(c, x.Rule) {
				seen[x.Rule] = true
				out = append(out, x.Rule)
			}
		}
	})
	if !seen[match.RuleQuota] && !p.judge.relaxed(c, match.RuleQuota) {
		out = append(out, match.RuleQuota) // others of the round may use it up
	}
	slices.Sort(out)
	return out
}

// try tells whether she has a place with these rules relaxed for her, and everybody keeps one.
func (s *opener) try(rules []match.RuleID) (bool, error) {
	r := s.r.with(s.at, func(c *Case) { c.Relaxed = append(slices.Clone(c.Relaxed), rules...) })
	then, err := solve(r, s.o, s.pinned)
	if err != nil {
		return false, err
	}
	s.a.Proved = s.a.Proved && then.Proved
	for _, g := range then.Given {
		if s.pinned[g.Case] && g.State != Placed {
			return false, nil
		}
	}
	s.a.Given, _ = then.Of(s.a.Case)
	return true, nil
}

// least finds a smallest set: none, one, two, else by deletion.
func (s *opener) least(all []match.RuleID) ([]match.RuleID, error) {
	sets := [][]match.RuleID{nil}
	for i := range all {
		sets = append(sets, []match.RuleID{all[i]})
	}
	for i := range all {
		for k := i + 1; k < len(all); k++ {
			sets = append(sets, []match.RuleID{all[i], all[k]})
		}
	}
	for _, set := range sets {
		if ok, err := s.try(set); ok || err != nil {
			return set, err
		}
	}
	set := slices.Clone(all)
	for _, id := range all {
		fewer := slices.DeleteFunc(slices.Clone(set), func(x match.RuleID) bool { return x == id })
		ok, err := s.try(fewer)
		if err != nil {
			return nil, err
		}
		if ok {
			set = fewer
		}
	}
	return set, nil
}

// bridge looks for an emergency flat that would take her now, whoever else is there in the end.
func (s *opener) bridge() {
	alone := s.r
	alone.Cases = s.r.Cases[s.at : s.at+1]
	p := build(&alone, nil, s.o.stop)
	for k := range p.options {
		if o := &p.options[k]; o.place < 0 && o.flat >= 0 && (s.a.Flat == "" || int(o.ffrom) < s.a.FlatWeek) {
			s.a.Flat, s.a.FlatWeek = s.r.Places[p.places[o.flat]].Key, int(o.ffrom)
		}
	}
}

func (r *Round) find(key string) int {
	return slices.IndexFunc(r.Cases, func(c Case) bool { return c.Key == key })
}

func (r *Round) findPlace(key string) int {
	return slices.IndexFunc(r.Places, func(p Place) bool { return p.Key == key })
}

// with is the round with one case changed.
func (r *Round) with(at int, change func(*Case)) Round {
	out := *r
	out.Cases = slices.Clone(r.Cases)
	out.Cases[at].Uses = maps.Clone(out.Cases[at].Uses)
	change(&out.Cases[at])
	return out
}

// Judge returns what every hard rule says of a case in a place, in the order of the rule book, with a decline if there
// was one; and the criteria.
func (r *Round) Judge(caseKey, place string) ([]match.Check, []match.Tier, error) {
	c, p := r.find(caseKey), r.findPlace(place)
	if c < 0 || p < 0 {
		return nil, nil, bad("no case %q or no place %q", caseKey, place)
	}
	j := newJudge(r)
	res := j.one(&r.Cases[c], p)
	checks := j.checks(&r.Cases[c], p, res)
	if slices.Contains(r.Cases[c].Refused, place) {
		checks = append(checks, match.Check{Rule: RuleRefused, Verdict: match.Excluded,
			Datum: match.Datum{Code: "declined"}})
	}
	return checks, res.Tiers, nil
}

// against lists the rules that keep a case from a place.
func (r *Round) against(c, p int) []match.Check {
	checks, _, _ := r.Judge(r.Cases[c].Key, r.Places[p].Key) // both are there
	j := judge{r: r}
	return slices.DeleteFunc(checks, func(x match.Check) bool {
		return x.Verdict == match.Passed || j.relaxed(&r.Cases[c], x.Rule) ||
			x.Verdict == match.Unknown && r.Asking && !kept[x.Rule]
	})
}

// everFree tells whether the place has a week from which the case could stay, nobody else of the round being there.
func (r *Round) everFree(c, p int) bool {
	alone := *r
	alone.Cases = []Case{r.Cases[c]}
	alone.Cases[0].Lock, alone.Cases[0].Together = r.Places[p].Key, nil
	x := build(&alone, nil, func() bool { return false })
	for k := range x.options {
		if x.options[k].place >= 0 {
			return true
		}
	}
	return false
}

// newProblem is the judge's part of a problem, for questions about rules alone.
func newProblem(r *Round) *problem { return &problem{round: r, judge: newJudge(r)} }

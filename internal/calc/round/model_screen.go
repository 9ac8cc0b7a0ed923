package round

import (
	"slices"
	"strings"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// aspect is a side of a place that some rules and criteria read and the others do not. Ten thousand places have few
// areas, few states and few kinds of room, so that each aspect is judged once and a place is the sum of its aspects.
type aspect int

const (
	ofArea    aspect = iota // where it is
	ofRoom                  // what it is like, and who its partner is
	ofState                 // whether it is free
	ofNews                  // when it was confirmed
	ofProfile               // what its host declared
	aspects
)

// The rules and criteria by aspect; those not listed read the room. A test holds this against match.
var (
	ruleAspect = map[match.RuleID]aspect{match.RuleVeto: ofArea, match.RuleDanger: ofArea, match.RuleContinuity: ofArea,
		match.RuleWish: ofArea, match.RuleConflict: ofArea, match.RuleFree: ofState, match.RuleProfile: ofProfile}
	tierAspect = map[match.Criterion]aspect{match.Safety: ofArea, match.Reached: ofArea, match.Wished: ofArea,
		match.Freshness: ofNews}
)

// likeness is what the rules read of a room.
type likeness struct {
	languages, specialisms         string
	beds, cots, security           int
	ownRoom, stepFree, groundFloor tri.Value
	active                         tri.Value
	emergency                      bool
}

type standing struct {
	state  match.State
	freeOn date.Date
}

// sorts numbers the places by aspect and keeps one place of each number.
type sorts struct {
	of    [aspects][]int32 // by place
	first [aspects][]int32 // a place of each number
}

func (r *Round) sorts() sorts {
	var s sorts
	rooms, states, areas, news, profiles := map[likeness]int32{}, map[standing]int32{}, map[string]int32{},
		map[date.Date]int32{}, map[string]int32{}
	put := func(a aspect, place int, n int32) {
		if int(n) == len(s.first[a]) {
			s.first[a] = append(s.first[a], int32(place))
		}
		s.of[a] = append(s.of[a], n)
	}
	for i := range r.Places {
		p := &r.Places[i]
		put(ofArea, i, number(areas, p.Area.Code))
		put(ofRoom, i, number(rooms, likeness{languages: strings.Join(p.Languages, " "),
			specialisms: strings.Join(p.Specialisms, " "),
			beds:        p.Beds, cots: p.Cots, security: p.Security, ownRoom: p.OwnRoom, stepFree: p.StepFree,
			groundFloor: p.GroundFloor,
			active:      p.PartnerActive, emergency: p.Emergency}))
		put(ofState, i, number(states, standing{p.State, p.FreeOn}))
		put(ofNews, i, number(news, p.ConfirmedOn))
		put(ofProfile, i, number(profiles, p.Profile))
	}
	return s
}

func number[K comparable](m map[K]int32, key K) int32 {
	n, ok := m[key]
	if !ok {
		n = int32(len(m))
		m[key] = n
	}
	return n
}

// sifted is what the rules say of one place for a case.
type sifted struct {
	verdict match.Verdict // whether it may be used
	static  bool          // it passes whatever does not depend on when it is free or on others
	aside   bool          // it is left aside for her
	parts   [aspects]*match.Result
}

// tier is a criterion's value.
func (s *sifted) tier(k int) int {
	a, ok := tierAspect[match.Criteria[k]]
	if !ok {
		a = ofRoom
	}
	return s.parts[a].Tiers[k].Value
}

// sift judges a case in every place.
func (j *judge) sift(c *Case) []sifted {
	var asked []match.Place
	offset := [aspects]int32{}
	for a := range aspects {
		offset[a] = int32(len(asked))
		for _, i := range j.sorts.first[a] {
			p := j.ask(c, int(i))
			// a hold counts for its own place only
			p.Follows, p.House, p.Town, p.State = false, "", "", j.r.Places[i].State
			asked = append(asked, p)
		}
	}
	own := map[[2]int32]int32{} // place and aspect: judged by itself, where house or town count, or a hold is hers
	for i := range j.r.Places {
		p := &j.r.Places[i]
		for k := range c.Conflicts {
			if _, done := own[[2]int32{int32(i), int32(ofArea)}]; !done && alike(&c.Conflicts[k], p) {
				own[[2]int32{int32(i), int32(ofArea)}] = int32(len(asked))
				asked = append(asked, j.ask(c, i))
			}
		}
		if p.State == match.Held && slices.Contains(c.Holds, p.Key) {
			own[[2]int32{int32(i), int32(ofState)}] = int32(len(asked))
			asked = append(asked, j.ask(c, i))
		}
	}
	results := make([]match.Result, len(asked))
	for _, res := range j.engine.Rank(j.need(c), asked) {
		results[res.Place] = res
	}
	verdicts, static := make([][aspects]match.Verdict, len(asked)), make([][aspects]bool, len(asked))
	for n := range results {
		for a := range aspects {
			verdicts[n][a], static[n][a] = j.verdict(c, results[n].Checks, a)
		}
	}
	out := make([]sifted, len(j.r.Places))
	for i := range out {
		p, s := &j.r.Places[i], &out[i]
		s.verdict, s.static = match.Passed, !(p.Follows || slices.Contains(c.Followers, p.Partner))
		if !s.static {
			s.verdict = match.Excluded
		}
		for a := range aspects {
			n := offset[a] + j.sorts.of[a][i]
			if len(own) > 0 {
				if x, ok := own[[2]int32{int32(i), int32(a)}]; ok {
					n = x
				}
			}
			s.parts[a] = &results[n]
			s.verdict = worst(s.verdict, verdicts[n][a])
			s.static = s.static && static[n][a]
		}
		s.aside = aside(s.parts[ofArea].Checks)
		s.static = s.static && !s.aside
		quota := match.Quota(&p.Place, c.Household.People())
		v, _ := j.verdict(c, []match.Check{quota}, ofRoom)
		signed, static := j.verdict(c, []match.Check{j.convention(c, p)}, ofRoom)
		s.verdict, s.static = worst(s.verdict, worst(v, signed)), s.static && static
	}
	return out
}

// alike tells whether a place has the house, the town or the department of somebody she is kept apart from.
func alike(x *match.Conflict, p *Place) bool {
	return x.House != "" && x.House == p.House || x.Area.Code != "" && x.Area.Code == p.Area.Code ||
		x.Town != "" && p.Town != "" && match.TownKey(x.Town) == match.TownKey(p.Town)
}

func worst(a, b match.Verdict) match.Verdict {
	switch {
	case a == match.Excluded || b == match.Excluded:
		return match.Excluded
	case a == match.Unknown || b == match.Unknown:
		return match.Unknown
	}
	return match.Passed
}

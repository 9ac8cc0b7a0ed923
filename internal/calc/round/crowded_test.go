package round_test

import (
	"math/rand/v2"
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// patchy is the invented table of travel times with one pair of departments in fifteen that nobody knows.
type patchy struct{}

type travel struct {
	geo.Travel
	known bool
}

var table = func() map[[2]string]travel {
	out := map[[2]string]travel{}
	for i, a := range areas {
		for k, b := range areas {
			way, known := straight{}.Between(a, b)
			out[[2]string{a.Code, b.Code}] = travel{way, known && (i*k%15 != 7 || i == k)}
		}
	}
	return out
}()

// crowdedRound draws a round in which everything of docs/round.md occurs. Most are small, because a proposal of a small
// round costs a fifth of one of a large round; one in twenty is a week's.
func crowdedRound(rng *rand.Rand) round.Round {
	s := everything
	s.cases, s.places, s.houses, s.partners, s.asking, s.flats = 3+rng.IntN(6), 6+rng.IntN(9), 5+rng.IntN(8),
		3+rng.IntN(6), rng.IntN(2) == 0, rng.IntN(3)
	s.refused, s.busy, s.unknown = .1, .15, .05
	s.quota, s.weeks, s.areas, s.shared, s.short = 3+rng.IntN(8), 3+rng.IntN(4), 20+rng.IntN(60), .2+.4*rng.Float64(),
		.5*rng.Float64()
	if rng.IntN(20) == 0 {
		s.cases, s.places, s.houses, s.partners = 5+rng.IntN(15), 20+rng.IntN(60), 25, 15
	}
	r := randomRound(rng, s)
	r.Times = patchy{}
	r.Nights = 7 * rng.IntN(5)
	if rng.IntN(20) == 0 {
		r.Relaxed = []match.RuleID{pick(rng, loose)}
	}
	for i := range r.Places {
		unusual(rng, &r, &r.Places[i])
	}
	alike := rng.IntN(3) == 0 // who share rooms with one another: rooms then fill to the last bed
	for i := range r.Cases {
		if demanding(rng, &r, &r.Cases[i]); alike {
			r.Cases[i].Mode = "a"
		}
	}
	for range rng.IntN(3) {
		r.Resources = append(r.Resources, round.Resource{Kind: pick(rng, []string{"hours", "talks"}),
			Partner: pick(rng, r.Places).Partner, Weekly: 1 + rng.IntN(6)})
	}
	r.Resources = slices.DeleteFunc(r.Resources, func(x round.Resource) bool {
		return x.House == "" &&
			x.Partner == ""
	})
	return r
}

// loose are the rules that somebody may relax.
var loose = slices.DeleteFunc(slices.Clone(match.RuleIDs), func(id match.RuleID) bool {
	return slices.Contains([]match.RuleID{match.RuleVeto, match.RuleWish, match.RuleDanger, match.RuleApart,
		match.RuleConflict}, id)
})

// unusual gives a place what few have.
func unusual(rng *rand.Rand, r *round.Round, p *round.Place) {
	day := func() date.Date { return r.On.AddDays(rng.IntN(7 * r.Weeks)) }
	switch rng.IntN(30) {
	case 0, 1:
		p.AvailableFrom = day()
	case 2, 3:
		p.State = match.Held
		c := &r.Cases[rng.IntN(len(r.Cases))]
		c.Holds = append(c.Holds, p.Key)
	case 4:
		p.State = pick(rng, []match.State{match.Cooling, match.Withdrawn, match.HeldHere, match.Held})
	case 5, 6:
		p.ConventionTo = day()
	case 7:
		p.ConventionFrom = pick(rng, []date.Date{{}, day()})
	case 8:
		p.PartnerActive = pick(rng, []tri.Value{tri.No, tri.Unknown})
	case 9:
		p.Security = 0
	case 10:
		p.Town = ""
	case 11:
		p.House, p.Partner = "", ""
	case 12:
		p.Beds = 0
	case 13:
		p.Yearly = 0
	case 14, 15:
		p.Busy = append(p.Busy, round.Busy{From: day(), Beds: 1 + rng.IntN(2), People: 2})
	case 16:
		p.StepFree, p.GroundFloor = tri.Unknown, tri.Unknown
	case 17:
		c := &r.Cases[rng.IntN(len(r.Cases))]
		c.Followers = append(c.Followers, p.Partner)
	}
	if rng.IntN(8) == 0 {
		p.StepFree = tri.Unknown
	}
	if rng.IntN(3) > 0 {
		p.Security = max(p.Security, 2)
	}
	p.ConfirmedOn = r.On.AddDays(-25 * rng.IntN(4))
	p.OwnRoom = pick(rng, []tri.Value{tri.Yes, tri.No, tri.Unknown})
}

// demanding gives a case what few have.
func demanding(rng *rand.Rand, r *round.Round, c *round.Case) {
	if rng.IntN(2) == 0 {
		for i := range c.Zones {
			c.Zones[i].Level = 1
		}
	}
	if rng.IntN(2) == 0 {
		c.Security = 1
	}
	switch rng.IntN(28) {
	case 0:
		c.ReadyOn = date.Date{}
	case 1, 2:
		c.Continuity = []match.Tie{{Area: areas[rng.IntN(len(areas))], MaxMinutes: 100 + rng.IntN(400)}}
	case 3:
		c.Relaxed = []match.RuleID{pick(rng, loose)}
	case 4:
		c.CodesKept = false
	case 5:
		c.Zones = append(c.Zones, match.Zone{Area: areas[rng.IntN(len(areas))], Level: 1 + rng.IntN(3)})
	case 6, 7:
		c.Codes = append(slices.Clone(c.Codes), "own_room")
	case 16, 17, 18:
		c.Vetoes = append(c.Vetoes, pick(rng, r.Places).Area)
	case 14, 15:
		c.Codes = append(slices.Clone(c.Codes), "step_free", "ground_floor")
	case 8:
		c.Zones = nil
	case 9, 10:
		c.Household.Adults = 2
	case 11:
		c.Need.Weeks = 0
	case 12:
		c.ReadyOn = r.On.AddDays(rng.IntN(7 * r.Weeks))
	case 13:
		c.Household = match.Household{}
	}
	if c.Uses != nil {
		c.Uses["talks"] = rng.IntN(4)
	}
}

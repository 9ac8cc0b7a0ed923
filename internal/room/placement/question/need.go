package question

import (
	"time"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
)

// ReadNeed makes the engine's question of the coded row, the danger zones, the vetoes, the wishes, what cannot move,
// and whom she must not be near, with the code of each of those cases by its key. It passes on no field of police,
// papers, nationality or gender: match.Need has none (I1).
func ReadNeed(v *gate.CaseView, c casefile.Coded) (match.Need, map[string]string, error) {
	facts, err := casefile.Facts(v)
	if err != nil {
		return match.Need{}, nil, err
	}
	zones, err := casefile.Zones(v)
	if err != nil {
		return match.Need{}, nil, err
	}
	vetoes, err := casefile.Vetoes(v)
	if err != nil {
		return match.Need{}, nil, err
	}
	wishes, err := casefile.Wishes(v)
	if err != nil {
		return match.Need{}, nil, err
	}
	ties, err := casefile.Ties(v)
	if err != nil {
		return match.Need{}, nil, err
	}
	_, stated := casefile.Last(facts, "needs_stated")
	told, _ := casefile.First(facts, "admitted")
	n := NeedOf(v.Country(), v.ID().String(), v.Now(), casefile.Seeking{Coded: c, Stated: stated, Admitted: told.At,
		Zones:  zones,
		Vetoes: vetoes, Wishes: wishes, Ties: ties})
	codes, err := readConflicts(v, &n)
	return n, codes, err
}

// NeedOf is what one person asks of a place, but for whom she must not be near. Since when she is admitted says how
// long she has waited; a zero instant, that it is not known.
func NeedOf(p *country.Pack, key string, now time.Time, s casefile.Seeking) match.Need {
	c := s.Coded
	n := match.Need{
		Key: key, On: p.Day(now), Household: householdOf(c),
		Codes: c.NeedCodes, CodesKept: s.Stated || len(c.NeedCodes) > 0, Security: c.SecurityLevel,
		ReadyOn: c.ReadyOn, Weeks: c.StayWeeks, Languages: c.Languages,
	}
	for _, z := range s.Zones {
		n.Zones = append(n.Zones, match.Zone{Area: AreaOf(p, z.Area), Level: codelist.Danger(p, z.Level).Rank})
	}
	for _, a := range s.Vetoes {
		n.Vetoes = append(n.Vetoes, AreaOf(p, a))
	}
	for _, a := range s.Wishes {
		n.Wishes = append(n.Wishes, AreaOf(p, a))
	}
	for _, t := range s.Ties {
		n.Continuity = append(n.Continuity, match.Tie{Area: AreaOf(p, t.Area), MaxMinutes: t.Minutes})
	}
	if !s.Admitted.IsZero() {
		n.Waited = max(p.Day(s.Admitted).DaysUntil(n.On), 0)
	}
	return n
}

// readConflicts adds whom the person must not be near, once for each place where the other stays or that is held for
// her, and returns the code of each case by its key.
func readConflicts(v *gate.CaseView, n *match.Need) (map[string]string, error) {
	all, err := casefile.Conflicts(v)
	if err != nil {
		return nil, err
	}
	codes := map[string]string{}
	for _, c := range all {
		k := match.Conflict{With: c.Others[0].String(), Reach: match.Reach(c.Reach)}
		codes[k.With] = c.Code
		var rows []partner.PlaceRow
		for _, other := range c.Others {
			at, err := partner.Whereabouts(v, other)
			if err != nil {
				return nil, err
			}
			rows = append(rows, at...)
		}
		if len(rows) == 0 {
			n.Conflicts = append(n.Conflicts, k)
		}
		for _, r := range rows {
			k = StaysAt(v.Country(), k, r)
			n.Conflicts = append(n.Conflicts, k)
		}
	}
	return codes, nil
}

// StaysAt is a conflict with where the other stays.
func StaysAt(p *country.Pack, k match.Conflict, r partner.PlaceRow) match.Conflict {
	k.House, k.Town, k.Area = r.Site.String(), p.TownLabel(r.Town, r.Department), AreaOf(p, r.Department)
	return k
}

// AreaOf gives the area of a code; one without a point where the pack does not know it, so that its distance is
// unknown.
func AreaOf(p *country.Pack, code string) geo.Area {
	if a, ok := p.Lookup(code); ok {
		return a
	}
	return geo.Area{Code: code}
}

// infants is the age band whose children may sleep in a cot.
const infants = "age_0_2"

func householdOf(c casefile.Coded) match.Household {
	h := match.Household{Known: c.HouseholdShape != "" && c.HouseholdShape != codelist.Unknown, Adults: c.Adults}
	for _, b := range c.ChildrenBands {
		if b == infants {
			h.Infants++
		} else {
			h.Older++
		}
	}
	return h
}

// ProfileAsked is what a host's own declared profile is compared with (H5): the one reader of gender.
func ProfileAsked(p *country.Pack, c casefile.Coded) match.ProfileAsked {
	autonomy, _ := p.List(codelist.Autonomy).Find(c.Autonomy)
	a := match.ProfileAsked{Sex: codelist.Sex(p, c.Gender), Household: householdOf(c), Animals: c.Animals,
		Autonomy: autonomy.Rank}
	switch c.HouseholdShape {
	case "couple", "couple_with_children":
		a.Couple = tri.Yes
	case "", codelist.Unknown:
	default:
		a.Couple = tri.No
	}
	return a
}

package round

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// Limits of a round: beyond them Check refuses it.
const (
	MostCases  = 2_000
	MostPlaces = 20_000
	MostWeeks  = 104
)

// Round is everything that is decided together.
type Round struct {
	On     date.Date // first day of week 0
	Weeks  int       // horizon, 1 to MostWeeks
	Nights int       // most nights in an emergency flat, 0 to 366; 0 means 14. Whole weeks count
	// places that wait for an answer may be used; never where consent, danger or a conflict is unknown
	Asking    bool
	Cases     []Case         // keys Need.Key, opaque and unique
	Places    []Place        // keys Place.Key, opaque and unique
	Resources []Resource     // what is short besides beds
	Prices    map[string]int // T6: shadow price, 0 to match.MostPrice, by kind of scarce thing as match names it
	Rules     []match.Rule   // the rule book; nil: match.Rules
	Times     geo.Times      // travel times; nil: nobody knows, so that no place is known to be far enough
	// rules that this round does not apply: to see what they cost. Never consent, danger or conflict
	Relaxed []match.RuleID
}

// Case is one person, or one household that stays together.
type Case struct {
	match.Need
	Mode string // opaque label: who may share a room with whom; empty: she shares with nobody
	// by label Place.Profile: what match.CompareDeclaredProfile said; a missing label is a question to the host
	Profiles  map[string]match.Check
	Together  []string       // keys of cases to be placed in the same house, or not at all
	Lock      string         // key of the place a person fixed; empty: none
	Holds     []string       // keys of places held for her
	Followers []string       // keys of partners that follow her in another way already: they referred her
	Refused   []string       // keys of places that were declined, by her or by the host
	Uses      map[string]int // by Resource.Kind: how much she takes a week, 0 to 1,000
	Relaxed   []match.RuleID // rules that are not applied to her, as Round.Relaxed
}

// Place is one room or flat, or a shared room, with its calendar.
type Place struct {
	match.Place
	Shared  bool   // several households may be there at once, up to the beds; else one at a time
	Mode    string // the mode of those who stay in a shared place already; empty: none yet
	Profile string // opaque label: places with the same declared profile bear the same one
	Busy    []Busy // when it is held or lived in; the whole of it when the place is not shared
}

// Busy is a time a place is not free, From included, To not; a zero To means until further notice.
type Busy struct {
	From, To date.Date
	Beds     int // beds taken, where the place is shared
	People   int // people there, infants in cots included, where the place is shared
}

// Resource is something short other than beds: staff hours of a kind, by week, in a house or with a partner.
type Resource struct {
	Kind    string // "trauma_hours"; cases say what they take in Uses
	House   string // opaque key of the house; or
	Partner string // opaque key of the partner
	Weekly  int    // how much there is a week, 0 to 10,000
}

// ErrRound tells that a round cannot be solved as it stands; the text says which field.
var ErrRound = errors.New("round")

func bad(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrRound, fmt.Sprintf(format, a...))
}

// kept are the rules that nothing and nobody relaxes here: consent, danger, conflict.
var kept = map[match.RuleID]bool{match.RuleVeto: true, match.RuleWish: true, match.RuleDanger: true,
	match.RuleApart:    true,
	match.RuleConflict: true}

// RuleRefused stands beside the rules of match where a place was declined.
const RuleRefused match.RuleID = "declined"

// Check tells whether the round can be solved: within the limits, keys unique and known. The error is an ErrRound and
// names the field.
func (r *Round) Check() error {
	switch {
	case r.On.IsZero():
		return bad("on: a day is missing")
	case r.Weeks < 1 || r.Weeks > MostWeeks:
		return bad("weeks: %d is not between 1 and %d", r.Weeks, MostWeeks)
	case r.Nights < 0 || r.Nights > 366:
		return bad("nights: %d is not between 0 and 366", r.Nights)
	case len(r.Cases) > MostCases:
		return bad("cases: more than %d", MostCases)
	case len(r.Places) > MostPlaces:
		return bad("places: more than %d", MostPlaces)
	}
	for _, id := range r.Relaxed {
		if kept[id] {
			return bad("rules.relaxed: %s is never relaxed", id)
		}
	}
	for kind, price := range r.Prices {
		if !slices.Contains(match.Scarce, kind) {
			return bad("prices.%s: it is none of %s", kind, strings.Join(match.Scarce, ", "))
		}
		if price < 0 || price > match.MostPrice {
			return bad("prices.%s: %d is not between 0 and %d", kind, price, match.MostPrice)
		}
	}
	for i, x := range r.Resources {
		if (x.House == "") == (x.Partner == "") || x.Kind == "" || x.Weekly < 0 || x.Weekly > 10_000 {
			return bad("resources[%d]: a kind, a house or a partner, and a weekly amount between 0 and 10000 "+
				"are needed", i)
		}
	}
	places, err := r.checkPlaces()
	if err != nil {
		return err
	}
	return r.checkCases(places)
}

func (r *Round) checkPlaces() (map[string]bool, error) {
	places := make(map[string]bool, len(r.Places))
	for i := range r.Places {
		p := &r.Places[i]
		switch {
		case p.Key == "":
			return nil, bad("places[%d].key: missing", i)
		case places[p.Key]:
			return nil, bad("places[%d].key: %q is there twice", i, p.Key)
		case p.Beds < 0 || p.Beds > 1000 || p.Cots < 0 || p.Cots > 1000 || p.Yearly < 0 || p.Yearly > 10_000 ||
			p.Received < 0 || p.Received > 10_000:
			return nil, bad("places[%d]: beds and cots are between 0 and 1000, yearly numbers between 0 and 10000", i)
		}
		for k, b := range p.Busy {
			if b.From.IsZero() || !b.To.IsZero() && !b.From.Before(b.To) || b.Beds < 0 || b.People < 0 {
				return nil, bad("places[%d].busy[%d]: it ends before it begins, or a number is negative", i, k)
			}
		}
		places[p.Key] = true
	}
	return places, nil
}

func (r *Round) checkCases(places map[string]bool) error {
	cases := make(map[string]bool, len(r.Cases))
	for i := range r.Cases {
		c := &r.Cases[i]
		switch {
		case c.Key == "":
			return bad("cases[%d].key: missing", i)
		case cases[c.Key]:
			return bad("cases[%d].key: %q is there twice", i, c.Key)
		case c.Lock != "" && !places[c.Lock]:
			return bad("cases[%d].lock: no place %q", i, c.Lock)
		case c.Household.Adults < 0 || c.Household.Infants < 0 || c.Household.Older < 0 || c.Household.People() > 30:
			return bad("cases[%d].household: between 0 and 30 people", i)
		case c.Need.Weeks < 0 || c.Need.Weeks > 1000 || c.Waited < 0 || c.Waited > 36_500:
			return bad("cases[%d]: weeks are between 0 and 1000, days waited between 0 and 36500", i)
		}
		for kind, n := range c.Uses {
			if n < 0 || n > 1000 {
				return bad("cases[%d].uses.%s: %d is not between 0 and 1000", i, kind, n)
			}
		}
		for _, id := range c.Relaxed {
			if kept[id] {
				return bad("cases[%d].relaxed: %s is never relaxed", i, id)
			}
		}
		cases[c.Key] = true
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		for n, k := range c.Together {
			if !cases[k] || k == c.Key {
				return bad("cases[%d].together[%d]: no other case %q", i, n, k)
			}
		}
		for n, k := range c.Refused {
			if !places[k] {
				return bad("cases[%d].refused[%d]: no place %q", i, n, k)
			}
		}
		for n, k := range c.Holds {
			if !places[k] {
				return bad("cases[%d].holds[%d]: no place %q", i, n, k)
			}
		}
		for n, x := range c.Conflicts {
			if x.With == c.Key {
				return bad("cases[%d].conflicts[%d].with: nobody is kept apart from herself", i, n)
			}
		}
	}
	return nil
}

package finding

import (
	"context"
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qFollowing = gate.CaseSQL("placement.following", `select team_id from casefile_circle where case_id = $1
		and ended_at = 0
		and relation not in ('proposed', 'ended')`)
)

var (
	qSearched = gate.CaseSQL("placement.searched", `insert into placement_search (case_id, possible, to_ask,
		searched_at) values ($1, $2, $3, $4)
		on conflict (case_id) do update set possible = excluded.possible, to_ask = excluded.to_ask,
		searched_at = excluded.searched_at`)
)

// Faults of searching.
var (
	ErrCompare     = fault.NewInvalid("placement.two_or_three")
	ErrNoSuchPlace = fault.ErrAbsent
)

// Desk is where a coordinator searches.
type Desk struct {
	gate *gate.Gate
	mail func() bool
}

// New returns the desk. mail tells whether hosts are told by mail at present; else the board says "call them".
func New(g *gate.Gate, mail func() bool) *Desk { return &Desk{g, mail} }

// Match is one place with what the engine says about it.
type Match struct {
	Row    partner.PlaceRow
	Result match.Result
	Open   bool           // a proposal for it is live in this case
	Fresh  bool           // its host said so within partner.Freshness
	Prices map[string]int // of the day, by kind of scarce place, as T6 counted them
	safest int            // the most that safety counts for her
}

// Safe tells whether the place lies clear of known danger and of everybody she must not be near: only then may its host
// be asked (I4).
func (m Match) Safe() bool {
	return m.Check(match.RuleDanger).Verdict == match.Passed && m.Check(match.RuleConflict).Verdict == match.Passed
}

// Found is a search: every place of the network, best first, and the board of hosts asked.
type Found struct {
	Country   *country.Pack
	Header    casefile.Header
	Coded     casefile.Coded
	Zones     []match.Zone // danger, as the map shows it
	Times     geo.Times    // of travel; nil: the map goes by distance
	Matches   []Match
	Proposals []proposal.Proposal
	Lines     []proposal.Line // the board: every host asked, newest first
	// Doubts say why the place of a host that agreed is not safe any more, by proposal (I4).
	Doubts map[proposal.ID]casefile.Doubt
	Agreed bool // the person has said yes since the latest interview
	// Stranded tells that she left, and has nowhere to sleep: the alarm stands on the search, and hosts are asked
	// urgently.
	Stranded bool
	Round    int
	Guide    Guide

	need   match.Need
	prices map[string]int
	met    map[proposal.ID]bool // proposals whose interview took place
}

// InWords tells whether a danger zone is known in words only: no place is known to be clear of it.
func (f Found) InWords() bool {
	return slices.ContainsFunc(f.Zones, func(z match.Zone) bool { return z.Area.Code == country.InWords })
}

// RefusedInWords tells whether she refuses a place that is known in words only: no place is known to be clear of it,
// and each is checked with her before it is proposed.
func (f Found) RefusedInWords() bool {
	return slices.ContainsFunc(f.need.Vetoes, func(a geo.Area) bool { return a.Code == country.InWords })
}

// Searches tells whether a place is looked for: hosts are asked at no other stage.
func (f Found) Searches() bool {
	return f.Header.Stage == casefile.Searching || f.Header.Stage == casefile.Meeting
}

// MostHosts is how many hosts may be asked at once.
func (f Found) MostHosts() int { return proposal.MostHosts(f.Country, f.need.On) }

// Of returns the matches with a verdict, in order.
func (f Found) Of(v match.Verdict) []Match {
	var out []Match
	for _, m := range f.Matches {
		if m.Result.Verdict == v {
			out = append(out, m)
		}
	}
	return out
}

// Search looks at every place of the network for one person, and remembers how many are possible.
func (d *Desk) Search(ctx context.Context, who access.Actor, ref casefile.Ref) (Found, error) {
	var f Found
	err := d.gate.Case(ctx, who, Search, ref, func(tx *gate.CaseTx) (err error) {
		if f, err = d.Within(&tx.CaseView); err != nil {
			return err
		}
		if f.Lines, err = proposal.Lines(&tx.CaseView, f.Proposals, d.mail()); err != nil {
			return err
		}
		if f.Doubts, err = d.Doubts(&tx.CaseView, f.Proposals); err != nil {
			return err
		}
		if f.Agreed, err = proposal.PersonAgreed(&tx.CaseView); err != nil {
			return err
		}
		if f.Guide, err = f.ReadGuide(&tx.CaseView); err != nil {
			return err
		}
		_, err = tx.Exec(qSearched, len(f.Of(match.Passed)), len(f.Of(match.Unknown)), clock.Micros(tx.Now()))
		return err
	})
	return f, err
}

// Within ranks all places inside somebody's act.
func (d *Desk) Within(v *gate.CaseView) (f Found, err error) {
	if f.Header, err = casefile.ReadHeader(v); err != nil {
		return f, err
	}
	if f.Coded, err = casefile.ReadCoded(v); err != nil {
		return f, err
	}
	facts, err := casefile.Facts(v)
	if err != nil {
		return f, err
	}
	f.Stranded = casefile.Stranded(f.Header.Stage, facts)
	if f.Proposals, err = proposal.List(v); err != nil {
		return f, err
	}
	if f.met, err = readMet(v); err != nil {
		return f, err
	}
	if f.Round, err = proposal.ReadRound(v); err != nil {
		return f, err
	}
	rows, err := partner.AllPlaces(v)
	if err != nil {
		return f, err
	}
	return f, rank(v, &f, rows)
}

// rank matches some places with the person's need, and puts them in order.
func rank(v *gate.CaseView, f *Found, rows []partner.PlaceRow) error {
	need, codes, err := question.ReadNeed(v, f.Coded)
	if err != nil {
		return err
	}
	f.need, f.Zones, f.Country, f.Times = need, need.Zones, v.Country(), v.Country().Travel()
	received, err := question.ReceivedBy(v)
	if err != nil {
		return err
	}
	follows, err := following(v)
	if err != nil {
		return err
	}
	pricing, err := pricing.Read(v)
	if err != nil {
		return err
	}
	f.prices = pricing.Counting()
	open := map[partner.PlaceID]bool{}
	for _, p := range proposal.Live(f.Proposals) {
		open[p.Place] = true
	}
	places := make([]match.Place, len(rows))
	asked := question.ProfileAsked(f.Country, f.Coded)
	for i, r := range rows {
		p := question.PlaceOf(f.Country, r, received[r.Partner.Team])
		p.Declared = match.CompareDeclaredProfile(asked, question.ProfileOf(f.Country, r.Place))
		if r.HeldFor(v.ID()) {
			p.State = match.HeldHere
		}
		if r.PromisedTo(v.ID()) {
			p.State = match.Occupied
		}
		p.Follows = follows[r.Partner.Team]
		places[i] = p
	}
	engine := match.Lexicographic{Times: f.Times, Rules: codelist.RuleBook(f.Country), Prices: f.prices}
	safest := engine.Safest(&need)
	for _, r := range engine.Rank(need, places) {
		for i, c := range r.Checks {
			if code, ok := codes[c.Datum.Item]; ok && c.Rule == match.RuleConflict {
				r.Checks[i].Datum.Item = code // people know the other case by its code
			}
		}
		row := rows[r.Place]
		f.Matches = append(f.Matches, Match{Row: row, Result: r, Open: open[row.ID],
			Fresh: row.Age(v.Now()) == partner.AgeWeek, Prices: f.prices, safest: safest})
	}
	return nil
}

// following are the teams in the circle for another reason than a proposal.
func following(v *gate.CaseView) (map[access.TeamID]bool, error) {
	return setOf(gate.Values[access.TeamID](v.Query, qFollowing))
}

// setOf is a list as a set.
func setOf[K comparable](list []K, err error) (map[K]bool, error) {
	out := make(map[K]bool, len(list))
	for _, k := range list {
		out[k] = true
	}
	return out, err
}

// Match returns what the search says of one place; false when the network has no such place.
func (f Found) Match(p partner.PlaceID) (Match, bool) {
	for _, m := range f.Matches {
		if m.Row.ID == p {
			return m, true
		}
	}
	return Match{}, false
}

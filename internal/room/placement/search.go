package placement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist/country"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Options is what the program knows and placement does not.
type Options struct {
	Engine match.Engine // nil: match.Lexicographic with the country pack's travel times and the prices of the day
	Mail   bool         // a mail server is set: hosts are told by mail, else the board says "call them"
	// Needs reads the words about what a host must prepare, where the acting team holds the key; nil when nobody keeps
	// any.
	Needs func(*gate.CaseView) (secret.Text, error)
	// Agreed tells whether the person agreed to a purpose of the code list consent; nil: nobody knows.
	Agreed func(v *gate.CaseView, purpose string) (tri.Value, error)
}

// Desk is what people do in placement.
type Desk struct {
	gate *gate.Gate
	o    Options
}

// New returns the desk.
func New(g *gate.Gate, o Options) *Desk {
	return &Desk{g, o}
}

// engine is what ranks places, at the prices of the day.
func (d *Desk) engine(prices map[string]int) match.Engine {
	if d.o.Engine != nil {
		return d.o.Engine
	}
	return match.Lexicographic{Times: country.Travel(), Prices: prices}
}

// Mail tells whether hosts are told by mail.
func (d *Desk) Mail() bool { return d.o.Mail }

// Match is one place with what the engine says about it.
type Match struct {
	Row    partner.PlaceRow
	Result match.Result
	Open   bool           // a proposal for it is live in this case
	Fresh  bool           // its host said so within partner.Freshness
	Prices map[string]int // of the day, by kind of scarce place, as T6 counted them
}

// Safe tells whether the place lies clear of known danger and of everybody she must not be near: only then may its host
// be asked (I4).
func (m Match) Safe() bool {
	return m.Check(match.RuleDanger).Verdict == match.Passed && m.Check(match.RuleConflict).Verdict == match.Passed
}

// Found is a search: every place of the network, best first, and the board of hosts asked.
type Found struct {
	Header    casefile.Header
	Coded     casefile.Coded
	Zones     []match.Zone // danger, as the map shows it
	Times     geo.Times    // of travel; nil: the map goes by distance
	Matches   []Match
	Proposals []Proposal
	Lines     []Line // the board: every host asked, newest first
	Agreed    bool   // the person has said yes since the latest interview
	Round     int
	Guide     Guide

	need   match.Need
	prices map[string]int
	met    map[ProposalID]bool // proposals whose interview took place
}

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
		if f, err = d.search(&tx.CaseView); err != nil {
			return err
		}
		if f.Lines, err = d.lines(&tx.CaseView, f.Proposals); err != nil {
			return err
		}
		if f.Agreed, err = personAgreed(&tx.CaseView); err != nil {
			return err
		}
		if f.Guide, err = f.guide(&tx.CaseView); err != nil {
			return err
		}
		_, err = tx.Exec(qSearched, len(f.Of(match.Passed)), len(f.Of(match.Unknown)), clock.Micros(tx.Now()))
		return err
	})
	return f, err
}

// search ranks all places inside somebody's act.
func (d *Desk) search(v *gate.CaseView) (f Found, err error) {
	if f.Header, err = casefile.ReadHeader(v); err != nil {
		return f, err
	}
	if f.Coded, err = casefile.ReadCoded(v); err != nil {
		return f, err
	}
	if f.Proposals, err = listProposals(v); err != nil {
		return f, err
	}
	if f.met, err = readMet(v); err != nil {
		return f, err
	}
	if f.Round, err = readRound(v); err != nil {
		return f, err
	}
	rows, err := partner.AllPlaces(v)
	if err != nil {
		return f, err
	}
	return f, d.rank(v, &f, rows)
}

// rank matches some places with the person's need, and puts them in order.
func (d *Desk) rank(v *gate.CaseView, f *Found, rows []partner.PlaceRow) error {
	need, codes, err := readNeed(v, f.Coded)
	if err != nil {
		return err
	}
	f.need, f.Zones, f.Times = need, need.Zones, country.Travel()
	received, err := receivedBy(v)
	if err != nil {
		return err
	}
	follows, err := following(v)
	if err != nil {
		return err
	}
	pricing, err := readPricing(v)
	if err != nil {
		return err
	}
	f.prices = pricing.counting()
	open := map[PlaceID]bool{}
	for _, p := range live(f.Proposals) {
		open[p.Place] = true
	}
	places := make([]match.Place, len(rows))
	asked := profileAsked(f.Coded)
	for i, r := range rows {
		p := placeFacts(r, received[r.Partner.Team])
		p.Declared = match.CompareDeclaredProfile(asked, profileOf(r.Place))
		if r.HeldFor(v.ID()) {
			p.State = match.HeldHere
		}
		p.Follows = follows[r.Partner.Team]
		places[i] = p
	}
	for _, r := range d.engine(f.prices).Rank(need, places) {
		for i, c := range r.Checks {
			if code, ok := codes[c.Datum.Item]; ok && c.Rule == match.RuleConflict {
				r.Checks[i].Datum.Item = code // people know the other case by its code
			}
		}
		row := rows[r.Place]
		f.Matches = append(f.Matches, Match{Row: row, Result: r, Open: open[row.ID],
			Fresh: row.Age(v.Now()) == partner.AgeWeek, Prices: f.prices})
	}
	return nil
}

// following are the teams in the circle for another reason than a proposal.
func following(v *gate.CaseView) (map[access.TeamID]bool, error) {
	rows, err := v.Query(qFollowing)
	if err != nil {
		return nil, fmt.Errorf("read who follows: %w", err)
	}
	defer rows.Close()
	out := map[access.TeamID]bool{}
	for rows.Next() {
		var t access.TeamID
		if err := rows.Scan(&t); err != nil {
			return nil, fmt.Errorf("read who follows: %w", err)
		}
		out[t] = true
	}
	return out, rows.Err()
}

// shapeFor is what one host is told: the coded need, and a language only where this host declared it.
func shapeFor(c casefile.Coded, host partner.Place) Shape {
	return Shape{
		Adults: c.Adults, Children: c.ChildrenBands, Animals: c.Animals,
		Needs:       slices.DeleteFunc(slices.Clone(c.NeedCodes), func(n string) bool { return n == "interpreter" }),
		Interpreter: slices.Contains(c.NeedCodes, "interpreter"), Language: match.Spoken(c.Languages, host.Languages),
		Autonomy: c.Autonomy, ReadyOn: c.ReadyOn, Weeks: c.StayWeeks,
	}
}

// Letter is a proposal exactly as a host sees it.
type Letter struct {
	Place string // the host's own name for it
	Shape Shape
	Until time.Time
	State State
}

// Letters shows, before anything is sent, what each of the chosen hosts will see.
func (d *Desk) Letters(ctx context.Context, who access.Actor, ref casefile.Ref, places []PlaceID,
	urgent bool) ([]Letter, error) {
	var out []Letter
	err := d.gate.ViewCase(ctx, who, Preview, ref, func(v *gate.CaseView) error {
		out = nil
		f, err := d.search(v)
		if err != nil {
			return err
		}
		for _, p := range places {
			m, ok := f.Match(p)
			if !ok {
				return errNoSuchPlace
			}
			out = append(out, Letter{m.Row.Name, shapeFor(f.Coded, m.Row.Place), AnswerBy(v.Now(), urgent), Sent})
		}
		return nil
	})
	return out, err
}

// Match returns what the search says of one place; false when the network has no such place.
func (f Found) Match(p PlaceID) (Match, bool) {
	for _, m := range f.Matches {
		if m.Row.ID == p {
			return m, true
		}
	}
	return Match{}, false
}

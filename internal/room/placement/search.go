package placement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/codelist/country"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Options is what the program knows and placement does not.
type Options struct {
	Engine match.Engine // nil: match.Lexicographic
	Mail   bool         // a mail server is set: hosts are told by mail, else the board says "call them"
	// Needs reads the words about what a host must prepare, where the acting team holds the key; nil when nobody keeps any.
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
	if o.Engine == nil {
		o.Engine = match.Lexicographic{}
	}
	return &Desk{g, o}
}

// Mail tells whether hosts are told by mail.
func (d *Desk) Mail() bool { return d.o.Mail }

// Match is one place with what the engine says about it.
type Match struct {
	Row    partner.PlaceRow
	Result match.Result
	Open   bool // a proposal for it is live in this case
}

// Safe tells whether the place lies clear of known danger: only then may its host be asked (I4).
func (m Match) Safe() bool {
	for _, c := range m.Result.Checks {
		if c.Rule == match.RuleDanger {
			return c.Verdict == match.Passed
		}
	}
	return false
}

// Found is a search: every place of the network, best first, and the board of hosts asked.
type Found struct {
	Header    casefile.Header
	Coded     casefile.Coded
	Zones     []match.Zone // danger, as the map shows it
	Times     geo.Times    // nil: the map goes by distance
	Matches   []Match
	Proposals []Proposal
	Lines     []Line // the board: every host asked, newest first
	Agreed    bool   // the person has said yes since the latest interview
	Round     int
	Guide     Guide

	met map[ProposalID]bool // proposals whose interview took place
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
	need, err := readNeed(v, f.Coded)
	if err != nil {
		return err
	}
	f.Zones = need.Zones
	received, err := receivedBy(v)
	if err != nil {
		return err
	}
	follows, err := following(v)
	if err != nil {
		return err
	}
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
	for _, r := range d.o.Engine.Rank(need, places) {
		f.Matches = append(f.Matches, Match{rows[r.Place], r, open[rows[r.Place].ID]})
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

// readNeed makes the engine's question of the coded row, the danger zones and the vetoes. It passes on no field of
// police, papers, nationality or gender: match.Need has none (I1).
func readNeed(v *gate.CaseView, c casefile.Coded) (match.Need, error) {
	facts, err := casefile.Facts(v)
	if err != nil {
		return match.Need{}, err
	}
	zones, err := casefile.Zones(v)
	if err != nil {
		return match.Need{}, err
	}
	vetoes, err := casefile.Vetoes(v)
	if err != nil {
		return match.Need{}, err
	}
	_, stated := casefile.Last(facts, "needs_stated")
	n := match.Need{
		Key: v.ID().String(), On: date.In(v.Now(), country.Zone()), Household: householdOf(c),
		Codes: c.NeedCodes, CodesKept: stated || len(c.NeedCodes) > 0, Security: c.SecurityLevel,
		ReadyOn: c.ReadyOn, Weeks: c.StayWeeks, Languages: c.Languages,
	}
	for _, z := range zones {
		level, _ := codelist.Of(codelist.DangerLevel).Find(z.Level)
		n.Zones = append(n.Zones, match.Zone{Area: areaOf(z.Area), Level: level.Rank})
	}
	for _, a := range vetoes {
		n.Vetoes = append(n.Vetoes, areaOf(a))
	}
	return n, nil
}

// areaOf gives the area of a code; one without a point where the pack does not know it, so that its distance is unknown.
func areaOf(code string) geo.Area {
	if a, ok := country.France().Lookup(code); ok {
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

// profileAsked is what a host's own declared profile is compared with (H5): the one reader of gender.
func profileAsked(c casefile.Coded) match.ProfileAsked {
	autonomy, _ := codelist.Of(codelist.Autonomy).Find(c.Autonomy)
	a := match.ProfileAsked{Sex: codelist.Sex(c.Gender), Household: householdOf(c), Animals: c.Animals, Autonomy: autonomy.Rank}
	switch c.HouseholdShape {
	case "couple", "couple_with_children":
		a.Couple = tri.Yes
	case "", codelist.Unknown:
	default:
		a.Couple = tri.No
	}
	return a
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
func (d *Desk) Letters(ctx context.Context, who access.Actor, ref casefile.Ref, places []PlaceID, urgent bool) ([]Letter, error) {
	var out []Letter
	err := d.gate.ViewCase(ctx, who, Preview, ref, func(v *gate.CaseView) error {
		out = nil
		f, err := d.search(v)
		if err != nil {
			return err
		}
		for _, p := range places {
			m, ok := f.match(p)
			if !ok {
				return errNoSuchPlace
			}
			out = append(out, Letter{m.Row.Name, shapeFor(f.Coded, m.Row.Place), AnswerBy(v.Now(), urgent), Sent})
		}
		return nil
	})
	return out, err
}

func (f Found) match(p PlaceID) (Match, bool) {
	for _, m := range f.Matches {
		if m.Row.ID == p {
			return m, true
		}
	}
	return Match{}, false
}

// Check is one rule's answer for one place, and Tier one criterion's value, as the engine gives them.
type (
	Check = match.Check
	Tier  = match.Tier
)

// ParsePlace reads a place from a form; NotFound when it is none.
func ParsePlace(s string) (PlaceID, error) { return partner.ParsePlace(s) }

// Possible are the places that pass every rule, best first.
func (f Found) Possible() []Match { return f.Of(match.Passed) }

// ToAsk are the places of which something is not known yet.
func (f Found) ToAsk() []Match { return f.Of(match.Unknown) }

// Asks returns what is not known of a place, and who can say it.
func (m Match) Asks() []Check { return m.Result.Asks() }

// Check returns what a rule said of the place.
func (m Match) Check(rule match.RuleID) Check {
	for _, c := range m.Result.Checks {
		if c.Rule == rule {
			return c
		}
	}
	return Check{}
}

// Danger is what the rule on danger said of the place.
func (m Match) Danger() Check { return m.Check(match.RuleDanger) }

// Calendar is what the rule on the calendar said of the place.
func (m Match) Calendar() Check { return m.Check(match.RuleCalendar) }

// Covered lists the needs the place covers; "language" stands for a language both speak.
func (m Match) Covered() []string {
	for _, t := range m.Result.Tiers {
		if t.Criterion == match.Covered {
			return t.Items
		}
	}
	return nil
}

// Askable tells whether its host can be asked now: clear of danger, not excluded, with an account, not asked already.
func (m Match) Askable() bool {
	return m.Result.Verdict != match.Excluded && m.Safe() && !m.hersToSay() && m.Row.HostJoined && !m.Open
}

// Group is the places that one rule excludes.
type Group struct {
	Rule   match.RuleID
	Places []Shut
}

// Shut is an excluded place and the first datum that excludes it.
type Shut struct {
	Match
	Why Check
}

// Excluded groups the excluded places by the first rule each fails, in the order of the rule book.
func (f Found) Excluded() []Group {
	var out []Group
	at := map[match.RuleID]int{}
	for _, r := range match.Rules {
		if _, known := at[r.ID]; !known {
			at[r.ID] = len(out)
			out = append(out, Group{Rule: r.ID})
		}
	}
	for _, m := range f.Of(match.Excluded) {
		why := m.Result.Broken()[0]
		g := &out[at[why.Rule]]
		g.Places = append(g.Places, Shut{m, why})
	}
	return slices.DeleteFunc(out, func(g Group) bool { return len(g.Places) == 0 })
}

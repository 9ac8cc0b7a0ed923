package weighing

import (
	"context"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qRoundsIn = map[bool]gate.OfficeQuery{
		false: gate.OfficeSQL("placement.rounds", roundsOf+` order by asked_at desc, id limit $3 offset $4`),
		true:  gate.OfficeSQL("placement.rounds_up", roundsOf+` order by asked_at, id limit $3 offset $4`),
	}
	qRoundBefore = gate.OfficeSQL("placement.round_before", `select team_id, user_id, asked_at, state, people, places,
		placed, gap, progress, question, answer
		from placement_round where team_id = $1 and asked_at < $2 order by asked_at desc limit 1`)
)

// roundsOf are a team's rounds, all of them or those that are as sure as $2 says.
const roundsOf = `select id, asked_at, state, people, places, placed, gap from placement_round where team_id = $1 and
	($2 = '' or $2 = case when state = 'running' then 'running' when gap = 0 then 'best' else 'near' end)`

// roundsShown is how many rounds a page lists.
const roundsShown = 20

// ListName is the name under which views of the list of rounds are kept.
const ListName = "rounds"

// Query is which rounds are listed: of those that are kept, which is some days.
type Query struct {
	Proof string // how sure they are; empty: all
	Order string // newest where it does not say
	Page  int    // from 0
}

// oldest is the order of a list from its other end.
const oldest = "oldest"

// Sought is by what rounds are narrowed, and put in order.
var Sought = ask.Of("placement.rounds",
	ask.Among("proof", []string{"running", "best", "near"}, func(q *Query) *string { return &q.Proof }),
	ask.Among("sort", []string{"newest", oldest}, func(q *Query) *string { return &q.Order }))

// Row is one round in the list.
type Row struct {
	ID             ID
	At             time.Time
	State          State
	People, Places int
	Placed         int // people a place was found for
	// 0: proved best; else at most so many thousandths below the best, in the first tier that is not proved
	Gap int
}

// List is who waits for a place, and a page of the rounds of the last days.
type List struct {
	Of      Query
	Views   []string // of the rounds, that their reader keeps
	More    bool
	Seeking []casefile.Seeking
	Asked   map[casefile.Ref]bool // hosts have been asked already
	Rounds  []Row
	Now     time.Time
}

// Weighable is how many of those who wait would be weighed: hosts have not been asked for them yet.
func (l List) Weighable() int {
	n := 0
	for _, s := range l.Seeking {
		if !l.Asked[s.Header.Ref] {
			n++
		}
	}
	return n
}

// Rounds returns who waits and a page of the rounds of the last days.
func (d *Desk) Rounds(ctx context.Context, who access.Actor, q Query) (List, error) {
	var l List
	err := d.gate.Circle(ctx, who, Rounds, func(v *gate.CircleView) (err error) {
		l = List{Of: q, Asked: map[casefile.Ref]bool{}, Now: v.Now()}
		if l.Seeking, err = casefile.ListSeeking(v); err != nil {
			return err
		}
		asked, err := roundAsked(v)
		if err != nil {
			return err
		}
		for _, h := range asked {
			l.Asked[h.Ref] = true
		}
		rows, err := gate.List(v.Office, qRoundsIn[q.Order == oldest], func(r *Row) []any {
			return []any{&r.ID, clock.Stored{T: &r.At}, &r.State, &r.People, &r.Places, &r.Placed, &r.Gap}
		}, v.Team(), q.Proof, roundsShown+1, q.Page*roundsShown)
		if err != nil {
			return err
		}
		l.Rounds, l.More = gate.Page(rows, roundsShown)
		l.Views, err = gate.Views(v.Office, who, ListName)
		return err
	})
	return l, err
}

// Line is what a round found for one person.
type Line struct {
	Header casefile.Header // zero: no place is sought for her any more
	Since  time.Time       // she waits
	Given  round.Given
	Place  *partner.PlaceRow // nil: none
	Flat   *partner.PlaceRow // nil: none
	Was    *round.Given      // what the round before had found, where that was something else
	Before *partner.PlaceRow // its place
	New    bool              // not in the round before
	// Waited are the days since Since that count for her where she has no place; with the weeks of the round they make
	// the class Waits of the criterion.
	Waited, Waits int
}

// Page is a round as the team reads it.
type Page struct {
	Row
	Step    string // what is being weighed, while it runs
	Found   int    // people with a place in the best found while it runs
	Asking  bool
	Locks   map[string]string
	Lines   []Line
	Tiers   []round.Tier
	Earlier bool // there is a round before to compare with
	Weeks   int  // that are weighed
	// Who waits at present and is not in the round: hosts have been asked for them, or they came since, or their hosts
	// said no since.
	Asked, Since int
}

// Changed counts the people for whom this round found something else than the one before.
func (p Page) Changed() int {
	n := 0
	for _, l := range p.Lines {
		if l.Was != nil || l.New {
			n++
		}
	}
	return n
}

// Round opens a round of the team; NotFound once it is forgotten.
func (d *Desk) Round(ctx context.Context, who access.Actor, n ID) (Page, error) {
	var p Page
	err := d.gate.Circle(ctx, who, OpenRound, func(v *gate.CircleView) error {
		x, err := openRound(v, n)
		if err != nil {
			return err
		}
		p = x.page()
		before, err := gate.One(v.Office, qRoundBefore, (*storedRound).row, v.Team(), x.stored.at)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		o, err := before.outcome()
		if err != nil {
			return err
		}
		p.compare(o, x.rows)
		return nil
	})
	return p, err
}

func roundOf(v *gate.CircleView, n ID) (storedRound, error) {
	s, err := gate.One(v.Office, qRoundRow, (*storedRound).row, n)
	if err != nil {
		return s, err
	}
	if s.team != v.Team() {
		return s, fault.ErrAbsent
	}
	return s, nil
}

// openedRound is a round with what its keys stand for: read once for a page.
type openedRound struct {
	id       ID
	stored   storedRound
	question round.Round
	answer   round.Outcome
	waiting  map[string]casefile.Seeking  // the cases that still wait
	asked    []casefile.Header            // of them, those for whom hosts have been asked
	rows     map[string]*partner.PlaceRow // of all places
}

func openRound(v *gate.CircleView, n ID) (openedRound, error) {
	x := openedRound{id: n, waiting: map[string]casefile.Seeking{}, rows: map[string]*partner.PlaceRow{}}
	var err error
	if x.stored, err = roundOf(v, n); err != nil {
		return x, err
	}
	if x.question, err = x.stored.asked(); err != nil {
		return x, err
	}
	if x.answer, err = x.stored.outcome(); err != nil {
		return x, err
	}
	people, err := casefile.ListSeeking(v)
	if err != nil {
		return x, err
	}
	if x.asked, err = roundAsked(v); err != nil {
		return x, err
	}
	all, err := partner.AllPlaces(v)
	if err != nil {
		return x, err
	}
	for _, p := range people {
		x.waiting[p.Header.Ref.String()] = p
	}
	for i := range all {
		x.rows[all[i].ID.String()] = &all[i]
	}
	return x, nil
}

func (x openedRound) page() Page {
	s := x.stored
	p := Page{Row: Row{x.id, clock.FromMicros(s.at), s.state, s.people, s.places, s.placed, s.gap},
		Locks: map[string]string{}}
	step, found, _ := strings.Cut(s.progress, " ")
	p.Step = step
	p.Found, _ = strconv.Atoi(found) // "" before the first second is over: nothing to show yet
	p.Asking, p.Tiers = x.question.Asking, x.answer.Tiers
	p.Weeks = x.question.Weeks
	waited := map[string]int{}
	for _, c := range x.question.Cases {
		waited[c.Key] = c.Waited
		if c.Lock != "" {
			p.Locks[c.Key] = c.Lock
		}
	}
	for _, g := range x.answer.Given {
		waits := x.waiting[g.Case]
		p.Lines = append(p.Lines, Line{Header: waits.Header, Since: waits.Admitted, Given: g, Place: x.rows[g.Place],
			Flat: x.rows[g.Flat], Waited: waited[g.Case], Waits: round.WaitClass(waited[g.Case], p.Weeks)})
	}
	for _, h := range x.asked {
		if _, weighed := waited[h.Ref.String()]; !weighed {
			p.Asked++
		}
	}
	for key := range x.waiting {
		if _, weighed := waited[key]; !weighed {
			p.Since++
		}
	}
	p.Since = max(p.Since-p.Asked, 0)
	return p
}

// compare says what this round found otherwise than the one before.
func (p *Page) compare(before round.Outcome, rows map[string]*partner.PlaceRow) {
	var now round.Outcome
	at := map[string]*Line{}
	for i := range p.Lines {
		now.Given = append(now.Given, p.Lines[i].Given)
		at[p.Lines[i].Given.Case] = &p.Lines[i]
	}
	p.Earlier = true
	for _, c := range round.Changes(before, now) {
		l := at[c.Case]
		switch {
		case l == nil: // she waits no more
		case c.Before.State == "":
			l.New = true
		default:
			l.Was, l.Before = &c.Before, rows[c.Before.Place]
		}
	}
}

// TakeRound is the round as a file that the command reads: opaque keys, codes and numbers.
func (d *Desk) TakeRound(ctx context.Context, who access.Actor, n ID) ([]byte, error) {
	var out []byte
	err := d.gate.Circle(ctx, who, TakeRound, func(v *gate.CircleView) error {
		s, err := roundOf(v, n)
		out = []byte(s.question)
		return err
	})
	return out, err
}

package placement

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qRounds = gate.OfficeSQL("placement.rounds", `select id, asked_at, state, people, places, placed, gap from placement_round where team_id = $1
		order by asked_at desc, id limit 20`)
	qRoundBefore = gate.OfficeSQL("placement.round_before", `select team_id, user_id, asked_at, state, people, places, placed, gap, progress, question, answer
		from placement_round where team_id = $1 and asked_at < $2 order by asked_at desc limit 1`)
)

// RoundRow is one round in the list.
type RoundRow struct {
	ID             RoundID
	At             time.Time
	State          RoundState
	People, Places int
	Placed         int // people a place was found for
	Gap            int // 0: proved best; else at most so many thousandths below the best, in the first tier that is not proved
}

// RoundList is who waits for a place, and the rounds of the last days.
type RoundList struct {
	Seeking []casefile.Seeking
	Asked   map[casefile.Ref]bool // hosts have been asked already
	Rounds  []RoundRow
	Now     time.Time
}

// Weighable is how many of those who wait would be weighed: hosts have not been asked for them yet.
func (l RoundList) Weighable() int {
	n := 0
	for _, s := range l.Seeking {
		if !l.Asked[s.Header.Ref] {
			n++
		}
	}
	return n
}

// Rounds returns who waits and the rounds of the last days.
func (d *Desk) Rounds(ctx context.Context, who access.Actor) (RoundList, error) {
	var l RoundList
	err := d.gate.Circle(ctx, who, Rounds, func(v *gate.CircleView) (err error) {
		l = RoundList{Asked: map[casefile.Ref]bool{}, Now: v.Now()}
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
		rows, err := v.Office(qRounds, v.Team())
		if err != nil {
			return fmt.Errorf("read rounds: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var r RoundRow
			var at int64
			if err := rows.Scan(&r.ID, &at, &r.State, &r.People, &r.Places, &r.Placed, &r.Gap); err != nil {
				return fmt.Errorf("read rounds: %w", err)
			}
			r.At = clock.FromMicros(at)
			l.Rounds = append(l.Rounds, r)
		}
		return rows.Err()
	})
	return l, err
}

// RoundLine is what a round found for one person.
type RoundLine struct {
	Header casefile.Header // zero: no place is sought for her any more
	Given  round.Given
	Place  *partner.PlaceRow // nil: none
	Flat   *partner.PlaceRow // nil: none
	Was    *round.Given      // what the round before had found, where that was something else
	Before *partner.PlaceRow // its place
	New    bool              // not in the round before
}

// RoundPage is a round as the team reads it.
type RoundPage struct {
	RoundRow
	Step    string // what is being weighed, while it runs
	Found   int    // people with a place in the best found while it runs
	Asking  bool
	Locks   map[string]string
	Lines   []RoundLine
	Tiers   []round.Tier
	Earlier bool // there is a round before to compare with
}

// Changed counts the people for whom this round found something else than the one before.
func (p RoundPage) Changed() int {
	n := 0
	for _, l := range p.Lines {
		if l.Was != nil || l.New {
			n++
		}
	}
	return n
}

// Round opens a round of the team; NotFound once it is forgotten.
func (d *Desk) Round(ctx context.Context, who access.Actor, n RoundID) (RoundPage, error) {
	var p RoundPage
	err := d.gate.Circle(ctx, who, OpenRound, func(v *gate.CircleView) error {
		s, err := roundOf(v, n)
		if err != nil {
			return err
		}
		if p, err = s.page(v, n); err != nil {
			return err
		}
		before, err := readRoundRow(v.OfficeRow(qRoundBefore, v.Team(), s.at))
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return p.compare(v, before)
	})
	return p, err
}

func roundOf(v *gate.CircleView, n RoundID) (storedRound, error) {
	s, err := readRoundRow(v.OfficeRow(qRoundRow, n))
	if err != nil {
		return s, err
	}
	if s.team != v.Team() {
		return s, fault.NewNotFound("fault.not_found")
	}
	return s, nil
}

func (s storedRound) page(v *gate.CircleView, n RoundID) (RoundPage, error) {
	p := RoundPage{RoundRow: RoundRow{n, clock.FromMicros(s.at), s.state, s.people, s.places, s.placed, s.gap}, Locks: map[string]string{}}
	step, found, _ := strings.Cut(s.progress, " ")
	p.Step = step
	p.Found, _ = strconv.Atoi(found) // "" before the first second is over: nothing to show yet
	r, err := s.asked()
	if err != nil {
		return p, err
	}
	o, err := s.outcome()
	if err != nil {
		return p, err
	}
	heads, rows, err := names(v)
	if err != nil {
		return p, err
	}
	p.Asking, p.Tiers = r.Asking, o.Tiers
	for _, c := range r.Cases {
		if c.Lock != "" {
			p.Locks[c.Key] = c.Lock
		}
	}
	for _, g := range o.Given {
		p.Lines = append(p.Lines, RoundLine{Header: heads[g.Case], Given: g, Place: rows[g.Place], Flat: rows[g.Flat]})
	}
	return p, nil
}

// names gives the cases and places that keys stand for.
func names(v *gate.CircleView) (map[string]casefile.Header, map[string]*partner.PlaceRow, error) {
	people, err := casefile.ListSeeking(v)
	if err != nil {
		return nil, nil, err
	}
	all, err := partner.AllPlaces(v)
	if err != nil {
		return nil, nil, err
	}
	heads, rows := map[string]casefile.Header{}, map[string]*partner.PlaceRow{}
	for _, p := range people {
		heads[p.Header.Ref.String()] = p.Header
	}
	for i := range all {
		rows[all[i].ID.String()] = &all[i]
	}
	return heads, rows, nil
}

// compare says what this round found otherwise than the one before.
func (p *RoundPage) compare(v *gate.CircleView, before storedRound) error {
	o, err := before.outcome()
	if err != nil {
		return err
	}
	_, rows, err := names(v)
	if err != nil {
		return err
	}
	var now round.Outcome
	at := map[string]*RoundLine{}
	for i := range p.Lines {
		now.Given = append(now.Given, p.Lines[i].Given)
		at[p.Lines[i].Given.Case] = &p.Lines[i]
	}
	p.Earlier = true
	for _, c := range round.Changes(o, now) {
		l := at[c.Case]
		switch {
		case l == nil: // she waits no more
		case c.Before.State == "":
			l.New = true
		default:
			l.Was, l.Before = &c.Before, rows[c.Before.Place]
		}
	}
	return nil
}

// TakeRound is the round as a file that the command reads: opaque keys, codes and numbers.
func (d *Desk) TakeRound(ctx context.Context, who access.Actor, n RoundID) ([]byte, error) {
	var out []byte
	err := d.gate.Circle(ctx, who, TakeRound, func(v *gate.CircleView) error {
		s, err := roundOf(v, n)
		out = []byte(s.question)
		return err
	})
	return out, err
}

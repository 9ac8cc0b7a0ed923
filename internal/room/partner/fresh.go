package partner

import (
	"cmp"
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// The kinds of jobs of the weekly question: Havre's own, and the message to one team, which the mailer sends.
const (
	askJob   = "partner.ask"
	FreshJob = "mail.fresh"
)

// The hour of the weekly question, in the network's zone: at nine of the first working weekday, with everybody's.
const askHour = 9

var qToAsk = gate.OfficeSQL("partner.to_ask", `select distinct p.team_id from partner_place pl
	join partner_site s on s.id = pl.site_id
	join partner_partner p on p.id = s.partner_id
	where pl.state in ('available','cooling') and pl.confirmed_at < $1 and p.state = 'active'
	and (p.convention_until_on = '' or p.convention_until_on >= $2)
	and `+peopled+` order by p.team_id`)

// Begin sees to it that the weekly question will be asked. The program calls it when it starts; a question that is due
// already is asked at once, and one that is written down is not written twice.
func (d *Desk) Begin(ctx context.Context) error {
	return d.gate.ChangeOffice(ctx, access.Machine(askJob), AskWeekly, func(tx *gate.OfficeTx) error {
		return tx.Later(nextAsk(tx.Country(), tx.Now()))
	})
}

// nextAsk is the job of the next first working weekday at nine after an instant. Its dedupe text is that day.
func nextAsk(in *country.Pack, after time.Time) outbox.Job {
	first := in.WorkWeekOf(in.Day(after))
	at := first.Time(in.Zone()).Add(askHour * time.Hour)
	if !at.After(after) {
		first = first.AddDays(7)
		at = first.Time(in.Zone()).Add(askHour * time.Hour)
	}
	return outbox.Job{Kind: askJob, Dedupe: first.String(), Due: at}
}

// Handlers does the room's jobs: the weekly question.
func (d *Desk) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{askJob: d.ask}
}

// ask writes one message for each host with a place it has not spoken of for the days of the rule, and the job of the
// week after. The message says nothing of any place.
func (d *Desk) ask(ctx context.Context, j outbox.Job) error {
	return d.gate.ChangeOffice(ctx, access.Machine(askJob), AskWeekly, func(tx *gate.OfficeTx) error {
		teams, err := gate.Values[gate.TeamID](tx.Query, qToAsk,
			clock.Micros(tx.Now().Add(-tx.Country().Span(country.AskDays, tx.Today()))), tx.Today())
		if err != nil {
			return err
		}
		for _, t := range teams {
			if err := tx.Later(outbox.Job{Kind: FreshJob, Dedupe: t.String() + " " + j.Dedupe,
				Object: t.Bytes()}); err != nil {
				return err
			}
		}
		return tx.Later(nextAsk(tx.Country(), tx.Now()))
	})
}

// ToCall is a partner whose word on free places has grown old, and whom to telephone.
type ToCall struct {
	Line
	Silent []PlaceRow // free and not fresh, longest ago first
}

// Oldest is the age of the word that is oldest.
func (c ToCall) Oldest(now time.Time) Age { return c.Silent[0].Age(now) }

// callsShown is how many partners to call a page shows, each with its places.
const callsShown = 20

// Calls is a page of whom the head office may call.
type Calls struct {
	Query    Query
	Partners []ToCall
	Places   int // of all of them, whatever narrows the list
	Total    int // partners, of all pages
	More     bool
	Views    []string // of the list, that its reader keeps
	Now      time.Time
}

// StalePlaces lists, partner by partner, the free places whose host should be asked again; longest silent first, where
// the query does not say.
func (d *Desk) StalePlaces(ctx context.Context, who access.Actor, q Query) (Calls, error) {
	q.Sort = cmp.Or(q.Sort, BySilence)
	var out Calls
	err := d.gate.Office(ctx, who, SeeStale, func(v *gate.OfficeView) error {
		out = Calls{Query: q, Now: v.Now()}
		rows, err := placesFor(v, who, true)
		if err != nil {
			return err
		}
		all := out.gather(rows, v.Today())
		out.Partners, out.Total, out.More = pageOf(v.Country(), all, q, v.Today(), callsShown)
		out.Views, err = gate.Views(v.Query, who, CallName)
		return err
	})
	return out, err
}

// Silent tells whether a place is free at present, holds included, and its host should be asked again.
func (r PlaceRow) Silent(now time.Time) bool { return r.State == Free && r.Stale(now) }

// gather counts the places, and puts together those of a partner.
func (c *Calls) gather(rows []PlaceRow, today date.Date) (all []ToCall) {
	at := map[PartnerID]int{}
	for _, r := range rows {
		if !r.Silent(c.Now) || r.Partner.Lapsed(today) {
			continue
		}
		i, known := at[r.Partner.ID]
		if !known {
			i = len(all)
			at[r.Partner.ID] = i
			all = append(all, ToCall{Line: Line{Partner: r.Partner, HostJoined: r.HostJoined}})
		}
		all[i].Silent = append(all[i].Silent, r)
		all[i].Free++
		c.Places++
	}
	for i, p := range all {
		slices.SortStableFunc(p.Silent, func(a, b PlaceRow) int { return a.ConfirmedAt.Compare(b.ConfirmedAt) })
		all[i].Heard = p.Silent[0].ConfirmedAt
	}
	return all
}

// AreaCount is how many places a department has, and where they stand.
type AreaCount struct {
	Department                           string
	Places, Free, Held, Occupied, Paused int // Paused includes ended conventions; a withdrawn place counts nowhere
	Stale                                int // free places whose host should be asked again
}

// Overview is the network's places by department.
type Overview struct {
	Areas []AreaCount // by code, those with a place
	Total AreaCount
}

// Overview counts the network's places by department.
func (d *Desk) Overview(ctx context.Context, who access.Actor) (Overview, error) {
	var out Overview
	err := d.gate.Office(ctx, who, SeeOverview, func(v *gate.OfficeView) error {
		rows, err := placesFor(v, who, true)
		out = Overview{}
		for _, r := range rows {
			out.count(r, v.Now(), v.Today())
		}
		return err
	})
	slices.SortFunc(out.Areas, func(a, b AreaCount) int { return cmp.Compare(a.Department, b.Department) })
	return out, err
}

func (o *Overview) count(r PlaceRow, now time.Time, today date.Date) {
	if r.State == Withdrawn {
		return
	}
	i := slices.IndexFunc(o.Areas, func(a AreaCount) bool { return a.Department == r.Department })
	if i < 0 {
		i = len(o.Areas)
		o.Areas = append(o.Areas, AreaCount{Department: r.Department})
	}
	for _, c := range []*AreaCount{&o.Areas[i], &o.Total} {
		c.Places++
		switch {
		case r.Partner.Lapsed(today):
			c.Paused++
			continue
		case r.State == Free:
			c.Free++
		case r.State == Held:
			c.Held++
		case r.State == Occupied:
			c.Occupied++
		default:
			c.Paused++
		}
		if r.Silent(now) {
			c.Stale++
		}
	}
}

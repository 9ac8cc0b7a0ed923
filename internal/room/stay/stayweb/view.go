package stayweb

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/web"
)

// form is a page of the stay that asks one sheet, and says once the stay is over that it is.
type form struct {
	path   string // below the stay
	asks   []ask.Question
	save   string // text key of the button
	words  string // text key of what stands above; empty for nothing
	always bool   // asked after the stay too
	// done says what of it was done already, and what waits for it; "" where it is still asked. Nil where it always is.
	done func(context.Context, stay.Shown) string
}

func (p form) already(ctx context.Context, s stay.Shown) string {
	if p.done == nil {
		return ""
	}
	return p.done(ctx, s)
}

// transferAsked says that another place is asked for already.
func transferAsked(ctx context.Context, s stay.Shown) string {
	if s.Stay.State != stay.Transfer {
		return ""
	}
	return web.T(ctx, "stay.transfer.asked", "since", web.SinceIn(ctx, s.Stay.Since, s.Department))
}

func summary(ctx context.Context, s stay.Shown) []web.Row {
	rows := []web.Row{
		{Label: "stay.state_label", Value: web.T(ctx, "stay.state."+string(s.Stay.State))},
		arrivedRow(ctx, s),
		{Label: "stay.household", Value: web.T(ctx, "stay.adults", "n", s.Adults) + ", " +
			web.T(ctx, "stay.children", "n", len(s.Children))},
		{Label: "stay.news", Value: web.DateIn(ctx, s.Stay.NewsAt, s.Department)},
	}
	if s.Stay.State == stay.ExitPlanned {
		rows = append(rows, leavingRow(ctx, s))
	}
	if s.Stay.State == stay.Ended {
		rows = append(rows, web.Row{Label: "stay.field.ended", Value: web.Day(ctx, s.Stay.EndedOn)},
			web.Row{Label: "stay.field.reason", Value: web.Label(ctx, codelist.ExitReason, s.Stay.ExitReason)})
	}
	return rows
}

// arrivedRow is since when she stays.
func arrivedRow(ctx context.Context, s stay.Shown) web.Row {
	return web.Row{Label: "stay.arrived", Value: web.Day(ctx, s.Stay.ArrivedOn)}
}

// leavingRow is until when, as planned.
func leavingRow(ctx context.Context, s stay.Shown) web.Row {
	return web.Row{Label: "stay.field.exit_on", Value: web.Day(ctx, s.Stay.ExitPlannedOn)}
}

func tasks(ctx context.Context, s stay.Shown) []web.Task {
	at := page(s)
	return []web.Task{
		{Any: true, Label: "stay.notes.title", URL: web.When(s.Host, at+"/notes"),
			Note: web.T(ctx, "stay.notes.count", "n", s.Noted)},
		{Any: true, Label: "stay.services.title", URL: at + "/services",
			Note: web.T(ctx, "stay.services.count", "n", len(s.Services))},
		{Any: true, Label: "stay.aid.title", URL: at + "/aid", Note: web.T(ctx, "stay.aid.count", "n", len(s.Aids))},
		{Any: true, Label: "stay.legal.title", URL: at + "/legal",
			Note: web.T(ctx, "stay.legal.count", "n", len(s.Legals))},
	}
}

// told says a record in a line.
func told(ctx context.Context, record any) string {
	switch x := record.(type) {
	case stay.Service:
		return web.Label(ctx, codelist.Service, x.Code) + ", " + web.ShortDay(ctx, x.On)
	case stay.Aid:
		return web.Label(ctx, codelist.Aid, x.Kind) + ", " + web.Money(ctx, x.Cents) + ", " +
			web.ShortDay(ctx, x.PaidOn) + web.When(x.Month != "", " ("+string(x.Month)+")")
	case stay.Legal:
		return web.Label(ctx, codelist.LegalEvent, x.Event) + ", " + web.ShortDay(ctx, x.On) +
			web.When(x.Language != "", ", "+web.Label(ctx, codelist.Language, x.Language))
	case stay.Closed:
		if x.Outcome == "" { // what was undone
			return ""
		}
		return web.T(ctx, "stay.correct.outcome", "outcome", web.T(ctx, "stay.outcome."+x.Outcome), "on",
			web.ShortDay(ctx, x.On))
	case stay.Left:
		return web.T(ctx, "stay.correct.left", "why", web.LabelIn(ctx, codelist.ExitReason, x.Reason), "on",
			web.ShortDay(ctx, x.On))
	case casefile.Arrived:
		return web.T(ctx, "stay.correct.arrived", "on", web.ShortDay(ctx, x.On))
	}
	return ""
}

// rightedIn is one record that was put right, with what stood before, by the clocks of an area.
func rightedIn(area string) func(context.Context, stay.Righted) web.Event {
	return func(ctx context.Context, r stay.Righted) web.Event {
		return web.Event{At: r.At, In: area, What: rightedWords(ctx, r)}
	}
}

func rightedWords(ctx context.Context, r stay.Righted) string {
	return room.Righted(ctx, r.Undone(), told(ctx, r.Was), told(ctx, r.Now))
}

// happened is what was put right of the stay and of her arrival, on the timeline of the case.
func happened(list []stay.Righted) (out []casefile.Happened) {
	for _, r := range list {
		out = append(out, casefile.Happened{At: r.At,
			What: func(ctx context.Context) string { return rightedWords(ctx, r) }})
	}
	return out
}

// ofKind are the corrections of one kind of record.
func ofKind[T any](list []stay.Righted) []stay.Righted {
	return slices.DeleteFunc(slices.Clone(list), func(r stay.Righted) bool { _, is := r.Was.(T); return !is })
}

// ofLaw are the corrections of steps before the law, and of deadlines.
func ofLaw(list []stay.Righted) []stay.Righted {
	return slices.DeleteFunc(slices.Clone(list), func(r stay.Righted) bool {
		switch r.Was.(type) {
		case stay.Legal, stay.Closed:
			return false
		}
		return true
	})
}

// line is a record in a table, with the page on which it is put right.
type line[T any] struct {
	it   T
	page string
}

// lines are the records of a page that lies at a path below the stay.
func lines[T any](s stay.Shown, path string, list []T, id func(T) stay.EntryID) []line[T] {
	out := make([]line[T], len(list))
	for i, x := range list {
		out[i] = line[T]{x, page(s) + path + "/" + id(x).String()}
	}
	return out
}

func aidID(a stay.Aid) stay.EntryID { return a.ID }

func legalID(l stay.Legal) stay.EntryID { return l.ID }

// done is one thing done during the stay.
type done struct {
	on   date.Date
	at   time.Time // when it was recorded
	what string
	page string // on which it is put right
}

// history is what was done during the stay, in codes: help, aid, steps before the law; the latest first, and of one day
// what was recorded last.
func history(ctx context.Context, s stay.Shown) []done {
	var out []done
	for _, x := range s.Services {
		out = append(out, done{x.On, x.At, web.Label(ctx, codelist.Service, x.Code),
			page(s) + "/services/" + x.ID.String()})
	}
	for _, x := range s.Aids {
		out = append(out, done{x.PaidOn, x.At, web.Label(ctx, codelist.Aid, x.Kind) + ", " + web.Money(ctx, x.Cents),
			page(s) + "/aid/" + x.ID.String()})
	}
	for _, x := range s.Legals {
		out = append(out, done{x.On, x.At, web.Label(ctx, codelist.LegalEvent, x.Event),
			page(s) + "/legal/" + x.ID.String()})
	}
	slices.SortStableFunc(out, func(a, b done) int {
		return cmp.Or(strings.Compare(b.on.String(), a.on.String()), b.at.Compare(a.at))
	})
	return out
}

// The tables of the room.
var (
	past = web.Table[done]{Caption: "stay.history_caption", Heads: web.Under("stay.column.", "on", "what", "correct"),
		Line: func(ctx context.Context, d done) []web.Cell {
			return []web.Cell{{Words: web.ShortDay(ctx, d.on)}, {Words: d.what},
				{Words: web.T(ctx, "stay.correct.go"), URL: d.page}}
		}}
	paid = web.Table[line[stay.Aid]]{Caption: "stay.aid.caption",
		Heads: web.Under("stay.column.", "what", "on", "month", "amount", "correct"),
		Line: func(ctx context.Context, l line[stay.Aid]) []web.Cell {
			a := l.it
			return []web.Cell{{Words: web.Label(ctx, codelist.Aid, a.Kind)}, {Words: web.ShortDay(ctx, a.PaidOn)},
				{Words: string(a.Month)}, {Words: web.Money(ctx, a.Cents), Number: true},
				{Words: web.T(ctx, "stay.correct.go"), URL: l.page}}
		}}
	steps = web.Table[line[stay.Legal]]{Caption: "stay.legal.caption",
		Heads: []string{"stay.column.what", "stay.column.on", "stay.field.language", "stay.column.correct"},
		Line: func(ctx context.Context, l line[stay.Legal]) []web.Cell {
			return []web.Cell{{Words: web.Label(ctx, codelist.LegalEvent, l.it.Event)},
				{Words: web.ShortDay(ctx, l.it.On)}, {Words: web.Label(ctx, codelist.Language, l.it.Language)},
				{Words: web.T(ctx, "stay.correct.go"), URL: l.page}}
		}}
	amounts = web.Table[stay.Amount]{Caption: "stay.amounts.caption",
		Heads: []string{"stay.field.aid", "stay.field.from", "stay.column.amount"},
		Line: func(ctx context.Context, a stay.Amount) []web.Cell {
			from := web.Either(a.From.IsZero(), web.T(ctx, "stay.amounts.ever"), web.ShortDay(ctx, a.From))
			return []web.Cell{{Words: web.Label(ctx, codelist.Aid, a.Kind)}, {Words: from},
				{Words: web.Money(ctx, a.Cents), Number: true}}
		}}
)

func clockRows(ctx context.Context, c stay.Clock) []web.Row {
	rows := []web.Row{
		{Label: "stay.clock.begins", Value: web.Day(ctx, c.Begins)},
		{Label: "stay.clock.ends", Value: web.Day(ctx, c.Ends)},
		{Label: "stay.field.owner", Value: web.T(ctx, "stay.owner."+c.Owner)},
	}
	if c.Outcome != "" {
		rows = append(rows, web.Row{Label: "stay.field.outcome", Value: web.T(ctx, "stay.outcome."+c.Outcome)})
	}
	return rows
}

package helpdeskweb

import (
	"context"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/web"
)

// questions are what a first call asks, most urgent first.
var questions = []string{"talk", "medical", "threat", "tonight", "knows", "children", "where", "adult", "callback"}

// listed are the contacts of a page, in codes.
var listed = web.Table[helpdesk.Contact]{Caption: "helpdesk.list.caption", Empty: "helpdesk.list.empty",
	Heads: web.Under("helpdesk.column.", "when", "caller", "department", "topic", "minutes", "state"),
	Line: func(ctx context.Context, c helpdesk.Contact) []web.Cell {
		say := func(name string) web.Cell {
			q := helpdesk.Noting.Named(name)
			return web.Cell{Words: web.Answered(ctx, q.Question, q.Get(&c.Entry))}
		}
		minutes := say("minutes")
		minutes.Number = true
		return []web.Cell{{Words: web.Date(ctx, c.At), URL: page(c)}, say("caller"), say("department"), say("topic"),
			minutes, {Words: web.Label(ctx, codelist.ContactOutcome, c.State)}}
	}}

func page(c helpdesk.Contact) string {
	return "/contacts" + web.When(!c.ID.IsZero(), "/"+c.ID.String())
}

// narrowed is how the list of contacts is narrowed and put in order.
var narrowed = web.List[helpdesk.Filter]{Name: helpdesk.ListName, Path: "/contacts", By: helpdesk.Sought,
	Orders: []web.Order{{Code: string(helpdesk.Newest), Head: "helpdesk.column.when", Falls: true},
		{Code: string(helpdesk.Oldest), Head: "helpdesk.column.when"}}}

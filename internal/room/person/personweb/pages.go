package personweb

import (
	"context"

	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// entry reads what was typed, and on which version; words about the person stay masked.
func entry(r *web.Request) (int64, person.Entry) {
	e := web.Answers(person.Asked)(r)
	e.BirthWrong = r.Form().Bool("birth_wrong")
	return r.Form().Version(), e
}

// code fills the title of the page.
func code(_ *web.Request, p person.Page) []any { return []any{"code", p.Header.Code} }

// called looks for people of the reader's own teams by name, telephone number and year of birth. What was not looked
// through, and who is left out, is said below them.
func called(d *person.Desk) func(context.Context, access.Actor, string) ([]web.Hit, error) {
	return func(ctx context.Context, who access.Actor, said string) ([]web.Hit, error) {
		found, err := d.ByName(ctx, who, said)
		out := web.Each(ctx, found.List, func(ctx context.Context, n person.Named) web.Hit {
			h := n.Header
			return web.Hit{Name: n.Name, Note: h.Label(web.PrinterOf(ctx)) + " · " + h.Code + " · " +
				web.T(ctx, "casefile.stage."+string(h.Stage)), URL: h.Page()}
		})
		if found.More > 0 {
			out = append(out, web.Hit{Note: web.T(ctx, "person.called_more", "n", found.More)})
		}
		if found.Left > 0 {
			out = append(out, web.Hit{Note: web.T(ctx, "person.called_left", "n", found.Left)})
		}
		return out, err
	}
}

package personweb

import (
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/web"
)

// entry reads what was typed, and on which version; words about the person stay masked.
func entry(r *web.Request) (int64, person.Entry) {
	return r.Form().Version(), web.Answers(person.Asked)(r)
}

// code fills the title of the page.
func code(_ *web.Request, p person.Page) []any { return []any{"code", p.Header.Code} }

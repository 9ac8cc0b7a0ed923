package personweb

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/web"
)

// caseOf reads which case a link is about.
var caseOf = web.ID[casefile.Ref]("case")

func show(d *person.Desk) web.Handler {
	return web.NewScreen(web.At(caseOf, d.Open), "person.title", func(f *web.Form, p person.Page) templ.Component {
		return editView(fill(f, p), p, nil)
	}).Named(func(_ *web.Request, p person.Page) []any { return []any{"code", p.Header.Code} }).Show
}

// entry reads what was typed; words about the person stay masked.
func entry(r *web.Request) (version int64, e person.Entry) {
	f := r.Form()
	version, err := strconv.ParseInt(f.Value("version"), 10, 64)
	if err != nil {
		f.Fail("", "web.form.choice")
	}
	return version, web.Answers(person.Asked)(r)
}

func save(d *person.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		version, e := entry(r)
		conflict := false
		if f.OK() {
			err := d.Save(r.Context(), r.Actor(), ref, version, e)
			if err == nil {
				return web.SeeOther("/cases/" + ref.String()).Saying("person.saved"), nil
			}
			if conflict = errors.Is(err, casefile.ErrChanged); !conflict && !f.Take(err) {
				return web.Response{}, err
			}
		}
		p, err := d.Open(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		if conflict {
			return web.Conflicted("person.title", editView(f, p, &e), "code", p.Header.Code), nil
		}
		p.Version = version
		return web.Invalid("person.title", editView(f, p, nil), "code", p.Header.Code), nil
	}
}

package personweb

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/web"
)

func options(ctx context.Context, list codelist.Name) []web.Option {
	var out []web.Option
	for _, c := range web.Country(ctx).List(list).Codes(date.Date{}) {
		out = append(out, web.Option{Value: c.Key, Label: c.Label(web.Lang(ctx))})
	}
	return out
}

func keys(list []web.Option) []string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i] = o.Value
	}
	return out
}

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
	e = person.Entry{
		Identity: person.Identity{
			Names: f.Secret("names", web.Max(200)), Aliases: f.Secret("aliases", web.Max(400), web.Lines),
			Telephone: f.Secret("telephone", web.Max(60)), Contact: f.Secret("contact", web.Max(1000), web.Lines)},
		Born: f.Date("born"), Adult: f.Tri("adult"),
		Gender:           web.Choice(f, "gender", keys(options(r.Context(), codelist.Gender))),
		Nationality:      f.Pick("nationality", options(r.Context(), codelist.Nationality)),
		NationalityGroup: web.Choice(f, "nationality_group", keys(options(r.Context(), codelist.NationalityGroups))),
		Languages:        f.Picks("language", options(r.Context(), codelist.Language)),
	}
	on := r.Today()
	if strings.TrimSpace(f.Value("birth_year")) != "" {
		e.BirthYear = f.Int("birth_year", web.Between(on.Year()-120, on.Year()))
	}
	if on.Before(e.Born) {
		f.Fail("born", "person.birth_ahead")
	}
	return version, e
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

package casefileweb

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/label"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// group is what was found of one kind.
type group struct {
	id, title string
	hits      []web.Hit
}

// found is all that was found.
type found struct {
	said   string
	groups []group
}

// find opens the case of a code at once, and so the one page of the program that is called so where nothing else is. It
// lists whatever else is called as was typed, by what it is. Where nothing is, it is said as of a case that the
// person's teams do not follow.
func find(d *casefile.Desk, finders func(access.Actor) []room.Finder) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		var all found
		if web.Read(r, casefile.Finding, &all.said); !r.Form().OK() {
			return web.Response{}, web.ErrTyped
		}
		h, absent := d.ByCode(r.Context(), r.Actor(), all.said)
		if !fault.Is(absent, fault.NotFound) {
			return web.SeeOther(h.Page()), absent
		}
		cases, err := d.ByLabel(r.Context(), r.Actor(), called(r, all.said))
		if err != nil {
			return web.Response{}, err
		}
		all.add("cases", "casefile.find.cases", web.Each(r.Context(), cases, hitOf(r)))
		pages := r.PagesCalled(all.said)
		all.add("pages", "casefile.find.pages", pages) // before what the guide says of them
		for i, f := range finders(r.Actor()) {
			hits, err := f.Find(r.Context(), r.Actor(), all.said)
			if err != nil {
				return web.Response{}, err
			}
			all.add("found-"+strconv.Itoa(i), f.Title, hits)
		}
		people, err := following(r, d, all.said)
		if err != nil {
			return web.Response{}, err
		}
		all.add("people", "casefile.owner.title", people)
		all.add("stages", "casefile.list.looks", staged(r, all.said))
		switch {
		case len(all.groups) == 0:
			return web.Response{}, absent
		case len(all.groups) == 1 && len(pages) == 1:
			return web.SeeOther(pages[0].URL), nil
		}
		return web.View("casefile.find.found", foundView(r.Form(), all)).Headed().Again(), nil
	}
}

func (f *found) add(id, title string, hits []web.Hit) {
	if len(hits) > 0 {
		f.groups = append(f.groups, group{id, title, hits})
	}
}

func hitOf(r *web.Request) func(context.Context, casefile.Header) web.Hit {
	return func(_ context.Context, h casefile.Header) web.Hit {
		return web.Hit{Words: h.Label(r), Note: h.Code + " · " + r.T("casefile.stage."+string(h.Stage)), URL: h.Page()}
	}
}

// following are those of the team whose name holds what was typed, with how many cases they follow.
func following(r *web.Request, d *casefile.Desk, said string) (out []web.Hit, err error) {
	if !r.Actor().Has(casefile.AtCases...) {
		return nil, nil
	}
	list, err := d.Shares(r.Context(), r.Actor())
	for _, s := range list {
		if s.Name != "" && strings.Contains(letters.Words(s.Name), letters.Words(said)) {
			out = append(out, web.Hit{Words: s.Name, Note: r.T("casefile.owner.follows", "n", s.Cases),
				URL: web.Address("/caseload", "of", s.User.String())})
		}
	}
	return out, err
}

// staged are the looks at the list of cases whose name holds what was typed.
func staged(r *web.Request, said string) (out []web.Hit) {
	for _, t := range looks(narrowed.Look(web.NewForm(nil), casefile.Query{}, nil), "") {
		if name := r.T(t.Label); strings.Contains(letters.Words(name), letters.Words(said)) {
			out = append(out, web.Hit{Words: name, Note: r.T("casefile.list.title"), URL: t.URL})
		}
	}
	return out
}

// called reads a label, or half of one: "genêt 830", "genet", "gen 830".
func called(t label.Teller, said string) casefile.Called {
	var c casefile.Called
	words := strings.Fields(letters.Words(said))
	if n := len(words); n > 1 {
		if number, err := strconv.Atoi(words[n-1]); err == nil && number > 0 && number <= label.Max {
			c.Number, words = number, words[:n-1]
		}
	}
	tree := strings.Join(words, " ")
	if len(tree) < 3 { // half of the trees begin so
		return casefile.Called{}
	}
	for _, code := range label.Codes() {
		name := letters.Words(t.ProperName("casefile.tree." + code))
		if name == tree { // "chêne" is not half of "chêne vert"
			c.Trees = []string{code}
			break
		}
		if strings.HasPrefix(name, tree) {
			c.Trees = append(c.Trees, code)
		}
	}
	slices.Sort(c.Trees)
	return c
}

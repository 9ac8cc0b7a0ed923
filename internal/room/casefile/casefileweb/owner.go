package casefileweb

import (
	"context"
	"slices"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// The looks at lines about cases, as addresses name them; a person's id is one more.
const (
	mine   = casefile.Mine
	nobody = casefile.Nobody
)

// today is somebody's home, as they look at it.
type today struct {
	casefile.Today
	of   casefile.Whose
	said string // how the address says it
}

// home opens somebody's home: all of it, or without what is about the cases of others.
func home(d *casefile.Desk) func(*web.Request) (today, error) {
	return func(r *web.Request) (today, error) {
		t, err := d.Today(r.Context(), r.Actor())
		of := r.Asked("of").Value("of")
		return today{t, casefile.Query{Of: of}.Whose(r.Actor()), of}, err
	}
}

// shows tells whether a line stands in a look: what is about no case stands in each.
func (t today) shows(it casefile.Item, of casefile.Whose) bool {
	switch {
	case it.Case.Ref.IsZero() || of.Everybody():
		return true
	case of.Nobody:
		return t.Team.Name(owners(it).Owner) == ""
	}
	return owners(it).Of(of.User)
}

// owners is whose a line is.
func owners(it casefile.Item) casefile.Owners {
	if it.Owner.IsZero() {
		return it.Case.Owners
	}
	return casefile.Owners{Owner: it.Owner}
}

// items are the lines of the look.
func (t today) items() (out []casefile.Item) {
	for _, it := range t.Items {
		if t.shows(it, t.of) {
			out = append(out, it)
		}
	}
	return out
}

// tab is a look with how many cases it has, and whether somebody may be in danger there.
func (t today) tab(label, url string, of casefile.Whose) web.Tab {
	out := web.Tab{Label: label, URL: url, Here: of == t.of}
	seen := map[casefile.Ref]bool{}
	for _, it := range t.Items {
		if it.Case.Ref.IsZero() || !t.shows(it, of) {
			continue
		}
		out.Danger = out.Danger || it.Danger != casefile.NoDanger
		seen[it.Case.Ref] = true
	}
	out.Count = len(seen)
	return out
}

// tabs are the looks at somebody's home.
func (t today) tabs(reader access.Actor) []web.Tab {
	return []web.Tab{
		t.tab("casefile.of.all", "/", casefile.Whose{}),
		t.tab("casefile.of.mine", "/?of="+mine, casefile.Whose{User: reader.User()}),
		t.tab("casefile.of.nobody", "/?of="+nobody, casefile.Whose{Nobody: true}),
	}
}

// other is whose a line is, where it is somebody else's than the reader's.
func (t today) other(ctx context.Context, it casefile.Item) string {
	o := owners(it)
	if o.Of(web.Reader(ctx).User()) {
		return ""
	}
	return t.Team.Name(o.Owner)
}

// load is a page of a caseload.
type load struct{ casefile.Caseload }

// loaded is how a caseload is narrowed and put in order.
var loaded = web.List[casefile.Query]{Name: casefile.LoadName, Path: "/caseload", By: casefile.Loaded, Tabs: "of",
	Orders: []web.Order{{Code: string(casefile.Newest), Head: "casefile.column.opened", Falls: true},
		{Code: string(casefile.Oldest), Head: "casefile.column.opened"}}}

func (l load) look(f *web.Form) web.Sight { return loaded.Look(f, l.Of, l.Views).Calling(l.called) }

func caseload(d *casefile.Desk) func(*web.Request) (load, error) {
	return func(r *web.Request) (l load, err error) {
		q := loaded.Asked(r)
		if q.After, err = behind(r); err != nil {
			return l, err
		}
		l.Caseload, err = d.Caseload(r.Context(), r.Actor(), q)
		return l, err
	}
}

// tabs are whose cases may be looked at.
func (l load) tabs(ctx context.Context, look web.Sight) []web.Tab {
	me, all := web.Reader(ctx), 0
	of := l.Of.Whose(me)
	tab := func(code string, n int, here bool) web.Tab {
		return web.Tab{Words: l.called(ctx, code), URL: look.Address("of", code), Count: n, Here: here}
	}
	var out []web.Tab
	for _, s := range l.Shares {
		all += s.Cases
		code := s.User.String()
		switch s.User {
		case casefile.Whose{}.User:
			code = nobody
		case me.User():
			code = mine
		}
		out = append(out, tab(code, s.Cases, !of.Everybody() && s.User == of.User))
	}
	return slices.Insert(out, 0, tab("", all, of.Everybody()))
}

// called is what a look at a caseload is called.
func (l load) called(ctx context.Context, code string) string {
	switch code {
	case "":
		return web.T(ctx, "casefile.of.all")
	case mine, nobody:
		return web.T(ctx, "casefile.of."+code)
	}
	for _, s := range l.Shares {
		if s.User.String() == code && s.Name != "" {
			return s.Name
		}
	}
	return web.T(ctx, "casefile.owner.left")
}

// table is the cases of a caseload, each to be ticked.
func (l load) table(f *web.Form) web.Table[casefile.Header] {
	return web.Table[casefile.Header]{Caption: "casefile.list.caption", Empty: "casefile.caseload.empty",
		Heads: web.Under("casefile.column.", "label", "code", "stage", "since", "opened", "owner"),
		Line: func(ctx context.Context, h casefile.Header) []web.Cell {
			return []web.Cell{{View: tick(f, h)}, {View: codeLink(h)},
				{Words: web.T(ctx, "casefile.stage."+string(h.Stage))}, {Words: web.Since(ctx, h.StageAt)},
				{Words: opened(ctx, h)}, {Words: l.follower(ctx, h)}}
		}}
}

// follower is who follows a case of the list, and who stands in.
func (l load) follower(ctx context.Context, h casefile.Header) string {
	owner, deputy := l.Team.Name(h.Owner), l.Team.Name(h.Deputy)
	switch {
	case h.Owner.IsZero():
		return ""
	case owner == "":
		return web.T(ctx, "casefile.owner.left")
	case deputy == "":
		return owner
	}
	return web.T(ctx, "casefile.owner.with", "owner", owner, "deputy", deputy)
}

// handOver hands cases over, and goes back to whose they were.
func handOver(d *casefile.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		err := web.EnterAll(over, func(ctx context.Context, who access.Actor, o casefile.Over) error {
			_, err := d.HandOver(ctx, who, o)
			return err
		})(r)
		return web.SeeOther(loaded.Back(r)).Saying("casefile.caseload.said"), err
	}
}

// named reads who is to follow.
func named(r *web.Request) casefile.Owners {
	return casefile.Owners{Owner: room.Teammate(r.Form(), "owner"), Deputy: room.Teammate(r.Form(), "deputy")}
}

// typed is named, on what it was typed.
func typed(r *web.Request) (int64, casefile.Owners) { return r.Form().Version(), named(r) }

// stands is who is said to follow a case, as its form says it.
func stands(f casefile.Following) []web.Part {
	return []web.Part{web.Drawn("owner", room.Chosen(f.Owner)), web.Drawn("deputy", room.Chosen(f.Deputy))}
}

// over reads what is handed over, and to whom.
func over(r *web.Request) casefile.Over {
	f := r.Form()
	o := casefile.Over{All: f.Bool("all"), From: loaded.Asked(r), To: named(r)}
	for _, s := range f.Values("case") {
		ref, err := casefile.ParseRef(s)
		if err != nil {
			f.Fail("case", "web.form.choice")
			break
		}
		o.Cases = append(o.Cases, ref)
	}
	if !o.All && len(o.Cases) == 0 {
		f.Fail("case", "casefile.owner.none_chosen")
	}
	if o.To.Owner.IsZero() {
		f.Fail("owner", "web.form.choose")
	}
	return o
}

// fill puts who follows a case into the form that changes it.
func fill(r *web.Request, f casefile.Following) {
	r.Form().Default("owner", room.Chosen(f.Owner))
	r.Form().Default("deputy", room.Chosen(f.Deputy))
}

// handed is one line of who followed a case.
func handed(f casefile.Following) func(context.Context, casefile.Handed) web.Event {
	return func(ctx context.Context, h casefile.Handed) web.Event {
		return web.Event{At: h.At, What: web.T(ctx, "casefile.owner.line", "who", followers(ctx, f, h.Owners),
			"by", f.Name(h.By))}
	}
}

// followers says who follows a case, and who stands in.
func followers(ctx context.Context, f casefile.Following, o casefile.Owners) string {
	switch {
	case o.Owner.IsZero():
		return web.T(ctx, "casefile.owner.nobody")
	case o.Deputy.IsZero():
		return f.Name(o.Owner)
	}
	return web.T(ctx, "casefile.owner.with", "owner", f.Name(o.Owner), "deputy", f.Name(o.Deputy))
}

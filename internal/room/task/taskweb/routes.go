// Package taskweb shows what a team still means to do about a case, and what it noted.
package taskweb

import (
	"context"
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/task"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *task.Desk) room.Room {
	r := room.Room{Name: "task", Texts: Texts, Home: d.HomePanels(),
		Panels: []casefile.CasePanel{casefile.Panel("task", casefile.BesideThePath, 5, d.OnCase, panelView)}}
	for _, t := range task.Teams {
		r.Routes = append(r.Routes, routes(d.For(t))...)
	}
	return r
}

// entryOf reads which task or note a link is about.
var entryOf = web.ID[task.ID]("task")

// routes are the pages of one team.
func routes(d *task.Desk) []web.Route {
	t, home := d.Team, "/cases/{case}"+d.Team.Path
	open := web.At(room.CaseOf, d.Book)
	blank := web.NewScreen(open, "task.new", newView).Back("task.back", home).Beside(task.ErrDue, "due").
		Beside(casefile.ErrOwner, "owner")
	note := web.NewScreen(open, "task.new_note", noteView).Back("task.back", home)
	one := web.NewScreen(web.AtBoth(room.CaseOf, entryOf, d.Open), "task.change", changeView).Back("task.back", home).
		Filled(fill).Beside(task.ErrDue, "due").Beside(casefile.ErrOwner, "owner").Compares().Takes(web.TakeConflict)
	finish := func(undo bool) func(context.Context, access.Actor, casefile.Ref, task.ID) error {
		return func(ctx context.Context, who access.Actor, ref casefile.Ref, id task.ID) error {
			return d.Finish(ctx, who, ref, id, undo)
		}
	}
	return []web.Route{
		web.Get(home, t.Read, web.NewScreen(open, "task.title", bookView).Headed().Show),
		web.Get(home+"/new", t.Read, blank.Show),
		web.Post(home+"/new", t.Add, blank.Take(web.Enter(room.CaseOf, entry, d.Add), home, "task.said")),
		web.Get(home+"/note", t.Read, note.Show),
		web.Post(home+"/note", t.Add, note.Take(web.Enter(room.CaseOf, noted, d.Add), home, "task.noted")),
		web.Get(home+"/{task}", t.Read, one.Show),
		web.Post(home+"/{task}", t.Change,
			one.Take(web.EnterBoth(room.CaseOf, entryOf, changed, d.Change), home, "task.said")),
		web.Post(home+"/{task}/done", t.Finish,
			web.Undone(web.Go(web.DoBoth(room.CaseOf, entryOf, finish(false)), home, "task.done"), "task.reopen",
				home+"/{task}/open")),
		web.Post(home+"/{task}/open", t.Finish,
			web.Go(web.DoBoth(room.CaseOf, entryOf, finish(true)), home, "task.reopened")),
		web.Post(home+"/{task}/remove", t.Remove,
			web.Go(web.DoBoth(room.CaseOf, entryOf, d.Remove), home, "task.removed")),
	}
}

// entry reads a task: its fields are the same for each team. Changed reads also what it was typed on, and takes a note.
func entry(r *web.Request) task.Entry {
	e := web.Answers(task.Evaluating.Task)(r)
	e.Owner = room.Teammate(r.Form(), "owner")
	return e
}

func changed(r *web.Request) task.Entry {
	read := entry
	if r.Form().Bool("note") {
		read = noted
	}
	e := read(r)
	e.Version = r.Form().Version()
	return e
}

// noted reads a note.
func noted(r *web.Request) task.Entry {
	e := web.Answers(task.Evaluating.Note)(r)
	e.What = task.Note
	return e
}

// fill puts whose task it is into the form that changes it; its questions fill themselves.
func fill(r *web.Request, o task.Of) { r.Form().Default("owner", room.Chosen(o.One.Owner)) }

func pageOf(b task.Book, e task.Entry) string { return b.Page() + "/" + e.ID.String() }

// line is a task in one line: what, by when, by whom.
func line(ctx context.Context, e task.Entry) string {
	out := web.T(ctx, "task.what."+e.What)
	if !e.Due.IsZero() {
		out = web.T(ctx, "task.by", "what", out, "day", web.Day(ctx, e.Due))
	}
	return out
}

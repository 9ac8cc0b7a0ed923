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
	return room.Room{Name: "task", Texts: Texts, Routes: routes(d), Home: d.HomePanels(),
		Panels: []casefile.CasePanel{casefile.Panel("task", casefile.BesideThePath, 5, d.OnCase, panelView)}}
}

// entryOf reads which task or note a link is about.
var entryOf = web.ID[task.ID]("task")

func routes(d *task.Desk) []web.Route {
	const home = "/cases/{case}/tasks"
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
		web.Get(home, task.Read, web.NewScreen(open, "task.title", bookView).Headed().Show),
		web.Get(home+"/new", task.Read, blank.Show),
		web.Post(home+"/new", task.Add, blank.Take(web.Enter(room.CaseOf, entry, d.Add), home, "task.said")),
		web.Get(home+"/note", task.Read, note.Show),
		web.Post(home+"/note", task.Add, note.Take(web.Enter(room.CaseOf, noted, d.Add), home, "task.noted")),
		web.Get(home+"/{task}", task.Read, one.Show),
		web.Post(home+"/{task}", task.Change,
			one.Take(web.EnterBoth(room.CaseOf, entryOf, changed, d.Change), home, "task.said")),
		web.Post(home+"/{task}/done", task.Finish,
			web.Go(web.DoBoth(room.CaseOf, entryOf, finish(false)), home, "task.done")),
		web.Post(home+"/{task}/open", task.Finish,
			web.Go(web.DoBoth(room.CaseOf, entryOf, finish(true)), home, "task.reopened")),
		web.Post(home+"/{task}/remove", task.Remove,
			web.Go(web.DoBoth(room.CaseOf, entryOf, d.Remove), home, "task.removed")),
	}
}

// entry reads a task, which says what is to be done; changed also what it was typed on, and takes a note.
func entry(r *web.Request) task.Entry {
	e := web.Answers(task.Reading)(r)
	e.Owner = room.Teammate(r.Form(), "owner")
	return e
}

func changed(r *web.Request) task.Entry {
	if r.Form().Bool("note") {
		e := noted(r)
		e.Version = r.Form().Version()
		return e
	}
	e := entry(r)
	e.Version = r.Form().Version()
	return e
}

// noted reads a note.
func noted(r *web.Request) task.Entry {
	e := web.Answers(task.ReadingNote)(r)
	e.What = task.Note
	return e
}

// fill puts whose task it is into the form that changes it; its questions fill themselves.
func fill(r *web.Request, o task.Of) { r.Form().Default("owner", room.Chosen(o.Entry.Owner)) }

func page(h casefile.Header) string { return h.Page() + "/tasks" }

func pageOf(h casefile.Header, e task.Entry) string { return page(h) + "/" + e.ID.String() }

// line is a task in one line: what, by when, by whom.
func line(ctx context.Context, e task.Entry) string {
	out := web.T(ctx, "task.what."+e.What)
	if !e.Due.IsZero() {
		out = web.T(ctx, "task.by", "what", out, "day", web.Day(ctx, e.Due))
	}
	return out
}

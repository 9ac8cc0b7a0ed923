// Package callweb shows the calls of a case: the log, and the form of one call.
package callweb

import (
	"cmp"
	"context"
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/call"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *call.Desk) room.Room {
	panel := casefile.With(casefile.Panel("call", casefile.BesideThePath, 10, d.OnCase, panelView), d.OnCase, past)
	return room.Room{Name: "call", Texts: Texts, Routes: routes(d), Home: d.HomePanels(),
		Panels: []casefile.CasePanel{panel}}
}

// callOf reads which call a link is about.
var callOf = web.ID[call.ID]("call")

func routes(d *call.Desk) []web.Route {
	const home = "/cases/{case}/calls"
	open := web.At(room.CaseOf, d.Calls)
	blank := web.NewScreen(web.At(nextOf, d.Blank), "call.new", newView).Back("call.back", home).Filled(propose).
		Beside(call.ErrWhen, "at").Beside(call.ErrAgain, "again")
	right := web.NewScreen(web.AtBoth(room.CaseOf, callOf, d.Call), "call.correct_title", rightView).
		Back("call.back", home).Filled(fill).Beside(call.ErrWhen, "at").Beside(call.ErrAgain, "again").
		Takes(web.TakeConflict)
	return []web.Route{
		web.Get(home, call.Read, web.NewScreen(open, "call.title", logView).Headed().Show),
		web.Get(home+"/new", call.Read, blank.Show),
		web.Post(home+"/new", call.Add,
			blank.Take(web.Enter(room.CaseOf, noted, d.Note), home, "call.said")),
		web.Get(home+"/{call}", call.Read, right.Show),
		web.Post(home+"/{call}", call.Correct,
			right.Take(web.EnterBoth(room.CaseOf, callOf, web.Answers(call.Noting), d.Correct), home,
				"call.corrected")),
		web.Post(home+"/{call}/undo", call.Undo, web.Go(web.DoBoth(room.CaseOf, callOf, d.Undo), home, "call.undone")),
	}
}

// nextOf reads of which case a call is noted, and which call said to ring again; one that is none is none.
func nextOf(r *web.Request) (n call.Next, err error) {
	if n.Case, err = room.CaseOf(r); err == nil {
		n.After = after(r)
	}
	return n, err
}

func after(r *web.Request) (due call.ID) {
	if due.UnmarshalText([]byte(cmp.Or(r.Query("after"), r.Form().Value("after")))) != nil {
		return call.ID{}
	}
	return due
}

// noted is the call as the form has it.
func noted(r *web.Request) call.Entry {
	e := web.Answers(call.Noting)(r)
	e.After = after(r)
	return e
}

// propose fills the form with what is likely: that the team rang, just now, whom the link names.
func propose(r *web.Request, b call.Blank) {
	e := call.Entry{Way: call.Ways[0], Party: r.Query("party"), At: b.Now}
	web.Fill(r.Form(), call.Noting, &e)
	if b.Host != "" {
		r.Form().Default("after", after(r).String())
	}
}

// fill puts what is noted into the form of its correction.
func fill(r *web.Request, o call.Of) { web.Fill(r.Form(), call.Noting, &o.One) }

// past is what the timeline of a case says of its calls.
func past(l call.Log) (out []casefile.Happened) {
	for _, e := range l.Calls {
		out = append(out, casefile.Happened{At: e.At, What: func(ctx context.Context) string { return line(ctx, e) }})
	}
	return out
}

func page(h casefile.Header) string { return h.Page() + "/calls" }

// given is the host's answer that was noted with a call, also where the call is put right as one with somebody else.
func given(e call.Entry) casefile.Given {
	for now := &e; now != nil; now = now.Was {
		if now.Given.Answer != "" {
			return now.Given
		}
	}
	return casefile.Given{}
}

// elsewhere is the page on which a wrong answer of a host is followed up, where there is one.
func elsewhere(h casefile.Header, a casefile.Given) string {
	switch a.Else {
	case "call":
		return h.Page() + "/" + a.Call
	case "ask", "free", "interview":
		return h.Page() + "/search"
	}
	return ""
}

// line is a call in one line: who rang whom, about what, with which outcome, and a host's answer.
func line(ctx context.Context, e call.Entry) string {
	words := web.T(ctx, "call.line."+e.Way, "party", party(ctx, e), "about", web.T(ctx, "call.about."+e.About),
		"outcome", web.T(ctx, "call.outcome."+e.Outcome))
	if e.Given.Answer != "" {
		words += " " + web.T(ctx, "call.answer."+e.Given.Answer)
	}
	return words
}

// party is with whom it was: the host by its name, where that is known.
func party(ctx context.Context, e call.Entry) string {
	if e.Name != "" {
		return e.Name
	}
	return web.T(ctx, "call.party."+e.Party)
}

// undoneLine says what was taken back.
func undoneLine(ctx context.Context, u call.Undone) web.Event {
	e := call.Entry{Way: u.Was.Way, Party: u.Was.Party, About: u.Was.About, Outcome: u.Was.Outcome,
		Given: casefile.Given{Answer: u.Was.Answer}}
	return web.Event{At: u.At, What: room.Righted(ctx, true, line(ctx, e), "")}
}

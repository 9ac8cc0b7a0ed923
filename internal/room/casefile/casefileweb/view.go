package casefileweb

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// band is one block of the home, ready to show.
type band struct {
	id    string
	lines []web.WorkLine
}

// atOnce is how many lines of a block are seen without unfolding it; those of "now" are all seen. What lasts is behind
// the rest, and needs less room.
const (
	atOnce = 12
	beside = 4
)

// aside tells whether a block stands beside the work of the hour.
func (b band) aside() bool {
	return b.id == bandNames[casefile.Road] || b.id == bandNames[casefile.Week] || b.id == bandNames[casefile.Tidy]
}

func (b band) shown() []web.WorkLine {
	most := atOnce
	switch {
	case b.id == bandNames[casefile.Now]:
		return b.lines
	case b.aside() || b.id == bandNames[casefile.Wait]:
		most = beside
	}
	if len(b.lines) == most+1 { // to unfold one line takes as much room as the line
		most++
	}
	return b.lines[:min(len(b.lines), most)]
}

func (b band) folded() []web.WorkLine { return b.lines[len(b.shown()):] }

var bandNames = []string{"now", "wait", "road", "week", "staying", "tidy"}

// bandsOf turns items, already in order, into the blocks of the home that have lines; and the first, even empty, for
// whoever has work of their own. A case has one line, where it is most urgent: what else it waits for is folded below.
func bandsOf(ctx context.Context, t today, quiet bool) []band {
	out := make([]band, len(bandNames))
	for i, n := range bandNames {
		out[i].id = n
	}
	type seat struct {
		band casefile.Band
		line int
	}
	first := map[casefile.Ref]seat{}
	for _, it := range t.items() {
		l := lineOf(ctx, it)
		if at, ok := first[it.Case.Ref]; ok {
			above := &out[at.band].lines[at.line]
			l.Label, l.Code = "", ""
			if l.Who = t.other(ctx, it); l.Who == above.Who {
				l.Who = ""
			}
			above.More = append(above.More, l)
			continue
		}
		if !it.Case.Ref.IsZero() {
			first[it.Case.Ref], l.Who = seat{it.Band, len(out[it.Band].lines)}, t.other(ctx, it)
		}
		out[it.Band].lines = append(out[it.Band].lines, l)
	}
	return slices.DeleteFunc(out, func(b band) bool {
		return len(b.lines) == 0 && (quiet || b.id != bandNames[casefile.Now])
	})
}

func lineOf(ctx context.Context, it casefile.Item) web.WorkLine {
	l := web.WorkLine{
		Label: it.Subject, What: room.Because(ctx, web.T(ctx, it.Text, it.Args...), it.Fact),
		URL: it.Link, Since: it.Since, Until: it.Due,
		In:     it.In,
		Action: it.Action, To: it.To, Post: it.Post, Send: it.Send,
	}
	if !it.Case.Ref.IsZero() {
		l.Label, l.Code = it.Case.Label(web.PrinterOf(ctx)), it.Case.Code
	}
	if l.To == "" {
		l.To = it.Link
	}
	l.Tone = tone(it)
	return l
}

// tone is how a line presses. A deadline is urgent and no danger, however near it is.
func tone(it casefile.Item) web.Tone {
	switch {
	case it.Danger != casefile.NoDanger:
		return web.Danger
	case it.Alarm:
		return web.Urgent
	case !it.Due.IsZero() && it.Band == casefile.Now:
		return web.Waits
	}
	return web.Plain
}

// stations shows where a case stands on the six stations of its path or, of one that is paused or has ended, how far it
// came.
func stations(ctx context.Context, p casefile.Page) []web.Station {
	h, here := p.Header, p.Reached.Station()
	out := make([]web.Station, len(casefile.Path))
	for i, s := range casefile.Path {
		out[i] = web.Station{Label: "casefile.station." + string(s), State: web.StationAhead}
		switch {
		case i < here:
			out[i].State = web.StationDone
		case i == here && !h.Stage.Open():
			out[i].State, out[i].Note = web.StationDone, web.T(ctx, "casefile.stage."+string(h.Stage))
		case i == here && h.Stage == casefile.Waiting:
			out[i].State, out[i].Note = web.StationHere, web.T(ctx, "casefile.stage."+string(h.Stage))
		case i == here:
			out[i].State, out[i].Note = web.StationHere, web.SinceIn(ctx, h.StageAt, clocks(p))
		}
	}
	return out
}

// stageWords says where a case stands and since when; when it ended, where it does no more.
func stageWords(ctx context.Context, p casefile.Page) string {
	h, when := p.Header, web.SinceIn(ctx, p.Header.StageAt, clocks(p))
	if !h.Stage.Open() {
		when = web.DateIn(ctx, h.StageAt, clocks(p))
	}
	return web.T(ctx, "casefile.stage."+string(h.Stage)) + " · " + when
}

// endTitle names the page of what ends a case, or takes up again one that has ended.
func endTitle(p casefile.Page) string {
	return web.Either(p.Header.Stage.Open(), "casefile.end.title", "casefile.page.reopen")
}

// latest is how many lines of a timeline are seen without unfolding it.
const latest = 5

// chapter is a part of the case page, ready to show.
type chapter struct {
	id     string
	panels []casefile.Shown
	open   bool // the case goes on here
	news   int
}

var chapterNames = [...]string{"person", "evaluation", "place", "staying"}

// chapters are the parts of a case page in which the reader's team has something to read. Open is the one in which the
// case goes on, or the last before it.
func chapters(p casefile.Page) []chapter {
	var out []chapter
	open, goesOn := -1, casefile.ChapterOf(p.Reached)
	for c := casefile.AboutHer; c < casefile.BesideThePath; c++ {
		ch := chapter{id: chapterNames[c]}
		for _, s := range p.Panels {
			if s.Chapter == c {
				ch.panels, ch.news = append(ch.panels, s), ch.news+s.New
			}
		}
		if len(ch.panels) == 0 {
			continue
		}
		if out = append(out, ch); c <= goesOn {
			open = len(out) - 1
		}
	}
	if open >= 0 && p.Header.Stage.Open() {
		out[open].open = true
	}
	return out
}

// hers tells whether she says to the reader's team herself that she wishes to leave.
func hers(p casefile.Page) bool { return asked(p) || !p.Reached.Admitted() }

// lacks tells whether something does not come back with the case when it is taken up again, and bars whether it is not
// taken up because of that.
func lacks(p casefile.Page) bool {
	return slices.ContainsFunc(p.Back, func(r casefile.Return) bool { return r.Gone })
}

func bars(p casefile.Page) bool {
	return slices.ContainsFunc(p.Back, func(r casefile.Return) bool { return r.Bars })
}

// asked tells whether the reader's team is one that asks her: her host, or the head office's evaluation team.
func asked(p casefile.Page) bool { return p.Relation == access.Hosts || p.Relation == access.Evaluates }

// happened is one line of the timeline of a case, and the room that tells it.
type happened struct {
	web.Event
	room string
}

// timeline is what happened in a case: its facts, and what rooms add for this team, newest first.
func timeline(ctx context.Context, p casefile.Page) []happened {
	out := make([]happened, 0, len(p.Facts)+len(p.Past))
	add := func(room string, at time.Time, what string) {
		out = append(out, happened{web.Event{At: at, In: clocks(p), What: what}, room})
	}
	for _, f := range slices.Backward(p.Facts) {
		add(casefile.Teller(f.Kind), f.At, factWords(ctx, p, f))
	}
	for _, h := range p.Past {
		add(h.Room, h.At, h.What(ctx))
	}
	slices.SortStableFunc(out, func(a, b happened) int { return b.At.Compare(a.At) })
	return out
}

// tellers are the rooms by which a timeline is narrowed, in the order of the path.
var tellers = []string{"referral", "consent", "assessment", "placement", "journey", "stay", "call", "casefile"}

// narrowedTo are the lines of a timeline that one room tells, all of them where none of it does; and the tabs that lead
// to those of each that tells some.
func narrowedTo(said string, p casefile.Page, all []happened) (out []web.Event, tabs []web.Tab) {
	count := map[string]int{}
	for _, h := range all {
		count[h.room]++
	}
	if !slices.Contains(tellers, said) || count[said] == 0 {
		said = ""
	}
	for _, h := range all {
		if said == "" || h.room == said {
			out = append(out, h.Event)
		}
	}
	count[""] = len(all)
	for _, room := range append([]string{""}, tellers...) {
		if count[room] > 0 {
			tabs = append(tabs, web.Tab{Label: "casefile.past." + cmp.Or(room, "all"), Count: count[room],
				Here: room == said, URL: web.Address(p.Header.Page(), "past", room) + "#timeline"})
		}
	}
	return out, tabs
}

// clocks is the area by whose clocks a case is read: a host's by those of its place.
func clocks(p casefile.Page) string {
	if p.Relation != access.Hosts {
		return ""
	}
	at, _, err := casefile.Latest[casefile.Placed](p.Facts)
	if err != nil {
		return ""
	}
	return at.Department
}

// factWords says what a fact tells; of an arrival that did not take place, also why; of a search that goes on, to the
// head office, why; and of an end, to those who ask her, why or how she said it.
func factWords(ctx context.Context, p casefile.Page, f casefile.Told) string {
	words := web.T(ctx, "casefile.fact."+string(f.Kind))
	switch {
	case f.Kind == "no_show", p.Relation == access.Organises && f.Kind == "search_again":
	case !asked(p), p.Relation == access.Hosts && f.Kind == "search_again":
		return words // why another place is sought is no host's to read
	}
	return room.Because(ctx, words, f)
}

func lookLine(ctx context.Context, l casefile.Looked) web.Look {
	who := l.Name
	switch {
	case who != "" && l.Team != "":
		who += ", " + l.Team
	case l.Other:
		who = web.T(ctx, "casefile.look.other")
	case who == "":
		who = web.T(ctx, "casefile.look.nobody")
	}
	return web.Look{At: l.At, Who: who, What: actWords(ctx, l.Act)}
}

// looked is who looked at a case, as a list; narrowedLooks is how it is narrowed, at the page of a case.
var looked = web.Table[casefile.Looked]{Caption: "casefile.looked.title", Empty: "casefile.looked.empty",
	Heads: web.Under("casefile.looked.head.", "who", "what", "when"),
	Line: func(ctx context.Context, l casefile.Looked) []web.Cell {
		line := lookLine(ctx, l)
		return []web.Cell{{Words: line.Who}, {Words: line.What}, {Words: web.Date(ctx, line.At)}}
	}}

func narrowedLooks(h casefile.Header) web.List[casefile.LookQuery] {
	return web.List[casefile.LookQuery]{Path: h.Page() + "/looks", By: casefile.LooksSought}
}

// reading are the verbs of acts that only look.
var reading = map[string]bool{"open": true, "read": true, "look": true, "see": true, "search": true, "draft": true,
	"open_plan": true, "open_company": true, "step": true, "open_admit": true, "look_transfer": true}

// actWords says whether an act looked or changed something.
func actWords(ctx context.Context, act string) string {
	_, verb, _ := strings.Cut(act, ".")
	return web.T(ctx, web.Either(reading[verb], "casefile.look.read", "casefile.look.change"))
}

// cases is the list of cases a team follows.
var cases = web.Table[casefile.Header]{Caption: "casefile.list.caption", Empty: "casefile.list.empty",
	Heads: web.Under("casefile.column.", "label", "code", "stage", "since", "opened"),
	Line: func(ctx context.Context, h casefile.Header) []web.Cell {
		return []web.Cell{{Words: h.Label(web.PrinterOf(ctx)), URL: h.Page()}, web.Coded(h.Code),
			{Words: web.T(ctx, "casefile.stage."+string(h.Stage))}, {Words: web.Since(ctx, h.StageAt)},
			{Words: opened(ctx, h)}}
	}}

// opened is the day on which a case was opened, short enough for a column.
func opened(ctx context.Context, h casefile.Header) string {
	return web.ShortDay(ctx, web.Country(ctx).Day(h.Opened))
}

// narrowed is how the list of cases is narrowed and put in order.
var narrowed = web.List[casefile.Query]{Name: casefile.ListName, Path: "/cases", By: casefile.Sought, Tabs: "at",
	Orders: []web.Order{{Code: string(casefile.Newest), Head: "casefile.column.opened", Falls: true},
		{Code: string(casefile.Oldest), Head: "casefile.column.opened"}}}

// step is the next step of a case for one team: the page it is taken on.
type step struct{ name, page string }

// steps says what comes next, by how the team stands to the case and by the stage.
var steps = map[access.Relation]map[casefile.Stage]step{
	access.Evaluates: {
		casefile.Asked: {"evaluate", "/assessment"}, casefile.Evaluating: {"go_on_evaluating", "/assessment"},
		casefile.Searching: {"search", "/search"}, casefile.Meeting: {"board", "/search"},
		casefile.Accepted: {"plan_journey", "/journey/plan"}, casefile.Travel: {"journey", "/journey"},
		casefile.OnTheWay: {"journey", "/journey"}, casefile.Sheltered: {"stay", "/stay"},
	},
	access.Organises: {
		casefile.Accepted: {"plan_journey", "/journey/plan"}, casefile.Travel: {"journey", "/journey"},
		casefile.OnTheWay: {"journey", "/journey"},
	},
	access.Hosts: {
		casefile.Travel: {"journey", "/journey"}, casefile.OnTheWay: {"journey", "/journey"},
		casefile.Sheltered: {"stay", "/stay"},
	},
}

// datedLines are the entries of one day.
func datedLines(ctx context.Context, day casefile.CalendarDay) []web.WorkLine {
	return web.Each(ctx, day.Entries, func(ctx context.Context, e casefile.Dated) web.WorkLine {
		l := web.WorkLine{Label: e.Subject, What: web.T(ctx, e.Text, e.Args...), URL: e.Link}
		if !e.Whole {
			l.What = web.T(ctx, "casefile.calendar.at", "clock", web.ClockIn(ctx, e.At, e.In), "what", l.What)
		}
		if !e.Case.Ref.IsZero() {
			l.Label, l.Code = e.Case.Label(web.PrinterOf(ctx)), e.Case.Code
		}
		return l
	})
}

// Package room says what a room is to the rest of the house: one value that its web half makes and that app lists.
package room

import (
	"cmp"
	"context"
	"io/fs"
	"slices"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/web"
)

// Room is all that a room adds to the network. Only Name and Texts are indispensable.
type Room struct {
	Name   string
	Texts  fs.FS // texts.fr.toml and texts.en.toml, and others of a room that has many
	Routes []web.Route
	Home   []casefile.HomePanel      // on people's home
	Agenda []casefile.Agenda         // on people's own calendars
	Panels []casefile.CasePanel      // on the case page
	Jobs   map[string]outbox.Handler // what is done for each kind of job
	Begin  func(context.Context) error
	Sweep  func(context.Context) error // every minute, while the server runs
	Nav    []Entry
	Lists  []web.Kept // of which people keep views of their own
	Finds  []Finder   // behind the one box that finds everything
	Site   Site       // its pages on the public site
	Limits web.Limits // of sessions; one room of the network says them
	// Letters are the mails it has sent to a team's members, by the kind of job whose object is the team.
	Letters map[string]Letter
}

// Lists finds the list of a room by the name under which views of it are kept; nil for none.
func Lists(rooms []Room, name string) web.Kept {
	for _, r := range rooms {
		for _, l := range r.Lists {
			if l.Called() == name {
				return l
			}
		}
	}
	return nil
}

// Finder looks in one room for what was typed into the box.
type Finder struct {
	Title string        // text key, above what it finds
	Roles []access.Role // who may look there; nil for everybody
	Find  func(ctx context.Context, who access.Actor, said string) ([]web.Hit, error)
}

// Finders is who looks in the rooms for somebody, in the order of the rooms: where their roles may look.
func Finders(rooms []Room) func(access.Actor) []Finder {
	var all []Finder
	for _, r := range rooms {
		all = append(all, r.Finds...)
	}
	return func(a access.Actor) []Finder { return forRoles(a, all) }
}

// forSome is what a room adds for those who have one of its roles.
type forSome interface{ roles() []access.Role }

func (f Finder) roles() []access.Role { return f.Roles }

func (e Entry) roles() []access.Role { return e.Roles }

// forRoles leaves out what is for other roles than somebody's.
func forRoles[T forSome](a access.Actor, all []T) (out []T) {
	for _, x := range all {
		if of := x.roles(); of == nil || a.Has(of...) {
			out = append(out, x)
		}
	}
	return out
}

// Site is what a room adds to the public site: pages of web.PublicGet and web.PublicPost alone, which need no session,
// leave no cookie, and have an address and words of their own in each language.
type Site struct {
	Front  []web.FrontEntry // what the page on which the site begins leads to
	Routes []web.Route
}

// Letter is a constant mail: the same words for everybody, whatever happened.
type Letter struct {
	Subject, Body string // text keys
	Page          string // the page its one link leads to, the same for everybody; empty for none
}

// Entry is one entry of the navigation, for those who have one of the roles.
type Entry struct {
	Group Group
	Rank  int    // within its group
	Label string // text key
	URL   string
	Key   string        // one letter that opens it when no field has the focus; empty for none
	Roles []access.Role // nil for everybody
	// Waits counts what waits there for somebody; nil for what has no count.
	Waits func(context.Context, access.Actor) int
}

// Group is a part of the navigation. All but the first and the last have a heading.
type Group int

// The groups, in the order of the navigation; a room to come stands in one of them.
const (
	Today          Group = iota
	People               // asking, waiting, staying
	Network              // partners and what they offer
	Resources            // advice, library, public site
	Learning             // workshops, training, questionnaires
	Figures              // what is counted and reported
	Money                // the accounts
	Administration       // teams and settings
	Own                  // one's own account
)

var groupNames = map[Group]string{People: "web.group.people", Network: "web.group.network",
	Resources: "web.group.resources", Learning: "web.group.learning", Figures: "web.group.figures",
	Money: "web.group.money", Administration: "web.group.administration"}

// Nav is the navigation of somebody: the entries of all rooms that their roles can open.
func Nav(rooms []Room) func(context.Context, access.Actor) []web.NavItem {
	var all []Entry
	for _, r := range rooms {
		all = append(all, r.Nav...)
	}
	slices.SortStableFunc(all, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Rank, b.Rank))
	})
	return func(ctx context.Context, a access.Actor) []web.NavItem {
		var out []web.NavItem
		for _, e := range forRoles(a, all) {
			item := web.NavItem{Group: groupNames[e.Group], Label: e.Label, URL: e.URL, Key: e.Key}
			if e.Waits != nil {
				item.Count = e.Waits(ctx, a)
			}
			out = append(out, item)
		}
		return out
	}
}

// Homes lists what every room adds to people's home, in the order of the rooms.
func Homes(rooms []Room) []casefile.HomePanel {
	var out []casefile.HomePanel
	for _, r := range rooms {
		out = append(out, r.Home...)
	}
	return out
}

// Agendas lists what every room adds to people's calendars, in the order of the rooms.
func Agendas(rooms []Room) []casefile.Agenda {
	var out []casefile.Agenda
	for _, r := range rooms {
		out = append(out, r.Agenda...)
	}
	return out
}

// Panels lists what every room adds to the case page, in the order of their ranks.
func Panels(rooms []Room) []casefile.CasePanel {
	var out []casefile.CasePanel
	for _, r := range rooms {
		out = append(out, r.Panels...)
	}
	return casefile.Ranked(out)
}

// Routes lists every page of the rooms, and the one on which their public site begins. It panics where a room mixes the
// two, so a program with such a room does not start.
func Routes(rooms []Room) []web.Route {
	var out []web.Route
	var front []web.FrontEntry
	for _, r := range rooms {
		for i, x := range slices.Concat(r.Routes, r.Site.Routes) {
			if x.IsPublic() != (i >= len(r.Routes)) {
				panic("room: " + r.Name + ": " + x.Pattern() + " is public, or not, and stands among the others")
			}
			out = append(out, x)
		}
		front = append(front, r.Site.Front...)
	}
	return append(out, web.Front(front))
}

// Texts loads the words of the rooms, and of others beside them.
func Texts(rooms []Room, more ...fs.FS) (*web.Texts, error) {
	for _, r := range rooms {
		more = append(more, r.Texts)
	}
	return web.LoadTexts(more...)
}

// Letters lists the mails of every room.
func Letters(rooms []Room) map[string]Letter {
	out := map[string]Letter{}
	for _, r := range rooms {
		for kind, l := range r.Letters {
			out[kind] = l
		}
	}
	return out
}

// Limits returns the limits of sessions. It panics unless exactly one room says them: a network without does not start.
func Limits(rooms []Room) web.Limits {
	var out web.Limits
	for _, r := range rooms {
		if r.Limits == (web.Limits{}) {
			continue
		}
		if out != (web.Limits{}) {
			panic("room: two rooms say the limits of sessions")
		}
		out = r.Limits
	}
	if out == (web.Limits{}) {
		panic("room: no room says the limits of sessions")
	}
	return out
}

// Jobs lists what is done for each kind of job.
func Jobs(rooms []Room) map[string]outbox.Handler {
	out := map[string]outbox.Handler{}
	for _, r := range rooms {
		for kind, h := range r.Jobs {
			if out[kind] != nil {
				panic("room: two rooms do the job " + kind)
			}
			out[kind] = h
		}
	}
	return out
}

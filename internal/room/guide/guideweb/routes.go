// Package guideweb is the guide inside the program: what each page is for and how one goes on there, in the words of
// whoever reads it, by role, and led to from each page.
package guideweb

import (
	"context"
	"embed"
	"slices"
	"strings"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Read is reading the guide: it opens nothing, so that somebody without an account may.
var Read = access.Define(access.Act{Name: "guide.read", Door: access.PublicDoor, By: access.Anyone})

// Room is all that the room adds to the network.
func Room() room.Room {
	return room.Room{Name: "guide", Texts: Texts, Routes: []web.Route{
		web.Get("/help", Read, func(r *web.Request) (web.Response, error) {
			return shown(r, guide{of: access.Role(r.Query("role"))}), nil
		}),
		web.Post("/help", Read, func(r *web.Request) (web.Response, error) {
			var g guide
			web.Read(r, asking, &g.said)
			return shown(r, g), nil
		}),
	}, Finds: []room.Finder{{Title: "guide.found", Find: find}}}
}

// asking is what one looks for in the guide: posted, so that no address keeps it.
var asking = ask.Of("guide", ask.Text("said", func(s *string) *string { return s }).Max(80).Optional())

// guide is the part of it that is read.
type guide struct {
	of     access.Role // empty: the reader's own
	said   string
	topics []topic
}

// written are those for whom there is a guide of their own.
var written = []access.Role{access.Coordinator, access.Logistics, access.Host, access.Referrer, access.Administrator,
	access.Observer}

func shown(r *web.Request, g guide) web.Response {
	if !slices.Contains(written, g.of) {
		g.of = ""
	}
	if g.topics = of(r.Actor()); g.said != "" || g.of != "" {
		g.topics = slices.DeleteFunc(slices.Clone(topics), func(t topic) bool {
			return g.said != "" && !called(r.Context(), t, g.said) ||
				g.of != "" && t.roles != nil && !slices.Contains(t.roles, g.of)
		})
	}
	show := web.View
	if !r.Form().OK() {
		show = web.Invalid
	}
	return show("web.help.title", guideView(r.Form(), g)).Wide()
}

// called tells whether each word that was typed stands in a topic.
func called(ctx context.Context, t topic, said string) bool {
	var all strings.Builder
	for _, part := range []string{"title", "body", "how"} {
		all.WriteString(letters.Words(web.T(ctx, t.text(part))) + " ")
	}
	for _, w := range strings.Fields(letters.Words(said)) {
		if !strings.Contains(all.String(), w) {
			return false
		}
	}
	return true
}

// find looks for a topic by its title.
func find(ctx context.Context, _ access.Actor, said string) (out []web.Hit, err error) {
	want := letters.Words(said)
	for _, t := range topics {
		title := web.T(ctx, t.text("title"))
		if len(want) > 2 && strings.Contains(letters.Words(title), want) {
			out = append(out, web.Hit{Words: title, URL: "/help#" + t.key})
		}
	}
	return out, nil
}

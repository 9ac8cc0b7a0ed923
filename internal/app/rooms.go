package app

import (
	"embed"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/web"
)

//go:embed texts.fr.toml texts.en.toml
var ownTexts embed.FS

// Rooms is the list of rooms of a network: their desks, pages, words and jobs.
type Rooms struct {
	Casefile *casefile.Desk

	routes   []web.Route
	texts    *web.Texts
	handlers map[string]outbox.Handler
}

// newRooms builds every room on the house, in the order of a person's path.
func newRooms(h *trust.House) *Rooms {
	r := &Rooms{handlers: map[string]outbox.Handler{}}
	var homes []casefile.HomePanel
	var panels []casefile.CasePanel
	r.Casefile = casefile.NewDesk(h.Gate, homes, panels)
	r.routes = join(casefileweb.Routes(r.Casefile))
	texts, err := web.LoadTexts(ownTexts, casefileweb.Texts)
	if err != nil {
		panic(fmt.Sprintf("app: texts: %v", err)) // embedded: a program with broken texts does not start
	}
	r.texts = texts
	return r
}

// Routes lists every page of the network.
func (r *Rooms) Routes() []web.Route { return r.routes }

// Handlers lists what is done for each kind of job.
func (r *Rooms) Handlers(m *mailer) map[string]outbox.Handler {
	out := map[string]outbox.Handler{noticeJob: m.handle}
	for kind, h := range r.handlers {
		out[kind] = h
	}
	return out
}

// Site is what a running network adds to its rooms' pages.
type Site struct {
	Banner templ.Component // above every page; nil for none
	Extra  []web.Route     // the demonstration's own pages
}

// Handler returns the whole site.
func (n *Net) Handler(s Site) http.Handler {
	return web.New(web.Options{
		Routes: join(n.Rooms.routes, s.Extra), Texts: n.Rooms.texts, Sessions: n.Sessions, Nav: nav,
		Clock: n.clock, Log: n.log, Find: "/find", Banner: s.Banner,
	})
}

func join(lists ...[]web.Route) []web.Route {
	var out []web.Route
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// nav is the navigation: what the person's roles can open.
func nav(a access.Actor) []web.NavItem {
	items := []web.NavItem{{Label: "app.nav.home", URL: "/"}}
	add := func(label, url, key string, roles ...access.Role) {
		if a.Has(roles...) {
			items = append(items, web.NavItem{Label: "app.nav." + label, URL: url, Key: key})
		}
	}
	add("cases", "/cases", "", access.Coordinator, access.Logistics, access.Host, access.Referrer)
	return items
}

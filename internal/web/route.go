package web

import (
	"net/http"
	"strings"

	"havre.example/havre/internal/trust/access"
)

// Handler answers one request: it reads, calls one desk method, and returns what to show. Errors are returned, never
// written; the shell turns their fault kind into a page.
type Handler func(*Request) (Response, error)

// Route is one page or one act of the network. It exists only with the act it does; see Get and Post.
type Route struct {
	method  string
	pattern string
	act     access.Act
	handle  Handler
	public  bool
	words   string // public pages: the key of the text that is the path, below the language's segment
	upload  bool
	perHour int
	counts  counting
	still   bool
	follows bool
	retold  bool

	saysWait bool
}

// RouteOption changes how the shell treats a route.
type RouteOption func(*Route)

// Get makes a route that shows. The pattern is a path of net/http.ServeMux, such as "/cases/{case}"; it must not change
// anything. An act of access.Anyone needs no sign-in.
func Get(pattern string, act access.Act, h Handler, opts ...RouteOption) Route {
	return newRoute(http.MethodGet, pattern, act, h, opts)
}

// Post makes a route that does its act.
func Post(pattern string, act access.Act, h Handler, opts ...RouteOption) Route {
	return newRoute(http.MethodPost, pattern, act, h, opts)
}

func newRoute(method, pattern string, act access.Act, h Handler, opts []RouteOption) Route {
	if act.Name == "" || h == nil || !strings.HasPrefix(pattern, "/") {
		panic("web: route " + method + " " + pattern + " needs a path, a defined act and a handler")
	}
	r := Route{method: method, pattern: pattern, act: act, handle: h}
	for _, o := range opts {
		o(&r)
	}
	return r
}

// Upload lets the form carry files, 20 MiB in all, held in memory only.
func Upload(r *Route) { r.upload = true }

// Method returns GET or POST, for the golden list of routes.
func (r Route) Method() string { return r.method }

// Pattern returns the path, with its placeholders.
func (r Route) Pattern() string { return r.pattern }

// Act returns what the route does.
func (r Route) Act() access.Act { return r.act }

// IsPublic tells whether the route belongs to the public site.
func (r Route) IsPublic() bool { return r.public }

// open tells whether the route may be used without signing in.
func (r Route) open() bool { return r.act.By == access.Anyone }

package accountweb

import (
	"context"
	"slices"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// DemoPerson is one of a demonstration's invented people.
type DemoPerson struct {
	Login string
	Name  string
	Team  string // its name
	Role  access.Role
}

// DemoRoutes are the first page of a demonstration: it presents its people and signs in as any of them with one press.
// Only the demonstration adds these routes to the others; a real network has none of them. signIn opens a session for
// a login and returns its token.
func DemoRoutes(people []DemoPerson, signIn func(ctx context.Context, login string) (token string,
	err error)) []web.Route {
	return []web.Route{
		web.Get("/demo", account.EnterDemo, func(r *web.Request) (web.Response, error) {
			return web.View("account.demo.title", demoView(people)).Headed(), nil
		}),
		web.Post("/demo", account.EnterDemo, func(r *web.Request) (web.Response, error) {
			login := r.Form().Value("login")
			if !slices.ContainsFunc(people, func(p DemoPerson) bool { return p.Login == login }) {
				return web.Response{}, fault.ErrAbsent
			}
			token, err := signIn(r.Context(), login)
			return web.SignedIn(token, "/"), fault.In("sign in to the demonstration", err)
		}),
	}
}

package demo

import (
	"context"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/account/accountweb"
)

// Site is what a demonstration adds to its network's pages: a first page that presents its people and signs in as any
// of them, and a line above every page that says what this is.
func Site(n *app.Net, people People) app.Site {
	var shown []accountweb.DemoPerson
	for _, p := range people.Shown() {
		shown = append(shown, accountweb.DemoPerson{Login: p.Login, Name: p.Name, Team: p.Team, Role: p.Role})
	}
	signIn := func(ctx context.Context, login string) (string, error) {
		p, ok := people.Of(login)
		if !ok || !p.Shown {
			return "", fault.ErrAbsent
		}
		return p.SignIn(ctx, n)
	}
	return app.Site{SignIn: "/demo", Extra: accountweb.DemoRoutes(shown, signIn), Banner: banner()}
}

package accountweb

import (
	"context"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// decideAside answers the two buttons beside a task set aside.
func decideAside(decide func(context.Context, access.Actor, account.AsideID) error, said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		var task account.AsideID
		if err := task.UnmarshalText([]byte(r.Path("task"))); err != nil {
			return web.Response{}, errNotHere
		}
		if err := decide(r.Context(), r.Actor(), task); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/settings").Saying(said), nil
	}
}

package accountweb

import (
	"context"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// viewed keeps a look at one of the lists, or lets it go, and leads to it.
func viewed(lists func(string) web.Kept, act func(context.Context, access.Actor, account.View) error,
	said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		list := lists(r.Form().Value("list"))
		if list == nil {
			return web.Response{}, fault.ErrAbsent
		}
		kept, ok := list.Narrowed(r)
		if !ok || kept == "" {
			return web.Response{}, fault.NewInvalid("fault.invalid")
		}
		err := act(r.Context(), r.Actor(), account.View{List: list.Called(), Narrowed: kept})
		return web.SeeOther(list.At(kept)).Saying(said), err
	}
}

// keep keeps a view, as many of a list as its page offers.
func keep(d *account.Desk) func(context.Context, access.Actor, account.View) error {
	return func(ctx context.Context, who access.Actor, v account.View) error {
		return d.KeepView(ctx, who, v, web.MostViews)
	}
}

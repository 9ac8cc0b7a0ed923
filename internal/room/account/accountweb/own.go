package accountweb

import (
	"context"
	"errors"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// own is what somebody's own page shows: sessions, and where notices go.
type own struct {
	list []account.Open
	mail string
}

func openOwn(d *account.Desk) func(context.Context, access.Actor) (own, error) {
	return func(ctx context.Context, who access.Actor) (o own, err error) {
		if o.list, err = d.Sessions(ctx, who); err != nil {
			return o, err
		}
		o.mail, err = d.Notices(ctx, who)
		return o, err
	}
}

func ownScreen(d *account.Desk) web.Screen[own] {
	return web.NewScreen(web.All(openOwn(d)), "account.sessions.title", sessionsView).
		Filled(func(r *web.Request, o own) {
			r.Form().Default("lang", string(r.Actor().Lang()))
			r.Form().Default("mail", o.mail)
		}).
		Takes(func(f *web.Form, err error) bool {
			if !errors.Is(err, account.ErrMail) {
				return false
			}
			f.Fail("mail", "account.sessions.mail_form")
			return true
		})
}

func mail(r *web.Request) string { return r.Form().Text("mail", web.Max(254)) }

func language(r *web.Request) lang.Tag {
	return web.Choice(r.Form(), "lang", r.Languages(), web.Required)
}

func closeOne(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		var id access.SessionID
		if err := id.UnmarshalText([]byte(r.Form().Value("session"))); err != nil {
			return web.Response{}, errNotHere
		}
		if err := d.Close(r.Context(), r.Actor(), id); err != nil {
			return web.Response{}, err
		}
		if id == r.Actor().Session() {
			return web.SignedOut("/").Saying("account.signed_out"), nil
		}
		return web.SeeOther("/sessions").Saying("account.sessions.closed"), nil
	}
}

func closeAll(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		err := d.CloseAll(r.Context(), r.Actor())
		return web.SignedOut("/").Saying("account.sessions.all_closed"), err
	}
}

package accountweb

import (
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func sessions(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		list, err := d.Sessions(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		f.Default("lang", string(r.Actor().Lang()))
		return web.View("account.sessions.title", sessionsView(f, list)), nil
	}
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
		if err := d.CloseAll(r.Context(), r.Actor()); err != nil {
			return web.Response{}, err
		}
		return web.SignedOut("/").Saying("account.sessions.all_closed"), nil
	}
}

func setLanguage(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		tag := web.Choice(f, "lang", lang.All, web.Required)
		if !f.OK() {
			list, err := d.Sessions(r.Context(), r.Actor())
			if err != nil {
				return web.Response{}, err
			}
			return web.Invalid("account.sessions.title", sessionsView(f, list)), nil
		}
		if err := d.Speak(r.Context(), r.Actor(), tag); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/sessions").Saying("account.sessions.language_set"), nil
	}
}

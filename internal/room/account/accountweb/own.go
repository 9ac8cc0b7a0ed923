package accountweb

import (
	"errors"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func sessions(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		body, err := ownPage(d, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("account.sessions.title", body), nil
	}
}

// ownPage is the person's own page: sessions, language, notices.
func ownPage(d *account.Desk, r *web.Request) (templ.Component, error) {
	list, err := d.Sessions(r.Context(), r.Actor())
	if err != nil {
		return nil, err
	}
	mail, err := d.Notices(r.Context(), r.Actor())
	if err != nil {
		return nil, err
	}
	f := r.Form()
	f.Default("lang", string(r.Actor().Lang()))
	f.Default("mail", mail)
	return sessionsView(f, list), nil
}

func setNotices(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		mail := f.Text("mail", web.Max(254))
		if f.OK() {
			err := d.SetNotices(r.Context(), r.Actor(), mail)
			if err == nil {
				return web.SeeOther("/sessions").Saying("account.sessions.mail_set"), nil
			}
			if !errors.Is(err, account.ErrMail) {
				return web.Response{}, err
			}
			f.Fail("mail", "account.sessions.mail_form")
		}
		body, err := ownPage(d, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("account.sessions.title", body), nil
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
		tag := web.Choice(f, "lang", r.Languages(), web.Required)
		if !f.OK() {
			body, err := ownPage(d, r)
			if err != nil {
				return web.Response{}, err
			}
			return web.Invalid("account.sessions.title", body), nil
		}
		if err := d.Speak(r.Context(), r.Actor(), tag); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/sessions").Saying("account.sessions.language_set"), nil
	}
}

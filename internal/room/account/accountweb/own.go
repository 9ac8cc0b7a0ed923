package accountweb

import (
	"context"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// own is what somebody's own page shows: sessions, and where notices go.
type own struct {
	list    []account.Open
	notices account.Notices
}

func openOwn(d *account.Desk) func(context.Context, access.Actor) (own, error) {
	return func(ctx context.Context, who access.Actor) (o own, err error) {
		if o.list, err = d.Sessions(ctx, who); err == nil {
			o.notices, err = d.Notices(ctx, who)
		}
		return o, err
	}
}

func fillOwn(r *web.Request, o own) {
	r.Form().Default("lang", string(r.Actor().Lang()))
	web.Fill(r.Form(), account.Noticed, &o.notices)
}

func language(r *web.Request) lang.Tag {
	return web.Choice(r.Form(), "lang", r.Languages(), web.Required)
}

func speak(d *account.Desk) func(*web.Request) (web.Response, error) {
	do := web.EnterAll(language, d.Speak)
	return func(r *web.Request) (web.Response, error) {
		return web.SeeOther("/sessions").Saying("account.sessions.language_set").Speaking(language(r)), do(r)
	}
}

func closeOne(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		var id access.SessionID
		if err := id.UnmarshalText([]byte(r.Form().Value("session"))); err != nil {
			return web.Response{}, fault.ErrAbsent
		}
		err := d.Close(r.Context(), r.Actor(), id)
		if id == r.Actor().Session() {
			return web.SignedOut("/").Saying("account.signed_out"), err
		}
		return web.SeeOther("/sessions").Saying("account.sessions.closed"), err
	}
}

func closeAll(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		return web.SignedOut("/").Saying("account.sessions.all_closed"), d.CloseAll(r.Context(), r.Actor())
	}
}

func fillSettings(r *web.Request, p account.SettingsPage) {
	if !r.Kept() || r.Form().Overtaken() {
		web.Fill(r.Form(), account.Asked, &p.Settings)
	}
}

func readSettings(r *web.Request) account.Edit {
	s := account.Edit{Settings: web.Answers(account.Asked)(r), Version: r.Form().Version()}
	for _, m := range s.Check() {
		r.Form().Fail(m.Field, m.Key)
	}
	return s
}

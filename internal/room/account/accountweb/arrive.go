package accountweb

import (
	"context"
	"errors"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/web"
)

var errNotHere = fault.NewNotFound("fault.not_found")

// whileSettingUp answers with nothing once the network has its first administrator.
func whileSettingUp(d *account.Desk, h web.Handler) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		waiting, err := d.SettingUp(r.Context())
		if err != nil {
			return web.Response{}, err
		}
		if !waiting {
			return web.Response{}, errNotHere
		}
		return h(r)
	}
}

func showSetUp(d *account.Desk) web.Handler {
	return whileSettingUp(d, func(r *web.Request) (web.Response, error) {
		f := r.Form()
		for _, kind := range account.TeamKinds() {
			f.Default("team_"+kind, r.T("account.team_name."+kind))
		}
		f.Default("lang", string(r.Lang()))
		return web.View("account.set_up.title", setUpView(f, d.FirstTasks())), nil
	})
}

func beginSetUp(d *account.Desk) web.Handler {
	return whileSettingUp(d, func(r *web.Request) (web.Response, error) {
		f := r.Form()
		p := account.Pending{Use: account.ToSetUp, Code: f.Text("code", web.Required, web.Max(40))}
		p.Network.Name = f.Text("network", web.Required, web.Max(100))
		p.Network.Telephone = f.Text("telephone", web.Max(40))
		if t := p.Network.Telephone; t != "" && !account.GoodTelephone(t) {
			f.Fail("telephone", "account.settings.wrong.telephone")
		}
		p.Network.Teams = map[string]string{}
		for _, kind := range account.TeamKinds() {
			p.Network.Teams[kind] = f.Text("team_"+kind, web.Required, web.Max(80))
		}
		readPerson(r, &p)
		if f.OK() {
			if err := d.CheckSetUp(r.Context(), p.Code); err != nil {
				if !fault.Is(err, fault.Invalid) {
					return web.Response{}, err
				}
				f.Fail("code", fault.Key(err))
			}
		}
		if !f.OK() {
			return web.Invalid("account.set_up.title", setUpView(f, d.FirstTasks())), nil
		}
		return showSecrets(d, p)
	})
}

// readPerson reads who arrives.
func readPerson(r *web.Request, p *account.Pending) {
	f := r.Form()
	p.Name = f.Text("name", web.Required, web.Max(80))
	p.Login = account.CleanLogin(f.Text("login", web.Required, web.Max(40)))
	if p.Login != "" && !account.GoodLogin(p.Login) {
		f.Fail("login", "account.login_form")
	}
	p.Lang = web.Choice(f, "lang", r.Languages(), web.Required)
}

// showSecrets draws the newcomer's secrets and shows them, once.
func showSecrets(d *account.Desk, p account.Pending) (web.Response, error) {
	p, err := d.Draw(p)
	if err != nil {
		return web.Response{}, err
	}
	return secretsPage(d, p, web.NewForm(nil))
}

func secretsPage(d *account.Desk, p account.Pending, f *web.Form) (web.Response, error) {
	sealed, err := d.Sealed(p)
	if err != nil {
		return web.Response{}, err
	}
	square, err := squareOf(p.AuthenticatorURI())
	if err != nil {
		return web.Response{}, err
	}
	view := secretsView(f, p, sealed, square)
	if !f.OK() {
		return web.Invalid("account.secrets.title", view), nil
	}
	return web.View("account.secrets.title", view), nil
}

// square is a QR code: its width in modules, and the dark ones as a path of an SVG.
type square struct {
	size int
	path string
}

func squareOf(uri string) (square, error) {
	code, err := qr.Encode(uri, qr.M, qr.Auto)
	if err != nil {
		return square{}, err
	}
	return square{code.Bounds().Dx(), darkPath(code)}, nil
}

// finish checks what was typed back and lets the newcomer in. The secrets stay the same while they correct.
func finish(d *account.Desk, use account.Use, next string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		p, err := d.Pending(use, f.Value("pending"))
		if err != nil {
			return beginAgain(f, use), nil
		}
		first, second := p.Copied(f.Text("word_1", web.Required), f.Text("word_2", web.Required))
		if !first {
			f.Fail("word_1", "account.secrets.word_differs")
		}
		if !second {
			f.Fail("word_2", "account.secrets.word_differs")
		}
		code := f.Value("totp")
		if code == "" {
			f.Fail("totp", "web.form.required")
		}
		if f.OK() {
			token, err := d.Arrive(r.Context(), p, code[:min(len(code), longest)])
			switch {
			case err == nil:
				return web.SignedIn(token, next), nil
			case errors.Is(err, account.ErrCode):
				f.Fail("totp", fault.Key(err))
			case errors.Is(err, account.ErrLogin), errors.Is(err, account.ErrInvitation):
				f.Fail("", fault.Key(err))
				return beginAgain(f, use), nil
			default:
				if !takeAtDoor(f, err) {
					return web.Response{}, err
				}
			}
		}
		return secretsPage(d, p, f)
	}
}

// beginAgain leads back to the first page of an arrival, saying why.
func beginAgain(f *web.Form, use account.Use) web.Response {
	start := "/join"
	if use == account.ToSetUp {
		start = "/set-up"
	}
	if f.OK() {
		f.Fail("", "account.begin_again")
	}
	return web.Invalid("account.again.title", againView(f, start))
}

func finishSetUp(d *account.Desk) web.Handler {
	return whileSettingUp(d, finish(d, account.ToSetUp, "/settings"))
}

func showJoin(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		return web.View("account.join.title", joinView(r.Form(), r.Actor().Name())), nil
	}
}

// readInvitation goes on with a code: a newcomer introduces themselves; who is signed in takes the further team.
func readInvitation(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		code := f.Text("code", web.Required, web.Max(40))
		if f.OK() {
			p, err := d.ReadInvitation(r.Context(), code)
			if err == nil && r.Actor().SignedIn() {
				if err = d.Accept(r.Context(), r.Actor(), code); err == nil {
					return web.SeeOther("/arrival").Saying("account.join.added"), nil
				}
			}
			if err == nil {
				next := web.NewForm(nil)
				next.Default("lang", string(r.Lang()))
				return whoPage(d, p, next)
			}
			if !fault.Is(err, fault.Invalid) {
				return web.Response{}, err
			}
			f.Fail("code", fault.Key(err))
		}
		return web.Invalid("account.join.title", joinView(f, r.Actor().Name())), nil
	}
}

func whoPage(d *account.Desk, p account.Pending, f *web.Form) (web.Response, error) {
	sealed, err := d.Sealed(p)
	if err != nil {
		return web.Response{}, err
	}
	if !f.OK() {
		return web.Invalid("account.join.title", whoView(f, p, sealed)), nil
	}
	return web.View("account.join.title", whoView(f, p, sealed)), nil
}

func introduce(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		p, err := d.Pending(account.ToJoin, f.Value("pending"))
		if err != nil {
			return beginAgain(f, account.ToJoin), nil
		}
		readPerson(r, &p)
		if f.OK() {
			free, err := d.LoginFree(r.Context(), p.Login)
			if err != nil {
				return web.Response{}, err
			}
			if free {
				return showSecrets(d, p)
			}
			f.Fail("login", "session.login_taken")
		}
		return whoPage(d, p, f)
	}
}

func finishJoin(d *account.Desk) web.Handler { return finish(d, account.ToJoin, "/arrival") }

// arrival explains the six words to a newcomer who waits; everybody else goes home.
func arrival(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		a, err := d.Arrival(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		if len(a.Waiting) == 0 {
			return web.SeeOther("/"), nil
		}
		return web.View("account.arrival.title", arrivalView(a)), nil
	}
}

// languages offers each language of the network by its own name.
func languages(ctx context.Context) []web.Option {
	var out []web.Option
	for _, l := range web.Languages(ctx) {
		out = append(out, web.Option{Value: string(l.Tag), Label: l.Name})
	}
	return out
}

// darkPath draws each run of dark modules of a row as one bar.
func darkPath(code barcode.Barcode) string {
	return barsOf(code.Bounds().Dx(), func(x, y int) bool {
		v, _, _, _ := code.At(x, y).RGBA()
		return v == 0
	})
}

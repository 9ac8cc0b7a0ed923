package accountweb

import (
	"errors"
	"strings"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/web"
)

// longest is how many bytes of a secret are read; what is longer is wrong anyway.
const longest = 500

// takeAtDoor shows in the form what goes wrong at the door, also when it is only "wait a moment": nobody should meet
// an error page while signing in.
func takeAtDoor(f *web.Form, err error) bool {
	switch {
	case errors.Is(err, account.ErrWait):
		f.Fail("", "session.wait")
	case errors.Is(err, account.ErrCrowded):
		f.Fail("", "session.crowded")
	default:
		return f.Take(err)
	}
	return true
}

// proof reads passphrase and code. They are read raw: letter case and spaces are forgiven by the keeper.
func proof(f *web.Form) (passphrase, code string) {
	passphrase, code = f.Value("passphrase"), f.Value("totp")
	if strings.TrimSpace(passphrase) == "" {
		f.Fail("passphrase", "web.form.required")
	}
	if strings.TrimSpace(code) == "" {
		f.Fail("totp", "web.form.required")
	}
	return passphrase[:min(len(passphrase), longest)], code[:min(len(code), longest)]
}

func showSignIn(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Actor().SignedIn() {
			return web.SeeOther("/"), nil
		}
		waiting, err := d.SettingUp(r.Context())
		if err != nil {
			return web.Response{}, err
		}
		if waiting {
			return web.SeeOther("/set-up"), nil
		}
		return web.View("account.sign_in.title", signInView(r.Form())), nil
	}
}

func signIn(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		login := f.Text("login", web.Required)
		passphrase, code := proof(f)
		if f.OK() {
			token, err := d.SignIn(r.Context(), r.Address(), login, passphrase, code)
			if err == nil {
				return web.SignedIn(token, "/"), nil
			}
			if !takeAtDoor(f, err) {
				return web.Response{}, err
			}
		}
		return web.Invalid("account.sign_in.title", signInView(f)), nil
	}
}

func signOut(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if err := d.SignOut(r.Context(), r.Actor(), r.SessionToken()); err != nil {
			return web.Response{}, err
		}
		return web.SignedOut("/").Saying("account.signed_out"), nil
	}
}

func showStepUp() web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		return web.View("account.step_up.title", stepUpView(f, r.Query("back"))), nil
	}
}

func stepUp(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		back := f.Text("back", web.Max(500))
		passphrase, code := proof(f)
		if f.OK() {
			token, err := d.StepUp(r.Context(), r.Actor(), r.Address(), r.SessionToken(), passphrase, code)
			if err == nil {
				return web.SignedIn(token, back), nil
			}
			if !takeAtDoor(f, err) {
				return web.Response{}, err
			}
		}
		return web.Invalid("account.step_up.title", stepUpView(f, back)), nil
	}
}

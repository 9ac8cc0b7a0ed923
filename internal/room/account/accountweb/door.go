package accountweb

import (
	"errors"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/web"
)

// longest is how many bytes of a secret are read; what is longer is wrong anyway.
const longest = 500

// takeAtDoor shows in the form what goes wrong at the door, also when it is only "wait a moment": nobody should meet
// an error page while signing in.
func takeAtDoor(f *web.Form, err error) bool {
	switch {
	case errors.Is(err, account.ErrCode):
		f.Fail("totp", fault.Key(err))
	case errors.Is(err, account.ErrWait), errors.Is(err, account.ErrCrowded):
		f.Fail("", fault.Key(err))
	default:
		return false
	}
	return true
}

// raw reads a secret as it was typed: letter case and spaces are forgiven by the keeper.
func raw(f *web.Form, name string) string {
	s := f.Value(name)
	if strings.TrimSpace(s) == "" {
		f.Fail(name, "web.form.required")
	}
	return s[:min(len(s), longest)]
}

func showSignIn(d *account.Desk, page web.Handler) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Actor().SignedIn() {
			return web.SeeOther("/"), nil
		}
		if waiting, err := d.SettingUp(r.Context()); waiting || err != nil {
			return web.SeeOther("/set-up"), err
		}
		return page(r)
	}
}

func signIn(d *account.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		login, passphrase, code := f.Text("login", web.Required), raw(f, "passphrase"), raw(f, "totp")
		if !f.OK() {
			return web.Response{}, web.ErrTyped
		}
		token, err := d.SignIn(r.Context(), r.Address(), login, passphrase, code)
		return web.SignedIn(token, "/"), err
	}
}

func signOut(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		return web.SignedOut("/").Saying("account.signed_out"), d.SignOut(r.Context(), r.Actor(), r.SessionToken())
	}
}

// back is where a step-up leads back to.
func back(r *web.Request) (string, error) {
	if r.Form().Sent() {
		return r.Form().Text("back", web.Max(500)), nil
	}
	return r.Query("back"), nil
}

func stepUp(d *account.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		to, _ := back(r)
		f := r.Form()
		passphrase, code := raw(f, "passphrase"), raw(f, "totp")
		if !f.OK() {
			return web.Response{}, web.ErrTyped
		}
		token, err := d.StepUp(r.Context(), r.Actor(), r.Address(), r.SessionToken(), passphrase, code)
		return web.SignedIn(token, to), err
	}
}

package accountweb

import (
	"context"
	"errors"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/web"
)

// settingUp opens what a network still lacks, until it has its first administrator.
func settingUp(d *account.Desk) func(*web.Request) ([]account.Task, error) {
	return func(r *web.Request) ([]account.Task, error) {
		waiting, err := d.SettingUp(r.Context())
		if err == nil && !waiting {
			err = fault.ErrAbsent
		}
		return d.FirstTasks(), err
	}
}

func whileSettingUp(d *account.Desk, h web.Handler) web.Handler {
	open := settingUp(d)
	return func(r *web.Request) (web.Response, error) {
		if _, err := open(r); err != nil {
			return web.Response{}, err
		}
		return h(r)
	}
}

// nameTeams proposes the teams' names, and the language of the page.
func nameTeams(r *web.Request, _ []account.Task) {
	for _, kind := range account.TeamKinds() {
		r.Form().Default("team_"+kind, r.T("account.team_name."+kind))
	}
	r.Form().Default("lang", string(r.Lang()))
}

// found draws the secrets of the first person.
func found(d *account.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		var in account.Founding
		web.Read(r, account.Founded, &in)
		web.Read(r, account.Teams, &in)
		introduced(r, &in.Pending)
		if !r.Form().OK() {
			return web.Response{}, web.ErrTyped
		}
		if err := d.CheckSetUp(r.Context(), in.Code); err != nil {
			return web.Response{}, err
		}
		return showSecrets(d, in.Arrival())
	}
}

// introduced reads who arrives.
func introduced(r *web.Request, p *account.Pending) {
	web.Read(r, account.Newcomer, p)
	p.Lang = language(r)
}

// secrets is what a newcomer copies, once.
type secrets struct {
	account.Pending
	sealed string
	square square
}

func secretsOf(d *account.Desk, p account.Pending) (s secrets, err error) {
	s.Pending = p
	if s.sealed, err = d.Sealed(p); err == nil {
		s.square, err = squareOf(p.AuthenticatorURI())
	}
	return s, err
}

// showSecrets draws the newcomer's secrets and shows them.
func showSecrets(d *account.Desk, p account.Pending) (web.Response, error) {
	p, err := d.Draw(p)
	if err != nil {
		return web.Response{}, err
	}
	s, err := secretsOf(d, p)
	return web.View("account.secrets.title", secretsView(web.NewForm(nil), s)).Headed().Speaking(p.Lang), err
}

// pending opens somebody on their way in, from the page they come from.
func pending(d *account.Desk, use account.Use) func(*web.Request) (secrets, error) {
	return func(r *web.Request) (secrets, error) {
		p, err := d.Pending(use, r.Form().Value("pending"))
		if err != nil {
			return secrets{}, err
		}
		return secretsOf(d, p)
	}
}

// finish checks what was typed back and lets the newcomer in. The secrets stay the same while they correct.
func finish(d *account.Desk, use account.Use, next string) web.Handler {
	open := pending(d, use)
	return web.NewScreen(open, "account.secrets.title", secretsView).Headed().Takes(takeAtDoor).TakeTo(
		func(r *web.Request) (web.Response, error) {
			p, err := open(r)
			if err != nil {
				return beginAgain(r, use, err), nil
			}
			f := r.Form()
			first, second := p.Copied(f.Text("word_1", web.Required), f.Text("word_2", web.Required))
			check(f, "word_1", first, "account.secrets.word_differs")
			check(f, "word_2", second, "account.secrets.word_differs")
			code := raw(f, "totp")
			if !f.OK() {
				return web.Response{}, web.ErrTyped
			}
			token, err := d.Arrive(r.Context(), p.Pending, code)
			if errors.Is(err, account.ErrLogin) || errors.Is(err, account.ErrInvitation) {
				return beginAgain(r, use, err), nil
			}
			return web.SignedIn(token, next).Speaking(p.Lang), err
		})
}

// beginAgain leads back to the first page of an arrival that cannot go on, saying why: what its page carried is too
// old, or somebody else was faster.
func beginAgain(r *web.Request, use account.Use, why error) web.Response {
	r.Form().Fail("", fault.Key(why))
	return web.Invalid("account.again.title", againView(r.Form(), startURL(use))).Headed()
}

func check(f *web.Form, name string, ok bool, mistake string) {
	if !ok {
		f.Fail(name, mistake)
	}
}

// readInvitation goes on with a code: a newcomer introduces themselves; who is signed in takes the further team.
func readInvitation(d *account.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		code := web.Answers(account.Invited)(r)
		if !r.Form().OK() {
			return web.Response{}, web.ErrTyped
		}
		p, err := d.ReadInvitation(r.Context(), code)
		if err != nil {
			return web.Response{}, err
		}
		if r.Actor().SignedIn() {
			return web.SeeOther("/arrival").Saying("account.join.added"), d.Accept(r.Context(), r.Actor(), code)
		}
		sealed, err := d.Sealed(p)
		f := web.NewForm(nil)
		f.Default("lang", string(r.Lang()))
		return web.View("account.join.title", whoView(f, secrets{Pending: p, sealed: sealed})).Headed(), err
	}
}

func introduce(d *account.Desk) web.Handler {
	open := pending(d, account.ToJoin)
	return web.NewScreen(open, "account.join.title", whoView).Headed().TakeTo(
		func(r *web.Request) (web.Response, error) {
			p, err := open(r)
			if err != nil {
				return beginAgain(r, account.ToJoin, err), nil
			}
			introduced(r, &p.Pending)
			free, err := d.LoginFree(r.Context(), p.Login)
			check(r.Form(), "login", err != nil || free, "session.login_taken")
			switch {
			case err != nil:
				return web.Response{}, err
			case !r.Form().OK():
				return web.Response{}, web.ErrTyped
			}
			return showSecrets(d, p.Pending)
		})
}

// arrival explains the six words to a newcomer who waits; everybody else goes home.
func arrival(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		a, err := d.Arrival(r.Context(), r.Actor())
		if err == nil && len(a.Waiting) == 0 {
			return web.SeeOther("/"), nil
		}
		return web.View("account.arrival.title", arrivalView(a)).Back("account.arrival.home", "/"), err
	}
}

// languages offers each language of the network by its own name.
func languages(ctx context.Context) []web.Option {
	return web.OptionsFrom(web.Languages(ctx), func(l lang.Language) (string, string) { return string(l.Tag), l.Name })
}

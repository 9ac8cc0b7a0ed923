package web

import (
	"context"
	"maps"
	"net/url"
	"strings"
)

// neverKept are the fields no kept form holds: what proves who somebody is.
var neverKept = []string{"passphrase", "totp", "_once", "_from"}

// keepPosted keeps the words of somebody whose session ended while they typed. It reports whether they are safe.
func (s *shell) keepPosted(r *Request, route Route) bool {
	f, err := s.readForm(r.raw, route)
	if err != nil {
		return false
	}
	return s.keep(r.raw.Context(), r.token, f)
}

func (s *shell) keep(ctx context.Context, token string, f *Form) bool {
	if s.o.Keeper == nil || token == "" || f.d.from == "" {
		return false
	}
	if err := s.o.Keeper.Keep(ctx, token, f.d.from, keepable(f)); err != nil {
		if !isGone(err) {
			s.o.Log.Error("words not kept", "cause", err.Error())
		}
		return false
	}
	return true
}

// keepable is what may be kept of a form.
func keepable(f *Form) url.Values {
	values := maps.Clone(f.d.values)
	for _, name := range neverKept {
		values.Del(name)
	}
	return values
}

// waiting tells where the words kept for a new session's owner belong.
func (s *shell) waiting(ctx context.Context, token string) (string, bool) {
	if s.o.Keeper == nil || s.o.Sessions == nil {
		return "", false
	}
	who, err := s.o.Sessions.Resolve(ctx, token)
	if err != nil {
		return "", false
	}
	path, found, err := s.o.Keeper.Waiting(ctx, who)
	if err != nil {
		s.o.Log.Error("kept words not found", "cause", err.Error())
	}
	return path, found && err == nil
}

// giveBack puts kept words into the form of the page they belong to.
func (s *shell) giveBack(r *Request) {
	if s.o.Keeper == nil || !r.actor.SignedIn() || r.raw.URL.Query().Get("kept") == "" {
		return
	}
	values, found, err := s.o.Keeper.Take(r.ctx, r.actor, fromOf(r.raw.URL))
	if err != nil {
		s.o.Log.Error("kept words not given back", "cause", err.Error())
	}
	if !found || err != nil {
		return
	}
	r.form, r.page.kept = NewForm(values).In(r.page.printer.Country()), true
}

// withKept marks the page that gives words back.
func withKept(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	q := u.Query()
	q.Set("kept", "1")
	u.RawQuery = q.Encode()
	return u.String()
}

// fromOf is the name under which a page's words are kept: its path and query, without the mark.
func fromOf(u *url.URL) string {
	q := u.Query()
	q.Del("kept")
	if len(q) == 0 {
		return u.Path
	}
	return u.Path + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

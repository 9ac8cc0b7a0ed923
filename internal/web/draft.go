package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"havre.example/havre/internal/trust/access"
)

// Drafter may be had of a Keeper: what somebody types in a long form is kept in passing, sealed to their own key, until
// the form is sent, forgotten, or its time is over.
type Drafter interface {
	// Draft is Keep for what was not posted yet; nothing once the press of the form is recorded.
	Draft(ctx context.Context, token, once, path string, form url.Values) error
	// Begun tells when words kept for a page were written last; false where there are none.
	Begun(ctx context.Context, who access.Actor, path string) (at time.Time, found bool, err error)
	// Forget lets go of them.
	Forget(ctx context.Context, who access.Actor, path string) error
}

const (
	// drafts is the header by which a page in the browser hands over what somebody is typing.
	drafts = "Havre-Drafts"
	// drafted is the field by which a form says that words of its page are kept.
	drafted = "_drafted"
	// touched is the field by which a form beside which other words wait names those that were typed in.
	touched    = "_touched"
	forgetPath = "/drafts/forget"
)

// draft answers a page that hands over what is being typed: nothing is done with it but that it is kept.
func (s *shell) draft(w http.ResponseWriter, r *Request) bool {
	d, can := s.o.Keeper.(Drafter)
	if !can || r.raw.Header.Get(drafts) == "" || r.form.d.from == "" || r.form.d.once == "" || !r.actor.SignedIn() {
		return false
	}
	status := http.StatusNoContent
	once, _ := r.form.press()
	values, err := s.beside(r)
	if err == nil {
		err = d.Draft(r.raw.Context(), r.token, once, r.form.d.from, values)
	}
	if err != nil {
		s.o.Log.Error("a draft is not kept", "cause", err.Error())
		status = http.StatusServiceUnavailable
	}
	w.WriteHeader(status)
	return true
}

// beside is what is to be kept of a form: where words wait that were not taken up, those, with what was typed since.
func (s *shell) beside(r *Request) (url.Values, error) {
	values := keepable(r.form)
	if r.form.d.touched == nil {
		return values, nil
	}
	kept, found, err := s.o.Keeper.Take(r.raw.Context(), r.actor, r.form.d.from)
	if err != nil || !found {
		return values, err
	}
	for _, name := range r.form.d.touched {
		kept[name] = values[name]
	}
	return kept, nil
}

// sent lets go of the draft of a form whose act was done.
func (s *shell) sent(r *Request, res Response) {
	if res.status != http.StatusSeeOther || r.form == nil || !r.form.d.drafted || !r.actor.SignedIn() {
		return
	}
	if d, can := s.o.Keeper.(Drafter); can {
		if err := d.Forget(r.raw.Context(), r.actor, r.form.d.from); err != nil {
			s.o.Log.Error("a draft is not let go of", "cause", err.Error())
		}
	}
}

// letGo lets go of a draft because somebody says so, and shows what is kept.
func (s *shell) letGo(w http.ResponseWriter, raw *http.Request) {
	f, err := s.readForm(raw, Route{})
	d, can := s.o.Keeper.(Drafter)
	if err != nil || !can || s.o.Sessions == nil {
		s.nowhere(w, raw)
		return
	}
	who, err := s.o.Sessions.Resolve(raw.Context(), s.sessionToken(raw))
	if err == nil {
		err = d.Forget(raw.Context(), who, f.d.from)
	}
	if err != nil && !isGone(err) {
		s.o.Log.Error("a draft is not let go of", "cause", err.Error())
	}
	s.redirect(w, raw, localPath(f.d.from, s.o.Home), "web.draft.gone")
}

// drafting is whether a form keeps what is typed in it, and what of it waits.
type drafting struct {
	on      bool
	begun   time.Time // zero: nothing waits, or it is in the form already
	holds   bool      // words of the page are kept
	refused bool      // what stands in it was sent, and is not saved
	resume  string    // the address that gives back what waits
}

// draftOf tells what a form of the page says of drafts: it keeps them where something is typed or chosen in it that
// proves nobody, and where it sends to its own page or to the one that page begins something on.
func draftOf(ctx context.Context, f *Form, action string, body []byte) drafting {
	p := pageOf(ctx)
	if p.shell == nil || p.public || !p.actor.SignedIn() || !typedIn(body) {
		return drafting{}
	}
	d, can := p.shell.o.Keeper.(Drafter)
	if to, _, _ := strings.Cut(action, "?"); !can || to != p.path && to != strings.TrimSuffix(p.path, "/new") {
		return drafting{}
	}
	at := p.formFrom()
	out := drafting{on: true, holds: p.kept || f.d.drafted, resume: withKept(at), refused: f.d.sent}
	if p.kept || f.d.sent { // given back, or sent and shown again
		return out
	}
	begun, found, err := d.Begun(p.raw.Context(), p.actor, at)
	if err != nil {
		p.shell.o.Log.Error("a draft is not found", "cause", err.Error())
	}
	if found && err == nil {
		out.begun, out.holds = begun, true
	}
	return out
}

// typedIn tells whether somebody types or chooses something in a form, and not what proves who they are.
func typedIn(body []byte) bool {
	has := func(s string) bool { return bytes.Contains(body, []byte(s)) }
	return (has("<textarea") || has("<select") || has(`type="text"`) || has(`type="radio"`)) &&
		!has(`name="passphrase"`) && !has(`name="totp"`)
}

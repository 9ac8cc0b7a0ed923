package web

import (
	"context"
	"net/http"
	"time"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
)

// Request is what a handler may know of the one who asks.
type Request struct {
	raw   *http.Request
	ctx   context.Context
	page  *page
	form  *Form
	actor access.Actor
	token string
	wait  time.Duration
}

// Context carries the language, the idempotency key of the form and the end of the request; give it to the desk.
func (r *Request) Context() context.Context { return r.ctx }

// Actor returns who asks; access.Nobody on public pages.
func (r *Request) Actor() access.Actor { return r.actor }

// Lang returns the language of the page.
func (r *Request) Lang() lang.Tag { return r.page.printer.Tag }

// Languages lists the languages of the network, in the order they are offered.
func (r *Request) Languages() []lang.Tag { return r.page.printer.texts.set.Tags() }

// T writes a text in the language of the page.
func (r *Request) T(key string, args ...any) string { return r.page.printer.T(key, args...) }

// ProperName returns the text of a key as the whole network says it, whoever reads.
func (r *Request) ProperName(key string) string { return r.page.printer.ProperName(key) }

// Path returns a part of the path, by the name it has in the pattern.
func (r *Request) Path(name string) string { return r.raw.PathValue(name) }

// URL returns the path asked for, without the query.
func (r *Request) URL() string { return r.raw.URL.Path }

// Query returns one value of the query, cleaned; it never holds anything personal.
func (r *Request) Query(name string) string {
	v, _ := cleanValue(r.raw.URL.Query().Get(name))
	if len(v) > 500 {
		return ""
	}
	return v
}

// Form returns what was posted; on a page that opens a form, an empty one, or the words kept from an expired session.
func (r *Request) Form() *Form { return r.form }

// Kept tells whether Form holds words given back after an expired session.
func (r *Request) Kept() bool { return r.page.kept }

// Now returns the hour of the request.
func (r *Request) Now() time.Time { return r.page.printer.now }

// Reader is who asked for the page; access.Nobody on public pages.
func Reader(ctx context.Context) access.Actor { return pageOf(ctx).actor }

// Once returns the idempotency key of the posted form: the same for every repetition of one press. The gate reads it
// from the context.
func (r *Request) Once() string { return r.form.d.once }

// SessionToken returns the raw token of the session, for the account room, which closes and renews sessions; empty
// without one. It is never written anywhere.
func (r *Request) SessionToken() string { return r.token }

// Address returns the network address asked from, cut to its /24 or /48.
func (r *Request) Address() string { return coarse(r.page.shell.caller(r.raw)) }

// Wait says how long to wait until the limit of the route lets another post through; 0: this one may. Only handlers of
// routes that say so themselves (SaysWait) are ever asked to wait.
func (r *Request) Wait() time.Duration { return r.wait }

// Waits says at an address to which the limit of a form led how long there is still to wait; 0 or less is over.
func (r *Request) Waits(wait time.Duration) { r.wait = max(0, wait) }

// Held returns what the browser keeps under a name (Response.Holding); empty where it keeps nothing.
func (r *Request) Held(name string) string {
	c, err := r.raw.Cookie(r.page.shell.heldName(r.raw, name))
	if err != nil {
		return ""
	}
	return c.Value
}

// Marks are the names under which the browser keeps something.
func (r *Request) Marks() []string { return r.page.shell.held(r.raw) }

// Holds tells whether the browser keeps anything between two pages: one may refuse to.
func (r *Request) Holds() bool { return len(r.Marks()) > 0 }

// opened opens what the page is about. That is not what its form does, even where it writes, as a search does: a form
// that is sent again after a page that asked for corrections was not recorded before.
func (s Screen[T]) opened(r *Request) (T, error) {
	was := r.ctx
	defer func() { r.ctx = was }()
	r.ctx = access.Reading(was)
	return s.open(r)
}

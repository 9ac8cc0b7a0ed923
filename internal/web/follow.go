package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"havre.example/havre/internal/trust/access"
)

// Changes is the route by which a page in the browser is told whenever what it shows has changed. Mark reads one
// number, another after each change, and is asked every two seconds; nothing else is sent, and the page reads itself
// anew as somebody would. It keeps no session alive.
func Changes(pattern string, act access.Act, mark func(*Request) (int64, error)) Route {
	route := Get(pattern, act, func(r *Request) (Response, error) {
		return Response{status: http.StatusOK, follows: func() (int64, error) { return mark(r) }}, nil
	})
	route.follows = true
	return route
}

const (
	followEvery = 2 * time.Second
	// A browser that hears nothing for three beats says that the connection is silent.
	followBeat = 15 * time.Second
	// After that the browser asks anew, and whoever may no longer look is told nothing more.
	followFor = 5 * time.Minute
	// mostFollowers is how many pages one process tells at a time; whoever comes then is refused, and says so.
	mostFollowers = 500
)

type closingKey struct{}

// follow sends server-sent events: "mark" with the number first and after each change, "beat" in between. The error is
// of the first mark, before anything is written.
func (s *shell) follow(w http.ResponseWriter, r *http.Request, mark func() (int64, error)) error {
	select {
	case s.followers <- struct{}{}:
		defer func() { <-s.followers }()
	default:
		return tooMany(time.Minute)
	}
	ctx, done := context.WithTimeout(r.Context(), followFor)
	defer done()
	was, err := mark()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // a proxy in front hands each line on
	c := http.NewResponseController(w)
	lifted := errors.Join(c.SetReadDeadline(time.Time{}), c.SetWriteDeadline(time.Time{})) // those of a request
	say := func(event string, n int64) bool {
		_, err := fmt.Fprintf(w, "event: %s\ndata: %d\n\n", event, n)
		return err == nil && c.Flush() == nil
	}
	if !say("mark", was) || lifted != nil { // where they stay it is answered once, and asked again
		return nil
	}
	closing, _ := r.Context().Value(closingKey{}).(<-chan struct{})
	look, beat := time.NewTicker(followEvery), time.NewTicker(followBeat)
	defer look.Stop()
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-closing:
			return nil
		case <-beat.C:
			if !say("beat", was) {
				return nil
			}
		case <-look.C:
			is, err := mark()
			if err != nil || is != was && !say("mark", is) {
				return nil // whoever may still look asks again
			}
			was = is
		}
	}
}

package web_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// A page that follows is told the number first and after each change; it keeps no session alive, is told nothing more
// once it may not look, and holds up no end of the program.
func TestAPageIsToldOfChanges(t *testing.T) {
	h := newHouse(t, web.Options{})
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	w := &watched{house: h}
	srv := web.Server(web.New(web.Options{Country: packs.France, Texts: texts, Sessions: w, Clock: h.clock,
		Routes: []web.Route{web.Changes("/changes", staffAct, func(*web.Request) (int64, error) {
			if n.Load() < 0 {
				return 0, fault.ErrAbsent
			}
			return n.Load(), nil
		})}}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	follow := func() (*http.Response, func(string)) {
		r, err := http.NewRequest(http.MethodGet, "http://"+l.Addr().String()+"/changes", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Cookie", "havre=alive")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = res.Body.Close() })
		in := bufio.NewScanner(res.Body)
		return res, func(want string) {
			t.Helper()
			got := []string{}
			for in.Scan() && in.Text() != "" {
				got = append(got, in.Text())
			}
			if strings.Join(got, " ") != want {
				t.Errorf("heard %q, not %q", got, want)
			}
		}
	}
	n.Store(7)
	res, hears := follow()
	if res.Header.Get("Content-Type") != "text/event-stream" || w.pressed != 0 || w.looked != 1 {
		t.Errorf("%v; pressed %d, looked %d", res.Header, w.pressed, w.looked)
	}
	hears("event: mark data: 7")
	n.Store(8)
	hears("event: mark data: 8")
	n.Store(-1)
	hears("")
	if res, _ := follow(); res.StatusCode != http.StatusNotFound {
		t.Errorf("whoever may not look is answered %d", res.StatusCode)
	}
	n.Store(9)
	_, hears = follow()
	hears("event: mark data: 9")
	soon, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(soon); err != nil {
		t.Errorf("the end waits for whoever follows: %v", err)
	}
	hears("")
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}

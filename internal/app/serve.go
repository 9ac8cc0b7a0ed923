package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/web"
)

// Listen opens the address Havre serves on. Until TLS exists anything but loopback is refused.
func Listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, Tell("app.serve.address", "address", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, Tell("app.serve.outside", "address", addr)
	}
	l, err := net.Listen("tcp", addr)
	_, beyond := errors.AsType[*net.AddrError](err)
	_, unknown := errors.AsType[*net.DNSError](err)
	switch {
	case beyond || unknown: // no port is called so
		return nil, Tell("app.serve.address", "address", addr)
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, Tell("app.serve.taken", "address", addr)
	case err != nil:
		return nil, TellWhy("app.serve.deaf", err, "address", addr)
	}
	return l, nil
}

// Proxies reads addresses and networks of proxies.
func Proxies(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if a, alone := netip.ParseAddr(s); alone == nil {
			p, err = a.Unmap().Prefix(a.Unmap().BitLen())
		}
		if err != nil {
			return nil, Tell("app.serve.proxy", "address", s)
		}
		out = append(out, p)
	}
	return out, nil
}

// Serve answers requests and does the network's jobs until ctx ends, or until another node is upgraded past this
// release; then it finishes what is under way.
func (n *Net) Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	var work sync.WaitGroup
	tend, stop := context.WithCancel(ctx)
	work.Go(func() { n.Tend(tend) })
	work.Go(func() { n.Jobs(tend) })
	srv := web.Server(h)
	failed, outgrown := make(chan error, 1), make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	work.Go(func() { n.watch(tend, time.Minute, outgrown) })
	var err error
	select {
	case err = <-failed:
	case err = <-outgrown:
		err = errors.Join(err, shut(ctx, srv))
	case <-ctx.Done():
		err = shut(ctx, srv)
	}
	stop()
	work.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// shut lets the requests under way finish.
func shut(ctx context.Context, srv *http.Server) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return srv.Shutdown(last)
}

// watch looks from time to time whether this program still runs on the network, and tells once when it no longer does:
// it would write what the newer release does not expect, or by the rules of another country.
func (n *Net) watch(ctx context.Context, every time.Duration, outgrown chan<- error) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			err := n.Fits(ctx)
			away, is := errors.AsType[*session.AbroadError](err)
			switch {
			case errors.Is(err, trust.ErrNewer):
				outgrown <- Tell("app.serve.outgrown")
				return
			case is:
				outgrown <- Tell("app.serve.settled", "home", away.Home)
				return
			}
		}
	}
}

// Jobs does due jobs every second until ctx ends.
func (n *Net) Jobs(ctx context.Context) {
	w := n.Worker(n.Rooms.Handlers(n.mailer()))
	every, minutely, daily := time.NewTicker(time.Second), time.NewTicker(time.Minute), time.NewTicker(24*time.Hour)
	defer every.Stop()
	defer minutely.Stop()
	defer daily.Stop()
	err := n.Upkeep(ctx)
	for {
		if err != nil && ctx.Err() == nil {
			n.log.Error("jobs", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
			_, err = w.Run(ctx)
		case <-minutely.C:
			err = n.each(ctx, func(r room.Room) func(context.Context) error { return r.Sweep })
		case <-daily.C:
			err = n.Upkeep(ctx)
		}
	}
}

// Upkeep is done at the start and once a day: a node that is restarted every night is swept too, and a job that writes
// its own successor has one even after it was set aside.
func (n *Net) Upkeep(ctx context.Context) error {
	begun := n.each(ctx, func(r room.Room) func(context.Context) error { return r.Begin })
	return errors.Join(begun, n.Worker(nil).Sweep(ctx))
}

// each does the same part of every room, whatever becomes of the others.
func (n *Net) each(ctx context.Context, part func(room.Room) func(context.Context) error) error {
	var failed error
	for _, r := range n.Rooms.all {
		if do := part(r); do != nil {
			if err := do(ctx); err != nil {
				failed = errors.Join(failed, fmt.Errorf("room %s: %w", r.Name, err))
			}
		}
	}
	return failed
}

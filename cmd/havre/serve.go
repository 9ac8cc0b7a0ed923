package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
)

type serveCmd struct {
	where
	Listen string   `default:"127.0.0.1:8080" help:"Address to serve; loopback only until TLS exists."`
	Proxy  []string `arg:"separate" placeholder:"IP" help:"Address or network of a proxy that says who asks."`
}

// Run serves a real network until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, log *slog.Logger) error {
	proxies, err := app.Proxies(c.Proxy)
	if err != nil {
		return err
	}
	l, err := app.Listen(c.Listen) // first: where it cannot serve it makes no network
	if err != nil {
		return err
	}
	p := c.place()
	p.Create = true
	n, err := in(ctx, p, log)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return errors.Join(serve(ctx, n, c.Lang, l, app.Site{Proxies: proxies}), n.Close())
}

func serve(ctx context.Context, n *app.Net, tag lang.Tag, l net.Listener, site app.Site) error {
	defer l.Close() // closed already where it served
	demo, err := n.Sessions.IsDemo(ctx)
	if err != nil {
		return err
	}
	if demo {
		return app.Tell("app.serve.demo")
	}
	say := n.Rooms.Printer(tag, clock.Real{}.Now())
	fmt.Println(say.T("app.serve.key", "file", n.KeyPath))
	code, err := n.Sessions.NewSetUpCode(ctx)
	if err != nil {
		return err
	}
	if code != "" {
		fmt.Println(say.T("app.serve.set_up", "code", code, "address", "http://"+l.Addr().String()+"/set-up"))
	}
	// Whatever started the program may wait for this line, so it is the same in every language.
	fmt.Printf("listening on http://%s\n", l.Addr())
	return n.Serve(ctx, l, n.Handler(site))
}

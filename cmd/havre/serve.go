package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
)

type serveCmd struct {
	where
	Listen string   `default:"127.0.0.1:8080" help:"Address to serve; loopback only until TLS exists."`
	Proxy  []string `arg:"separate" placeholder:"IP" help:"Address or network of a proxy that says who asks."`
}

// Run serves a real network until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, log *slog.Logger) error {
	p := c.place()
	p.Create = true
	n, err := app.Open(ctx, p, clock.Real{}, log)
	if err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, n), n.Close())
}

func (c *serveCmd) serve(ctx context.Context, n *app.Net) error {
	demo, err := n.Sessions.IsDemo(ctx)
	if err != nil {
		return err
	}
	if demo {
		return errors.New("this is a demonstration network: serve refuses it; use havre demo --data")
	}
	proxies, err := app.Proxies(c.Proxy)
	if err != nil {
		return err
	}
	l, err := app.Listen(c.Listen)
	if err != nil {
		return err
	}
	fmt.Printf("machine's key: %s\n", n.KeyPath)
	code, err := n.Sessions.NewSetUpCode(ctx)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if code != "" {
		fmt.Printf("set-up code (once): %s\nopen http://%s/set-up to found the network\n", code, l.Addr())
	}
	fmt.Printf("listening on http://%s\n", l.Addr())
	return n.Serve(ctx, l, n.Handler(app.Site{Proxies: proxies}))
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/demo"
)

type demoCmd struct {
	Listen   string `default:"127.0.0.1:0" help:"Address to serve, on this machine only; port 0 takes a free one."`
	Data     string `placeholder:"DIR" help:"Folder in which the demonstration is kept; else it is removed at the end."`
	Key      string `placeholder:"FILE" help:"File of a kept demonstration's key; HAVRE_KEY_FILE is not heeded."`
	Pack     string `arg:"env:HAVRE_PACK" placeholder:"DIR" help:"Folder of the country's pack; else that of France."`
	Older    bool   `arg:"--older-pack" help:"Go on with an older edition of the pack than the last one served."`
	FillOnly bool   `arg:"--fill-only" help:"Fill the network and exit."`
	tongue
}

// Run serves a demonstration until it is told to stop. Without a folder, nothing of it is left afterwards.
func (c *demoCmd) Run(ctx context.Context, log *slog.Logger) (err error) {
	where, err := app.Country(c.Pack)
	if err == nil {
		err = speaks(where, c.Lang)
	}
	if err != nil {
		return err
	}
	var l net.Listener
	if !c.FillOnly { // a refused address should not cost seconds
		if l, err = app.Listen(c.Listen); err != nil {
			return err
		}
	}
	dir, key := c.Data, c.Key
	if dir == "" {
		base, err := os.MkdirTemp("", "havre-demo-")
		if err != nil {
			return app.TellWhy("app.folder.unmade", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(base)) }()
		dir, key = filepath.Join(base, "network"), filepath.Join(base, "key", "machine.key")
	}
	at := app.Place{Data: dir, Key: key, Pack: c.Pack, OlderPack: c.Older, Lang: c.Lang}
	n, people, err := demo.Open(ctx, at, demo.Fill, log)
	if err != nil {
		if l != nil {
			err = errors.Join(err, l.Close())
		}
		if ctx.Err() != nil {
			return app.Tell("app.demo.stopped")
		}
		return err
	}
	if c.FillOnly {
		return n.Close()
	}
	fmt.Printf("listening on http://%s\n", l.Addr())
	return errors.Join(n.Serve(ctx, l, n.Handler(demo.Site(n, people))), n.Close())
}

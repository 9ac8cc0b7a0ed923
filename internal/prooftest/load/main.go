// Command load drives a demonstration over HTTP on this machine and prints how fast it answers; scripts/load runs it.
//
//	load [-havre FILE] [-seconds 20] [-sessions 192] [-beside FILE]
//
// It starts "havre demo" in a temporary folder, stops it, starts it again on the network that now exists, signs in by
// the demonstration's first page, and asks for pages as coordinators do. Each session keeps within the limit of
// requests that every session has, so there are many of them. With -beside it compares two programs instead, page by
// page in turn.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"text/tabwriter"
	"time"
)

func main() {
	havre := flag.String("havre", "havre", "the program to start")
	seconds := flag.Int("seconds", 20, "length of the run at 100 requests a second; flat out takes half of it")
	sessions := flag.Int("sessions", 192, "how many sessions are opened")
	other := flag.String("beside", "", "another program, to be compared with")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	length := time.Duration(*seconds) * time.Second
	err := error(nil)
	if *other != "" {
		err = compare(ctx, os.Stdout, []string{*other, *havre}, *sessions)
	} else {
		err = run(ctx, *havre, length, *sessions)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, havre string, length time.Duration, sessions int) (err error) {
	dir, err := os.MkdirTemp("", "havre-load-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
	fmt.Println("filling a demonstration ...")
	s, err := again(ctx, havre, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	idle := s.memory("VmRSS")
	fmt.Printf("signing in %d times ...\n", sessions)
	c, err := signIn(ctx, s.url, sessions)
	if err != nil {
		return err
	}
	return measure(ctx, c, s, idle, length)
}

// again fills a demonstration in a folder, stops it, and starts it on the network that now exists.
func again(ctx context.Context, havre, dir string) (*server, error) {
	data, key := filepath.Join(dir, "network"), filepath.Join(dir, "key")
	first, err := start(ctx, havre, data, key)
	if err != nil {
		return nil, err
	}
	if err := first.stop(); err != nil {
		return nil, err
	}
	return start(ctx, havre, data, key)
}

// measure asks for the pages and prints the table.
func measure(ctx context.Context, c *clients, s *server, idle int, length time.Duration) error {
	cases, err := c.cases(ctx)
	if err != nil {
		return err
	}
	searches := c.searches(ctx, cases)
	search := ""
	if len(searches) > 0 {
		search = searches[0]
	}
	flat := length / 2
	rows := []struct {
		name string
		do   func() *result
	}{
		{"a file, flat out (HTTP alone)", func() *result { return c.flat(ctx, one("/assets/"), flat/4) }},
		{"a case, 100/s", func() *result { return c.steady(ctx, each(cases), 100, length) }},
		{"a case, flat out", func() *result { return c.flat(ctx, each(cases), flat) }},
		{"list of cases, flat out", func() *result { return c.flat(ctx, one("/cases"), flat/2) }},
		{"home, flat out", func() *result { return c.flat(ctx, one("/"), flat/2) }},
		{"search of places, one by one", func() *result { return c.alone(ctx, one(search), 50) }},
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tanswers\ta second\tp50 ms\tp95 ms\tp99 ms\tCPU ms each\trefused\tfailed\t")
	for _, r := range rows {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		before := s.cpu()
		x := r.do()
		if len(x.took) == 0 && x.failed > 0 {
			return fmt.Errorf("%s: nothing was answered; the program's last words:\n%s", r.name, s.lastWords())
		}
		line(w, r.name, x, s.cpu()-before)
	}
	if len(searches) > 0 && ctx.Err() == nil {
		c.beside(ctx, w, s, searches, append([]string{"/", "/cases"}, cases...), length)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Printf("\nstart of the existing network %d ms; idle %d MB, most while measured %d MB\n", s.took.Milliseconds(),
		idle, s.memory("VmHWM"))
	return nil
}

// Searches a second while the network is used, and pages a second beside them.
const (
	searchRate = 25
	pageRate   = 25
)

// beside asks for searches of places at a steady rate while pages are asked for at another, and prints a line for each.
// The processor's time of the two cannot be told apart: both lines have that of all answers together, on average.
func (c *clients) beside(ctx context.Context, w io.Writer, s *server, searches, pages []string, length time.Duration) {
	c.rest(ctx)
	before := s.cpu()
	var found, rest *result
	var both sync.WaitGroup
	both.Go(func() { found = c.steady(ctx, each(searches), searchRate, length) })
	both.Go(func() { rest = c.steady(ctx, each(pages), pageRate, length) })
	both.Wait()
	used := s.cpu() - before
	n := max(1, len(found.took)+len(rest.took))
	for _, x := range []struct {
		name string
		of   *result
	}{{fmt.Sprintf("search of places, %d/s, beside", searchRate), found},
		{fmt.Sprintf("home, list and cases, %d/s", pageRate), rest}} {
		line(w, x.name, x.of, used*time.Duration(len(x.of.took))/time.Duration(n))
	}
}

// line prints one row of the table.
func line(w io.Writer, name string, x *result, used time.Duration) {
	each := float64(used.Microseconds()) / 1000 / float64(max(1, len(x.took)))
	fmt.Fprintf(w, "%s\t%d\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t%d\t\n",
		name, len(x.took), x.rate(), x.at(0.5), x.at(0.95), x.at(0.99), each, x.limited, x.failed)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"
)

// turns is how often each page of each program is measured.
const turns = 7

// rival is one of the programs compared.
type rival struct {
	*server
	*clients
	pages [][]string // addresses, by page
}

// compared are the pages, and how many are asked for in one turn.
var compared = []struct {
	name  string
	times int64
}{{"list of cases", 300}, {"a case", 300}, {"search", 60}, {"home", 100}}

// compare asks several programs for the same pages, one after the other and in turn, so that whatever else the machine
// does meets all of them, and prints the processor's time of each page with its spread.
func compare(ctx context.Context, w io.Writer, programs []string, sessions int) (err error) {
	var all []*rival
	defer func() {
		for _, r := range all {
			err = errors.Join(err, r.stop())
		}
	}()
	for i, program := range programs {
		dir, err := os.MkdirTemp("", "havre-load-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
		fmt.Fprintf(w, "%c is %s\n", 'A'+i, filepath.Base(program))
		s, err := again(ctx, program, dir)
		if err != nil {
			return err
		}
		r := &rival{server: s}
		all = append(all, r)
		if r.clients, err = signIn(ctx, s.url, sessions); err != nil {
			return err
		}
		cases, err := r.cases(ctx)
		if err != nil {
			return err
		}
		searches := r.searches(ctx, cases)
		if len(searches) == 0 {
			return errors.New("no case has a search")
		}
		r.pages = [][]string{{"/cases"}, cases, searches[:1], {"/"}}
	}
	return inTurn(ctx, w, all)
}

func inTurn(ctx context.Context, w io.Writer, all []*rival) error {
	took := make([][][]float64, len(compared)) // by page and program, in ms
	for turn := range turns {
		for p, page := range compared {
			if took[p] == nil {
				took[p] = make([][]float64, len(all))
			}
			for i, r := range all {
				before := r.cpu()
				x := r.many(ctx, each(r.pages[p]), 1, time.Minute, page.times)
				if len(x.took) < int(page.times) {
					return fmt.Errorf("%s: %d of %d answers, turn %d", page.name, len(x.took), page.times, turn)
				}
				took[p][i] = append(took[p][i], float64((r.cpu()-before).Microseconds())/1000/float64(page.times))
			}
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tprogram\tmedian CPU ms\tleast\tmost\t")
	for p, page := range compared {
		for i := range all {
			v := slices.Sorted(slices.Values(took[p][i]))
			fmt.Fprintf(t, "%s\t%c\t%.2f\t%.2f\t%.2f\t\n", page.name, 'A'+i, v[len(v)/2], v[0], v[len(v)-1])
		}
	}
	return t.Flush()
}

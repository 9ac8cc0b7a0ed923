package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/calc/round/file"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
)

type solveRoundCmd struct {
	File string        `arg:"positional,required" help:"The round's file; - for standard input."`
	Time time.Duration `default:"10s" help:"Time to search; then the best answer found is given with its bound."`
	JSON bool          `help:"Print the answer as JSON (docs/round.md)."`
	Keep string        `arg:"--solution" placeholder:"FILE" help:"Also write the answer as JSON to a new file."`
	// The proof is made after the search, in as much time again.
	Proof bool `help:"Write with the solution why nothing is better, for havre solve check (docs/round.md)."`
}

// mostMemory is from where on what is no longer needed is given back at once: the largest round that was measured needs
// 1.3 GiB and is to do with 2.
const mostMemory = 1_700 << 20

// Run reads the round, solves it and prints what each case is given and why.
func (c *solveRoundCmd) Run() error {
	if c.Time < 0 {
		return misused("app.line.time")
	}
	if c.Proof && c.Keep == "" {
		return misused("app.line.proof")
	}
	text, err := c.read()
	if err != nil {
		return app.TellWhy("app.file.unread", err)
	}
	r, err := file.Read(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	debug.SetMemoryLimit(mostMemory)
	start := time.Now()
	until := start.Add(c.Time)
	o, err := round.Solve(r, round.Options{Stop: func() bool { return time.Now().After(until) }})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	took := time.Since(start)
	if c.Keep != "" {
		if err := c.keep(r, o); err != nil {
			return err
		}
	}
	if c.JSON {
		return printRoundJSON(os.Stdout, o, took)
	}
	return printRound(os.Stdout, o, took)
}

// keep writes the answer, and its proof, to a file that is not there yet.
func (c *solveRoundCmd) keep(r round.Round, o round.Outcome) error {
	return made{name: c.Keep}.write(func(w io.Writer) (err error) {
		var proof []string
		if c.Proof {
			until := time.Now().Add(c.Time)
			proof, err = round.Prove(r, o, round.Options{Stop: func() bool { return time.Now().After(until) }})
		}
		if err != nil {
			return err
		}
		return printSolution(w, o, proof)
	})
}

// read reads the file, one byte more than it may have at most.
func (c *solveRoundCmd) read() ([]byte, error) {
	if c.File == "-" {
		return plain(io.ReadAll(io.LimitReader(os.Stdin, file.MostBytes+1)))
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	text, err := plain(io.ReadAll(io.LimitReader(f, file.MostBytes+1)))
	return text, errors.Join(err, f.Close())
}

// standing says in words what is proved of an outcome.
func standing(o round.Outcome) string {
	t, share, open := o.Gap()
	if !open {
		return "proved best: no assignment is better in any tier"
	}
	word := "below"
	if !t.Higher {
		word = "above"
	}
	return fmt.Sprintf("best found: tier %s %s at most %d %s the best (%.2f %%); proved: the tiers before it", t.Tier,
		t.Code, max(t.Bound-t.Value, t.Value-t.Bound), word, 100*share)
}

// printRound writes a line a case with its reasons, and a line a tier.
func printRound(w io.Writer, o round.Outcome, took time.Duration) error {
	var b strings.Builder
	fmt.Fprintf(&b, "status=%s\nnodes=%d seconds=%.3f\n\n", standing(o), o.Nodes, took.Seconds())
	for _, g := range o.Given {
		fmt.Fprintf(&b, "%s: %s\n", g.Case, given(g))
		for _, line := range whys(g) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	b.WriteString("\n")
	for _, t := range o.Tiers {
		mark := "proved: none better"
		if !t.Proved {
			mark = "bound " + strconv.FormatInt(t.Bound, 10)
		}
		fmt.Fprintf(&b, "%s %s = %d (%s)\n", t.Tier, t.Code, t.Value, mark)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// given is one line on what a case is given.
func given(g round.Given) string {
	var out []string
	if g.Flat != "" {
		out = append(out, fmt.Sprintf("emergency flat %s from %s to %s", g.Flat, g.FlatFrom, g.FlatTo))
	}
	if g.Place != "" {
		s := fmt.Sprintf("place %s from %s", g.Place, g.From)
		if !g.To.IsZero() {
			s += " to " + g.To.String()
		}
		if g.Locked {
			s += ", fixed by a person"
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return "no place"
	}
	return strings.Join(out, ", then ")
}

// whys are the reasons of one case.
func whys(g round.Given) []string {
	var out []string
	if g.Place != "" {
		var row []string
		for _, t := range g.Criteria {
			if t.Criterion == match.Drawn {
				continue
			}
			s := fmt.Sprintf("%s %d", t.Criterion, t.Value)
			if len(t.Items) > 0 {
				s += " (" + strings.Join(t.Items, ", ") + ")"
			}
			row = append(row, s)
		}
		out = append(out, strings.Join(row, "; "))
	}
	if !g.Renew.IsZero() {
		out = append(out, fmt.Sprintf("the convention ends on %s, within the stay: to be renewed", g.Renew))
	}
	if g.Aside {
		out = append(out, "h1_wish leaves this area aside for her, and nothing else is left: ask her first")
	}
	for _, a := range g.Asks {
		out = append(out, fmt.Sprintf("ask first: %s %s (%s)", a.Rule, a.Datum.Code, a.Fix))
	}
	switch {
	case g.Place != "":
	case g.Unseen:
		out = append(out, "stopped before all her places were looked at: nothing is said of them")
	case g.Choices > 0:
		out = append(out, fmt.Sprintf("%d places pass her rules; what is more important takes them, or the calendar",
			g.Choices))
	default:
		for _, b := range g.Blocked {
			out = append(out, fmt.Sprintf("%s excludes or asks about %d places, %d of them alone", b.Rule, b.Places,
				b.Alone))
		}
	}
	return out
}

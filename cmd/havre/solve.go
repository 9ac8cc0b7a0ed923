package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/calc/benchmark/gap"
	"havre.example/havre/internal/calc/benchmark/mcf"
	"havre.example/havre/internal/calc/benchmark/mknap"
	"havre.example/havre/internal/calc/solve"
	"havre.example/havre/internal/calc/solve/assign"
	"havre.example/havre/internal/kernel/letters"
)

// solveCmd lets anyone check the solvers: on public problem files, a line a problem (docs/solvers.md), and on a whole
// round of placement (docs/round.md).
type solveCmd struct {
	Assign *solveAssignCmd `arg:"subcommand" help:"Assignment, an OR-Library assign file: least cost or --max."`
	Gap    *solveGapCmd    `arg:"subcommand" help:"Assignment with sizes, an OR-Library gap file: most value or --min."`
	Mknap  *solveMknapCmd  `arg:"subcommand" help:"Knapsack of many sizes, an OR-Library file: most profit or --min."`
	Mcf    *solveMcfCmd    `arg:"subcommand" help:"Minimum-cost flow, a DIMACS \"p min\" file: least cost or --max."`
	Round  *solveRoundCmd  `arg:"subcommand" help:"A round of placement: who gets which place and why (docs/round.md)."`
	Check  *solveCheckCmd  `arg:"subcommand" help:"Check the answer of a round, and its proof, without the solver."`
}

// problems is what the commands on problem files have in common.
type problems struct {
	File string        `arg:"positional,required" help:"Problem file."`
	Max  bool          `help:"Maximise."`
	Min  bool          `help:"Minimise."`
	Time time.Duration `default:"10s" help:"Time for each problem; then the best answer found is given with its bound."`
}

// attempt solves a problem that was read, until stop; values have that many places after the point.
type attempt func(stop func() bool) (o solve.Outcome, places int, err error)

// series reads the next problem; io.EOF after the last.
type series func() (attempt, error)

// each solves the file's problems one after another and prints their lines. Reading is not counted.
func (c *problems) each(open func(io.Reader) (series, error)) error {
	if c.Max && c.Min {
		return misused("app.line.max_min")
	}
	if c.Time < 0 {
		return misused("app.line.time")
	}
	f, err := os.Open(c.File)
	if err != nil {
		return app.TellWhy("app.file.unread", err)
	}
	defer f.Close()
	next, err := open(letters.Reader(f))
	for n := 1; err == nil; n++ {
		var run attempt
		if run, err = next(); err != nil {
			break
		}
		start := time.Now()
		until := start.Add(c.Time)
		o, places, failed := run(func() bool { return time.Now().After(until) })
		if failed != nil {
			return fmt.Errorf("%s: problem %d: %w", c.File, n, failed)
		}
		fmt.Println(line(n, o, places, time.Since(start)))
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return fmt.Errorf("%s: %w", c.File, err)
}

// line is what is said of a problem. What is not known or does not exist is a dash.
func line(n int, o solve.Outcome, places int, took time.Duration) string {
	value, bound := "-", "-"
	if o.Status == solve.Proved || o.Status == solve.Feasible {
		value = decimal(o.Value, places)
	}
	if o.Status != solve.Infeasible {
		bound = decimal(o.Bound, places)
	}
	return fmt.Sprintf("problem=%d value=%s bound=%s status=%s seconds=%.3f", n, value, bound, o.Status, took.Seconds())
}

// decimal writes v / 10^places without zeros at the end.
func decimal(v int64, places int) string {
	if places == 0 {
		return strconv.FormatInt(v, 10)
	}
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	unit := solve.Pow10(places)
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%s%d.%0*d", sign, v/unit, places, v%unit), "0"), ".")
}

// single is the series of a file that holds one problem.
func single[P any](r io.Reader, read func(io.Reader) (P, error), run func(p P, stop func() bool) (solve.Outcome,
	error)) series {
	done := false
	return func() (attempt, error) {
		if done {
			return nil, io.EOF
		}
		done = true
		p, err := read(r)
		return func(stop func() bool) (solve.Outcome, int, error) {
			o, err := run(p, stop)
			return o, 0, err
		}, err
	}
}

type solveAssignCmd struct{ problems }

// Run solves a linear assignment file.
func (c *solveAssignCmd) Run() error {
	return c.each(func(r io.Reader) (series, error) {
		return single(r, assign.Read, func(p *assign.Problem, stop func() bool) (solve.Outcome, error) {
			return assign.Solve(p, c.Max, stop).Outcome, nil
		}), nil
	})
}

type solveMcfCmd struct{ problems }

// Run solves a flow file.
func (c *solveMcfCmd) Run() error {
	return c.each(func(r io.Reader) (series, error) {
		return single(r, mcf.Read, func(p *mcf.Problem, stop func() bool) (solve.Outcome, error) {
			got, err := mcf.Solve(p, c.Max, stop)
			return got.Outcome, err
		}), nil
	})
}

type solveGapCmd struct{ problems }

// Run solves the problems of a generalised assignment file.
func (c *solveGapCmd) Run() error {
	return c.each(func(r io.Reader) (series, error) {
		file, err := gap.NewReader(r)
		return func() (attempt, error) {
			p, err := file.Next()
			return func(stop func() bool) (solve.Outcome, int, error) {
				return gap.Solve(p, !c.Min, stop).Outcome, 0, nil
			}, err
		}, err
	})
}

type solveMknapCmd struct{ problems }

// Run solves the problems of a multi-dimensional knapsack file.
func (c *solveMknapCmd) Run() error {
	return c.each(func(r io.Reader) (series, error) {
		file, err := mknap.NewReader(r)
		return func() (attempt, error) {
			p, err := file.Next()
			return func(stop func() bool) (solve.Outcome, int, error) {
				return mknap.Solve(p, c.Min, stop).Outcome, p.Places, nil
			}, err
		}, err
	})
}

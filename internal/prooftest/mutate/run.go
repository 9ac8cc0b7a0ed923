package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"havre.example/havre/internal/prooftest/mutate/on"
)

// trial is one test on one engine: what it passes, and how long it takes when nothing is changed.
type trial struct {
	judge  *judge
	name   string
	engine string // "postgres" for the half of a test that runs there; "" for all the rest
	takes  time.Duration
	passes map[int]bool
}

// String is the trial as the report names it: folder, test and, where it runs there alone, the engine.
func (t *trial) String() string {
	s := filepath.Base(t.judge.dir) + "." + t.name
	if t.engine != "" {
		s += " (" + t.engine + ")"
	}
	return s
}

// judge is a test binary into which the mutants are compiled.
type judge struct {
	dir    string // from the root
	binary string
	flags  []string
	trials []*trial
}

// propertyFlags keep a failed property test from looking for its smallest example and from writing it down.
var propertyFlags = []string{"-rapid.nofailfile", "-rapid.shrinktime=1ns"}

// runner builds the judges and runs mutants on them.
type runner struct {
	root, work string
	workers    int
	short      bool

	mu    sync.Mutex
	kills map[string]map[*trial]int // by function: what killed mutants there before is tried first
}

// overlay writes the changed files and the list that tells the compiler where they are.
func (r *runner) overlay(files map[string][]byte) error {
	list := map[string]string{}
	for path, text := range files {
		at := filepath.Join(r.work, "source", strings.ReplaceAll(path, "/", "_"))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, text, 0o644); err != nil {
			return err
		}
		list[filepath.Join(r.root, path)] = at
	}
	b, err := json.Marshal(map[string]any{"Replace": list})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.work, "overlay.json"), b, 0o644)
}

// build builds the tests of the judges.
func (r *runner) build(judges []*judge) error {
	bin := filepath.Join(r.work, "bin") + "/"
	args := []string{"test", "-c", "-overlay", filepath.Join(r.work, "overlay.json"), "-o", bin}
	for _, j := range judges {
		args = append(args, "./"+j.dir)
	}
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return err
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = r.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the tests: %w\n%s", err, out)
	}
	for _, j := range judges {
		j.binary = filepath.Join(bin, filepath.Base(j.dir)+".test")
		if _, err := os.Stat(j.binary); err != nil {
			continue // the package has no tests
		}
		if _, err := r.run(j, "", time.Minute, append(propertyFlags[:2:2], "-test.list=^$")...); err == nil {
			j.flags = propertyFlags // it knows them
		}
	}
	return nil
}

// run runs tests of a judge and returns what they wrote; an error when they did not pass.
func (r *runner) run(j *judge, env string, limit time.Duration, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit+5*time.Second)
	defer cancel()
	args = slices.Concat([]string{"-test.short", "-test.timeout=" + limit.String()}, j.flags, args)
	cmd := exec.CommandContext(ctx, j.binary, args...)
	cmd.Dir = filepath.Join(r.root, j.dir)
	cmd.Env = append(os.Environ(), on.Env+"="+env)
	return cmd.CombinedOutput()
}

const onPostgres = "postgres"

func only(names ...string) string {
	for i := range names {
		names[i] = regexp.QuoteMeta(names[i])
	}
	return "-test.run=^(" + strings.Join(names, "|") + ")$"
}

// survey runs every test of the judges once, alone, and notes which mutants it passes. In the short form it runs only
// what needs no PostgreSQL, and takes the other half of a test to pass the same.
func (r *runner) survey(judges []*judge) error {
	var all []*trial
	for _, j := range judges {
		if _, err := os.Stat(j.binary); errors.Is(err, os.ErrNotExist) {
			continue // the package has no tests
		}
		out, err := r.run(j, "", time.Minute, "-test.list=^(Test|Fuzz)")
		if err != nil {
			return fmt.Errorf("list the tests of %s: %w\n%s", j.dir, err, out)
		}
		for name := range strings.FieldsSeq(string(out)) {
			all = append(all, &trial{judge: j, name: name})
			if !r.short {
				all = append(all, &trial{judge: j, name: name, engine: onPostgres})
			}
		}
	}
	err := each(r.workers, all, func(i int, t *trial) error {
		file := filepath.Join(r.work, "passed-"+strconv.Itoa(i))
		began := time.Now()
		out, err := r.run(t.judge, "record:"+file, 10*time.Minute, append(t.args(), "-test.v")...)
		t.takes = time.Since(began)
		if err != nil {
			return fmt.Errorf("%s does not pass on the source as it is: %w\n%s", t, err, tail(out))
		}
		if t.engine != "" && !bytes.Contains(out, []byte("--- PASS: "+t.name+"/"+t.engine)) {
			return nil // it has no such half
		}
		t.passes, err = readNumbers(file)
		return err
	})
	for _, t := range all {
		if len(t.passes) == 0 {
			continue
		}
		t.judge.trials = append(t.judge.trials, t)
		if r.short {
			other := &trial{judge: t.judge, name: t.name, engine: onPostgres, takes: t.takes, passes: t.passes}
			t.judge.trials = append(t.judge.trials, other)
		}
	}
	return err
}

func (t *trial) args() []string {
	if t.engine != "" {
		return []string{only(t.name) + "/^" + t.engine + "$"}
	}
	return []string{only(t.name), "-test.skip=/^" + onPostgres + "$"}
}

func readNumbers(file string) (map[int]bool, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	out := map[int]bool{}
	for line := range strings.FieldsSeq(string(b)) {
		n, err := strconv.Atoi(line)
		if err != nil {
			return nil, err
		}
		out[n] = true
	}
	return out, err
}

func tail(b []byte) []byte { return b[max(0, len(b)-2000):] }

// each calls fn for every entry of a list, a few at a time, and stops at the first error.
func each[T any](workers int, list []T, fn func(int, T) error) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	next := 0
	for range workers {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				stop := first != nil || i >= len(list)
				mu.Unlock()
				if stop {
					return
				}
				if err := fn(i, list[i]); err != nil {
					mu.Lock()
					first = cmp.Or(first, err)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return first
}

// verdict is what became of a mutant.
type verdict struct {
	*mutant
	killed bool
	passed bool   // by some test
	hangs  bool   // killed only in that a test did not come to its end in time
	by     string // the test that killed it
}

// passing returns the tests that pass a mutant.
func passing(m *mutant, judges []*judge) (list []*trial) {
	for _, j := range judges {
		for _, t := range j.trials {
			if t.passes[m.id] {
				list = append(list, t)
			}
		}
	}
	return list
}

// try runs the tests that pass a mutant until one fails: those first that are quick for what they killed in the same
// function.
func (r *runner) try(m *mutant, judges []*judge) verdict {
	list := passing(m, judges)
	out := verdict{mutant: m, passed: len(list) > 0}
	list = bothOnlyForQueries(m, list)
	r.mu.Lock()
	before := maps.Clone(r.kills[m.fn])
	r.mu.Unlock()
	slices.SortStableFunc(list, func(a, b *trial) int {
		return cmp.Or(order(a.engine == "", b.engine == ""),
			cmp.Compare(a.takes/time.Duration(1+8*before[a]), b.takes/time.Duration(1+8*before[b])))
	})
	for tried := 0; len(list) > 0; tried++ {
		group := list[:1]
		for tried >= 4 && len(group) < len(list) && list[len(group)].judge == group[0].judge &&
			list[len(group)].engine == group[0].engine {
			group = list[:len(group)+1]
		}
		list = list[len(group):]
		by, how := r.fails(m, group)
		if by == nil {
			continue
		}
		r.mu.Lock()
		if r.kills[m.fn] == nil {
			r.kills[m.fn] = map[*trial]int{}
		}
		r.kills[m.fn][by]++
		r.mu.Unlock()
		out.killed, out.hangs, out.by = true, how == hangs, by.String()+how
		break
	}
	return out
}

// bothOnlyForQueries leaves out the half of a test that runs on PostgreSQL where its other half passes a change of Go
// too: both then run the same. The text of a query, and what only PostgreSQL passes, are tried there.
func bothOnlyForQueries(m *mutant, list []*trial) []*trial {
	if m.query {
		return list
	}
	type test struct {
		judge *judge
		name  string
	}
	other := map[test]bool{}
	for _, t := range list {
		other[test{t.judge, t.name}] = other[test{t.judge, t.name}] || t.engine == ""
	}
	return slices.DeleteFunc(list, func(t *trial) bool { return t.engine != "" && other[test{t.judge, t.name}] })
}

const hangs = ", which hangs"

// order sorts what is so before what is not.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// fails runs tests of one judge with a mutant and returns the one that fails, nil when all pass, and how where it did
// not come to its end.
func (r *runner) fails(m *mutant, group []*trial) (*trial, string) {
	limit := 20 * time.Second
	var names []string
	for _, t := range group {
		limit += 10 * t.takes
		names = append(names, t.name)
	}
	args := group[0].args()
	args[0] = strings.Replace(args[0], only(group[0].name), only(names...), 1)
	out, err := r.run(group[0].judge, strconv.Itoa(m.id), limit, append(args, "-test.failfast")...)
	if err == nil {
		return nil, ""
	}
	for _, t := range group {
		if bytes.Contains(out, []byte("--- FAIL: "+t.name+" ")) {
			return t, ""
		}
	}
	switch {
	case bytes.Contains(out, []byte("panic: test timed out")):
		return group[0], hangs
	case bytes.Contains(out, []byte("\nmain.main()")):
		return group[0], ", which panics"
	}
	return group[0], ", which does not start"
}

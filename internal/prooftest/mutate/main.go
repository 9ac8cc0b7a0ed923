// Command mutate proves locks: it changes one important line of the source at a time (a condition that never holds, a
// call left out, an error that becomes nil, a boundary moved, a condition dropped from a query) and runs the tests that
// pass that line. A change that no test notices is a lock that nothing proves.
//
// All changes of a package are compiled at once, each behind a question that package on answers from the environment,
// so that a change costs the run of a test and no compilation. Every test is first run alone, to note what it passes; a
// mutant then runs only the tests that pass it, quickest first, to the first that fails: on SQLite, and where it
// changes a query on PostgreSQL too. A test that does not come to its end kills too, and is counted apart.
//
// What is left out because a coarser rule holds: a check of an error that only a statement of the database can have
// made, however far below, since a failed statement breaks its transaction whatever becomes of the error (package sqldb
// tests that), and a single row that is not there is another matter; log lines, closing, locks.
//
// A mutant that may live has its reason in the files of survivors. The run fails on a survivor without a reason, on a
// reason for nothing, and on one whose mutant a test kills.
package main

import (
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	full    = flag.Bool("full", false, "try every mutant, not a sample")
	onlyKey = flag.String("only", "", "try only mutants whose key matches this expression")
	sample  = flag.Int("sample", 40, "how many mutants the short form tries")
	workers = flag.Int("j", 2, "how many tests run side by side")
	verbose = flag.Bool("v", false, "tell of every mutant what killed it")
	list    = flag.Bool("list", false, "list the mutants and run nothing")
)

func debugf(format string, args ...any) {
	if *verbose {
		fmt.Printf(format+"\n", args...)
	}
}

func main() {
	flag.Parse()
	ok, err := mutate(flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// chosen returns the targets to try: those named, else all, in the short form those of it.
func chosen(dirs []string) (out []target) {
	for _, t := range targets {
		if slices.Contains(dirs, t.dir) || len(dirs) == 0 && (t.short || !sampling()) {
			out = append(out, t)
		}
	}
	return out
}

func mutate(dirs []string) (bool, error) {
	root, err := filepath.Abs(".")
	if err != nil {
		return false, err
	}
	why, err := readReasons(reasonsFiles)
	if err != nil {
		return false, err
	}
	ts := chosen(dirs)
	if len(ts) == 0 {
		return false, fmt.Errorf("no such target: %v", dirs)
	}
	dirs = nil
	for _, t := range ts {
		dirs = append(dirs, t.dir)
	}
	s, err := readSource(root, dirs...)
	if err != nil {
		return false, err
	}
	files := map[string][]byte{}
	var all []*mutant
	next := 0
	for _, t := range ts {
		p, err := s.pkg(t.dir)
		if err != nil {
			return false, err
		}
		ms, changed, err := s.instrument(p, t, &next)
		if err != nil {
			return false, err
		}
		for path, text := range changed {
			files[path] = text
		}
		nameAll(ms)
		all = append(all, ms...)
	}
	picked := pick(all)
	if *list {
		for _, m := range picked {
			fmt.Printf("%s:%d: %s\n", m.file.path, m.line, m.key)
		}
		return true, nil
	}
	verdicts, err := judgeAll(s, ts, files, picked, why)
	if err != nil {
		return false, err
	}
	return report(ts, all, verdicts, why), nil
}

// sampling tells whether the run is the short form: a sample, and mutants that only PostgreSQL passes are left to the
// full one.
func sampling() bool { return !*full && !*list && *onlyKey == "" && flag.NArg() == 0 }

// pick returns the mutants to run: all of them, or those asked for.
func pick(all []*mutant) []*mutant {
	if *onlyKey == "" {
		return all
	}
	re := regexp.MustCompile(*onlyKey)
	return slices.DeleteFunc(slices.Clone(all), func(m *mutant) bool { return !re.MatchString(m.key) })
}

// sampled returns the mutants of the short form, the same each time: two of each target, then what comes, among those
// that a test of it passes and that may not live.
func sampled(all []*mutant, passes func(*mutant) bool, why map[string]string) []*mutant {
	hash := func(m *mutant) string { h := sha256.Sum256([]byte(m.key)); return string(h[:]) }
	out := slices.DeleteFunc(slices.Clone(all), func(m *mutant) bool { return why[m.key] != "" || !passes(m) })
	slices.SortFunc(out, func(a, b *mutant) int { return cmp.Compare(hash(a), hash(b)) })
	of := map[*pkg]int{}
	var first, rest []*mutant
	for _, m := range out {
		if of[m.pkg]++; of[m.pkg] <= 2 {
			first = append(first, m)
		} else {
			rest = append(rest, m)
		}
	}
	out = append(first, rest[:max(0, min(*sample-len(first), len(rest)))]...)
	slices.SortFunc(out, func(a, b *mutant) int { return cmp.Compare(a.id, b.id) })
	return out
}

// judgeAll builds the tests with the mutants in them and runs each mutant.
func judgeAll(s *source, ts []target, files map[string][]byte, picked []*mutant, why map[string]string) ([]verdict,
	error) {
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(work) }() // a leftover in the temporary folder harms nobody
	r := &runner{root: s.root, work: work, workers: *workers, short: sampling(), kills: map[string]map[*trial]int{}}
	if err := s.noteQueries(files); err != nil {
		return nil, err
	}
	if err := r.overlay(files); err != nil {
		return nil, err
	}
	began := time.Now()
	judges := map[string]*judge{}
	for _, t := range ts {
		for _, dir := range append([]string{t.dir}, t.judges...) {
			judges[dir] = &judge{dir: dir}
		}
	}
	var list []*judge
	for _, dir := range sortedKeys(judges) {
		list = append(list, judges[dir])
	}
	if err := r.build(list); err != nil {
		return nil, err
	}
	fmt.Printf("tests built in %d s\n", int(time.Since(began).Seconds()))
	began = time.Now()
	if err := r.survey(list); err != nil {
		return nil, err
	}
	fmt.Printf("tests run alone in %d s\n", int(time.Since(began).Seconds()))
	of := map[string][]*judge{}
	for _, t := range ts {
		for _, dir := range append([]string{t.dir}, t.judges...) {
			of[t.dir] = append(of[t.dir], judges[dir])
		}
	}
	if r.short {
		picked = sampled(picked, func(m *mutant) bool { return len(passing(m, of[m.pkg.dir])) > 0 }, why)
	}
	began = time.Now()
	out := make([]verdict, len(picked))
	err = each(r.workers, picked, func(i int, m *mutant) error {
		out[i] = r.try(m, of[m.pkg.dir])
		debugf("%s:%d: %s: %s", m.file.path, m.line, m.key, cmp.Or(out[i].by, "SURVIVES"))
		return nil
	})
	fmt.Printf("%d mutants tried in %d s\n", len(picked), int(time.Since(began).Seconds()))
	return out, err
}

func sortedKeys[V any](m map[string]V) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// report prints what was found and tells whether all is well.
func report(ts []target, all []*mutant, verdicts []verdict, why map[string]string) bool {
	ok := true
	for _, v := range verdicts {
		switch {
		case !v.passed && sampling():
		case !v.killed && why[v.key] == "":
			ok = false
			where := ""
			if !v.passed {
				where = " (no test comes here)"
			}
			fmt.Printf("survives: %s:%d: %s%s\n", v.file.path, v.line, v.key, where)
		case v.killed && why[v.key] != "":
			ok = false
			fmt.Printf("has a reason to survive, but %s kills it: %s\n", v.by, v.key)
		}
	}
	known := map[string]bool{}
	for _, m := range all {
		known[m.key] = true
	}
	for _, key := range sortedKeys(why) {
		if name, _, _ := strings.Cut(key, "."); !known[key] && tried(ts, name) {
			ok = false
			fmt.Printf("a reason for nothing: %s\n", key)
		}
	}
	fmt.Printf("\n%-28s %8s %8s %8s %8s %8s %7s\n", "package", "mutants", "killed", "by time", "reason", "without",
		"killed")
	for _, t := range ts {
		var n, killed, late, reason int
		for _, v := range verdicts {
			if v.pkg.dir != t.dir || !v.passed && sampling() {
				continue
			}
			n++
			switch {
			case v.killed:
				killed++
				if v.hangs {
					late++
				}
			case why[v.key] != "":
				reason++
			}
		}
		if n > 0 {
			fmt.Printf("%-28s %8d %8d %8d %8d %8d %6.1f%%\n", strings.TrimPrefix(t.dir, "internal/"), n, killed, late,
				reason, n-killed-reason, 100*float64(killed)/float64(n))
		}
	}
	return ok
}

// tried tells whether a package of this name is among the targets.
func tried(ts []target, name string) bool {
	return slices.ContainsFunc(ts, func(t target) bool { return filepath.Base(t.dir) == name })
}

package roundcheck_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
	"havre.example/havre/internal/prooftest/chance"
)

// whole is more time than a round of these tests needs.
const whole = time.Minute

// stops are the times after which the program is stopped.
var stops = []time.Duration{0, time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond,
	20 * time.Millisecond}

// rounds is how many rounds a test draws, twenty times as many with HAVRE_TEST_FULL=1.
func rounds(n int) int {
	if os.Getenv("HAVRE_TEST_FULL") == "1" {
		n *= 20
	}
	return n
}

// limits are for how long the n-th round is solved: until it is proved, and every other one also for one of stops.
func limits(n int) []time.Duration {
	out := []time.Duration{whole}
	if n%2 == 0 {
		out = append(out, stops[n/2%len(stops)])
	}
	return out
}

// Small rounds equal a search of all answers in every tier, and what is claimed of a search that is stopped holds.
func TestSmallRoundsEqualAllAnswers(t *testing.T) {
	rng := chance.Rand(t)
	for n := range rounds(70) {
		f := roundcheck.Generate(rng, roundcheck.Small)
		_, best := roundcheck.New(f).Search()
		for _, limit := range limits(n) {
			if wrong := faults(f, best, len(best), limit); wrong != nil {
				report(t, f, limit, wrong, func(f *roundcheck.File) []string {
					_, best := roundcheck.New(f).Search()
					return faults(f, best, len(best), limit)
				})
			}
		}
	}
}

// faults solves a round for a time and says everything that is wrong with the answer; of tiers from until on the best
// is not known.
func faults(f *roundcheck.File, best roundcheck.Values, until int, limit time.Duration) (wrong []string) {
	a, err := solve(f.Text(), limit)
	if err != nil {
		return []string{err.Error()}
	}
	r := roundcheck.New(f)
	wrong, v := r.Check(a)
	if len(a.Tiers) == len(best) {
		wrong = append(wrong, a.Against(best, until)...)
	}
	if limit < whole || len(wrong) > 0 {
		return wrong
	}
	if a.Status != "proved" {
		return []string{late}
	}
	if found, _ := r.Better(v, 400); found != nil {
		return []string{fmt.Sprintf("an answer is better: %+v", found)}
	}
	return nil
}

const late = "not proved in a minute"

// kinds are faults without keys and numbers, those of the file's own making aside.
func kinds(wrong []string) (out []string) {
	for _, w := range wrong {
		if !strings.Contains(w, "exit status") || strings.Contains(w, "panic") {
			out = append(out, particular.ReplaceAllString(w, ""))
		}
	}
	return out
}

var particular = regexp.MustCompile(`[a-z][0-9a-f]{3}\b|[0-9]+|\{.*\}`)

// report ends a test with the smallest part of a round with which the first fault stays, as far as a little time tells.
func report(t *testing.T, f *roundcheck.File, limit time.Duration, wrong []string,
	again func(*roundcheck.File) []string) {
	t.Helper()
	text := f.Text()
	t.Logf("stopped after %s: %q\n%s", limit, wrong, text) // before anything is made smaller
	if first := kinds(wrong); len(first) > 0 && !slices.Contains(wrong, late) {
		until := time.Now().Add(20 * time.Second)
		f = roundcheck.Shrink(f, func(f *roundcheck.File) bool {
			return time.Now().Before(until) && slices.Contains(kinds(again(f)), first[0])
		})
	}
	t.Fatalf("stopped after %s: %q\nthe smallest: %q\n%s\nthe whole:\n%s", limit, wrong, again(f), f.Text(), text)
}

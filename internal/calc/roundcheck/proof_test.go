package roundcheck_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
	"havre.example/havre/internal/prooftest/chance"
)

// prove runs "havre solve round --solution --proof" over a round and returns the answer's file.
func prove(t *testing.T, round []byte, limit time.Duration) []byte {
	t.Helper()
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "answer.json")
	cmd := exec.Command(bin, "solve", "round", "--proof", "--solution", to, "--time", limit.String(), "-")
	cmd.Stdin = bytes.NewReader(round)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %.300s\n%s", err, said, round)
	}
	text, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What is proved of a round is shown by its proof alone, in every tier.
func TestProofsAreFollowed(t *testing.T) {
	rng := chance.Rand(t)
	for n := range rounds(60) {
		size := roundcheck.Small
		if n%3 == 0 {
			size = roundcheck.Middle
		}
		f := roundcheck.Generate(rng, size)
		answer := prove(t, f.Text(), whole)
		v, err := roundcheck.Judge(f.Text(), answer)
		if err != nil || !v.Best() {
			t.Errorf("%v, %+v\n%s\n%s", err, v, f.Text(), answer)
		}
	}
}

// Whatever is changed in an answer or its proof, nothing false is shown: the line that does not follow is named, or
// what is left still follows.
func TestAChangedProofIsRefused(t *testing.T) {
	round := read(t, "right", "mixed-house").Text()
	answer := string(prove(t, round, whole))
	if v, err := roundcheck.Judge(round, []byte(answer)); err != nil || !v.Best() {
		t.Fatalf("%v, %+v\n%s", err, v, answer)
	}
	lines := strings.Split(answer, "\n")
	find := func(has string) int {
		for n, l := range lines {
			if strings.Contains(l, has) {
				return n
			}
		}
		t.Fatalf("no line has %q:\n%s", has, answer)
		return 0
	}
	refused := func(what, text string, from, to int) {
		t.Helper()
		_, err := roundcheck.Judge(round, []byte(text))
		var at *roundcheck.LineError
		if !errors.As(err, &at) || !at.Answer || at.Line < from || at.Line > to {
			t.Errorf("%s is answered with %v, lines %d to %d are right", what, err, from, to)
		}
	}
	change := func(n int, old, new string) string {
		if !strings.Contains(lines[n], old) {
			t.Fatalf("%q has no %q", lines[n], old)
		}
		other := slices.Clone(lines)
		other[n] = strings.Replace(lines[n], old, new, 1)
		return strings.Join(other, "\n")
	}
	without := func(n int) string { return strings.Join(slices.Delete(slices.Clone(lines), n, n+1), "\n") }

	n := find(`"value": 3,`)
	refused("a changed value", change(n, "3", "4"), n+1, n+1)
	n = find(`"place": "`)
	refused("another place", change(n, `"place": "`, `"place": "x`), n-2, n+1)
	n = find("tier placed_3")
	refused("a changed tier", change(n, "placed_3 3", "placed_3 2"), n+1, n+1)
	n = find("prices safety_sum")
	refused("a dropped branch", without(n), n+1, n+2)
	n = find("prices burden")
	refused("a wrong price", change(n, "burden:", "burden:1"), n+1, n+2)
	refused("prices of another tier", change(n, "burden", "moves"), n+1, n+1)
	n = find(`"row `)
	refused("a row that is missing", without(n), n+1, n+len(lines))
	n = find(" one ")
	refused("a row of another kind", change(n, " one ", " heads "), n+1, n+1)
	n = find(`"part `)
	refused("a case that is left out", change(n, `"part 0 `, `"part `), n, len(lines))
	n = find(`"tier drawn`)
	refused("a proof that ends too early", strings.Join(lines[:n], "\n"), n-1, n+1)
	refused("the same, closed", strings.TrimSuffix(strings.Join(lines[:n], "\n"), ",")+"\n]}", 1, n+1)
	refused("nothing", "", 1, 1)
}

// No line of a proof shows what is not so: of a small round whose best answer is known, a worse one is never shown
// best, neither with the lines that prove the best one, nor with bounds of its own, nor with lines that are changed at
// random.
func TestNoLinesShowWhatIsFalse(t *testing.T) {
	rng := chance.Rand(t)
	for range rounds(12) {
		f := roundcheck.Generate(rng, roundcheck.Small)
		r := roundcheck.New(f)
		_, best := r.Search()
		a, err := roundcheck.ReadAnswer(prove(t, f.Text(), whole))
		if err != nil {
			t.Fatal(err)
		}
		_, choices, _ := r.Judge(a)
		for range 300 {
			other := slices.Clone(choices)
			if i := rng.IntN(len(other)); rng.IntN(4) > 0 {
				other[i] = r.Any(rng, i)
			}
			if len(r.Broken(other)) > 0 {
				continue
			}
			lines := slices.Clone(a.Proof)
			for range rng.IntN(4) {
				lines = change(rng, lines)
			}
			if rng.IntN(3) > 0 {
				lines = bounded(r, other, lines)
			}
			v := r.Value(other)
			shown, _, what := r.Prove(other, lines)
			for at := range shown.Until {
				if better, first := roundcheck.Compare(best, v); what == "" && better > 0 && first == at &&
					shown.Bound[at] == v[at] {
					t.Fatalf("%s is shown best and is not: %v\n%s\n%s", roundcheck.Codes[at], v, f.Text(),
						strings.Join(lines, "\n"))
				}
			}
		}
	}
}

// change changes one word of one line, or drops the line.
func change(rng *rand.Rand, lines []string) []string {
	n := rng.IntN(len(lines))
	words := strings.Fields(lines[n])
	w := rng.IntN(len(words))
	switch name, number, priced := strings.Cut(words[w], ":"); {
	case priced:
		words[w] = fmt.Sprint(name, ":", number, rng.IntN(10))
	case rng.IntN(3) == 0:
		return slices.Delete(lines, n, n+1)
	case words[w] != "" && words[w][0] >= '0' && words[w][0] <= '9':
		words[w] = fmt.Sprint(rng.IntN(9))
	}
	lines[n] = strings.Join(words, " ")
	return lines
}

// bounded gives every tier of a proof the bound that an answer has, as if nothing were better.
func bounded(r *roundcheck.Round, answer []roundcheck.Choice, lines []string) []string {
	var part []roundcheck.Choice
	for n, line := range lines {
		words := strings.Fields(line)
		switch {
		case words[0] == "part":
			part = nil
			for _, w := range words[1:] {
				if i, err := strconv.Atoi(w); err == nil && i < len(answer) {
					part = append(part, answer[i])
				}
			}
		case words[0] == "tier" && len(words) > 1:
			if t := slices.Index(roundcheck.Codes[:], words[1]); t >= 0 {
				v := r.Value(part)
				if words[1] == "safety_worst" {
					v = r.Value(answer)
				}
				lines[n] = fmt.Sprint("tier ", words[1], " ", v[t])
			}
		}
	}
	return lines
}

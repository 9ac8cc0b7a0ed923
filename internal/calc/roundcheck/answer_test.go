package roundcheck_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
	"havre.example/havre/internal/prooftest/chance"
)

// Every value of an answer's file is worked out again: whichever is changed, added or taken away, the answer is
// refused. The lines of the proof alone may be changed to others that follow as well.
func TestEveryValueOfAnAnswerIsJudged(t *testing.T) {
	rng := chance.Rand(t)
	tried := map[string]int{}
	wanted := slices.DeleteFunc(roundcheck.Judged(), func(f string) bool {
		return f == "cases.unseen" // is said of answers that are not proved: below
	})
	for k := 0; k < 60 && slices.ContainsFunc(wanted, func(f string) bool { return tried[f] == 0 }); k++ {
		round := roundcheck.Generate(rng, roundcheck.Small).Text()
		text := prove(t, round, whole)
		if v, err := roundcheck.Judge(round, text); err != nil || !v.Best() {
			t.Fatalf("%v, %+v\n%s\n%s", err, v, round, text)
		}
		var answer any
		if err := json.Unmarshal(text, &answer); err != nil {
			t.Fatal(err)
		}
		each(answer, "", func(path string, change func(func())) {
			field := regexp.MustCompile(`\[[0-9]+\]`).ReplaceAllString(path, "")
			if tried[field]++; tried[field] > 5 {
				return
			}
			change(func() {
				other, err := json.MarshalIndent(answer, "", " ")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := roundcheck.Judge(round, other); err == nil && field != "proof" {
					t.Errorf("%s is changed, and nobody sees it:\n%s\n%s\n%s", path, round, text, other)
				}
			})
		})
	}
	for _, field := range wanted {
		if tried[field] == 0 {
			t.Errorf("no answer had %s", field)
		}
	}
}

// each goes through an answer: for every value it changes it, asks, and puts it back; for every object it adds what is
// not there.
func each(x any, path string, found func(path string, change func(func()))) {
	switch x := x.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			old, at := x[k], strings.TrimPrefix(path+"."+k, ".")
			found(at, func(ask func()) {
				for _, other := range others(old) {
					x[k] = other
					ask()
				}
				if delete(x, k); old != false && old != 0.0 && old != "" { // else it says the same
					ask()
				}
				x[k] = old
			})
			each(old, at, found)
		}
		for _, k := range []string{"bound", "nodes", "proves", "blocked", "fix", "State", "unseen", "aside", "renew",
			"from", "flat_to"} {
			if _, there := x[k]; !there {
				found(path+"+"+k, func(ask func()) {
					x[k] = map[string]any{"unseen": true, "aside": true, "renew": "2026-01-05", "from": "2026-01-05",
						"flat_to": "2026-01-05"}[k]
					ask()
					delete(x, k)
				})
			}
		}
	case []any:
		for i, old := range x {
			at := fmt.Sprintf("%s[%d]", path, i)
			found(at, func(ask func()) {
				for _, other := range others(old) {
					x[i] = other
					ask()
				}
				x[i] = old
			})
			each(old, at, found)
		}
	}
}

// others are values of the same kind.
func others(x any) []any {
	switch x := x.(type) {
	case bool:
		return []any{!x}
	case float64:
		return []any{x + 1, x - 1, -x - 1}
	case string:
		if day, err := time.Parse("2006-01-02", x); err == nil {
			return []any{day.AddDate(0, 0, 1).Format("2006-01-02"), day.AddDate(0, 0, -7).Format("2006-01-02"), ""}
		}
		return []any{x + "x", ""}
	}
	return nil
}

// What a stopped search says of people it did not look at is judged too: they count as if many places passed, and
// nothing is proved.
func TestWhoWasNotLookedAtIsJudged(t *testing.T) {
	rng := chance.Rand(t)
	for range rounds(10) {
		f := roundcheck.Generate(rng, roundcheck.Small)
		text := prove(t, f.Text(), 0)
		a, err := roundcheck.ReadAnswer(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := roundcheck.Judge(f.Text(), text); err != nil {
			t.Fatalf("%v\n%s\n%s", err, f.Text(), text)
		}
		if !slices.ContainsFunc(a.Cases, func(g roundcheck.Given) bool { return g.Unseen }) {
			continue
		}
		was := fmt.Sprintf("\"code\": \"hard_0\",\n   \"value\": %d", hard0(a))
		other := strings.Replace(string(text), was, was+"1", 1)
		if _, err := roundcheck.Judge(f.Text(), []byte(other)); err == nil || other == string(text) {
			t.Errorf("who was not looked at may count as anything:\n%s\n%s", f.Text(), other)
		}
	}
}

func hard0(a *roundcheck.Answer) int64 {
	return a.Tiers[slices.Index(roundcheck.Codes[:], "hard_0")].Value
}

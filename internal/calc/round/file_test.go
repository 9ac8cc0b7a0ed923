package round_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"havre.example/havre/internal/calc/round/file"

	"havre.example/havre/internal/calc/round"
)

// everything is a shape in which each feature of a round occurs.
var everything = shape{cases: 10, places: 40, houses: 25, partners: 15, areas: 60, weeks: 6, flats: 2, conflicts: .4,
	together: .15, locks: .1, refused: .2,
	shared: .2, busy: .3, short: .3, unknown: .1, family: .4, quota: 3, staff: 3, asking: true, mixed: .2,
	unnumbered: .1}

func TestFileGivesTheSameRound(t *testing.T) {
	for seed := range uint64(30) {
		r := randomRound(rand.New(rand.NewPCG(seed, 11)), everything)
		want, err := round.Solve(r, round.Options{})
		if err != nil {
			t.Fatal(err)
		}
		text, err := file.Write(r)
		if err != nil {
			t.Fatal(err)
		}
		again, err := file.Read(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		got, err := round.Solve(again, round.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Tiers, want.Tiers) || !reflect.DeepEqual(got.Given, want.Given) {
			t.Fatalf("seed %d: the file solves to something else:\n%+v\n%+v", seed, got, want)
		}
		second, err := file.Write(again)
		if err != nil || string(second) != string(text) {
			t.Fatalf("seed %d: written again it differs (%v)", seed, err)
		}
	}
}

const small = `{
 "havre": "round", "version": 1, "on": "2026-03-02", "weeks": 4,
 "areas": [{"code": "13"}, {"code": "59"}],
 "travel": [{"a": "13", "b": "59", "minutes": 280}],
 "places": [{"key": "p1", "area": "59", "beds": 1, "own_room": "yes", "step_free": "no", "ground_floor": "no",
  "security": 3, "state": "available", "partner_active": "yes",
  "convention_from": "2025-01-01", "convention_to": "2027-01-01",
  "yearly": 2, "profile": "a"}],
 "cases": [{"key": "c1", "household": {"adults": 1}, "needs": [], "security": 2, "ready_on": "2026-03-02",
  "weeks": 26, "zones": [{"area": "13", "level": 2}], "waited": 10, "profiles": {"a": {"verdict": "passed"}}}]
}`

func TestFileFaultsNameThePlace(t *testing.T) {
	r, err := file.Read([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	o, err := round.Solve(r, round.Options{})
	if err != nil || o.Given[0].Place != "p1" || !o.Proved {
		t.Fatalf("the small round: %+v, %v", o, err)
	}
	for _, x := range []struct{ old, fresh, at, path, reason string }{ // at: the part of fresh that the fault points to
		{`"weeks": 4`, `"weeks": four`, "our", "", "invalid character"},
		{`"weeks": 4`, `"weeks": 0`, "0", "weeks", "between 1 and 104"},
		{`"weeks": 4`, `"weeks": "é", "w": 1`, `"é"`, "weeks", "it is a text, not a number"},
		{`"weeks": 4`, `"x": "é", "w": 1`, `"é"`, "x", "no such field"},
		{`"weeks": 4`, `"weeks": 4.5`, "4.5", "weeks", "whole number"},
		{`"weeks": 4`, `"weeks": 4, "gender": "F"`, `"F"`, "gender", "no such field"},
		{`"weeks": 4`, `"weeks": 4, "weeks": 5`, `"weeks": 5`, "weeks", "twice"},
		{`{"adults": 1`, `{"adults": -1`, "{", "cases[0].household", "between 0 and 30"},
		{`"level": 2`, `"level": 4`, "4", "cases[0].zones[0].level", "between 1 and 3"},
		{`"zones": [{"area": "13"`, `"zones": [{"area": "14"`, `"14"`, "cases[0].zones[0].area", "no area"},
		{`"on": "2026-03-02"`, `"on": "2026-02-30"`, `"2026`, "on", "no such day"},
		{`"own_room": "yes"`, `"own_room": "perhaps"`, `"perhaps`, "places[0].own_room", "neither yes, no nor unknown"},
		{`"key": "p1"`, `"key": "p1", "lat": 4`, "4", "places[0].lat", "no such field"},
		{"}]\n}", "}]\n} {}", "{}", "", "something follows"},
		{"}]\n}", "}]\n", "", "", "too soon"},
		{`"version": 1`, `"version": 2`, "2", "version", "between 1 and 1"},
		{`"waited": 10`, `"waited": 10, "lock": "p9"`, `"p9"`, "cases[0].lock", "no place"},
		{`"waited": 10`, `"waited": 10, "relaxed": ["h2_danger"]`, `["h2`, "cases[0].relaxed", "never relaxed"},
		{`"waited": 10`, `"waited": 10, "refused": ["p1", "p2"]`, `"p2"`, "cases[0].refused[1]", "no place"},
		{`"waited": 10`, `"waited": 10, "holds": ["p2"]`, `"p2"`, "cases[0].holds[0]", "no place"},
		{`"waited": 10`, `"waited": 10, "together": ["c1"]`, `"c1"`, "cases[0].together[0]", "no other case"},
		{`"waited": 10`, `"waited": 10, "conflicts": [{"with": "c1", "reach": "house"}]`, `"c1"`,
			"cases[0].conflicts[0].with", "herself"},
		{`"weeks": 4`, `"prices": {"balcony": 3}, "weeks": 4`, "3", "prices.balcony", "none of accessible"},
		{`"key": "c1"`, `"key": "c\u0007"`, `"c\u`, "cases[0].key", "cannot be seen"},
		{`"key": "c1"`, `"key": "c\u202e1"`, `"c\u`, "cases[0].key", "cannot be seen"},
		{`"key": "c1"`, `"key": "` + strings.Repeat("é", 101) + `"`, `"é`, "cases[0].key",
			"longer than 100 characters"},
		{`"needs": []`, `"needs": ["a"` + strings.Repeat(`,"a"`, 199) + `, "b"]`, `"b"`, "cases[0].needs",
			"more than 200"},
		{`"profiles": {"a": {"verdict": "passed"}}`, `"profiles": {"a": {"verdict": "passed"}, "a": {}}`, `"a": {}`,
			"cases[0].profiles.a", "twice"},
	} {
		text := strings.Replace(small, x.old, x.fresh, 1)
		offset := len(text)
		if x.at != "" {
			offset = strings.Index(text, x.fresh) + strings.LastIndex(x.fresh, x.at)
		}
		line := 1 + strings.Count(text[:offset], "\n")
		column := 1 + utf8.RuneCountInString(text[strings.LastIndex(text[:offset], "\n")+1:offset])
		_, err := file.Read([]byte(text))
		var f *file.Error
		if !errors.As(err, &f) {
			t.Errorf("%s: %v", x.fresh, err)
			continue
		}
		if f.Line != line || f.Column != column || f.Path != x.path || !strings.Contains(f.Reason, x.reason) {
			t.Errorf("%s: %v; want line %d, column %d, %q: %s", x.fresh, f, line, column, x.path, x.reason)
		}
	}
}

// What a file may be beside plain: a mark of its encoding before it, and texts counted in characters.
func TestFileIsReadAsItIsWritten(t *testing.T) {
	key := strings.Repeat("é", 100)
	r, err := file.Read([]byte("\ufeff" + strings.ReplaceAll(small, `"c1"`, `"`+key+`"`)))
	if err != nil || r.Cases[0].Key != key {
		t.Fatalf("%v", err)
	}
	wrong := strings.Replace(strings.TrimSpace(small), `"havre"`, `"havr"`, 1)
	_, plain := file.Read([]byte(wrong))
	_, marked := file.Read([]byte("\ufeff" + wrong))
	if plain == nil || marked == nil || plain.Error() != marked.Error() {
		t.Errorf("the same fault without a mark: %v, with one: %v", plain, marked)
	}
}

// A list without end is refused where it becomes too long, and not read to its end first.
func TestAListWithoutEndIsRefusedWhereItIsTooLong(t *testing.T) {
	for _, x := range []struct{ field, item string }{
		{"cases", `{"key":"c","household":null,"needs":null,"weeks":0,"zones":[],"waited":0,"profiles":{}}`},
		{"areas", `{"code":"a"}`}, {"relaxed", `"x"`}, {"places", "{}"}, {"resources", "{}"},
	} {
		before := `{"` + x.field + "\": [\n" + x.item
		text := before + strings.Repeat(","+x.item, file.MostBytes/(len(x.item)+1)-10)
		_, err := file.Read([]byte(text))
		var f *file.Error
		if !errors.As(err, &f) || f.Path != x.field || f.Line != 2 || !strings.HasPrefix(f.Reason, "more than ") {
			t.Errorf("%s: %v", x.field, err)
		}
	}
}

// FuzzRound reads any text as a round: it never panics, every fault names a line, and what is read writes and reads
// again.
func FuzzRound(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"havre":"round","version":1,"on":"2026-03-02","weeks":1,"areas":[],"travel":[],` +
		`"places":[],"cases":[]}`))
	f.Add([]byte("{\"havre\": \xff}"))
	f.Add([]byte(`[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]`))
	if text, err := file.Write(randomRound(rand.New(rand.NewPCG(1, 1)),
		shape{cases: 3, places: 3, houses: 2, partners: 2, areas: 10, weeks: 2, flats: 1, conflicts: 1, shared: .5,
			busy: .5, quota: 2, staff: 1})); err == nil {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := file.Read(text)
		if err != nil {
			var e *file.Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 || e.Reason == "" {
				t.Fatalf("a fault without a place: %v", err)
			}
			return
		}
		if !json.Valid(text) {
			t.Fatal("what is no JSON was read")
		}
		again, err := file.Write(r)
		if err != nil {
			t.Fatalf("what was read is not written: %v", err)
		}
		if _, err := file.Read(again); err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, again)
		}
		if len(r.Cases) > 6 || len(r.Places) > 12 || r.Weeks > 8 {
			return
		}
		if o, err := round.Solve(r, round.Options{Nodes: 200}); err == nil && len(o.Given) != len(r.Cases) {
			t.Fatalf("%d answers for %d cases", len(o.Given), len(r.Cases))
		}
	})
}

package casefile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// said is a fact for these tests alone.
type said string

func (s said) Kind() casefile.Kind { return casefile.Kind(s) }

// A declaration that is incomplete, unknown or made twice stops the program, and leaves nothing behind.
func TestABrokenDeclarationDoesNotStart(t *testing.T) {
	at := []casefile.Stage{casefile.Asked}
	one := func(tell casefile.Telling) casefile.Part {
		return casefile.Part{Room: "test", Tells: []casefile.Telling{tell}}
	}
	before := len(casefile.Parts())
	for why, p := range map[string]casefile.Part{
		"without its name":        {},
		"declares its part twice": {Room: "casefile"},
		"declared twice":          one(casefile.Telling{Fact: casefile.Withdrawn{}, At: at, Says: "again"}),
		"at which stages":         one(casefile.Telling{Fact: said("test_nowhere"), Says: "nowhere"}),
		"what it says":            one(casefile.Telling{Fact: said("test_mute"), At: at}),
		"told at an unknown": one(casefile.Telling{Fact: said("test_lost"), At: []casefile.Stage{"limbo"},
			Says: "x"}),
		"leads to an unknown": one(casefile.Telling{Fact: said("test_far"), At: at, To: "limbo", Says: "x"}),
		"what for":            {Room: "test", Waits: []casefile.Reading{{Kind: "withdrawn"}}},
		"no relation":         {Room: "test", Gives: []casefile.Standing{{Relation: "neighbour", When: "always"}}},
		"not when":            {Room: "test", Ends: []casefile.Standing{{Relation: access.Hosts}}},
		`declares ""`:         {Room: "test", Gives: []casefile.Standing{{Relation: access.Stranger, When: "always"}}},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, why) {
					t.Errorf("a declaration that should stop the program for %q: %s", why, got)
				}
			}()
			casefile.Declare(p)
		}()
	}
	if len(casefile.Parts()) != before || casefile.Allowed(casefile.Asked, "test_far") {
		t.Error("a refused declaration left something behind")
	}
}

// What everywhere means: each stage of a case that goes on, none of one that has ended.
func TestEverywhereIsWhereACaseGoesOn(t *testing.T) {
	if all := casefile.Everywhere(); len(all) != 9 || slices.Contains(all, casefile.EndedS) {
		t.Errorf("open stages: %v", all)
	}
	for _, s := range casefile.Everywhere() {
		if !s.Open() || !s.Known() || !casefile.Allowed(s, "withdrawn") {
			t.Errorf("at %s a person cannot withdraw (I3)", s)
		}
	}
	if casefile.Allowed(casefile.EndedS, "withdrawn") || casefile.Stage("limbo").Known() {
		t.Error("a case that ended is withdrawn from, or an unknown stage is known")
	}
}

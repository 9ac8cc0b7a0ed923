package match

import (
	"slices"
	"testing"

	"havre.example/havre/internal/calc/geo"
)

// far is an area across the sea, and one beside it.
var (
	far    = geo.Area{Code: "974", Kind: geo.Department, Parent: "R04"}
	beside = geo.Area{Code: "976", Kind: geo.Department, Parent: "R06"}
)

// farEngine leaves both aside for who does not wish to go there; every way takes half a day.
var farEngine = Lexicographic{Times: halfDay{},
	Rules: Bounded(Rules, RuleWish, []Bound{{Areas: []string{"974", "976"}}})}

type halfDay struct{}

func (halfDay) Between(a, b geo.Area) (geo.Travel, bool) {
	return geo.Travel{Minutes: 720, Measured: true}, a.Code != "" && b.Code != ""
}

func at(key string, area geo.Area) Place {
	p := gue()
	p.Key, p.House, p.Area = key, key, area
	return p
}

// H1: nobody is sent across the sea who neither comes from there nor wishes it.
func TestAnAreaOnlyWhenSheWishes(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Need)
		code   string
	}{
		"she said nothing":          {func(*Need) {}, "on_wish"},
		"she wishes for it":         {func(n *Need) { n.Wishes = []geo.Area{lot, far} }, "wished_for"},
		"she wishes for the region": {func(n *Need) { n.Wishes = []geo.Area{{Code: "R04"}} }, "wished_for"},
		"she wishes for a town of it": {func(n *Need) { n.Wishes = []geo.Area{{Code: "97411", Parent: "974"}} },
			"wished_for"},
		"she wishes for the one beside": {func(n *Need) { n.Wishes = []geo.Area{beside} }, "on_wish"},
		"she fled a town of it": {func(n *Need) {
			n.Zones = append(n.Zones,
				Zone{geo.Area{Code: "97411", Parent: "974"}, 1})
		}, "comes_from_there"},
		"she fled it":             {func(n *Need) { n.Zones = append(n.Zones, Zone{far, 1}) }, "comes_from_there"},
		"she fled the one beside": {func(n *Need) { n.Zones = append(n.Zones, Zone{beside, 1}) }, "on_wish"},
	} {
		n := awa()
		c.change(&n)
		p := at("far", far)
		r := farEngine.Judge(&n, &p)
		got := r.Checks[slices.Index(RuleIDs, RuleWish)]
		if got.Datum.Code != c.code || (got.Verdict == Excluded) != (c.code == "on_wish") ||
			got.Verdict == Excluded && (got.Fix != Person || got.Datum.Item != "974" || !r.Aside() || !got.Aside()) {
			t.Errorf("%s: %+v, aside %v", name, got, r.Aside())
		}
	}
	n, p := awa(), at("far", far)
	if r := engine.Judge(&n, &p); r.Aside() {
		t.Error("a book that names no area leaves one aside")
	}
	p.Beds = 1 // another rule excludes it too: her wish alone would not bring it in
	if r := farEngine.Judge(&n, &p); r.Aside() || r.Verdict != Excluded {
		t.Errorf("%+v", r.Broken())
	}
}

// The rule never leaves her with nothing: where no other destination is left, not even one to ask about, what it alone
// excludes is named, and the datum says why.
func TestTheWishLeavesNobodyWithNothing(t *testing.T) {
	small := at("small", lot)
	small.Beds = 1
	unsure := at("unsure", lot)
	unsure.State = ""
	flat := at("flat", lot)
	flat.Emergency = true
	tight := at("tight", beside)
	tight.Beds = 1
	for name, c := range map[string]struct {
		others []Place
		named  bool
	}{
		"nothing else":            {nil, true},
		"what is too small":       {[]Place{small}, true},
		"a flat alone":            {[]Place{flat}, true},
		"a place":                 {[]Place{at("near", lot)}, false},
		"a place to ask about":    {[]Place{unsure}, false},
		"another left aside":      {[]Place{at("other", beside)}, true},
		"another that never fits": {[]Place{tight}, true},
	} {
		list := farEngine.Rank(awa(), append(c.others, at("far", far)))
		r := list[slices.IndexFunc(list, func(r Result) bool { return r.Key == "far" })]
		wish := r.Checks[slices.Index(RuleIDs, RuleWish)]
		if (r.Verdict == Passed) != c.named || (wish.Datum.Code == "nothing_else") != c.named || !wish.Aside() {
			t.Errorf("beside %s: %s %+v", name, r.Verdict, wish)
		}
		for key, says := range map[string]string{"tight": "on_wish", "small": "not_on_wish"} {
			i := slices.IndexFunc(list, func(r Result) bool { return r.Key == key })
			if i >= 0 && (list[i].Verdict != Excluded ||
				list[i].Checks[slices.Index(RuleIDs, RuleWish)].Datum.Code != says) {
				t.Errorf("what another rule excludes is named: %+v", list[i])
			}
		}
	}
}

// T2: farther than what counts for the level of a zone is no safer, and the least of the zones decides.
func TestSafetyCountsUpToACap(t *testing.T) {
	capped := Lexicographic{Times: halfDay{}, Rules: Bounded(Rules, RuleDanger,
		[]Bound{{Values: []int{60, 120, 150, 60, 90, 119}}})}
	plain := Lexicographic{Times: halfDay{}}
	p := gue()
	for _, c := range []struct {
		levels       []int
		want, beyond int
	}{{[]int{1}, 3, 9}, {[]int{2}, 4, 9}, {[]int{3}, 4, 9}, {[]int{3, 1}, 3, 9}, {nil, 0, 0}} {
		n := awa()
		n.Zones = nil
		for _, l := range c.levels {
			n.Zones = append(n.Zones, Zone{nord, l})
		}
		if got := capped.Judge(&n, &p).Of(Safety).Value; got != c.want || c.want > 0 && capped.Safest(&n) != c.want {
			t.Errorf("levels %v: %d, want %d", c.levels, got, c.want)
		}
		if got := plain.Judge(&n, &p).Of(Safety).Value; got != c.beyond {
			t.Errorf("levels %v without a cap: %d, want %d", c.levels, got, c.beyond)
		}
	}
	n := awa()
	n.Zones = []Zone{{nord, 1}}
	near := Lexicographic{Times: tenMinutesMore{}, Rules: capped.Rules}
	if got := near.Judge(&n, &p).Of(Safety).Value; got != 1 {
		t.Errorf("below the cap: %d", got)
	}
}

type tenMinutesMore struct{}

func (tenMinutesMore) Between(geo.Area, geo.Area) (geo.Travel, bool) {
	return geo.Travel{Minutes: 70}, true
}

package roundcheck

import (
	"fmt"
	"slices"
)

// Fault is something that is wrong with an answer: where it stands ("cases[3]", "tiers[0].value"), and what.
type Fault struct {
	Path, What string
}

// Check holds an answer of the program against every rule and its own words, and returns what is wrong, one line each,
// with what the answer is worth by the documents.
func (r *Round) Check(a *Answer) (wrong []string, v Values) {
	faults, _, v := r.Judge(a)
	for _, f := range faults {
		wrong = append(wrong, f.What)
	}
	return wrong, v
}

// Judge is Check that says where a fault stands, and the choices that were read.
func (r *Round) Judge(a *Answer) (faults []Fault, answer []Choice, v Values) {
	put := func(path string, wrong ...string) {
		for _, w := range wrong {
			faults = append(faults, Fault{path, w})
		}
	}
	if len(a.Cases) != len(r.Cases) {
		put("cases", fmt.Sprintf("%d cases answered of %d", len(a.Cases), len(r.Cases)))
		return faults, nil, v
	}
	answer = make([]Choice, len(r.Cases))
	for i, g := range a.Cases {
		path := fmt.Sprintf("cases[%d]", i)
		if c := &r.Cases[i]; g.Case != c.Key {
			put(path, fmt.Sprintf("case %d is %q, not %q", i, g.Case, c.Key))
			continue
		}
		x, fault := r.find(i, g)
		if fault != "" {
			put(path, g.Case+": "+fault)
		}
		answer[i] = x
		put(path, r.words(i, g, &x)...)
	}
	if put("cases", r.Broken(answer)...); len(faults) == 0 {
		put("cases", r.short(answer)...)
	}
	v = r.Value(answer)
	for i, g := range a.Cases {
		if g.Unseen && !answer[i].sheltered() { // nobody knows how few places pass: she counts as if there were many
			v[hard+2-r.hardness(&r.Cases[i])]--
			v[hard+2]++
		}
	}
	return append(faults, tierFaults(a, v)...), answer, v
}

// find is the choice that a case was given, or what is wrong with it.
func (r *Round) find(i int, g Given) (Choice, string) {
	nothing := r.choices[i][0]
	if g.Place == "" && (g.From != 0 || g.To != 0) || g.Flat == "" && (g.FlatFrom != 0 || g.FlatTo != 0) {
		return nothing, "days of no place"
	}
	p, f := -1, -1
	var here bool
	if g.Place != "" {
		if p, here = r.places[g.Place]; !here || r.Places[p].Emergency {
			return nothing, "not a place"
		}
	}
	if g.Flat != "" {
		if f, here = r.places[g.Flat]; !here || !r.Places[f].Emergency {
			return nothing, "not a flat"
		}
	}
	for _, x := range r.choices[i] {
		if x.Place != p || x.Flat != f || p >= 0 && (x.Arrive != g.From || x.Leave != g.To) {
			continue
		}
		if f < 0 || x.FlatArrive == g.FlatFrom && x.FlatLeave == g.FlatTo {
			return x, ""
		}
		if p >= 0 || x.FlatArrive != g.FlatFrom {
			continue
		}
		// Alone in a flat for longer than a week.
		n := int(g.FlatTo-r.monday(x.FlatFrom)) / 7
		if g.FlatTo == r.monday(x.FlatFrom+n) && 7*n <= r.nights() && r.open(&r.Cases[i], f, x.FlatFrom, g.FlatTo) {
			x.FlatUntil, x.FlatLeave = x.FlatFrom+n, g.FlatTo
			return x, ""
		}
	}
	return nothing, "no rule allows it"
}

// short says who could keep a flat longer, within the round: she has no place yet and nobody of the round is there.
func (r *Round) short(answer []Choice) (wrong []string) {
	for k, x := range answer {
		if x.placed() || !x.sheltered() {
			continue
		}
		longer := slices.Clone(answer)
		longer[k].FlatUntil++
		longer[k].FlatLeave += 7
		n := longer[k].FlatUntil - x.FlatFrom
		if longer[k].FlatUntil <= r.Weeks && 7*n <= r.nights() &&
			r.open(&r.Cases[x.Case], x.Flat, x.FlatFrom, longer[k].FlatLeave) &&
			len(r.Broken(longer)) == 0 {
			wrong = append(wrong, r.Cases[x.Case].Key+" could keep her flat for longer")
		}
	}
	return wrong
}

// words holds what is said of a case against what it is given.
func (r *Round) words(i int, g Given, x *Choice) (wrong []string) {
	say := func(format string, args ...any) {
		wrong = append(wrong, g.Case+": "+fmt.Sprintf(format, args...))
	}
	state := "unplaced"
	switch {
	case x.placed():
		state = "placed"
	case x.sheltered():
		state = "bridged"
	}
	if g.State != state {
		say("state %s, not %s", g.State, state)
	}
	var asked []string
	for _, q := range g.Asks {
		asked = append(asked, q.Rule)
	}
	var waits []string
	if x.placed() {
		waits = r.asking(&r.Cases[i], x.Place)
	}
	slices.Sort(asked) // the document names no order
	slices.Sort(waits)
	if !slices.Equal(asked, waits) {
		say("asks %v, but what waits is %v", asked, waits)
	}
	if g.Aside != x.Aside {
		say("left aside for her: %v, not %v", g.Aside, x.Aside)
	}
	if g.Locked != (r.Cases[i].Lock != "") {
		say("fixed by a person: %v", g.Locked)
	}
	if g.Unseen && (x.sheltered() || len(g.Blocked) > 0 || g.Choices > 0) {
		say("unseen, and yet something is said of her")
	}
	if n := r.possible(&r.Cases[i]); !g.Unseen && g.Choices != n {
		say("%d places pass her rules, not %d", n, g.Choices)
	}
	var renew Day
	criteria := map[string]int{}
	if x.placed() {
		here := r.Places[x.Place]
		if x.Leave != 0 && here.To != 0 && here.To+1 < x.Leave {
			renew = here.To
		}
		criteria = map[string]int{"covered": x.adds[covered], "freshness": x.adds[freshness], "drawn": x.adds[drawn],
			"reached": x.adds[reached], "wished": x.adds[wished], "spared": x.adds[spared],
			"safety": r.safety(&r.Cases[i], x.Place), "shared": min(max(here.Yearly-here.Received, 0), 20)}
	}
	if g.Renew != renew {
		say("the convention ends within the stay on %v, not on %v", renew, g.Renew)
	}
	for name, n := range g.Criteria {
		if right, known := criteria[name]; !known || n != right {
			say("criterion %q is not %d", name, n)
		}
	}
	if len(g.Criteria) < len(criteria) {
		say("%d criteria, not %d", len(g.Criteria), len(criteria))
	}
	return wrong
}

func (a *Answer) unseen() bool {
	return slices.ContainsFunc(a.Cases, func(g Given) bool { return g.Unseen })
}

// possible is how many places pass her rules, whoever else may be given them and whenever they are free.
func (r *Round) possible(c *Case) (n int) {
	for p, here := range r.Places {
		if here.Emergency || slices.Contains(c.Refused, here.Key) {
			continue
		}
		if v := r.judge(c, p, false); v == pass || v == ask && r.Asking {
			n++
		}
	}
	return n
}

// tierFaults holds the tiers of an answer against what it is worth, and what it says of itself against itself.
func tierFaults(a *Answer, v Values) (faults []Fault) {
	if len(a.Tiers) != tiers {
		return []Fault{{"tiers", fmt.Sprintf("%d tiers, not %d", len(a.Tiers), tiers)}}
	}
	proved := true
	for t, x := range a.Tiers {
		put := func(field, format string, args ...any) {
			faults = append(faults, Fault{fmt.Sprintf("tiers[%d].%s", t, field), fmt.Sprintf(format, args...)})
		}
		switch {
		case x.Code != Codes[t]:
			put("code", "tier %d is %s, not %s", t, x.Code, Codes[t])
		case x.Tier != tierOf(t):
			put("tier", "%s is of tier %s, not %s", x.Code, tierOf(t), x.Tier)
		case x.Higher != (sign(t) > 0):
			put("higher", "%s: higher is %v", x.Code, x.Higher)
		case x.Value != int64(v[t]):
			put("value", "%s is said to be %d, is %d", x.Code, x.Value, v[t])
		case x.Proved && x.Bound != x.Value:
			put("bound", "%s is proved with bound %d and value %d", x.Code, x.Bound, x.Value)
		case x.Proved && !proved:
			put("proved", "%s is proved after one that is not", x.Code)
		}
		proved = proved && x.Proved
	}
	if proved != (a.Status == "proved") {
		faults = append(faults, Fault{"status", fmt.Sprintf("status %s, but every tier proved: %v", a.Status, proved)})
	} else if !proved && a.Status != "feasible" {
		faults = append(faults, Fault{"status", "status " + a.Status + " is neither proved nor feasible"})
	} else if proved && a.unseen() {
		faults = append(faults, Fault{"status", "places of somebody were not looked at, and yet every tier is proved"})
	}
	return faults
}

// Against holds what an answer claims to be proved, and its bounds, against the best values; of tiers from until on
// nothing is known. Of later tiers than the first that is not proved nothing is claimed.
func (a *Answer) Against(best Values, until int) (wrong []string) {
	for t, x := range a.Tiers[:until] {
		if x.Proved {
			if x.Value != int64(best[t]) {
				return append(wrong, fmt.Sprintf("%s is proved to be %d, the best is %d", x.Code, x.Value, best[t]))
			}
			continue
		}
		if int64(sign(t))*(int64(best[t])-x.Bound) > 0 {
			wrong = append(wrong, fmt.Sprintf("%s has bound %d, the best is %d", x.Code, x.Bound, best[t]))
		}
		if int64(sign(t))*(x.Value-int64(best[t])) > 0 {
			wrong = append(wrong, fmt.Sprintf("%s is %d, better than the best, %d: the oracle is wrong", x.Code,
				x.Value,
				best[t]))
		}
		return wrong
	}
	return wrong
}

package round

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/calc/solve/lp"
)

// The words of a proof's lines. Cases, places and resources are numbered as they stand in the round, from 0.

func (v *prover) cases(list []int32) string {
	var b strings.Builder
	for _, i := range list {
		fmt.Fprintf(&b, " %d", v.p.cases[i])
	}
	return b.String()
}

// near lists the places of a zone that cases can have.
func (v *prover) near(z zone, value int32, cases []int32) string {
	var in []int32
	put := func(place int32) {
		if place >= 0 && (v.p.in(z, place) == value || z == byHouse && v.p.home(place) == value) {
			in = append(in, v.p.places[place])
		}
	}
	for _, i := range cases {
		for k := v.p.households[i].first; k < v.p.households[i].last; k++ {
			put(v.p.options[k].place)
			put(v.p.options[k].flat)
		}
	}
	slices.Sort(in)
	var b strings.Builder
	for _, place := range slices.Compact(in) {
		fmt.Fprintf(&b, " %d", place)
	}
	return b.String()
}

// option is a place, its week, a flat and its weeks.
func (v *prover) option(k int32, between string) string {
	o, out := &v.p.options[k], []string{"-", "-", "-", "-", "-"}
	if o.place >= 0 {
		out[0], out[1] = strconv.Itoa(int(v.p.places[o.place])), strconv.Itoa(int(o.from))
	}
	if o.flat >= 0 {
		out[2], out[3], out[4] = strconv.Itoa(int(v.p.places[o.flat])), strconv.Itoa(int(o.ffrom)),
			strconv.Itoa(int(o.fto))
	}
	return strings.Join(out, between)
}

// set is what a decision is about.
func (v *prover) set(d decision) string {
	switch d.zone {
	case byOption:
		return "choice " + v.option(d.value-1, " ")
	case byFlat:
		return "flats" + v.near(byFlat, d.value, []int32{d.who})
	}
	return "places" + v.near(d.zone, d.value, []int32{d.who})
}

// row is a row's kind and what it is about.
func (v *prover) row(c cut) string {
	p, r := v.p, v.c.r
	place := func(n int32) int32 { return p.places[n] }
	switch c.kind {
	case cutBeds, cutHeads:
		switch {
		case c.c == 0:
			return fmt.Sprintf("one %d %d", place(c.a), c.b)
		case c.kind == cutBeds:
			return fmt.Sprintf("beds %d %d %d", place(c.a), c.b, c.c)
		}
		return fmt.Sprintf("heads %d %d %d", place(c.a), c.b, c.c)
	case cutModes:
		return fmt.Sprintf("modes %d %d%s", place(c.a), c.b, v.cases(r.members[c]))
	case cutYear:
		return fmt.Sprintf("year %d %d", place(p.partners[c.a].units[0]), c.c)
	case cutCover:
		return fmt.Sprintf("cover %d%s", place(p.partners[c.a].units[0]), v.cases(r.members[c]))
	case cutStaff:
		return fmt.Sprintf("staff %d %d", p.supply[c.a], c.b)
	case cutApart:
		return fmt.Sprintf("apart %d %d%s", p.cases[c.a], p.cases[c.b], v.near(zone(c.c), c.d, []int32{c.a, c.b}))
	case cutTogether:
		return fmt.Sprintf("together %d %d%s", p.cases[c.b], p.cases[c.c], v.near(byHouse, c.d, []int32{c.b, c.c}))
	case cutLoad:
		return fmt.Sprintf("load %d", place(p.partners[c.a].units[0]))
	}
	var b strings.Builder
	b.WriteString("clique")
	for _, k := range r.members[c] {
		fmt.Fprintf(&b, " %d:%s", p.cases[p.options[k].who], v.option(k, ","))
	}
	return b.String()
}

// prices writes a line of prices, and the rows it names that are not written yet.
func (v *prover) prices(word string, c *lp.Certificate) {
	names, prices := []string{}, []int64{}
	if c.Goal > 0 && v.c.r.field >= 0 {
		names, prices = append(names, v.p.scale.fields[v.c.r.field].code), append(prices, c.Goal)
	}
	for n, price := range c.Prices {
		if price == 0 {
			continue
		}
		x := v.c.r.name[int32(n)]
		if x.kind == cutGoal {
			names, prices = append(names, v.p.scale.fields[x.a].code), append(prices, price)
			continue
		}
		text := v.row(x)
		at, there := v.named[text]
		if !there {
			at = named{len(v.named), len(v.lines)}
			v.named[text] = at
			v.say("row %d %s", at.number, text)
		}
		names, prices = append(names, strconv.Itoa(at.number)), append(prices, price)
	}
	by := int64(0)
	for _, x := range prices {
		by = gcd(by, x)
	}
	var b strings.Builder
	b.WriteString(word)
	for n, x := range prices {
		fmt.Fprintf(&b, " %s:%d", names[n], x/by)
	}
	v.say("%s", b.String())
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// named is a row that is written: its number in the part, and the line.
type named struct{ number, line int }

// back takes lines back, and the rows they wrote.
func (v *prover) back(to int) {
	v.lines = v.lines[:to]
	for text, at := range v.named {
		if at.line >= to {
			delete(v.named, text)
		}
	}
}

// reads turns a component's cost in a field into the number people read.
func (v *prover) reads(f int, cost int64) int64 {
	if !v.p.scale.fields[f].higher {
		return cost
	}
	return v.p.base(v.c.s.cases, f) - cost
}

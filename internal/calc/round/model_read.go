package round

import (
	"cmp"
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// week is the first whole week on or after a day.
func (b *builder) week(d date.Date) int {
	if d.IsZero() || !b.r.On.Before(d) {
		return 0
	}
	return min((b.r.On.DaysUntil(d)+6)/7, b.weeks)
}

// weekOf is the week that holds a day.
func (b *builder) weekOf(d date.Date) int {
	if d.IsZero() || !b.r.On.Before(d) {
		return 0
	}
	return min(b.r.On.DaysUntil(d)/7, b.weeks)
}

func (b *builder) readPlaces() {
	partners, houses, towns, areas, modes := labels{}, labels{}, labels{}, labels{}, labels{}
	b.index = make(map[string]int32, len(b.places))
	b.units = make([]unit, len(b.places))
	b.opens = make([]int16, len(b.places))
	b.mixed = map[int32]bool{}
	owner := map[int32]int32{} // by house: a partner of its places
	for i, at := range b.places {
		p := &b.r.Places[at]
		b.index[p.Key] = int32(i)
		name := "p" + p.Partner
		if p.Partner == "" || p.Emergency {
			name = "s" + p.Key
		}
		s := unit{partner: partners.of(name) - 1, house: houses.of(p.House), town: towns.of(match.TownKey(p.Town)),
			area: areas.of(p.Area.Code),
			// of one whose beds are not known nobody can say how many households it holds: one
			shared: p.Shared && p.Beds > 0, mode: modes.of(p.Mode), beds: int32(p.Beds), people: int32(p.Beds + p.Cots)}
		if int(s.partner) == len(b.partners) {
			b.partners = append(b.partners, partner{left: 1 << 20})
		}
		if y := &b.partners[s.partner]; !p.Emergency && p.Yearly > 0 {
			y.left = min(y.left, int32(max(p.Yearly-p.Received, 0)))
		}
		b.partners[s.partner].units = append(b.partners[s.partner].units, int32(i))
		b.calendar(&s, p)
		b.opens[i] = int16(b.week(opening(p)))
		b.units[i] = s
		if h := b.home(int32(i)); !p.Emergency {
			if y, ok := owner[h]; ok && y != s.partner {
				b.mixed[h] = true
			}
			owner[h] = s.partner
		}
	}
	for _, c := range b.cases { // the same numbers for cases
		modes.of(b.r.Cases[c].Mode)
	}
	b.households = make([]household, len(b.cases))
	for i, c := range b.cases {
		b.households[i].mode = modes.of(b.r.Cases[c].Mode)
	}
}

func (b *builder) calendar(s *unit, p *Place) {
	end := b.r.On.AddDays(7 * b.weeks)
	for _, x := range p.Busy {
		if after := (later{from: int32(b.weeks), to: never}); x.To.IsZero() || end.Before(x.To) {
			if !x.To.IsZero() {
				after.to = int32((b.r.On.DaysUntil(x.To) + 6) / 7)
			}
			if end.Before(x.From) {
				after.from = int32(b.r.On.DaysUntil(x.From) / 7)
			}
			after.beds, after.heads = int32(x.Beds), int32(max(x.People, x.Beds))
			s.after = append(s.after, after)
		}
		from, to := b.weekOf(x.From), b.weeks
		if !x.To.IsZero() {
			to = b.week(x.To)
		}
		if from >= to {
			continue
		}
		if s.taken == nil {
			s.taken, s.heads = make([]int32, b.weeks), make([]int32, b.weeks)
		}
		for w := from; w < to; w++ {
			if s.shared {
				s.taken[w] += int32(x.Beds)
				s.heads[w] += int32(max(x.People, x.Beds))
			} else {
				s.taken[w] = 1
			}
		}
	}
}

// readStaff lists the resources and which places draw on them.
func (b *builder) readStaff() {
	kinds := labels{}
	b.supply = byKey(len(b.r.Resources), func(int) string { return "" })
	slices.SortFunc(b.supply, func(i, j int32) int {
		x, y := b.r.Resources[i], b.r.Resources[j]
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.House, y.House), cmp.Compare(x.Partner, y.Partner),
			cmp.Compare(x.Weekly, y.Weekly))
	})
	for n, at := range b.supply {
		x := b.r.Resources[at]
		b.stock = append(b.stock, int32(x.Weekly))
		b.kinds = append(b.kinds, kinds.of(x.Kind)-1)
		for i, at := range b.places {
			if p := &b.r.Places[at]; !p.Emergency && (x.House != "" && p.House == x.House || x.Partner != "" &&
				p.Partner == x.Partner) {
				b.units[i].staff = append(b.units[i].staff, int32(n))
			}
		}
	}
	for i, c := range b.cases {
		b.households[i].uses = make([]int32, len(kinds))
		for kind, n := range b.r.Cases[c].Uses {
			if k, ok := kinds[kind]; ok {
				b.households[i].uses[k-1] = int32(n)
			}
		}
	}
}

func (b *builder) readCases() {
	number := make(map[string]int32, len(b.cases))
	for i, c := range b.cases {
		number[b.r.Cases[c].Key] = int32(i)
	}
	b.perCase, b.flatsOf = make([][]int32, len(b.cases)), make([][]int32, len(b.cases))
	for i, at := range b.cases {
		c, g := &b.r.Cases[at], &b.households[i]
		g.beds, g.people = int32(c.Household.Beds()), int32(c.Household.People())
		g.group, g.fixed = -1, -1
		if g.people == 0 { // nothing is known of her household: she comes herself, at least
			g.beds, g.people = 1, 1
		}
		g.counted = g.people
		if b.judge.relaxed(c, match.RuleQuota) {
			g.counted = 0
		}
		g.class = min(max(c.Class(), 0), dangerLevels-1)
		g.waits = WaitClass(c.Waited, b.weeks)
		for _, x := range c.Conflicts {
			j, ok := number[x.With]
			if !ok || j == int32(i) {
				continue
			}
			z := map[match.Reach]zone{match.SameHouse: byHouse, match.SameTown: byTown}[x.Reach]
			if z == 0 {
				z = byArea // a reach that is not known is the widest
			}
			b.households[i].conflicts = append(b.households[i].conflicts, conflict{j, z})
			b.households[j].conflicts = append(b.households[j].conflicts, conflict{int32(i), z})
		}
		g.bestOf = make([]int32, len(b.scale.criteria))
	}
	b.readGroups(number)
}

// readGroups joins the cases that asked for one another, whoever asked.
func (b *builder) readGroups(number map[string]int32) {
	root := make([]int32, len(b.cases))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for i, at := range b.cases {
		for _, k := range b.r.Cases[at].Together {
			if j, ok := number[k]; ok {
				x, y := find(int32(i)), find(j)
				root[max(x, y)] = min(x, y)
			}
		}
	}
	members := map[int32][]int32{}
	for i := range root {
		members[find(int32(i))] = append(members[find(int32(i))], int32(i))
	}
	for i := range root {
		if m := members[int32(i)]; len(m) > 1 {
			for _, j := range m {
				b.households[j].group = int32(len(b.groups))
			}
			b.groups = append(b.groups, m)
		}
	}
}

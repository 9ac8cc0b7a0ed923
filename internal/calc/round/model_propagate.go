package round

// certain is what all options left to a case have in common.
func (s *search) certain(d *domain, i int32) sure {
	p, g := s.p, &s.p.households[i]
	var c sure
	for k := g.first; k < g.last; k++ {
		if d.isDead(k) {
			continue
		}
		x := p.exactly(k)
		if !c.set {
			c = x
			continue
		}
		c.only = -1
		if c.flat != x.flat {
			c.flat = -1
		}
		c.ffrom, c.fto = max(c.ffrom, x.ffrom), min(c.fto, x.fto)
		c.from, c.to = max(c.from, x.from), min(c.to, x.to)
		if c.destined != x.destined {
			c.destined = 0
		}
		if c.place != x.place {
			c.place = -1
		}
		if c.house != x.house {
			c.house = 0
		}
		if c.town != x.town {
			c.town = 0
		}
		if c.area != x.area {
			c.area = 0
		}
		if c.partner != x.partner {
			c.partner = 0
		}
		if c.destined == 0 && c.flat < 0 {
			return sure{set: true, only: -1, place: -1, flat: -1}
		}
	}
	return c
}

// clear kills the options that fit nowhere, whatever the others do, and settles what is certain at the root.
func (s *search) clear(d *domain) bool {
	s.led.reset()
	d.sure = make([]sure, len(s.p.households))
	for _, i := range s.cases {
		g := &s.p.households[i]
		for k := g.first; k < g.last; k++ {
			if !d.isDead(k) && s.led.clashes(k, nil) {
				d.kill(k)
			}
		}
	}
	return s.propagate(d, s.cases...)
}

// propagate kills options that do not fit what has become certain of the cases given, until nothing changes. It is
// false when a case has none left, or when what is certain does not fit together.
func (s *search) propagate(d *domain, changed ...int32) bool {
	s.led.reset()
	for _, i := range s.cases {
		if d.sure[i].set {
			s.led.take(i, d.sure[i])
		}
	}
	queue := append(s.queue[:0], changed...)
	defer func() { s.queue = queue[:0] }()
	for len(queue) > 0 {
		if len(s.cases) > mostEject && s.stop() {
			return true // what is not struck out is only looked at later
		}
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		c := s.certain(d, i)
		if !c.set {
			return false
		}
		if c == d.sure[i] {
			continue
		}
		s.led.leave(i)
		if c.only >= 0 && s.led.clashes(c.only, nil) {
			return false
		}
		s.led.take(i, c)
		d.sure[i] = c
		for _, j := range s.touched(i, &c) {
			if j == i || !s.has[j] {
				continue
			}
			killed, left := s.strike(d, j, i, &c)
			if !left {
				return false
			}
			if killed {
				queue = append(queue, j)
			}
		}
	}
	return true
}

// touched lists the cases whose options may not fit what is certain of another one.
func (s *search) touched(i int32, c *sure) []int32 {
	if c.place >= 0 || c.flat >= 0 || c.partner > 0 {
		return s.cases
	}
	g := &s.p.households[i]
	out := s.near[:0]
	if c.house != 0 || c.town != 0 || c.area != 0 || c.only >= 0 {
		for _, x := range g.conflicts {
			out = append(out, x.who)
		}
	}
	if g.group >= 0 && (c.house != 0 || c.destined != 0) {
		out = append(out, s.p.groups[g.group]...)
	}
	s.near = out
	return out
}

// strike kills the options of one case that do not fit beside another of which something has become certain.
func (s *search) strike(d *domain, j, i int32, c *sure) (killed, left bool) {
	p := s.p
	g := &p.households[j]
	related := g.group >= 0 && g.group == p.households[i].group
	for _, x := range g.conflicts {
		related = related || x.who == i
	}
	staffed := c.place >= 0 && len(p.units[c.place].staff) > 0
	for k := g.first; k < g.last; k++ {
		if d.isDead(k) {
			continue
		}
		o := &p.options[k]
		if !related && !(o.place >= 0 && (o.place == c.place || p.units[o.place].partner+1 == c.partner || staffed &&
			len(p.units[o.place].staff) > 0)) &&
			!(o.flat >= 0 && o.flat == c.flat) {
			left = true
			continue
		}
		if s.led.clashes(k, nil) {
			d.kill(k)
			killed = true
		} else {
			left = true
		}
	}
	return killed, left
}

package roundcheck

import "slices"

// Choice is one thing that a case can be given. Place and Flat are -1 where there is none.
type Choice struct {
	Case               int
	Place, From, Until int // the weeks in which the place is hers: From to Until, not included, within the round
	Ends               int // the same without the round's end; 0: nobody knows
	Flat, FlatFrom     int
	FlatUntil          int
	Arrive, Leave      Day // of the place; Leave is 0 when not known
	FlatArrive         Day
	FlatLeave          Day
	Asks, Aside        bool // it waits for an answer; it is left aside for her
	Safety             int
	adds               [tiers]int // to every tier but those that cannot be added up
}

func (c *Choice) placed() bool    { return c.Place >= 0 }
func (c *Choice) sheltered() bool { return c.Place >= 0 || c.Flat >= 0 }

// monday is the first day of a week, whatever weekday that is.
func (r *Round) monday(week int) Day { return r.On + Day(7*week) }

// arrival is the day on which she arrives when she is received in a week: the first of its days on which she can
// travel. ok is false when that is too early.
func (r *Round) arrival(c *Case, week int) (d Day, ok bool) {
	first, _ := r.window(c)
	d = max(r.monday(week), first)
	return d, d < r.monday(week+1)
}

// late says whether a stay that begins on a day begins later than the calendar rule allows. A flat is no stay: a roof
// that comes late is better than none.
func (r *Round) late(c *Case, d Day) bool {
	_, last := r.window(c)
	return d > last
}

// touched are the weeks of which days between two days are a part; a stay of unknown length ends with the round.
func (r *Round) touched(week int, leave Day) (until int) {
	if leave == 0 {
		return r.Weeks
	}
	return min(r.Weeks, week+int(leave-r.monday(week)+6)/7)
}

// open says whether a place can be had from a week until a day, as far as the file alone tells: whole weeks, and over
// all of them, those beyond the round too.
func (r *Round) open(c *Case, p, week int, leave Day) bool {
	here := r.Places[p]
	if r.opens(p) > r.monday(week) {
		return false
	}
	end := Day(1 << 30)
	if leave != 0 {
		end = r.monday(week) + (leave-r.monday(week)+6)/7*7
	}
	for _, b := range here.Busy {
		to := b.To
		if to == 0 {
			to = 1 << 30
		}
		if b.From >= end || to <= r.monday(week) {
			continue
		}
		if !r.shared[p] || c.Mode == "" || c.Mode != here.Mode {
			return false
		}
	}
	return true
}

// may says whether a stay can begin at a place on a day.
func (r *Round) may(c *Case, p int, d Day) bool {
	here := r.Places[p]
	return r.relaxed(c, "h9_convention") || here.From == 0 || here.To == 0 || here.From <= d && d <= here.To
}

// nights is the most nights in a flat.
func (r *Round) nights() int {
	if r.Nights == 0 {
		return 14
	}
	return r.Nights
}

// choicesOf are all choices of a case, to be given nothing first.
func (r *Round) choicesOf(i int) []Choice {
	c := &r.Cases[i]
	out := []Choice{{Place: -1, Flat: -1}}
	flats, alone := r.flatsOf(i)
	out = append(out, alone...)
	for p, here := range r.Places {
		if here.Emergency || slices.Contains(c.Refused, here.Key) || c.Lock != "" && c.Lock != here.Key {
			continue
		}
		v := r.judge(c, p, false)
		if v == never || v == ask && !r.Asking {
			continue
		}
		for week := range r.Weeks {
			x := Choice{Place: p, From: week, Flat: -1, Asks: v == ask, Aside: r.aside(c, p), Safety: r.safety(c, p)}
			var ok bool
			if x.Arrive, ok = r.arrival(c, week); ok && !r.late(c, x.Arrive) {
				if x, ok = r.stay(c, x); ok {
					out = append(out, x)
				}
			}
			for _, f := range flats {
				if f.FlatUntil != week || r.late(c, r.monday(week)) {
					continue
				}
				x := x
				x.Arrive = r.monday(week)
				x.Flat, x.FlatFrom, x.FlatUntil = f.Flat, f.FlatFrom, f.FlatUntil
				x.FlatArrive, x.FlatLeave, x.Safety = f.FlatArrive, f.FlatLeave, min(x.Safety, f.Safety)
				if x, ok = r.stay(c, x); ok {
					out = append(out, x)
				}
			}
		}
	}
	for k := range out {
		out[k].Case = i
		out[k].adds = r.adds(i, &out[k])
	}
	return out
}

// stay completes a choice of a place from its day of arrival.
func (r *Round) stay(c *Case, x Choice) (Choice, bool) {
	if c.Weeks > 0 {
		x.Leave = x.Arrive + Day(7*c.Weeks)
	}
	x.Until = r.touched(x.From, x.Leave)
	if x.Leave != 0 {
		x.Ends = x.From + int(x.Leave-r.monday(x.From)+6)/7
	}
	return x, r.may(c, x.Place, x.Arrive) && r.open(c, x.Place, x.From, x.Leave)
}

// flatsOf are the ways a case can be in a flat: of every length before a place, and alone. Alone no tier counts the
// length, and a shorter time takes less from others, so that one week stands for all.
func (r *Round) flatsOf(i int) (before, alone []Choice) {
	c := &r.Cases[i]
	for p, here := range r.Places {
		if !here.Emergency || slices.Contains(c.Refused, here.Key) || r.judge(c, p, false) != pass {
			continue
		}
		for week := range r.Weeks {
			d, ok := r.arrival(c, week)
			if !ok || !r.may(c, p, d) {
				continue
			}
			for n := 1; 7*n <= r.nights(); n++ {
				x := Choice{Place: -1, Flat: p, FlatFrom: week, FlatUntil: week + n, FlatArrive: d,
					FlatLeave: r.monday(week + n), Safety: r.safety(c, p)}
				if !r.open(c, p, week, x.FlatLeave) {
					break
				}
				if n == 1 && (c.Lock == "" || c.Lock == here.Key || !r.Places[r.places[c.Lock]].Emergency) {
					alone = append(alone, x)
				}
				before = append(before, x)
			}
		}
	}
	return before, alone
}

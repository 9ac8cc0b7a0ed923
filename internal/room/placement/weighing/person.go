package weighing

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// thinks is how long a page may take to answer "why not there?" and "what would make it possible?".
const thinks = 2 * time.Second

// mostOptions is how many places one person's page of a round lists.
const mostOptions = 60

// What a round says, under the names pages use.
type (
	Given   = round.Given
	Tier    = round.Tier
	Blocked = round.Blocked
)

// What a round says of one person.
const (
	Placed   = round.Placed
	Bridged  = round.Bridged
	Unplaced = round.Unplaced
)

// Option is one place for one person of a round.
type Option struct {
	Row    *partner.PlaceRow
	Result match.Result
	Taken  *casefile.Header // the round gives it to somebody else; a zero header: to somebody who waits no more
	Given  bool             // the round gives it to her
	Aside  bool             // it lies in an area that is left aside for her
}

// Person is one person of a round: every place that could be hers, best first for her alone; why the round does not
// give her the one that was asked about; and, where it gives her none, what would make one possible.
type Person struct {
	Row
	Line    Line
	Locks   map[string]string
	Asking  bool
	Options []Option
	More    int // options that are not listed
	Asked   *partner.PlaceRow
	Why     *round.Answer     // of Asked
	Others  []casefile.Header // who would be given something else
	Opening *round.Opening    // where she has no place
	Flat    *partner.PlaceRow // the flat that Opening names

	waiting map[string]casefile.Seeking
	rows    map[string]*partner.PlaceRow
}

// Since is when somebody who waits was first admitted; the zero time where she waits no more.
func (c Person) Since(h casefile.Header) time.Time { return c.waiting[h.Ref.String()].Admitted }

// Person opens one person of a round. asked is the key of a place: the round is solved again with her in it; "" asks
// nothing. NotFound where the round has no such person or place.
func (d *Desk) Person(ctx context.Context, who access.Actor, n ID, key, asked string) (Person, error) {
	var c Person
	var x openedRound
	err := d.gate.Circle(ctx, who, WhyRound, func(v *gate.CircleView) (err error) {
		if x, err = openRound(v, n); err != nil {
			return err
		}
		p := x.page()
		c = Person{Row: p.Row, Locks: p.Locks, Asking: p.Asking, waiting: x.waiting, rows: x.rows}
		c.Line, err = gate.Among(p.Lines, func(l Line) bool { return l.Given.Case == key })
		return err
	})
	if err != nil {
		return c, err
	}
	// Solving again is done once the reading is over: no snapshot is held open by it.
	r, o := x.question, x.answer
	c.list(d.gate.Country().Travel(), r, o)
	stop, cancel := after(ctx, thinks)
	defer cancel()
	if asked != "" {
		if err := c.ask(r, o, asked, stop); err != nil {
			return c, err
		}
	}
	if c.Line.Given.State != round.Placed {
		w, err := round.Possible(r, round.Options{Stop: stop}, o, key)
		if err != nil {
			return c, err
		}
		c.Opening, c.Flat = &w, c.rows[w.Flat]
	}
	return c, nil
}

// list ranks the places that no rule excludes for her.
func (c *Person) list(times geo.Times, r round.Round, o round.Outcome) {
	at := slices.IndexFunc(r.Cases, func(x round.Case) bool { return x.Key == c.Line.Given.Case })
	one := r.Cases[at]
	one.On = r.On
	taken := map[string]string{}
	for _, g := range o.Given {
		if g.State == round.Placed {
			taken[g.Place] = g.Case
		}
	}
	places := make([]match.Place, len(r.Places))
	for i, p := range r.Places {
		places[i] = p.Place
		places[i].Declared = one.Profiles[p.Profile]
	}
	for _, res := range (match.Lexicographic{Times: times, Rules: r.Rules, Prices: r.Prices}).Rank(one.Need, places) {
		row := c.rows[res.Key]
		if row == nil || row.EmergencyFlat || res.Verdict == match.Excluded && !res.Aside() ||
			slices.Contains(one.Refused, res.Key) {
			continue // a flat is a bridge, and what was declined is not asked again here
		}
		if len(c.Options) == mostOptions {
			c.More++
			continue
		}
		x := Option{Row: row, Result: res, Given: c.Line.Given.Place == res.Key,
			Aside: slices.ContainsFunc(res.Checks, match.Check.Aside)}
		if by := taken[res.Key]; by != "" && !x.Given {
			h := c.waiting[by].Header
			x.Taken = &h
		}
		c.Options = append(c.Options, x)
	}
}

// ask answers "why not there?".
func (c *Person) ask(r round.Round, o round.Outcome, asked string, stop func() bool) error {
	if c.Asked = c.rows[asked]; c.Asked == nil ||
		!slices.ContainsFunc(r.Places, func(p round.Place) bool { return p.Key == asked }) {
		return fault.ErrAbsent
	}
	a, err := round.WhyNot(r, round.Options{Stop: stop}, o, c.Line.Given.Case, asked)
	if err != nil {
		return err
	}
	c.Why = &a
	for _, x := range a.Changes {
		if h := c.waiting[x.Case].Header; x.Case != c.Line.Given.Case && h.Code != "" {
			c.Others = append(c.Others, h)
		}
	}
	return nil
}

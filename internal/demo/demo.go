package demo

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/outbox"
)

// size is how much of everything a demonstration holds.
type size struct {
	keep    func(partner string) bool
	care    int // people staying today, children included
	ended   int // people who came and have left
	turned  int // people for whom another way was right
	history bool
}

// Fill fills an empty network with the whole demonstration, ending at the hour of the clock, which may be moved back
// meanwhile and stands there again afterwards. It takes some seconds.
func Fill(ctx context.Context, n *app.Net, c *clock.Fake) (People, error) {
	return fill(ctx, n, c, size{keep: func(string) bool { return true }, care: 128, ended: 25, turned: 12,
		history: true})
}

// Small is Fill with 20 partners and about a dozen people staying: every state of the path is still there. It is for
// tests, which stand outside this package: filling the whole demonstration for each of them would take minutes.
func Small(ctx context.Context, n *app.Net, c *clock.Fake) (People, error) {
	few := []string{"P061", "P062", "P063", "P064", "P065"}
	return fill(ctx, n, c, size{keep: func(code string) bool { return code < "P015" || slices.Contains(few, code) },
		care: 12, ended: 2, turned: 4})
}

// months is how far back the demonstration begins.
const months = 14

func fill(ctx context.Context, n *app.Net, c *clock.Fake, s size) (People, error) {
	w, err := readWords()
	if err != nil {
		return People{}, err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // some seconds of much short-lived memory
	p := &play{ctx: ctx, net: n, clock: c, now: c.Now(), dice: rand.New(rand.NewPCG(20, 26)), words: w,
		seen: map[string]bool{}}
	defer c.Set(p.now)
	start := p.atWork(p.now.AddDate(0, -months, 0))
	c.Set(start)
	for _, act := range []func() error{
		p.found, p.arrive,
		func() error { return p.directory(s.keep) },
		func() error { return p.past(s) },
		func() error { p.stories(start, s); return p.run() },
		p.late, p.confirm, p.jobs, p.weigh,
	} {
		if err := act(); err != nil {
			return People{}, fmt.Errorf("fill the demonstration: %w", err)
		}
	}
	return p.cast.people, nil
}

// past imports the counted rows of past years.
func (p *play) past(s size) error {
	if !s.history {
		return nil
	}
	file, err := files.ReadFile("data/history.csv")
	if err != nil {
		return fmt.Errorf("read the demonstration's history: %w", err)
	}
	rep, err := p.net.Rooms.Indicator.Import(p.ctx, access.Machine("import"), bytes.NewReader(file), false)
	if err == nil && len(rep.Mistakes) > 0 {
		err = fmt.Errorf("%d mistakes, the first in line %d", len(rep.Mistakes), rep.Mistakes[0].Line)
	}
	return err
}

// stories begins every story: those who left, those who stay, those of today.
func (p *play) stories(start time.Time, s size) {
	span := p.now.Sub(start) - 24*24*time.Hour
	at := func(i, of int) time.Time {
		return p.atWork(start.Add(span / time.Duration(of) * time.Duration(i)).Add(
			time.Duration(p.dice.IntN(20)) * time.Hour))
	}
	for i := range s.ended {
		from := p.atWork(start.Add(span * 6 / 10 / time.Duration(s.ended) * time.Duration(i)))
		p.resident(p.somebody(), from, p.atWork(from.AddDate(0, 0, 40+p.dice.IntN(90))), i)
	}
	for i := range s.turned {
		p.turnedElsewhere(at(i, s.turned), i)
	}
	var staying []soul
	// some more stay in the scenes of today
	for people := 6; people < s.care; people += staying[len(staying)-1].people() {
		staying = append(staying, p.somebody())
	}
	for i, who := range staying {
		p.resident(who, at(i, len(staying)), time.Time{}, i)
	}
	p.scenes()
	p.desk()
}

// confirm has two hosts in three say, this week, that their places are as they say.
func (p *play) confirm() error {
	for i, l := range p.cast.shelters {
		if i%3 == 2 {
			continue
		}
		p.clock.Set(p.now.Add(-time.Duration(i%6) * 20 * time.Hour))
		host := p.cast.hosts[l.Team]
		mine, err := p.net.Rooms.Partner.MyPlaces(p.ctx, host)
		if err != nil {
			return err
		}
		var places []partner.PlaceID
		for _, r := range mine.Places {
			places = append(places, r.ID)
		}
		if err := p.net.Rooms.Partner.Confirm(p.ctx, host, places); err != nil {
			return fmt.Errorf("confirm the places of %s: %w", l.Code, err)
		}
	}
	return nil
}

// weigh looks at once for a place for everybody who waits, as the coordination does in the morning.
func (p *play) weigh() error {
	_, err := p.net.Rooms.Placement.Weighing.Weigh(p.ctx, p.cast.claire, weighing.Choice{})
	return err
}

// jobs does what was left to be done later and is due by now, so that the first minute is calm.
func (p *play) jobs() error {
	p.clock.Set(p.now)
	handlers := map[string]outbox.Handler{}
	for _, list := range []map[string]outbox.Handler{p.net.Rooms.Casefile.Handlers(), p.net.Rooms.Placement.Handlers(),
		p.net.Rooms.Journey.Handlers()} {
		for kind, h := range list {
			handlers[kind] = h
		}
	}
	w := p.net.Worker(handlers)
	for {
		n, err := w.Run(p.ctx)
		if err != nil || n == 0 {
			return err
		}
	}
}

package demo

import (
	"container/heap"
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
)

// play is a demonstration being filled: many people's paths at once, each act at its hour, in the order of the hours.
type play struct {
	ctx     context.Context
	net     *app.Net
	clock   *clock.Fake
	now     time.Time // the hour at which the demonstration begins; everything lies before it
	dice    *rand.Rand
	words   words
	cast    cast
	queue   queue
	began   int
	seen    map[string]bool // proposals and referrals found already
	settled casefile.Ref    // somebody who stays in a place, and from whom somebody else is kept apart
}

// thread is one story: acts in their order, each at an hour. After the first error it does nothing more.
type thread struct {
	*play
	wait func(time.Time) bool
	err  error
}

// do waits for the hour and acts. Hours that are past by then are now: a story never goes back.
func (t *thread) do(at time.Time, act func() error) {
	if t.err != nil {
		return
	}
	if !t.wait(at) {
		t.err = context.Canceled
		return
	}
	t.err = act()
}

// waiting is a story that waits for its next hour.
type waiting struct {
	at    time.Time
	order int
	next  func() (time.Time, bool)
	stop  func()
	story *thread
}

// queue holds who waits for the next hour of their story.
type queue []*waiting

// Len implements heap.Interface.
func (q queue) Len() int { return len(q) }

// Less puts the earliest hour first, and at the same hour who was added first.
func (q queue) Less(i, j int) bool {
	if q[i].at.Equal(q[j].at) {
		return q[i].order < q[j].order
	}
	return q[i].at.Before(q[j].at)
}

// Swap implements heap.Interface.
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push implements heap.Interface.
func (q *queue) Push(x any) { *q = append(*q, x.(*waiting)) }

// Pop implements heap.Interface.
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// begin adds a story; it runs until its first hour at once.
func (p *play) begin(story func(*thread)) {
	t := &thread{play: p}
	next, stop := iter.Pull(func(yield func(time.Time) bool) {
		t.wait = yield
		story(t)
	})
	w := &waiting{next: next, stop: stop, story: t, order: p.began}
	p.began++
	if at, ok := next(); ok {
		w.at = at
		heap.Push(&p.queue, w)
	}
}

// run plays every story to its end, in the order of the hours; none goes beyond now.
func (p *play) run() error {
	var err error
	for len(p.queue) > 0 {
		w := heap.Pop(&p.queue).(*waiting)
		if err == nil {
			err = p.ctx.Err()
		}
		if err != nil {
			w.stop()
			continue
		}
		if w.at.After(p.now) {
			err = errors.New("demo: a story goes beyond the present")
			w.stop()
			continue
		}
		if w.at.After(p.clock.Now()) {
			p.clock.Set(w.at)
		}
		at, more := w.next()
		err = w.story.err
		if more {
			w.at = at
			heap.Push(&p.queue, w)
		}
	}
	return err
}

// one draws one of a list.
func one[T any](p *play, list []T) T { return list[p.dice.IntN(len(list))] }

func (p *play) chance(percent int) bool { return p.dice.IntN(100) < percent }

func (p *play) today() date.Date { return p.day(p.clock.Now()) }

// country is where the demonstration plays.
func (p *play) country() *country.Pack { return p.net.Gate.Country() }

func (p *play) day(t time.Time) date.Date { return p.country().Day(t) }

// atWork moves an hour into the next working hours, 8 to 18 in the network's zone.
func (p *play) atWork(t time.Time) time.Time {
	in := p.country()
	l, d := t.In(in.Zone()), in.Day(t)
	switch {
	case !in.WorkingDay(d), l.Hour() >= 18:
		d = in.AddWorkingDays(d, 1)
	case l.Hour() >= 8:
		return t
	}
	return d.Time(in.Zone()).Add(9*time.Hour + time.Duration(l.Minute())*time.Minute)
}

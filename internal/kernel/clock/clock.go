// Package clock gives the time to those who are allowed to know it. Nothing in Havre calls time.Now except Real.
package clock

import (
	"strings"
	"sync"
	"time"
)

// Clock tells the present instant, in UTC, to the microsecond (the precision of the databases).
type Clock interface {
	// Now is the present instant.
	Now() time.Time
}

// Real is the machine's clock.
type Real struct{}

// Now implements Clock.
func (Real) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Fake is a clock that tests and the demo move by hand. It is safe for use by several goroutines.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake returns a clock standing at t.
func NewFake(t time.Time) *Fake { return &Fake{now: t.UTC().Truncate(time.Microsecond)} }

// Now implements Clock.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Set moves the clock to t, forwards or back.
func (f *Fake) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = t.UTC().Truncate(time.Microsecond)
}

// Advance moves the clock by d.
func (f *Fake) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }

// OfDay reads an hour of the day as people write it, 14:10, 14h10 or 14h, on no day; an error of anything else.
func OfDay(typed string) (time.Time, error) {
	typed = strings.ReplaceAll(strings.ToLower(typed), "h", ":")
	if strings.HasSuffix(typed, ":") {
		typed += "00"
	}
	return time.Parse("15:04", typed)
}

// Micros is an instant as the databases keep it: microseconds since 1970, UTC. The zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// FromMicros reads what Micros wrote.
func FromMicros(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

package session

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"
)

type fromKey struct{}

// From marks a request with the network address it comes from, cut short by the web shell. Wrong passphrases delay the
// next attempt on the same account from the same address: whoever keeps guessing elsewhere cannot keep the on-call
// desk out.
func From(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, fromKey{}, address)
}

// delayKey names an account, known or not, and an address, in a form that gives neither away.
func delayKey(ctx context.Context, login string) [32]byte {
	address, _ := ctx.Value(fromKey{}).(string)
	return sha256.Sum256([]byte("havre/delay/1|" + login + "|" + address))
}

// delayAfter is how long the next attempt waits after n wrong ones: nothing after one or two, then a second, doubling
// up to maxWait.
func delayAfter(n int) time.Duration {
	switch {
	case n < 3:
		return 0
	case n < 9:
		return time.Second << (n - 3)
	}
	return maxWait
}

// delays remembers wrong passphrases in memory. A passphrase has 90 bits: the delays only keep the noise down, so they
// need not outlive the process.
type delays struct {
	mu    sync.Mutex
	byKey map[[32]byte]delay
}

type delay struct {
	failures int
	until    time.Time
}

const (
	maxDelays   = 50_000
	delayForget = 15 * time.Minute // after this long without an attempt, an account starts anew
)

func newDelays() *delays { return &delays{byKey: map[[32]byte]delay{}} }

func (d *delays) waits(key [32]byte, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return now.Before(d.byKey[key].until)
}

func (d *delays) fail(key [32]byte, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	x := d.byKey[key]
	if now.Sub(x.until) > delayForget {
		x.failures = 0
	}
	x.failures++
	x.until = now.Add(delayAfter(x.failures))
	if len(d.byKey) >= maxDelays {
		for k, old := range d.byKey {
			if now.Sub(old.until) > delayForget {
				delete(d.byKey, k)
			}
		}
		if len(d.byKey) >= maxDelays { // a flood of invented logins: start anew rather than grow
			clear(d.byKey)
		}
	}
	d.byKey[key] = x
}

func (d *delays) forget(key [32]byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.byKey, key)
}

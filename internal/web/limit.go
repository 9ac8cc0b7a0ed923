package web

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"havre.example/havre/internal/kernel/clock"
)

// Limits is how much of one session is answered: so many requests at once, refilled by so many a second. Browsers
// without a session share five times as much by address.
type Limits struct {
	PerSecond float64
	Burst     int
}

// limits counts requests by key in memory; it forgets keys that rest, and never holds more than maxKeys.
type limits struct {
	clock clock.Clock
	mu    sync.Mutex
	byKey map[string]*limit
}

type limit struct {
	*rate.Limiter
	used time.Time
}

const maxKeys = 50_000

func newLimits(c clock.Clock) *limits { return &limits{clock: c, byKey: map[string]*limit{}} }

// allow takes one of key's tokens: burst at once, refilled per second.
func (l *limits) allow(key string, perSecond float64, burst int) bool {
	now := l.clock.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	x, ok := l.byKey[key]
	if !ok {
		if len(l.byKey) >= maxKeys {
			l.sweep(now)
		}
		x = &limit{Limiter: rate.NewLimiter(rate.Limit(perSecond), burst)}
		l.byKey[key] = x
	}
	x.used = now
	return x.AllowN(now, 1)
}

func (l *limits) sweep(now time.Time) {
	for k, x := range l.byKey {
		if x.TokensAt(now) >= float64(x.Burst()) || now.Sub(x.used) > time.Hour {
			delete(l.byKey, k)
		}
	}
	if len(l.byKey) >= maxKeys { // a flood of addresses: start counting anew rather than grow
		clear(l.byKey)
	}
}

// admit applies the limits of a route: submissions per address and hour, requests per session (or address) and second.
func (s *shell) admit(r *http.Request, route Route, token string) bool {
	address := coarse(r)
	if route.perHour > 0 && r.Method == http.MethodPost &&
		!s.limits.allow("h "+route.pattern+" "+address, float64(route.perHour)/3600, route.perHour) {
		return false
	}
	if s.o.Limits == (Limits{}) {
		return true
	}
	if token != "" {
		return s.limits.allow("s "+token, s.o.Limits.PerSecond, s.o.Limits.Burst)
	}
	return s.limits.allow("a "+r.RemoteAddr[:max(0, len(r.RemoteAddr)-portLength(r.RemoteAddr))],
		s.o.Limits.PerSecond*5, s.o.Limits.Burst*5)
}

func portLength(remote string) int {
	_, port, err := net.SplitHostPort(remote)
	if err != nil {
		return 0
	}
	return len(port) + 1
}

// coarse is the address asked from, cut to what the network may remember: /24, /48.
func coarse(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	bits := 48
	if a = a.Unmap(); a.Is4() {
		bits = 24
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}

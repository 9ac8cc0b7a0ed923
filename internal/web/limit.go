package web

import (
	"cmp"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
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

// take takes one of key's tokens, of burst at once and refilled per second; where none is left, it says how long to
// wait.
func (l *limits) take(key string, perSecond float64, burst int) (wait time.Duration) {
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
	if x.AllowN(now, 1) {
		return 0
	}
	return max(time.Second, time.Duration((1-x.TokensAt(now))/perSecond*float64(time.Second)))
}

// giveBack returns a token that was taken before it was known whether the request counts.
func (l *limits) giveBack(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if x, ok := l.byKey[key]; ok {
		x.AllowN(l.clock.Now(), -1)
	}
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

// What of the posts to a route counts against its limit.
type counting int

const (
	countsAll      counting = iota
	countsFailures          // what is to be corrected: digits or a passphrase that do not fit
	countsDone              // what a handler says is done (Response.Counted)
)

// PerHour bounds how often one address may post here in an hour.
func PerHour(n int) RouteOption { return func(r *Route) { r.perHour = n } }

// FailuresPerHour bounds how often one address may be wrong here in an hour; whoever is right is not counted.
func FailuresPerHour(n int) RouteOption {
	return func(r *Route) { r.perHour, r.counts = n, countsFailures }
}

// DonePerHour bounds how often one address may bring something to its end here in an hour (Response.Counted).
func DonePerHour(n int) RouteOption { return func(r *Route) { r.perHour, r.counts = n, countsDone } }

// SaysWait lets the handler of a route with a limit say itself how long to wait (Request.Wait), with the words kept.
func SaysWait(r *Route) { r.saysWait = true }

func (r Route) counted(res Response, err error) bool {
	switch r.counts {
	case countsFailures:
		return err != nil || res.status == http.StatusUnprocessableEntity
	case countsDone:
		return err == nil && res.counted
	}
	return true
}

// admit applies the limits of requests per session (or address) and second; it says how long to wait.
func (s *shell) admit(r *http.Request, token string) time.Duration {
	if s.o.Limits == (Limits{}) {
		return 0
	}
	if token != "" {
		return s.limits.take("s "+token, s.o.Limits.PerSecond, s.o.Limits.Burst)
	}
	return s.limits.take("a "+s.caller(r).String(), s.o.Limits.PerSecond*5, s.o.Limits.Burst*5)
}

// hourly takes a post from the limit of its route and address, and says how long to wait where none is left; back gives
// it back.
func (s *shell) hourly(r *http.Request, route Route) (wait time.Duration, back func()) {
	if route.perHour == 0 || r.Method != http.MethodPost {
		return 0, func() {}
	}
	key := "h " + cmp.Or(route.words, route.pattern) + " " + coarse(s.caller(r)) // one in all languages
	wait = s.limits.take(key, float64(route.perHour)/3600, route.perHour)
	return wait, func() { s.limits.giveBack(key) }
}

// Missed counts that what was sent opens nothing, such as digits that nobody has, and says how long to wait once an
// address was wrong so often in an hour. All ways in that bear one name share it; whoever is right is never asked.
func (r *Request) Missed(name string, perHour int) time.Duration {
	s := r.page.shell
	r.wait = s.limits.take("m "+name+" "+coarse(s.caller(r.raw)), float64(perHour)/3600, perHour)
	return r.wait
}

// caller is the address that asks. A proxy that the network names says whose request it hands on; nobody else is
// believed.
func (s *shell) caller(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := address(host)
	handed := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(handed) {
		a := address(strings.TrimSpace(hop))
		if !s.proxy(at) || !a.IsValid() {
			break
		}
		at = a
	}
	return at
}

func (s *shell) proxy(a netip.Addr) bool {
	return slices.ContainsFunc(s.o.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// address reads an address; the zero one where it is none.
func address(s string) netip.Addr {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// coarse is an address cut to what the network may remember: /24, /48.
func coarse(a netip.Addr) string {
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}

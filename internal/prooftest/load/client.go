package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// abreast is how many people ask at once when they ask flat out.
const abreast = 16

// clients are signed-in coordinators, one cookie each.
type clients struct {
	http    *http.Client
	base    string
	cookies []*http.Cookie
	asset   string // a file of the site
	turn    atomic.Int64
}

// signIn opens sessions by the first page of the demonstration.
func signIn(ctx context.Context, base string, n int) (*clients, error) {
	c := &clients{base: base, http: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       30 * time.Second,
	}}
	people := []string{"claire", "clement"}
	for i := range n {
		form := url.Values{"login": {people[i%len(people)]}}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/demo", strings.NewReader(form.Encode()))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", base)
		res, err := c.http.Do(req)
		if err != nil {
			return nil, err
		}
		_ = res.Body.Close() // nothing in it is read
		at := slices.IndexFunc(res.Cookies(), func(k *http.Cookie) bool { return k.Name == "havre" })
		if res.StatusCode != http.StatusSeeOther || at < 0 {
			return nil, fmt.Errorf("sign in: status %d", res.StatusCode)
		}
		c.cookies = append(c.cookies, res.Cookies()[at])
	}
	return c, nil
}

var (
	caseLink  = regexp.MustCompile(`href="(/cases/[0-9a-z]{26})"`)
	assetLink = regexp.MustCompile(`href="(/assets/css/[^"]*)"`)
	errStatus = errors.New("another status")
)

// cases lists the links of the first page of cases.
func (c *clients) cases(ctx context.Context) ([]string, error) {
	body, _, err := c.get(ctx, "/cases", c.cookies[0])
	if err != nil {
		return nil, fmt.Errorf("list of cases: %w", err)
	}
	var out []string
	for _, m := range caseLink.FindAllStringSubmatch(body, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	if m := assetLink.FindStringSubmatch(body); m != nil {
		c.asset = m[1]
	}
	if len(out) == 0 || c.asset == "" {
		return nil, errors.New("list of cases: it is empty")
	}
	return out, nil
}

// searches are the pages of search of these cases that have one.
func (c *clients) searches(ctx context.Context, cases []string) (out []string) {
	for _, x := range cases {
		if c.answers(ctx, x+"/search") {
			out = append(out, x+"/search")
		}
	}
	return out
}

func (c *clients) answers(ctx context.Context, path string) bool {
	_, status, err := c.get(ctx, path, c.next())
	return err == nil && status == http.StatusOK
}

// next takes the sessions in turn, so that each is asked as rarely as can be.
func (c *clients) next() *http.Cookie { return c.cookies[int(c.turn.Add(1))%len(c.cookies)] }

func (c *clients) get(ctx context.Context, path string, cookie *http.Cookie) (string, int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return "", 0, err
	}
	req.AddCookie(cookie)
	res, err := c.http.Do(req)
	if err != nil {
		return "", 0, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close() // read to its end, or failed already
	if err == nil && res.StatusCode != http.StatusOK {
		err = errStatus
	}
	return string(body), res.StatusCode, err
}

// result is what came of one run.
type result struct {
	mu              sync.Mutex
	took            []time.Duration // answers alone
	limited, failed int
	length          time.Duration
}

func (r *result) rate() float64 { return float64(len(r.took)) / r.length.Seconds() }

// at returns the latency, in ms, that the share q of the answers stayed within.
func (r *result) at(q float64) float64 {
	if len(r.took) == 0 {
		return 0
	}
	slices.Sort(r.took)
	return float64(r.took[min(len(r.took)-1, int(q*float64(len(r.took))))].Microseconds()) / 1000
}

// paths gives the page to ask for next.
type paths func(i int64) string

func one(path string) paths    { return func(int64) string { return path } }
func each(list []string) paths { return func(i int64) string { return list[int(i)%len(list)] } }

// ask asks once; due is when it should have been asked, so that waiting behind others counts.
func (c *clients) ask(ctx context.Context, r *result, path string, due time.Time) {
	if path == "/assets/" {
		path = c.asset
	}
	_, status, err := c.get(ctx, path, c.next())
	d := time.Since(due)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case status == http.StatusTooManyRequests:
		r.limited++
	case err != nil:
		r.failed++
	default:
		r.took = append(r.took, d)
	}
}

// steady asks so many times a second, whether or not the answers keep up.
func (c *clients) steady(ctx context.Context, p paths, perSecond int, length time.Duration) *result {
	var r result
	var all sync.WaitGroup
	began := time.Now()
	n := int64(perSecond) * int64(length/time.Second)
	for i := range n {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
		time.Sleep(time.Until(due))
		if ctx.Err() != nil {
			break
		}
		all.Go(func() { c.ask(ctx, &r, p(i), due) })
	}
	all.Wait()
	r.length = time.Since(began)
	return &result{took: r.took, limited: r.limited, failed: r.failed, length: r.length}
}

// flat has 16 clients ask again as soon as they are answered. It ends before a session would be refused.
func (c *clients) flat(ctx context.Context, p paths, length time.Duration) *result {
	c.rest(ctx)
	return c.many(ctx, p, abreast, length, int64(len(c.cookies))*55)
}

// alone asks so often, one after the other.
func (c *clients) alone(ctx context.Context, p paths, times int64) *result {
	if p(0) == "" {
		return &result{length: time.Second}
	}
	c.rest(ctx)
	return c.many(ctx, p, 1, time.Minute, times)
}

func (c *clients) many(ctx context.Context, p paths, clients int, length time.Duration, most int64) *result {
	var r result
	var all sync.WaitGroup
	var i atomic.Int64
	began := time.Now()
	for range clients {
		all.Go(func() {
			for ctx.Err() == nil && time.Since(began) < length {
				n := i.Add(1)
				if n > most {
					return
				}
				c.ask(ctx, &r, p(n), time.Now())
			}
		})
	}
	all.Wait()
	r.length = time.Since(began)
	return &result{took: r.took, limited: r.limited, failed: r.failed, length: r.length}
}

// rest lets every session's allowance fill up again.
func (c *clients) rest(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(6 * time.Second):
	}
}

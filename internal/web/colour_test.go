package web_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"havre.example/havre/internal/web"
)

// pairs are the colours that meet on a page, and the contrast each pair must keep (WCAG 2.2: 4.5 for text, 3 for edges
// and rings; ink on paper better).
var pairs = []struct {
	on, under string
	least     float64
}{
	{"ink", "paper", 12}, {"ink", "wash", 12}, {"soft", "paper", 7}, {"soft", "wash", 6}, {"accent", "paper", 7},
	{"accent", "wash", 6},
	{"accent-over", "paper", 7}, {"on-accent", "accent", 7}, {"on-accent", "accent-over", 7}, {"danger", "paper", 6},
	{"danger", "danger-wash", 6},
	{"ink", "danger-wash", 12}, {"soft", "danger-wash", 6}, {"waits", "paper", 6}, {"waits", "waits-wash", 6},
	{"ink", "waits-wash", 12},
	{"safe", "paper", 6}, {"edge", "paper", 3}, {"edge", "wash", 3}, {"focus", "paper", 3}, {"focus", "wash", 3},
	{"focus", "danger-wash", 3},
	{"ink", "map-one", 7}, {"ink", "map-five", 4.5}, {"waits", "map-one", 3}, {"waits", "map-five", 3},
	{"focus", "map-one", 3}, {"danger", "map-one", 3},
}

func schemes(t *testing.T) (light, dark map[string]string) {
	css, err := os.ReadFile("assets/css/havre/1-ground.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(blocks) < 2 {
		t.Fatal("two colour schemes expected")
	}
	read := func(block string) map[string]string {
		m := map[string]string{}
		for _, x := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(block, -1) {
			m[x[1]] = x[2]
		}
		return m
	}
	return read(blocks[0][1]), read(blocks[1][1])
}

// contrast is the ratio of WCAG 2.2, from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	lum := func(hex string) float64 {
		if len(hex) != 7 {
			t.Fatalf("not a colour: %q", hex)
		}
		var c [3]float64
		for i := range c {
			n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			v := float64(n) / 255
			if v <= 0.04045 {
				c[i] = v / 12.92
			} else {
				c[i] = math.Pow((v+0.055)/1.055, 2.4)
			}
		}
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	x, y := lum(a), lum(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestColoursCanBeRead(t *testing.T) {
	light, dark := schemes(t)
	var table strings.Builder
	for _, p := range pairs {
		l, d := contrast(t, light[p.on], light[p.under]), contrast(t, dark[p.on], dark[p.under])
		if l < p.least || d < p.least {
			t.Errorf("%s on %s: %.1f light, %.1f dark, at least %.1f", p.on, p.under, l, d, p.least)
		}
		fmt.Fprintf(&table, "| %s on %s | %.1f | %.1f |\n", p.on, p.under, l, d)
	}
	doc, err := os.ReadFile("../../docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), table.String()) {
		t.Errorf("docs/design.md must hold this table:\n%s", table.String())
	}
}

func TestEveryComponentIsDescribed(t *testing.T) {
	doc, err := os.ReadFile("../../docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"button.templ", "choose.templ", "component.templ", "field.templ", "place.templ",
		"table.templ", "work.templ"} {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			if m := regexp.MustCompile(`^templ ([A-Z]\w+)\(`).FindStringSubmatch(s.Text()); m != nil &&
				!strings.Contains(string(doc), "`"+m[1]+"`") {
				t.Errorf("docs/design.md does not say when to use %s", m[1])
			}
		}
	}
}

// TestWeight keeps the first view within its budget: 120 kB and 10 requests, compressed.
func TestWeight(t *testing.T) {
	h := newHouse(t, web.Options{})
	page := h.do(ask{path: "/", cookie: "alive"}).Body.String()
	total, requests := len(page), 1
	seen := map[string]bool{}
	fetch := func(u string) string {
		if seen[u] {
			return ""
		}
		seen[u] = true
		w := h.do(ask{path: u, head: map[string]string{"Accept-Encoding": "gzip"}})
		if w.Code != 200 {
			t.Errorf("%s: %d", u, w.Code)
		}
		total, requests = total+w.Body.Len(), requests+1
		return h.do(ask{path: u}).Body.String()
	}
	addresses := regexp.MustCompile(`/assets/[a-z0-9/.-]+`)
	for _, u := range addresses.FindAllString(page, -1) {
		for _, inner := range addresses.FindAllString(fetch(u), -1) {
			fetch(inner)
		}
	}
	if total > 120_000 || requests > 10 || requests < 5 {
		t.Errorf("%d bytes in %d requests", total, requests)
	}
}

package web_test

import (
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/web"
)

var serial = regexp.MustCompile(`Page \w{12}`) // each page has its own

// A page is compressed only where nothing that was asked is in it and no other site had it made; what arrives is the
// same, and its length is not.
func TestAPageIsCompressedWhereNobodyCanGuessIntoIt(t *testing.T) {
	h := newHouse(t, web.Options{})
	own := map[string]string{"Accept-Encoding": "gzip, br", "Sec-Fetch-Site": "same-origin"}
	with := func(name, value string) map[string]string {
		out := map[string]string{}
		for k, v := range own {
			out[k] = v
		}
		if out[name] = value; value == "" {
			delete(out, name)
		}
		return out
	}
	plain := h.do(ask{path: "/note", cookie: "alive", head: with("Accept-Encoding", "")})
	lengths := map[int]bool{}
	for range 50 {
		w := h.do(ask{path: "/note", cookie: "alive", head: own})
		if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Fatalf("not compressed: %v", w.Header())
		}
		lengths[w.Body.Len()] = true
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil || serial.ReplaceAllString(string(body), "") != serial.ReplaceAllString(plain.Body.String(), "") {
			t.Fatalf("another page arrives, %v", err)
		}
	}
	if len(lengths) < 5 {
		t.Errorf("its length is one of %d", len(lengths))
	}
	for name, a := range map[string]ask{
		"a query":         {path: "/note?q=guess", cookie: "alive", head: own},
		"another site":    {path: "/note", cookie: "alive", head: with("Sec-Fetch-Site", "cross-site")},
		"a sibling site":  {path: "/note", cookie: "alive", head: with("Sec-Fetch-Site", "same-site")},
		"nobody says who": {path: "/note", cookie: "alive", head: with("Sec-Fetch-Site", "")},
		"what was posted": {method: "POST", path: "/note", cookie: "alive", head: own,
			body: "words=" + strings.Repeat("guess ", 900)},
		"who reads no zip": {path: "/note", cookie: "alive", head: with("Accept-Encoding", "br")},
	} {
		if w := h.do(a); w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: compressed", name)
		}
	}
}

package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"net/http"
	"strings"
	"sync"
)

// packs tells whether the page that answers a request may be compressed: nothing that the request says is in the page
// (it has neither a body nor a query), and a browser says that no other site had it made. So nobody who watches how
// long pages are can have guesses put beside what is to stay secret (BREACH, 2013; docs/decisions/0037).
func packs(r *http.Request) bool {
	if r.Method != http.MethodGet || r.URL.RawQuery != "" || !takesGzip(r) {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	}
	return false
}

// takesGzip tells whether whoever asks reads gzip.
func takesGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

// longer is the most bytes that a compressed page is longer than it need be, by chance, so that its length says less.
const longer = 128

var packers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails only of a level that there is not
	return z
}}

// packed compresses a page.
func packed(body []byte) []byte {
	var b bytes.Buffer
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	z.Reset(&b)
	more := make([]byte, longer)
	_, _ = rand.Read(more) // never fails
	z.Extra = more[:1+more[0]%longer]
	_, _ = z.Write(body) // to memory
	_ = z.Close()
	return b.Bytes()
}

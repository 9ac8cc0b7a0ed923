package app_test

import (
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// BenchmarkCasePage asks for the whole case page of somebody who stays in a place, as its coordinator: session, gate,
// every room's panel, the page written, the journal entry durable. Its processor time says more than its clock.
func BenchmarkCasePage(b *testing.B) {
	casePage(b, trusttest.SQLite(b))
}

// BenchmarkCasePagePostgres is the same on PostgreSQL, whose own time is not counted.
func BenchmarkCasePagePostgres(b *testing.B) {
	casePage(b, trusttest.Postgres(b))
}

func casePage(b *testing.B, f *trusttest.Floor) {
	w := (&walk{Story: story.New(b, f)}).to("sheltered")
	_, token := f.SignInToken(cast.Claire.Login)
	h := w.Handler()
	b.ReportAllocs()
	b.ResetTimer()
	began := cpu()
	for range b.N {
		r := httptest.NewRequest(http.MethodGet, "http://havre.test"+w.office, nil)
		r.AddCookie(&http.Cookie{Name: "havre", Value: token})
		out := httptest.NewRecorder()
		if h.ServeHTTP(out, r); out.Code != http.StatusOK {
			b.Fatalf("%s answers %d", w.office, out.Code)
		}
	}
	b.ReportMetric(float64((cpu()-began).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpu is the processor's time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

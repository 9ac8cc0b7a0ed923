package app_test

import (
	"syscall"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// BenchmarkPage asks for whole pages as a coordinator does: session, gate, every room's part, the page written, the
// journal's entry durable. Its processor time says more than its clock.
func BenchmarkPage(b *testing.B) {
	for _, p := range pages {
		b.Run(p.name+"/sqlite", func(b *testing.B) { benchPage(b, trusttest.SQLite(b), p) })
		b.Run(p.name+"/postgres", func(b *testing.B) { benchPage(b, trusttest.Postgres(b), p) }) // without its own time
	}
}

func benchPage(b *testing.B, f *trusttest.Floor, p page) {
	w := (&walk{Story: story.New(b, f)}).to(p.station)
	_, token := f.SignInToken(cast.Claire.Login)
	h := w.Handler()
	b.ReportAllocs()
	b.ResetTimer()
	began := cpu()
	for range b.N {
		ask(b.Context(), b, h, w.link(p.address), token)
	}
	b.ReportMetric(float64((cpu()-began).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpu is the processor's time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package referral_test

import (
	"context"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/trusttest"
)

// BenchmarkSubmit sends whole referrals from 16 clients of one partner: the draft is opened, then the case is sealed to
// the evaluation team and to the partner (two hybrid wraps), with identity, story, zones, agreements and facts; each
// answer comes after two durable commits, of the look and of the case.
func BenchmarkSubmit(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { submits(b, trusttest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { submits(b, trusttest.Postgres(b)) })
}

func submits(b *testing.B, f *trusttest.Floor) {
	ctx, o := context.Background(), open(f)
	o.claire()
	ines := o.partner()
	drafts := make([]referral.DraftID, b.N)
	for i := range drafts {
		var err error
		if drafts[i], err = o.Begin(ctx, ines, whole("yes")); err != nil {
			b.Fatal(err)
		}
	}
	f.Clock.Advance(time.Minute)
	var next atomic.Int64
	var failed atomic.Value
	b.SetParallelism(8) // times two processors
	b.ResetTimer()
	began := cpu()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := o.Submit(ctx, ines, drafts[next.Add(1)-1]); err != nil {
				failed.Store(err)
				return
			}
		}
	})
	if err, ok := failed.Load().(error); ok {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "op/s")
	b.ReportMetric(float64((cpu()-began).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpu is the processor's time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

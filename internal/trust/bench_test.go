package trust_test

import (
	"context"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// clients is how many people act at once in these benchmarks.
const clients = 16

func engines(b *testing.B, fn func(*testing.B, *trusttest.Floor)) {
	b.Run("sqlite", func(b *testing.B) { fn(b, trusttest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { fn(b, trusttest.Postgres(b)) })
}

// BenchmarkReferralWrite opens a case: fresh keys, one hybrid wrap, sealed words, circle, facts, journal entry, all
// durable before the answer. Its ratio to sqldb's BenchmarkGroupCommit is the price of secrecy.
func BenchmarkReferralWrite(b *testing.B) {
	engines(b, func(b *testing.B, f *trusttest.Floor) {
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		parallel(b, func(ctx context.Context) error {
			_, err := openOne(ctx, f.Gate, claire)
			return err
		})
	})
}

var benchOpen = access.Define(access.Act{Name: "test.bench_open", Door: access.CaseDoor, By: access.CaseCoordinator,
	Opens: vault.All})

// BenchmarkOpenCase opens a sealed case for reading: unwrap, open twelve fields, journal entry durable before the
// answer.
func BenchmarkOpenCase(b *testing.B) {
	engines(b, func(b *testing.B, f *trusttest.Floor) {
		ctx := context.Background()
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		var words [12]gate.Sealed
		ref, err := f.Gate.NewCase(ctx, claire, openCrash,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) (err error) {
				for i := range words {
					if words[i], err = tx.Seal(vault.Identity, "test.words_sealed", tx.ID(),
						secret.Of("Awa")); err != nil {
						return err
					}
				}
				return casefile.Opened(tx, j, "first")
			})
		if err != nil {
			b.Fatal(err)
		}
		parallel(b, func(ctx context.Context) error {
			return f.Gate.ViewCase(ctx, claire, benchOpen, ref, func(v *gate.CaseView) error {
				if _, err := casefile.ReadHeader(v); err != nil {
					return err
				}
				if _, err := casefile.Facts(v); err != nil {
					return err
				}
				for _, s := range words {
					if _, err := v.Open(vault.Identity, "test.words_sealed", v.ID(), s); err != nil {
						return err
					}
				}
				return nil
			})
		})
	})
}

// parallel runs fn b.N times from 16 clients and reports how many a second.
func parallel(b *testing.B, fn func(context.Context) error) {
	b.Helper()
	ctx := context.Background()
	var failed atomic.Value
	b.SetParallelism((clients + 1) / 2) // times GOMAXPROCS
	b.ResetTimer()
	began := cpu()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := fn(ctx); err != nil {
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

// cpu is the processor's time that this process has used: it says more than the clock on a machine that others use.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package sqldb

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
)

// The raw rate of durable writes, against which everything built on top is measured: one row of 25 columns and
// 1.1 KB in each write, 16 writers at once.
var benchSteps = func() []*migration {
	var cols, names, marks []string
	for i := range 24 {
		cols = append(cols, fmt.Sprintf("c%d @text not null", i))
		names = append(names, fmt.Sprintf("c%d", i))
		marks = append(marks, fmt.Sprintf("$%d", i+2))
	}
	// known to be good
	benchAdd, _ = compile("bench.add", "insert into test_person (id, "+strings.Join(names,
		", ")+") values ($1, "+strings.Join(marks, ", ")+")")
	sql := "create table test_person (id @id not null primary key, " + strings.Join(cols, ", ") + ") @strict"
	m := &migration{version: 1, name: "0001_bench.sql"}
	m.sqlite, _ = expand(sql, SQLite)    // likewise
	m.postgre, _ = expand(sql, Postgres) // likewise
	return []*migration{m}
}()

var benchAdd *Query

func BenchmarkGroupCommit(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		o := liteOptions(b)
		o.steps = benchSteps
		benchWrites(b, o)
	})
	b.Run("postgres", func(b *testing.B) {
		benchWrites(b, Options{Postgres: pgtest.NewCluster(b, "").DSN(), steps: benchSteps})
	})
}

func benchWrites(b *testing.B, o Options) {
	db := openTest(b, o)
	text := strings.Repeat("x", 45)
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	began := cpu()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			args := make([]any, 25)
			for i := range args {
				args[i] = text
			}
			for left.Add(-1) >= 0 {
				id := make([]byte, 16)
				_, _ = rand.Read(id) // never fails
				args[0] = id
				err := db.Write(context.Background(),
					func(tx *Tx) error { _, err := tx.Exec(benchAdd, args...); return err })
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
	b.ReportMetric(float64((cpu()-began).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpu is the processor's time that this process has used: it says more than the clock on a machine that others use.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

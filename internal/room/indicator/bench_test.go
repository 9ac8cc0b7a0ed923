package indicator_test

import (
	"bytes"
	"fmt"
	"testing"

	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// BenchmarkReport makes the report of one year among many rows: the published history repeated.
func BenchmarkReport(b *testing.B) {
	for _, times := range []int{1, 140} {
		b.Run(fmt.Sprintf("rows=%d", 711*times), func(b *testing.B) {
			f := trusttest.SQLite(b)
			d := indicator.New(f.Gate)
			head, rows, _ := bytes.Cut(history(b), []byte("\n"))
			many := append(append(bytes.Clone(head), '\n'), bytes.Repeat(rows, times)...)
			if _, err := d.Import(b.Context(), access.Machine("import"), bytes.NewReader(many), false); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := d.Offline(b.Context(), 2016); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package partner_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// BenchmarkImport brings in the demonstration's file on an empty network: some 220 rows, each site with a sealed
// address.
func BenchmarkImport(b *testing.B) {
	file, err := os.ReadFile(demoFile)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		f := trusttest.SQLite(b)
		f.Person("lucille", "Lucille", f.Teams["logistics"], "", access.Logistics)
		d := partner.New(f.Gate)
		b.StartTimer()
		if r, err := d.Import(context.Background(), machine, strings.NewReader(string(file)), false); err != nil ||
			!r.Done {
			b.Fatal(r.Mistakes, err)
		}
	}
}

// BenchmarkAllPlaces reads a network of 10,000 places beside a case.
func BenchmarkAllPlaces(b *testing.B) {
	f := trusttest.SQLite(b)
	n := &network{Floor: f, desk: partner.New(f.Gate)}
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	f.Person("lucille", "Lucille", f.Teams["logistics"], "", access.Logistics)
	n.again()
	var file strings.Builder
	file.WriteString(header)
	for i := range 10_000 {
		fmt.Fprintf(&file, "P%d;Maison;chrs;59;Lille;;;0;;Site;;;Chambre %d;2;0;any;;0;;;;;;0;fr en;;\n", i/10, i)
	}
	if r, err := n.desk.Import(context.Background(), machine, strings.NewReader(file.String()), false); err != nil ||
		!r.Done {
		b.Fatal(r.Mistakes, err)
	}
	ref, err := n.open()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		err := f.Gate.ViewCase(context.Background(), n.claire, takePlace, ref, func(v *gate.CaseView) error {
			all, err := partner.AllPlaces(v)
			if len(all) != 10_000 {
				b.Fatal(len(all))
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

package placement_test

import (
	"context"
	"fmt"
	"testing"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// BenchmarkSearch is a whole search as a coordinator presses it: gate, keys, journal, 118 places with reasons, the
// remembered count. Encrypted SQLite.
func BenchmarkSearch(b *testing.B) {
	var n *net
	var ref casefile.Ref
	b.StopTimer()
	f := trusttest.SQLite(b)
	n = &net{Floor: f, t: b, ctx: context.Background(), hosts: map[string]host{}}
	n.desk = placement.New(f.Gate, placement.Options{})
	for i := range 118 {
		n.hosts["nord"] = n.place(fmt.Sprintf("h%03d", i), []string{"46", "35", "69", "59", "974"}[i%5], "any", "fr")
	}
	n.referring = n.team("referrers")
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	n.claire = f.SignIn("claire")
	ref = n.awa(nil)
	b.StartTimer()
	for b.Loop() {
		if got := n.search(ref); len(got.Matches) != 118 {
			b.Fatal(len(got.Matches))
		}
	}
}

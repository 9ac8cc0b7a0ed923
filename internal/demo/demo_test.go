package demo_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/demo"
	"havre.example/havre/internal/kernel/clock"
)

// network opens an empty network on a clock that is moved by hand.
func network(t testing.TB, now time.Time) (*app.Net, *clock.Fake) {
	t.Helper()
	dir, c := t.TempDir(), clock.NewFake(now)
	n, err := app.Open(context.Background(), app.Place{Data: dir, Key: filepath.Join(t.TempDir(), "key"), Create: true}, c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n, c
}

func TestX(t *testing.T) {
	n, c := network(t, time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC))
	at := time.Now()
	_, err := demo.Small(t.Context(), n, c)
	t.Log(time.Since(at))
	if err != nil {
		t.Fatal(err)
	}
}

func TestFull(t *testing.T) {
	n, c := network(t, time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC))
	at := time.Now()
	_, err := demo.Fill(t.Context(), n, c)
	t.Log(time.Since(at))
	if err != nil {
		t.Fatal(err)
	}
}

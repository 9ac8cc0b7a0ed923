package main

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
)

// Whatever keeps a command from being done is said in a sentence of the person's language, never by the key of a text.
func TestWhyNothingWasDoneIsSaidInASentence(t *testing.T) {
	dir := t.TempDir()
	n, err := app.Open(t.Context(), app.Place{Data: filepath.Join(dir, "net"), Key: filepath.Join(dir, "key"),
		Create: true}, clock.Real{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	for _, tag := range []lang.Tag{"fr", "en"} {
		say := n.Rooms.Printer(tag, clock.Real{}.Now())
		for kind := fault.Invalid; kind <= fault.Busy; kind++ {
			for _, key := range []string{"fault." + kind.String(), "fault.of_no_text", "fault.invalid"} {
				got := inWords(say, fault.New(kind, key)).Error()
				if !strings.Contains(got, " ") || strings.Contains(got, "fault") || strings.Contains(got, "key=") {
					t.Errorf("%s, %s, %s: %q", tag, kind, key, got)
				}
			}
		}
		if got := inWords(say, fault.NewNotFound("fault.not_found")).Error(); got != say.T("app.not_open") {
			t.Errorf("somebody who is no administrator reads %q", got)
		}
	}
	ours := errors.New("a flaw of ours")
	if say := n.Rooms.Printer("fr", clock.Real{}.Now()); inWords(say, nil) != nil || inWords(say, ours) != ours {
		t.Error("nothing, or a flaw of ours, is said otherwise")
	}
}

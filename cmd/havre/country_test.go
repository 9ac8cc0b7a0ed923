package main

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	land "havre.example/havre/internal/prooftest/atlantis"
	"havre.example/havre/internal/trust/trusttest"
)

// On either engine a network that was set up is not served with another country's pack.
func TestNoOtherCountrysPackIsServed(t *testing.T) {
	from, err := land.Folder()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	isle, key := filepath.Join(dir, "isle"), filepath.Join(dir, "key")
	if err := os.CopyFS(isle, from); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, []byte(hex.EncodeToString(trusttest.Machine[:])), 0o600); err != nil {
		t.Fatal(err)
	}
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		at := []string{"--data", f.Dir}
		if f.DSN != "" {
			at = []string{"--postgres", f.DSN}
		}
		for _, command := range [][]string{{"serve", "--listen", "127.0.0.1:0"},
			{"report", "--year", "2025", "--json"}, {"journal", "export", filepath.Join(dir, "journal")}} {
			args := append(append(command, at...), "--key", key, "--pack", isle)
			err := parse(t.Context(), args)
			if err == nil ||
				!strings.Contains(err.Error(), "is of the country FR, and the pack named is of the country XA") ||
				f.DSN != "" && strings.Contains(err.Error(), f.DSN) {
				t.Errorf("%s: %v", command[0], err)
			}
		}
	})
}

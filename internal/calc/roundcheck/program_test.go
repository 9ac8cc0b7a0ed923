package roundcheck_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
)

// built is the command, built once for all tests. HAVRE_BINARY names one that is built already.
var built = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("HAVRE_BINARY"); given != "" {
		return given, nil
	}
	dir, err := os.MkdirTemp("", "roundcheck")
	if err != nil {
		return "", err
	}
	made = dir
	bin := filepath.Join(dir, "havre")
	cmd := exec.Command("go", "build", "-o", bin, "havre.example/havre/cmd/havre")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", &exec.Error{Name: string(said), Err: err}
	}
	return bin, nil
})

var made string

func TestMain(m *testing.M) {
	code := m.Run()
	if made != "" {
		os.RemoveAll(made)
	}
	os.Exit(code)
}

// solve runs "havre solve round --json" over a file.
func solve(text []byte, limit time.Duration) (*roundcheck.Answer, error) {
	bin, err := built()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(bin, "solve", "round", "--json", "--time", limit.String(), "-")
	cmd.Stdin = bytes.NewReader(text)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("the program ends with %w: %.300s", err, said.String())
	}
	return roundcheck.ReadAnswer(out.Bytes())
}

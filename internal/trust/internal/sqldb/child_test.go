package sqldb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// child is another process on the same database.
type child struct {
	cmd  *exec.Cmd
	out  *bufio.Reader
	once sync.Once
}

func startChild(t *testing.T, o Options, what string) *child {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	c := &child{cmd: exec.Command(exe, "-test.run=^TestChild$")}
	if what == "unwritable" {
		must(t, os.Chmod(filepath.Dir(o.Path), 0o555))
		if os.Getuid() == 0 { // root may write anywhere: be somebody else, with a program they can reach
			dir, err := os.MkdirTemp("", "havre")
			must(t, err)
			t.Cleanup(func() { _ = os.RemoveAll(dir) }) // temporary
			must(t, os.Chmod(dir, 0o755))
			body, err := os.ReadFile(exe)
			must(t, err)
			c.cmd.Path = filepath.Join(dir, "child")
			must(t, os.WriteFile(c.cmd.Path, body, 0o755))
			c.cmd.Dir = dir
			c.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
	}
	c.cmd.Env = append(os.Environ(), "HAVRE_CHILD="+what, "HAVRE_CHILD_PATH="+o.Path)
	c.cmd.Stderr = os.Stderr
	pipe, err := c.cmd.StdoutPipe()
	must(t, err)
	c.out = bufio.NewReader(pipe)
	must(t, c.cmd.Start())
	t.Cleanup(func() { c.kill(t) })
	return c
}

// read waits for n acknowledged writes and returns how many there were in all.
func (c *child) read(t *testing.T, n int) int {
	t.Helper()
	last := 0
	for range n {
		v, err := strconv.Atoi(c.line(t))
		must(t, err)
		last = v
	}
	return last
}

func (c *child) line(t *testing.T) string {
	t.Helper()
	l, err := c.out.ReadString('\n')
	if err != nil && !(errors.Is(err, io.EOF) && l != "") {
		t.Fatalf("the other process ended: %v", err)
	}
	return strings.TrimSpace(l)
}

func (c *child) kill(t *testing.T) {
	t.Helper()
	c.once.Do(func() {
		_ = c.cmd.Process.Kill() // it may have ended by itself
		_ = c.cmd.Wait()         // killed, as wanted
	})
}

// TestChild is the other process; by itself it does nothing.
func TestChild(t *testing.T) {
	what := os.Getenv("HAVRE_CHILD")
	if what == "" {
		return // nothing by itself: the other process of other tests
	}
	ctx := context.Background()
	db, err := Open(ctx, Options{Path: os.Getenv("HAVRE_CHILD_PATH"), Key: testKey, steps: testSteps})
	if what == "unwritable" {
		if errors.Is(err, ErrUnwritable) {
			fmt.Println("unwritable")
		} else {
			fmt.Println("opened:", err)
		}
		os.Exit(0)
	}
	must(t, err)
	must(t, db.Migrate(ctx))
	for n := count(t, db); ; {
		must(t, db.Write(ctx, func(tx *Tx) error { return addIn(tx, fmt.Sprint("person ", n), n) }))
		n++
		if _, err := fmt.Println(n); err != nil {
			os.Exit(1)
		}
	}
}

// rerun runs one test in a process of its own, with more environment, and returns what it printed.
func rerun(t *testing.T, test string, env ...string) string {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	cmd := exec.Command(exe, "-test.v", "-test.run="+test)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Fatal(err)
	}
	return string(out)
}

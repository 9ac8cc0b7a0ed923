package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a running demonstration.
type server struct {
	cmd  *exec.Cmd
	url  string
	took time.Duration // from its start to its first line
	log  string        // file of what it said
}

// lastWords is the end of the program's log.
func (s *server) lastWords() string {
	b, err := os.ReadFile(s.log)
	if err != nil {
		return ""
	}
	return string(b[max(0, len(b)-4000):])
}

// patience is how long a demonstration may take to fill.
const patience = 2 * time.Minute

// start runs the program on a folder and waits until it listens.
func start(ctx context.Context, havre, data, key string) (*server, error) {
	cmd := exec.CommandContext(ctx, havre, "demo", "--listen", "127.0.0.1:0", "--data", data, "--key", key)
	said, err := os.Create(data + ".log") // its log is written, as in earnest
	if err != nil {
		return nil, err
	}
	defer func() { _ = said.Close() }() // the program has its own hold of it
	cmd.Stderr = said
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", havre, err)
	}
	line := make(chan string, 1)
	go func() {
		defer close(line)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
				line <- url
			}
		}
	}()
	select {
	case url, ok := <-line:
		if !ok {
			return nil, errors.Join(errors.New("it ended before it listened"), cmd.Wait())
		}
		return &server{cmd, url, time.Since(began), said.Name()}, nil
	case <-time.After(patience):
		_ = cmd.Process.Kill() // it is given up
		return nil, errors.New("it does not listen")
	}
}

func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.cmd.Wait()
}

// memory reads a figure of the process, in MB; 0 where the system does not tell.
func (s *server) memory(name string) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0]) // 0 when it is none
			return kb / 1024
		}
	}
	return 0
}

// tick is the unit of the times in /proc/PID/stat on Linux.
const tick = 10 * time.Millisecond

// cpu is the processor's time that the process has used; 0 where the system does not tell.
func (s *server) cpu() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(f[11]) // 0 when it is none
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * tick
}

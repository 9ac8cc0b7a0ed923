package main

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	land "havre.example/havre/internal/prooftest/atlantis"
	"havre.example/havre/internal/trust/session"
)

// TestMain lets the test binary be the command in scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"havre": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		os.Exit(run(ctx, os.Args[1:]))
	}})
}

// TestCommands plays the scripts in testdata: what a new user types, and what they get.
func TestCommands(t *testing.T) {
	atlantis := filepath.Join(t.TempDir(), "atlantis")
	from, err := land.Folder()
	if err == nil {
		err = os.CopyFS(atlantis, from)
	}
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_STATE_HOME", e.WorkDir+"/state")
			input, err := filepath.Abs("../../internal/demo/data")
			e.Setenv("INPUT", input)
			e.Setenv("FRANCE", filepath.Join(input, "../../../packs/fr"))
			e.Setenv("ATLANTIS", atlantis)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"serving": serving, "get": get, "quit": quit,
			"found": found},
	})
}

type server struct {
	cmd *exec.Cmd
	out strings.Builder
}

var servers = map[*testscript.TestScript]*server{}

// serving starts havre with the arguments and waits for the line that says where it listens; $URL is that address.
func serving(ts *testscript.TestScript, neg bool, args []string) {
	if neg || servers[ts] != nil {
		ts.Fatalf("serving: one server a script, and it must start")
	}
	s := &server{cmd: exec.Command("havre", args...)}
	for _, name := range []string{"XDG_STATE_HOME", "PATH", "HOME", "TMPDIR"} {
		s.cmd.Env = append(s.cmd.Env, name+"="+ts.Getenv(name))
	}
	path, err := exec.LookPath("havre")
	if err != nil {
		for _, dir := range strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator)) {
			if _, err := os.Stat(dir + "/havre"); err == nil {
				path = dir + "/havre"
				break
			}
		}
	}
	s.cmd.Path, s.cmd.Err, s.cmd.Dir = path, nil, ts.Getenv("WORK")
	s.cmd.Stderr = os.Stderr
	stdout, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	servers[ts] = s
	ts.Defer(func() { end(s) })
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		s.out.WriteString(lines.Text() + "\n")
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			ts.Setenv("URL", url)
			ts.Check(os.WriteFile(ts.MkAbs("served"), []byte(s.out.String()), 0o600))
			return
		}
	}
	ts.Fatalf("the server ended before it listened:\n%s", s.out.String())
}

// get fetches a page of the server, and checks its status and a text in it: get /set-up 200 Havre.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: get PATH STATUS [TEXT]")
	}
	client := http.Client{Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(ts.Getenv("URL") + args[0])
	ts.Check(err)
	body := new(strings.Builder)
	_, err = bufio.NewReader(res.Body).WriteTo(body)
	ts.Check(errors.Join(err, res.Body.Close()))
	if !strings.HasPrefix(res.Status, args[1]) {
		ts.Fatalf("%s answered %s, want %s", args[0], res.Status, args[1])
	}
	if len(args) > 2 && strings.Contains(body.String(), args[2]) == neg {
		ts.Fatalf("%s: text %q, unwanted=%v:\n%s", args[0], args[2], neg, body.String())
	}
}

// quit ends the server as systemd would. (stop is the scripts' own word: it ends the script there, as passed.)
func quit(ts *testscript.TestScript, _ bool, _ []string) {
	end(servers[ts])
	delete(servers, ts)
}

// found sets up the network that was just served: found DIR [PACK].
func found(ts *testscript.TestScript, _ bool, args []string) {
	keys, err := filepath.Glob(ts.MkAbs("state/havre/*.key"))
	ts.Check(err)
	if len(args) < 1 || len(args) > 2 || len(keys) != 1 {
		ts.Fatalf("usage: found DIR [PACK], after the only network was served: %d keys", len(keys))
	}
	ctx := context.Background()
	at := app.Place{Data: ts.MkAbs(args[0]), Key: keys[0], Create: true}
	if len(args) > 1 {
		at.Pack = args[1]
	}
	n, err := app.Open(ctx, at, clock.Real{},
		slog.New(slog.DiscardHandler))
	ts.Check(err)
	code, err := n.Sessions.NewSetUpCode(ctx)
	ts.Check(err)
	secrets, err := session.NewSecrets("fr")
	ts.Check(err)
	// A code serves once: the first is the one before, so that two are left.
	for i, name := range []string{"first", "second"} {
		code, err := session.CodeAt(secrets.TOTP, time.Now().Add(time.Duration(i)*30*time.Second))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(secrets.Passphrase+"\n"+code+"\n"), 0o600))
	}
	now, err := session.CodeAt(secrets.TOTP, time.Now().Add(-30*time.Second))
	ts.Check(err)
	_, _, err = n.Sessions.Found(ctx, code, session.Network{Name: "Réseau"}, session.Newcomer{Login: "rose",
		Name: "Rose", Lang: n.Rooms.Texts().Languages().First(), Secret: secrets, Code: now})
	ts.Check(errors.Join(err, n.Close()))
}

func end(s *server) {
	if s == nil || s.cmd.ProcessState != nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // gone already: Wait tells
	_ = s.cmd.Wait()
}

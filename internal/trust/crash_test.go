package trust_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/prooftest/chance"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

var openCrash = access.Define(access.Act{Name: "test.crash_open", Door: access.OfficeDoor, By: access.ByReferring,
	Opens: vault.Identity})

const crashChild = "HAVRE_CRASH_CHILD"

// TestMain lets the test binary play the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashChild); dir != "" {
		if err := crashWriter(dir, os.Getenv("HAVRE_CRASH_TOKEN")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crashWriter opens cases as fast as four people can and prints each code once it is acknowledged, until it is killed.
func crashWriter(dir, token string) error {
	ctx := context.Background()
	h, err := trust.Open(ctx, trust.Options{
		Path: filepath.Join(dir, "havre.db"), Machine: trusttest.Machine, Country: packs.France(),
		Clock: clock.NewFake(trusttest.Start.Add(10 * time.Minute)), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	who, err := h.Sessions.Resolve(ctx, token)
	if err != nil {
		return err
	}
	acked := make(chan string)
	failed := make(chan error)
	for range 4 {
		go func() {
			for {
				code, err := openOne(ctx, h.Gate, who)
				if err != nil {
					failed <- err
					return
				}
				acked <- code
			}
		}()
	}
	for {
		select {
		case err := <-failed:
			return err
		case code := <-acked:
			fmt.Println(code) // one write: whole or not at all
		}
	}
}

func openOne(ctx context.Context, g *gate.Gate, who access.Actor) (string, error) {
	var code string
	_, err := g.NewCase(ctx, who, openCrash,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Begin(tx, j, "first", casefile.Coded{},
				referral.Referred{By: "ngo", Case: "first"}); err != nil {
				return err
			}
			h, err := casefile.ReadHeader(&tx.CaseView)
			code = h.Code
			return err
		})
	return code, err
}

var (
	qCrashCodes   = sqldb.Declare("test.crash_codes", `select code from casefile_case`)
	qCrashOrphans = sqldb.Declare("test.crash_orphans", `select count(*) from casefile_case c where
		(select count(*) from casefile_fact f where f.case_id = c.id) <> 1
		or (select count(*) from vault_wrap w where w.object_id = c.id) <> 1
		or (select count(*) from casefile_circle k where k.case_id = c.id) <> 1
		or (select count(*) from journal_entry j where j.object_id = c.journal_id) <> 1`)
	qCrashStray = sqldb.Declare("test.crash_stray", `select count(*) from journal_entry j
		where j.act = 'test.crash_open'
		and not exists (select 1 from casefile_case c where c.journal_id = j.object_id)`)
)

// rounds is how often the writer is killed: 200, or 1,000 in the long form.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("HAVRE_TEST_KILLS")); err == nil && n > 0 {
		return n
	}
	if os.Getenv("HAVRE_TEST_QUICK") == "1" {
		return 10
	}
	return 200
}

// T20: killed at any instant, Havre loses no acknowledged write, keeps no fact without its wrap or its journal entry,
// and its journal verifies.
func TestT20KilledAtAnyInstant(t *testing.T) {
	f := trusttest.SQLite(t)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	_, token := f.SignInToken("claire")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	acked := map[string]bool{}
	n, dice := rounds(), chance.Rand(t)
	for i := range n {
		for _, code := range killOne(t, f.Dir, token, 1+dice.IntN(40)) {
			acked[code] = true
		}
		if i%10 == 9 || i == n-1 { // every reopening recovers; every tenth is looked at closely
			inspect(t, f.Dir, acked, i == n-1)
		}
	}
	if len(acked) < n {
		t.Fatalf("only %d writes in %d rounds: the writer hardly ran", len(acked), n)
	}
	t.Logf("%d kills, %d acknowledged writes, none lost", n, len(acked))
}

// killOne kills the writer after it has acknowledged some writes, in the middle of what comes next.
func killOne(t *testing.T, dir, token string, after int) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashChild+"="+dir, "HAVRE_CRASH_TOKEN="+token)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var codes []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		codes = append(codes, lines.Text())
		if len(codes) == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = cmd.Wait()
	if _, killed := errors.AsType[*exec.ExitError](err); !killed || stderr.Len() > 0 {
		t.Fatalf("the writer ended by itself: %v %s", err, stderr.String())
	}
	if k := len(codes) - 1; k >= 0 && len(codes[k]) != 7 {
		codes = codes[:k] // a line cut by the kill was not acknowledged
	}
	return codes
}

func inspect(t *testing.T, dir string, acked map[string]bool, whole bool) {
	t.Helper()
	ctx := context.Background()
	key := [32]byte(ground.Derive(trusttest.Machine[:], "database"))
	db, err := sqldb.Open(ctx, sqldb.Options{Path: filepath.Join(dir, "havre.db"), Key: key, Now: time.Now})
	if err != nil {
		t.Fatalf("reopen: %v", err)
	}
	err = db.Read(ctx, func(tx *sqldb.Tx) error {
		there := map[string]bool{}
		rows, err := tx.Query(qCrashCodes)
		if err != nil {
			return err
		}
		for rows.Next() {
			var code string
			if err := rows.Scan(&code); err != nil {
				return err
			}
			there[code] = true
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for code := range acked {
			if !there[code] {
				t.Errorf("the acknowledged case %s is lost", code)
			}
		}
		for what, q := range map[string]*sqldb.Query{"cases without fact, wrap, circle or entry": qCrashOrphans,
			"entries without case": qCrashStray} {
			var n int
			if err := tx.QueryRow(q).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				t.Errorf("%d %s", n, what)
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatalf("inspect: %v", err)
	}
	if !whole {
		return
	}
	h, err := trust.Open(ctx, trust.Options{Path: filepath.Join(dir, "havre.db"), Machine: trusttest.Machine,
		Country: packs.France(),
		Clock:   clock.Real{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var export strings.Builder
	if err := errors.Join(h.Journal.Export(ctx, &export), h.Close()); err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(h.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	r, err := journal.Verify(strings.NewReader(export.String()), v)
	if err != nil || !r.OK() || r.Unordered != 0 || r.Entries < int64(len(acked)) {
		t.Fatalf("the journal after the kills: %+v, %v", r, err)
	}
}

package sqldb

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/fault"
)

func goexit() { runtime.Goexit() }

// blockWriter keeps the writer busy until release is called, so that what is written meanwhile forms one batch.
func blockWriter(t *testing.T, db *DB) (release func()) {
	t.Helper()
	started, free := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- db.Write(context.Background(), func(*Tx) error { close(started); <-free; return nil })
	}()
	<-started
	return func() { close(free); must(t, <-done) }
}

// queued starts fn and returns once it waits in the writer's queue as number n.
func queued(db *DB, n int, ctx context.Context, fn func(*Tx) error) chan error {
	done := make(chan error, 1)
	go func() { done <- db.Write(ctx, fn) }()
	for len(db.engine.(*sqlite).writer.queue) < n {
		runtime.Gosched()
	}
	return done
}

// The writes of one batch share a commit, and a failing one undoes itself alone.
func TestGroupCommitIsolates(t *testing.T) {
	db := openTest(t, liteOptions(t))
	commits := 0
	var left []any
	db.SetBeforeCommit(func(tx *Tx, of []any) error {
		commits++
		left = append(left, of...)
		return addIn(tx, fmt.Sprint("batch ", commits), 99)
	})
	// Not cut short by the batch's time: the one that blocks it is a batch of its own.
	release := blockWriter(t, db)
	bg := context.Background()
	cancelled, cancel := context.WithCancel(bg)
	own := errors.New("own")
	first := queued(db, 1, bg, func(tx *Tx) error { tx.Leave("anna"); return addIn(tx, "anna", 1) })
	fails := queued(db, 2, bg, func(tx *Tx) error { tx.Leave("lost"); must(t, addIn(tx, "lost", 1)); return own })
	double := queued(db, 3, bg, func(tx *Tx) error { must(t, addIn(tx, "lost too", 1)); return addIn(tx, "anna", 2) })
	gone := queued(db, 4, cancelled, func(*Tx) error { t.Error("a cancelled write ran"); return nil })
	last := queued(db, 5, bg, func(tx *Tx) error { tx.Leave("bela"); return addIn(tx, "bela", 3) })
	cancel()
	release()
	must(t, <-first)
	must(t, <-last)
	if err := <-fails; !errors.Is(err, own) {
		t.Error(err)
	}
	wantKind(t, "double", <-double, fault.Conflict)
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	db.SetBeforeCommit(nil)
	if n := count(t, db); n != 2+commits {
		t.Errorf("%d persons after %d commits", n, commits)
	}
	if fmt.Sprint(left) != "[anna bela]" {
		t.Errorf("left by kept transactions: %v", left)
	}
	if commits > 3 {
		t.Errorf("%d commits for a handful of writes", commits)
	}
}

// When the end of the batch fails, nobody is told that their write is kept.
func TestBeforeCommitFailsAll(t *testing.T) {
	db := openTest(t, liteOptions(t))
	for _, before := range []func(*Tx, []any) error{
		func(tx *Tx, _ []any) error { must(t, addIn(tx, "entry", 1)); return errors.New("no entry") },
		func(*Tx, []any) error { panic("no entry") },
		func(tx *Tx, _ []any) error { must(t, addIn(tx, "entry", 1)); _ = addIn(tx, "entry", 1); return nil },
	} {
		db.SetBeforeCommit(before)
		if add(db, "anna", 1) == nil {
			t.Error("told as kept")
		}
		if n := count(t, db); n != 0 {
			t.Errorf("%d persons", n)
		}
	}
	db.SetBeforeCommit(nil)
	must(t, add(db, "anna", 1))
}

// A whole transaction undone by the engine fails the whole batch, and the next works.
func TestLostTransactionFailsTheBatch(t *testing.T) {
	db := openTest(t, liteOptions(t))
	err := db.Write(t.Context(), func(tx *Tx) error {
		must(t, addIn(tx, "anna", 1))
		return tx.script("rollback")
	})
	if err == nil {
		t.Error("told as kept")
	}
	must(t, add(db, "bela", 1))
	if n := count(t, db); n != 1 {
		t.Errorf("%d persons", n)
	}
}

func TestWrongKey(t *testing.T) {
	o := liteOptions(t)
	db := openTest(t, o)
	must(t, add(db, "anna", 1))
	must(t, db.Close())
	wrong := o
	wrong.Key[0]++
	before := folder(t, o.Path)
	for _, readOnly := range []bool{false, true} {
		wrong.ReadOnly = readOnly
		if _, err := Open(t.Context(), wrong); !errors.Is(err, ErrWrongKey) {
			t.Errorf("read only %v: %v", readOnly, err)
		} else if strings.Contains(err.Error(), hex.EncodeToString(wrong.Key[:4])) {
			t.Error("the key is in the error")
		}
	}
	sameFolder(t, before, folder(t, o.Path))
	must(t, os.Remove(lockPath(o.Path))) // as after putting a backup back
	if _, err := Open(t.Context(), wrong); !errors.Is(err, ErrWrongKey) {
		t.Error(err)
	}
	if n := count(t, openTest(t, o)); n != 1 {
		t.Errorf("%d persons", n)
	}
}

// A wrong key after a crash leaves the log alone, where acknowledged writes are.
func TestWrongKeyKeepsTheLog(t *testing.T) {
	o := liteOptions(t)
	child := startChild(t, o, "write")
	acknowledged := child.read(t, 30)
	child.kill(t)
	before := folder(t, o.Path)
	if len(before[filepath.Base(o.Path)+"-wal"]) == 0 {
		t.Fatal("no log to lose: the test shows nothing")
	}
	for _, proof := range []bool{true, false} {
		wrong := o
		wrong.Key[5]++
		if !proof {
			must(t, os.Remove(lockPath(o.Path)))
			before = folder(t, o.Path)
		}
		_, err := Open(t.Context(), wrong)
		if !errors.Is(err, ErrWrongKey) {
			t.Error(err)
		}
		after := folder(t, o.Path)
		if !proof {
			delete(after, "lock")
		}
		sameFolder(t, before, after)
	}
	if n := count(t, openTest(t, o)); n < acknowledged {
		t.Errorf("%d persons of %d acknowledged", n, acknowledged)
	}
}

// What was acknowledged before kill -9 is there afterwards.
func TestKilledWriterLosesNothing(t *testing.T) {
	o := liteOptions(t)
	for round := range 4 {
		child := startChild(t, o, "write")
		acknowledged := child.read(t, 10+7*round)
		child.kill(t)
		db := openTest(t, o)
		if n := count(t, db); n < acknowledged {
			t.Fatalf("round %d: %d persons of %d acknowledged", round, n, acknowledged)
		}
		must(t, db.Close())
	}
}

func TestInUse(t *testing.T) {
	o := liteOptions(t)
	child := startChild(t, o, "write")
	child.read(t, 1)
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Errorf("a second process: %v", err)
	}
	// Reading beside the process that writes.
	read := o
	read.ReadOnly = true
	for range 3 {
		db, err := Open(t.Context(), read)
		must(t, err)
		if count(t, db) == 0 {
			t.Error("what the other process wrote is not seen")
		}
		wantKind(t, "write", add(db, "anna", 1), fault.Internal)
		must(t, db.Migrate(t.Context()))
		must(t, db.Close())
	}
	n := child.read(t, 5) // it still writes
	child.kill(t)
	db := openTest(t, o)
	if got := count(t, db); got < n {
		t.Errorf("%d persons of %d acknowledged", got, n)
	}
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Errorf("twice in one process: %v", err)
	}
}

func TestReadOnlyNeedsADatabase(t *testing.T) {
	o := liteOptions(t)
	o.ReadOnly = true
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrMissing) {
		t.Error(err)
	}
	if len(folder(t, o.Path)) != 0 {
		t.Error("files were made")
	}
}

func TestUnwritable(t *testing.T) {
	o := liteOptions(t)
	must(t, openTest(t, o).Close())
	missing := o
	missing.Path = filepath.Join(filepath.Dir(o.Path), "absent", "x.db")
	if _, err := Open(t.Context(), missing); !errors.Is(err, ErrUnwritable) {
		t.Errorf("no folder: %v", err)
	}
	child := startChild(t, o, "unwritable")
	if said := child.line(t); said != "unwritable" {
		t.Errorf("a folder that cannot be written: %s", said)
	}
}

func TestBackup(t *testing.T) {
	o := liteOptions(t)
	db := openTest(t, o)
	must(t, add(db, "anna", 1))
	copied := o
	copied.Path = filepath.Join(t.TempDir(), "copy é.db")
	must(t, db.Backup(t.Context(), copied.Path))
	err := db.Backup(t.Context(), copied.Path)
	wantKind(t, "over a file", err, fault.Conflict)
	err = db.Backup(t.Context(), filepath.Join(t.TempDir(), "absent", "x.db"))
	if err == nil || strings.Contains(err.Error(), hex.EncodeToString(o.Key[:])) {
		t.Errorf("no folder: %v", err)
	}
	must(t, add(db, "bela", 1))
	if n := count(t, openTest(t, copied)); n != 1 {
		t.Errorf("%d persons in the copy", n)
	}
}

// Other users of the machine cannot open the files.
func TestFilesArePrivate(t *testing.T) {
	o := liteOptions(t)
	db := openTest(t, o)
	must(t, add(db, "anna", 1))
	must(t, db.Backup(t.Context(), filepath.Join(filepath.Dir(o.Path), "copy.db")))
	for name := range folder(t, o.Path) {
		info, err := os.Stat(filepath.Join(filepath.Dir(o.Path), name))
		must(t, err)
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
}

// Neither the words written nor the form of a database can be read from the files.
func TestFilesAreEncrypted(t *testing.T) {
	o := liteOptions(t)
	db := openTest(t, o)
	must(t, add(db, strings.Repeat("needle ", 2000), 1))
	must(t, db.Backup(t.Context(), filepath.Join(filepath.Dir(o.Path), "copy.db")))
	check := func() {
		for name, body := range folder(t, o.Path) {
			if strings.HasSuffix(name, "-shm") {
				continue // page numbers and checksums only
			}
			for _, s := range []string{"needle", "test_person", "SQLite format"} {
				if bytes.Contains(body, []byte(s)) {
					t.Errorf("%q is legible in %s", s, name)
				}
			}
			if bytes.Contains(body, o.Key[:]) || bytes.Contains(body, []byte(hex.EncodeToString(o.Key[:]))) {
				t.Errorf("the key is in %s", name)
			}
		}
	}
	check()
	must(t, db.Close())
	check()
}

func TestSettings(t *testing.T) {
	db := openTest(t, liteOptions(t))
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"secure_delete":  "1",
		"trusted_schema": "0", "temp_store": "2", "cell_size_check": "1", "busy_timeout": "10000"} {
		for name, do := range map[string]func(context.Context, func(*Tx) error) error{"read": db.Read,
			"write": db.Write} {
			must(t, do(t.Context(), func(tx *Tx) error {
				var got string
				if err := tx.QueryRow(native("test.pragma", "pragma "+pragma)).Scan(&got); err != nil || got != want {
					t.Errorf("%s: %s is %q, %v", name, pragma, got, err)
				}
				return nil
			}))
		}
	}
}

func folder(t *testing.T, path string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	must(t, filepath.WalkDir(filepath.Dir(path), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		out[d.Name()] = b
		return err
	}))
	return out
}

func sameFolder(t *testing.T, before, after map[string][]byte) {
	t.Helper()
	if len(before) != len(after) {
		t.Errorf("%d files, then %d", len(before), len(after))
	}
	for name, b := range before {
		if !bytes.Equal(b, after[name]) {
			t.Errorf("%s was changed", name)
		}
	}
}

package sqldb

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A file that holds nothing is left as it is, whatever lies beside it; once removed, a new database begins only where
// no lock says that there was one.
func TestAnEmptiedFileIsNoNewDatabase(t *testing.T) {
	for what, lose := range map[string]func(Options){
		"with its lock":    func(Options) {},
		"without its lock": func(o Options) { must(t, os.Remove(lockPath(o.Path))) },
		"under another key": func(o Options) {
			must(t, os.WriteFile(lockPath(o.Path), []byte(keyProof([32]byte{9})), 0o600))
		}} {
		o := liteOptions(t)
		db, err := Open(t.Context(), o)
		must(t, err)
		must(t, db.Close())
		must(t, os.Truncate(o.Path, 0))
		lose(o)
		before := folder(t, o.Path)
		for _, o.ReadOnly = range []bool{true, false, false} {
			if _, err := Open(t.Context(), o); !errors.Is(err, ErrEmptied) {
				t.Errorf("%s, read only %t: %v", what, o.ReadOnly, err)
			}
		}
		sameFolder(t, before, folder(t, o.Path))
		must(t, os.Remove(o.Path))
		if what == "without its lock" {
			begins(t, o, what)
		} else if _, err := Open(t.Context(), o); !errors.Is(err, ErrLost) {
			t.Errorf("%s, removed: %v", what, err)
		}
	}
}

// A file that is gone is told as long as anything of it is left, and nothing is changed; put back, it opens. Once
// nothing of it is left, a new database begins.
func TestAFileThatIsGoneIsNoNewDatabase(t *testing.T) {
	o := liteOptions(t)
	aside := filepath.Join(t.TempDir(), "aside")
	db, err := Open(t.Context(), o)
	must(t, err)
	must(t, db.Close())
	gone := func(what string) {
		t.Helper()
		before := folder(t, o.Path)
		for _, o.ReadOnly = range []bool{true, false, false} {
			if _, err := Open(t.Context(), o); !errors.Is(err, ErrLost) {
				t.Errorf("%s, read only %t: %v", what, o.ReadOnly, err)
			}
		}
		sameFolder(t, before, folder(t, o.Path))
	}
	must(t, os.Rename(o.Path, aside))
	gone("with its lock")
	o.Key[0]++
	gone("with its lock, under another key")
	o.Key[0]--
	must(t, os.Rename(aside, o.Path))
	begins(t, o, "put back")
	must(t, os.Remove(o.Path))
	must(t, os.Truncate(lockPath(o.Path), 0))
	must(t, os.WriteFile(o.Path+"-wal", []byte("pages"), 0o600))
	gone("with its log")
	must(t, os.Remove(o.Path+"-wal"))
	o.ReadOnly = true
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrMissing) {
		t.Errorf("nothing left, read only: %v", err)
	}
	o.ReadOnly = false
	begins(t, o, "with nothing left")
}

// A first start that was cut anywhere begins again: before the file, before its first page, before the proof.
func TestAFirstStartThatWasCutBegins(t *testing.T) {
	o := liteOptions(t)
	must(t, os.WriteFile(lockPath(o.Path), nil, 0o600))
	begins(t, o, "before the file")
	o = liteOptions(t)
	lock, err := admit(t.Context(), o)
	must(t, err)
	must(t, lock.release())
	if info, err := os.Stat(o.Path); err != nil || info.Size() != 0 {
		t.Fatalf("%v, %v", info, err)
	}
	begins(t, o, "before the first page")
	must(t, os.Truncate(lockPath(o.Path), 0))
	begins(t, o, "before the proof")
}

func begins(t *testing.T, o Options, what string) {
	t.Helper()
	db, err := Open(t.Context(), o)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	must(t, db.Close())
	if said, err := os.ReadFile(lockPath(o.Path)); err != nil || string(said) != keyProof(o.Key) {
		t.Errorf("%s: the proof is %q, %v", what, said, err)
	}
}

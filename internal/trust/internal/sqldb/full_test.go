package sqldb

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"

	"havre.example/havre/internal/kernel/fault"
)

// noRoom is a file on a full disk.
type noRoom struct{ encrypted }

var errNoRoom = &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}

func (noRoom) WriteAt([]byte, int64) (int, error) { return 0, errNoRoom }
func (noRoom) Truncate(int64) error               { return errNoRoom }
func (noRoom) SizeHint(int64) error               { return errNoRoom }
func (noRoom) Sync(vfs.SyncFlag) error            { return errNoRoom }

// A full disk reaches whoever writes as such, and is tried again later rather than taken for a flaw.
func TestAFullDiskIsToldAsOne(t *testing.T) {
	f := fullFile{noRoom{}}
	_, wrote := f.WriteAt([]byte("x"), 0)
	for what, err := range map[string]error{"write": wrote, "truncate": f.Truncate(1), "hint": f.SizeHint(1),
		"sync": f.Sync(0), "shared memory": sqlite3.IOERR_SHMSIZE} {
		err = failed(what, err)
		wantKind(t, what, err, fault.Busy)
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, err := range []error{sqlite3.CORRUPT, &pgconn.PgError{Code: "XX001"}, &pgconn.PgError{Code: "XX002"}} {
		if err := failed("read", err); !errors.Is(err, ErrDamaged) {
			t.Errorf("a damaged page: %v", err)
		}
	}
	if err := failed("read", sqlite3.IOERR_READ); errors.Is(err, syscall.ENOSPC) || errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// A file whose first page does not read under its own key is damaged, not of another key; it stays.
func TestADamagedFileStaysAsItIs(t *testing.T) {
	o := liteOptions(t)
	child := startChild(t, o, "write")
	child.read(t, 30)
	child.kill(t)
	must(t, os.WriteFile(o.Path, make([]byte, 8192), 0o600))
	must(t, os.WriteFile(o.Path+"-wal", nil, 0o600)) // what the log still has would be read in place of the page
	before := folder(t, o.Path)[filepath.Base(o.Path)]
	for _, readOnly := range []bool{false, true} {
		o.ReadOnly = readOnly
		if _, err := Open(t.Context(), o); !errors.Is(err, ErrDamaged) {
			t.Errorf("read only %v: %v", readOnly, err)
		}
	}
	if string(folder(t, o.Path)[filepath.Base(o.Path)]) != string(before) {
		t.Error("it was changed")
	}
}

package sqldb

import (
	"errors"
	"syscall"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// encrypted is what the file system with the encryption gives for a file: whatever wraps one keeps all of it.
type encrypted interface {
	vfs.File
	vfs.FileLockState
	vfs.FileChunkSize
	vfs.FileSizeHint
	vfs.FileHasMoved
	vfs.FileOverwrite
	vfs.FileSync
	vfs.FileCommitPhaseTwo
	vfs.FileBatchAtomicWrite
	vfs.FileCheckpoint
	vfs.FilePragma
	vfs.FileBusyHandler
	vfs.FileSharedMemory
}

// fullFile tells SQLite of a full disk by the code that it has for that: else it hears of an error of the disk, and
// what the operating system said is lost before anybody could be told.
type fullFile struct{ encrypted }

// Unwrap gives the file beneath: the files that belong to a database take its key from there.
func (f fullFile) Unwrap() vfs.File { return f.encrypted }

// WriteAt writes.
func (f fullFile) WriteAt(p []byte, off int64) (int, error) {
	n, err := f.encrypted.WriteAt(p, off)
	return n, full(err)
}

// SizeHint makes room ahead.
func (f fullFile) SizeHint(size int64) error { return full(f.encrypted.SizeHint(size)) }

// Truncate cuts or lengthens.
func (f fullFile) Truncate(size int64) error { return full(f.encrypted.Truncate(size)) }

// Sync flushes to disk.
func (f fullFile) Sync(flags vfs.SyncFlag) error { return full(f.encrypted.Sync(flags)) }

// full is SQLite's code where err says that there is no room left, else err.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return sqlite3.FULL
	}
	return err
}

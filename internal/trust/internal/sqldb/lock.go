package sqldb

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// fileLock is the file "lock" beside the database. The process that writes holds it; its content is a proof of the
// key, so that a wrong key is found before SQLite touches anything: with a wrong key SQLite would take the write-ahead
// log for garbage and delete it.
type fileLock struct{ f *os.File }

func lockPath(path string) string { return filepath.Join(filepath.Dir(path), "lock") }

// keyProof is stored in clear; it says nothing about the key.
func keyProof(key [32]byte) string {
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte("havre database key"))
	return hex.EncodeToString(m.Sum(nil))
}

func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(lockPath(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // nothing was written
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrInUse
		}
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	return &fileLock{f}, nil
}

// proof returns what the lock file says of the key.
func (l *fileLock) proof() (string, error) {
	b, err := io.ReadAll(io.NewSectionReader(l.f, 0, 1024))
	return string(b), err
}

// prove writes the proof of the key durably, once the database has its first page: proof beside an empty file says that
// the file was emptied, and beside none that it is gone.
func (l *fileLock) prove(key [32]byte) error {
	said, err := l.proof()
	if err == nil && said == keyProof(key) {
		return nil
	}
	if err == nil {
		_, err = l.f.WriteAt([]byte(keyProof(key)), 0)
	}
	if err = errors.Join(err, l.f.Sync()); err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	return nil
}

// release lets another process open the database. The file stays: deleting it would let two processes lock two files
// of one name.
func (l *fileLock) release() error {
	if l == nil {
		return nil
	}
	return l.f.Close()
}

// admit locks the database for the process that will write, and finds out whether the key is the right one.
func admit(ctx context.Context, o Options) (*fileLock, error) {
	if err := Lost(o.Path); err != nil {
		return nil, err
	}
	// A start makes the lock before the database: an empty file without lock was never begun, it was put there.
	if size, err := sizeOf(o.Path); err == nil && size == 0 {
		if _, err := os.Stat(lockPath(o.Path)); errors.Is(err, fs.ErrNotExist) {
			return nil, ErrEmptied
		}
	}
	lock, err := lockFile(o.Path)
	if err != nil {
		return nil, err
	}
	if err := admitLocked(ctx, o, lock); err != nil {
		return nil, errors.Join(err, lock.release())
	}
	return lock, nil
}

// Lost tells ErrLost where a database lay at a path and its file is gone: the lock holds the proof of a key, which
// comes after the first page, or its log was left. A first start that was cut before leaves neither.
func Lost(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	said, _ := os.ReadFile(lockPath(path)) // not there, or not to be read: whoever opens it says so
	if _, err := os.Stat(path + "-wal"); err == nil || len(said) > 0 {
		return ErrLost
	}
	return nil
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func admitLocked(ctx context.Context, o Options, lock *fileLock) error {
	said, err := lock.proof()
	if err != nil {
		return fmt.Errorf("read the database's lock: %w", err)
	}
	size, err := sizeOf(o.Path)
	switch {
	case err == nil && size == 0 && said != "":
		return ErrEmptied
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	f, err := os.OpenFile(o.Path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	// A database put back from a backup comes without its proof, or beside another's.
	if size > 0 && said != keyProof(o.Key) && !legible(ctx, o) {
		return ErrWrongKey
	}
	return nil
}

// admitReader finds out whether the key is the right one, without lock.
func admitReader(ctx context.Context, o Options) error {
	switch size, err := sizeOf(o.Path); {
	case errors.Is(err, fs.ErrNotExist):
		return cmp.Or(Lost(o.Path), ErrMissing)
	case err != nil:
		return fmt.Errorf("open the database: %w", err)
	case size == 0:
		return ErrEmptied
	}
	if said, err := os.ReadFile(lockPath(o.Path)); err == nil && string(said) == keyProof(o.Key) {
		return nil
	}
	if !legible(ctx, o) {
		return ErrWrongKey
	}
	return nil
}

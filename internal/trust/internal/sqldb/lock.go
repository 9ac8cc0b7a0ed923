package sqldb

import (
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

// prove writes the proof of the key durably.
func (l *fileLock) prove(key [32]byte) error {
	if _, err := l.f.WriteAt([]byte(keyProof(key)), 0); err != nil {
		return err
	}
	return l.f.Sync()
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
	lock, err := lockFile(o.Path)
	if err != nil {
		return nil, err
	}
	if err := admitLocked(ctx, o, lock); err != nil {
		return nil, errors.Join(err, lock.release())
	}
	return lock, nil
}

func admitLocked(ctx context.Context, o Options, lock *fileLock) error {
	f, err := os.OpenFile(o.Path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	info, err := f.Stat()
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	said, err := lock.proof()
	if err != nil {
		return fmt.Errorf("read the database's lock: %w", err)
	}
	if said == keyProof(o.Key) && info.Size() > 0 {
		return nil
	}
	// A database put back from a backup comes without its proof, or beside another's.
	if info.Size() > 0 && !legible(ctx, o) {
		return ErrWrongKey
	}
	if err := lock.prove(o.Key); err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	return nil
}

// admitReader finds out whether the key is the right one, without lock.
func admitReader(ctx context.Context, o Options) error {
	if info, err := os.Stat(o.Path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return ErrMissing
	} else if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if said, err := os.ReadFile(lockPath(o.Path)); err == nil && string(said) == keyProof(o.Key) {
		return nil
	}
	if !legible(ctx, o) {
		return ErrWrongKey
	}
	return nil
}

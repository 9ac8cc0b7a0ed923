package main

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"havre.example/havre/internal/app"
)

// openFile opens a file, which a folder is not.
func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	at, err := f.Stat()
	if err == nil && at.IsDir() {
		err = &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// made is a file that a command writes: for its owner alone or for all to read, a new one or over another.
type made struct {
	name string
	all  bool
	over bool
}

// write writes the file beside its place and puts it there when all of it is on the disk: what stood there stands until
// then, and where the writing fails nothing is left. What is no file, as /dev/stdout, is written as it is.
func (m made) write(fill func(io.Writer) error) error {
	at, err := os.Lstat(m.name)
	if err == nil && !m.over {
		return unwritten(m.name, fs.ErrExist)
	}
	if err == nil && at.Mode()&fs.ModeSymlink != 0 { // the link stays, and leads to the new one
		if to, err := filepath.EvalSymlinks(m.name); err == nil {
			return made{to, m.all, m.over}.write(fill)
		}
	}
	if err == nil && !at.Mode().IsRegular() {
		return m.stream(fill)
	}
	return m.whole(fill)
}

// stream writes to what is no file and cannot be put in place.
func (m made) stream(fill func(io.Writer) error) error {
	f, err := os.OpenFile(m.name, os.O_WRONLY, 0)
	if err != nil {
		return unwritten(m.name, err)
	}
	return errors.Join(onto(m.name, f, fill), f.Close())
}

// whole writes a file that is put in place when it is whole.
func (m made) whole(fill func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(m.name), "."+filepath.Base(m.name)+".*")
	if err != nil {
		return unwritten(m.name, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	filled := onto(m.name, f, fill)
	if m.all {
		err = f.Chmod(0o644)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); filled != nil || err != nil {
		return cmp.Or(filled, unwritten(m.name, err))
	}
	if _, there := os.Lstat(m.name); there == nil && !m.over { // it came meanwhile
		return unwritten(m.name, fs.ErrExist)
	}
	return unwritten(m.name, os.Rename(f.Name(), m.name))
}

// onto fills a file that is open, and tells apart that it takes no more from what went wrong before.
func onto(name string, w io.Writer, fill func(io.Writer) error) error {
	to := &taking{w: w}
	if err := fill(to); to.err == nil {
		return err
	}
	return unwritten(name, to.err)
}

// taking keeps why a file took no more.
type taking struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (t *taking) Write(b []byte) (int, error) {
	n, err := t.w.Write(b)
	t.err = cmp.Or(t.err, err)
	return n, err
}

// unwritten tells that a file cannot be written, by the name that was typed; nil for no error.
func unwritten(name string, err error) error {
	if err == nil {
		return nil
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		err = l.Err
	}
	return app.TellWhy("app.file.unwritten", &fs.PathError{Op: "write", Path: name, Err: err})
}

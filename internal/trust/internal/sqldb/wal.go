package sqldb

import (
	"encoding/binary"
	"io"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the files' encryption
)

// vfsName is the file system that SQLite is given: the encrypting one, with the write-ahead log gathered (logFile).
const vfsName = "havre"

func init() { vfs.Register(vfsName, gathering{vfs.Find("adiantum")}) }

// gathering opens files of another file system, the write-ahead log as a logFile.
type gathering struct{ vfs.VFS }

// Open implements vfs.VFS.
func (g gathering) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	return vfsutil.WrapOpen(g.VFS, name, flags)
}

// OpenFilename is what SQLite calls.
func (g gathering) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, out, err := vfsutil.WrapOpenFilename(g.VFS, name, flags)
	if e, ok := f.(encrypted); ok {
		f = fullFile{e}
	}
	if err == nil && flags&vfs.OPEN_WAL != 0 {
		f = &logFile{File: f}
	}
	return f, out, err
}

// Shape of the write-ahead log: a header, then frames of a header and a page.
const (
	logHeader   = 32
	frameHeader = 24
	gatherMost  = 64 * (frameHeader + 4096)
)

// logFile gathers what SQLite writes to the write-ahead log and hands it on in one piece when SQLite flushes it. Frames
// are 24 bytes longer than the blocks of the encryption: written one by one, each would be encrypted three times and
// what lies beside it decrypted three times.
//
// A commit is answered, and shown to the other connections, only after Sync; so nothing that anybody relies on is ever
// only gathered. One thing SQLite writes after the flush of a commit: the rest of the frame in which it stopped at a
// block's edge. It passes at once.
type logFile struct {
	vfs.File
	at      int64 // where the gathered bytes belong
	gather  []byte
	end     int64 // where the last write ended
	through int64 // writes before this offset pass at once
	frame   int64 // length of a frame; 0: not known yet
}

// WriteAt gathers what continues the gathered bytes, and passes on everything else.
func (f *logFile) WriteAt(p []byte, off int64) (int, error) {
	if len(f.gather) > 0 && (off != f.at+int64(len(f.gather)) || len(f.gather)+len(p) > gatherMost) {
		if err := f.hand(); err != nil {
			return 0, err
		}
	}
	if off == 0 {
		f.frame, f.through = 0, 0 // the log begins again, with a header that says its page size
	}
	f.end = off + int64(len(p))
	if off < f.through || off < logHeader || !f.shaped() {
		return f.File.WriteAt(p, off)
	}
	if len(f.gather) == 0 {
		f.at = off
	}
	f.gather = append(f.gather, p...)
	return len(p), nil
}

// shaped learns the length of a frame from the log's header; false while there is none.
func (f *logFile) shaped() bool {
	if f.frame != 0 {
		return true
	}
	var h [logHeader]byte
	if n, err := f.File.ReadAt(h[:], 0); n != len(h) || (err != nil && err != io.EOF) {
		return false
	}
	page := int64(binary.BigEndian.Uint32(h[8:]))
	if page == 1 {
		page = 65536
	}
	f.frame = frameHeader + page
	return page >= 512
}

// hand passes the gathered bytes on.
func (f *logFile) hand() error {
	if len(f.gather) == 0 {
		return nil
	}
	n, err := f.File.WriteAt(f.gather, f.at)
	if err == nil && n != len(f.gather) {
		err = io.ErrShortWrite
	}
	f.gather = f.gather[:0]
	return err
}

// Sync hands on and flushes to disk.
func (f *logFile) Sync(flags vfs.SyncFlag) error {
	if err := f.hand(); err != nil {
		return err
	}
	if f.frame > 0 && f.end > logHeader {
		f.through = logHeader + (f.end-logHeader+f.frame-1)/f.frame*f.frame
	}
	return f.File.Sync(flags)
}

// ReadAt reads; what is gathered is handed on first.
func (f *logFile) ReadAt(p []byte, off int64) (int, error) {
	if n := int64(len(f.gather)); n > 0 && off < f.at+n && off+int64(len(p)) > f.at {
		if err := f.hand(); err != nil {
			return 0, err
		}
	}
	return f.File.ReadAt(p, off)
}

// Truncate cuts the log; what is gathered is handed on first.
func (f *logFile) Truncate(size int64) error {
	if err := f.hand(); err != nil {
		return err
	}
	f.through = 0
	return f.File.Truncate(size)
}

// Size counts what is gathered.
func (f *logFile) Size() (int64, error) {
	size, err := f.File.Size()
	if n := len(f.gather); n > 0 {
		size = max(size, f.at+int64(n))
	}
	return size, err
}

// Close hands on what is left.
func (f *logFile) Close() error {
	err := f.hand()
	if cerr := f.File.Close(); err == nil {
		err = cerr
	}
	return err
}

// Unwrap lets the file beneath be found.
func (f *logFile) Unwrap() vfs.File { return f.File }

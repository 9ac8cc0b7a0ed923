package sqldb

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"pgregory.net/rapid"
)

// The log as SQLite writes it: whatever the order of frames, rests after a flush, rewrites, reads and restarts, what is
// read is what was written, and after a flush, with the rest of its frame, the file beneath holds all of it.
func TestTheLogIsGatheredAndNothingIsKeptBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const page = 512
		var beneath, plain vfsutil.SliceFile
		f := &logFile{File: &beneath}
		write := func(p []byte, off int64) {
			for _, w := range []interface {
				WriteAt([]byte, int64) (int, error)
			}{f, &plain} {
				if n, err := w.WriteAt(p, off); err != nil || n != len(p) {
					t.Fatal(n, err)
				}
			}
		}
		same := func(a, b []byte, why string) {
			if !bytes.Equal(a, b) {
				t.Fatalf("%s: %d bytes and %d bytes differ", why, len(a), len(b))
			}
		}
		frames := 0
		begin := func() {
			h := make([]byte, logHeader)
			binary.BigEndian.PutUint32(h[8:], page)
			write(h, 0)
			if err := f.Sync(0); err != nil {
				t.Fatal(err)
			}
			frames = 0
		}
		begin()
		fill := byte(0)
		bytesOf := func(n int) []byte { fill++; return bytes.Repeat([]byte{fill}, n) }
		at := func(frame int) int64 { return logHeader + int64(frame)*(frameHeader+page) }
		t.Repeat(map[string]func(*rapid.T){
			"commit": func(t *rapid.T) {
				for range rapid.IntRange(1, 5).Draw(t, "frames") {
					write(bytesOf(frameHeader), at(frames))
					write(bytesOf(page), at(frames)+frameHeader)
					frames++
				}
				cut := rapid.IntRange(0, page).Draw(t, "cut") // the last frame, once more, up to a block's edge
				write(bytesOf(frameHeader), at(frames))
				write(bytesOf(page-cut), at(frames)+frameHeader)
				if err := f.Sync(0); err != nil {
					t.Fatal(err)
				}
				if cut > 0 {
					write(bytesOf(cut), at(frames)+frameHeader+int64(page-cut))
				}
				frames++
				same(beneath, plain, "another connection reads the file")
			},
			"spill": func(t *rapid.T) {
				write(bytesOf(frameHeader), at(frames))
				write(bytesOf(page), at(frames)+frameHeader)
				if rapid.Bool().Draw(t, "kept") {
					frames++
				}
			},
			"rewrite": func(t *rapid.T) {
				if frames > 0 {
					write(bytesOf(page), at(rapid.IntRange(0, frames-1).Draw(t, "frame"))+frameHeader)
				}
			},
			"read": func(t *rapid.T) {
				got, want := make([]byte, page), make([]byte, page)
				off := at(rapid.IntRange(0, frames).Draw(t, "frame")) + frameHeader
				n, err := f.ReadAt(got, off)
				m, werr := plain.ReadAt(want, off)
				if n != m || (err == nil) != (werr == nil) {
					t.Fatalf("%d, %v; not %d, %v", n, err, m, werr)
				}
				same(got[:n], want[:m], "reading")
			},
			"size": func(t *rapid.T) {
				if n, err := f.Size(); err != nil || n != int64(len(plain)) {
					t.Fatalf("%d, %v; not %d", n, err, len(plain))
				}
			},
			"restart": func(t *rapid.T) { begin() },
		})
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		same(beneath, plain, "closed")
	})
}

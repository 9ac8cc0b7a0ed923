package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/trusttest"
)

// checker verifies exports of a network with its key.
func checker(t *testing.T, f *trusttest.Floor) func(lines [][]byte, heads ...string) journal.Report {
	t.Helper()
	v, err := note.NewVerifier(f.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	return func(lines [][]byte, heads ...string) journal.Report {
		t.Helper()
		r, err := journal.Verify(bytes.NewReader(bytes.Join(lines, nil)), v, heads...)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

// exported returns the lines of an export, each with its end.
func exported(t *testing.T, f *trusttest.Floor) [][]byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Journal.Export(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return bytes.SplitAfter(bytes.TrimSuffix(b.Bytes(), []byte("\n")), []byte("\n"))
}

// Nothing wrong is no proof: without an entry under a signed head nothing was verified.
func TestNothingVerifiedIsNotProved(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		check := checker(t, f)
		for what, lines := range map[string][][]byte{
			"no line":      nil,
			"an empty end": {[]byte(`{"end":{"entries":0,"batches":0,"heads":0}}`)},
		} {
			if r := check(lines); r.Proved() || r.Heads != 0 || r.Empty != (lines == nil) {
				t.Errorf("%s: %+v", what, r)
			}
		}
		empty, err := f.Journal.Sign(t.Context()) // founding leaves entries that no batch lists yet on PostgreSQL
		if err != nil {
			t.Fatal(err)
		}
		sequence(t, f)
		look(t, f, nothing)
		sequence(t, f)
		lines := exported(t, f)
		if r := check(lines, empty); f.Engine == "postgres" && r.Proved() {
			t.Errorf("a head over nothing proves nothing: %+v", r)
		}
		head, err := f.Journal.Sign(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r := check(lines, head); !r.Proved() || r.Uncovered() != 0 {
			t.Errorf("a head kept outside vouches too: %+v", r)
		}
		look(t, f, nothing)
		look(t, f, nothing)
		sequence(t, f)
		if r := check(exported(t, f)); !r.Proved() || r.Uncovered() != 2 || r.Covered != r.Entries-2 {
			t.Errorf("after the last head: %+v", r)
		}
	})
}

// Wherever a copy broke off, the file does not pass.
func TestACutFileIsNotProved(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		check := checker(t, f)
		for range 3 {
			look(t, f, nothing)
			sequence(t, f)
			if _, err := f.Journal.Sign(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		lines := exported(t, f)
		if r := check(lines); !r.Proved() || r.Heads < 3 {
			t.Fatalf("whole: %+v", r)
		}
		for n := range lines {
			if r := check(lines[:n]); r.OK() {
				t.Errorf("cut after %d of %d lines: %+v", n, len(lines), r)
			}
			if half := bytes.TrimSpace(lines[n]); n > 0 {
				if r := check(append(lines[:n:n], half[:len(half)/2])); r.OK() {
					t.Errorf("cut within line %d: %+v", n+1, r)
				}
			}
		}
		if r := check(append(lines[:len(lines):len(lines)], []byte("\n"), lines[0])); r.OK() {
			t.Errorf("a line after the end: %+v", r)
		}
		entries := 0
		for _, l := range lines {
			if bytes.HasPrefix(l, []byte(`{"entry"`)) {
				entries++
			}
		}
		if r := check(append(lines[1:len(lines):len(lines)], []byte("\n"))); entries == 0 || r.OK() {
			t.Errorf("the first line left out: %+v", r)
		}
	})
}

// An old entry that no batch lists, beside younger ones that are listed, was passed over.
func TestAnEntryPassedOverShows(t *testing.T) {
	f := trusttest.SQLite(t)
	check := checker(t, f)
	look(t, f, nothing)
	if _, err := f.Journal.Sign(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines := exported(t, f)
	stray := []byte(
		`{"entry":{"id":"01hzy3v9x4q5r6s7t8v9w0x1y2","at":1,"act":"a","detail":"{}","salt":"AA==","leaf":"AA=="}}` +
			"\n")
	last := len(lines) - 1
	n := 0
	for _, l := range lines {
		if bytes.HasPrefix(l, []byte(`{"entry"`)) {
			n++
		}
	}
	with := append([][]byte{stray}, lines[:last]...)
	with = append(with, bytes.Replace(lines[last], jsonCount(n), jsonCount(n+1), 1))
	if r := check(with); r.OK() || len(r.Problems) != 1 || r.Unordered != 1 {
		t.Errorf("%+v", r)
	}
}

func jsonCount(n int) []byte { return fmt.Appendf(nil, `"entries":%d,`, n) }

// What an editor does to a file takes nothing away from it: a mark at its start, the ends of its lines, an empty one at
// the end. A mark anywhere else is no editor's.
func TestAnExportThatAnEditorSavedIsProved(t *testing.T) {
	f := trusttest.SQLite(t)
	check := checker(t, f)
	look(t, f, nothing)
	sequence(t, f)
	head, err := f.Journal.Sign(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lines := exported(t, f)
	mark := []byte("\ufeff")
	saved := [][]byte{bytes.Join([][]byte{mark, bytes.ReplaceAll(bytes.Join(lines, nil), []byte("\n"),
		[]byte("\r\n")), []byte("\r\n\r\n")}, nil)}
	if r := check(saved, head); !r.Proved() {
		t.Errorf("what an editor saved: %+v", r)
	}
	lines[1] = append(mark, lines[1]...)
	if r := check(lines, head); r.Proved() {
		t.Errorf("a mark within the file: %+v", r)
	}
}

// Where nothing waits, nothing is written: a network at rest grows no journal.
func TestNothingWaitingWritesNoBatch(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		look(t, f, nothing)
		sequence(t, f)
		before := len(exported(t, f))
		if n, err := f.Journal.Sequence(t.Context()); err != nil || n != 0 {
			t.Fatalf("%d were put in order: %v", n, err)
		}
		if after := len(exported(t, f)); after != before {
			t.Errorf("%d lines, then %d", before, after)
		}
	})
}

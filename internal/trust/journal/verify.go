package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"havre.example/havre/internal/kernel/fault"
)

// Report is what Verify found.
type Report struct {
	Entries   int64     // entries in the tree
	Unordered int       // committed entries that no batch lists yet (PostgreSQL, less than a minute old)
	Heads     int       // signed heads that fit the tree
	Covered   int64     // entries under the largest of them
	Root      tlog.Hash // root over all entries
	Problems  []string  // empty when the journal holds
	Empty     bool      // the file says nothing at all, wrong or right
}

// OK tells whether nothing wrong was found: not yet that anything was proved.
func (r Report) OK() bool { return len(r.Problems) == 0 }

// Proved tells whether the journal holds: nothing wrong was found, and a signed head vouches for entries. Without one,
// whoever wrote the file could have written any other.
func (r Report) Proved() bool { return r.OK() && r.Covered > 0 }

// Uncovered counts the entries that no head vouches for yet.
func (r Report) Uncovered() int64 { return r.Entries - r.Covered + int64(r.Unordered) }

func (r *Report) problem(format string, args ...any) {
	if len(r.Problems) < 100 {
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	}
}

// tree is a whole Merkle tree in memory, built with tlog's own storage layout: on purpose not with the frontier that
// wrote the journal, so that the two check one another.
type tree []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(t)) {
			return nil, fmt.Errorf("hash %d is not stored", x)
		}
		out[i] = t[x]
	}
	return out, nil
}

// Verify reads an export and checks, offline, that no entry was altered, dropped, swapped or added later, and that
// every head fits the tree. verifier is the log's public key; witnessed are heads that outsiders kept (notes), each
// of which must fit too: this finds a journal that was rewritten or restored from an older state. A report without
// problems is no proof yet: ask Proved.
func Verify(r io.Reader, verifier note.Verifier, witnessed ...string) (Report, error) {
	var rep Report
	f, err := rep.read(r)
	if err != nil {
		return rep, fmt.Errorf("read the export: %w", err)
	}
	t := rep.build(f.entries, f.batches)
	rep.late(f.entries, f.batches)
	for _, h := range f.heads {
		rep.head(t, verifier, h.Note, "head")
	}
	for _, w := range witnessed {
		rep.head(t, verifier, w, "witnessed head")
	}
	return rep, nil
}

// file is what an export says.
type file struct {
	entries map[EntryID]entryLine
	batches []batchLine
	heads   []headLine
	end     *endLine
}

// read takes an export in. Its last line says how many stand before it: a copy that broke off on the way is no export.
func (rep *Report) read(r io.Reader) (file, error) {
	f := file{entries: map[EntryID]entryLine{}}
	rep.Empty = true
	in := bufio.NewScanner(r)
	in.Buffer(nil, 64<<20)
	for n := 1; in.Scan(); n++ {
		line := in.Bytes()
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue // says nothing, and takes nothing away: editors leave one at the end
		}
		rep.Empty = false
		if f.end != nil {
			rep.problem("line %d stands after the end", n)
		}
		var rec record
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&rec); err != nil {
			rep.problem("line %d does not read", n)
			continue
		}
		switch {
		case rec.Entry != nil:
			if _, dup := f.entries[rec.Entry.ID]; dup {
				rep.problem("entry %s stands twice", rec.Entry.ID)
			}
			f.entries[rec.Entry.ID] = *rec.Entry
		case rec.Batch != nil:
			f.batches = append(f.batches, *rec.Batch)
		case rec.Head != nil:
			f.heads = append(f.heads, *rec.Head)
		case rec.End != nil:
			f.end = rec.End
		default:
			rep.problem("line %d says nothing", n)
		}
	}
	if f.end == nil {
		rep.problem("the file ends before its last line: it was cut")
	} else if have := (endLine{len(f.entries), len(f.batches), len(f.heads)}); have != *f.end {
		rep.problem("the file holds %d entries, %d batches and %d heads, and says %d, %d and %d", have.Entries,
			have.Batches, have.Heads, f.end.Entries, f.end.Batches, f.end.Heads)
	}
	return f, in.Err()
}

// patience is how much older than the last batch an entry may be and still wait for its order.
const patience = time.Hour

// late finds entries that were never put in order: until they are, they could be taken away unseen.
func (r *Report) late(entries map[EntryID]entryLine, batches []batchLine) {
	var last int64
	listed := map[EntryID]bool{}
	for _, b := range batches {
		last = max(last, b.At)
		for raw := range slices.Chunk(b.Entries, 16) {
			var e EntryID
			_ = e.Scan(raw) // a piece that is no id belongs to a batch that build calls malformed
			listed[e] = true
		}
	}
	n := 0
	for id, e := range entries {
		if !listed[id] && e.At < last-patience.Microseconds() {
			n++
		}
	}
	if n > 0 {
		r.problem("%d entries were passed over when others were put in order", n)
	}
}

// build puts the entries in the order of the batches and checks each leaf, frontier and root on the way.
func (r *Report) build(entries map[EntryID]entryLine, batches []batchLine) tree {
	var t tree
	var edge frontier
	seen := map[EntryID]bool{}
	slices.SortFunc(batches, func(a, b batchLine) int { return int(a.First - b.First) })
	for _, b := range batches {
		if b.First != r.Entries {
			r.problem("entries %d to %d are missing", r.Entries, b.First-1)
			return t
		}
		if b.Size < 1 || int64(len(b.Entries)) != 16*b.Size {
			r.problem("batch at %d is malformed", b.First)
			return t
		}
		for raw := range slices.Chunk(b.Entries, 16) {
			var e EntryID
			_ = e.Scan(raw) // 16 bytes always scan
			line, ok := entries[e]
			switch {
			case !ok:
				r.problem("entry %d (%s) is missing", r.Entries, e)
				return t
			case seen[e]:
				r.problem("entry %s is listed twice", e)
			}
			seen[e] = true
			leaf := line.entry().Leaf()
			if !bytes.Equal(leaf[:], line.Leaf) {
				r.problem("entry %d (%s) was altered", r.Entries, e)
			}
			t = append(t, fault.Must(tlog.StoredHashesForRecordHash(r.Entries, leaf, t))...)
			edge.add(leaf)
			r.Entries++
		}
		r.Root = fault.Must(tlog.TreeHash(r.Entries, t))
		if !bytes.Equal(r.Root[:], b.Root) || !bytes.Equal(edge.encode(), b.Frontier) {
			r.problem("batch at %d does not fit its entries", b.First)
		}
	}
	r.Unordered = len(entries) - len(seen)
	return t
}

var errNotOurs = errors.New("not signed by this journal's key")

func (r *Report) head(t tree, verifier note.Verifier, msg, what string) {
	head, err := openHead(msg, verifier)
	if err != nil {
		r.problem("%s: %v", what, err)
		return
	}
	if head.N > r.Entries {
		r.problem("%s covers %d entries, the journal has %d: it was cut or restored from an older state", what, head.N,
			r.Entries)
		return
	}
	if fault.Must(tlog.TreeHash(head.N, t)) != head.Hash {
		r.problem("%s over %d entries does not fit: the journal was rewritten", what, head.N)
		return
	}
	r.Heads++
	r.Covered = max(r.Covered, head.N)
}

func openHead(msg string, verifier note.Verifier) (tlog.Tree, error) {
	n, err := note.Open([]byte(msg), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, errNotOurs
	}
	head, err := tlog.ParseTree([]byte(n.Text))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("does not read: %w", err)
	}
	return head, nil
}

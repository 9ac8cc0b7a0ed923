package journal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// book is an export made by hand: five entries in two batches, a signed head after each.
type book struct {
	entries []entryLine
	batches []batchLine
	heads   []headLine
	end     *endLine // nil: what stands there
	more    []string // further lines, before the end
	after   []string // and behind it
	signer  note.Signer
	key     note.Verifier
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newBook(t *testing.T) *book {
	t.Helper()
	return bookOf(t, 2, 3)
}

// bookOf has a batch of each of these sizes.
func bookOf(t *testing.T, sizes ...int64) *book {
	t.Helper()
	b := &book{}
	signer, key, err := Key(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if b.key, err = note.NewVerifier(key); err != nil {
		t.Fatal(err)
	}
	b.signer = signer
	var edge frontier
	for _, size := range sizes {
		batch := batchLine{First: edge.size, Size: size, At: noon.UnixMicro()}
		for range size {
			e := New(noon, []byte("user-0123456789a"), nil, "test.act", nil, Detail{})
			leaf := e.Leaf()
			edge.add(leaf)
			batch.Entries = append(batch.Entries, e.ID.Bytes()...)
			b.entries = append(b.entries, entryLine{ID: e.ID, At: e.At.UnixMicro(), User: e.User, Act: e.Act,
				Detail: e.Detail, Salt: e.Salt, Leaf: leaf[:]})
		}
		root := edge.root()
		batch.Root, batch.Frontier = root[:], edge.encode()
		b.batches = append(b.batches, batch)
		b.heads = append(b.heads, headLine{Size: edge.size, Note: b.sign(t, edge.size, root)})
	}
	return b
}

func (b *book) sign(t *testing.T, size int64, root tlog.Hash) string {
	t.Helper()
	return b.note(t, string(tlog.FormatTree(tlog.Tree{N: size, Hash: root})))
}

func (b *book) note(t *testing.T, text string) string {
	t.Helper()
	msg, err := note.Sign(&note.Note{Text: text}, b.signer)
	if err != nil {
		t.Fatal(err)
	}
	return string(msg)
}

func (b *book) text(t *testing.T) string {
	t.Helper()
	var lines []string
	add := func(r record) {
		j, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(j))
	}
	for _, e := range b.entries {
		add(record{Entry: &e})
	}
	for _, x := range b.batches {
		add(record{Batch: &x})
	}
	for _, h := range b.heads {
		add(record{Head: &h})
	}
	lines = append(lines, b.more...)
	if b.end == nil {
		b.end = &endLine{len(b.entries), len(b.batches), len(b.heads)}
	}
	add(record{End: b.end})
	return strings.Join(append(lines, b.after...), "\n")
}

func (b *book) check(t *testing.T, witnessed ...string) Report {
	t.Helper()
	r, err := Verify(strings.NewReader(b.text(t)), b.key, witnessed...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAWholeBookIsProved(t *testing.T) {
	b := newBook(t)
	r := b.check(t, b.heads[0].Note, b.heads[1].Note)
	if !r.Proved() || r.Entries != 5 || r.Heads != 4 || r.Covered != 5 || r.Unordered != 0 || r.Uncovered() != 0 ||
		!bytes.Equal(r.Root[:], b.batches[1].Root) {
		t.Errorf("%+v", r)
	}
	b = newBook(t)
	b.heads = b.heads[:1]
	b.entries = append(b.entries, b.stray(noon))
	slices.Reverse(b.batches) // their order in the file is of no matter
	if r = b.check(t); !r.Proved() || r.Covered != 2 || r.Unordered != 1 || r.Uncovered() != 4 {
		t.Errorf("%+v", r)
	}
	b.heads = nil
	if b.end = nil; b.check(t).Proved() || !b.check(t).OK() {
		t.Error("proved without a head")
	}
}

// What was put in order long after it was written is listed all the same.
func TestABookThatWasOrderedLateIsProved(t *testing.T) {
	b := newBook(t)
	for i := range b.batches {
		b.batches[i].At = noon.Add(26 * time.Hour).UnixMicro()
	}
	if r := b.check(t); !r.Proved() || r.Covered != 5 {
		t.Errorf("%+v", r)
	}
}

// The longest line that is ever written reads: a batch of as many entries as one lists.
func TestTheLongestBatchReads(t *testing.T) {
	if r := bookOf(t, most).check(t); !r.Proved() || r.Covered != most {
		t.Errorf("%d entries, %d under a head: %q", r.Entries, r.Covered, r.Problems)
	}
}

// One entry under a head is proof; and one that is no number of leaves is none.
func TestOneEntryIsProved(t *testing.T) {
	b := newBook(t)
	var edge frontier
	edge.add(tlog.Hash(b.entries[0].Leaf))
	b.heads = []headLine{{Size: 1, Note: b.sign(t, 1, edge.root())}}
	if r := b.check(t); !r.Proved() || r.Covered != 1 || r.Uncovered() != 4 {
		t.Errorf("%+v", r)
	}
	if _, err := decodeFrontier(-1, make([]byte, 64*tlog.HashSize)); err == nil {
		t.Error("a frontier of less than nothing was read")
	}
}

// stray is an entry that no batch lists.
func (b *book) stray(at time.Time) entryLine {
	e := New(at, nil, nil, "test.stray", nil, Detail{})
	leaf := e.Leaf()
	return entryLine{ID: e.ID, At: e.At.UnixMicro(), Act: e.Act, Detail: e.Detail, Salt: e.Salt, Leaf: leaf[:]}
}

// Each way to falsify a journal is found, and told by its name; want is how many problems there are.
func TestEachFalsificationIsNamed(t *testing.T) {
	other := tlog.Hash{1}
	for what, c := range map[string]struct {
		do   func(*book)
		says string
		want int
	}{
		"an entry twice": {func(b *book) {
			b.entries = append(b.entries, b.entries[0])
			b.end = &endLine{5, 2,
				2}
		}, "stands twice", 1},
		"a line of nonsense": {func(b *book) { b.more = []string{"nonsense"} }, "line 10 does not read", 1},
		"a field too many":   {func(b *book) { b.more = []string{`{"surplus":1}`} }, "does not read", 1},
		"an empty line":      {func(b *book) { b.more = []string{`{}`} }, "says nothing", 1},
		"a line after its end": {func(b *book) { b.after = []string{`{"head":{"size":0,"note":"","at":0}}`} },
			"after the end", 3},
		"entries miscounted": {func(b *book) { b.end = &endLine{4, 2, 2} }, "says 4, 2 and 2", 1},
		"batches miscounted": {func(b *book) { b.end = &endLine{5, 1, 2} }, "says 5, 1 and 2", 1},
		"heads miscounted":   {func(b *book) { b.end = &endLine{5, 2, 1} }, "says 5, 2 and 1", 1},
		"no first batch":     {func(b *book) { b.batches = b.batches[1:] }, "entries 0 to 1 are missing", 3},
		"no last batch":      {func(b *book) { b.batches = b.batches[:1] }, "covers 5 entries, the journal has 2", 1},
		"an empty batch":     {func(b *book) { b.batches[0].Size, b.batches[0].Entries = 0, nil }, "malformed", 3},
		"a batch of less":    {func(b *book) { b.batches[1].Size = 2 }, "batch at 2 is malformed", 2},
		"a batch of more":    {func(b *book) { b.batches[1].Size = 4 }, "batch at 2 is malformed", 2},
		"a missing entry":    {func(b *book) { b.entries = b.entries[:4] }, "entry 4", 2},
		"listed twice": {func(b *book) { copy(b.batches[1].Entries, b.batches[0].Entries[:16]) }, "listed twice",
			3},
		"another leaf":     {func(b *book) { b.entries[1].Leaf = other[:] }, "was altered", 1},
		"another act":      {func(b *book) { b.entries[1].Act = "test.other" }, "was altered", 5},
		"another root":     {func(b *book) { b.batches[1].Root = other[:] }, "batch at 2 does not fit", 1},
		"another frontier": {func(b *book) { b.batches[0].Frontier = other[:] }, "batch at 0 does not fit", 1},
		"a head of nobody": {func(b *book) { b.heads[0].Note = "nothing" }, "not signed by this journal's key", 1},
		"an entry passed over": {func(b *book) {
			b.entries = append(b.entries,
				b.stray(noon.Add(-patience-time.Microsecond)))
		},
			"1 entries were passed over", 1},
		"an entry just in time": {func(b *book) { b.entries = append(b.entries, b.stray(noon.Add(-patience))) }, "", 0},
	} {
		b := newBook(t)
		c.do(b)
		r := b.check(t)
		if len(r.Problems) != c.want || !strings.Contains(strings.Join(r.Problems, "\n"), c.says) {
			t.Errorf("%s: %d problems, not %d: %q", what, len(r.Problems), c.want, r.Problems)
		}
		if r.OK() != (c.want == 0) || c.want > 0 && r.Proved() {
			t.Errorf("%s: OK %v, proved %v", what, r.OK(), r.Proved())
		}
	}
	b := newBook(t)
	for range 150 {
		b.more = append(b.more, "nonsense")
	}
	if n := len(b.check(t).Problems); n != 100 {
		t.Errorf("%d problems are told", n)
	}
}

// A head that was kept, signed by the true key, over a tree of the same size and another root: the journal was
// rewritten. Found wherever the head comes from.
func TestAHeadThatWasKeptFindsARewrittenJournal(t *testing.T) {
	b := newBook(t)
	for size := range int64(6) {
		kept := b.sign(t, size, tlog.Hash{9})
		r := b.check(t, kept)
		if r.OK() || r.Heads != 2 || len(r.Problems) != 1 ||
			!strings.Contains(r.Problems[0], "the journal was rewritten") ||
			!strings.Contains(r.Problems[0], "witnessed head") {
			t.Errorf("another root over %d entries: %+v", size, r)
		}
		b.heads = append(b.heads[:2:2], headLine{Size: size, Note: kept})
		b.end = nil
		if r := b.check(t); r.OK() || r.Covered != 5 || !strings.HasPrefix(r.Problems[0], "head over") {
			t.Errorf("in the file, over %d entries: %+v", size, r)
		}
		b.heads, b.end = b.heads[:2], nil
	}
	longer := b.sign(t, 6, tlog.Hash{})
	if r := b.check(t, longer); r.OK() || !strings.Contains(r.Problems[0], "it was cut or restored") {
		t.Errorf("a head over more: %+v", r)
	}
	if r := b.check(t, b.note(t, "no tree\n")); r.OK() || !strings.Contains(r.Problems[0], "does not read") {
		t.Errorf("a note that is no head: %+v", r)
	}
}

func TestWhatDoesNotReadIsTold(t *testing.T) {
	b := newBook(t)
	broken := errors.New("broken")
	if _, err := Verify(iotest.ErrReader(broken), b.key); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if _, err := (tree{{}, {}}).ReadHashes([]int64{0, 1}); err != nil {
		t.Error(err)
	}
	if _, err := (tree{{}, {}}).ReadHashes([]int64{2}); err == nil {
		t.Error("a hash was read that is not there")
	}
	for size, n := range map[int64]int{-1: 0, 1: 0, 2: 2, 3: 1, 4: 2} {
		if _, err := decodeFrontier(size, make([]byte, n*tlog.HashSize)); err == nil {
			t.Errorf("%d hashes were read as the frontier of %d", n, size)
		}
	}
	if _, err := decodeFrontier(1, make([]byte, tlog.HashSize-1)); err == nil {
		t.Error("half a hash was read")
	}
}

// The frontier that writes and the tree that verifies agree at every size, also when it is read back.
func TestTheFrontierIsTheTrees(t *testing.T) {
	var edge frontier
	var whole tree
	for n := range int64(70) {
		root, err := tlog.TreeHash(n, whole)
		if err != nil || root != edge.root() {
			t.Fatalf("at %d: %v", n, err)
		}
		again, err := decodeFrontier(n, edge.encode())
		if err != nil || again.root() != root || again.size != n {
			t.Fatalf("read back at %d: %v", n, err)
		}
		leaf := tlog.RecordHash([]byte{byte(n)})
		stored, err := tlog.StoredHashesForRecordHash(n, leaf, whole)
		if err != nil {
			t.Fatal(err)
		}
		whole = append(whole, stored...)
		edge.add(leaf)
	}
}

// The hash of a known entry, so that two releases agree on every journal; and each of its parts counts.
func TestTheLeafOfAKnownEntry(t *testing.T) {
	var e Entry
	if err := e.ID.Scan([]byte("0123456789abcdef")); err != nil {
		t.Fatal(err)
	}
	e.At, e.User, e.Team, e.Act, e.Object = noon, []byte("u"), []byte("t"), "test.act", []byte("o")
	e.Detail, e.Salt = `{"weak":true}`, []byte("salt")
	leaf := e.Leaf()
	if got := hex.EncodeToString(leaf[:]); got != "240e6cbf534a73679d7736be8f096057659344f2549fdafaf1759bfb6ee9fb53" {
		t.Errorf("the leaf is %s", got)
	}
	for what, change := range map[string]func(*Entry){
		"id":   func(e *Entry) { _ = e.ID.Scan([]byte("0123456789abcdeg")) },
		"at":   func(e *Entry) { e.At = noon.Add(time.Microsecond) },
		"user": func(e *Entry) { e.User = nil }, "team": func(e *Entry) { e.Team = []byte("x") },
		"act":    func(e *Entry) { e.Act = "x" },
		"object": func(e *Entry) { e.Object = nil }, "detail": func(e *Entry) { e.Detail = "{}" },
		"salt":              func(e *Entry) { e.Salt = nil },
		"a part moved over": func(e *Entry) { e.User, e.Team = []byte("ut"), nil },
	} {
		o := e
		if change(&o); o.Leaf() == leaf {
			t.Errorf("another %s has the same hash", what)
		}
	}
	one, two := New(noon, nil, nil, "a", nil, Detail{Weak: true}), New(noon, nil, nil, "a", nil, Detail{Weak: true})
	if len(one.Salt) != 16 || bytes.Equal(one.Salt, two.Salt) || one.ID == two.ID || one.Detail != `{"weak":true}` {
		t.Errorf("%+v", one)
	}
}

package journal_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"havre.example/havre/internal/prooftest/chance"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/trusttest"
)

// filled returns the export of a network in which some hundred acts were done, a head witnessed half-way, and its key.
func filled(t *testing.T, f *trusttest.Floor) (export []byte, witnessed string, v note.Verifier) {
	t.Helper()
	ctx := context.Background()
	claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	d := casefile.NewDesk(f.Gate, nil, nil)
	for i := range 120 {
		if _, err := d.Cases(ctx, claire, true, casefile.Ref{}); err != nil {
			t.Fatal(err)
		}
		if i == 60 {
			if _, err := f.Journal.Sequence(ctx); err != nil {
				t.Fatal(err)
			}
			var err error
			if witnessed, err = f.Journal.Sign(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := f.Journal.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Journal.Sign(ctx); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Journal.Export(ctx, &b); err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(f.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), witnessed, v
}

func TestJournalHoldsAndTamperingShows(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		export, witnessed, v := filled(t, f)
		check := func(b []byte, heads ...string) journal.Report {
			r, err := journal.Verify(bytes.NewReader(b), v, heads...)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		whole := check(export, witnessed)
		if !whole.OK() || whole.Unordered != 0 || whole.Entries < 120 || whole.Heads != 3 {
			t.Fatalf("untouched: %+v", whole)
		}
		lines := bytes.Split(bytes.TrimSpace(export), []byte("\n"))
		var entries []int
		for i, l := range lines {
			if bytes.HasPrefix(l, []byte(`{"entry"`)) {
				entries = append(entries, i)
			}
		}
		join := func(ls [][]byte) []byte { return bytes.Join(ls, []byte("\n")) }
		dice := chance.Rand(t)
		for range 300 { // one character of one entry changed
			bad := bytes.Clone(export)
			start := bytes.Index(bad, lines[entries[dice.IntN(len(entries))]])
			i := start + 10 + dice.IntN(80)
			if bad[i] == '"' || bad[i] == ',' || bad[i] == ':' {
				continue
			}
			bad[i] = '0' + (bad[i]-'0'+1)%10
			if bytes.Equal(bad, export) {
				continue
			}
			if r := check(bad); r.OK() && r.Entries == whole.Entries && r.Unordered == 0 {
				t.Fatalf("a change at %d went unnoticed: %q", i, bad[start:start+120])
			}
		}
		for n, i := range entries { // one entry dropped
			if n%10 != 0 {
				continue
			}
			dropped := append(append([][]byte{}, lines[:i]...), lines[i+1:]...)
			if check(join(dropped)).OK() {
				t.Fatalf("dropping entry %d went unnoticed", n)
			}
		}
		var cut [][]byte // every batch and head after the first batches dropped: an older state
		for i, l := range lines {
			if i < len(lines)*2/3 {
				cut = append(cut, l)
			}
		}
		if r := check(join(cut), witnessed); r.OK() {
			t.Fatal("an older state went unnoticed though a head was witnessed")
		}
		other := strings.Replace(witnessed, "\n\n", "x\n\n", 1)
		if check(export, other).OK() {
			t.Fatal("a forged head went unnoticed")
		}
	})
}

func TestSignedByAnotherKeyDoesNotHold(t *testing.T) {
	f := trusttest.SQLite(t)
	export, _, _ := filled(t, f)
	_, key, err := journal.Key(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(key)
	if err != nil {
		t.Fatal(err)
	}
	r, err := journal.Verify(bytes.NewReader(export), v)
	if err != nil || r.OK() {
		t.Fatalf("%+v, %v", r, err)
	}
}

func FuzzVerify(f *testing.F) {
	_, key, err := journal.Key(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		f.Fatal(err)
	}
	v, err := note.NewVerifier(key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"entry":{"id":"01hzy3v9x4q5r6s7t8v9w0x1y2","at":1,"act":"a","detail":"{}","salt":"AA==",` +
		`"leaf":"AA=="}}` + "\n" + `{"batch":{"first":0,"size":1,"entries":"AA==","frontier":"","root":"","at":0}}`))
	f.Add([]byte(`{"head":{"size":-1,"note":"x","at":0}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := journal.Verify(bytes.NewReader(b), v)
		if err == nil && r.OK() && r.Heads > 0 {
			t.Fatal("a head that this key never signed was accepted")
		}
	})
}

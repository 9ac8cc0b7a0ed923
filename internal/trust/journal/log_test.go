package journal_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// Whatever step of the database fails, no head, order or export is told as made.
func TestAFailingDatabaseIsToldAtEveryStep(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		check := checker(t, f)
		look(t, f, nothing)
		trusttest.Failing(t, "putting entries in order", func(c context.Context) error {
			_, err := f.Journal.Sequence(c)
			return err
		})
		trusttest.Failing(t, "signing", func(c context.Context) error {
			msg, err := f.Journal.Sign(c)
			if err == nil && msg == "" {
				t.Error("an empty head")
			}
			return err
		})
		trusttest.Failing(t, "exporting", func(c context.Context) error {
			var b bytes.Buffer
			err := f.Journal.Export(c, &b)
			if r := check([][]byte{b.Bytes()}); err == nil && !r.Proved() || err != nil && r.OK() {
				t.Errorf("told %v, and the file: %+v", err, r)
			}
			return err
		})
		if err := f.Journal.Export(t.Context(), full{}); !errors.Is(err, errFull) {
			t.Errorf("onto a full disk: %v", err)
		}
	})
}

var errFull = errors.New("full")

// full is a disk on which nothing has room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// An unchanged tree has one head; a tree that grew has another.
func TestATreeIsSignedOnce(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		sign := func() string {
			t.Helper()
			msg, err := f.Journal.Sign(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return msg
		}
		look(t, f, nothing)
		sequence(t, f)
		one := sign()
		if two := sign(); two != one || one == "" {
			t.Error("an unchanged tree was signed twice")
		}
		look(t, f, nothing)
		sequence(t, f)
		if three := sign(); three == one {
			t.Error("a tree that grew was not signed")
		}
		look(t, f, nothing)
		if n, err := f.Journal.Sequence(t.Context()); err != nil ||
			n != map[string]int{"sqlite": 0, "postgres": 1}[f.Engine] {
			t.Errorf("one to put in order, on SQLite by its own commit: %d, %v", n, err)
		}
		if n, err := f.Journal.Sequence(t.Context()); n != 0 || err != nil {
			t.Errorf("nothing to put in order: %d, %v", n, err)
		}
		// A last batch that does not read stops all that would build on it.
		if _, err := f.Raw().Exec(`insert into journal_batch (first_seq, size, entries, frontier, root, at)
			values (1000, 1, $1, $1, $1, 0)`, []byte("x")); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Journal.Sign(t.Context()); err == nil {
			t.Error("signed over a batch that does not read")
		}
		err := f.Gate.ChangeOffice(t.Context(), access.Machine("test"), lookTest,
			func(*gate.OfficeTx) error { return nil })
		_, serr := f.Journal.Sequence(t.Context())
		if err == nil && serr == nil {
			t.Error("put in order behind a batch that does not read")
		}
	})
}

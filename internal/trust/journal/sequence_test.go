package journal_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/trusttest"
)

var lookTest = access.Define(access.Act{Name: "journaltest.look", Door: access.OfficeDoor, By: access.ByMachine})

// look leaves one entry in the journal; inside runs before its transaction commits.
func look(t *testing.T, f *trusttest.Floor, inside func()) {
	t.Helper()
	err := f.Gate.ChangeOffice(context.Background(), access.Machine("test"), lookTest, func(*gate.OfficeTx) error {
		inside()
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func nothing() {}

func sequence(t *testing.T, f *trusttest.Floor) int {
	t.Helper()
	n, err := f.Journal.Sequence(context.Background())
	if err != nil {
		t.Error(err)
	}
	return n
}

// verified signs, exports and verifies the journal as it stands.
func verified(t *testing.T, f *trusttest.Floor) journal.Report {
	t.Helper()
	ctx := context.Background()
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
	r, err := journal.Verify(&b, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// However long no node put entries in order, none is forgotten.
func TestEntriesOfALongOutageAreOrdered(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		for range 3 {
			look(t, f, nothing)
			f.Clock.Advance(26 * time.Hour)
		}
		look(t, f, nothing)
		sequence(t, f)
		if r := verified(t, f); !r.OK() || r.Unordered != 0 || r.Entries < 4 {
			t.Fatalf("%+v", r)
		}
		if n := sequence(t, f); n != 0 {
			t.Fatalf("%d entries were put in order twice", n)
		}
	})
}

// An entry whose transaction commits after later ones were put in order is not lost.
func TestAnEntryThatCommitsLateIsOrdered(t *testing.T) {
	f := trusttest.Postgres(t)
	begun, commit, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		look(t, f, func() { close(begun); <-commit })
	}()
	<-begun
	f.Clock.Advance(time.Hour)
	look(t, f, nothing)
	sequence(t, f)
	close(commit)
	<-done
	if n := sequence(t, f); n != 1 {
		t.Fatalf("%d entries put in order after the late commit", n)
	}
	if r := verified(t, f); !r.OK() || r.Unordered != 0 {
		t.Fatalf("%+v", r)
	}
}

// Nodes that put entries in order at once list each of them once.
func TestSeveralNodesPutInOrder(t *testing.T) {
	f := trusttest.Postgres(t)
	var writers, nodes sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		nodes.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					sequence(t, f)
				}
			}
		})
	}
	for range 4 {
		writers.Go(func() {
			for range 50 {
				look(t, f, nothing)
			}
		})
	}
	writers.Wait()
	close(stop)
	nodes.Wait()
	sequence(t, f)
	if r := verified(t, f); !r.OK() || r.Unordered != 0 || r.Entries < 200 {
		t.Fatalf("%+v", r)
	}
}

// An entry deleted by somebody who owns the database, before it was put in order, is missed.
func TestAnEntryDeletedBeforeItsOrderIsMissed(t *testing.T) {
	f := trusttest.Postgres(t)
	look(t, f, nothing)
	sequence(t, f)
	look(t, f, nothing)
	db := f.Raw()
	for _, q := range []string{`alter table journal_entry disable trigger user`,
		`delete from journal_entry where id = (select id from journal_pending order by id desc limit 1)`,
		`alter table journal_entry enable trigger user`} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	sequence(t, f)
	if r := verified(t, f); r.OK() {
		t.Fatalf("the deletion went unnoticed: %+v", r)
	}
}

// What waits for its order cannot be taken away by a plain statement either.
func TestWaitingEntriesAreKept(t *testing.T) {
	f := trusttest.Postgres(t)
	look(t, f, nothing)
	db := f.Raw()
	for _, q := range []string{`delete from journal_pending`, `truncate journal_pending`,
		`update journal_pending set leaf = id`} {
		if _, err := db.ExecContext(t.Context(), q); err == nil {
			t.Errorf("%s was allowed", q)
		}
	}
	if n := sequence(t, f); n == 0 {
		t.Error("nothing waits any more")
	}
}

package trusttest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// failing is a context under which the database fails from its n-th step on: package sqldb asks it at each. The drivers
// below ask too, from goroutines of their own, and get no answer of ours.
type failing struct {
	context.Context
	left *atomic.Int64
}

// Err implements context.Context: from the n-th question of package sqldb on, the context is over.
func (c failing) Err() error {
	var pc [4]uintptr
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc[:])])
	for f, more := frames.Next(); more && !strings.Contains(f.Function, "/sqldb."); f, more = frames.Next() {
		if !strings.HasPrefix(f.Function, "context.") {
			return c.Context.Err()
		}
	}
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return c.Context.Err()
}

// Failing runs fn with a database that fails at its first step, then at its second and so on, until nothing fails any
// more. Each failure must be told: fn must return an error, and leave things such that it can be run again.
func Failing(t testing.TB, what string, fn func(context.Context) error) {
	t.Helper()
	for n := int64(0); n < 10_000; n++ {
		c := failing{context.Background(), &atomic.Int64{}}
		c.left.Store(n)
		err := fn(c)
		switch failed := c.left.Load() < 0; {
		case !failed && err != nil:
			t.Fatalf("%s, where nothing failed: %v", what, err)
		case !failed:
			return
		case err == nil:
			t.Fatalf("%s: the database failed at step %d and nobody was told", what, n)
		}
	}
	t.Fatalf("%s does not end", what)
}

// between is a context that runs do before the n-th transaction begun under it.
type between struct {
	context.Context
	left *atomic.Int64
	do   func()
}

// Value implements context.Context.
func (c between) Value(key any) any {
	if fmt.Sprintf("%T", key) == "sqldb.insideKey" && c.left.Add(-1) == 0 {
		c.do()
	}
	return c.Context.Value(key)
}

// Before returns a context under which do runs just before the n-th transaction begins: what somebody else does between
// the look at a case and the act on it.
func Before(ctx context.Context, n int64, do func()) context.Context {
	c := between{ctx, &atomic.Int64{}, do}
	c.left.Store(n)
	return c
}

// Statements counts what the database is asked under a context, by the name of each statement.
func Statements(ctx context.Context) (context.Context, map[string]int) {
	var mu sync.Mutex
	asked := map[string]int{}
	return sqldb.Told(ctx, func(name string) {
		mu.Lock()
		defer mu.Unlock()
		asked[name]++
	}), asked
}

// Entry is one line of the journal, as an auditor reads it.
type Entry struct {
	User, Team, Object []byte
	Act                string
	journal.Detail
}

// Entries returns the journal's entries of an act, oldest first.
func (f *Floor) Entries(act string) []Entry {
	f.T.Helper()
	var b bytes.Buffer
	if err := f.Journal.Export(context.Background(), &b); err != nil {
		f.T.Fatal(err)
	}
	var out []Entry
	for line := range bytes.Lines(b.Bytes()) {
		var rec struct {
			Entry *struct {
				User, Team, Object []byte
				Act, Detail        string
			}
		}
		if err := json.Unmarshal(line, &rec); err != nil {
			f.T.Fatal(err)
		}
		if rec.Entry == nil || rec.Entry.Act != act {
			continue
		}
		e := Entry{User: rec.Entry.User, Team: rec.Entry.Team, Object: rec.Entry.Object, Act: act}
		if err := json.Unmarshal([]byte(rec.Entry.Detail), &e.Detail); err != nil {
			f.T.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// DeadKey is a public key that reads, and to which nothing can be wrapped: its second half is a point that gives no
// secret.
func DeadKey(public vault.PublicKey) []byte {
	dead := public.Bytes()
	clear(dead[len(dead)-32:])
	return dead
}

// Package outbox keeps what an act decided to do later (tell a host there is a message, let a hold go) in the same
// transaction as the act, and does it with leases, so that nothing is lost and little is done twice.
//
// A job carries codes and ids only: no key, no word about a person. Its worker cannot open anything sealed.
//
// No job keeps another from being done. One that fails is put off, longer each time; after MostAttempts it is set
// aside: kept, shown to the administrator, who has it tried again or lays it to rest. A kind that this release does
// not know is left alone, without a lease, for another node may know it; when nobody did it for a day, it is set aside
// too.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
)

type jobEntity struct{}

// Job is one thing to do later.
type Job struct {
	Kind    string    // names the handler: "placement.expire"
	Dedupe  string    // two jobs of a kind with one dedupe text are one job; empty: always a new one
	Object  []byte    // id of what it concerns, or none
	Payload string    // codes, never words
	Due     time.Time // zero: now
}

// Handler does the jobs of one kind. An error puts the job off, longer each time.
type Handler func(ctx context.Context, j Job) error

var (
	qPut = sqldb.Declare("outbox.put", `insert into outbox_job (id, kind, dedupe, object_id, payload, due_at)
		values ($1, $2, $3, $4, $5, $6)
		on conflict (kind, dedupe) do nothing`)
	// $3 are the kinds known here, each between commas.
	qDue = sqldb.Declare("outbox.due", `select id, kind, dedupe, object_id, payload, due_at, attempts from outbox_job
		where done_at = 0 and dead_at = 0 and due_at <= $1 and lease_until_at <= $1 and $3 like '%,' || kind || ',%'
		order by due_at limit $2`)
	qStrange = sqldb.Declare("outbox.strange", `select count(*) from outbox_job
		where done_at = 0 and dead_at = 0 and due_at <= $1 and not $2 like '%,' || kind || ',%'`)
	qBuryStrange = sqldb.Declare("outbox.bury_strange", `update outbox_job set dead_at = $2, why = $3, due_at = $4,
		lease_until_at = 0
		where done_at = 0 and dead_at = 0 and due_at <= $1 and not $5 like '%,' || kind || ',%'`)
	qLease = sqldb.Declare("outbox.lease", `update outbox_job set lease_until_at = $2, attempts = attempts + 1
		where id = $1 and done_at = 0 and dead_at = 0 and lease_until_at <= $3`)
	qDone = sqldb.Declare("outbox.done", `update outbox_job set done_at = $2, lease_until_at = 0
		where id = $1 and done_at = 0`)
	// Whoever took longer than its lease no longer decides: another node has the job.
	qPutOff = sqldb.Declare("outbox.put_off", `update outbox_job set due_at = $2, lease_until_at = 0
		where id = $1 and lease_until_at = $3 and done_at = 0`)
	qBury = sqldb.Declare("outbox.bury", `update outbox_job set dead_at = $2, why = $3, due_at = $4, lease_until_at = 0
		where id = $1 and lease_until_at = $5 and done_at = 0`)
	qSweep = sqldb.Declare("outbox.sweep", `delete from outbox_job where done_at > 0 and done_at < $1`)
)

// Put writes a job inside tx.
func Put(tx *sqldb.Tx, j Job, now time.Time) error {
	jid := id.New[jobEntity](now)
	if j.Dedupe == "" {
		j.Dedupe = jid.String()
	}
	if j.Due.IsZero() {
		j.Due = now
	}
	if j.Object == nil {
		j.Object = []byte{}
	}
	if _, err := tx.Exec(qPut, jid, j.Kind, j.Dedupe, j.Object, j.Payload, clock.Micros(j.Due)); err != nil {
		return fmt.Errorf("write job %s: %w", j.Kind, err)
	}
	return nil
}

// Worker does due jobs.
type Worker struct {
	g        *ground.Ground
	handlers map[string]Handler
	kinds    string // known here, each between commas
}

// NewWorker returns a worker with a handler for each kind of job.
func NewWorker(g *ground.Ground, handlers map[string]Handler) *Worker {
	return &Worker{g, handlers, "," + strings.Join(slices.Sorted(maps.Keys(handlers)), ",") + ","}
}

// Why a job was set aside.
const (
	Failed  = "failed"  // MostAttempts were in vain
	Unknown = "unknown" // nobody knew its kind
)

// MostAttempts is how often a job is tried: with an hour at most between two, for more than two days.
const MostAttempts = 60

const (
	lease   = 2 * time.Minute
	keep    = 30 * 24 * time.Hour
	batch   = 50
	strange = 24 * time.Hour // how long a job of a kind unknown here waits for a node that knows it
)

// never is later than every clock: when a job set aside is due.
var never = clock.Micros(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))

type claimed struct {
	id       id.ID[jobEntity]
	job      Job
	attempts int   // before this one
	until    int64 // end of the lease
}

// Run does every job that is due now and returns how many it did. It is called every second while Havre runs.
func (w *Worker) Run(ctx context.Context) (int, error) {
	due, stray, err := w.due(ctx)
	if err != nil {
		return 0, fmt.Errorf("find due jobs: %w", err)
	}
	if stray {
		if err := w.buryStrange(ctx); err != nil {
			return 0, fmt.Errorf("set jobs of unknown kinds aside: %w", err)
		}
	}
	done := 0
	for _, c := range due {
		ok, err := w.claim(ctx, &c)
		if err != nil {
			return done, fmt.Errorf("claim job %s: %w", c.job.Kind, err)
		}
		if !ok {
			continue
		}
		if err := w.do(ctx, c); err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}

// due lists the jobs to do now, and tells whether one waited in vain for somebody who knows its kind.
func (w *Worker) due(ctx context.Context) (out []claimed, stray bool, err error) {
	err = w.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		out = nil
		now := w.g.Clock.Now()
		var n int
		if err := tx.QueryRow(qStrange, clock.Micros(now.Add(-strange)), w.kinds).Scan(&n); err != nil {
			return err
		}
		stray = n > 0
		return tx.Each(qDue, func(rows *sqldb.Rows) error {
			var c claimed
			var due int64
			if err := rows.Scan(&c.id, &c.job.Kind, &c.job.Dedupe, &c.job.Object, &c.job.Payload, &due,
				&c.attempts); err != nil {
				return err
			}
			c.job.Due = clock.FromMicros(due)
			out = append(out, c)
			return nil
		}, clock.Micros(now), batch, w.kinds)
	})
	return out, stray, err
}

func (w *Worker) buryStrange(ctx context.Context) error {
	now := w.g.Clock.Now()
	var n int64
	err := w.g.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		n, err = tx.Exec(qBuryStrange, clock.Micros(now.Add(-strange)), clock.Micros(now), Unknown, never, w.kinds)
		return err
	})
	if err == nil {
		w.g.Log.Log(ctx, slog.LevelError, "jobs set aside", "why", Unknown, "jobs", n)
	}
	return err
}

func (w *Worker) claim(ctx context.Context, c *claimed) (bool, error) {
	now := w.g.Clock.Now()
	c.until = clock.Micros(now.Add(lease))
	var n int64
	err := w.g.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		n, err = tx.Exec(qLease, c.id, c.until, clock.Micros(now))
		return err
	})
	return n == 1, err
}

// errCrashed is why a job is set aside whose attempts never came to an end: each took the program with it.
var errCrashed = errors.New("no attempt came to an end")

func (w *Worker) do(ctx context.Context, c claimed) error {
	if c.attempts >= MostAttempts {
		return w.putOff(ctx, c, errCrashed)
	}
	if err := w.attempt(ctx, c.job); err != nil {
		return w.putOff(ctx, c, err)
	}
	return w.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qDone, c.id, clock.Micros(w.g.Clock.Now()))
		return err
	})
}

// attempt does a job, no longer than its lease lasts. A handler's panic is that job's failure and nobody else's.
func (w *Worker) attempt(ctx context.Context, j Job) (err error) {
	ctx, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	defer func() {
		if p := recover(); p != nil { // not its words: they could hold anything
			err = fmt.Errorf("job %s panicked with %T at %s", j.Kind, p, debug.Stack())
		}
	}()
	return w.handlers[j.Kind](ctx, j)
}

// putOff lets a job that failed wait, longer each time, and sets it aside in the end.
func (w *Worker) putOff(ctx context.Context, c claimed, why error) error {
	now, n := w.g.Clock.Now(), c.attempts+1
	if n < MostAttempts {
		w.g.Log.Log(ctx, slog.LevelWarn, "job put off", "kind", c.job.Kind, "attempts", n, "err", why)
		wait := min(time.Minute<<min(c.attempts, 6), time.Hour)
		return w.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(qPutOff, c.id, clock.Micros(now.Add(wait)), c.until)
			return err
		})
	}
	w.g.Log.Log(ctx, slog.LevelError, "job set aside", "kind", c.job.Kind, "attempts", n, "err", why)
	return w.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qBury, c.id, clock.Micros(now), Failed, never, c.until)
		return err
	})
}

// Sweep deletes jobs done more than 30 days ago.
func (w *Worker) Sweep(ctx context.Context) error {
	return w.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qSweep, clock.Micros(w.g.Clock.Now().Add(-keep)))
		return err
	})
}

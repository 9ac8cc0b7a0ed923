// Package outbox keeps what an act decided to do later (tell a host there is a message, let a hold go) in the same
// transaction as the act, and does it with leases, so that nothing is lost and little is done twice.
//
// A job carries codes and ids only: no key, no word about a person. Its worker cannot open anything sealed.
package outbox

import (
	"context"
	"fmt"
	"log/slog"
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
	qDue = sqldb.Declare("outbox.due", `select id, kind, dedupe, object_id, payload, due_at, attempts from outbox_job
		where done_at = 0 and due_at <= $1 and lease_until_at <= $1 order by due_at limit $2`)
	qLease = sqldb.Declare("outbox.lease", `update outbox_job set lease_until_at = $2, attempts = attempts + 1
		where id = $1 and done_at = 0 and lease_until_at <= $3`)
	qDone   = sqldb.Declare("outbox.done", `update outbox_job set done_at = $2, lease_until_at = 0 where id = $1`)
	qPutOff = sqldb.Declare("outbox.put_off", `update outbox_job set due_at = $2, lease_until_at = 0 where id = $1`)
	qSweep  = sqldb.Declare("outbox.sweep", `delete from outbox_job where done_at > 0 and done_at < $1`)
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
}

// NewWorker returns a worker with a handler for each kind of job.
func NewWorker(g *ground.Ground, handlers map[string]Handler) *Worker {
	return &Worker{g, handlers}
}

const (
	lease = 2 * time.Minute
	keep  = 30 * 24 * time.Hour
	batch = 50
)

type claimed struct {
	id       id.ID[jobEntity]
	job      Job
	attempts int
}

// Run does every job that is due now and returns how many it did. It is called every second while Havre runs.
func (w *Worker) Run(ctx context.Context) (int, error) {
	due, err := w.due(ctx)
	if err != nil {
		return 0, fmt.Errorf("find due jobs: %w", err)
	}
	done := 0
	for _, c := range due {
		ok, err := w.claim(ctx, c)
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

func (w *Worker) due(ctx context.Context) ([]claimed, error) {
	var out []claimed
	err := w.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		out = nil
		rows, err := tx.Query(qDue, clock.Micros(w.g.Clock.Now()), batch)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var c claimed
			var due int64
			if err := rows.Scan(&c.id, &c.job.Kind, &c.job.Dedupe, &c.job.Object, &c.job.Payload, &due,
				&c.attempts); err != nil {
				return err
			}
			c.job.Due = clock.FromMicros(due)
			out = append(out, c)
		}
		return rows.Err()
	})
	return out, err
}

func (w *Worker) claim(ctx context.Context, c claimed) (bool, error) {
	now := w.g.Clock.Now()
	var n int64
	err := w.g.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		n, err = tx.Exec(qLease, c.id, clock.Micros(now.Add(lease)), clock.Micros(now))
		return err
	})
	return n == 1, err
}

func (w *Worker) do(ctx context.Context, c claimed) error {
	h, ok := w.handlers[c.job.Kind]
	if !ok {
		return fmt.Errorf("job of unknown kind %q", c.job.Kind)
	}
	err := h(ctx, c.job)
	now := w.g.Clock.Now()
	if err != nil {
		w.g.Log.Log(ctx, slog.LevelWarn, "job put off", "kind", c.job.Kind, "attempts", c.attempts+1, "err", err)
		wait := min(time.Minute<<min(c.attempts, 6), time.Hour)
		return w.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(qPutOff, c.id, clock.Micros(now.Add(wait)))
			return err
		})
	}
	return w.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qDone, c.id, clock.Micros(now))
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

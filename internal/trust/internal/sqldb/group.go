package sqldb

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
)

// A batch ends after so many writes or so long, whichever comes first, or when nobody waits.
const (
	batchJobs = 64
	batchTime = 6 * time.Millisecond
)

// job is one write on its way through the writer.
type job struct {
	ctx    context.Context
	fn     func(*Tx) error
	schema bool
	done   chan struct{}

	// Set by the writer before done is closed.
	err      error
	panicked any
	exited   bool // fn left by runtime.Goexit
}

// writer is the goroutine that owns the connection that writes: it puts the writes that wait into one transaction,
// each in a savepoint of its own, so that they share one flush to disk.
//
// Statements here run without the caller's cancellation: interrupting one would undo the whole transaction, and with
// it the writes of others.
type writer struct {
	db      *DB
	conn    *liteConn
	queue   chan *job
	batch   []*job
	left    []any // by the transactions of the batch that are kept
	stopped chan struct{}
}

func startWriter(db *DB, c *liteConn) *writer {
	w := &writer{db: db, conn: c, queue: make(chan *job, batchJobs), stopped: make(chan struct{})}
	go w.loop()
	return w
}

// do hands j to the writer and waits for its answer: once queued there is no leaving, since fn may be running.
func (w *writer) do(j *job) error {
	select {
	case w.queue <- j:
	case <-j.ctx.Done():
		return wrap(fault.Busy, j.ctx.Err())
	}
	<-j.done
	if j.panicked != nil {
		panic(j.panicked)
	}
	if j.exited {
		runtime.Goexit()
	}
	return j.err
}

// close ends the writer once nobody can queue any more.
func (w *writer) close() error {
	close(w.queue)
	<-w.stopped
	return w.conn.close()
}

var (
	errAbandoned = errors.New("sqldb: the batch was given up")
	errPanic     = errors.New("sqldb: panic in a transaction")
)

func (w *writer) loop() {
	over := false
	defer func() {
		if over {
			close(w.stopped)
			return
		}
		// A function of the batch left by runtime.Goexit (t.FailNow does) and takes this goroutine with it.
		w.answer(wrap(fault.Busy, errAbandoned))
		go w.loop()
	}()
	for j := range w.queue {
		w.answer(w.collect(j))
	}
	over = true
}

// collect runs first and those that wait behind it in one transaction and commits. An error means that nothing of the
// batch was kept.
func (w *writer) collect(first *job) error {
	w.batch, w.left = append(w.batch[:0], first), nil
	if err := w.conn.verb("begin immediate"); err != nil {
		return failed("begin", err)
	}
	kept, schema := 0, true
	for began, j := (clock.Real{}).Now(), first; j != nil; j = w.following(began) {
		ok, err := w.step(j)
		if err != nil {
			return err
		}
		if ok {
			kept, schema = kept+1, schema && j.schema
		}
	}
	if kept == 0 {
		return failed("roll back", w.conn.verb("rollback"))
	}
	if before := w.db.beforeCommit(); before != nil && !schema {
		if err := w.finish(before); err != nil {
			return err
		}
	}
	return failed("commit", w.conn.verb("commit"))
}

// following takes the next job without waiting for one.
func (w *writer) following(began time.Time) *job {
	if len(w.batch) == batchJobs || (clock.Real{}).Now().Sub(began) > batchTime {
		return nil
	}
	select {
	case j := <-w.queue: // nil when the queue was closed
		if j != nil {
			w.batch = append(w.batch, j)
		}
		return j
	default:
		return nil
	}
}

// step runs one job in a savepoint and tells whether it is kept. An error means that the whole transaction is lost.
func (w *writer) step(j *job) (bool, error) {
	if err := j.ctx.Err(); err != nil {
		j.err = wrap(fault.Busy, err)
		return false, nil
	}
	background := context.Background()
	if err := w.conn.verb("savepoint one"); err != nil {
		return false, failed("savepoint", err)
	}
	tx := newTx(j.ctx, background, w.db.opts.Now(), w.conn)
	err := j.call(tx)
	if err == nil {
		err = tx.broken
	}
	if err == nil {
		w.left = append(w.left, tx.left...)
		return true, failed("release", w.conn.verb("release one"))
	}
	j.err = err
	return false, failed("roll back one", w.conn.script(background, "rollback to one; release one"))
}

// call runs the function of the job; what it throws is kept for the caller's goroutine.
func (j *job) call(tx *Tx) (err error) {
	returned := false
	defer tx.end()
	defer func() {
		if returned {
			return
		}
		if p := recover(); p != nil {
			j.panicked, err = p, errPanic
			return
		}
		j.exited = true
	}()
	err = j.fn(tx)
	returned = true
	return err
}

// finish runs the function that ends every batch.
func (w *writer) finish(before func(*Tx, []any) error) (err error) {
	tx := newTx(context.Background(), context.Background(), w.db.opts.Now(), w.conn)
	defer tx.end()
	defer func() {
		if p := recover(); p != nil {
			err = wrap(fault.Internal, fmt.Errorf("%w before commit (%T)", errPanic, p))
		}
	}()
	if err := before(tx, w.left); err != nil {
		return err
	}
	return tx.broken
}

// answer lets every caller of the batch go. With lost, the transaction is undone and all of them fail.
func (w *writer) answer(lost error) {
	if lost != nil {
		_ = w.conn.verb("rollback") // fails when the engine has undone it already
	}
	for _, j := range w.batch {
		if lost != nil && j.err == nil {
			j.err = lost
		}
		close(j.done)
	}
	w.batch = w.batch[:0]
}

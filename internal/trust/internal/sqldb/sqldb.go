// Package sqldb is the only package that opens databases: encrypted SQLite in a file, or PostgreSQL, behind one API.
//
// Statements are written once, declared by Declare, and compiled for both engines. Whatever the engines would do
// differently is levelled here: after a failed statement a transaction can only be given up, rows are read to their end
// or closed before the next statement, texts with a zero byte are refused. The differences themselves live in
// sqlite.go, group.go and postgres.go.
//
// Errors are faults of package fault, chosen by the engine's code and never by its words, and hold no value of a row.
package sqldb

import (
	"context"
	"errors"
	"sync"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// The reasons for which Open refuses; test with errors.Is. ErrDamaged may show later too, where a page is first read. A
// full disk is syscall.ENOSPC.
var (
	ErrWrongKey   = errors.New("the key does not open this database")
	ErrInUse      = errors.New("another process has this database open")
	ErrUnwritable = errors.New("the database's folder cannot be written")
	ErrDamaged    = fault.ErrDamaged
	ErrMissing    = errors.New("there is no database here")
	ErrLost       = errors.New("the database's file is gone, and what belongs to it was left")
	ErrEmptied    = errors.New("the database's file is there and holds nothing")
	ErrNewer      = errors.New("the database belongs to a newer release, and this one no longer runs on it")
)

// Options say which database to open.
type Options struct {
	Path     string           // file of an SQLite database; "lock" beside it belongs to it
	Key      [32]byte         // key of the file's encryption
	Postgres string           // connection string; when set, Path and Key are ignored
	ReadOnly bool             // open beside the process that writes; Write and Migrate are refused
	Readers  int              // connections that read: 2 on SQLite, 16 in all on PostgreSQL when zero
	Now      func() time.Time // instant of each transaction; the machine's clock when nil
	// BeforeCommit runs once at the end of each batch of SQLite writes, in their transaction, with what the kept ones
	// left (Tx.Leave); its error undoes the whole batch. PostgreSQL does not call it.
	BeforeCommit func(*Tx, []any) error

	steps []*migration // what Migrate applies; other than in tests, all
}

// DB is an open database, for use by many goroutines.
type DB struct {
	engine engine
	opts   Options

	mu     sync.Mutex
	closed bool
	before func(*Tx, []any) error
	inside sync.WaitGroup // reads and writes under way
}

// engine is what sqlite.go and postgres.go implement.
type engine interface {
	name() Engine
	read(context.Context, func(*Tx) error) error
	write(ctx context.Context, schema bool, fn func(*Tx) error) error // schema: a migration, without BeforeCommit
	ping(context.Context) error
	describe(ctx context.Context, q *Query) (columns, bytes []string, err error)
	backup(ctx context.Context, path string) error
	close() error
}

// Open opens the database, creating an SQLite file that does not exist. It returns ErrWrongKey, ErrInUse,
// ErrUnwritable, ErrMissing, ErrLost, ErrEmptied or ErrNewer where one applies, and changes nothing in that case; a
// PostgreSQL that cannot be reached gives a Busy fault.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = clock.Real{}.Now
	}
	if o.steps == nil {
		o.steps = migrations
	}
	db := &DB{opts: o, before: o.BeforeCommit}
	var err error
	if o.Postgres != "" {
		db.engine, err = openPostgres(db)
	} else {
		db.engine, err = openSQLite(ctx, db)
	}
	if err != nil {
		return nil, err
	}
	if err := db.Fits(ctx); err != nil {
		return nil, errors.Join(err, db.engine.close())
	}
	return db, nil
}

// Engine tells which engine runs the database.
func (db *DB) Engine() Engine { return db.engine.name() }

// SetBeforeCommit replaces Options.BeforeCommit from the next batch on.
func (db *DB) SetBeforeCommit(fn func(*Tx, []any) error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.before = fn
}

func (db *DB) beforeCommit() func(*Tx, []any) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.before
}

// Close waits for the reads and writes under way and closes the database. Later calls fail with a Busy fault.
func (db *DB) Close() error {
	db.mu.Lock()
	already := db.closed
	db.closed = true
	db.mu.Unlock()
	if already {
		return nil
	}
	db.inside.Wait()
	return db.engine.close()
}

var (
	errClosed   = errors.New("sqldb: the database is closed")
	errNested   = errors.New("sqldb: a transaction was begun inside another")
	errReadOnly = errors.New("sqldb: the database was opened to be read only")
)

// enter counts one use of the database; leave must follow when it returns nil.
func (db *DB) enter(ctx context.Context) error {
	if ctx.Value(insideKey{}) != nil {
		return wrap(fault.Internal, errNested)
	}
	if err := ctx.Err(); err != nil {
		return wrap(fault.Busy, err)
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed {
		return wrap(fault.Busy, errClosed)
	}
	db.inside.Add(1)
	return nil
}

func (db *DB) leave() { db.inside.Done() }

// Read runs fn on one unchanging view of the database. fn cannot write.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	if err := db.enter(ctx); err != nil {
		return err
	}
	defer db.leave()
	return db.engine.read(ctx, fn)
}

// Write runs fn and commits what it wrote, or nothing when it returns an error or panics. When Write returns nil the
// change is on disk.
//
// On SQLite fn runs on the one goroutine that writes, together with others in one commit; a cancelled ctx keeps it
// from starting, or fails its next statement. On PostgreSQL fn is a transaction of its own and runs a second time
// when the engine found it in conflict with another: it must not change anything but the database until it returns.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	if db.opts.ReadOnly {
		return wrap(fault.Internal, errReadOnly)
	}
	if err := db.enter(ctx); err != nil {
		return err
	}
	defer db.leave()
	return db.engine.write(ctx, false, fn)
}

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.enter(ctx); err != nil {
		return err
	}
	defer db.leave()
	return db.engine.ping(ctx)
}

// Backup writes a consistent copy to path, a file that must not exist, encrypted with the same key. SQLite only:
// PostgreSQL has its own means.
func (db *DB) Backup(ctx context.Context, path string) error {
	if err := db.enter(ctx); err != nil {
		return err
	}
	defer db.leave()
	return db.engine.backup(ctx, path)
}

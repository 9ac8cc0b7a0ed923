package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"havre.example/havre/internal/kernel/fault"
)

type (
	insideKey struct{}
	toldKey   struct{}
)

// Told returns a context under which fn is told the name of each statement before it runs: for tests that count them.
// What a batch of SQLite writes ends with (Options.BeforeCommit) belongs to none of them, and is not told.
func Told(ctx context.Context, fn func(name string)) context.Context {
	return context.WithValue(ctx, toldKey{}, fn)
}

// Tx is one transaction. It belongs to the function it was given to, and to one goroutine.
type Tx struct {
	ctx    context.Context // what the caller gave, marked so that a transaction inside is refused
	stmts  context.Context // what statements run under
	now    time.Time
	run    runner
	broken error // the first failed statement: nothing may follow it
	open   *Rows // rows not yet closed
	reads  bool  // begun by Read
	done   bool
	left   []any // for BeforeCommit, should the transaction be kept
	told   func(name string)
}

// runner runs compiled statements on one connection.
type runner interface {
	engine() Engine
	query(ctx context.Context, q *Query, args []any) (*sql.Rows, error)
	exec(ctx context.Context, q *Query, args []any) (sql.Result, error)
	script(ctx context.Context, sql string) error // several statements without arguments
}

func newTx(ctx, stmts context.Context, now time.Time, run runner) *Tx {
	told, _ := ctx.Value(toldKey{}).(func(string))
	return &Tx{
		ctx: context.WithValue(ctx, insideKey{}, true), stmts: stmts, run: run, told: told,
		now: now.UTC().Truncate(time.Microsecond),
	}
}

// Context returns the context of the transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Now returns the instant of the transaction, the same throughout, in UTC to the microsecond.
func (tx *Tx) Now() time.Time { return tx.now }

// Engine tells which engine runs the transaction.
func (tx *Tx) Engine() Engine { return tx.run.engine() }

// Leave hands v to the function that ends the batch (Options.BeforeCommit), which gets what the kept transactions left,
// in their order, and nothing of those that were rolled back. PostgreSQL has no batches and drops it.
func (tx *Tx) Leave(v any) { tx.left = append(tx.left, v) }

var (
	errDone     = errors.New("sqldb: the transaction has ended")
	errLock     = errors.New("sqldb: a row lock in a transaction that reads")
	errRowsOpen = errors.New("sqldb: a statement began before the rows of another were closed")
)

// ready refuses a statement that one of the engines would refuse.
func (tx *Tx) ready(q *Query, args []any) ([]any, error) {
	switch {
	case tx.done:
		return nil, wrap(fault.Internal, errDone)
	case tx.broken != nil:
		return nil, tx.broken
	case tx.open != nil:
		return nil, tx.fail(wrap(fault.Internal, fmt.Errorf("%w: %s, then %s", errRowsOpen, tx.open.query.name,
			q.name)))
	case tx.reads && q.lock:
		return nil, tx.fail(wrap(fault.Internal, fmt.Errorf("%w: %s", errLock, q.name)))
	case len(args) != q.args:
		return nil, tx.fail(wrap(fault.Internal, fmt.Errorf("sqldb: %s takes %d arguments, not %d", q.name, q.args,
			len(args))))
	}
	if err := tx.ctx.Err(); err != nil {
		return nil, tx.fail(wrap(fault.Busy, err))
	}
	out := make([]any, len(args))
	for i, a := range args {
		v, err := bind(a)
		if err != nil {
			return nil, tx.fail(fault.In(fmt.Sprintf("%s, argument %d", q.name, i+1), err))
		}
		out[i] = v
	}
	if tx.told != nil {
		tx.told(q.name)
	}
	return out, nil
}

// fail remembers the first failure, so that both engines give the transaction up.
func (tx *Tx) fail(err error) error {
	if tx.broken == nil {
		tx.broken = err
	}
	return err
}

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(q *Query, args ...any) (int64, error) {
	in, err := tx.ready(q, args)
	if err != nil {
		return 0, err
	}
	res, err := tx.run.exec(tx.stmts, q, in)
	if err != nil {
		return 0, tx.fail(failed(q.name, err))
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, tx.fail(failed(q.name, err))
	}
	return n, nil
}

// Query runs a statement that gives rows. Until they are closed, or Next has returned false, no other statement may
// run in the transaction.
func (tx *Tx) Query(q *Query, args ...any) (*Rows, error) {
	in, err := tx.ready(q, args)
	if err != nil {
		return nil, err
	}
	rows, err := tx.run.query(tx.stmts, q, in)
	if err != nil {
		return nil, tx.fail(failed(q.name, err))
	}
	tx.open = &Rows{tx: tx, query: q, rows: rows}
	return tx.open, nil
}

// QueryRow runs a statement for its first row. Its error waits for Scan.
func (tx *Tx) QueryRow(q *Query, args ...any) *Row {
	rows, err := tx.Query(q, args...)
	return &Row{rows: rows, err: err}
}

// Each runs a statement and fn on each of its rows, to the end or to the first error.
func (tx *Tx) Each(q *Query, fn func(*Rows) error, args ...any) error {
	rows, err := tx.Query(q, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // read to the end or failed: its error is told below
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// end closes what is left open; the transaction is of no use afterwards.
func (tx *Tx) end() {
	if tx.open != nil {
		_ = tx.open.Close() // its error is in broken already
	}
	tx.done = true
}

// Rows are the answer of Query.
type Rows struct {
	tx    *Tx
	query *Query
	rows  *sql.Rows
	err   error
}

// Next goes to the next row. False means the end or an error: see Err.
func (r *Rows) Next() bool {
	if r.tx.open != r {
		return false
	}
	if err := r.tx.ctx.Err(); err != nil {
		r.err = r.tx.fail(wrap(fault.Busy, err))
		_ = r.Close() // the first error is the one to tell
		return false
	}
	if r.rows.Next() {
		return true
	}
	_ = r.Close() // its error is what Err returns
	return false
}

// Scan copies the columns of the row. NULL needs a pointer to a pointer, or a sql.Scanner.
func (r *Rows) Scan(dest ...any) error {
	if r.tx.open != r {
		return wrap(fault.Internal, errDone)
	}
	if err := r.rows.Scan(dest...); err != nil {
		types := make([]string, len(dest))
		for i, d := range dest {
			types[i] = fmt.Sprintf("%T", d)
		}
		cols, _ := r.rows.Columns() // only to name them
		// The driver's own words may quote the value.
		return r.tx.fail(wrap(fault.Internal, fmt.Errorf("sqldb: %s: columns (%s) do not fit (%s)",
			r.query.name, strings.Join(cols, ", "), strings.Join(types, ", "))))
	}
	return nil
}

// Columns returns the names of the columns.
func (r *Rows) Columns() ([]string, error) { return r.rows.Columns() }

// Err returns what ended the rows early, nil at their true end.
func (r *Rows) Err() error { return r.err }

// Close ends the rows. It may be called twice.
func (r *Rows) Close() error {
	if r.tx.open != r {
		return r.err
	}
	r.tx.open = nil
	err := r.rows.Err()
	if cerr := r.rows.Close(); err == nil {
		err = cerr
	}
	if err != nil && r.err == nil {
		r.err = r.tx.fail(failed(r.query.name, err))
	}
	return r.err
}

// Row is the answer of QueryRow.
type Row struct {
	rows *Rows
	err  error
}

// Scan copies the columns of the first row; no row is a NotFound fault, after which the transaction goes on.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer func() { _ = r.rows.Close() }() // read to the end or failed: its error is told below
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return wrap(fault.NotFound, fmt.Errorf("sqldb: %s: %w", r.rows.query.name, sql.ErrNoRows))
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.rows.Close()
}

// bind makes a the same plain value for both engines: integer, float, text, bytes or NULL. A type that refuses to
// be stored (secret.Text) is refused; so are structures, slices and time.Time, since instants are stored as integers.
func bind(a any) (any, error) {
	switch v := a.(type) {
	case nil, int64, float64:
		return v, nil
	case int:
		return int64(v), nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case string:
		return plain(v)
	case []byte:
		if v == nil {
			return nil, nil
		}
		return v, nil
	case driver.Valuer:
		return bindValuer(v)
	}
	switch rv := reflect.ValueOf(a); rv.Kind() {
	case reflect.Pointer:
		if rv.IsNil() {
			return nil, nil
		}
		return bind(rv.Elem().Interface())
	case reflect.String:
		return plain(rv.String())
	case reflect.Bool:
		return bind(rv.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return rv.Int(), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(rv.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return rv.Float(), nil
	case reflect.Slice:
		if rv.Type().Elem().Kind() == reflect.Uint8 {
			return bind(rv.Bytes())
		}
	}
	return nil, wrap(fault.Internal, fmt.Errorf("sqldb: a value of type %T cannot be stored", a))
}

func bindValuer(v driver.Valuer) (any, error) {
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Pointer && rv.IsNil() {
		return nil, nil
	}
	out, err := v.Value()
	if err != nil {
		return nil, wrap(fault.Internal, fmt.Errorf("sqldb: a value of type %T cannot be stored: %w", v, err))
	}
	if _, again := out.(driver.Valuer); again {
		return nil, wrap(fault.Internal, fmt.Errorf("sqldb: a value of type %T cannot be stored", v))
	}
	return bind(out)
}

var errText = errors.New("sqldb: text is not UTF-8 or has a zero byte")

func plain(s string) (any, error) {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		return nil, wrap(fault.Invalid, errText)
	}
	return s, nil
}

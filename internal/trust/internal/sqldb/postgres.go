package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"

	"havre.example/havre/internal/kernel/fault"
)

// postgres is a pool of connections. The driver prepares each statement once per connection and keeps it.
type postgres struct {
	db   *DB
	pool *sql.DB
	size int
}

// ErrAddress tells that the PostgreSQL connection string cannot be read. It may hold a password: no more is said of it.
var ErrAddress = errors.New("sqldb: the PostgreSQL connection string cannot be read")

var errOwnMeans = errors.New("sqldb: PostgreSQL is backed up by its own means")

// openPostgres makes the pool; the first use connects.
func openPostgres(db *DB) (engine, error) {
	cfg, err := pgx.ParseConfig(db.opts.Postgres)
	if err != nil { // its words may quote the password
		return nil, wrap(fault.Internal, ErrAddress)
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	for k, v := range map[string]string{"application_name": "havre", "timezone": "UTC"} {
		cfg.RuntimeParams[k] = v
	}
	if db.opts.ReadOnly {
		cfg.RuntimeParams["default_transaction_read_only"] = "on"
	}
	p := &postgres{db: db, pool: stdlib.OpenDB(*cfg), size: db.opts.Readers}
	if p.size <= 0 {
		p.size = 16
	}
	p.pool.SetMaxOpenConns(p.size)
	p.pool.SetMaxIdleConns(p.size)
	p.pool.SetConnMaxIdleTime(5 * time.Minute)
	return p, nil
}

func (p *postgres) name() Engine { return Postgres }

func (p *postgres) read(ctx context.Context, fn func(*Tx) error) error {
	t, err := p.begin(ctx, sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // nothing was written
	tx := newTx(ctx, ctx, p.db.opts.Now(), postConn{t})
	tx.reads = true
	defer tx.end()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.broken
}

// write runs fn, and once more when PostgreSQL chose it as the loser of a conflict. It rests before: the winner has
// only been woken by then, and whoever is back at once takes the first lock from it and meets it again.
func (p *postgres) write(ctx context.Context, _ bool, fn func(*Tx) error) error {
	again, err := p.attempt(ctx, fn)
	if !again {
		return err
	}
	select {
	case <-time.After(rest + rand.N(rest)): // two losers do not come back together
	case <-ctx.Done():
		return err
	}
	_, err = p.attempt(ctx, fn)
	return err
}

// rest is the least that a loser rests.
const rest = 50 * time.Millisecond

// attempt is one transaction; again tells that the engine undid it for the sake of another.
func (p *postgres) attempt(ctx context.Context, fn func(*Tx) error) (again bool, err error) {
	t, err := p.begin(ctx, sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return false, err
	}
	defer func() { _ = t.Rollback() }() // does nothing after commit
	tx := newTx(ctx, ctx, p.db.opts.Now(), postConn{t})
	defer tx.end()
	err = fn(tx)
	if err == nil {
		err = tx.broken
	}
	if err != nil {
		return loser(tx.broken), err
	}
	tx.end()
	err = failed("commit", t.Commit())
	return loser(err), err
}

// loser tells a serialization failure or a deadlock.
func loser(err error) bool {
	e, ok := errors.AsType[*engineError](err)
	return ok && (e.code == "40001" || e.code == "40P01")
}

// begin starts a transaction. Connections that the server closed while they lay in the pool fail here, before
// anything was done, and are passed over until one answers or none can be made.
func (p *postgres) begin(ctx context.Context, o sql.TxOptions) (*sql.Tx, error) {
	var err error
	for range p.size + 1 {
		var t *sql.Tx
		if t, err = p.pool.BeginTx(ctx, &o); err == nil {
			return t, nil
		}
		if _, refused := errors.AsType[*pgconn.ConnectError](err); refused || !lost(err) || ctx.Err() != nil {
			break
		}
	}
	return nil, failed("begin", err)
}

func (p *postgres) ping(ctx context.Context) error {
	return p.read(ctx, func(tx *Tx) error { return tx.script("select 1") })
}

// describe prepares q and tells the names of its columns, and of those that hold bytes.
func (p *postgres) describe(ctx context.Context, q *Query) (columns, bytes []string, err error) {
	conn, err := p.pool.Conn(ctx)
	if err != nil {
		return nil, nil, failed("describe", err)
	}
	err = conn.Raw(func(c any) error {
		d, err := c.(*stdlib.Conn).Conn().Prepare(ctx, "", q.postgres)
		if err != nil {
			return failed(q.name, err)
		}
		for _, f := range d.Fields {
			columns = append(columns, f.Name)
			if f.DataTypeOID == pgtype.ByteaOID {
				bytes = append(bytes, f.Name)
			}
		}
		return nil
	})
	return columns, bytes, errors.Join(err, conn.Close())
}

func (p *postgres) backup(context.Context, string) error { return wrap(fault.Internal, errOwnMeans) }

func (p *postgres) close() error { return p.pool.Close() }

// postConn runs statements in one transaction.
type postConn struct{ tx *sql.Tx }

func (c postConn) engine() Engine { return Postgres }

func (c postConn) query(ctx context.Context, q *Query, args []any) (*sql.Rows, error) {
	return c.tx.QueryContext(ctx, q.postgres, args...)
}

func (c postConn) exec(ctx context.Context, q *Query, args []any) (sql.Result, error) {
	return c.tx.ExecContext(ctx, q.postgres, args...)
}

func (c postConn) script(ctx context.Context, sql string) error {
	_, err := c.tx.ExecContext(ctx, sql)
	return err
}

package sqldb

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"havre.example/havre/internal/kernel/fault"
)

// sqlite is one connection that writes, driven by one goroutine, and a few that read.
type sqlite struct {
	db      *DB
	lock    *fileLock
	writer  *writer // nil when read only
	readers chan *liteConn
	conns   []*liteConn
}

// settings of every connection, in this order after the key.
const settings = `
pragma busy_timeout = 10000;
pragma trusted_schema = off;
pragma cell_size_check = on;
pragma temp_store = memory;
pragma foreign_keys = on;
pragma secure_delete = on;
pragma synchronous = full;
pragma journal_size_limit = 67108864;
`

// The writer keeps more pages than a reader: a reader forgets all of them whenever somebody has written. The log is
// moved into the file at 32 MB: more often, and pages written again and again are moved each time.
const (
	writes = "pragma journal_mode = wal; pragma cache_size = -16384; pragma wal_autocheckpoint = 8000;"
	reads  = "pragma cache_size = -4096; pragma wal_autocheckpoint = 0; "
)

var (
	errOpen   = errors.New("sqldb: the database file could not be opened")
	errBackup = errors.New("sqldb: the backup could not be written")
)

func openSQLite(ctx context.Context, db *DB) (engine, error) {
	o := db.opts
	s := &sqlite{db: db}
	var err error
	if o.ReadOnly {
		err = admitReader(ctx, o)
	} else {
		s.lock, err = admit(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	err = s.connect(ctx)
	if err == nil && s.lock != nil {
		err = s.lock.prove(o.Key)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// connect opens the connections under a key that was found to be the right one: what does not read is damaged.
func (s *sqlite) connect(ctx context.Context) error {
	err := s.dialAll(ctx)
	if errors.Is(err, ErrWrongKey) {
		return wrap(fault.Internal, ErrDamaged)
	}
	return err
}

func (s *sqlite) dialAll(ctx context.Context) error {
	o := s.db.opts
	if !o.ReadOnly {
		c, err := dial(ctx, o, "mode=rw", writes, true)
		if err != nil {
			return err
		}
		s.writer = startWriter(s.db, c)
	}
	if err := private(o.Path+"-wal", o.Path+"-shm"); err != nil && !o.ReadOnly {
		return wrap(fault.Internal, err)
	}
	n := o.Readers
	if n <= 0 {
		n = 2
	}
	s.readers = make(chan *liteConn, n)
	for range n {
		// Only the writer moves the log into the file (checkpoint), and only the last writer to close removes it.
		c, err := dial(ctx, o, "mode=rw", reads+"pragma query_only = on;", false)
		if err != nil {
			return err
		}
		s.conns = append(s.conns, c)
		s.readers <- c
	}
	return nil
}

// private keeps other users of the machine out of the files that SQLite has just made.
func private(paths ...string) error {
	for _, p := range paths {
		if err := os.Chmod(p, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// dial opens one connection; only the one that empties the log moves it into the file when it closes. No error of the
// driver leaves it, because some quote the address or the key.
func dial(ctx context.Context, o Options, query, more string, empties bool) (*liteConn, error) {
	abs, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, err
	}
	dsn := "file:" + (&url.URL{Path: abs}).EscapedPath() + "?vfs=" + vfsName + "&" + query
	pool, err := driver.Open(dsn, func(c *sqlite3.Conn) error {
		if err := c.Exec("pragma hexkey = '" + hex.EncodeToString(o.Key[:]) + "'"); err != nil {
			return errOpen
		}
		if _, err := c.Config(sqlite3.DBCONFIG_DEFENSIVE, true); err != nil {
			return err
		}
		// One plan for a statement whatever its arguments: else a limit given as one has it planned at each use.
		if _, err := c.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true); err != nil {
			return err
		}
		// A file that does not read stays as it is, and its log with it.
		if _, err := c.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, true); err != nil {
			return err
		}
		if err := c.Exec(settings + more + "select count(*) from sqlite_schema;"); err != nil {
			return err
		}
		_, err := c.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, !empties)
		return err
	})
	if err != nil {
		return nil, wrap(fault.Internal, errOpen)
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		_ = pool.Close() // the first error tells more
		if errors.Is(err, sqlite3.NOTADB) {
			return nil, ErrWrongKey
		}
		return nil, failed("open "+filepath.Base(o.Path), err)
	}
	return &liteConn{pool: pool, conn: conn, stmts: map[*Query]*sql.Stmt{}, verbs: map[string]*sql.Stmt{}}, nil
}

// legible tells whether the first page of the file makes sense under the key. It reads that page alone: not the log.
func legible(ctx context.Context, o Options) bool {
	c, err := dial(ctx, o, "mode=ro&immutable=1", "", false)
	if err == nil {
		_ = c.close() // it only read
	}
	return err == nil
}

func (s *sqlite) name() Engine { return SQLite }

func (s *sqlite) read(ctx context.Context, fn func(*Tx) error) error {
	var c *liteConn
	select {
	case c = <-s.readers:
	case <-ctx.Done():
		return wrap(fault.Busy, ctx.Err())
	}
	defer func() { s.readers <- c }()
	if err := c.verb("begin"); err != nil {
		return failed("begin reading", err)
	}
	defer func() { _ = c.verb("rollback") }() // nothing was written
	tx := newTx(ctx, ctx, s.db.opts.Now(), c)
	tx.reads = true
	defer tx.end()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.broken
}

func (s *sqlite) write(ctx context.Context, schema bool, fn func(*Tx) error) error {
	return s.writer.do(&job{ctx: ctx, fn: fn, schema: schema, done: make(chan struct{})})
}

func (s *sqlite) ping(ctx context.Context) error {
	return s.read(ctx, func(tx *Tx) error { return failed("ping", tx.run.script(ctx, "select 1 from sqlite_schema")) })
}

// describe prepares q and tells the names of its columns; which of them hold bytes only PostgreSQL knows.
func (s *sqlite) describe(ctx context.Context, q *Query) (columns, _ []string, err error) {
	err = s.read(ctx, func(tx *Tx) error {
		return tx.run.(*liteConn).conn.Raw(func(c any) error {
			st, _, err := c.(driver.Conn).Raw().Prepare(q.sqlite)
			if err != nil {
				return failed(q.name, err)
			}
			if n := st.BindCount(); n != q.args {
				err = fmt.Errorf("sqldb: %s: %d placeholders, not %d", q.name, n, q.args)
			}
			for i := range st.ColumnCount() {
				columns = append(columns, st.ColumnName(i))
			}
			return errors.Join(err, st.Close())
		})
	})
	return columns, nil, err
}

// backup writes the copy on a connection of its own, so that neither reads nor writes wait.
func (s *sqlite) backup(ctx context.Context, path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return wrap(fault.Internal, errBackup)
	}
	f, err := os.OpenFile(abs, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return wrap(fault.Conflict, fmt.Errorf("%w: the file exists", errBackup))
	case err != nil:
		return wrap(fault.Internal, fmt.Errorf("%w: %w", errBackup, err))
	}
	err = f.Close()
	if err == nil {
		err = s.vacuum(ctx, abs)
	}
	if err != nil {
		return errors.Join(err, os.Remove(abs))
	}
	return nil
}

// vacuum writes a copy into an empty file.
func (s *sqlite) vacuum(ctx context.Context, abs string) error {
	c, err := dial(ctx, s.db.opts, "mode=rw", reads, false)
	if err != nil {
		return err
	}
	target := "file:" + (&url.URL{Path: abs}).EscapedPath() + "?vfs=adiantum&hexkey=" +
		hex.EncodeToString(s.db.opts.Key[:])
	_, err = c.conn.ExecContext(ctx, "vacuum into ?1", target)
	if cerr := c.close(); err == nil && cerr != nil {
		err = cerr
	}
	if err != nil { // its words may quote the target, and with it the key
		k, _ := classify(err)
		return wrap(k, errBackup)
	}
	return nil
}

func (s *sqlite) close() error {
	var errs []error
	for _, c := range s.conns {
		errs = append(errs, c.close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.close()) // last, so that it empties the log into the file
	}
	return errors.Join(append(errs, s.lock.release())...)
}

// liteConn is one connection with its prepared statements. One goroutine at a time uses it.
type liteConn struct {
	pool  *sql.DB
	conn  *sql.Conn
	stmts map[*Query]*sql.Stmt
	verbs map[string]*sql.Stmt
}

func (c *liteConn) engine() Engine { return SQLite }

func (c *liteConn) prepared(q *Query) (*sql.Stmt, error) {
	if st := c.stmts[q]; st != nil {
		return st, nil
	}
	st, err := c.conn.PrepareContext(context.Background(), q.sqlite)
	if err == nil {
		c.stmts[q] = st
	}
	return st, err
}

func (c *liteConn) query(ctx context.Context, q *Query, args []any) (*sql.Rows, error) {
	st, err := c.prepared(q)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (c *liteConn) exec(ctx context.Context, q *Query, args []any) (sql.Result, error) {
	st, err := c.prepared(q)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (c *liteConn) script(ctx context.Context, sql string) error {
	_, err := c.conn.ExecContext(ctx, sql)
	return err
}

// verb runs a statement without arguments or rows that comes again and again: begin, savepoint, commit.
func (c *liteConn) verb(sql string) error {
	st := c.verbs[sql]
	if st == nil {
		var err error
		if st, err = c.conn.PrepareContext(context.Background(), sql); err != nil {
			return err
		}
		c.verbs[sql] = st
	}
	_, err := st.ExecContext(context.Background())
	return err
}

func (c *liteConn) close() error {
	var errs []error
	for _, st := range c.verbs {
		errs = append(errs, st.Close())
	}
	for _, st := range c.stmts {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, c.conn.Close(), c.pool.Close())...)
}

package pgtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// A copy of a template is lent to one test after the other, of all processes: to empty it, and to write again what the
// template holds, takes a tenth of the time of making one. Whoever borrows one empties it, so that it does not matter
// how the test before ended; while it is lent, an advisory lock of the borrower's process stands for it.

const poolLocks = 1986 // the first number of these locks

// held is what a template holds: its catalog in short, and the rows of its tables as COPY writes them.
type held struct {
	Shape string
	Rows  map[string]string
}

var errInUse = errors.New("pgtest: somebody is still connected")

// pool is the borrower: one connection, on which the locks of this process are held. A lock does not keep its own
// holder out, so what is lent within the process is noted too.
type pool struct {
	mu   sync.Mutex
	c    *pgx.Conn
	lent map[string]bool
}

var lender = sync.OnceValues(func() (*pool, error) {
	dsn, err := shared()
	if err != nil {
		return nil, err
	}
	c, err := pgx.Connect(context.Background(), dsn)
	return &pool{c: c, lent: map[string]bool{}}, err
})

// borrow returns the name of a database that holds what the template holds, and what gives it back.
func borrow(dsn, template string) (name string, giveBack func() error, err error) {
	p, err := lender()
	if err != nil {
		return "", nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var kept string
	if err := p.c.QueryRow(context.Background(), `select coalesce(shobj_description(oid, 'pg_database'), '')
		from pg_database where datname = $1`, template).Scan(&kept); err != nil {
		return "", nil, err
	}
	var want held
	if err := json.Unmarshal([]byte(kept), &want); err != nil {
		return "", nil, err
	}
	prefix := strings.Replace(template, "havre_model_", "havre_pool_", 1) + "_"
	there, err := p.names(prefix)
	if err != nil {
		return "", nil, err
	}
	for n := 0; ; n++ {
		name := fmt.Sprintf("%s%d", prefix, n)
		ok, err := p.lock(name)
		if ok {
			err = p.ready(dsn, name, template, slices.Contains(there, name), want)
		}
		switch {
		case ok && err == nil:
			return name, func() error {
				p.mu.Lock()
				defer p.mu.Unlock()
				return p.unlock(name)
			}, nil
		case ok:
			inUse := errors.Is(err, errInUse)
			if uerr := p.unlock(name); !inUse || uerr != nil {
				return "", nil, errors.Join(err, uerr)
			}
		case err != nil:
			return "", nil, err
		}
	}
}

// names lists the databases whose name begins so.
func (p *pool) names(prefix string) ([]string, error) {
	rows, err := p.c.Query(context.Background(), `select datname from pg_database where starts_with(datname, $1)`,
		prefix)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func (p *pool) lock(name string) (ok bool, err error) {
	if p.lent[name] {
		return false, nil
	}
	err = p.c.QueryRow(context.Background(), `select pg_try_advisory_lock($1, $2)`, poolLocks, number(name)).Scan(&ok)
	p.lent[name] = ok
	return ok, err
}

func (p *pool) unlock(name string) error {
	delete(p.lent, name)
	_, err := p.c.Exec(context.Background(), `select pg_advisory_unlock($1, $2)`, poolLocks, number(name))
	return err
}

func number(name string) int32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return int32(h.Sum32())
}

// ready makes the database anew, unless it is there and can be emptied.
func (p *pool) ready(dsn, name, template string, there bool, want held) error {
	if there {
		err := refill(at(dsn, name), want)
		if err == nil || errors.Is(err, errInUse) {
			return err
		}
		if _, err := p.c.Exec(context.Background(), "drop database if exists "+name+" with (force)"); err != nil {
			return err
		}
	}
	_, err := p.c.Exec(context.Background(), "create database "+name+" template "+template)
	return err
}

// refill makes a database hold what is wanted, and nothing else; an error where its catalog is another by now.
func refill(dsn string, want held) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }()
	if err := alone(ctx, c); err != nil {
		return err
	}
	shape, tables, err := catalog(ctx, c)
	if err == nil && shape != want.Shape {
		err = fmt.Errorf("the catalog is %s, not %s", shape, want.Shape)
	}
	if err != nil {
		return err
	}
	script := "begin; set local session_replication_role = replica;"
	for _, t := range tables {
		script += "delete from " + t + ";"
	}
	if _, err := c.PgConn().Exec(ctx, script).ReadAll(); err != nil {
		return err
	}
	for t, rows := range want.Rows {
		if _, err := c.PgConn().CopyFrom(ctx, strings.NewReader(rows), "copy "+t+" from stdin"); err != nil {
			return err
		}
	}
	_, err = c.Exec(ctx, "commit")
	return err
}

// alone waits a moment for those who are going.
func alone(ctx context.Context, c *pgx.Conn) error {
	for range 20 {
		var others int
		if err := c.QueryRow(ctx, `select count(*) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid()`).Scan(&others); err != nil || others == 0 {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errInUse
}

// catalog returns what the catalog holds, in short, and the names of the tables.
func catalog(ctx context.Context, c *pgx.Conn) (shape string, tables []string, err error) {
	err = c.QueryRow(ctx, `select concat_ws(' ', (select count(*) || '/' || max(oid) from pg_class),
		(select count(*) from pg_attribute), (select count(*) from pg_trigger), (select count(*) from pg_proc),
		(select count(*) from pg_constraint))`).Scan(&shape)
	if err != nil {
		return "", nil, err
	}
	rows, err := c.Query(ctx, `select quote_ident(relname) from pg_class where relkind = 'r'
		and relnamespace = 'public'::regnamespace order by relname`)
	if err != nil {
		return "", nil, err
	}
	tables, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return shape, tables, err
}

// keep writes down beside a template what it holds.
func keep(dsn, name string) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, at(dsn, name))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }()
	h := held{Rows: map[string]string{}}
	var tables []string
	if h.Shape, tables, err = catalog(ctx, c); err != nil {
		return err
	}
	for _, t := range tables {
		var b bytes.Buffer
		if _, err := c.PgConn().CopyTo(ctx, &b, "copy "+t+" to stdout"); err != nil {
			return err
		}
		if b.Len() > 0 {
			h.Rows[t] = b.String()
		}
	}
	kept, err := json.Marshal(h)
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, "comment on database "+name+" is '"+strings.ReplaceAll(string(kept), "'", "''")+"'")
	return err
}

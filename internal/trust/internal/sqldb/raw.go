package sqldb

import (
	"database/sql"
	"encoding/hex"
	"net/url"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"havre.example/havre/internal/kernel/fault"
)

// Raw opens a second connection to a database that is open already, without queries declared, doors or journal: for
// tests that look for what must not be there, or put there what an attacker would.
func Raw(o Options) (*sql.DB, error) {
	if o.Postgres != "" {
		c, err := pgx.ParseConfig(o.Postgres)
		if err != nil {
			return nil, wrap(fault.Internal, errOpen)
		}
		return stdlib.OpenDB(*c), nil
	}
	db, err := driver.Open("file:"+(&url.URL{Path: o.Path}).EscapedPath()+"?vfs="+vfsName+"&mode=rw",
		func(c *sqlite3.Conn) error {
			if err := c.Exec("pragma hexkey = '" + hex.EncodeToString(o.Key[:]) + "'"); err != nil {
				return errOpen
			}
			return c.Exec("pragma busy_timeout = 10000; pragma temp_store = memory; pragma wal_autocheckpoint = 0; " +
				"pragma synchronous = full")
		})
	if err != nil {
		return nil, wrap(fault.Internal, errOpen)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

package trusttest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// Raw is the database beside its doors, as somebody with the disk and the machine's key has it.
func (f *Floor) Raw() *sql.DB {
	f.T.Helper()
	o := sqldb.Options{Postgres: f.DSN}
	if f.DSN == "" {
		o.Path, o.Key = filepath.Join(f.Dir, "havre.db"), [32]byte(ground.Derive(Machine[:], "database"))
	}
	db, err := sqldb.Raw(o)
	if err != nil {
		f.T.Fatal(err)
	}
	f.T.Cleanup(func() {
		if err := db.Close(); err != nil {
			f.T.Errorf("close the raw %s: %v", f.Engine, err)
		}
	})
	return db
}

// Tables lists every table by name.
func (f *Floor) Tables(db *sql.DB) []string {
	f.T.Helper()
	q := `select name from sqlite_schema where type = 'table' order by name`
	if f.DSN != "" {
		q = `select table_name from information_schema.tables where table_schema = current_schema() order by table_name`
	}
	return f.column(db, q)
}

func (f *Floor) column(db *sql.DB, q string) []string {
	f.T.Helper()
	rows, err := db.QueryContext(context.Background(), q)
	if err != nil {
		f.T.Fatalf("%s: %v", q, err)
	}
	defer func() { _ = rows.Close() }() // read to the end below
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			f.T.Fatalf("%s: %v", q, err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		f.T.Fatalf("%s: %v", q, err)
	}
	return out
}

// Cells calls fn with every value of every table.
func (f *Floor) Cells(db *sql.DB, fn func(table, column string, value []byte)) {
	f.T.Helper()
	for _, t := range f.Tables(db) {
		rows, err := db.QueryContext(context.Background(), `select * from "`+t+`"`)
		if err != nil {
			f.T.Fatalf("read %s: %v", t, err)
		}
		names, err := rows.Columns()
		for err == nil && rows.Next() {
			values := make([]any, len(names))
			into := make([]any, len(names))
			for i := range values {
				into[i] = &values[i]
			}
			if err = rows.Scan(into...); err != nil {
				break
			}
			for i, v := range values {
				fn(t, names[i], cell(v))
			}
		}
		if err == nil {
			err = rows.Err()
		}
		if err != nil {
			f.T.Fatalf("read %s: %v", t, err)
		}
		_ = rows.Close() // read to its end
	}
}

func cell(v any) []byte {
	switch v := v.(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	case nil:
		return nil
	}
	return fmt.Append(nil, v)
}

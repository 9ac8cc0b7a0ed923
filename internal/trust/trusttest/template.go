package trusttest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// template is an encrypted SQLite database with the whole schema and nothing in it, made once for every test of this
// user and schema: to copy it is quicker than to migrate again.
var template = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(os.TempDir(), "havre-sqlite-"+strconv.Itoa(os.Getuid()))
	path := filepath.Join(dir, sqldb.SchemaSum()+".db")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	making, err := os.MkdirTemp(dir, "making")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(making) }() // a leftover in the temporary folder harms nobody
	whole := filepath.Join(making, "whole.db")
	if err := migrated(filepath.Join(making, "new.db"), whole); err != nil {
		return "", err
	}
	return path, os.Rename(whole, path) // at once: whoever makes it at the same time makes the same
})

// migrated makes a database and writes a copy of it in one file.
func migrated(path, whole string) error {
	ctx := context.Background()
	db, err := sqldb.Open(ctx, sqldb.Options{Path: path, Key: [32]byte(ground.Derive(Machine[:], "database")),
		Now: time.Now})
	if err != nil {
		return err
	}
	err = db.Migrate(ctx)
	if err == nil {
		err = db.Backup(ctx, whole)
	}
	return errors.Join(err, db.Close())
}

// lite is the path of a fresh copy of the template.
func (f *Floor) lite() string {
	f.T.Helper()
	from, err := template()
	if err != nil {
		f.T.Fatalf("make the SQLite template: %v", err)
	}
	b, err := os.ReadFile(from)
	if err != nil {
		f.T.Fatal(err)
	}
	path := filepath.Join(f.Dir, "havre.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		f.T.Fatal(err)
	}
	return path
}

// Package pgtest gives tests PostgreSQL databases: on the server that HAVRE_TEST_POSTGRES names, else on a throw-away
// cluster of the installed PostgreSQL, shared by the tests of one user on the machine and left running for the next
// run ("pg_ctl -D DIR/data stop" with DIR as Shared tells ends it).
//
// Where PostgreSQL cannot be had the test fails; with HAVRE_TEST_QUICK=1 it is skipped, and says so.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Empty returns the connection string of a fresh database, dropped when the test ends.
func Empty(t testing.TB) string {
	t.Helper()
	return database(t, "template0")
}

// Clone returns the connection string of a copy of a template, which no other test has until this one ends. The first
// to ask for the template on the server makes it: fill gets the connection string of an empty database and must close
// what it opens. The name must change with what fill makes.
func Clone(t testing.TB, name string, fill func(dsn string) error) string {
	t.Helper()
	dsn := server(t)
	template := "havre_model_" + name
	if err := ensureTemplate(dsn, template, fill); err != nil {
		t.Fatalf("make the PostgreSQL template: %v", err)
	}
	name, giveBack, err := borrow(dsn, template)
	if err != nil {
		t.Fatalf("borrow a PostgreSQL database: %v", err)
	}
	t.Cleanup(func() {
		if err := giveBack(); err != nil {
			t.Errorf("give a PostgreSQL database back: %v", err)
		}
	})
	return at(dsn, name)
}

func database(t testing.TB, template string) string {
	t.Helper()
	dsn := server(t)
	name := "havre_test_" + strings.ToLower(rand.Text()[:12])
	if err := command(dsn, fmt.Sprintf("create database %s template %s", name, template)); err != nil {
		t.Fatalf("make a PostgreSQL database: %v", err)
	}
	t.Cleanup(func() {
		if err := command(dsn, "drop database if exists "+name+" with (force)"); err != nil {
			t.Errorf("drop a PostgreSQL database: %v", err)
		}
	})
	return at(dsn, name)
}

// ensureTemplate makes the template once, under a lock that all test processes share.
func ensureTemplate(dsn, name string, fill func(string) error) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }() // its lock goes with it
	if _, err := c.Exec(ctx, "select pg_advisory_lock(7206011985)"); err != nil {
		return err
	}
	var there bool
	if err := c.QueryRow(ctx, "select exists (select from pg_database where datname = $1)",
		name).Scan(&there); err != nil || there {
		return err
	}
	making := name + "_making" // renamed when whole, so that a test killed half-way leaves no half template
	for _, sql := range []string{"drop database if exists " + making + " with (force)", "create database " + making +
		" template template0"} {
		if _, err := c.Exec(ctx, sql); err != nil {
			return err
		}
	}
	if err := fill(at(dsn, making)); err != nil {
		return err
	}
	if err := keep(dsn, making); err != nil {
		return err
	}
	_, err = c.Exec(ctx, "alter database "+making+" rename to "+name)
	return err
}

func command(dsn, sql string) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, sql)
	if cerr := c.Close(ctx); err == nil {
		err = cerr
	}
	return err
}

// at returns dsn for another database of the same server.
func at(dsn, name string) string {
	if u, err := url.Parse(dsn); err == nil && strings.HasPrefix(u.Scheme, "postgres") {
		u.Path = "/" + name
		return u.String()
	}
	return dsn + " dbname=" + name
}

var shared = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv("HAVRE_TEST_POSTGRES"); dsn != "" {
		return dsn, command(dsn, "select 1")
	}
	return startShared()
})

func server(t testing.TB) string {
	t.Helper()
	dsn, err := shared()
	if err != nil {
		refuse(t, err)
	}
	return dsn
}

func refuse(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("HAVRE_TEST_QUICK") == "1" {
		t.Skipf("!!! NOT TESTED ON POSTGRESQL !!! %v", err)
	}
	t.Fatalf("this test needs PostgreSQL (install it, or set HAVRE_TEST_POSTGRES, or HAVRE_TEST_QUICK=1 to go "+
		"without): %v", err)
}

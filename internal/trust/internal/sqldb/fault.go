package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"havre.example/havre/internal/kernel/fault"
)

func wrap(k fault.Kind, err error) error { return fault.Wrap(k, "fault."+k.String(), err) }

// engineError is an engine's error without the words that may quote a row: PostgreSQL and its driver put values in
// theirs. It keeps what tells the kind and what finds the flaw.
type engineError struct {
	attempt, detail string
	code            string // SQLSTATE, when it comes from PostgreSQL
	cause           error  // a context error or a number of the operating system; never the driver's error
}

// Error says what was attempted and what the engine answered, without values.
func (e *engineError) Error() string { return "sqldb: " + e.attempt + ": " + e.detail }

// Unwrap gives the cause.
func (e *engineError) Unwrap() error { return e.cause }

// failed turns an error of a driver into a fault. What is one already passes.
func failed(attempt string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	k, detail := classify(err)
	e := &engineError{attempt: attempt, detail: detail}
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		e.code = pe.Code
	}
	switch {
	case isFull(err):
		e.cause = syscall.ENOSPC
	case isDamaged(err):
		e.cause = ErrDamaged
	case errors.Is(err, context.Canceled):
		e.cause = context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		e.cause = context.DeadlineExceeded
	default:
		if no, ok := errors.AsType[syscall.Errno](err); ok {
			e.cause = no
		}
	}
	return wrap(k, e)
}

// isFull tells whether the disk of the database holds no more. The file by which connections share the log is only ever
// made longer: where that does not work, there is no room.
func isFull(err error) bool {
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pe.Code == "53100"
	}
	return errors.Is(err, sqlite3.FULL) || errors.Is(err, sqlite3.IOERR_SHMSIZE)
}

// isDamaged tells whether what is kept is not what the engine wrote. What a wrong key makes of it is found before that.
func isDamaged(err error) bool {
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pe.Code == "XX001" || pe.Code == "XX002" // a page of a table, or an index
	}
	return errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.NOTADB)
}

func classify(err error) (fault.Kind, string) {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Busy, "the caller gave up"
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fault.NotFound, "no row"
	}
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return postgresKind(pe.Code), postgresDetail(pe)
	}
	if se, ok := errors.AsType[*sqlite3.Error](err); ok {
		return sqliteKind(se.ExtendedCode()), fmt.Sprintf("sqlite %d: %s", se.ExtendedCode(), se.Error())
	}
	if se, ok := errors.AsType[sqlite3.ExtendedErrorCode](err); ok {
		return sqliteKind(se), fmt.Sprintf("sqlite %d: %s", se, se.Error())
	}
	if se, ok := errors.AsType[sqlite3.ErrorCode](err); ok {
		return sqliteKind(se.ExtendedCode()), fmt.Sprintf("sqlite %d: %s", se, se.Error())
	}
	if lost(err) {
		return fault.Busy, "the connection was refused or lost"
	}
	return fault.Internal, fmt.Sprintf("the driver refused (%T)", err)
}

// sqliteKind sorts SQLite's result codes.
func sqliteKind(c sqlite3.ExtendedErrorCode) fault.Kind {
	switch c {
	case sqlite3.CONSTRAINT_UNIQUE, sqlite3.CONSTRAINT_PRIMARYKEY, sqlite3.CONSTRAINT_ROWID,
		sqlite3.CONSTRAINT_FOREIGNKEY, sqlite3.CONSTRAINT_CHECK:
		return fault.Conflict
	case sqlite3.IOERR_SHMSIZE: // no room
		return fault.Busy
	}
	switch c.Code() {
	case sqlite3.BUSY, sqlite3.LOCKED, sqlite3.FULL, sqlite3.INTERRUPT:
		return fault.Busy
	case sqlite3.TOOBIG:
		return fault.Invalid
	}
	return fault.Internal
}

// postgresKind sorts SQLSTATE codes; a class is the first two characters.
func postgresKind(code string) fault.Kind {
	switch code {
	case "23505", "23503", "23514", "23P01": // unique, foreign key, check, exclusion
		return fault.Conflict
	case "40001", "40P01", "55P03", "57014": // serialization, deadlock, lock not available, cancelled by a time limit
		return fault.Busy
	case "57P01", "57P02", "57P03", "57P04", "57P05": // shut down, crashed, starting, dropped, idle
		return fault.Busy
	case "54000": // too large for the engine
		return fault.Invalid
	}
	switch code[:min(2, len(code))] {
	case "08", "53": // connection, resources
		return fault.Busy
	}
	return fault.Internal
}

// postgresDetail keeps the message only of classes that never quote a value.
func postgresDetail(e *pgconn.PgError) string {
	out := "postgres " + e.Code
	for _, s := range []string{e.SchemaName, e.TableName, e.ColumnName, e.ConstraintName} {
		if s != "" {
			out += " " + s
		}
	}
	switch e.Code[:min(2, len(e.Code))] {
	case "42", "0A", "25", "26", "28", "3D", "40", "53", "55", "57":
		out += ": " + e.Message
	}
	return out
}

// lost tells whether err means that the server could not be reached, or went away.
func lost(err error) bool {
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return strings.HasPrefix(pe.Code, "57P0") || strings.HasPrefix(pe.Code, "08")
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, os.ErrDeadlineExceeded) ||
		pgconn.SafeToRetry(err)
}

package gate

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// This file is how a store reads and writes rows, said once. A row is mapped by a function that lists where its columns
// go, in the order of the query: func(s *Service) []any { return []any{&s.Code, &s.On} }. Each reader takes the
// handle's own method to ask with: gate.List(v.Query, qServices, ...), gate.One(v.Office, qPartner, ...). Errors name
// the query.

// statement is what every kind of query is made of.
type statement struct{ q *sqldb.Query }

// Name returns the name the query was declared under.
func (s statement) Name() string { return s.q.Name() }

// Asked is any kind of query.
type Asked interface {
	// Name is the name that the query was declared under; errors say it.
	Name() string
}

// Each runs fn on every row of a query.
func Each[Q Asked](ask func(Q, ...any) (*Rows, error), q Q, fn func(*Rows) error, args ...any) error {
	rows, err := ask(q, args...)
	if err != nil {
		return fault.In(q.Name(), err)
	}
	defer func() { _ = rows.Close() }() // read to the end or failed: its error is told below
	for rows.Next() {
		if err := fn(rows); err != nil {
			return fault.In(q.Name(), err)
		}
	}
	return fault.In(q.Name(), rows.Err())
}

// Collect makes something of every row of a query, where a mapping alone does not do.
func Collect[T any, Q Asked](ask func(Q, ...any) (*Rows, error), q Q, make func(*Rows) (T, error),
	args ...any) ([]T, error) {
	var out []T
	err := Each(ask, q, func(r *Rows) error {
		t, err := make(r)
		out = append(out, t)
		return err
	}, args...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// List reads every row of a query.
func List[T any, Q Asked](ask func(Q, ...any) (*Rows, error), q Q, row func(*T) []any, args ...any) ([]T, error) {
	return Collect(ask, q, func(r *Rows) (T, error) {
		var t T
		err := r.Scan(row(&t)...)
		return t, err
	}, args...)
}

// One reads the first row of a query; a NotFound fault when there is none.
func One[T any, Q Asked](ask func(Q, ...any) (*Rows, error), q Q, row func(*T) []any, args ...any) (T, error) {
	var out T
	rows, err := ask(q, args...)
	if err != nil {
		return out, fault.In(q.Name(), err)
	}
	defer func() { _ = rows.Close() }() // one row is all that is read
	if !rows.Next() {
		if err = rows.Err(); err == nil {
			err = fault.ErrAbsent
		}
		return out, fault.In(q.Name(), err)
	}
	if err = rows.Scan(row(&out)...); err == nil {
		err = rows.Close()
	}
	return out, fault.In(q.Name(), err)
}

// Values reads a query of one column; Value its first row.
func Values[T any, Q Asked](ask func(Q, ...any) (*Rows, error), q Q, args ...any) ([]T, error) {
	return List(ask, q, alone[T], args...)
}

// Value reads the one column of the first row of a query; a NotFound fault when there is none.
func Value[T any, Q Asked](ask func(Q, ...any) (*Rows, error), q Q, args ...any) (T, error) {
	return One(ask, q, alone[T], args...)
}

func alone[T any](t *T) []any { return []any{t} }

// Among is One of a list that was read: the first that is meant, fault.ErrAbsent where none is.
func Among[T any](list []T, meant func(T) bool) (one T, err error) {
	if at := slices.IndexFunc(list, meant); at >= 0 {
		return list[at], nil
	}
	return one, fault.ErrAbsent
}

// Codes are kept in one column, between spaces: a column of a mapping, read and written.
type Codes struct{ List *[]string }

// Scan implements sql.Scanner.
func (c Codes) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("gate: codes are kept as text, not as %T", src)
	}
	*c.List = strings.Fields(s)
	return nil
}

// Value implements driver.Valuer.
func (c Codes) Value() (driver.Value, error) { return strings.Join(*c.List, " "), nil }

// Page cuts a list that was asked for with one row more than a page holds, and tells whether there are more pages.
func Page[T any](list []T, size int) ([]T, bool) {
	if len(list) <= size {
		return list, false
	}
	return list[:size], true
}

// PageAt is one page of a list that was read whole, counted from 0, and tells whether there are more.
func PageAt[T any](list []T, page, size int) ([]T, bool) {
	return Page(list[min(max(0, page)*size, len(list)):], size)
}

// Replaced is what an update that compares the version it saw has come to: fault.ErrChanged where no row had it any
// more. It takes what Exec returns.
func Replaced(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.ErrChanged
	}
	return err
}

// Done leaves out how many rows Exec changed.
func Done(_ int64, err error) error { return err }

// SealedColumn is a column of sealed words with the compartment it lies in, said once for sealing and for opening.
type SealedColumn struct {
	compartment vault.Compartment
	name        text
}

var sealedColumns = map[string]vault.Compartment{}

// Column declares a sealed column, "table.column".
func Column(c vault.Compartment, name text) SealedColumn {
	sealedColumns[string(name)] = c
	return SealedColumn{c, name}
}

// Columns returns the compartment of every column declared, for the tests that compare them with the dictionary.
func Columns() map[string]vault.Compartment { return sealedColumns }

// Compartment returns what the column is sealed under.
func (c SealedColumn) Compartment() vault.Compartment { return c.compartment }

// Name returns which column it is, "table.column".
func (c SealedColumn) Name() string { return string(c.name) }

// opener is a case, or another object with keys.
type opener interface {
	Open(c vault.Compartment, column text, row RowID, s Sealed) (secret.Text, error)
}

// sealer is a case being written, or another object with keys.
type sealer interface {
	Seal(c vault.Compartment, column text, row RowID, words secret.Text) (Sealed, error)
}

// Open opens the words of a row; ErrSealed where the team holds no key.
func (c SealedColumn) Open(in opener, row RowID, s Sealed) (secret.Text, error) {
	return in.Open(c.compartment, c.name, row, s)
}

// Seal seals words for a row.
func (c SealedColumn) Seal(in sealer, row RowID, words secret.Text) (Sealed, error) {
	return in.Seal(c.compartment, c.name, row, words)
}

// Held opens the words of a row where the team holds the key; where it does not there are none.
func (c SealedColumn) Held(v *CaseView, row RowID, s Sealed) (secret.Text, error) {
	if !v.Holds(c.compartment) {
		return secret.Text{}, nil
	}
	return c.Open(v, row, s)
}

// Word is a sealed column of a row and where its words are.
type Word struct {
	In SealedColumn
	At *secret.Text

	cell Sealed
}

// Words are the sealed columns of one row, in the order of the query.
type Words []Word

// Cells are where a query reads the sealed columns into, after others.
func (w Words) Cells(others ...any) []any {
	for i := range w {
		others = append(others, &w[i].cell)
	}
	return others
}

// Open opens what Cells read; ErrSealed where the team holds no key.
func (w Words) Open(in opener, row RowID) (err error) {
	for i := range w {
		if *w[i].At, err = w[i].In.Open(in, row, w[i].cell); err != nil {
			return err
		}
	}
	return nil
}

// Held opens what Cells read of the compartments that the team holds keys to; the others stay without words.
func (w Words) Held(v *CaseView, row RowID) (err error) {
	for i := range w {
		if *w[i].At, err = w[i].In.Held(v, row, w[i].cell); err != nil {
			return err
		}
	}
	return nil
}

// Seal seals the words for a row, as arguments of a statement after others.
func (w Words) Seal(in sealer, row RowID, others ...any) ([]any, error) {
	for i := range w {
		cell, err := w[i].In.Seal(in, row, *w[i].At)
		if err != nil {
			return nil, err
		}
		others = append(others, cell)
	}
	return others, nil
}

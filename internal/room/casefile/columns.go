package casefile

import (
	"fmt"
	"slices"
	"strings"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/gate"
)

const codedTable = "casefile_coded"

// Columns is the part of the coded row that the questions of a sheet name: each question reads and writes its own
// column, so that one more needs no more than its declaration.
type Columns[T any] struct {
	sheet        ask.Sheet[T]
	read, change gate.CaseQuery
}

// ColumnsOf declares the part of the coded row that a sheet fills, under the name of its queries.
func ColumnsOf[T any](name string, s ask.Sheet[T]) Columns[T] {
	c := Columns[T]{sheet: slices.DeleteFunc(slices.Clone(s), func(q ask.Field[T]) bool {
		return !strings.HasPrefix(q.Column, codedTable+".")
	})}
	names := make([]string, len(c.sheet))
	for i, q := range c.sheet {
		names[i] = strings.TrimPrefix(q.Column, codedTable+".")
	}
	if len(names) > 0 {
		c.read, c.change = gate.CaseColumns(name, codedTable, names)
	}
	return c
}

// Read lets the coded row answer the questions of t.
func (c Columns[T]) Read(v *gate.CaseView, t *T) error {
	if len(c.sheet) == 0 {
		return nil
	}
	kept, into := make([]string, len(c.sheet)), make([]any, len(c.sheet))
	for i := range kept {
		into[i] = &kept[i]
	}
	if err := v.QueryRow(c.read).Scan(into...); err != nil {
		return fmt.Errorf("read what is answered: %w", err)
	}
	for i, q := range c.sheet {
		q.Set(t, q.Restored(kept[i]))
	}
	return nil
}

// Write keeps what t answers in the coded row. Where a room changes the row by ChangeCoded too, it writes afterwards.
func (c Columns[T]) Write(tx *gate.CaseTx, t *T) error {
	if len(c.sheet) == 0 {
		return nil
	}
	args := make([]any, len(c.sheet))
	for i, q := range c.sheet {
		args[i] = q.Stored(q.Get(t))
	}
	_, err := tx.Exec(c.change, args...)
	return fault.In("keep what is answered", err)
}

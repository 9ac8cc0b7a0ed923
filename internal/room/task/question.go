package task

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Note is the code of what is noted, and not to be done.
const Note = "note"

// Whats may be said of a task, besides words: a line of the home is made of it.
var Whats = []string{"call", "write", "paper", "appointment", "check", "other"}

func doing(column gate.SealedColumn, by vault.Reader) ask.Sheet[Entry] {
	return ask.Of("task",
		ask.Among("what", Whats, func(e *Entry) *string { return &e.What }).Required(),
		ask.Day("due", func(e *Entry) *date.Date { return &e.Due }).Optional(),
		said(column, by).Optional())
}

func noting(column gate.SealedColumn, by vault.Reader) ask.Sheet[Entry] {
	return ask.Of("task", said(column, by).As("note").Required())
}

func said(column gate.SealedColumn, by vault.Reader) ask.Field[Entry] {
	return ask.Words("words", column.Compartment(), column.Name(), func(e *Entry) *secret.Text { return &e.Words }).
		Lines(4).Max(2000).OnlyFor(by)
}

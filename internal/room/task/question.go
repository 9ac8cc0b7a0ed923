package task

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Note is the code of what is noted, and not to be done.
const Note = "note"

// Whats may be said of a task, besides words: a line of the home is made of it.
var Whats = []string{"call", "write", "paper", "appointment", "check", "other"}

// farthest is how many days ahead, at most, something is to be done.
const farthest = 2 * 366

// sheet is what is asked of a task or a note of one kind of team, and where its words are sealed.
type sheet struct {
	task, note ask.Sheet[Entry]
	column     gate.SealedColumn
}

var sheets = map[access.Relation]sheet{
	access.Evaluates: {doing.with(vault.Danger, "task_entry.danger_sealed"),
		noting(vault.Danger, "task_entry.danger_sealed"), gate.Column(vault.Danger, "task_entry.danger_sealed")},
	access.Organises: {doing.with(vault.Journey, "task_entry.journey_sealed"),
		noting(vault.Journey, "task_entry.journey_sealed"), gate.Column(vault.Journey, "task_entry.journey_sealed")},
	access.Hosts: {doing.with(vault.ShelterNotes, "task_entry.shelter_sealed"),
		noting(vault.ShelterNotes, "task_entry.shelter_sealed"),
		gate.Column(vault.ShelterNotes, "task_entry.shelter_sealed")},
}

type tasks ask.Sheet[Entry]

var doing = tasks(ask.Of("task",
	ask.Among("what", Whats, func(e *Entry) *string { return &e.What }).Required(),
	ask.Day("due", func(e *Entry) *date.Date { return &e.Due }).NotOlder(1).NotLater(farthest).Optional()))

func (t tasks) with(c vault.Compartment, column string) ask.Sheet[Entry] {
	return ask.Join(ask.Sheet[Entry](t), ask.Of("task", said(c, column).Optional()))
}

func noting(c vault.Compartment, column string) ask.Sheet[Entry] {
	return ask.Of("task", said(c, column).As("note").Required())
}

func said(c vault.Compartment, column string) ask.Field[Entry] {
	return ask.Words("words", c, column, func(e *Entry) *secret.Text { return &e.Words }).Lines(4).Max(2000)
}

// Reading and ReadingNote are the sheets by which what a form answers is read: the same for each team.
var Reading, ReadingNote = sheets[access.Evaluates].task, sheets[access.Evaluates].note

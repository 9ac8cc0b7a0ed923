package gate

import (
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/journal"
)

// Look is one line of "who looked".
type Look = journal.Look

// Whose says of whom looks are asked for.
type Whose = journal.Whose

// Of whom looks may be asked for.
const (
	Ours   = journal.Ours
	Others = journal.Others
)

// window is how far back "who looked" goes.
const window = 90 * 24 * time.Hour

// Looks returns the journal's latest entries on this case, newest first: who looked, when, by which act.
func (v *CaseView) Looks(limit int) ([]Look, error) { return v.LooksOf("", 0, limit) }

// LooksOf is Looks of the acting team or of others, behind so many later ones.
func (v *CaseView) LooksOf(whose Whose, skip, limit int) ([]Look, error) {
	return journal.Looks(v.tx, v.entry.object, v.now.Add(-window), journal.Part{Whose: whose, Team: v.Team(),
		Skip: skip}, limit)
}

// As converts an id to the object it names for the outbox and the boxes.
func As[E any](v id.ID[E]) ObjectID { return id.As[objectEntity](v) }

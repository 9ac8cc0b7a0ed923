package gate

import (
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/journal"
)

// Look is one line of "who looked".
type Look = journal.Look

// window is how far back "who looked" goes.
const window = 90 * 24 * time.Hour

// Looks returns the journal's latest entries on this case, newest first: who looked, when, by which act.
func (v *CaseView) Looks(limit int) ([]Look, error) {
	v.use()
	return journal.Looks(v.tx, v.entry.object, v.now.Add(-window), limit)
}

// As converts an id to the object it names for the outbox and the boxes.
func As[E any](v id.ID[E]) ObjectID { return id.As[objectEntity](v) }

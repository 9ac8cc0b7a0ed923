package gate

import (
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
)

// Look is one line of "who looked".
type Look struct {
	At   time.Time
	User access.UserID // zero for pages without account and for the machine
	Team access.TeamID
	Act  string
}

// window is how far back "who looked" goes.
const window = 90 * 24 * time.Hour

func looks(tx *sqldb.Tx, object []byte, now time.Time, limit int) ([]Look, error) {
	lines, err := journal.Looks(tx, object, now.Add(-window), limit)
	if err != nil {
		return nil, err
	}
	out := make([]Look, 0, len(lines))
	for _, l := range lines {
		k := Look{At: l.At, Act: l.Act}
		if err := k.User.Scan(l.User); err != nil {
			return nil, err
		}
		if err := k.Team.Scan(l.Team); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

// As converts an id to the object it names for the outbox and the boxes.
func As[E any](v id.ID[E]) ObjectID { return id.As[objectEntity](v) }

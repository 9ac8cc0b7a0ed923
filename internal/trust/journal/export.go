package journal

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// record is one line of an export: exactly one of its parts is set.
type record struct {
	Entry *entryLine `json:"entry,omitempty"`
	Batch *batchLine `json:"batch,omitempty"`
	Head  *headLine  `json:"head,omitempty"`
	End   *endLine   `json:"end,omitempty"`
}

type entryLine struct {
	ID     EntryID `json:"id"`
	At     int64   `json:"at"` // µs since 1970, UTC
	User   []byte  `json:"user,omitempty"`
	Team   []byte  `json:"team,omitempty"`
	Act    string  `json:"act"`
	Object []byte  `json:"object,omitempty"`
	Detail string  `json:"detail"`
	Salt   []byte  `json:"salt"`
	Leaf   []byte  `json:"leaf"`
}

type batchLine struct {
	First    int64  `json:"first"`
	Size     int64  `json:"size"`
	Entries  []byte `json:"entries"` // ids, 16 bytes each
	Frontier []byte `json:"frontier"`
	Root     []byte `json:"root"`
	At       int64  `json:"at"`
}

type headLine struct {
	Size int64  `json:"size"`
	Note string `json:"note"`
	At   int64  `json:"at"`
}

// endLine closes an export and counts what stands before it. It is not signed: it shows an accident, and the heads
// show the rest.
type endLine struct {
	Entries int `json:"entries"`
	Batches int `json:"batches"`
	Heads   int `json:"heads"`
}

// Export writes the whole journal as JSON lines: entries, then batches, then signed heads, then the end. It holds no
// name and no content, and is what an auditor verifies offline.
func (l *Log) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	line := func(r record) { _ = enc.Encode(r) } // the writer keeps its first error: Flush tells it
	err := l.db.Read(ctx, func(tx *sqldb.Tx) error {
		var end endLine
		err := tx.Each(qEntries, func(rows *sqldb.Rows) error {
			var e entryLine
			err := rows.Scan(&e.ID, &e.At, &e.User, &e.Team, &e.Act, &e.Object, &e.Detail, &e.Salt, &e.Leaf)
			line(record{Entry: &e})
			end.Entries++
			return err
		})
		if err != nil {
			return err
		}
		err = tx.Each(qBatches, func(rows *sqldb.Rows) error {
			var b batchLine
			err := rows.Scan(&b.First, &b.Size, &b.Entries, &b.Frontier, &b.Root, &b.At)
			line(record{Batch: &b})
			end.Batches++
			return err
		})
		if err != nil {
			return err
		}
		err = tx.Each(qHeads, func(rows *sqldb.Rows) error {
			var h headLine
			err := rows.Scan(&h.Size, &h.Note, &h.At)
			line(record{Head: &h})
			end.Heads++
			return err
		})
		line(record{End: &end})
		return err
	})
	if err != nil {
		return fmt.Errorf("export the journal: %w", err)
	}
	return out.Flush()
}

func (e entryLine) entry() Entry {
	return Entry{ID: e.ID, At: clock.FromMicros(e.At), User: e.User, Team: e.Team, Act: e.Act, Object: e.Object,
		Detail: e.Detail, Salt: e.Salt}
}

package gate

import (
	"context"
	"fmt"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// Country is the network's country: its pack, with the network's own edits above it. It never changes under the hands
// of who holds it.
func (g *Gate) Country() *country.Pack { return g.country.Load().pack }

// Today is the present day where the head office is.
func (g *Gate) Today() date.Date { return g.Country().Day(g.clock.Now()) }

// Country is the network's country.
func (h *handle) Country() *country.Pack { h.use(); return h.g.Country() }

// Today is the day of the transaction where the head office is.
func (h *handle) Today() date.Date { return h.Country().Day(h.Now()) }

// Latest is the day that it already is somewhere in the country.
func (g *Gate) Latest() date.Date { return g.Country().Latest(g.clock.Now()) }

// Latest is the day of the transaction that it already is somewhere in the country: for days that people type.
func (h *handle) Latest() date.Date { return h.Country().Latest(h.Now()) }

// edited is a country with the number of edits that lie above its pack.
type edited struct {
	pack  *country.Pack
	edits int
}

var qEdits = sqldb.Declare("gate.country_edits", `select section, name, from_on, value from country_edit
	order by set_at, section, name, from_on`)

// Refresh reads the network's own edits of its country. Who makes one calls it once it is committed; the house calls it
// every few seconds for those made elsewhere. One that the pack has overtaken is left out, and the log tells it.
func (g *Gate) Refresh(ctx context.Context) error {
	var edits []country.Edit
	err := g.db.Read(ctx, func(tx *sqldb.Tx) error {
		edits = nil
		rows, err := tx.Query(qEdits)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var e country.Edit
			if err := rows.Scan(&e.Section, &e.Name, &e.From, &e.Value); err != nil {
				return err
			}
			edits = append(edits, e)
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("read the edits of the country: %w", err)
	}
	if now := g.country.Load(); len(edits) <= now.edits {
		return nil // a line is never taken away: nothing is new
	}
	pack, left := g.pack.With(edits...)
	for _, err := range left { // names and days alone: no words of anybody's
		g.log.Warn("an edit of the country is left out", "err", err)
	}
	for next := (&edited{pack, len(edits)}); ; {
		now := g.country.Load()
		if now.edits >= next.edits || g.country.CompareAndSwap(now, next) {
			return nil
		}
	}
}

package indicator

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Imported is one import of past cases, as its page lists it.
type Imported struct {
	Digest  string // SHA-256 of the file
	At      time.Time
	Who     string // "" for a command
	Rows    int
	LeftOut int
	Undone  time.Time // zero: it stands
	CanUndo bool      // it stands, and what it did is known
}

// Undone says what undoing an import did.
type Undone struct {
	Gone     int // cases that are counted no longer
	Restored int // cases that count again as before it
	Left     []Left
}

// Left is a case that a later import changed: it stays as it is.
type Left struct {
	Requested date.Date
	Columns   []string
}

var errNoImport = fault.NewNotFound("indicator.undo.none")

var (
	qLoads = gate.OfficeSQL("indicator.loads", `select i.file_hash, i.imported_at, i.row_count, i.left_out,
		coalesce(l.undone_at, 0), coalesce(u.name, ''), case when l.file_hash is null then 0 else 1 end
		from indicator_import i left join indicator_load l on l.file_hash = i.file_hash
		left join access_user u on u.id = l.user_id order by i.imported_at desc, i.file_hash`)
	qDid = gate.OfficeSQL("indicator.did", `select u.past_id, u.row_hash, u.counted_before, u.counted_after
		from indicator_undo u where u.file_hash = $1`)
	qPast     = gate.OfficeSQL("indicator.past", `select id, `+pastColumns+` from indicator_history where id = $1`)
	qDropPast = gate.OfficeSQL("indicator.drop_past", `delete from indicator_history where id = $1`)
	qDropRow  = gate.OfficeSQL("indicator.drop_row", `delete from indicator_row where row_hash = $1
		and not exists (select 1 from indicator_undo u where u.row_hash = $1)`)
	qForget = gate.OfficeSQL("indicator.forget", `delete from indicator_undo where file_hash = $1`)
	qUndone = gate.OfficeSQL("indicator.undone", `update indicator_load set undone_at = $2 where file_hash = $1
		and undone_at = 0`)
)

// Imports lists the imports, newest first.
func (d *Desk) Imports(ctx context.Context, who access.Actor) ([]Imported, error) {
	return gate.FromOffice(ctx, d.gate, who, Import, func(v *gate.OfficeView) ([]Imported, error) {
		return gate.Collect(v.Query, qLoads, func(rows *gate.Rows) (i Imported, err error) {
			var hash []byte
			var known int
			err = rows.Scan(&hash, clock.Stored{T: &i.At}, &i.Rows, &i.LeftOut, clock.Stored{T: &i.Undone}, &i.Who,
				&known)
			i.Digest, i.CanUndo = hex.EncodeToString(hash), known == 1 && i.Undone.IsZero()
			return i, err
		})
	})
}

// Undo takes back the import of the file with a digest: what it brought is gone, what it corrected counts as before. A
// case that a later import changed stays, and is told. The file may be imported again.
func (d *Desk) Undo(ctx context.Context, who access.Actor, digest string) (Undone, error) {
	hash, err := hex.DecodeString(digest)
	if err != nil || len(hash) == 0 {
		return Undone{}, errNoImport
	}
	act := Undo
	if who.Job() != "" {
		act = Unload
	}
	var out Undone
	err = d.gate.ChangeOffice(ctx, who, act, func(tx *gate.OfficeTx) error {
		out = Undone{}
		n, err := tx.Exec(qUndone, hash, clock.Micros(tx.Now()))
		if err != nil {
			return fmt.Errorf("undo an import: %w", err)
		}
		if n == 0 {
			return errNoImport
		}
		all, err := gate.Collect(tx.Query, qDid, func(rows *gate.Rows) (d did, err error) {
			return d, rows.Scan(&d.id, &d.key, &d.before, &d.after)
		}, hash)
		if err != nil {
			return fmt.Errorf("undo an import: %w", err)
		}
		if err := gate.Done(tx.Exec(qForget, hash)); err != nil {
			return fmt.Errorf("undo an import: %w", err)
		}
		for _, c := range all {
			if err := c.undo(tx, &out); err != nil {
				return fmt.Errorf("undo an import: %w", err)
			}
		}
		return nil
	})
	return out, err
}

// did is what an import did to one case.
type did struct {
	id            pastID
	key           []byte
	before, after string
}

func (c did) undo(tx *gate.OfficeTx, out *Undone) error {
	now, err := gate.Collect(tx.Query, qPast, scanKept, c.id)
	if err != nil || len(now) == 0 {
		return err
	}
	if stands := now[0].counted(); stands != c.after {
		out.Left = append(out.Left, Left{now[0].Requested, differing(stands, c.after)})
		return nil
	}
	if err := gate.Done(tx.Exec(qDropRow, c.key)); err != nil {
		return err
	}
	if c.before == "" {
		out.Gone++
		return gate.Done(tx.Exec(qDropPast, c.id))
	}
	was, err := readCounted(c.before)
	if err != nil {
		return err
	}
	out.Restored++
	return gate.Done(tx.Exec(qSetPast, append([]any{c.id}, was.values()...)...))
}

// readCounted reads what counted writes.
func readCounted(s string) (p Past, err error) {
	parts := strings.Split(s, ";")
	if len(parts) != len(columns) {
		return p, fmt.Errorf("a case of %d columns", len(parts))
	}
	for i, at := range p.cells() {
		switch v := at.(type) {
		case *string:
			*v = parts[i]
		case *int:
			_, err = fmt.Sscan(parts[i], v)
		case *date.Date:
			*v, err = date.Parse(parts[i])
		case *tri.Value:
			*v, err = tri.Parse(parts[i])
		}
		if err != nil {
			return p, fmt.Errorf("read a case: %w", err)
		}
	}
	return p, nil
}

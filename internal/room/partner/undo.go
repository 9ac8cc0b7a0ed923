package partner

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

type (
	importEntity struct{}
	undoneEntity struct{}
)

// ImportID identifies an import of partners, sites and places.
type ImportID = id.ID[importEntity]

// Imported is one import of partners, sites and places, as its page lists it.
type Imported struct {
	ID     ImportID
	Digest string // of what the file says, see sheet.Digest
	At     time.Time
	Who    string // "" for a command
	Rows   int
	Undone time.Time // zero: it stands
}

// Undone says what undoing an import did.
type Undone struct {
	Gone     int // partners, sites, places and addresses that are there no longer
	Restored int // those that are again as they were before it
	Left     []Left
}

// Left is what an import brought or corrected and stays as it is.
type Left struct {
	Partner, Site, Place string // the partner's code; the others empty where it is not about them
	Why                  string // text key
	Columns              []string
}

// Why something stays when an import is undone.
const (
	leftChanged = "partner.undo.changed" // somebody corrected it since
	leftUsed    = "partner.undo.used"    // somebody was proposed or stays there since, or its host spoke of it
	leftAddress = "partner.undo.address" // its address is in use
	leftFilled  = "partner.undo.filled"  // what it holds stays
	leftJoined  = "partner.undo.joined"  // somebody of it was invited
)

var errNoImport = fault.NewNotFound("partner.undo.none")

// What an import stores, in the order in which it is taken back: what stands within before what it stands in.
const (
	ofPlace   = "place"
	ofAddress = "address"
	ofSite    = "site"
	ofPartner = "partner"
)

var undoOrder = []string{ofPlace, ofAddress, ofSite, ofPartner}

var (
	qNoteImport = gate.OfficeSQL("partner.note_import", `insert into partner_import (id, file_hash, imported_at,
		user_id, row_count, undone_at) values ($1, $2, $3, $4, $5, 0)`)
	qNote = gate.OfficeSQL("partner.note", `insert into partner_undo (import_id, kind, thing_id, said_before,
		said_after) values ($1, $2, $3, $4, $5)`)
	qImports = gate.OfficeSQL("partner.imports", `select i.id, i.file_hash, i.imported_at, i.row_count, i.undone_at,
		coalesce(u.name, '') from partner_import i left join access_user u on u.id = i.user_id
		order by i.imported_at desc, i.id desc`)
	qUndone = gate.OfficeSQL("partner.undone", `update partner_import set undone_at = $2 where id = $1
		and undone_at = 0`)
	qDid = gate.OfficeSQL("partner.did", `select u.kind, u.thing_id, u.said_before, u.said_after, i.imported_at
		from partner_undo u join partner_import i on i.id = u.import_id where u.import_id = $1 order by u.thing_id`)
	qForgetNotes = gate.OfficeSQL("partner.forget_notes", `delete from partner_undo where import_id = $1`)
	qUsed        = gate.OfficeSQL("partner.used", `select used_at from partner_place where id = $1`)
	qUsedAt      = gate.OfficeSQL("partner.used_site", `select count(*) from partner_place where site_id = $1
		and (used_at > 0 or state = 'occupied' or held_until_at > 0)`)
	qDropPlace = gate.OfficeSQL("partner.drop_place", `delete from partner_place where id = $1 and used_at = 0
		and held_until_at = 0 and occupied_people = 0`)
	qDropAddress = gate.OfficeSQL("partner.drop_address", `update partner_site set has_address = 0, address_sealed = $2,
		telephone_sealed = $2, access_sealed = $2, version = version + 1 where id = $1`)
	qDropSite = gate.OfficeSQL("partner.drop_site", `delete from partner_site where id = $1 and has_address = 0
		and not exists (select 1 from partner_place p where p.site_id = partner_site.id)`)
	qDropPartner = gate.OfficeSQL("partner.drop", `delete from partner_partner where id = $1
		and not exists (select 1 from partner_site s where s.partner_id = partner_partner.id)`)
	qDropTeam = gate.OfficeSQL("partner.drop_team", `delete from access_team where id = $1`)
	qInvited  = gate.OfficeSQL("partner.invited", `select (select count(*) from access_membership where team_id = $1) +
		(select count(*) from session_invitation where team_id = $1)`)
)

// note is what an import did to one thing.
type note struct {
	kind          string
	thing         id.ID[undoneEntity]
	before, after string // its columns as a file says them; no before where it was added
}

func noteOf[E any](kind string, thing id.ID[E], before, after []field) note {
	n := note{kind: kind, thing: id.As[undoneEntity](thing), after: written(after)}
	if before != nil {
		n.before = written(before)
	}
	return n
}

func written(fields []field) string {
	out, err := json.Marshal(byColumn(fields))
	if err != nil {
		panic(err) // texts have a form in JSON
	}
	return string(out)
}

// note keeps what an import did, so that the whole can be undone.
func (m *importer) note(n note) error {
	if m.noted.IsZero() {
		m.noted = id.New[importEntity](m.tx.Now())
		if err := gate.Done(m.tx.Exec(qNoteImport, m.noted, m.digest[:], clock.Micros(m.tx.Now()),
			m.tx.Actor().User().Or(), m.report.Rows)); err != nil {
			return fmt.Errorf("note an import: %w", err)
		}
	}
	return fault.In("note an import", gate.Done(m.tx.Exec(qNote, m.noted, n.kind, n.thing, n.before, n.after)))
}

// partnerKept, placeKept and addressKept are all by which a thing is known to be as an import left it.
func partnerKept(p Partner) []field {
	return append(partnerFields(p), field{"standing", string(p.Standing)})
}

func placeKept(in *country.Pack, p Place) []field {
	return append(placeFields(p), field{"place_state", string(p.Marked)}, confirmedField(in, p))
}

func addressKept(tx *gate.OfficeTx, site SiteID) ([]field, error) {
	var street, telephone, way []byte
	if err := tx.QueryRow(qAddress, site).Scan(&street, &telephone, &way); err != nil {
		return nil, fmt.Errorf("read an address: %w", err)
	}
	sum := sha256.Sum256(slices.Concat(street, telephone, way))
	return []field{{"site_secret_address", hex.EncodeToString(sum[:])}}, nil
}

// Imports lists the imports, newest first.
func (d *Desk) Imports(ctx context.Context, who access.Actor) ([]Imported, error) {
	return gate.FromOffice(ctx, d.gate, who, ImportPage, imports)
}

func imports(v *gate.OfficeView) ([]Imported, error) {
	return gate.Collect(v.Query, qImports, func(rows *gate.Rows) (i Imported, err error) {
		var hash []byte
		err = rows.Scan(&i.ID, &hash, clock.Stored{T: &i.At}, &i.Rows, clock.Stored{T: &i.Undone}, &i.Who)
		i.Digest = hex.EncodeToString(hash)
		return i, err
	})
}

// UndoFile is Undo of the newest import that stands of a file with a digest: for the command.
func (d *Desk) UndoFile(ctx context.Context, who access.Actor, digest string) (Undone, error) {
	return d.undo(ctx, who, UndoCLI, func(v *gate.OfficeView) (ImportID, error) {
		all, err := imports(v)
		for _, i := range all {
			if i.Digest == digest && i.Undone.IsZero() {
				return i.ID, nil
			}
		}
		if err == nil {
			err = errNoImport
		}
		return ImportID{}, err
	})
}

// Undo takes an import back: what it brought is gone, what it corrected is as before. What somebody corrected or used
// since stays, and is told. The file may be imported again.
func (d *Desk) Undo(ctx context.Context, who access.Actor, one ImportID) (Undone, error) {
	return d.undo(ctx, who, Undo, func(*gate.OfficeView) (ImportID, error) { return one, nil })
}

func (d *Desk) undo(ctx context.Context, who access.Actor, act access.Act,
	which func(*gate.OfficeView) (ImportID, error)) (Undone, error) {
	var out Undone
	err := d.gate.ChangeOffice(ctx, who, act, func(tx *gate.OfficeTx) error {
		out = Undone{}
		one, err := which(&tx.OfficeView)
		if err != nil {
			return err
		}
		n, err := tx.Exec(qUndone, one, clock.Micros(tx.Now()))
		if err != nil {
			return fmt.Errorf("undo an import: %w", err)
		}
		if n == 0 {
			return errNoImport
		}
		u := &undoing{tx: tx, out: &out}
		did, err := gate.List(tx.Query, qDid, func(n *note) []any {
			return []any{&n.kind, &n.thing, &n.before, &n.after, &u.since}
		}, one)
		if err != nil {
			return fmt.Errorf("undo an import: %w", err)
		}
		slices.SortStableFunc(did, func(a, b note) int {
			return slices.Index(undoOrder, a.kind) - slices.Index(undoOrder, b.kind)
		})
		for _, n := range did {
			if err := u.take(n); err != nil {
				return fmt.Errorf("undo an import: %w", err)
			}
		}
		return gate.Done(tx.Exec(qForgetNotes, one))
	})
	if err != nil {
		return Undone{}, err
	}
	slices.SortFunc(out.Left, func(a, b Left) int {
		return cmp.Or(strings.Compare(a.Partner, b.Partner), strings.Compare(a.Site, b.Site),
			strings.Compare(a.Place, b.Place))
	})
	return out, nil
}

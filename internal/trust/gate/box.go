package gate

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// Sealed is a sealed field as the database keeps it. Only a Box makes and opens one.
type Sealed struct{ b []byte }

// Value stores the ciphertext; an empty value where nothing was sealed.
func (s Sealed) Value() (driver.Value, error) {
	if s.b == nil {
		return []byte{}, nil
	}
	return s.b, nil
}

// Scan reads a ciphertext.
func (s *Sealed) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		s.b = nil
	case []byte:
		s.b = append([]byte(nil), v...)
	default:
		return errors.New("gate: a sealed column holds bytes")
	}
	return nil
}

// Empty tells whether nothing was ever sealed here.
func (s Sealed) Empty() bool { return len(s.b) == 0 }

// ErrSealed tells that the team holds no key to a compartment. Pages show what is open and leave out the rest.
var ErrSealed = fault.Wrap(fault.NotFound, "fault.sealed", vault.ErrOpen)

// RowID is the immutable id of the row a sealed field lies in.
type RowID interface {
	// Bytes are the 16 bytes of the id, which are sealed in with the field.
	Bytes() []byte
}

// Box is one object (a case, a contact, the address of a place) with the keys of it that the act may use.
type Box struct {
	h      *handle
	object []byte
	bundle *vault.Bundle
}

// Holds tells whether the compartment can be opened.
func (b *Box) Holds(c vault.Compartment) bool {
	b.h.use()
	return b.bundle.Set().Has(c)
}

// Seal seals words for a column of a row. column is "table.column", a constant.
func (b *Box) Seal(c vault.Compartment, column text, row RowID, words secret.Text) (Sealed, error) {
	b.h.mayOpen(c)
	out, err := b.bundle.Seal(vault.Cell{Column: string(column), Row: row.Bytes(), Object: b.object, Compartment: c},
		words.Bytes())
	if err != nil {
		return Sealed{}, ErrSealed
	}
	b.h.entry.opened |= c
	return Sealed{out}, nil
}

// Open opens a sealed field. ErrSealed when the team holds no key to it; an Internal fault when the key is there and
// the field does not open: somebody moved or altered it.
func (b *Box) Open(c vault.Compartment, column text, row RowID, s Sealed) (secret.Text, error) {
	if b.h.use(); s.Empty() {
		return secret.Text{}, nil
	}
	b.h.mayOpen(c)
	if !b.bundle.Set().Has(c) {
		return secret.Text{}, ErrSealed
	}
	out, err := b.bundle.Open(vault.Cell{Column: string(column), Row: row.Bytes(), Object: b.object, Compartment: c},
		s.b)
	if err != nil {
		b.h.g.log.Error("sealed field does not open", "column", string(column), "act", b.h.act.Name)
		return secret.Text{}, fault.Wrap(fault.Internal, "fault.tampered", err)
	}
	b.h.entry.opened |= c
	return secret.Of(string(out)), nil
}

var (
	qWraps = sqldb.Declare("gate.wraps", `select id, holder_id, epoch, compartments, bundle from vault_wrap
		where object_id = $1 and (until_at = 0 or until_at > $2) order by granted_at, id`)
	qWrapIDs = sqldb.Declare("gate.wrap_ids", `select id from vault_wrap where object_id = $1
		and (until_at = 0 or until_at > $2)`)
	qAddWrap = sqldb.Declare("gate.add_wrap", `insert into vault_wrap (id, object_id, holder_id, epoch, compartments,
		bundle, act, granted_at, until_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	// A wrap made before the transaction is stored only while the key it was made for is still the team's.
	qAddWrapTo = sqldb.Declare("gate.add_wrap_to", `insert into vault_wrap (id, object_id, holder_id, epoch,
		compartments, bundle, act, granted_at, until_at)
		select $1, $2, $3, $4, $5, $6, $7, $8, 0 where $4 = (select max(k.epoch) from vault_team_key k
		where k.team_id = $3 and k.retired_at = 0)`)
	qDropWraps  = sqldb.Declare("gate.drop_wraps", `delete from vault_wrap where object_id = $1 and holder_id = $2`)
	qTeamOfKind = sqldb.Declare("gate.team_of_kind", TeamOfKind)
)

// TeamOfKind asks for the network's team of a kind: the eldest, where there are several.
const TeamOfKind = `select id from access_team where kind = $1 and ended_at = 0 order by created_at, id limit 1`

type wrapEntity struct{}

// opened is what unwrapping an object for an actor gave: the keys and the wraps they came from.
type opened struct {
	bundle *vault.Bundle
	wraps  []id.ID[wrapEntity]
}

// unwrap opens the wraps of an object that lie on the actor's ring, keeping only the compartments the act may use.
func unwrap(tx *sqldb.Tx, who access.Actor, act access.Act, object []byte) (opened, error) {
	var out opened
	want := act.Opens | act.Grants
	ring, _ := who.Keys().(*vault.Keyring)
	if want == vault.None || ring == nil {
		return out, nil
	}
	out.bundle = vault.NewBundle(vault.None)
	err := tx.Each(qWraps, func(rows *Rows) error {
		var wrap id.ID[wrapEntity]
		var holder, sealed []byte
		var epoch int64
		var names string
		if err := rows.Scan(&wrap, &holder, &epoch, &names, &sealed); err != nil {
			return err
		}
		key, err := ring.Team(holder, epoch)
		if string(holder) == string(who.User().Bytes()) {
			key, err = ring.Private()
		}
		if holds, bad := vault.ParseSet(names); err != nil || bad == nil && holds&want == vault.None {
			return nil // somebody else's wrap, or one of which this act opens nothing
		}
		b, err := key.UnwrapBundle(vault.Binding{Purpose: vault.ForCase, Recipient: holder, Object: object,
			Epoch: epoch}, sealed)
		if err != nil {
			return fault.Wrap(fault.Internal, "fault.tampered", err)
		}
		out.bundle.Add(b.Only(want))
		out.wraps = append(out.wraps, wrap)
		return nil
	}, object, clock.Micros(tx.Now()))
	return out, fault.In("read wraps", err)
}

// stillLive checks, in the transaction that journals, that the wraps used are still there.
func stillLive(tx *sqldb.Tx, object []byte, wraps []id.ID[wrapEntity]) error {
	if len(wraps) == 0 {
		return nil
	}
	live := 0
	err := tx.Each(qWrapIDs, func(rows *Rows) error {
		var w id.ID[wrapEntity]
		err := rows.Scan(&w)
		if slices.Contains(wraps, w) {
			live++
		}
		return err
	}, object, clock.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("check wraps: %w", err)
	}
	if live < len(wraps) {
		return fault.ErrAbsent
	}
	return nil
}

// ErrNoKey tells that a team has no key yet: its first member has not joined.
var ErrNoKey = fault.NewConflict("fault.team_without_key")

type teamKey struct {
	epoch  int64
	public vault.PublicKey
}

func publicKey(tx *sqldb.Tx, team access.TeamID) (teamKey, error) {
	var k teamKey
	var b []byte
	err := tx.QueryRow(ground.TeamKey, team).Scan(&k.epoch, &b)
	if fault.Is(err, fault.NotFound) {
		return k, ErrNoKey
	}
	if err != nil {
		return k, fmt.Errorf("read team key: %w", err)
	}
	k.public, err = vault.ParsePublicKey(b)
	return k, err
}

// addWrap hands the part of the bundle that lies in set to a team.
func addWrap(h *handle, object []byte, team access.TeamID, b *vault.Bundle, set vault.Set) error {
	k, err := publicKey(h.tx, team)
	if err != nil {
		return err
	}
	return wrapTo(h, object, team.Bytes(), k, b, set)
}

func wrapTo(h *handle, object, holder []byte, k teamKey, b *vault.Bundle, set vault.Set) error {
	part := b.Only(set)
	if part.Set() != set {
		return ErrSealed
	}
	sealed, err := part.Wrap(k.public, vault.Binding{Purpose: vault.ForCase, Recipient: holder, Object: object,
		Epoch: k.epoch})
	if err != nil {
		return err
	}
	return putWrap(h, object, holder, k.epoch, set, sealed)
}

func putWrap(h *handle, object, holder []byte, epoch int64, set vault.Set, sealed []byte) error {
	_, err := h.tx.Exec(qAddWrap, id.New[wrapEntity](h.now), object, holder, epoch, set.String(), sealed, h.act.Name,
		clock.Micros(h.now), 0)
	if err != nil {
		return fmt.Errorf("store wrap: %w", err)
	}
	return cardDue(h, object, holder, set)
}

// putWrapTo stores a wrap that was made before the transaction; ErrNoKey when the team's key was changed since.
func putWrapTo(h *handle, object []byte, team access.TeamID, epoch int64, set vault.Set, sealed []byte) error {
	n, err := h.tx.Exec(qAddWrapTo, id.New[wrapEntity](h.now), object, team, epoch, set.String(), sealed, h.act.Name,
		clock.Micros(h.now))
	if err != nil {
		return fmt.Errorf("store wrap: %w", err)
	}
	if n == 0 {
		return ErrNoKey
	}
	return cardDue(h, object, team.Bytes(), set)
}

// create makes fresh keys for compartments of an object and hands them to teams.
func (b *Box) create(set vault.Set, teams ...access.TeamID) error {
	b.h.mayOpen(set)
	fresh := vault.NewBundle(set)
	for _, t := range teams {
		if err := addWrap(b.h, b.object, t, fresh, set); err != nil {
			return err
		}
	}
	if b.bundle == nil {
		b.bundle = vault.NewBundle(vault.None)
	}
	b.bundle.Add(fresh)
	b.h.entry.granted |= set
	return nil
}

// grant hands compartments on to another team.
func (b *Box) grant(team access.TeamID, set vault.Set) error {
	b.h.mayGrant(set)
	if err := addWrap(b.h, b.object, team, b.bundle, set); err != nil {
		return err
	}
	b.h.entry.granted |= set
	return nil
}

// revoke takes every key of the object back from a holder. What they read stays read; nothing more opens.
func (b *Box) revoke(holder []byte) error {
	_, err := b.h.exec(qDropWraps, b.object, holder)
	if err == nil {
		_, err = b.h.exec(qDropCard, b.object, holder)
	}
	return fault.In("take keys back", err)
}

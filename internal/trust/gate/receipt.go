package gate

import (
	"errors"
	"fmt"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// Record is a draft: answers by name, codes apart from words about a person.
type Record = vault.Record

func read(b []byte) (Record, error) {
	r, err := vault.ReadRecord(b)
	if err != nil {
		return r, fault.Wrap(fault.Internal, "fault.tampered", err)
	}
	return r, nil
}

// SealRecord is Seal for a record.
func (b *Box) SealRecord(c vault.Compartment, column text, row RowID, r Record) (Sealed, error) {
	p, err := r.Plain()
	if err != nil {
		return Sealed{}, err
	}
	return b.Seal(c, column, row, secret.Of(string(p)))
}

// OpenRecord is Open for a record.
func (b *Box) OpenRecord(c vault.Compartment, column text, row RowID, s Sealed) (Record, error) {
	out, err := b.Open(c, column, row, s)
	if err != nil || out.Empty() {
		return Record{}, err
	}
	return read(out.Bytes())
}

// SealRecord is Seal for a record.
func (t *CaseTx) SealRecord(c vault.Compartment, column text, row RowID, r Record) (Sealed, error) {
	return t.box.SealRecord(c, column, row, r)
}

// OpenRecord is Open for a record.
func (v *CaseView) OpenRecord(c vault.Compartment, column text, row RowID, s Sealed) (Record, error) {
	return v.box.OpenRecord(c, column, row, s)
}

// SealTo seals a record to a receipt's own key: nobody else ever opens it.
func (t *PublicTx) SealTo(key vault.PublicKey, holder RowID, r Record) (Sealed, error) {
	t.use()
	p, err := r.Plain()
	if err != nil {
		return Sealed{}, err
	}
	out, err := vault.Wrap(key, receiptBinding(holder), p)
	return Sealed{out}, err
}

// OpenFrom opens what SealTo sealed; ErrSealed with another key.
func (t *PublicTx) OpenFrom(key vault.PrivateKey, holder RowID, s Sealed) (Record, error) {
	t.use()
	p, err := key.Unwrap(receiptBinding(holder), s.b)
	if err != nil {
		return Record{}, ErrSealed
	}
	return read(p)
}

func receiptBinding(holder RowID) vault.Binding {
	return vault.Binding{Purpose: vault.ForReceipt, Recipient: holder.Bytes(), Object: holder.Bytes(), Epoch: 1}
}

// SealWith seals words for an object with the key pair of a receipt, which holds a wrap of it: a message of a thread.
func (t *PublicTx) SealWith(key vault.PrivateKey, holder RowID, object ObjectID, c vault.Compartment, column text,
	row RowID, words secret.Text) (Sealed, error) {
	box, err := t.boxWith(key, holder, object)
	if err != nil {
		return Sealed{}, err
	}
	return box.Seal(c, column, row, words)
}

// boxWith opens the keys of an object with the key pair of a receipt.
func (t *PublicTx) boxWith(key vault.PrivateKey, holder RowID, object ObjectID) (*Box, error) {
	t.use()
	var box *Box
	err := t.tx.Each(qWraps, func(rows *Rows) error {
		var wrap, who, sealed []byte
		var epoch int64
		var names string
		if err := rows.Scan(&wrap, &who, &epoch, &names, &sealed); err != nil || string(who) != string(holder.Bytes()) {
			return err
		}
		b, err := key.UnwrapBundle(vault.Binding{Purpose: vault.ForCase, Recipient: who, Object: object.Bytes(),
			Epoch: epoch}, sealed)
		box = &Box{&t.handle, object.Bytes(), b}
		return err
	}, object, t.now.UnixMicro())
	switch {
	case errors.Is(err, vault.ErrOpen), err == nil && box == nil:
		return nil, ErrSealed
	case err != nil:
		return nil, fmt.Errorf("read wraps: %w", err)
	}
	return box, nil
}

var qForget = sqldb.Declare("gate.forget", `delete from vault_wrap where object_id = $1`)

// Forget deletes every wrap of an object that has done its service, such as a draft: what was sealed under its keys
// opens no more.
func (t *OfficeTx) Forget(object ObjectID) error {
	_, err := t.exec(qForget, object)
	return fault.In("forget keys", err)
}

// Forget deletes every wrap of another object than the case; see OfficeTx.Forget.
func (t *CaseTx) Forget(object ObjectID) error {
	if object == As(t.id) {
		panic("gate: a case is not forgotten by one of its acts")
	}
	_, err := t.exec(qForget, object)
	return fault.In("forget keys", err)
}

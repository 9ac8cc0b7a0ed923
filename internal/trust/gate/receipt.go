package gate

import (
	"encoding/json"
	"fmt"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// Record is a draft: answers by name, codes apart from words about a person. It is sealed as one, so that a draft's
// shape tells nothing of what was answered.
type Record struct {
	Codes map[string][]string
	Words map[string]secret.Text
}

// Format keeps a draft out of every print.
func (Record) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(secret.Mask)) }

type plainRecord struct {
	Codes map[string][]string `json:"c"`
	Words map[string]string   `json:"w"`
}

// recordStep is the step, in bytes, in which the length of a sealed record grows.
const recordStep = 1024

func (r Record) plain() ([]byte, error) {
	p := plainRecord{Codes: r.Codes, Words: map[string]string{}}
	for name, w := range r.Words {
		p.Words[name] = string(w.Bytes())
	}
	b, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("write a record: %w", err)
	}
	for len(b)%recordStep != 0 {
		b = append(b, ' ')
	}
	return b, nil
}

func readRecord(b []byte) (Record, error) {
	var p plainRecord
	if err := json.Unmarshal(b, &p); err != nil {
		return Record{}, fault.Wrap(fault.Internal, "fault.tampered", err)
	}
	r := Record{Codes: p.Codes, Words: map[string]secret.Text{}}
	if r.Codes == nil {
		r.Codes = map[string][]string{}
	}
	for name, w := range p.Words {
		r.Words[name] = secret.Of(w)
	}
	return r, nil
}

// SealRecord is Seal for a record.
func (b *Box) SealRecord(c vault.Compartment, column text, row RowID, r Record) (Sealed, error) {
	p, err := r.plain()
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
	return readRecord(out.Bytes())
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
	p, err := r.plain()
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
	return readRecord(p)
}

func receiptBinding(holder RowID) vault.Binding {
	return vault.Binding{Purpose: vault.ForReceipt, Recipient: holder.Bytes(), Object: holder.Bytes(), Epoch: 1}
}

// SealWith seals words for an object with the key pair of a receipt, which holds a wrap of it: a message of a thread.
func (t *PublicTx) SealWith(key vault.PrivateKey, holder RowID, object ObjectID, c vault.Compartment, column text, row RowID, words secret.Text) (Sealed, error) {
	box, err := t.boxWith(key, holder, object)
	if err != nil {
		return Sealed{}, err
	}
	return box.Seal(c, column, row, words)
}

// boxWith opens the keys of an object with the key pair of a receipt.
func (t *PublicTx) boxWith(key vault.PrivateKey, holder RowID, object ObjectID) (*Box, error) {
	rows, err := t.query(qWraps, object, t.now.UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("read wraps: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var wrap, who, sealed []byte
		var epoch int64
		if err := rows.Scan(&wrap, &who, &epoch, &sealed); err != nil {
			return nil, fmt.Errorf("read wraps: %w", err)
		}
		if string(who) != string(holder.Bytes()) {
			continue
		}
		b, err := key.UnwrapBundle(vault.Binding{Purpose: vault.ForCase, Recipient: who, Object: object.Bytes(), Epoch: epoch}, sealed)
		if err != nil {
			return nil, ErrSealed
		}
		return &Box{&t.handle, object.Bytes(), b}, nil
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read wraps: %w", err)
	}
	return nil, ErrSealed
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
	if object == ObjectOf(t.id) {
		panic("gate: a case is not forgotten by one of its acts")
	}
	_, err := t.exec(qForget, object)
	return fault.In("forget keys", err)
}

package referral

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/vault"
)

// Stretcher makes a key of a receipt's digits, slowly, and seals what a browser carries between two pages.
type Stretcher interface {
	// Stretch derives 32 bytes from words and salt for the purpose; vault.ErrCrowded where too many ask at once.
	Stretch(ctx context.Context, purpose string, words, salt []byte) ([]byte, error)
	// Carry seals for this use and owner, with a key that the server alone has.
	Carry(use string, owner, plaintext []byte) []byte
	// Carried opens what Carry sealed for the same use and owner; an error for anything else.
	Carried(use string, owner, sealed []byte) ([]byte, error)
}

type originEntity struct{}

// DraftID identifies a draft; after submission it stays as the origin of the case.
type DraftID = id.ID[originEntity]

// digitCount is the length of a receipt: 66 bits.
const digitCount = 20

// siteSalt is fixed, since a receipt comes without a name to look a salt up by; the machine's pepper is in the stretch.
var siteSalt = []byte("havre/referral/receipt/1")

// Receipt is the twenty digits by which somebody without account comes back. It masks itself wherever it goes but on
// the pages made for its owner.
type Receipt struct{ digits string }

// Format keeps the digits out of every print.
func (Receipt) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(secret.Mask)) }

// Show returns the digits, for the owner's own page.
func (r Receipt) Show() string { return r.digits }

// IsZero tells whether there is no receipt.
func (r Receipt) IsZero() bool { return r.digits == "" }

// NewReceipt draws a receipt.
func NewReceipt() Receipt {
	var b strings.Builder
	for b.Len() < digitCount {
		for _, c := range vault.Random(2 * digitCount) {
			if c < 250 && b.Len() < digitCount { // keep every digit equally likely
				b.WriteByte('0' + c%10)
			}
		}
	}
	return Receipt{b.String()}
}

// ReadReceipt reads a receipt as people type it, in the digits of any script: spaces, dots and dashes do not count.
func ReadReceipt(typed string) Receipt {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, letters.Code(typed))
	return Receipt{digits[:min(len(digits), 2*digitCount)]}
}

// carriedFor is how long after its last page a browser opens a draft without its digits.
const carriedFor = time.Hour

// Carried is what the browser of somebody without account keeps of a draft: the receipt, once it is drawn, and what was
// typed on a page and is to be corrected there. It masks itself.
type Carried struct {
	Receipt Receipt
	Typed   url.Values
}

// Format keeps all of it out of every print.
func (Carried) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(secret.Mask)) }

// Carry seals what a browser keeps under the mark that addresses have for a draft. Neither is worth anything without
// the other, and both nothing after an hour.
func (d *Desk) Carry(mark string, c Carried) string {
	until := binary.BigEndian.AppendUint64(nil, uint64(d.gate.Now().Add(carriedFor).Unix()))
	plain := append(until, c.Receipt.digits+"?"+c.Typed.Encode()...)
	return base64.RawURLEncoding.EncodeToString(d.stretch.Carry("receipt", []byte(mark), plain))
}

// Carried opens what Carry sealed; false where nothing was carried, or for too long.
func (d *Desk) Carried(mark, sealed string) (Carried, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return Carried{}, false
	}
	plain, err := d.stretch.Carried("receipt", []byte(mark), raw)
	if err != nil || len(plain) < 8 || d.gate.Now().Unix() >= int64(binary.BigEndian.Uint64(plain)) {
		return Carried{}, false
	}
	digits, typed, _ := strings.Cut(string(plain[8:]), "?")
	values, err := url.ParseQuery(typed)
	return Carried{ReadReceipt(digits), values}, err == nil
}

// holder is what a receipt's digits give: where its draft lies and the keys that open it.
type holder struct {
	id  DraftID
	key vault.PrivateKey
}

// ErrReceipt tells that nothing is known under these digits, whatever was wrong with them.
var ErrReceipt = fault.NewInvalid("referral.receipt_unknown")

// hold stretches the digits. It always takes the same time, also for what cannot be a receipt.
func (d *Desk) hold(ctx context.Context, r Receipt) (holder, error) {
	slow, err := d.stretch.Stretch(ctx, "receipt", []byte(r.digits), siteSalt)
	if errors.Is(err, vault.ErrCrowded) {
		return holder{}, fault.Wrap(fault.Busy, "fault.busy", err)
	}
	if err != nil {
		return holder{}, fmt.Errorf("stretch a receipt: %w", err)
	}
	var h holder
	name, err := hkdf.Key(sha256.New, slow, nil, "havre/referral/receipt/id", 16)
	if err != nil {
		return h, fmt.Errorf("derive a receipt: %w", err)
	}
	secretKey, err := hkdf.Key(sha256.New, slow, nil, "havre/referral/receipt/key", 32)
	if err != nil {
		return h, fmt.Errorf("derive a receipt: %w", err)
	}
	if h.id, err = id.FromBytes[originEntity](name); err != nil {
		return h, fmt.Errorf("derive a receipt: %w", err)
	}
	h.key, err = vault.DeriveKey(secretKey)
	return h, err
}

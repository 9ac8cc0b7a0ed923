package referral

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/vault"
)

// Stretcher makes a key of a receipt's digits, slowly.
type Stretcher interface {
	Stretch(ctx context.Context, purpose string, words, salt []byte) ([]byte, error)
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

// ReadReceipt reads a receipt as people type it: spaces, dots and dashes do not count.
func ReadReceipt(typed string) Receipt {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, typed)
	return Receipt{digits[:min(len(digits), 2*digitCount)]}
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

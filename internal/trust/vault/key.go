package vault

import (
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"havre.example/havre/internal/kernel/fault"
)

// ErrOpen is returned whenever something sealed does not open: wrong key, wrong place, or altered. It never says which.
var ErrOpen = errors.New("vault: does not open")

var (
	kem  = hpke.MLKEM768X25519()
	kdf  = hpke.HKDFSHA256()
	aead = hpke.AES256GCM()
)

// PublicKey is what others wrap keys to: that of a person, a team or a receipt.
type PublicKey struct{ k hpke.PublicKey }

// PrivateKey opens what was wrapped to its PublicKey. Its bytes leave the package only sealed.
type PrivateKey struct{ k hpke.PrivateKey }

// GenerateKey returns a fresh key pair.
func GenerateKey() (PrivateKey, error) {
	k, err := kem.GenerateKey()
	if err != nil {
		return PrivateKey{}, fmt.Errorf("generate key pair: %w", err)
	}
	return PrivateKey{k}, nil
}

// DeriveKey returns the key pair that belongs to a high-entropy secret, such as a stretched receipt.
func DeriveKey(secret []byte) (PrivateKey, error) {
	k, err := kem.DeriveKeyPair(secret)
	if err != nil {
		return PrivateKey{}, fmt.Errorf("derive key pair: %w", err)
	}
	return PrivateKey{k}, nil
}

// Public returns the public half.
func (p PrivateKey) Public() PublicKey { return PublicKey{p.k.PublicKey()} }

// IsZero tells whether there is no key.
func (p PrivateKey) IsZero() bool { return p.k == nil }

// Format keeps the key out of every print.
func (PrivateKey) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("***")) }

func (p PrivateKey) bytes() []byte { return fault.Must(p.k.Bytes()) }

func privateFromBytes(b []byte) (PrivateKey, error) {
	k, err := kem.NewPrivateKey(b)
	if err != nil {
		return PrivateKey{}, ErrOpen
	}
	return PrivateKey{k}, nil
}

// Bytes returns the public key for storage.
func (p PublicKey) Bytes() []byte { return p.k.Bytes() }

// parsedKeys keeps public keys that were read before: reading one expands it, which costs a third of sealing to it.
var parsedKeys struct {
	sync.Mutex
	of map[string]PublicKey
}

// keptKeys is how many are kept; a network has a few hundred teams.
const keptKeys = 1000

// ParsePublicKey reads what Bytes returned.
func ParsePublicKey(b []byte) (PublicKey, error) {
	parsedKeys.Lock()
	known, ok := parsedKeys.of[string(b)]
	parsedKeys.Unlock()
	if ok {
		return known, nil
	}
	k, err := kem.NewPublicKey(b)
	if err != nil {
		return PublicKey{}, fmt.Errorf("read public key: %w", err)
	}
	parsedKeys.Lock()
	defer parsedKeys.Unlock()
	if parsedKeys.of == nil || len(parsedKeys.of) >= keptKeys {
		parsedKeys.of = map[string]PublicKey{}
	}
	parsedKeys.of[string(b)] = PublicKey{k}
	return PublicKey{k}, nil
}

// Fingerprint is the hash two people compare, word by word, before one wraps a team's key to the other.
func (p PublicKey) Fingerprint() [32]byte { return sha256.Sum256(p.Bytes()) }

// Purpose says what a wrap is for; a wrap made for one purpose does not open for another.
type Purpose string

// The purposes of wraps.
const (
	ForCase    Purpose = "bundle" // compartment keys of one object, to a team or person
	ForMember  Purpose = "member" // a team's private key, to a member
	ForWriting Purpose = "kept"   // words kept over an expired session, to their writer
	ForReceipt Purpose = "draft"  // a draft, to its receipt
)

// Binding names where a wrap belongs; it opens nowhere else.
type Binding struct {
	Purpose   Purpose
	Recipient []byte // id of the team, person or receipt
	Object    []byte // id of the case, place, contact or team
	Epoch     int64  // epoch of the recipient's key
}

func (b Binding) info() []byte {
	out := []byte("havre/wrap/1")
	for _, part := range [][]byte{[]byte(b.Purpose), b.Recipient, b.Object} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return binary.BigEndian.AppendUint64(out, uint64(b.Epoch))
}

// Wrap seals plaintext so that only the holder of to's private key opens it, at that binding.
func Wrap(to PublicKey, at Binding, plaintext []byte) ([]byte, error) {
	out, err := hpke.Seal(to.k, kdf, aead, at.info(), plaintext)
	if err != nil {
		return nil, fmt.Errorf("wrap for %s: %w", at.Purpose, err)
	}
	return out, nil
}

// Unwrap opens what Wrap sealed; ErrOpen when it does not.
func (p PrivateKey) Unwrap(at Binding, wrapped []byte) ([]byte, error) {
	if p.k == nil {
		return nil, ErrOpen
	}
	out, err := hpke.Open(p.k, kdf, aead, at.info(), wrapped)
	if err != nil {
		return nil, ErrOpen
	}
	return out, nil
}

// WrapPrivate wraps one key pair's private half to another holder: a team's key to a member.
func WrapPrivate(to PublicKey, at Binding, p PrivateKey) ([]byte, error) {
	return Wrap(to, at, p.bytes())
}

// UnwrapPrivate opens what WrapPrivate sealed.
func (p PrivateKey) UnwrapPrivate(at Binding, wrapped []byte) (PrivateKey, error) {
	b, err := p.Unwrap(at, wrapped)
	if err != nil {
		return PrivateKey{}, err
	}
	return privateFromBytes(b)
}

// Random fills a slice of n random bytes.
func Random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never returns an error: without randomness the program ends
	return b
}

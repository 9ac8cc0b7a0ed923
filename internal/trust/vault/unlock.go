package vault

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"

	"golang.org/x/crypto/argon2"

	"havre.example/havre/internal/kernel/fault"
)

const saltSize = 16

// Cost is what one guess of a passphrase costs: Argon2id with one lane.
type Cost struct {
	Passes uint32
	Memory uint32 // KiB
}

// Standard is the cost in use: 19 MiB, two passes, some 35 ms. Only tests, which sign in a thousand times, use less.
var Standard = Cost{Passes: 2, Memory: 19 * 1024}

// ErrCrowded tells that too many people are signing in at this moment; they are asked to try again.
var ErrCrowded = errors.New("vault: too many sign-ins at once")

// Stretcher turns passphrases and receipts into keys, few at a time: each takes 19 MiB and some 35 ms.
type Stretcher struct {
	running chan struct{}
	waiting chan struct{}
	pepper  []byte
	cost    Cost
}

// NewStretcher returns a Stretcher that runs at most 4 at once and lets 32 wait. The pepper comes from the
// machine's key: without it a stolen database gives no oracle for guessing.
func NewStretcher(pepper []byte, c Cost) *Stretcher {
	return &Stretcher{make(chan struct{}, 4), make(chan struct{}, 36), pepper, c}
}

// Stretch derives 32 bytes from words and salt for the purpose. ErrCrowded when the queue is full.
func (s *Stretcher) Stretch(ctx context.Context, purpose string, words, salt []byte) ([]byte, error) {
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
	default:
		return nil, ErrCrowded
	}
	select {
	case s.running <- struct{}{}:
		defer func() { <-s.running }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	slow := argon2.IDKey(words, salt, s.cost.Passes, s.cost.Memory, 1, 32)
	return derive(slow, s.pepper, "havre/"+purpose+"/1"), nil
}

func derive(secret, salt []byte, info string) []byte {
	return fault.Must(hkdf.Key(sha256.New, secret, salt, info, 32))
}

// Lock is what is stored of a person's private key and one-time-code secret: both sealed under the passphrase.
type Lock struct {
	Salt          []byte // 16 random bytes
	PrivateSealed []byte
	TOTPSealed    []byte
}

// NewLock seals a private key and a one-time-code secret under a passphrase for the person.
func (s *Stretcher) NewLock(ctx context.Context, person []byte, passphrase string, p PrivateKey, totp []byte) (Lock,
	error) {
	l := Lock{Salt: Random(saltSize)}
	kek, err := s.Stretch(ctx, "unlock", []byte(passphrase), l.Salt)
	if err != nil {
		return Lock{}, err
	}
	l.PrivateSealed = Box(kek, "unlock.private", person, p.bytes())
	l.TOTPSealed = Box(kek, "unlock.totp", person, totp)
	return l, nil
}

// Unlock opens a Lock; ErrOpen when the passphrase is not the one. The caller still has to check the one-time code.
func (s *Stretcher) Unlock(ctx context.Context, person []byte, passphrase string, l Lock) (p PrivateKey, totp []byte,
	err error) {
	kek, err := s.Stretch(ctx, "unlock", []byte(passphrase), l.Salt)
	if err != nil {
		return PrivateKey{}, nil, err
	}
	raw, err := Unbox(kek, "unlock.private", person, l.PrivateSealed)
	if err != nil {
		return PrivateKey{}, nil, err
	}
	if totp, err = Unbox(kek, "unlock.totp", person, l.TOTPSealed); err != nil {
		return PrivateKey{}, nil, err
	}
	p, err = privateFromBytes(raw)
	return p, totp, err
}

// Decoy spends the time of Unlock for a person who does not exist, so that the answer takes as long.
func (s *Stretcher) Decoy(ctx context.Context, passphrase string) error {
	_, err := s.Stretch(ctx, "unlock", []byte(passphrase), make([]byte, saltSize))
	return err
}

// Carry seals what a visitor's browser carries for this network, for one use and owner; Carried opens it again.
func (s *Stretcher) Carry(use string, owner, plaintext []byte) []byte {
	return Box(s.carrying(), use, owner, plaintext)
}

// Carried opens what Carry sealed; ErrOpen when it does not.
func (s *Stretcher) Carried(use string, owner, sealed []byte) ([]byte, error) {
	return Unbox(s.carrying(), use, owner, sealed)
}

func (s *Stretcher) carrying() []byte { return derive(s.pepper, nil, "havre/carried/1") }

// Box seals plaintext under a 32-byte key for one use and owner.
func Box(key []byte, use string, owner, plaintext []byte) []byte {
	return aesGCM(key).Seal(nil, nil, plaintext, append([]byte("havre/box/1|"+use+"|"), owner...))
}

// Unbox opens what Box sealed; ErrOpen when it does not.
func Unbox(key []byte, use string, owner, sealed []byte) ([]byte, error) {
	out, err := aesGCM(key).Open(nil, nil, sealed, append([]byte("havre/box/1|"+use+"|"), owner...))
	if err != nil {
		return nil, ErrOpen
	}
	return out, nil
}

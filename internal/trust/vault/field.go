package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"

	"havre.example/havre/internal/kernel/fault"
)

// Key is a compartment's key: 256 random bits for AES-256-GCM.
type Key struct{ b [32]byte }

// NewKey returns a fresh compartment key.
func NewKey() Key {
	var k Key
	copy(k.b[:], Random(len(k.b)))
	return k
}

// Format keeps the key out of every print.
func (Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("***")) }

// Cell is where a sealed field lies. It is authenticated with the field, so that a ciphertext moved to another
// column, row, object or compartment does not open.
type Cell struct {
	Column      string // "table.column"
	Row         []byte // the row's immutable id
	Object      []byte // the case, place or contact it belongs to
	Compartment Compartment
}

// Format of a sealed field, version 1: version | algorithm | epoch (4 bytes) | nonce (12) | ciphertext | tag (16).
const (
	fieldVersion = 1
	algAESGCM    = 1
	fieldHeader  = 6
)

func (c Cell) aad(epoch uint32) []byte {
	out := []byte("havre/field/1")
	for _, part := range [][]byte{[]byte(c.Column), c.Row, c.Object, []byte(c.Compartment.String())} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return binary.BigEndian.AppendUint32(out, epoch)
}

func (k Key) gcm() cipher.AEAD { return aesGCM(k.b[:]) }

// aesGCM returns the cipher of a 32-byte key. A key of another size is a mistake of the program.
func aesGCM(key []byte) cipher.AEAD {
	return fault.Must(cipher.NewGCMWithRandomNonce(fault.Must(aes.NewCipher(key))))
}

// Seal seals plaintext for the cell under the key of the given epoch. The length is hidden in steps of 64, 256 and
// 1,024 bytes, so that the size of a name or note tells little.
func (k Key) Seal(at Cell, epoch uint32, plaintext []byte) []byte {
	out := []byte{fieldVersion, algAESGCM}
	out = binary.BigEndian.AppendUint32(out, epoch)
	return k.gcm().Seal(out, nil, pad(plaintext), at.aad(epoch))
}

// Open opens what Seal made; ErrOpen when it was altered, moved or sealed under another key.
func (k Key) Open(at Cell, epoch uint32, sealed []byte) ([]byte, error) {
	e, err := Epoch(sealed)
	if err != nil || e != epoch {
		return nil, ErrOpen
	}
	padded, err := k.gcm().Open(nil, nil, sealed[fieldHeader:], at.aad(epoch))
	if err != nil {
		return nil, ErrOpen
	}
	return unpad(padded)
}

// Epoch returns the key epoch that a sealed field names.
func Epoch(sealed []byte) (uint32, error) {
	if len(sealed) < fieldHeader || sealed[0] != fieldVersion || sealed[1] != algAESGCM {
		return 0, ErrOpen
	}
	return binary.BigEndian.Uint32(sealed[2:fieldHeader]), nil
}

// pad appends 0x80 and zeros up to the next step (ISO/IEC 7816-4).
func pad(b []byte) []byte {
	step := 64
	switch {
	case len(b) >= 1024:
		step = 1024
	case len(b) >= 256:
		step = 256
	}
	n := (len(b)/step + 1) * step
	out := make([]byte, n)
	copy(out, b)
	out[len(b)] = 0x80
	return out
}

func unpad(b []byte) ([]byte, error) {
	for i := len(b) - 1; i >= 0; i-- {
		switch b[i] {
		case 0:
		case 0x80:
			return b[:i], nil
		default:
			return nil, ErrOpen
		}
	}
	return nil, ErrOpen
}

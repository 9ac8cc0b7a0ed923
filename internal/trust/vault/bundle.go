package vault

import (
	"encoding/binary"
	"fmt"
)

// Bundle is a set of compartment keys of one object, granted together: one wrap per case and team.
type Bundle struct {
	keys map[Compartment]epochKey
}

type epochKey struct {
	epoch uint32
	key   Key
}

// NewBundle makes fresh keys, epoch 1, for the compartments of the set.
func NewBundle(s Set) *Bundle {
	b := &Bundle{map[Compartment]epochKey{}}
	for _, c := range s.List() {
		b.keys[c] = epochKey{1, NewKey()}
	}
	return b
}

// Set returns the compartments whose keys are in the bundle.
func (b *Bundle) Set() Set {
	var s Set
	if b != nil {
		for c := range b.keys {
			s |= c
		}
	}
	return s
}

// Format keeps the keys out of every print.
func (*Bundle) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("***")) }

// Only returns the part of the bundle that lies in s.
func (b *Bundle) Only(s Set) *Bundle {
	out := &Bundle{map[Compartment]epochKey{}}
	if b == nil {
		return out
	}
	for c, k := range b.keys {
		if s.Has(c) {
			out.keys[c] = k
		}
	}
	return out
}

// Add takes the keys of o into b. For one compartment the newer epoch stays.
func (b *Bundle) Add(o *Bundle) {
	for c, k := range o.keys {
		if have, ok := b.keys[c]; !ok || have.epoch < k.epoch {
			b.keys[c] = k
		}
	}
}

// Seal seals words for a cell with the cell's compartment key; ErrOpen when the bundle lacks it.
func (b *Bundle) Seal(at Cell, plaintext []byte) ([]byte, error) {
	if b == nil {
		return nil, ErrOpen
	}
	k, ok := b.keys[at.Compartment]
	if !ok {
		return nil, ErrOpen
	}
	return k.key.Seal(at, k.epoch, plaintext), nil
}

// Open opens a sealed cell; ErrOpen when the bundle lacks the key or the cell does not open.
func (b *Bundle) Open(at Cell, sealed []byte) ([]byte, error) {
	if b == nil {
		return nil, ErrOpen
	}
	k, ok := b.keys[at.Compartment]
	if !ok {
		return nil, ErrOpen
	}
	return k.key.Open(at, k.epoch, sealed)
}

// Wrap seals the bundle to a holder's public key.
func (b *Bundle) Wrap(to PublicKey, at Binding) ([]byte, error) {
	out := []byte{1, byte(len(b.keys))}
	for _, c := range b.Set().List() {
		k := b.keys[c]
		name := c.String()
		out = append(out, byte(len(name)))
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, k.epoch)
		out = append(out, k.key.b[:]...)
	}
	return Wrap(to, at, out)
}

// UnwrapBundle opens what Wrap sealed.
func (p PrivateKey) UnwrapBundle(at Binding, wrapped []byte) (*Bundle, error) {
	raw, err := p.Unwrap(at, wrapped)
	if err != nil {
		return nil, err
	}
	if len(raw) < 2 || raw[0] != 1 {
		return nil, ErrOpen
	}
	out, n, raw := &Bundle{map[Compartment]epochKey{}}, int(raw[1]), raw[2:]
	for range n {
		if len(raw) < 1 || len(raw) < 1+int(raw[0])+36 {
			return nil, ErrOpen
		}
		l := int(raw[0])
		c, err := ParseSet(string(raw[1 : 1+l]))
		if err != nil {
			return nil, ErrOpen
		}
		raw = raw[1+l:]
		k := epochKey{epoch: binary.BigEndian.Uint32(raw)}
		copy(k.key.b[:], raw[4:36])
		out.keys[c] = k
		raw = raw[36:]
	}
	return out, nil
}

package vault

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"
)

// Keyring is what a signed-in person can open: their own private key and those of their teams. It lives for one
// request; between requests it lies sealed under the session's token, which the server does not keep.
type Keyring struct {
	person  []byte
	private []byte
	teams   []teamKey

	mu     sync.Mutex
	opened map[int]PrivateKey // by index in teams: expanding a key costs a fifth of opening a wrap with it
}

type teamKey struct {
	team    [16]byte
	epoch   int64
	private []byte
}

// NewKeyring starts the ring of a person.
func NewKeyring(person []byte, p PrivateKey) *Keyring {
	return &Keyring{person: append([]byte(nil), person...), private: p.bytes()}
}

// Format keeps the keys out of every print.
func (*Keyring) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("***")) }

// Private returns the person's own key.
func (r *Keyring) Private() (PrivateKey, error) {
	if r == nil {
		return PrivateKey{}, ErrOpen
	}
	return privateFromBytes(r.private) // ErrOpen of an empty ring
}

// AddTeam opens a team's wrapped private key with the person's own and puts it on the ring.
func (r *Keyring) AddTeam(team []byte, epoch int64, wrapped []byte) error {
	own, _ := r.Private() // the key of an empty ring opens nothing
	p, err := own.UnwrapPrivate(Binding{ForMember, r.person, team, epoch}, wrapped)
	if err != nil {
		return err
	}
	r.PutTeam(team, epoch, p)
	return nil
}

// PutTeam puts a team's key on the ring: that of a team just founded by this person.
func (r *Keyring) PutTeam(team []byte, epoch int64, p PrivateKey) {
	k := teamKey{epoch: epoch, private: p.bytes()}
	copy(k.team[:], team)
	r.teams = append(r.teams, k)
}

// Team returns the private key of a team at an epoch; ErrOpen when it is not on the ring.
func (r *Keyring) Team(team []byte, epoch int64) (PrivateKey, error) {
	if r == nil {
		return PrivateKey{}, ErrOpen
	}
	for i, k := range r.teams {
		if k.epoch == epoch && string(k.team[:]) == string(team) {
			return r.open(i)
		}
	}
	return PrivateKey{}, ErrOpen
}

// open expands a team's key once; the same person may ask from several places at once.
func (r *Keyring) open(i int) (PrivateKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p, ok := r.opened[i]; ok {
		return p, nil
	}
	p, err := privateFromBytes(r.teams[i].private)
	if err == nil {
		if r.opened == nil {
			r.opened = map[int]PrivateKey{}
		}
		r.opened[i] = p
	}
	return p, err
}

// HasTeam tells whether the ring opens what is wrapped to the team at the epoch.
func (r *Keyring) HasTeam(team []byte, epoch int64) bool {
	for _, k := range r.teams {
		if k.epoch == epoch && string(k.team[:]) == string(team) {
			return true
		}
	}
	return false
}

// SessionID returns what the server keeps of a session token: its hash.
func SessionID(token []byte) []byte {
	h := sha256.Sum256(token)
	return h[:]
}

// SealFor seals the ring under a session token.
func (r *Keyring) SealFor(token []byte) []byte {
	out := []byte{1, byte(len(r.person))}
	out = append(out, r.person...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(r.private)))
	out = append(out, r.private...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(r.teams)))
	for _, k := range r.teams {
		out = append(out, k.team[:]...)
		out = binary.BigEndian.AppendUint64(out, uint64(k.epoch))
		out = binary.BigEndian.AppendUint16(out, uint16(len(k.private)))
		out = append(out, k.private...)
	}
	return Box(derive(token, nil, "havre/session/1"), "session", SessionID(token), out)
}

// OpenKeyring opens what SealFor sealed.
func OpenKeyring(token, sealed []byte) (*Keyring, error) {
	raw, err := Unbox(derive(token, nil, "havre/session/1"), "session", SessionID(token), sealed)
	if err != nil {
		return nil, err
	}
	take := func(n int) []byte {
		if n < 0 || len(raw) < n {
			raw = nil
			return nil
		}
		b := raw[:n]
		raw = raw[n:]
		return b
	}
	length := func() int {
		b := take(2)
		if b == nil {
			return -1
		}
		return int(binary.BigEndian.Uint16(b))
	}
	head := take(2)
	if head == nil || head[0] != 1 {
		return nil, ErrOpen
	}
	r := &Keyring{person: take(int(head[1])), private: take(length())}
	for n := length(); n > 0; n-- {
		team, epoch := take(16), take(8)
		private := take(length())
		if private == nil { // where the ring was cut, nothing follows
			return nil, ErrOpen
		}
		k := teamKey{epoch: int64(binary.BigEndian.Uint64(epoch)), private: private}
		copy(k.team[:], team)
		r.teams = append(r.teams, k)
	}
	return r, nil
}

package journal

import (
	"encoding/binary"
	"encoding/json"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/vault"
)

type entryEntity struct{}

// EntryID identifies an entry.
type EntryID = id.ID[entryEntity]

// Detail is what an entry says beside who, when, what and on which object. It holds codes only.
type Detail struct {
	Opened  string `json:"opened,omitempty"`  // compartments opened, by name
	Granted string `json:"granted,omitempty"` // compartments handed on
	Refused string `json:"refused,omitempty"` // why the act was refused: rule or step-up
	Deputy  bool   `json:"deputy,omitempty"`  // done by somebody who stands in for another
	Weak    bool   `json:"weak,omitempty"`    // a step-up by passphrase and code, not by passkey
	Job     string `json:"job,omitempty"`     // the machine's job that acted
	Note    string `json:"note,omitempty"`    // a code the act adds, such as an export's serial
	For     string `json:"for,omitempty"`     // the team whose word was written down by another
}

// Entry is one line of the journal.
type Entry struct {
	ID     EntryID
	At     time.Time
	User   []byte // 16 bytes, or none on public pages
	Team   []byte // 16 bytes, or none
	Act    string
	Object []byte // journal alias of the case or object, or none
	Detail string // Detail as JSON
	Salt   []byte // 16 random bytes
}

// New returns an entry with a fresh id and salt.
func New(now time.Time, user, team []byte, act string, object []byte, d Detail) Entry {
	return Entry{ID: id.New[entryEntity](now), At: now, User: user, Team: team, Act: act, Object: object,
		Detail: string(fault.Must(json.Marshal(d))), Salt: vault.Random(16)}
}

// canonical is the form that is hashed: every field length-prefixed, in a fixed order.
func (e Entry) canonical() []byte {
	out := []byte("havre/journal/1")
	at := binary.BigEndian.AppendUint64(nil, uint64(clock.Micros(e.At)))
	for _, part := range [][]byte{e.Salt, e.ID.Bytes(), at, e.User, e.Team, []byte(e.Act), e.Object, []byte(e.Detail)} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}

// Leaf returns the entry's hash in the tree (RFC 6962 leaf hash).
func (e Entry) Leaf() tlog.Hash { return tlog.RecordHash(e.canonical()) }

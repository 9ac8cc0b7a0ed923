package vault

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestTheRingOpensItsOwnTeams(t *testing.T) {
	me, team, other := pair(t), pair(t), pair(t)
	id, second := bytes.Repeat([]byte{1}, 16), bytes.Repeat([]byte{2}, 16)
	person := []byte("person")
	at := Binding{ForMember, person, id, 1}
	wrap, err := WrapPrivate(me.Public(), at, team)
	if err != nil {
		t.Fatal(err)
	}
	ring := NewKeyring(person, me)
	if err := ring.AddTeam(id, 1, wrap); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"another epoch": ring.AddTeam(id, 2, wrap), "another team": ring.AddTeam(second, 1, wrap),
		"another ring": NewKeyring(person, other).AddTeam(id, 1, wrap), "no ring": (&Keyring{}).AddTeam(id, 1, wrap),
	} {
		if !errors.Is(err, ErrOpen) {
			t.Errorf("a wrap on %s: %v", what, err)
		}
	}
	if len(ring.teams) != 1 {
		t.Errorf("%d teams on the ring", len(ring.teams))
	}
	ring.PutTeam(id, 2, other)
	for _, c := range []struct {
		team  []byte
		epoch int64
		want  PrivateKey
	}{{id, 1, team}, {id, 2, other}, {id, 1, team}, {id, 3, PrivateKey{}}, {second, 1, PrivateKey{}}} {
		got, err := ring.Team(c.team, c.epoch)
		if ring.HasTeam(c.team, c.epoch) == c.want.IsZero() {
			t.Errorf("epoch %d: it has it %v", c.epoch, c.want.IsZero())
		}
		if c.want.IsZero() {
			if !errors.Is(err, ErrOpen) || !got.IsZero() {
				t.Errorf("epoch %d opened: %v", c.epoch, err)
			}
			continue
		}
		if err != nil || !bytes.Equal(got.bytes(), c.want.bytes()) {
			t.Errorf("epoch %d: %v", c.epoch, err)
		}
	}
	first, _ := ring.Team(id, 1)
	if second, _ := ring.Team(id, 1); first != second {
		t.Error("a key is expanded at each use")
	}
	if len(ring.opened) != 2 {
		t.Errorf("%d keys are kept expanded", len(ring.opened))
	}
	ring.teams = append(ring.teams, teamKey{epoch: 7, private: []byte("no key")})
	if _, err := ring.Team(make([]byte, 16), 7); !errors.Is(err, ErrOpen) || len(ring.opened) != 2 {
		t.Errorf("a broken key: %v", err)
	}
	var none *Keyring
	if _, err := none.Team(id, 1); !errors.Is(err, ErrOpen) {
		t.Errorf("a team's key of no ring: %v", err)
	}
	for _, r := range []*Keyring{nil, {}} {
		if p, err := r.Private(); !errors.Is(err, ErrOpen) || !p.IsZero() {
			t.Errorf("the key of no ring: %v", err)
		}
	}
	if p, err := (&Keyring{private: []byte{1}}).Private(); !errors.Is(err, ErrOpen) || !p.IsZero() {
		t.Errorf("a broken ring: %v", err)
	}
}

// What lies under a session's token but is no ring does not open as one, wherever it is cut.
func TestASealedRingThatIsNoneIsShut(t *testing.T) {
	token := Random(32)
	seal := func(plain []byte) []byte {
		return Box(derive(token, nil, "havre/session/1"), "session", SessionID(token), plain)
	}
	ring := NewKeyring([]byte("person"), pair(t))
	ring.PutTeam(bytes.Repeat([]byte{1}, 16), 1, pair(t))
	ring.PutTeam(bytes.Repeat([]byte{2}, 16), 1<<40, pair(t))
	plain, err := Unbox(derive(token, nil, "havre/session/1"), "session", SessionID(token), ring.SealFor(token))
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenKeyring(token, seal(plain))
	if err != nil || string(got.person) != "person" || !slices.Equal(got.private, ring.private) ||
		len(got.teams) != 2 ||
		got.teams[1].epoch != 1<<40 || !slices.Equal(got.teams[1].private, ring.teams[1].private) {
		t.Fatalf("the ring: %v", err)
	}
	for what, bad := range map[string][]byte{"nothing": {}, "one byte": {1},
		"another version": append([]byte{2}, plain[1:]...)} {
		if r, err := OpenKeyring(token, seal(bad)); !errors.Is(err, ErrOpen) || r != nil {
			t.Errorf("%s opened as a ring: %v", what, err)
		}
	}
	head := 2 + len("person") + 2 + len(ring.private) + 2
	for cut := head; cut < len(plain); cut++ {
		if r, err := OpenKeyring(token, seal(plain[:cut])); !errors.Is(err, ErrOpen) || r != nil {
			t.Fatalf("cut at %d of %d it opened as a ring: %v", cut, len(plain), err)
		}
	}
	for cut := 2; cut < head; cut++ { // cut before its teams it has none, and before its key it opens nothing
		r, err := OpenKeyring(token, seal(plain[:cut]))
		if err == nil && (len(r.teams) != 0 || cut < head-2 && r.private != nil) {
			t.Fatalf("cut at %d it has %d teams", cut, len(r.teams))
		}
	}
	unnamed := NewKeyring(nil, pair(t))
	if r, err := OpenKeyring(token, unnamed.SealFor(token)); err != nil || !slices.Equal(r.private, unnamed.private) {
		t.Errorf("a ring of nobody: %v", err)
	}
	if r, err := OpenKeyring(token, nil); !errors.Is(err, ErrOpen) || r != nil {
		t.Errorf("nothing opened: %v", err)
	}
}

func TestStretchingIsKnownAndBounded(t *testing.T) {
	s := NewStretcher(bytes.Repeat([]byte{3}, 32), Cost{Passes: 1, Memory: 64})
	key, err := s.Stretch(context.Background(), "unlock", []byte("seven words"), make([]byte, 16))
	if err != nil || hex.EncodeToString(key) != "e671585ec750313ec8bebfe3de4ed85c80ec87558c3952b80064beede00885cb" {
		t.Errorf("the key of known words is %x, %v", key, err)
	}
	for range cap(s.waiting) + 1 { // each gives its place back
		if err := s.Decoy(context.Background(), "x"); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.waiting)+len(s.running) != 0 {
		t.Errorf("%d wait and %d run", len(s.waiting), len(s.running))
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for range cap(s.running) {
		s.running <- struct{}{}
	}
	if err := s.Decoy(over, "x"); !errors.Is(err, context.Canceled) || len(s.waiting) != 0 {
		t.Errorf("who no longer waits: %v", err)
	}
	for range cap(s.waiting) {
		s.waiting <- struct{}{}
	}
	if err := s.Decoy(context.Background(), "x"); !errors.Is(err, ErrCrowded) {
		t.Errorf("a crowd: %v", err)
	}
	p := pair(t)
	if l, err := s.NewLock(context.Background(), []byte("p"), "x", p, nil); !errors.Is(err, ErrCrowded) ||
		l.Salt != nil {
		t.Errorf("a lock in a crowd: %v", err)
	}
	if k, totp, err := s.Unlock(context.Background(), []byte("p"), "x", Lock{}); !errors.Is(err, ErrCrowded) ||
		totp != nil ||
		!k.IsZero() {
		t.Errorf("unlocking in a crowd: %v", err)
	}
	if cap(s.running) != 4 || cap(s.waiting) != 36 || Standard != (Cost{Passes: 2, Memory: 19 * 1024}) {
		t.Error("the bounds of stretching have changed")
	}
}

// Each half of a lock is shut by itself: a lock of which one half was exchanged does not open.
func TestALockOfTwoHalvesIsShut(t *testing.T) {
	s := NewStretcher(nil, Cost{Passes: 1, Memory: 64})
	ctx, me := context.Background(), []byte("person")
	mine, err := s.NewLock(ctx, me, "seven words", pair(t), []byte("totp"))
	if err != nil || len(mine.Salt) != 16 {
		t.Fatalf("%d bytes of salt, %v", len(mine.Salt), err)
	}
	other, err := s.NewLock(ctx, me, "seven words", pair(t), []byte("totp"))
	if err != nil {
		t.Fatal(err)
	}
	kek, err := s.Stretch(ctx, "unlock", []byte("seven words"), mine.Salt)
	if err != nil {
		t.Fatal(err)
	}
	for what, l := range map[string]Lock{
		"another key":        {mine.Salt, other.PrivateSealed, mine.TOTPSealed},
		"another secret":     {mine.Salt, mine.PrivateSealed, other.TOTPSealed},
		"halves exchanged":   {mine.Salt, mine.TOTPSealed, mine.PrivateSealed},
		"a key that is none": {mine.Salt, Box(kek, "unlock.private", me, []byte("no key")), mine.TOTPSealed},
	} {
		p, _, err := s.Unlock(ctx, me, "seven words", l)
		if !errors.Is(err, ErrOpen) || !p.IsZero() {
			t.Errorf("%s: %v", what, err)
		}
	}
	got, err := Unbox(kek, "unlock.private", me, other.PrivateSealed)
	shut(t, "a box", got, err)
}

func TestAKeyOfAWrongSizeIsAMistakeOfTheProgram(t *testing.T) {
	defer func() {
		if p := recover(); !strings.Contains(fmt.Sprint(p), "invalid key size 5") {
			t.Errorf("a key of five bytes: %v", p)
		}
	}()
	Box(make([]byte, 5), "x", nil, nil)
}

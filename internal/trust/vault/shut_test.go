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

	"havre.example/havre/internal/kernel/secret"
)

func pair(t *testing.T) PrivateKey {
	t.Helper()
	p, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// shut checks that something did not open, and gave nothing.
func shut(t *testing.T, what string, got []byte, err error) {
	t.Helper()
	if !errors.Is(err, ErrOpen) || got != nil {
		t.Errorf("%s: %q, %v", what, got, err)
	}
}

func TestABundleWithoutTheKeyIsShut(t *testing.T) {
	at := cell()
	whole, other := NewBundle(Identity|Needs), NewBundle(Needs)
	sealed, err := whole.Seal(at, []byte("Awa"))
	if err != nil {
		t.Fatal(err)
	}
	if e, err := Epoch(sealed); err != nil || e != 1 {
		t.Errorf("a fresh key is of epoch %d, %v", e, err)
	}
	for what, b := range map[string]*Bundle{"none": nil, "another compartment's": other, "empty": NewBundle(None),
		"the part without it": whole.Only(Needs), "a part of none": (*Bundle)(nil).Only(Identity)} {
		got, err := b.Open(at, sealed)
		shut(t, what, got, err)
		got, err = b.Seal(at, []byte("Awa"))
		shut(t, what+", sealing", got, err)
	}
	weak := Key{}.Seal(at, 0, []byte("Awa")) // the key of nobody, in no epoch
	got, err := other.Open(at, weak)
	shut(t, "sealed under the key of nobody", got, err)
	none := NewBundle(None)
	none.Add(&Bundle{map[Compartment]epochKey{Identity: {0, NewKey()}}})
	if none.Set() != Identity {
		t.Error("a key of the epoch 0 is lost")
	}
	if s := (*Bundle)(nil).Set(); s != None {
		t.Errorf("no bundle holds %s", s)
	}
	if got, err := whole.Only(Identity).Open(at, sealed); err != nil || string(got) != "Awa" {
		t.Errorf("the part with it: %q, %v", got, err)
	}
}

// Of two keys for one compartment the newer stays, in whatever order they come.
func TestTheNewerKeyStays(t *testing.T) {
	bundle := func(c Compartment, epoch uint32, fill byte) *Bundle {
		return &Bundle{map[Compartment]epochKey{c: {epoch, Key{[32]byte{fill}}}}}
	}
	for _, order := range [][]uint32{{1, 2, 3}, {3, 2, 1}, {2, 3, 1}} {
		b := NewBundle(None)
		for _, e := range order {
			b.Add(bundle(Needs, e, byte(e)))
		}
		b.Add(bundle(Needs, 3, 9)) // the same epoch again: the first stays
		if k := b.keys[Needs]; k.epoch != 3 || k.key.b[0] != 3 {
			t.Errorf("added as %v, epoch %d, key %d stays", order, k.epoch, k.key.b[0])
		}
		b.Add(bundle(Identity, 1, 1))
		if b.Set() != Identity|Needs {
			t.Errorf("the bundle holds %s", b.Set())
		}
	}
}

// What was wrapped but is no bundle does not open as one.
func TestAWrapThatIsNoBundleIsShut(t *testing.T) {
	p := pair(t)
	at := Binding{Purpose: ForCase, Recipient: []byte("team"), Object: []byte("case"), Epoch: 1}
	name := Identity.String()
	entry := append(append([]byte{byte(len(name))}, name...), make([]byte, 36)...)
	unwrap := func(plain []byte) (*Bundle, error) {
		w, err := Wrap(p.Public(), at, plain)
		if err != nil {
			t.Fatal(err)
		}
		return p.UnwrapBundle(at, w)
	}
	good := append([]byte{1, 1}, entry...)
	if b, err := unwrap(good); err != nil || b.Set() != Identity {
		t.Fatalf("a bundle by hand: %v", err)
	}
	if b, err := unwrap([]byte{1, 0}); err != nil || b.Set() != None {
		t.Fatalf("an empty bundle: %v", err)
	}
	unknown := append([]byte{1, 1, 8}, append([]byte("identitx"), make([]byte, 36)...)...)
	for what, plain := range map[string][]byte{"nothing": {}, "one byte": {1},
		"another version": append([]byte{2, 1}, entry...),
		"no entry":        {1, 1}, "cut short": good[:len(good)-1], "cut in the name": good[:5],
		"one entry too few":          append([]byte{1, 2}, entry...),
		"a compartment that is none": unknown} {
		if b, err := unwrap(plain); !errors.Is(err, ErrOpen) || b != nil {
			t.Errorf("%s: %v, %v", what, b, err)
		}
	}
	if b, err := pair(t).UnwrapBundle(at, nil); !errors.Is(err, ErrOpen) || b != nil {
		t.Errorf("no wrap at all: %v", err)
	}
	if b, err := (PrivateKey{}).UnwrapBundle(at, nil); !errors.Is(err, ErrOpen) || b != nil {
		t.Errorf("no key at all: %v", err)
	}
}

func TestAFieldThatIsNoneIsShut(t *testing.T) {
	k, at := NewKey(), cell()
	for what, sealed := range map[string][]byte{"nothing": {}, "the head alone": {1, 1, 0, 0, 0, 1},
		"cut in the head": {1, 1, 0, 0, 0},
		"another version": {2, 1, 0, 0, 0, 1}, "another algorithm": {1, 2, 0, 0, 0, 1}} {
		for epoch := range uint32(2) {
			got, err := k.Open(at, epoch, sealed)
			shut(t, what, got, err)
		}
	}
	if e, err := Epoch([]byte{1, 1, 0, 0, 2, 1}); err != nil || e != 513 {
		t.Errorf("epoch %d, %v", e, err)
	}
	for _, bad := range [][]byte{nil, {1, 1, 0, 0, 0}, {0, 1, 0, 0, 0, 1}, {1, 0, 0, 0, 0, 1}} {
		if e, err := Epoch(bad); !errors.Is(err, ErrOpen) || e != 0 {
			t.Errorf("the epoch of %v: %d, %v", bad, e, err)
		}
	}
	for _, bad := range [][]byte{{}, {0, 0}, {1}, {0x80, 1}, {0x80, 1, 0, 0}} {
		got, err := unpad(bad)
		shut(t, fmt.Sprintf("padding %v", bad), got, err)
	}
	for n, want := range map[int]int{0: 64, 63: 64, 64: 128, 255: 256, 256: 512, 1023: 1024, 1024: 2048, 2047: 2048} {
		p := pad(bytes.Repeat([]byte{0x80}, n))
		got, err := unpad(p)
		if len(p) != want || err != nil || len(got) != n {
			t.Errorf("%d bytes become %d and %d again, %v", n, len(p), len(got), err)
		}
	}
}

func TestKeysAreReadAndKept(t *testing.T) {
	p := pair(t)
	pub, err := ParsePublicKey(p.Public().Bytes())
	if err != nil || !bytes.Equal(pub.Bytes(), p.Public().Bytes()) || pub.Fingerprint() != p.Public().Fingerprint() {
		t.Fatalf("a public key: %v", err)
	}
	if again, err := ParsePublicKey(p.Public().Bytes()); err != nil || again != pub {
		t.Errorf("it is not kept: %v", err)
	}
	if _, err := ParsePublicKey([]byte("no key")); err == nil {
		t.Error("something else was read as a key")
	}
	if _, err := privateFromBytes([]byte("no key")); !errors.Is(err, ErrOpen) {
		t.Error("something else was read as a private key")
	}
	fill := func(n int) {
		parsedKeys.of = map[string]PublicKey{}
		for i := range n {
			parsedKeys.of[fmt.Sprint(i)] = PublicKey{}
		}
		if _, err := ParsePublicKey(p.Public().Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if fill(keptKeys - 1); len(parsedKeys.of) != keptKeys {
		t.Errorf("%d kept below the limit", len(parsedKeys.of))
	}
	if fill(keptKeys); len(parsedKeys.of) != 1 {
		t.Errorf("%d kept at the limit", len(parsedKeys.of))
	}
	parsedKeys.of = nil
	if _, err := ParsePublicKey(p.Public().Bytes()); err != nil || len(parsedKeys.of) != 1 {
		t.Errorf("the first: %d kept, %v", len(parsedKeys.of), err)
	}
	got, err := (PrivateKey{}).Unwrap(Binding{}, nil)
	shut(t, "a wrap for no key", got, err)
	got, err = p.Unwrap(Binding{}, []byte("no wrap"))
	shut(t, "what is no wrap", got, err)
	if !(PrivateKey{}).IsZero() || p.IsZero() {
		t.Error("no key is a key, or a key is none")
	}
	a, errA := DeriveKey(bytes.Repeat([]byte{7}, 32))
	b, errB := DeriveKey(bytes.Repeat([]byte{7}, 32))
	if errA != nil || errB != nil || !bytes.Equal(a.Public().Bytes(), b.Public().Bytes()) {
		t.Errorf("the key of a secret: %v, %v", errA, errB)
	}
}

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
		if p := recover(); !strings.HasPrefix(fmt.Sprint(p), "vault: ") {
			t.Errorf("a key of five bytes: %v", p)
		}
	}()
	Box(make([]byte, 5), "x", nil, nil)
}

func TestARecordIsWhatWasWritten(t *testing.T) {
	r := Record{Codes: map[string][]string{"sex": {"f"}}, Words: map[string]secret.Text{"name": secret.Of("Awa")}}
	b, err := r.Plain()
	if err != nil || len(b) != 1024 || bytes.TrimRight(b, " ")[len(bytes.TrimRight(b, " "))-1] != '}' {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	got, err := ReadRecord(b)
	if err != nil || got.Codes["sex"][0] != "f" || string(got.Words["name"].Bytes()) != "Awa" {
		t.Errorf("read again: %v", err)
	}
	empty, err := (Record{}).Plain()
	if err != nil || len(empty) != 1024 {
		t.Fatalf("%d bytes of nothing, %v", len(empty), err)
	}
	if got, err = ReadRecord(empty); err != nil || got.Codes == nil || got.Words == nil {
		t.Errorf("nothing, read again: %v", err)
	}
	got.Codes["x"] = nil // may be written to
	r.Words["story"] = secret.Of(string(bytes.Repeat([]byte{'x'}, 1024)))
	if b, err = r.Plain(); err != nil || len(b) != 2048 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if _, err := ReadRecord([]byte("no record")); err == nil {
		t.Error("something else was read as a record")
	}
	for _, v := range []any{r, NewBundle(All), pair(t), NewKey(), NewKeyring(nil, pair(t))} {
		if s := fmt.Sprintf("%v %+v", v, v); s != "*** ***" && s != secret.Mask+" "+secret.Mask {
			t.Errorf("%T prints %s", v, s)
		}
	}
}

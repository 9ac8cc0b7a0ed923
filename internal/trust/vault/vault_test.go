package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func cell() Cell {
	return Cell{Column: "person.name_sealed", Row: []byte("row-0123456789ab"), Object: []byte("case-0123456789a"),
		Compartment: Identity}
}

// T12: a ciphertext moved to any other column, row, object, compartment or epoch does not open, nor does an altered
// one.
func TestT12MovedOrAlteredDoesNotOpen(t *testing.T) {
	k := NewKey()
	at := cell()
	sealed := k.Seal(at, 3, []byte("Awa"))
	if got, err := k.Open(at, 3, sealed); err != nil || string(got) != "Awa" {
		t.Fatalf("%q, %v", got, err)
	}
	moves := map[string]func(*Cell){
		"column":      func(c *Cell) { c.Column = "person.alias_sealed" },
		"row":         func(c *Cell) { c.Row = []byte("row-0123456789ac") },
		"object":      func(c *Cell) { c.Object = []byte("case-0123456789b") },
		"compartment": func(c *Cell) { c.Compartment = Danger },
		"shifted":     func(c *Cell) { c.Column, c.Row = c.Column+"r", c.Row[1:] },
	}
	for name, move := range moves {
		other := at
		move(&other)
		if _, err := k.Open(other, 3, sealed); !errors.Is(err, ErrOpen) {
			t.Errorf("moved to another %s it opened", name)
		}
	}
	if _, err := k.Open(at, 4, sealed); !errors.Is(err, ErrOpen) {
		t.Error("another epoch opened it")
	}
	if _, err := NewKey().Open(at, 3, sealed); !errors.Is(err, ErrOpen) {
		t.Error("another key opened it")
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := k.Open(at, 3, bad); !errors.Is(err, ErrOpen) {
			t.Errorf("with byte %d altered it opened", i)
		}
		if _, err := k.Open(at, 3, sealed[:i]); !errors.Is(err, ErrOpen) {
			t.Errorf("cut at %d it opened", i)
		}
	}
}

func TestSealHidesLengthInSteps(t *testing.T) {
	k := NewKey()
	size := func(n int) int { return len(k.Seal(cell(), 1, bytes.Repeat([]byte("x"), n))) }
	for _, same := range [][2]int{{0, 63}, {64, 127}, {256, 511}, {1024, 2047}} {
		if size(same[0]) != size(same[1]) {
			t.Errorf("%d and %d bytes differ in size", same[0], same[1])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "words")
		got, err := k.Open(cell(), 1, k.Seal(cell(), 1, words))
		if err != nil || !bytes.Equal(got, words) {
			t.Fatalf("%d bytes came back as %d, %v", len(words), len(got), err)
		}
	})
}

// T13: no nonce is used twice.
func TestT13NoncesDiffer(t *testing.T) {
	k := NewKey()
	seen := map[string]bool{}
	for range 20_000 {
		n := string(k.Seal(cell(), 1, nil)[fieldHeader : fieldHeader+12])
		if seen[n] {
			t.Fatal("a nonce came twice")
		}
		seen[n] = true
	}
}

func TestBundleOpensForItsRecipientOnly(t *testing.T) {
	team, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	other, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	at := Binding{ForCase, []byte("team"), []byte("case"), 1}
	whole := NewBundle(Identity | Danger | Needs)
	w, err := whole.Only(Identity|Needs).Wrap(team.Public(), at)
	if err != nil {
		t.Fatal(err)
	}
	b, err := team.UnwrapBundle(at, w)
	if err != nil || b.Set() != Identity|Needs {
		t.Fatalf("%v, %v", b.Set(), err)
	}
	sealed, err := whole.Seal(cell(), []byte("Awa"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.Open(cell(), sealed); err != nil || string(got) != "Awa" {
		t.Fatalf("%q, %v", got, err)
	}
	danger := cell()
	danger.Compartment = Danger
	if _, err := b.Seal(danger, nil); !errors.Is(err, ErrOpen) {
		t.Error("a compartment that was not granted was sealed")
	}
	if _, err := other.UnwrapBundle(at, w); !errors.Is(err, ErrOpen) {
		t.Error("another team opened the bundle")
	}
	for name, b := range map[string]Binding{
		"purpose": {ForMember, at.Recipient, at.Object, 1}, "recipient": {ForCase, []byte("tean"), at.Object, 1},
		"object": {ForCase, at.Recipient, []byte("casf"), 1}, "epoch": {ForCase, at.Recipient, at.Object, 2},
	} {
		if _, err := team.UnwrapBundle(b, w); !errors.Is(err, ErrOpen) {
			t.Errorf("with another %s it opened", name)
		}
	}
}

func TestLockOpensWithThePassphraseOnly(t *testing.T) {
	ctx := context.Background()
	s := NewStretcher([]byte("pepper"), Standard)
	key, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	lock, err := s.NewLock(ctx, []byte("claire"), "seven words", key, []byte("totp"))
	if err != nil {
		t.Fatal(err)
	}
	p, totp, err := s.Unlock(ctx, []byte("claire"), "seven words", lock)
	if err != nil || string(totp) != "totp" || !bytes.Equal(p.Public().Bytes(), key.Public().Bytes()) {
		t.Fatalf("%q, %v", totp, err)
	}
	if _, _, err := s.Unlock(ctx, []byte("claire"), "seven wordz", lock); !errors.Is(err, ErrOpen) {
		t.Error("a wrong passphrase opened the lock")
	}
	if _, _, err := s.Unlock(ctx, []byte("hugo"), "seven words", lock); !errors.Is(err, ErrOpen) {
		t.Error("the lock opened for another person")
	}
	if _, _, err := NewStretcher([]byte("other machine"), Standard).Unlock(ctx, []byte("claire"), "seven words",
		lock); !errors.Is(err, ErrOpen) {
		t.Error("the lock opened on another machine")
	}
}

// T16 in small: what the server keeps of a session opens nothing without the token.
func TestT16SessionNeedsItsToken(t *testing.T) {
	own, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	team, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	ring := NewKeyring([]byte("0123456789abcdef"), own)
	ring.PutTeam([]byte("fedcba9876543210"), 2, team)
	token := Random(32)
	blob := ring.SealFor(token)
	back, err := OpenKeyring(token, blob)
	if err != nil || !back.HasTeam([]byte("fedcba9876543210"), 2) || back.HasTeam([]byte("fedcba9876543210"), 1) {
		t.Fatal(err)
	}
	if _, err := OpenKeyring(SessionID(token), blob); !errors.Is(err, ErrOpen) {
		t.Error("the stored hash opened the keys")
	}
	if _, err := OpenKeyring(Random(32), blob); !errors.Is(err, ErrOpen) {
		t.Error("another token opened the keys")
	}
}

func TestKeysNeverPrint(t *testing.T) {
	p, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	k := NewKey()
	secret := fmt.Sprintf("%x", k.b[:8])
	ring := NewKeyring([]byte("x"), p)
	for _, verb := range []string{"%v", "%+v", "%#v", "%x", "%s"} {
		for _, v := range []any{p, k, &k, ring, NewBundle(All), struct{ K Key }{k}} {
			if s := fmt.Sprintf(verb, v); strings.Contains(s, secret) {
				t.Errorf("%s printed a key: %s", verb, s)
			}
		}
	}
	if s := fmt.Sprintf("%v", ring); s != "***" {
		t.Errorf("a ring printed %s", s)
	}
}

func TestCompartmentsHaveNames(t *testing.T) {
	for _, r := range Table {
		if s, err := ParseSet(r.Compartment.String()); err != nil || s != r.Compartment ||
			r.Compartment.String() != r.Name {
			t.Errorf("%s: %v, %v", r.Name, s, err)
		}
	}
	if s, err := ParseSet(All.String()); err != nil || s != All {
		t.Errorf("all: %v, %v", s, err)
	}
	if _, err := ParseSet("identity gossip"); err == nil {
		t.Error("an unknown compartment was read")
	}
}

func FuzzOpenField(f *testing.F) {
	k := NewKey()
	f.Add(k.Seal(cell(), 1, []byte("Awa")))
	f.Add([]byte{1, 1, 0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := k.Open(cell(), 1, b)
		if err == nil && string(got) != "Awa" {
			t.Fatalf("a forged field opened: %q", got)
		}
	})
}

// A public key that reads may still be one to which nothing can be wrapped.
func TestNothingIsWrappedToADeadKey(t *testing.T) {
	pair, err := GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	raw := pair.Public().Bytes()
	clear(raw[len(raw)-32:])
	dead, err := ParsePublicKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	if sealed, err := Wrap(dead, Binding{Purpose: ForCase}, []byte("words")); err == nil || sealed != nil {
		t.Errorf("wrapped into %d bytes, %v", len(sealed), err)
	}
}

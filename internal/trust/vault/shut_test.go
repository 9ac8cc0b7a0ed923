package vault

import (
	"bytes"
	"errors"
	"fmt"
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

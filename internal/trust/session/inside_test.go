package session

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

// A code read over the telephone: three groups of four, every letter of the list equally likely.
func TestCodesAreOfTwelveLettersInGroups(t *testing.T) {
	raw := make([]byte, 64)
	for i := range raw {
		raw[i] = byte(i)
	}
	copy(raw, []byte{240, 255, 0, 239, 30})
	if got := codeOf(raw); got != "2z27-89ab-cdef" {
		t.Errorf("the code of known bytes is %s", got)
	}
	seen := map[string]bool{}
	for range 100 {
		c := newCode()
		if len(c) != 14 || c[4] != '-' || c[9] != '-' || strings.Trim(c, codeLetters+"-") != "" || seen[c] {
			t.Errorf("a code %q", c)
		}
		seen[c] = true
	}
	if string(codeHash("ABCD-efgh 2345")) != string(codeHash("abcdefgh2345")) ||
		string(codeHash("abcd")) == string(codeHash("abce")) {
		t.Error("how a code is typed matters, or what it says does not")
	}
}

// The six words of a known key, so that two releases read out the same.
func TestFingerprintOfAKnownKey(t *testing.T) {
	seed := sha256.Sum256([]byte("a key that two releases know"))
	p, err := vault.DeriveKey(seed[:])
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"macaroni", "hernie", "brancher", "agiter", "flaire", "chouchou"}
	k := &Keeper{g: &ground.Ground{Country: packs.France()}}
	if got := k.fingerprintWords(p.Public()); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A code counts in its own half minute, the one before and the one after, and never once it, or a later one, was used.
func TestTheWindowOfACode(t *testing.T) {
	secrets, err := NewSecrets("en")
	if err != nil {
		t.Fatal(err)
	}
	if len(secrets.TOTP) != 32 || strings.Contains(secrets.TOTP, "=") {
		t.Errorf("a secret of %d letters: 160 bits are 32", len(secrets.TOTP))
	}
	now := time.Unix(1_790_000_010, 0)
	this := now.Unix() / 30
	for d := int64(-3); d <= 3; d++ {
		code, err := CodeAt(secrets.TOTP, time.Unix((this+d)*30, 0))
		if err != nil {
			t.Fatal(err)
		}
		for last := this - 4; last <= this+4; last++ {
			step, ok := matchCode([]byte(secrets.TOTP), code, now, last)
			fits := d >= -1 && d <= 1 && this+d > last
			if ok != fits || ok && step != this+d || !ok && step != 0 {
				t.Errorf("a code of %+d, the last used %+d: %v, step %+d", d, last-this, ok, step-this)
			}
		}
	}
	if _, ok := matchCode([]byte("not base 32 !"), "", now, 0); ok {
		t.Error("a secret that is none gave a code")
	}
}

func TestWrongPassphrasesAreForgottenInTime(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	d := newDelays()
	key := delayKey(context.Background(), "claire")
	fail := func(at time.Time, n int) {
		for range n {
			d.fail(key, at)
		}
	}
	waits := func(what string, at time.Time, want bool) {
		t.Helper()
		if d.waits(key, at) != want {
			t.Errorf("%s: waits is %v", what, !want)
		}
	}
	fail(now, 2)
	waits("after two", now, false)
	fail(now, 1)
	waits("after three", now, true)
	waits("a second later", now.Add(time.Second), false)
	d.forget(key)
	waits("after a right one", now, false)
	fail(now, 3) // the third ends a second from now
	end := now.Add(time.Second)
	fail(end.Add(delayForget), 1)
	waits("a fourth at the end of the memory", end.Add(delayForget), true)
	d.forget(key)
	fail(now, 3)
	fail(end.Add(delayForget+1), 1)
	waits("a fourth after the memory", end.Add(delayForget+1), false)
	for n, want := range map[int]time.Duration{2: 0, 3: 1, 4: 2, 8: 32, 9: 60, 12: 60, 13: 60, 14: 60, 70: 60} {
		if got := delayAfter(n); got != want*time.Second {
			t.Errorf("after %d wrong ones %v", n, got)
		}
	}
}

// A flood of invented logins does not fill the memory: the old go first, and where none are, all.
func TestAFloodOfLoginsDoesNotGrow(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	d := newDelays()
	add := func(from, to int, at time.Time) {
		for i := from; i < to; i++ {
			d.fail([32]byte{byte(i), byte(i >> 8), byte(i >> 16), 1}, at)
		}
	}
	edge := now.Add(delayForget)
	add(0, 10, now.Add(-1))
	add(10, maxDelays-1, now)
	add(maxDelays-1, maxDelays, edge)
	if n := len(d.byKey); n != maxDelays {
		t.Fatalf("%d kept, below the limit", n)
	}
	add(maxDelays, maxDelays+1, edge)
	if n := len(d.byKey); n != maxDelays-9 {
		t.Errorf("%d kept: only the ten of long ago were to go", n)
	}
	add(maxDelays+1, maxDelays+11, edge)
	if n := len(d.byKey); n != 1 {
		t.Errorf("%d kept after a flood", n)
	}
}

func TestACrowdIsToldAsSuch(t *testing.T) {
	other := errors.New("other")
	if !errors.Is(crowded(vault.ErrCrowded), ErrCrowded) || !errors.Is(crowded(other), other) || crowded(nil) != nil {
		t.Error("a crowd is not told, or something else is told as one")
	}
}

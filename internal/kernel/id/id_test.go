package id

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

type thing struct{}

func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes")
		v, err := FromBytes[thing](b)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Parse[thing](v.String())
		if err != nil || back != v {
			t.Fatalf("%s became %s (%v)", v, back, err)
		}
	})
}

func TestSortsByTime(t *testing.T) {
	early := New[thing](time.UnixMilli(1_700_000_000_000))
	late := New[thing](time.UnixMilli(1_700_000_000_001))
	if early.String() >= late.String() {
		t.Fatalf("%s should sort before %s", early, late)
	}
}

func TestZeroIsNeverStored(t *testing.T) {
	if _, err := (ID[thing]{}).Value(); err == nil {
		t.Fatal("a zero identifier was given to the database")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("01hzy3v9x4q5r6s7t8v9w0x1y2")
	f.Add("81hzy3v9x4q5r6s7t8v9w0x1y2")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		v, err := Parse[thing](s)
		if err != nil {
			return
		}
		if back, err := Parse[thing](v.String()); err != nil || back != v {
			t.Fatalf("%q parsed to %s, which parses to %s (%v)", s, v, back, err)
		}
	})
}

package casefile

import (
	"testing"
	"time"

	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/packs"
)

// The name goes with her a time after she came: after the day she came on where that was before it was written, and
// anew from the transfer that was asked for; never after a day that is still ahead.
func TestWhenTheNameGoesWithHer(t *testing.T) {
	in := packs.France()
	at := func(s string) time.Time {
		out, err := time.ParseInLocation("2006-01-02 15:04", s, in.Zone())
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	arrived := func(hour, on string) Told {
		return Told{Kind: "arrived", At: at(hour), Raw: `{"on":"` + on + `"}`}
	}
	asked := func(hour string) Told { return Told{Kind: "transfer_asked", At: at(hour), Raw: `{"on":"2026-01-01"}`} }
	for name, c := range map[string]struct {
		facts []Told
		want  string
	}{
		"nobody came":         {[]Told{{Kind: "placed", At: at("2026-05-01 10:00")}}, ""},
		"that day":            {[]Told{arrived("2026-05-01 10:00", "2026-05-01")}, "2026-05-31 10:00"},
		"written later":       {[]Told{arrived("2026-05-05 10:00", "2026-05-01")}, "2026-05-31 00:00"},
		"a day that is ahead": {[]Told{arrived("2026-05-01 10:00", "2026-05-09")}, "2026-05-31 10:00"},
		"no day":              {[]Told{{Kind: "arrived", At: at("2026-05-01 10:00"), Raw: `{}`}}, "2026-05-31 10:00"},
		"no reading":          {[]Told{{Kind: "arrived", At: at("2026-05-01 10:00"), Raw: `{`}}, "2026-05-31 10:00"},
		"a transfer": {[]Told{arrived("2026-05-01 10:00", "2026-05-01"), asked("2026-06-01 09:00")},
			"2026-07-01 09:00"},
		"and the second came": {[]Told{arrived("2026-05-01 10:00", ""), asked("2026-06-01 09:00"),
			arrived("2026-06-05 08:00", "2026-06-04")}, "2026-07-04 00:00"},
		"asked, and never came": {[]Told{asked("2026-06-01 09:00")}, ""},
	} {
		due, ok := nameDue(in, c.facts)
		if ok != (c.want != "") || ok && due.In(in.Zone()).Format("2006-01-02 15:04") != c.want {
			t.Errorf("%s: due %s (%v), not %q", name, due.In(in.Zone()), ok, c.want)
		}
	}
}

// A job that names no case is told so, and is not taken for done.
func TestAJobThatNamesNoCase(t *testing.T) {
	err := NewDesk(nil, nil, nil).partName(t.Context(), outbox.Job{Object: []byte("short")})
	if err == nil {
		t.Error("done")
	}
}

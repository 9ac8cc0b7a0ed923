package assessment

import (
	"errors"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
)

// Needs beside the answer that there are none are asked about; an interpreter is none of them.
func TestNeedsBesideNone(t *testing.T) {
	for _, c := range []struct {
		none  bool
		needs []string
		want  error
	}{
		{true, []string{"school"}, ErrNeedsTwo}, {true, []string{interpreter, "school"}, ErrNeedsTwo},
		{true, []string{interpreter}, nil}, {true, nil, nil}, {false, []string{"school"}, nil},
	} {
		e := Entry{Sheet: Sheet{NoNeeds: c.none, Needs: c.needs}}
		if _, err := e.checked(packs.France(), monday, File{}); !errors.Is(err, c.want) {
			t.Errorf("none %t beside %v: %v", c.none, c.needs, err)
		}
	}
}

// What is asserted of full age is written with its day where it is new, and by itself where nothing is: an assertion
// that stood before writes nothing anew over what another room wrote since.
func TestAnAssertionOfAgeIsWrittenOnce(t *testing.T) {
	in := packs.France()
	said := func(on date.Date, answer tri.Value) []Assertion {
		return []Assertion{{Criterion: "adult", Asserter: "NGO", Answer: answer, At: on.Time(in.Zone())}}
	}
	older, newer := date.Must(2026, 11, 20), date.Must(2026, 11, 22)
	written := casefile.Coded{Adult: tri.Said{Yes: true}, AdultOn: monday} // by another room, since
	for what, c := range map[string]struct {
		before, current []Assertion
		adult           tri.Said
		on              date.Date
	}{
		"nothing is asserted":     {said(older, tri.No), nil, written.Adult, monday},
		"as it stood":             {said(older, tri.No), said(older, tri.No), written.Adult, monday},
		"anew":                    {nil, said(older, tri.No), tri.Said{No: true}, older},
		"another answer":          {said(older, tri.Yes), said(older, tri.No), tri.Said{No: true}, older},
		"the same on another day": {said(older, tri.No), said(newer, tri.No), tri.Said{No: true}, newer},
	} {
		row := written
		Entry{On: newer}.codeAge(in, &row, c.before, c.current)
		if row.Adult != c.adult || row.AdultOn != c.on {
			t.Errorf("%s: %+v on %s, not %+v on %s", what, row.Adult, row.AdultOn, c.adult, c.on)
		}
	}
}

package tri

import "testing"

// What people say comes back from the database as it was said, and where they differ nothing is known.
func TestWhatIsSaidIsKept(t *testing.T) {
	for said, want := range map[Said]struct {
		code string
		one  Value
	}{{}: {"unknown", Unknown}, {Yes: true}: {"yes", Yes}, {No: true}: {"no", No},
		{Yes: true, No: true}: {"differing", Unknown}} {
		code, err := said.Value()
		if err != nil || code != want.code || said.Tri() != want.one {
			t.Errorf("%+v is kept as %v (%v) and read as %s", said, code, err, said.Tri())
		}
		var back Said
		if err := back.Scan(code); err != nil || back != said {
			t.Errorf("%v comes back as %+v, %v", code, back, err)
		}
	}
	var s Said
	if err := s.Scan("perhaps"); err == nil {
		t.Error("an unknown code is read")
	}
}

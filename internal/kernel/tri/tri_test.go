package tri

import "testing"

// I10: "no" must never be the default.
func TestI10ZeroIsUnknown(t *testing.T) {
	var v Value
	if v != Unknown || v.Known() {
		t.Fatal("a fact nobody gave is taken for known")
	}
	for _, src := range []any{nil, "", []byte{}, "unknown"} {
		v = No
		if err := v.Scan(src); err != nil || v != Unknown {
			t.Errorf("scan %#v: %v, %v", src, v, err)
		}
	}
}

func TestAnd(t *testing.T) {
	for _, c := range []struct{ a, b, want Value }{
		{Yes, Yes, Yes}, {Yes, No, No}, {Unknown, No, No}, {Unknown, Yes, Unknown}, {Unknown, Unknown, Unknown},
	} {
		if c.a.And(c.b) != c.want || c.b.And(c.a) != c.want {
			t.Errorf("%v and %v is not %v", c.a, c.b, c.want)
		}
	}
}

func TestNothingElseIsAnAnswer(t *testing.T) {
	for _, s := range []string{"oui", "Yes", "1", "true"} {
		if _, err := Parse(s); err == nil {
			t.Errorf("%q was taken for an answer", s)
		}
	}
}

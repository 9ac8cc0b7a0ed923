package money

import "testing"

func TestParse(t *testing.T) {
	for in, want := range map[string]Cents{"350": 35000, "350,5": 35050, "1 250.00": 125000, "0,01": 1,
		"1000000": Limit} {
		if got, err := Parse(in); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", in, got, err, want)
		}
	}
	for _, in := range []string{"", "-1", "1,234", "1e3", "1000000,01", ",5", "12a", "99999999999999999999"} {
		if got, err := Parse(in); err == nil {
			t.Errorf("%q was read as %d", in, got)
		}
	}
	if s := Cents(-105).String(); s != "-1.05" {
		t.Error(s)
	}
}

package money

import "testing"

var (
	euro = Currency{Code: "EUR", Sign: "€", Decimals: 2}
	yen  = Currency{Code: "JPY", Sign: "¥"}
	fils = Currency{Code: "KWD", Sign: "KD", Decimals: 3}
)

func TestParse(t *testing.T) {
	for in, want := range map[string]Cents{"350": 35000, "350,5": 35050, "1 250.00": 125000, "0,01": 1,
		"1000000": Limit, "12 €": 1200, "€12.5": 1250, "٣٥٠٫٥": 35050} {
		if got, err := euro.Parse(in); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", in, got, err, want)
		}
	}
	for _, in := range []string{"", "-1", "1,234", "1e3", "1000000,01", ",5", "12a", "99999999999999999999", "1.2.3"} {
		if got, err := euro.Parse(in); err == nil {
			t.Errorf("%q was read as %d", in, got)
		}
	}
	if s := euro.Text(-105); s != "-1.05" {
		t.Error(s)
	}
}

// The smallest unit of a currency is what its decimals say.
func TestOtherMoney(t *testing.T) {
	for _, c := range []struct {
		of   Currency
		in   string
		want Cents
		text string
	}{{yen, "1 250", 1250, "1250"}, {fils, "1,5 KD", 1500, "1.500"}, {fils, "0,001", 1, "0.001"}} {
		got, err := c.of.Parse(c.in)
		if err != nil || got != c.want || c.of.Text(got) != c.text {
			t.Errorf("%s %q: %d %q, %v", c.of.Code, c.in, got, c.of.Text(got), err)
		}
	}
	if _, err := yen.Parse("12,5"); err == nil {
		t.Error("a currency without decimals has some")
	}
	if yen.Float(1250) != 1250 || fils.Float(1500) != 1.5 || euro.Float(35050) != 350.5 {
		t.Error("whole units")
	}
}

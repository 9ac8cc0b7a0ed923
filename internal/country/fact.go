package country

import (
	"errors"
	"slices"

	"golang.org/x/text/currency"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
)

// calls are the emergency numbers, by the names under which texts call for them.
var calls = []string{"emergency", "police", "doctor", "sms"}

// moneySign is the name under which texts call for the sign of money.
const moneySign = "currency_sign"

func (e Emergency) number(name string) string {
	return map[string]string{"emergency": e.Any, "police": e.Police, "doctor": e.Doctor, "sms": e.SMS}[name]
}

// Known tells whether a text may call for a fact of its country under this name: a rule ({reflection_days}), an
// emergency number ({police}), or the sign of its money ({currency_sign}).
func Known(name string) bool {
	return slices.Contains(Rules, Rule(name)) || slices.Contains(calls, name) || name == moneySign
}

// Figure is the first figure of a rule by its name, as of a day; false where no rule has that name.
func (p *Pack) Figure(name string, on date.Date) (int, bool) {
	d, ok := p.rules[Rule(name)]
	if !ok {
		return 0, false
	}
	return d.on(on)[0], true
}

// Word is what a text may name of its country beside figures: an emergency number (emergency, police, doctor, sms), or
// the sign of its money (currency_sign); empty for any other name.
func (p *Pack) Word(name string) string {
	if name == moneySign {
		return p.manifest.Currency.Sign
	}
	return p.manifest.Emergency.number(name)
}

// Currency is the money that amounts are in.
func (p *Pack) Currency() money.Currency { return p.manifest.Currency }

// Exit is the address of a neutral site.
func (p *Pack) Exit() string { return p.manifest.Exit }

func checkMoney(c *money.Currency) error {
	if _, err := currency.ParseISO(c.Code); err != nil {
		return errors.New("code is no ISO 4217 code")
	}
	if c.Decimals < 0 || c.Decimals > 3 {
		return errors.New("decimals lie between 0 and 3")
	}
	if c.Sign == "" {
		c.Sign = c.Code
	}
	return nil
}

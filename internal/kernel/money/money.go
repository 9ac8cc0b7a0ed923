// Package money holds amounts as whole cents, so that no sum is ever rounded by accident.
package money

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Cents is an amount in hundredths of the network's currency.
type Cents int64

// ErrInvalid tells that a text is no amount.
var ErrInvalid = errors.New("money: not an amount")

// Limit is the largest amount a person may type: one million units.
const Limit Cents = 100_000_000

// Parse reads what people type: "350", "350,5", "1 250.00". At most two decimals, not negative, at most Limit.
func Parse(s string) (Cents, error) {
	s = strings.NewReplacer(" ", "", " ", "", " ", "", ",", ".").Replace(strings.TrimSpace(s))
	whole, frac, _ := strings.Cut(s, ".")
	if whole == "" || len(frac) > 2 || len(whole) > 9 {
		return 0, ErrInvalid
	}
	frac = (frac + "00")[:2]
	for _, c := range whole + frac {
		if c < '0' || c > '9' {
			return 0, ErrInvalid
		}
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil || Cents(n) > Limit {
		return 0, ErrInvalid
	}
	return Cents(n), nil
}

// String returns the amount with a point and two decimals, for exports; pages use the language's own form.
func (c Cents) String() string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%02d", sign, c/100, c%100)
}

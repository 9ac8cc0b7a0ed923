// Package money holds amounts as whole numbers of the smallest unit of a currency, so that no sum is ever rounded by
// accident.
package money

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"havre.example/havre/internal/kernel/digit"
)

// Cents is an amount in the smallest unit of the network's currency: hundredths, in most.
type Cents int64

// Currency is the money of a country.
type Currency struct {
	Code     string // ISO 4217
	Sign     string // as people write it: €
	Decimals int    // of an amount: 2 where the smallest unit is a hundredth
}

// ErrInvalid tells that a text is no amount.
var ErrInvalid = errors.New("money: not an amount")

// Limit is the largest amount a person may type, in the smallest unit.
const Limit Cents = 100_000_000

// most is how many digits an amount has before its decimals, so that none is too large to count.
const most = 9

// Parse reads what people type, in the digits of any script: "350", "350,5", "1 250.00", "€ 12". It has at most the
// currency's decimals, is not negative, and at most Limit.
func (c Currency) Parse(s string) (Cents, error) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Sc, r), r == '٬':
			return -1
		case r == ',', r == '٫':
			return '.'
		}
		return r
	}, digit.Plain(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), c.Sign), c.Sign)))
	whole, part, _ := strings.Cut(s, ".")
	if whole == "" || len(whole) > most || len(part) > c.Decimals {
		return 0, ErrInvalid
	}
	n, err := strconv.ParseUint(whole+part+strings.Repeat("0", c.Decimals-len(part)), 10, 63)
	if err != nil || Cents(n) > Limit {
		return 0, ErrInvalid
	}
	return Cents(n), nil
}

// Text is the amount with a point and all decimals, for a field and for exports; pages use the language's own form.
func (c Currency) Text(a Cents) string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	if c.Decimals == 0 {
		return fmt.Sprint(sign, int64(a))
	}
	return fmt.Sprintf("%s%d.%0*d", sign, a/c.unit(), c.Decimals, a%c.unit())
}

// Float is the amount in whole units, for writing it in a language.
func (c Currency) Float(a Cents) float64 { return float64(a) / float64(c.unit()) }

func (c Currency) unit() Cents {
	n := Cents(1)
	for range c.Decimals {
		n *= 10
	}
	return n
}

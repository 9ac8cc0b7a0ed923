package web

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"havre.example/havre/internal/kernel/money"
)

// numerals is how a language writes numbers. CLDR is asked for its ten digits once: days, hours and small counts stand
// on every line of a page, and are written from these.
type numerals struct {
	num   *message.Printer
	digit [10]string
}

func newNumerals(rule language.Tag) numerals {
	n := numerals{num: message.NewPrinter(rule)}
	for i := range n.digit {
		n.digit[i] = n.num.Sprint(number.Decimal(i))
	}
	return n
}

// digits writes a number with nothing between its thousands, at least width digits.
func (s *numerals) digits(n, width int) string {
	if n < 0 {
		return s.num.Sprint(number.Decimal(n, number.NoSeparator(), number.MinIntegerDigits(width)))
	}
	ascii := strconv.Itoa(n)
	var b strings.Builder
	b.Grow(len(s.digit[0]) * max(width, len(ascii)))
	for i := len(ascii); i < width; i++ {
		b.WriteString(s.digit[0])
	}
	for _, c := range []byte(ascii) {
		b.WriteString(s.digit[c-'0'])
	}
	return b.String()
}

// ungrouped is the first number that a language may write with a sign between its thousands.
const ungrouped = 1000

// Number writes an integer: 12 345 in French, 12,345 in English.
func (p *Printer) Number(n int64) string {
	if n >= 0 && n < ungrouped {
		return p.digits(int(n), 1)
	}
	return p.grouped(p.num.Sprint(number.Decimal(n)))
}

// Decimal writes a number with up to the given count of decimals.
func (p *Printer) Decimal(v float64, decimals int) string {
	return p.grouped(p.num.Sprint(number.Decimal(v, number.MaxFractionDigits(decimals))))
}

// Plain writes a number with up to the given count of decimals and nothing between the thousands, as a spreadsheet in
// the language reads it.
func (p *Printer) Plain(v float64, decimals int) string {
	return p.num.Sprint(number.Decimal(v, number.MaxFractionDigits(decimals), number.NoSeparator()))
}

// Money writes an amount: 1 234,50 € in French, €1,234.50 in English.
func (p *Printer) Money(c money.Cents) string {
	in := p.Country().Currency()
	v := p.grouped(p.num.Sprint(number.Decimal(in.Float(c), number.MinFractionDigits(in.Decimals),
		number.MaxFractionDigits(in.Decimals))))
	return p.T("web.format.money", "amount", v, "currency", in.Sign)
}

// grouped puts the language's own sign between the thousands, whichever release of CLDR is at work.
func (p *Printer) grouped(s string) string {
	if p.Group == "" {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\u00a0", p.Group), " ", p.Group)
}

package country

import (
	"fmt"
	"io/fs"
	"slices"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
)

// Amount is the name of a sum that a network gives.
type Amount string

// The amounts that the program reads. A pack has every one of them and no other.
const (
	AidOnArrival Amount = "one_off" // once, to somebody who arrives
	AidMonthly   Amount = "monthly" // for each month of a stay
)

// Amounts lists the amounts that a pack must have.
var Amounts = []Amount{AidOnArrival, AidMonthly}

const amountFile = "amounts.toml"

func readAmounts(from fs.FS) (map[Amount]dated[money.Cents], error) {
	var file struct {
		Amount map[Amount]struct {
			Cents int64
			Then  []struct {
				From  date.Date
				Cents int64
			}
		}
	}
	data, err := decode(from, amountFile, &file, nil)
	if err != nil {
		return nil, err
	}
	out := map[Amount]dated[money.Cents]{}
	for name, raw := range file.Amount {
		wrong := func(why string) error {
			return lineError(amountFile, lineOf(data, "amount."+string(name)), "amount %s: %s", name, why)
		}
		if !slices.Contains(Amounts, name) {
			return nil, wrong("there is no such amount")
		}
		d := dated[money.Cents]{{is: money.Cents(raw.Cents)}}
		for _, t := range raw.Then {
			if t.From.IsZero() || !d[len(d)-1].from.Before(t.From) && len(d) > 1 {
				return nil, wrong("its later values need days, in order")
			}
			d = append(d, since[money.Cents]{t.From, money.Cents(t.Cents)})
		}
		for _, s := range d {
			if s.is <= 0 || s.is > money.Limit {
				return nil, wrong("it needs cents")
			}
		}
		out[name] = d
	}
	for _, name := range Amounts {
		if _, ok := out[name]; !ok {
			return nil, fmt.Errorf("%s: amount %s is missing", amountFile, name)
		}
	}
	return out, nil
}

// Amount is an amount as of a day.
func (p *Pack) Amount(a Amount, on date.Date) money.Cents { return p.amounts[a].on(on) }

// Since is an amount and the day it began to hold; the zero day: it always did.
type Since struct {
	From  date.Date
	Cents money.Cents
}

// History lists what an amount has been and will be, the latest first.
func (p *Pack) History(a Amount) []Since {
	var out []Since
	for _, s := range slices.Backward(p.amounts[a]) {
		out = append(out, Since{s.from, s.is})
	}
	return out
}

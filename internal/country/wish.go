package country

import (
	"errors"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/date"
)

// WishEdition is the areas to which nobody goes who does not wish it, from a day on.
type WishEdition struct {
	From  date.Date // zero: always
	Areas []string  // codes
}

// OnWish lists which areas those have been and will be, the first first; none where the country has no such area.
func (p *Pack) OnWish() []WishEdition {
	var out []WishEdition
	for _, s := range p.onWish {
		out = append(out, WishEdition{s.from, slices.Clone(s.is)})
	}
	return out
}

// rawAreas is a dated list of areas as written.
type rawAreas struct {
	Value []string
	Then  []struct {
		From  date.Date
		Value []string
	}
}

func (r rawAreas) dated(in *Areas) (dated[[]string], error) {
	if len(r.Value)+len(r.Then) == 0 {
		return nil, nil
	}
	out := dated[[]string]{{is: r.Value}}
	for _, t := range r.Then {
		if t.From.IsZero() || !out[len(out)-1].from.Before(t.From) {
			return nil, errors.New("its later values need days, in order")
		}
		out = append(out, since[[]string]{t.From, t.Value})
	}
	for _, s := range out {
		for _, code := range s.is {
			if _, known := in.Lookup(code); !known {
				return nil, fmt.Errorf("there is no area %q", code)
			}
		}
	}
	return out, nil
}

package main

import "math/rand/v2"

// dice draws the same numbers for the same seed in every release of Go: only the
// generator's raw output is used, whose algorithm is fixed (PCG-DXSM).
type dice struct{ src *rand.PCG }

func newDice(seed uint64) dice { return dice{rand.NewPCG(seed, 0x4861767265)} }

// below draws from 0 to n-1. The tiny bias of the remainder does not matter here.
func (d dice) below(n int) int { return int(d.src.Uint64() % uint64(n)) }

// chance is true in percent of 100 draws.
func (d dice) chance(percent int) bool { return d.below(100) < percent }

// pick draws one element.
func pick[T any](d dice, from []T) T { return from[d.below(len(from))] }

// shuffle mixes in place.
func shuffle[T any](d dice, s []T) {
	for i := len(s) - 1; i > 0; i-- {
		j := d.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}

// card is a kind and how often a deck holds it.
type card[T any] struct {
	n    int
	kind T
}

// deck holds each kind as often as its card says, mixed.
func deck[T any](d dice, cards ...card[T]) []T {
	var out []T
	for _, c := range cards {
		for range c.n {
			out = append(out, c.kind)
		}
	}
	shuffle(d, out)
	return out
}

// fill is a deck brought to size with kinds drawn from rest.
func fill[T any](d dice, size int, rest []T, cards ...card[T]) []T {
	out := deck(d, cards...)
	for len(out) < size {
		out = append(out, pick(d, rest))
	}
	shuffle(d, out)
	return out
}

package round

import "math/bits"

// words is the width of a packed cost: 384 bits.
const words = 6

// wide is a signed integer of 384 bits in two's complement, least word first.
type wide [words]uint64

func (a *wide) add(b *wide) {
	var c uint64
	a[0], c = bits.Add64(a[0], b[0], 0)
	a[1], c = bits.Add64(a[1], b[1], c)
	a[2], c = bits.Add64(a[2], b[2], c)
	a[3], c = bits.Add64(a[3], b[3], c)
	a[4], c = bits.Add64(a[4], b[4], c)
	a[5], _ = bits.Add64(a[5], b[5], c)
}

func (a *wide) sub(b *wide) {
	var c uint64
	a[0], c = bits.Sub64(a[0], b[0], 0)
	a[1], c = bits.Sub64(a[1], b[1], c)
	a[2], c = bits.Sub64(a[2], b[2], c)
	a[3], c = bits.Sub64(a[3], b[3], c)
	a[4], c = bits.Sub64(a[4], b[4], c)
	a[5], _ = bits.Sub64(a[5], b[5], c)
}

// less compares as signed numbers.
func (a *wide) less(b *wide) bool {
	if a[5] != b[5] {
		return int64(a[5]) < int64(b[5])
	}
	for i := words - 2; i >= 0; i-- {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// addAt adds v << shift; v is not negative and the sum fits.
func (a *wide) addAt(v uint64, shift uint) {
	if v == 0 {
		return
	}
	var b wide
	w, s := shift/64, shift%64
	b[w] = v << s
	if s > 0 && w+1 < words {
		b[w+1] = v >> (64 - s)
	}
	a.add(&b)
}

// at reads n bits (at most 64) from shift on; of a number that is not negative.
func (a *wide) at(shift, n uint) uint64 {
	w, s := shift/64, shift%64
	v := a[w] >> s
	if s > 0 && w+1 < words {
		v |= a[w+1] << (64 - s)
	}
	if n < 64 {
		v &= 1<<n - 1
	}
	return v
}

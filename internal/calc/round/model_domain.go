package round

import "math/bits"

// domain is what is still open: the options that are not struck out, and what is certain of each case by that.
type domain struct {
	p    *problem
	dead []uint64
	sure []sure
}

// clone copies what a part of the space changes.
func (d *domain) clone() domain {
	return domain{p: d.p, dead: append([]uint64(nil), d.dead...), sure: append([]sure(nil), d.sure...)}
}

func (d *domain) isDead(k int32) bool { return d.dead[k>>6]>>(k&63)&1 == 1 }
func (d *domain) kill(k int32)        { d.dead[k>>6] |= 1 << (k & 63) }

// alive counts the options of a case, up to two words at a time.
func (d *domain) alive(who int32) int {
	g := &d.p.households[who]
	n := 0
	for w := g.first >> 6; w <= (g.last-1)>>6; w++ {
		x := ^d.dead[w]
		if lo := g.first - w<<6; lo > 0 {
			x &= ^uint64(0) << lo
		}
		if hi := g.last - w<<6; hi < 64 {
			x &= 1<<hi - 1
		}
		n += bits.OnesCount64(x)
	}
	return n
}

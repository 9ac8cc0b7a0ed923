package casefile

import (
	"context"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// looksListed is how many lines of "who looked" a page of all of them lists.
const looksListed = 50

// LookQuery is which lines of "who looked" are listed.
type LookQuery struct {
	Whose gate.Whose // empty: everybody's
	Page  int        // from 0
}

// LooksSought is by what they are narrowed.
var LooksSought = ask.Of("casefile.looked",
	ask.Among("whose", []gate.Whose{gate.Ours, gate.Others}, func(q *LookQuery) *gate.Whose { return &q.Whose }))

// Looks is a page of who looked at a case.
type Looks struct {
	Of     LookQuery
	Header Header
	Lines  []Looked // newest first
	More   bool
}

// Looked opens who looked at a case, and does so itself.
func (d *Desk) Looked(ctx context.Context, who access.Actor, ref Ref, q LookQuery) (Looks, error) {
	return gate.Seen(ctx, d.gate, who, Open, ref, func(v *gate.CaseView) (l Looks, err error) {
		l.Of = q
		if l.Header, err = ReadHeader(v); err != nil {
			return l, err
		}
		raw, err := v.LooksOf(q.Whose, q.Page*looksListed, looksListed+1)
		if err != nil {
			return l, err
		}
		raw, l.More = gate.Page(raw, looksListed)
		l.Lines, err = lookers(v, raw)
		return l, err
	})
}

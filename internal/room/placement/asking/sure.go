package asking

import (
	"context"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Asked is a host that was asked, and for whom.
type Asked struct {
	Header casefile.Header
	Place  partner.PlaceRow
}

// Whose opens the head of a case, before its search begins again or stops.
func (d *Desk) Whose(ctx context.Context, who access.Actor, ref casefile.Ref) (casefile.Header, error) {
	return gate.Seen(ctx, d.gate, who, Preview, ref, casefile.ReadHeader)
}

// Asked opens what is said of a host before it is let go.
func (d *Desk) Asked(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) (Asked, error) {
	return gate.Seen(ctx, d.gate, who, Preview, ref, func(v *gate.CaseView) (a Asked, err error) {
		if a.Header, err = casefile.ReadHeader(v); err != nil {
			return a, err
		}
		p, err := proposal.Find(v, id)
		if err != nil {
			return a, err
		}
		a.Place, err = partner.PlaceOf(v, p.Place)
		return a, err
	})
}

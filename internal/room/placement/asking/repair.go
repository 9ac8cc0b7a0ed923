package asking

import (
	"context"
	"fmt"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// repairLater has the search done anew after a host could not receive: by Havre's own job, since the host's act has no
// business with danger zones or other places. Each time is a job of its own: a no may be taken back and said anew.
func repairLater(tx *gate.CaseTx, p proposal.Proposal) error {
	return later(tx, "placement.repair", p, fmt.Sprint(tx.Now().UnixMicro()), tx.Now())
}

// repair searches again after a proposal ended without a place, or goes on after all, and keeps what changed and who is
// next.
func (d *Desk) repair(ctx context.Context, j outbox.Job) error {
	w, err := readJob(j)
	if err != nil {
		return err
	}
	return d.change(ctx, access.Machine("placement.repair"), repair, gate.JobRef(w.on), w.id,
		func(tx *gate.CaseTx, p proposal.Proposal) error {
			f, err := d.finding.Within(&tx.CaseView)
			if err != nil || f.Header.Stage != casefile.Searching && f.Header.Stage != casefile.Meeting {
				return err
			}
			n := finding.Next{Cause: finding.CauseDeclined, Department: p.Department, Reason: p.Reason}
			switch {
			case p.State.Live(): // the no was taken back
				return f.Prepare(tx, finding.Next{Cause: finding.CauseAsked}, nil)
			case p.State == proposal.Expired:
				n.Cause = finding.CauseExpired
			}
			g, err := f.ReadGuide(&tx.CaseView)
			if err != nil {
				return err
			}
			if g.Since != nil {
				n.Appeared, n.Gone = len(g.Since.Appeared), len(g.Since.Gone)
			}
			return f.Prepare(tx, n, nil)
		})
}

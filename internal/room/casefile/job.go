package casefile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// Later asks for a job about the case, at an instant; each time anew, so one is meant that may be done twice.
func Later(tx *gate.CaseTx, kind string, at time.Time) error {
	return tx.Later(gate.Job{Kind: kind, Object: tx.ID().Bytes(), Due: at})
}

// OnTime does a job about a case, in one act of Havre's own. Where the case is no more, nothing is left to do.
func OnTime(ctx context.Context, g *gate.Gate, j outbox.Job, act access.Act, do func(*gate.CaseTx) error) error {
	var c gate.CaseID
	if err := c.Scan(j.Object); err != nil {
		return fmt.Errorf("read the job's case: %w", err)
	}
	err := g.Case(ctx, access.Machine(j.Kind), act, gate.JobRef(c), do)
	if errors.Is(err, gate.ErrGone) {
		return nil
	}
	return err
}

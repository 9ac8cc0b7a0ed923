package asking

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// shapeFor is what one host is told: the coded need, and a language only where this host declared it. Where somebody
// stays in the place, she comes once they are planned to have left; a day that is past is today.
func shapeFor(c casefile.Coded, host partner.PlaceRow, today date.Date) proposal.Shape {
	ready := c.ReadyOn
	if !ready.IsZero() && ready.Before(today) {
		ready = today
	}
	if left := host.LeftOn(); ready.Before(left) {
		ready = left
	}
	return proposal.Shape{
		Adults: c.Adults, Children: c.ChildrenBands, Animals: c.Animals,
		Needs:       slices.DeleteFunc(slices.Clone(c.NeedCodes), func(n string) bool { return n == "interpreter" }),
		Interpreter: slices.Contains(c.NeedCodes, "interpreter"), Language: match.Spoken(c.Languages, host.Languages),
		Autonomy: c.Autonomy, ReadyOn: ready, Weeks: c.StayWeeks,
	}
}

// Letter is a proposal exactly as a host sees it.
type Letter struct {
	Place string // the host's own name for it
	Area  string // department, whose clocks show its hours
	Shape proposal.Shape
	Until time.Time
	State proposal.State
	After date.Date // somebody stays there until this day: she does not come before; zero: nobody does
}

// Letters shows, before anything is sent, what each of the chosen hosts will see.
func (d *Desk) Letters(ctx context.Context, who access.Actor, ref casefile.Ref, places []partner.PlaceID,
	urgent bool) ([]Letter, error) {
	var out []Letter
	err := d.gate.ViewCase(ctx, who, Preview, ref, func(v *gate.CaseView) error {
		out = nil
		f, err := d.finding.Within(v)
		if err != nil {
			return err
		}
		for _, p := range places {
			m, ok := f.Match(p)
			if !ok {
				return finding.ErrNoSuchPlace
			}
			out = append(out, Letter{m.Row.Name, m.Row.Department, shapeFor(f.Coded, m.Row, v.Today()),
				AnswerBy(v.Country(), v.Now(), urgent),
				proposal.Sent, m.Ahead()})
		}
		return nil
	})
	return out, err
}

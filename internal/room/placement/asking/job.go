package asking

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// Handlers does the room's jobs: a hold that ends, an urgent proposal that stays silent, a search after a host's no.
func (d *Desk) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{"placement.expire": d.expire, "placement.escalate": d.escalate,
		"placement.repair": d.repair}
}

// job is what a job's payload says: a proposal and a number.
type job struct {
	on     gate.CaseID
	id     proposal.ID
	number int64
}

func readJob(j outbox.Job) (job, error) {
	var out job
	if err := out.on.Scan(j.Object); err != nil {
		return out, fmt.Errorf("read job %s: %w", j.Kind, err)
	}
	id, number, _ := strings.Cut(j.Payload, " ")
	if err := out.id.UnmarshalText([]byte(id)); err != nil {
		return out, fmt.Errorf("read job %s: %w", j.Kind, err)
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return out, fmt.Errorf("read job %s: %w", j.Kind, err)
	}
	out.number = n
	return out, nil
}

// expire lets a hold go at its instant, unless it was moved since the job was written.
func (d *Desk) expire(ctx context.Context, j outbox.Job) error {
	w, err := readJob(j)
	if err != nil {
		return err
	}
	return d.change(ctx, access.Machine("placement.expire"), expire, gate.JobRef(w.on), w.id,
		func(tx *gate.CaseTx, p proposal.Proposal) error {
			if !p.State.Live() || clock.Micros(p.Until) != w.number || tx.Now().Before(p.Until) {
				return nil
			}
			if err := letGo(tx, p, proposal.TimeEnds, ""); err != nil {
				return err
			}
			if err := repairLater(tx, p); err != nil {
				return err
			}
			if err := casefile.Ring(tx, tellSilent); err != nil {
				return err
			}
			return searchOn(tx, "calendar")
		})
}

// escalate notes that an urgent proposal is still without an answer at one of its hours; the board presses more.
func (d *Desk) escalate(ctx context.Context, j outbox.Job) error {
	w, err := readJob(j)
	if err != nil {
		return err
	}
	return d.change(ctx, access.Machine("placement.escalate"), escalate, gate.JobRef(w.on), w.id,
		func(tx *gate.CaseTx, p proposal.Proposal) error {
			if p.State != proposal.Sent || p.Silence >= int(w.number) {
				return nil
			}
			p.Silence = int(w.number)
			return proposal.Update(tx, p)
		})
}

// qOverdue finds the cases whose proposals outlived their reason: the case ended or paused, the person said no, or did
// not come. What an end lets go it lets go after the time in which the end can be undone as a slip. It reads ids and
// stages only.
var qOverdue = gate.MachineSQL("placement.overdue", `select distinct p.case_id from placement_proposal p
	join casefile_case c on c.id = p.case_id
	where (p.live = 1 and (c.open = 0 and c.stage_at <= $2
	or c.stage in ('suspended','accepted','travel','in_transit','sheltered')
			or c.stage = 'searching' and p.state <> 'sent'))
		or (p.live = 1 and p.until_at <= $1)
		or (p.state = 'admitted' and (c.stage = 'searching'
			or c.stage in ('withdrawn','lost','deceased','no_place','not_here') and c.stage_at <= $2)
			and not exists (select 1 from casefile_fact f where f.case_id = p.case_id and f.kind = 'arrived'
			and f.at >= p.answered_at))`)

// Sweep lets go, in every case, the holds that have lost their reason. The program calls it every minute.
func (d *Desk) Sweep(ctx context.Context) error {
	var cases []gate.CaseID
	err := d.gate.Machine(ctx, access.Machine("placement.sweep"), overdue, func(v *gate.MachineView) (err error) {
		cases, err = v.Cases(qOverdue, clock.Micros(d.gate.Now()),
			clock.Micros(d.gate.Now().Add(-casefile.SlipTime)))
		return err
	})
	if err != nil {
		return fmt.Errorf("find holds without reason: %w", err)
	}
	var failed error
	for _, c := range cases { // one case that resists must not keep the others' places
		failed = errors.Join(failed, d.tidy(ctx, c))
	}
	return failed
}

// tidy brings one case's proposals in line with where it stands.
func (d *Desk) tidy(ctx context.Context, c gate.CaseID) error {
	return d.gate.Case(ctx, access.Machine("placement.sweep"), sweep, gate.JobRef(c), func(tx *gate.CaseTx) error {
		if err := casefile.Alone(tx); err != nil {
			return err
		}
		h, err := casefile.ReadHeader(&tx.CaseView)
		if err != nil {
			return err
		}
		if !h.Stage.Open() && casefile.Slipped(h.StageAt, tx.Now()) {
			return nil
		}
		all, err := proposal.List(&tx.CaseView)
		if err != nil {
			return err
		}
		for _, p := range proposal.Live(all) {
			if err := tidyOne(tx, h.Stage, p); err != nil {
				return err
			}
		}
		if h.Stage == casefile.Searching || !h.Stage.Open() && h.Stage != casefile.EndedS {
			if err := d.undoAdmission(tx, partner.Vacate); err != nil {
				return err
			}
		}
		return searchOn(tx, "calendar")
	})
}

func tidyOne(tx *gate.CaseTx, stage casefile.Stage, p proposal.Proposal) error {
	switch {
	case stage == casefile.Searching && p.State == proposal.Sent, stage == casefile.Meeting:
		if tx.Now().Before(p.Until) {
			return nil
		}
		if err := letGo(tx, p, proposal.TimeEnds, ""); err != nil {
			return err
		}
		return repairLater(tx, p)
	case stage == casefile.Searching: // the person said no, or the search was taken up again
		return letGo(tx, p, proposal.OfficeWithdraws, "another_place")
	}
	return letGo(tx, p, proposal.OfficeWithdraws, "no_longer_needed")
}

// takeUp sees to it that a case taken up again after its end does not wait for hosts that were let go meanwhile: where
// none is left, the search goes on.
func takeUp(tx *gate.CaseTx, _ casefile.Header, _ casefile.Reopened) error {
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil {
		return err
	}
	if !h.Stage.Placed() || h.Stage == casefile.Sheltered {
		return searchOn(tx, "reopened")
	}
	if kept, err := keepsPlace(&tx.CaseView); kept || err != nil {
		return err
	}
	return casefile.Tell(tx, casefile.SearchAgain{Reason: "reopened"})
}

// keepsPlace tells whether her admission stands, with the place that it gave.
func keepsPlace(v *gate.CaseView) (bool, error) {
	all, err := proposal.List(v)
	return slices.ContainsFunc(all, func(p proposal.Proposal) bool { return p.State == proposal.Admitted }), err
}

// Back says, before a case that ended ahead of her arrival is taken up again, whether her place or the hosts asked are
// still there, or the search goes on without them.
func Back(v *gate.CaseView) ([]casefile.Return, error) {
	facts, err := casefile.Facts(v)
	if err != nil {
		return nil, err
	}
	goesOn := casefile.Return{Text: "placement.retaken.search"}
	switch at := casefile.Reached(facts); {
	case at == casefile.Sheltered:
		return nil, nil // the stay says it
	case at.Placed():
		if kept, err := keepsPlace(v); kept || err != nil {
			return []casefile.Return{{Text: "placement.retaken.place"}}, err
		}
		return []casefile.Return{{Text: "placement.retaken.place_gone", Gone: true}, goesOn}, nil
	case at == casefile.Searching:
		return []casefile.Return{goesOn}, nil
	case at != casefile.Meeting:
		return nil, nil
	}
	all, err := proposal.List(v)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(all, func(p proposal.Proposal) bool { return p.State.Agreed() }) {
		return []casefile.Return{{Text: "placement.retaken.hosts"}}, nil
	}
	return []casefile.Return{{Text: "placement.retaken.hosts_gone", Gone: true}, goesOn}, nil
}

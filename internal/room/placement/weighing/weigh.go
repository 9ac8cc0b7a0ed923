package weighing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"havre.example/havre/internal/calc/round/file"

	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// Desk is where rounds are held.
type Desk struct{ gate *gate.Gate }

// New returns the desk.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Handlers does the jobs of rounds: better is sought in the background, and old rounds are forgotten.
func (d *Desk) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{weighJob: d.weigh, forgetJob: d.forget}
}

type entity struct{}

// ID names one round.
type ID = id.ID[entity]

// State is how far a round has come.
type State string

// The states of a round.
const (
	Running State = "running" // the best found so far stands; better is sought
	Done    State = "done"
	Stopped State = "stopped" // by a person; the best found stands
)

const (
	atOnce    = 1200 * time.Millisecond // how long the page itself waits for an answer
	patience  = 10 * time.Second        // how long better is sought in the background
	longRound = 60 * time.Second        // the same where cases times places exceed wideRound
	wideRound = 500_000
	lookAgain = time.Second // how often the background work says how far it is and looks whether it is to stop
	// roundsKept is for how long rounds are kept: working papers, with codes of several people at once.
	roundsKept = 7 * 24 * time.Hour
)

// ErrNobodyWaits tells that there is nobody to find a place for.
var ErrNobodyWaits = fault.NewInvalid("placement.round.nobody")

var (
	qRoundStart = gate.OfficeSQL("placement.round_start", `insert into placement_round (id, team_id, user_id, asked_at,
		state, people, places, placed, gap, question, answer)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qRoundBetter = gate.OfficeSQL("placement.round_better", `update placement_round set state = $2, placed = $3,
		gap = $4, answer = $5 where id = $1 and state = 'running'`)
	qRoundAt = gate.OfficeSQL("placement.round_at", `update placement_round set progress = $2 where id = $1
		and state = 'running'`)
	qRoundStop = gate.OfficeSQL("placement.round_stop", `update placement_round set state = 'stopped' where id = $1
		and team_id = $2 and state = 'running'`)
	qRoundForget = gate.OfficeSQL("placement.round_forget", `delete from placement_round where asked_at < $1`)
	qRoundRow    = gate.OfficeSQL("placement.round_row", `select team_id, user_id, asked_at, state, people, places,
		placed, gap, progress, question, answer from placement_round where id = $1`)
)

// Weigh finds the best places for all who wait, together. It answers within a second or so with the best assignment
// found; where that is not proved to be the best, better is sought in the background. It places nobody.
func (d *Desk) Weigh(ctx context.Context, who access.Actor, c Choice) (ID, error) {
	var g gathered
	var team access.TeamID
	err := d.gate.Circle(ctx, who, Weigh, func(v *gate.CircleView) (err error) {
		team = v.Team()
		g, err = gather(v, c)
		return err
	})
	if err != nil {
		return ID{}, err
	}
	if len(g.round.Cases) == 0 {
		return ID{}, ErrNobodyWaits
	}
	stop, cancel := after(ctx, atOnce)
	defer cancel()
	o, err := round.Solve(g.round, round.Options{Stop: stop})
	if err != nil {
		return ID{}, fmt.Errorf("weigh places: %w", err)
	}
	return d.keepRound(ctx, who, team, g, o)
}

// keepRound writes the round down, as the machine does after a person's act of looking, and has better sought if the
// answer is not proved.
func (d *Desk) keepRound(ctx context.Context, who access.Actor, team access.TeamID, g gathered,
	o round.Outcome) (ID, error) {
	question, err := file.Write(g.round)
	if err != nil {
		return ID{}, fmt.Errorf("write round: %w", err)
	}
	answer, err := json.Marshal(o)
	if err != nil {
		return ID{}, fmt.Errorf("write outcome: %w", err)
	}
	n := id.Random[entity]()
	state := Done
	if !o.Proved {
		state = Running
	}
	err = d.gate.ChangeOffice(ctx, access.Machine("placement.round"), keepRound, func(tx *gate.OfficeTx) error {
		now := tx.Now()
		if _, err := tx.Exec(qRoundForget, clock.Micros(now.Add(-roundsKept))); err != nil {
			return fmt.Errorf("forget rounds: %w", err)
		}
		_, err := tx.Exec(qRoundStart, n, team, who.User(), clock.Micros(now), string(state), g.people,
			len(g.round.Places), o.People(), gapOf(o),
			string(question), string(answer))
		if err != nil {
			return fmt.Errorf("write round: %w", err)
		}
		if err := tx.Later(gate.Job{Kind: forgetJob, Dedupe: n.String(),
			Due: now.Add(roundsKept + time.Hour)}); err != nil {
			return err
		}
		if state == Done {
			return nil
		}
		return tx.Later(gate.Job{Kind: weighJob, Dedupe: n.String(), Object: n.Bytes()})
	})
	return n, err
}

const (
	weighJob  = "placement.weigh"
	forgetJob = "placement.forget_rounds"
)

// gapOf is how far, in thousandths of the first tier that is not proved, the answer may be from the best.
func gapOf(o round.Outcome) int {
	_, share, open := o.Gap()
	if !open {
		return 0
	}
	return max(1, int(share*1000))
}

// after says true once a time is over or nobody waits for the answer any more; cancel lets go of its timer.
func after(ctx context.Context, d time.Duration) (over func() bool, cancel context.CancelFunc) {
	ctx, cancel = context.WithTimeout(ctx, d)
	return func() bool { return ctx.Err() != nil }, cancel
}

// storedRound is a row of the table.
type storedRound struct {
	team                        access.TeamID
	user                        access.UserID
	at                          int64
	state                       State
	people, places, placed, gap int
	progress, question, answer  string
}

// row is where the columns of a round go.
func (s *storedRound) row() []any {
	return []any{&s.team, &s.user, &s.at, &s.state, &s.people, &s.places, &s.placed, &s.gap, &s.progress, &s.question,
		&s.answer}
}

func (s storedRound) asked() (round.Round, error) {
	r, err := file.Read([]byte(s.question))
	if err != nil {
		return r, fmt.Errorf("read round: %w", err)
	}
	return r, nil
}

func (s storedRound) outcome() (o round.Outcome, err error) {
	if err := json.Unmarshal([]byte(s.answer), &o); err != nil {
		return o, fmt.Errorf("read outcome: %w", err)
	}
	return o, nil
}

// weigh is the job that seeks better: it goes on until the best is proved, its time is over, or a person stops it. What
// it has found stands each second, so a crash loses nothing but time.
func (d *Desk) weigh(ctx context.Context, j outbox.Job) error {
	var n ID
	if err := n.Scan(j.Object); err != nil {
		return fmt.Errorf("read job %s: %w", j.Kind, err)
	}
	var s storedRound
	err := d.gate.Office(ctx, access.Machine(weighJob), keepRound, func(v *gate.OfficeView) (err error) {
		s, err = gate.One(v.Query, qRoundRow, (*storedRound).row, n)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && s.state != Running {
		return nil // forgotten or stopped meanwhile
	}
	if err != nil {
		return err
	}
	r, err := s.asked()
	if err != nil {
		return err
	}
	before, err := s.outcome()
	if err != nil {
		return err
	}
	limit := patience
	if len(r.Cases)*len(r.Places) > wideRound {
		limit = longRound
	}
	o, err := d.solveAside(ctx, n, r, limit)
	if err != nil {
		return err
	}
	if worse, _ := o.Compare(before); worse < 0 {
		o = before
	}
	return d.endRound(ctx, n, o)
}

// solveAside solves while it says each second how far it is and looks whether it is to stop.
func (d *Desk) solveAside(ctx context.Context, n ID, r round.Round, limit time.Duration) (round.Outcome, error) {
	stop, cancel := after(ctx, limit)
	defer cancel()
	var at atomic.Pointer[round.Progress]
	type answer struct {
		o   round.Outcome
		err error
	}
	done := make(chan answer, 1)
	go func() {
		o, err := round.Solve(r, round.Options{Stop: stop, Progress: func(p round.Progress) { at.Store(&p) }})
		done <- answer{o, err}
	}()
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		select {
		case a := <-done:
			return a.o, a.err
		case <-tick.C:
			p := at.Load()
			if p == nil {
				continue
			}
			stopped, err := d.saveProgress(ctx, n, *p)
			if err != nil || stopped {
				cancel()
				a := <-done
				return a.o, errors.Join(err, a.err)
			}
		}
	}
}

func (d *Desk) saveProgress(ctx context.Context, n ID, p round.Progress) (stopped bool, err error) {
	err = d.gate.ChangeOffice(ctx, access.Machine(weighJob), keepRound, func(tx *gate.OfficeTx) error {
		rows, err := tx.Exec(qRoundAt, n, fmt.Sprintf("%s %d", p.Step, p.People))
		stopped = rows == 0
		return err
	})
	return stopped, fault.In("write progress", err)
}

// endRound writes the last answer; a round that a person stopped keeps its state and takes the better answer too.
func (d *Desk) endRound(ctx context.Context, n ID, o round.Outcome) error {
	answer, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("write outcome: %w", err)
	}
	return d.gate.ChangeOffice(ctx, access.Machine(weighJob), keepRound, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qRoundBetter, n, string(Done), o.People(), gapOf(o), string(answer))
		return fault.In("write outcome", err)
	})
}

// forget is the job that deletes old rounds.
func (d *Desk) forget(ctx context.Context, _ outbox.Job) error {
	return d.gate.ChangeOffice(ctx, access.Machine(forgetJob), keepRound, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qRoundForget, clock.Micros(tx.Now().Add(-roundsKept)))
		return fault.In("forget rounds", err)
	})
}

// StopRound ends the search for better; the best found so far stands.
func (d *Desk) StopRound(ctx context.Context, who access.Actor, n ID) error {
	return d.gate.ChangeOffice(ctx, who, StopRound, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qRoundStop, n, tx.Team())
		return fault.In("stop round", err)
	})
}

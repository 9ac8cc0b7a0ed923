package call

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is what people do with the log of calls.
type Desk struct {
	gate    *gate.Gate
	answers Answers
}

// Answers are the answers of hosts that were noted with a call: placement's, by two ports.
type Answers struct {
	// Tell tells each answer of a case.
	Tell func(v *gate.CaseView, tell func(casefile.Given)) error
	// TakeBack takes one back with its call, or refuses where something followed.
	TakeBack func(tx *gate.CaseTx, host access.TeamID, noted time.Time) error
}

// New returns the desk.
func New(g *gate.Gate, answers Answers) *Desk { return &Desk{g, answers} }

// Faults of a call.
var (
	ErrWhen  = fault.NewAbout("at", "call.invalid.at")       // it has not been yet, or was too long ago
	ErrAgain = fault.NewAbout("again", "call.invalid.again") // to call again before now
)

// Log is the calls of one case.
type Log struct {
	Header casefile.Header
	Calls  []Entry // latest first
	Undone []Undone
	Now    time.Time
}

// Undone is a call that was written down by mistake and taken back: its codes alone.
type Undone struct {
	casefile.Correction
	Was codes
}

// codes is what a line of a correction keeps of a call.
type codes struct {
	Way     string `json:"way"`
	Party   string `json:"party"`
	About   string `json:"about"`
	Outcome string `json:"outcome"`
	Answer  string `json:"answer,omitempty"` // of the host, taken back with it
}

// Slipped tells whether a call was written down so shortly ago that it can be undone.
func (l Log) Slipped(e Entry) bool {
	return casefile.Slipped(e.Noted, l.Now) && !(e.Carries() && e.Given.Else != "")
}

// Carries tells whether a host's answer was noted with the line itself, and goes with it.
func (e Entry) Carries() bool { return e.Given.Answer != "" && e.instead.IsZero() }

// Bound tells whether a call of the last minutes is not undone, since something followed the answer noted with it.
func (l Log) Bound(e Entry) bool { return casefile.Slipped(e.Noted, l.Now) && !l.Slipped(e) }

// record is what a correction calls a call.
const record = "call"

// Calls opens the log of a case.
func (d *Desk) Calls(ctx context.Context, who access.Actor, ref casefile.Ref) (Log, error) {
	return gate.Seen(ctx, d.gate, who, Read, ref, d.read)
}

// read reads the log once for a view: the panel of a case and its timeline show the same.
func (d *Desk) read(v *gate.CaseView) (Log, error) { return casefile.Once(v, "calls", d.readLog) }

func (d *Desk) readLog(v *gate.CaseView) (l Log, err error) {
	l = Log{Now: v.Now()}
	if l.Header, err = casefile.ReadHeader(v); err != nil {
		return l, err
	}
	if l.Calls, err = list(v); err != nil {
		return l, err
	}
	if err := d.answers.Tell(v, l.answered); err != nil {
		return l, err
	}
	undone, err := casefile.Corrections(v, record)
	for _, c := range undone {
		u := Undone{Correction: c}
		if err := c.Read(&u.Was, nil); err != nil {
			return l, err
		}
		l.Undone = append(l.Undone, u)
	}
	return l, err
}

// answered puts a host's answer beside the call in which it was noted, put right since or not, while it is with that
// host.
func (l Log) answered(a casefile.Given) {
	for i := range l.Calls {
		for e := &l.Calls[i]; e != nil; e = e.Was {
			if e.Host == a.Host && e.first().Noted.Equal(a.Noted) {
				e.Given = a
			}
		}
	}
}

// OnCase is the panel of the case page, and what its timeline shows: for the team that evaluates alone.
func (d *Desk) OnCase(v *gate.CaseView) (Log, bool, error) {
	if v.Relation() != access.Evaluates {
		return Log{}, false, nil
	}
	l, err := d.read(v)
	return l, true, err
}

// Of is the log with one of its calls, which is put right.
type Of = casefile.Of[Log, Entry]

// Call opens one call.
func (d *Desk) Call(ctx context.Context, who access.Actor, ref casefile.Ref, which ID) (Of, error) {
	return casefile.OpenOf(ctx, who, ref, d.Calls, which, Log.find)
}

func (l Log) find(which ID) (Entry, error) {
	return gate.Among(l.Calls, func(e Entry) bool { return e.ID == which })
}

// Blank is the page on which a call is noted.
type Blank struct {
	Log
	Host      string // that is to be called again; empty: nobody is named
	Telephone string // of that host
}

// Next names what a call is noted of: its case, and the call that said to ring again, if any.
type Next struct {
	Case  casefile.Ref
	After ID
}

// Blank opens the page on which a call is noted, with the number of the host that is to be called again.
func (d *Desk) Blank(ctx context.Context, who access.Actor, next Next) (Blank, error) {
	return gate.Seen(ctx, d.gate, who, Read, next.Case, func(v *gate.CaseView) (b Blank, err error) {
		if b.Log, err = d.read(v); err != nil || next.After.IsZero() {
			return b, err
		}
		e, err := b.find(next.After)
		if fault.Is(err, fault.NotFound) { // put right or undone since
			return b, nil
		}
		if err != nil || e.Host.IsZero() {
			return b, err
		}
		b.Host = e.Name
		b.Telephone, err = partner.TelephoneOf(v, e.Host)
		return b, err
	})
}

// Note writes a call down. One with the host that another call said to ring again is with that host.
func (d *Desk) Note(ctx context.Context, who access.Actor, ref casefile.Ref, e Entry) error {
	return d.gate.Case(ctx, who, Add, ref, func(tx *gate.CaseTx) error {
		if err := e.check(tx); err != nil {
			return err
		}
		if e.Party == "host" && !e.After.IsZero() {
			l, err := d.read(&tx.CaseView)
			if err != nil {
				return err
			}
			if due, err := l.find(e.After); err == nil {
				e.Host = due.Host
			}
		}
		return write(tx, e, ID{})
	})
}

// Correct writes a call anew: the former line stays, and is shown beside it.
func (d *Desk) Correct(ctx context.Context, who access.Actor, ref casefile.Ref, which ID, e Entry) error {
	return d.gate.Case(ctx, who, Correct, ref, func(tx *gate.CaseTx) error {
		if err := e.check(tx); err != nil {
			return err
		}
		l, err := d.read(&tx.CaseView)
		if err != nil {
			return err
		}
		was, err := l.find(which)
		if err != nil {
			return err
		}
		if e.Party == was.Party {
			e.Host = was.Host
		}
		if err := gate.Replaced(tx.Exec(qReplace, which)); err != nil {
			return err
		}
		return write(tx, e, which)
	})
}

// Undo takes back a call that was a slip, within ten minutes, with the host's answer that was noted with it, unless
// something followed: what it put right stands again, and a line says so.
func (d *Desk) Undo(ctx context.Context, who access.Actor, ref casefile.Ref, which ID) error {
	return d.gate.Case(ctx, who, Undo, ref, func(tx *gate.CaseTx) error {
		l, err := d.read(&tx.CaseView)
		if err != nil {
			return err
		}
		e, err := l.find(which)
		if err != nil {
			return err
		}
		if !casefile.Slipped(e.Noted, tx.Now()) {
			return casefile.ErrNoSlip
		}
		was := codes{Way: e.Way, Party: e.Party, About: e.About, Outcome: e.Outcome}
		if e.Carries() {
			was.Answer = e.Given.Answer
			if err := d.answers.TakeBack(tx, e.Host, e.Noted); err != nil {
				return err
			}
		}
		if err := gate.Done(tx.Exec(qRemove, which)); err != nil {
			return err
		}
		if !e.instead.IsZero() {
			if err := gate.Done(tx.Exec(qRestore, e.instead)); err != nil {
				return err
			}
		}
		return casefile.Correct(tx, record, was, nil)
	})
}

// check refuses what cannot be.
func (e Entry) check(tx *gate.CaseTx) error {
	for list, code := range map[*[]string]string{&Ways: e.Way, &Parties: e.Party, &Abouts: e.About,
		&Outcomes: e.Outcome} {
		if !slices.Contains(*list, code) {
			return fault.NewInvalid("fault.invalid")
		}
	}
	var wrong []error
	if e.At.After(tx.Now()) || e.At.Before(tx.Now().AddDate(0, 0, -oldest-1)) {
		wrong = append(wrong, ErrWhen)
	}
	if !e.Again.IsZero() && !e.Again.After(tx.Now()) {
		wrong = append(wrong, ErrAgain)
	}
	return fault.Join(wrong...)
}

// OfHost leaves the call in which a host was asked for its answer, in the act that writes the answer down: placement's
// port. The act opens the compartment danger.
func (d *Desk) OfHost(tx *gate.CaseTx, host access.TeamID, at, again time.Time, reached bool) error {
	e := Entry{Way: "ours", Party: "host", Host: host, At: at, About: "place", Outcome: "nobody", Again: again}
	if reached {
		e.Outcome = "reached"
	}
	return write(tx, e, ID{})
}

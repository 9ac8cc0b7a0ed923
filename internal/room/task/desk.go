package task

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is what people of one team do with tasks and notes.
type Desk struct {
	gate *gate.Gate
	Team Team
}

// New returns the desk of the team that evaluates; For, that of another.
func New(g *gate.Gate) *Desk { return &Desk{g, Evaluating} }

// For is the desk of a team.
func (d *Desk) For(t Team) *Desk { return &Desk{d.gate, t} }

// Faults of a task.
var (
	ErrDue = fault.NewAbout("due", "task.invalid.due") // its last day is over
	// ErrDone keeps a task from being written anew that is done.
	ErrDone = fault.NewConflict("task.is_done")
)

// Book is the tasks and notes of one team on one case.
type Book struct {
	Header  casefile.Header
	Team    Team
	Entries []Entry
	People  casefile.Teammates // whose task it may be
	Now     time.Time
}

// Page is where the team reads all of it.
func (b Book) Page() string { return b.Team.PageOf(b.Header.Ref) }

// Slipped tells whether an entry was written so shortly ago that it can be removed.
func (b Book) Slipped(e Entry) bool { return casefile.Slipped(e.At, b.Now) }

// Todo are the tasks that are still to do, the nearest first.
func (b Book) Todo() []Entry { return b.only(Entry.Open) }

// Noted are the notes, latest first.
func (b Book) Noted() []Entry {
	out := b.only(Entry.IsNote)
	slices.SortStableFunc(out, func(x, y Entry) int { return y.At.Compare(x.At) })
	return out
}

// Finished are the tasks that are done, latest first.
func (b Book) Finished() []Entry {
	out := b.only(func(e Entry) bool { return !e.Done.IsZero() })
	slices.SortStableFunc(out, func(x, y Entry) int { return y.Done.Compare(x.Done) })
	return out
}

func (b Book) only(keep func(Entry) bool) (out []Entry) {
	for _, e := range b.Entries {
		if keep(e) {
			out = append(out, e)
		}
	}
	return out
}

// Find is one entry.
func (b Book) Find(which ID) (Entry, error) {
	return gate.Among(b.Entries, func(e Entry) bool { return e.ID == which })
}

// Book opens what the acting team noted on a case.
func (d *Desk) Book(ctx context.Context, who access.Actor, ref casefile.Ref) (Book, error) {
	return gate.Seen(ctx, d.gate, who, d.Team.Read, ref, func(v *gate.CaseView) (Book, error) {
		b, err := d.Team.read(v)
		if err != nil {
			return b, err
		}
		b.People, err = casefile.TeamOf(v)
		return b, err
	})
}

// read reads the book of the team. Acts by which two teams may come are of the one that stands in its relation alone.
func (t Team) read(v *gate.CaseView) (b Book, err error) {
	if v.Relation() != t.Relation {
		return b, fault.ErrAbsent
	}
	b.Team, b.Now = t, v.Now()
	if b.Header, err = casefile.ReadHeader(v); err != nil {
		return b, err
	}
	b.Entries, err = t.list(v)
	return b, err
}

// OnCase is the panel of the case page: for the teams that may write.
func (d *Desk) OnCase(v *gate.CaseView) (Book, bool, error) {
	t, ok := teamOf(v.Relation())
	if !ok {
		return Book{}, false, nil
	}
	b, err := t.read(v)
	return b, true, err
}

// Of is the book with one of its entries, which is changed.
type Of = casefile.Of[Book, Entry]

// Open opens one task.
func (d *Desk) Open(ctx context.Context, who access.Actor, ref casefile.Ref, which ID) (Of, error) {
	return casefile.OpenOf(ctx, who, ref, d.Book, which, Book.Find)
}

// Add writes a task down, or a note.
func (d *Desk) Add(ctx context.Context, who access.Actor, ref casefile.Ref, e Entry) error {
	return d.gate.Case(ctx, who, d.Team.Add, ref, func(tx *gate.CaseTx) error {
		if tx.Relation() != d.Team.Relation {
			return fault.ErrAbsent
		}
		if err := e.check(tx, Entry{}); err != nil {
			return err
		}
		return d.Team.add(tx, e)
	})
}

// Change writes a task that is still to do anew.
func (d *Desk) Change(ctx context.Context, who access.Actor, ref casefile.Ref, which ID, e Entry) error {
	return d.gate.Case(ctx, who, d.Team.Change, ref, func(tx *gate.CaseTx) error {
		b, err := d.Team.read(&tx.CaseView)
		if err != nil {
			return err
		}
		was, err := b.Find(which)
		switch {
		case err != nil:
			return err
		case was.IsNote():
			e.What = Note
		case !was.Open():
			return ErrDone
		}
		if err := e.check(tx, was); err != nil {
			return err
		}
		e.ID = which
		return d.Team.change(tx, e)
	})
}

// Finish says that a task is done or, by undo, that it is still to do.
func (d *Desk) Finish(ctx context.Context, who access.Actor, ref casefile.Ref, which ID, undo bool) error {
	return d.gate.Case(ctx, who, d.Team.Finish, ref, func(tx *gate.CaseTx) error {
		if tx.Relation() != d.Team.Relation {
			return fault.ErrAbsent
		}
		at, by := clock.Micros(tx.Now()), tx.Actor().User().Or()
		if undo {
			at, by = 0, nil
		}
		n, err := tx.Exec(qFinish, tx.Team(), which, at, by)
		if err == nil && n == 0 {
			return fault.ErrAbsent
		}
		return err
	})
}

// Remove undoes a slip, within ten minutes.
func (d *Desk) Remove(ctx context.Context, who access.Actor, ref casefile.Ref, which ID) error {
	return d.gate.Case(ctx, who, d.Team.Remove, ref, func(tx *gate.CaseTx) error {
		b, err := d.Team.read(&tx.CaseView)
		if err != nil {
			return err
		}
		e, err := b.Find(which)
		if err != nil {
			return err
		}
		if !b.Slipped(e) {
			return casefile.ErrNoSlip
		}
		return gate.Done(tx.Exec(qRemove, tx.Team(), which))
	})
}

// check refuses what cannot be; was is what stood before.
func (e Entry) check(tx *gate.CaseTx, was Entry) error {
	switch {
	case e.What == Note && (!e.Due.IsZero() || !e.Owner.IsZero()), e.What != Note && !slices.Contains(Whats, e.What):
		return fault.NewInvalid("fault.invalid")
	case !e.Due.IsZero() && e.Due != was.Due && e.Due.Before(tx.Today()):
		return ErrDue
	case e.Owner.IsZero() || e.Owner == was.Owner:
		return nil
	}
	team, err := casefile.TeamOf(&tx.CaseView)
	if err == nil && team.Name(e.Owner) == "" {
		return casefile.ErrOwner
	}
	return err
}

package task

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

type entity struct{}

// ID identifies a task or a note.
type ID = id.ID[entity]

// Entry is a task, or a note: a note has neither day nor owner, and is never done.
type Entry struct {
	ID      ID
	What    string      // one of Whats, or Note
	Due     date.Date   // the last day on which it is of use; zero: whenever
	Owner   gate.UserID // whose task it is; zero: of whoever follows the case
	Words   secret.Text // empty where this act, or this team, does not open them
	At      time.Time
	User    gate.UserID // who wrote it down
	Done    time.Time   // zero: still to do
	DoneBy  gate.UserID
	Version int64

	names                    map[gate.UserID]string
	danger, journey, shelter gate.Sealed
}

// IsNote tells whether it is a note.
func (e Entry) IsNote() bool { return e.What == Note }

// Open tells whether it is still to do.
func (e Entry) Open() bool { return !e.IsNote() && e.Done.IsZero() }

// Name is what somebody named by the entry is called.
func (e Entry) Name(u gate.UserID) string { return e.names[u] }

const columns = `id, what, due_on, owner_id, danger_sealed, journey_sealed, shelter_sealed, at, user_id, done_at,
	done_by, version`

var (
	qList = gate.CaseSQL("task.list", `select `+columns+` from task_entry where case_id = $1 and team_id = $2
		order by done_at <> 0, due_on = '', due_on, at desc, id`)
	qAdd = gate.CaseSQL("task.add", `insert into task_entry (case_id, team_id, id, what, due_on, owner_id,
		danger_sealed, journey_sealed, shelter_sealed, at, user_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qChange = gate.CaseSQL("task.change", `update task_entry set what = $4, due_on = $5, owner_id = $6,
		danger_sealed = $7, journey_sealed = $8, shelter_sealed = $9, version = version + 1
		where case_id = $1 and team_id = $2 and id = $3 and version = $10 and done_at = 0`)
	qFinish = gate.CaseSQL("task.finish", `update task_entry set done_at = $4, done_by = $5, version = version + 1
		where case_id = $1 and team_id = $2 and id = $3 and what <> 'note'`)
	qRemove = gate.CaseSQL("task.remove", `delete from task_entry where case_id = $1 and team_id = $2 and id = $3`)
)

func (e *Entry) row() []any {
	return []any{&e.ID, &e.What, &e.Due, &e.Owner, &e.danger, &e.journey, &e.shelter, clock.Stored{T: &e.At}, &e.User,
		clock.Stored{T: &e.Done}, &e.DoneBy, &e.Version}
}

// list are the entries of the acting team: what is to be done by its day, then what is done, with the notes.
func (t Team) list(v *gate.CaseView) ([]Entry, error) {
	all, err := gate.List(v.Query, qList, (*Entry).row, v.Team())
	if err != nil {
		return nil, err
	}
	for i := range all {
		e := &all[i]
		e.names = map[gate.UserID]string{}
		for _, u := range []gate.UserID{e.Owner, e.User, e.DoneBy} {
			if u.IsZero() {
				continue
			}
			if e.names[u], err = casefile.Colleague(v, u); err != nil {
				return nil, err
			}
		}
		if e.Words, err = t.column.Held(v, e.ID, *e.cell(t.Relation)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// cell is where the words of a team lie.
func (e *Entry) cell(r access.Relation) *gate.Sealed {
	switch r {
	case access.Evaluates:
		return &e.danger
	case access.Organises:
		return &e.journey
	}
	return &e.shelter
}

// sealed are the three cells of an entry, of which the team's own holds its words.
func (t Team) sealed(tx *gate.CaseTx, e Entry, row ID) ([]any, error) {
	e.danger, e.journey, e.shelter = gate.Sealed{}, gate.Sealed{}, gate.Sealed{}
	if !e.Words.Empty() {
		s, err := t.column.Seal(tx, row, e.Words)
		if err != nil {
			return nil, err
		}
		*e.cell(t.Relation) = s
	}
	return []any{e.danger, e.journey, e.shelter}, nil
}

func (t Team) add(tx *gate.CaseTx, e Entry) error {
	row := id.New[entity](tx.Now())
	cells, err := t.sealed(tx, e, row)
	if err != nil {
		return err
	}
	args := append([]any{tx.Team(), row, e.What, e.Due, e.Owner.Or()}, cells...)
	_, err = tx.Exec(qAdd, append(args, clock.Micros(tx.Now()), tx.Actor().User())...)
	return fault.In("keep a task", err)
}

func (t Team) change(tx *gate.CaseTx, e Entry) error {
	cells, err := t.sealed(tx, e, e.ID)
	if err != nil {
		return err
	}
	args := append([]any{tx.Team(), e.ID, e.What, e.Due, e.Owner.Or()}, cells...)
	return gate.Replaced(tx.Exec(qChange, append(args, e.Version)...))
}

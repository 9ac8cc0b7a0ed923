package stay

import (
	"encoding/json"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type (
	stayEntity  struct{}
	noteEntity  struct{}
	entryEntity struct{}
	clockEntity struct{}
)

// EntryID identifies a help, an aid or a step before the law.
type EntryID = id.ID[entryEntity]

// Stay is one person's time at a place, with the children who came along.
type Stay struct {
	State         State
	Since         time.Time // of the state
	ArrivedOn     date.Date
	NewsAt        time.Time // when anything was last recorded
	ExitPlannedOn date.Date
	BreachedAt    time.Time // the address is known to the danger; zero when it never was
	SecuredAt     time.Time // what had to be done about it was decided
	EndedOn       date.Date
	ExitReason    string // code list exit_reason
	Former        State  // the one before: where it goes on when an end is taken back

	stored  bool
	version int64
}

// Unsafe tells whether the address is known to the danger and nobody has decided yet what to do.
func (s Stay) Unsafe() bool { return s.BreachedAt.After(s.SecuredAt) }

// Note is one note of the shelter, read by its own team alone.
type Note struct {
	At     time.Time
	Author string
	Words  secret.Text

	user gate.UserID
}

// Service is one help given.
type Service struct {
	ID   EntryID
	At   time.Time // recorded
	Code string    // code list service
	On   date.Date
}

// Aid is money paid: codes and cents, no name.
type Aid struct {
	ID     EntryID
	At     time.Time // recorded
	Kind   string    // code list aid
	Cents  money.Cents
	PaidOn date.Date
	Month  Month // of a monthly aid
}

// Legal is one step before the law.
type Legal struct {
	ID       EntryID
	At       time.Time // recorded
	Event    string    // code list legal_event
	On       date.Date
	Language string // code list language: in which the rights were explained

	trace trace
}

// trace is what a step before the law changed, so that it can be taken back: what was known before of justice, and
// which deadline it moved.
type trace struct {
	Before Justice
	Clock  ClockID // zero for none
}

// ClockID identifies a legal deadline.
type ClockID = id.ID[clockEntity]

// Clock is a legal deadline (I12).
type Clock struct {
	ID       ClockID
	Begins   date.Date
	Ends     date.Date
	Owner    string // hosts or evaluates: the relation of the team that answers for it
	Outcome  string // one of Outcomes; empty while it runs
	ClosedOn date.Date
	ClosedAt time.Time // when the outcome was noted; zero of one that was noted before hours were kept
}

// Justice is what is known of rights explained, complaint and cooperation: outcomes for the report, never a condition
// of anything (I1).
type Justice struct {
	Told        tri.Value
	Complaint   string // code list complaint
	Cooperation tri.Value
}

var (
	qStay = gate.CaseSQL("stay.find", `select state, since_at, arrived_on, news_at, exit_planned_on, breached_at,
		secured_at, ended_on, exit_reason, former_state, version
		from stay_stay where case_id = $1`)
	qBegin = gate.CaseSQL("stay.begin", `insert into stay_stay (case_id, id, state, since_at, arrived_on, news_at)
		values ($1, $2, 'settling', $3, $4, $5)
		on conflict (case_id) do nothing`)
	qSet = gate.CaseSQL("stay.set", `update stay_stay set state = $2, since_at = $3, news_at = $4,
		exit_planned_on = $5, breached_at = $6, secured_at = $7,
		ended_on = $8, exit_reason = $9, former_state = $10, arrived_on = $11, version = version + 1
		where case_id = $1 and version = $12`)
	qAddNote = gate.CaseSQL("stay.add_note", `insert into stay_note (case_id, id, written_at, team_id, user_id,
		words_sealed) values ($1, $2, $3, $4, $5, $6)`)
	qNotes = gate.CaseSQL("stay.notes", `select id, written_at, user_id, words_sealed from stay_note
		where case_id = $1 and team_id = $2 order by written_at desc, id desc`)
	qCount = gate.CaseSQL("stay.count_notes", `select count(*) from stay_note where case_id = $1`)

	qAddService = gate.CaseSQL("stay.add_service", `insert into stay_service (case_id, id, service, given_on,
		recorded_at, team_id) values ($1, $2, $3, $4, $5, $6)`)
	qServices = gate.CaseSQL("stay.services", `select id, recorded_at, service, given_on from stay_service
		where case_id = $1
		order by given_on desc, id desc`)
	qAddAid = gate.CaseSQL("stay.add_aid", `insert into stay_aid (case_id, id, kind, cents, paid_on, month,
		recorded_at, user_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qAids = gate.CaseSQL("stay.aids", `select id, recorded_at, kind, cents, paid_on, month from stay_aid
		where case_id = $1 order by paid_on desc, id desc`)
	qSetService = gate.CaseSQL("stay.set_service", `update stay_service set service = $3, given_on = $4
		where case_id = $1 and id = $2`)
	qUndoService = gate.CaseSQL("stay.undo_service", `delete from stay_service where case_id = $1 and id = $2`)
	qUndoAid     = gate.CaseSQL("stay.undo_aid", `delete from stay_aid where case_id = $1 and id = $2`)
	qSetAid      = gate.CaseSQL("stay.set_aid", `update stay_aid set kind = $3, cents = $4, paid_on = $5, month = $6
		where case_id = $1 and id = $2`)
	qHerAids = gate.CaseSQL("stay.her_aids", `select id, kind, cents, paid_on, month from stay_aid where case_id = $1
		or case_id in `+casefile.Hers+` order by paid_on desc, id desc`)
	qAddLegal = gate.CaseSQL("stay.add_legal", `insert into stay_legal (case_id, id, event, happened_on, language,
		trace, recorded_at, team_id, user_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qLegals = gate.CaseSQL("stay.legals", `select id, recorded_at, event, happened_on, language, trace from stay_legal
		where case_id = $1 order by happened_on desc, id desc`)
	qUndoLegal = gate.CaseSQL("stay.undo_legal", `delete from stay_legal where case_id = $1 and id = $2`)
	qSetLegal  = gate.CaseSQL("stay.set_legal", `update stay_legal set event = $3, happened_on = $4, language = $5,
		trace = $6 where case_id = $1 and id = $2`)
	qAddClock = gate.CaseSQL("stay.add_clock", `insert into stay_clock (case_id, id, kind, begins_on, ends_on, owner)
		values ($1, $2, 'reflection', $3, $4, $5)`)
	qClocks = gate.CaseSQL("stay.clocks", `select id, begins_on, ends_on, owner, outcome, closed_on, closed_at
		from stay_clock
		where case_id = $1 order by begins_on desc`)
	qEndClock = gate.CaseSQL("stay.end_clock", `update stay_clock set outcome = $3, closed_on = $4, closed_at = $5
		where case_id = $1 and id = $2 and outcome = ''`)
	qSetClock = gate.CaseSQL("stay.set_clock", `update stay_clock set outcome = $4 where case_id = $1 and id = $2
		and outcome = $3`)
	qUndoClock = gate.CaseSQL("stay.undo_clock", `delete from stay_clock where case_id = $1 and id = $2`)
	qRunClock  = gate.CaseSQL("stay.run_clock", `update stay_clock set outcome = '', closed_on = '',
		closed_at = 0 where case_id = $1 and id = $2 and outcome = $3`)
	qMoveClock = gate.CaseSQL("stay.move_clock", `update stay_clock set begins_on = $3, ends_on = $4
		where case_id = $1 and id = $2`)
)

var noteWords = gate.Column(vault.ShelterNotes, "stay_note.words_sealed")

func (s *Stay) columns() []any {
	return []any{&s.State, clock.Stored{T: &s.Since}, &s.ArrivedOn, clock.Stored{T: &s.NewsAt}, &s.ExitPlannedOn,
		clock.Stored{T: &s.BreachedAt}, clock.Stored{T: &s.SecuredAt}, &s.EndedOn, &s.ExitReason, &s.Former,
		&s.version}
}

// find returns the stay of the case; a Conflict when nobody has arrived. It begins with the fact of the arrival, even
// before its row is written.
func find(v *gate.CaseView) (Stay, error) {
	s, err := gate.One(v.Query, qStay, (*Stay).columns)
	if err == nil {
		s.stored = true
		return s, nil
	}
	if !fault.Is(err, fault.NotFound) {
		return Stay{}, err
	}
	facts, err := casefile.Facts(v)
	if err != nil {
		return s, err
	}
	told, ok := casefile.Last(facts, "arrived")
	if !ok {
		return s, fault.NewConflict("stay.none")
	}
	var a casefile.Arrived
	if err := told.Read(&a); err != nil {
		return s, err
	}
	return Stay{State: Settling, Since: told.At, ArrivedOn: a.On, NewsAt: told.At, version: 1}, nil
}

// begin returns a stay that goes on, its row written if this is the first thing recorded; a Conflict once it has ended.
func begin(tx *gate.CaseTx) (Stay, error) {
	s, err := find(&tx.CaseView)
	if err != nil {
		return s, err
	}
	if s.State == Ended {
		return s, fault.NewConflict("stay.over")
	}
	return s, s.store(tx)
}

// store writes the row of a stay of which nothing was recorded before.
func (s Stay) store(tx *gate.CaseTx) error {
	if s.stored {
		return nil
	}
	_, err := tx.Exec(qBegin, id.New[stayEntity](tx.Now()), clock.Micros(s.Since), s.ArrivedOn, clock.Micros(s.NewsAt))
	return fault.In("begin the stay", err)
}

// set stores a stay as changed, and that there is news.
func set(tx *gate.CaseTx, s Stay) error {
	return gate.Replaced(tx.Exec(qSet, string(s.State), clock.Micros(s.Since), clock.Micros(tx.Now()),
		s.ExitPlannedOn, clock.Micros(s.BreachedAt), clock.Micros(s.SecuredAt), s.EndedOn, s.ExitReason,
		string(s.Former), s.ArrivedOn, s.version))
}

func listNotes(v *gate.CaseView) ([]Note, error) {
	var out []Note
	err := gate.Each(v.Query, qNotes, func(r *gate.Rows) (err error) {
		var n Note
		var row id.ID[noteEntity]
		var words gate.Sealed
		if err := r.Scan(&row, clock.Stored{T: &n.At}, &n.user, &words); err != nil {
			return err
		}
		n.Words, err = noteWords.Open(v, row, words)
		out = append(out, n)
		return err
	}, v.Team())
	if err != nil {
		return nil, err
	}
	return out, nameAuthors(v, out)
}

func nameAuthors(v *gate.CaseView, notes []Note) error {
	names := map[gate.UserID]string{}
	for i, n := range notes {
		if _, known := names[n.user]; !known {
			name, err := casefile.Colleague(v, n.user)
			if err != nil {
				return err
			}
			names[n.user] = name
		}
		notes[i].Author = names[n.user]
	}
	return nil
}

func listServices(v *gate.CaseView) ([]Service, error) {
	return gate.List(v.Query, qServices, func(s *Service) []any {
		return []any{&s.ID, clock.Stored{T: &s.At}, &s.Code, &s.On}
	})
}

func listAids(v *gate.CaseView) ([]Aid, error) {
	return gate.List(v.Query, qAids, func(a *Aid) []any {
		return []any{&a.ID, clock.Stored{T: &a.At}, &a.Kind, &a.Cents, &a.PaidOn, &a.Month}
	})
}

// listHerAids are the aids paid to the person, in whichever of her cases (I8).
func listHerAids(v *gate.CaseView) ([]Aid, error) {
	return gate.List(v.Query, qHerAids, func(a *Aid) []any {
		return []any{&a.ID, &a.Kind, &a.Cents, &a.PaidOn, &a.Month}
	})
}

func listLegals(v *gate.CaseView) ([]Legal, error) {
	return gate.Collect(v.Query, qLegals, func(r *gate.Rows) (l Legal, err error) {
		var raw string
		if err := r.Scan(&l.ID, clock.Stored{T: &l.At}, &l.Event, &l.On, &l.Language, &raw); err != nil || raw == "" {
			return l, err
		}
		return l, json.Unmarshal([]byte(raw), &l.trace)
	})
}

func listClocks(v *gate.CaseView) ([]Clock, error) {
	return gate.List(v.Query, qClocks, func(c *Clock) []any {
		return []any{&c.ID, &c.Begins, &c.Ends, &c.Owner, &c.Outcome, &c.ClosedOn, clock.Stored{T: &c.ClosedAt}}
	})
}

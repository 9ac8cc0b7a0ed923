package call

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type entity struct{}

// ID identifies a call.
type ID = id.ID[entity]

// Entry is one call.
type Entry struct {
	ID      ID
	Way     string        // one of Ways: who rang
	Party   string        // one of Parties: with whom
	Host    access.TeamID // which host, where that is known
	Name    string        // of that host
	At      time.Time
	About   string    // one of Abouts
	Outcome string    // one of Outcomes
	Again   time.Time // by when to call again; zero: not
	Words   secret.Text
	Given   casefile.Given // of that host, noted with the call; none where it has no words
	Noted   time.Time
	User    gate.UserID // of the team, who wrote it down
	By      string      // that colleague's name
	After   ID          // of one to be noted: the call that said to ring the same people again
	Was     *Entry      // what stood before it was put right; nil: nothing

	instead  ID
	replaced bool
	words    gate.Sealed
}

const columns = `id, at, noted_at, user_id, way, party, host_id, about, outcome, again_at, words_sealed, instead_of,
	replaced`

var (
	qAdd = gate.CaseSQL("call.add", `insert into call_entry (case_id, `+columns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)`)
	qList = gate.CaseSQL("call.list", `select `+columns+` from call_entry where case_id = $1
		order by at desc, noted_at desc`)
	qReplace = gate.CaseSQL("call.replace", `update call_entry set replaced = 1 where case_id = $1 and id = $2
		and replaced = 0`)
	qRestore = gate.CaseSQL("call.restore", `update call_entry set replaced = 0 where case_id = $1 and id = $2`)
	qRemove  = gate.CaseSQL("call.remove", `delete from call_entry where case_id = $1 and id = $2`)
	qHost    = gate.OfficeSQL("call.host", `select name from access_team where id = $1`)
)

var wordsIn = gate.Column(vault.Danger, "call_entry.words_sealed")

func (e *Entry) row() []any {
	return []any{&e.ID, clock.Stored{T: &e.At}, clock.Stored{T: &e.Noted}, &e.User, &e.Way, &e.Party,
		&e.Host, &e.About, &e.Outcome, clock.Stored{T: &e.Again}, &e.words, &e.instead,
		&e.replaced}
}

// list are the calls of the case, latest first, each with all that stood before it was put right; words where the act
// opens them.
func list(v *gate.CaseView) ([]Entry, error) {
	all, err := gate.List(v.Query, qList, (*Entry).row)
	if err != nil {
		return nil, err
	}
	before := map[ID]*Entry{}
	for i := range all {
		e := &all[i]
		if err := e.name(v); err != nil {
			return nil, err
		}
		before[e.ID] = e
	}
	var out []Entry
	for i := range all { // what was put right twice stood before twice
		e := &all[i]
		if e.Was = before[e.instead]; !e.replaced {
			out = append(out, *e)
		}
	}
	return out, nil
}

// first is the call as it was noted, before it was put right.
func (e *Entry) first() *Entry {
	for e.Was != nil {
		e = e.Was
	}
	return e
}

// name reads what the row says by id, and opens its words.
func (e *Entry) name(v *gate.CaseView) (err error) {
	if e.By, err = casefile.Colleague(v, e.User); err != nil {
		return err
	}
	if !e.Host.IsZero() {
		e.Name, err = casefile.Once(v, "host "+e.Host.String(), func(v *gate.CaseView) (string, error) {
			return gate.Value[string](v.Office, qHost, e.Host)
		})
		if err != nil {
			return err
		}
	}
	e.Words, err = wordsIn.Held(v, e.ID, e.words)
	return err
}

// write keeps a call; instead is the one that it puts right, or none.
func write(tx *gate.CaseTx, e Entry, instead ID) error {
	call := id.New[entity](tx.Now())
	words := gate.Sealed{}
	if !e.Words.Empty() {
		var err error
		if words, err = wordsIn.Seal(tx, call, e.Words); err != nil {
			return err
		}
	}
	_, err := tx.Exec(qAdd, call, clock.Micros(e.At), clock.Micros(tx.Now()), tx.Actor().User(), e.Way, e.Party,
		e.Host.Or(), e.About, e.Outcome, clock.Micros(e.Again), words, instead.Or())
	return fault.In("write a call", err)
}

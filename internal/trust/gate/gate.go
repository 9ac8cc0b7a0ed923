package gate

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/vault"
)

// Gate opens the doors of one network's data.
type Gate struct {
	db      *sqldb.DB
	clock   clock.Clock
	journal *journal.Log
	log     *slog.Logger
	pack    *country.Pack // as the folder says it
	country atomic.Pointer[edited]
}

// New returns the gate over a ground that package trust has laid.
func New(g *ground.Ground) *Gate {
	gate := &Gate{db: g.DB, clock: g.Clock, journal: g.Journal, log: g.Log, pack: g.Country}
	gate.country.Store(&edited{pack: g.Country})
	return gate
}

// Now is the present instant by the network's clock.
func (g *Gate) Now() time.Time { return g.clock.Now() }

// handle is what every door's handle is made of. It dies when its transaction ends.
type handle struct {
	g     *Gate
	tx    *sqldb.Tx
	who   access.Actor
	act   access.Act
	team  access.TeamID
	now   time.Time
	live  bool
	entry entryParts
}

// entryParts is what the journal entry of the act will say.
type entryParts struct {
	object  []byte
	opened  vault.Set
	granted vault.Set
	refused string
	deputy  bool
	note    string
	whose   string
}

// allow notes on whose behalf the act is done, and whether by a deputy.
func (h *handle) allow(d access.Decision) { h.team, h.entry.deputy = d.Team, d.Deputy }

func (h *handle) use() {
	if h == nil || !h.live {
		panic("gate: a handle was used outside its door")
	}
}

func (h *handle) mayOpen(set vault.Set) {
	if h.use(); !h.act.Opens.Has(set) {
		panic(fmt.Sprintf("gate: act %q does not open %s", h.act.Name, set))
	}
}

func (h *handle) mayGrant(set vault.Set) {
	if h.use(); !h.act.Grants.Has(set) {
		panic(fmt.Sprintf("gate: act %q does not grant %s", h.act.Name, set))
	}
}

// Actor returns who is acting.
func (h *handle) Actor() access.Actor { h.use(); return h.who }

// Team returns the team on whose behalf it is done; zero on public pages and for the machine.
func (h *handle) Team() access.TeamID { h.use(); return h.team }

// Now returns the instant of the transaction.
func (h *handle) Now() time.Time { h.use(); return h.now }

// Note adds a code to the journal entry, such as the serial of an export. It must hold no word about a person.
func (h *handle) Note(code text) { h.use(); h.entry.note = string(code) }

// For adds to the journal entry whose word it is that the act writes down: another team's than the acting one.
func (h *handle) For(team access.TeamID) { h.use(); h.entry.whose = team.String() }

func (h *handle) query(q *sqldb.Query, args ...any) (*Rows, error) {
	h.use()
	return h.tx.Query(q, args...)
}

func (h *handle) row(q *sqldb.Query, args ...any) *Row {
	h.use()
	return h.tx.QueryRow(q, args...)
}

func (h *handle) exec(q *sqldb.Query, args ...any) (int64, error) {
	h.use()
	return h.tx.Exec(q, args...)
}

// Job is work to do later, written in the transaction of the act.
type Job = outbox.Job

// later writes a job in this transaction.
func (h *handle) later(j Job) error {
	h.use()
	return outbox.Put(h.tx, j, h.now)
}

func (h *handle) journalEntry() journal.Entry {
	var user, team []byte
	if h.who.SignedIn() {
		user = h.who.User().Bytes()
	}
	if !h.team.IsZero() {
		team = h.team.Bytes()
	}
	d := journal.Detail{
		Opened: h.entry.opened.String(), Granted: h.entry.granted.String(), Refused: h.entry.refused,
		Weak: h.act.StepUp && h.entry.refused == "", Job: h.who.Job(), Note: h.entry.note, For: h.entry.whose,
		Deputy: h.entry.deputy,
	}
	return journal.New(h.now, user, team, h.act.Name, h.entry.object, d)
}

// write runs fn in a read-write transaction that also holds the once check and the journal entry. An act that is only
// tried leaves neither.
func (g *Gate) write(ctx context.Context, h *handle, fn func() error) error {
	return g.db.Write(ctx, func(tx *sqldb.Tx) error {
		defer func() { h.live = false }()
		h.tx, h.now, h.live = tx, tx.Now(), true
		if err := h.once(ctx); err != nil {
			return err
		}
		if err := fn(); err != nil {
			return err
		}
		if access.Rehearsed(ctx) {
			return access.ErrRehearsed // which takes back what was written
		}
		return g.journal.Append(tx, h.journalEntry())
	})
}

var (
	qOnce = sqldb.Declare("gate.once", `insert into gate_once (user_id, once, said, used_at) values ($1, $2, $3, $4)
		on conflict (user_id, once) do nothing`)
	qSaid    = sqldb.Declare("gate.said", `select said from gate_once where user_id = $1 and once = $2`)
	qPressed = sqldb.Declare("gate.pressed", `select
		coalesce(max(case when once = $2 and said = $3 then 2 else 1 end), 0) from gate_once
		where user_id = $1 and (once = $2 or $4 <> '.' and substr(once, 1, length($4)) = $4)`)
)

// once refuses a form that was already recorded, and tells whether the same was said in it.
func (h *handle) once(ctx context.Context) error {
	key := access.Once(ctx)
	if key == "" || !h.who.SignedIn() {
		return nil
	}
	if len(key) > 64 {
		return fault.NewInvalid("fault.invalid")
	}
	_, said := access.Pressed(ctx)
	n, err := h.tx.Exec(qOnce, h.who.User(), key, said, clock.Micros(h.now))
	if err != nil || n == 1 {
		return fault.In("note a press", err)
	}
	var before string
	if err := h.tx.QueryRow(qSaid, h.who.User(), key).Scan(&before); err != nil {
		return fault.In("read a press", err)
	}
	if before != said {
		return access.ErrAnswered
	}
	return access.ErrRepeated
}

// known turns "there is nothing" into what the asker did themselves: what this press, or another of the same page, has
// ended is answered as recorded, and to nobody else.
func (g *Gate) known(ctx context.Context, who access.Actor, err error) error {
	key, said := access.Pressed(ctx)
	if !fault.Is(err, fault.NotFound) || key == "" || !who.SignedIn() {
		return err
	}
	page, _, _ := strings.Cut(key, ".")
	var pressed int
	found := g.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.QueryRow(qPressed, who.User(), key, said, page+".").Scan(&pressed)
	})
	switch {
	case found != nil:
		return fault.In("look for a press", found)
	case pressed == 2:
		return access.ErrRepeated
	case pressed == 1:
		return access.ErrAnswered
	}
	return err
}

// refuse journals a refusal and returns the fault the asker gets: the same as for what does not exist.
func (g *Gate) refuse(ctx context.Context, h *handle, d access.Decision) error {
	if d.StepUp {
		return access.ErrStepUp
	}
	if err := g.known(ctx, h.who, fault.ErrAbsent); !fault.Is(err, fault.NotFound) {
		return err
	}
	h.entry.refused = string(h.act.By)
	h.entry.opened, h.entry.granted = vault.None, vault.None
	err := g.db.Write(ctx, func(tx *sqldb.Tx) error {
		h.now = tx.Now()
		return g.journal.Append(tx, h.journalEntry())
	})
	if err != nil {
		return fmt.Errorf("journal a refusal: %w", err)
	}
	g.log.Warn("refused", "act", h.act.Name, "rule", string(h.act.By))
	return fault.ErrAbsent
}

func (g *Gate) checkDoor(act access.Act, door access.Door) {
	if act.Door != door {
		panic(fmt.Sprintf("gate: act %q goes to door %q, not %q", act.Name, act.Door, door))
	}
}

// TeamID identifies a team.
type TeamID = access.TeamID

// UserID identifies a person who works with Havre.
type UserID = access.UserID

type objectEntity struct{}

// ObjectID is a case, a contact or a place seen as something that has keys.
type ObjectID = id.ID[objectEntity]

package gate

import (
	"context"
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

type (
	caseEntity  struct{}
	aliasEntity struct{}
)

// CaseID is the true id of a case. It never leaves the program: pages and links use a CaseRef.
type CaseID = id.ID[caseEntity]

// CaseRef is a case as one team knows it: each team of the circle has its own random alias, so that two teams cannot
// compare what they hold, and an alias seen elsewhere opens nothing.
type CaseRef = id.ID[aliasEntity]

// CaseView reads one case.
type CaseView struct {
	handle
	id       CaseID
	ref      CaseRef
	relation access.Relation
	box      Box
	kept     map[string]any
}

// Kept holds what was read before in this view, by name: several panels ask the same. Nil in a transaction that writes.
func (v *CaseView) Kept() map[string]any { return v.kept }

// ID returns the true id, for the room's own rows.
func (v *CaseView) ID() CaseID { v.use(); return v.id }

// Ref returns the case as the acting team knows it.
func (v *CaseView) Ref() CaseRef { v.use(); return v.ref }

// Relation returns how the acting team stands to the case.
func (v *CaseView) Relation() access.Relation { v.use(); return v.relation }

// Query runs a query whose $1 is this case; args start at $2.
func (v *CaseView) Query(q CaseQuery, args ...any) (*Rows, error) {
	return v.query(q.q, append([]any{v.id}, args...)...)
}

// QueryRow is Query for one row.
func (v *CaseView) QueryRow(q CaseQuery, args ...any) *Row {
	return v.row(q.q, append([]any{v.id}, args...)...)
}

// Holds tells whether a compartment of the case can be opened by this act.
func (v *CaseView) Holds(c vault.Compartment) bool { return v.box.Holds(c) }

// Open opens a sealed field of the case; ErrSealed where the team holds no key.
func (v *CaseView) Open(c vault.Compartment, column text, row RowID, s Sealed) (secret.Text, error) {
	return v.box.Open(c, column, row, s)
}

// CaseTx reads and writes one case.
type CaseTx struct {
	CaseView
	renamed bool         // its cards are due already
	first   func() error // lets the first holders of a new case in; nil once it did
}

// Exec runs a statement whose $1 is this case; args start at $2. It returns the number of rows.
func (t *CaseTx) Exec(q CaseQuery, args ...any) (int64, error) {
	return t.exec(q.q, append([]any{t.id}, args...)...)
}

// Seal seals words for a column ("table.column") of a row of this case.
func (t *CaseTx) Seal(c vault.Compartment, column text, row RowID, words secret.Text) (Sealed, error) {
	if c == vault.Identity && !t.renamed {
		if _, err := t.exec(qCardsChange, t.id); err != nil {
			return Sealed{}, fault.In("note that cards are due", err)
		}
		t.renamed = true
	}
	return t.box.Seal(c, column, row, words)
}

// Create makes fresh keys for compartments that the case does not have yet and hands them to teams.
func (t *CaseTx) Create(set vault.Set, teams ...access.TeamID) error {
	return t.box.create(set, teams...)
}

// Grant hands compartments on to another team, in this transaction. The act must name them in Grants.
func (t *CaseTx) Grant(team access.TeamID, set vault.Set) error { return t.box.grant(team, set) }

// Later writes a job in this transaction.
func (t *CaseTx) Later(j Job) error { return t.later(j) }

var (
	qStanding = sqldb.Declare("gate.standing", `select circle.team_id, circle.relation, circle.alias, c.journal_id
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		where circle.case_id = $1 and circle.ended_at = 0`)
	qByAlias = sqldb.Declare("gate.by_alias", `select case_id, team_id from casefile_circle where alias = $1`)
	qJoin    = sqldb.Declare("gate.join", `insert into casefile_circle (alias, case_id, team_id, relation, since_at)
		values ($1, $2, $3, $4, $5)
		on conflict (case_id, team_id) do update set alias = $1, relation = $4, since_at = $5, ended_at = 0`)
	qLeave = sqldb.Declare("gate.leave", `update casefile_circle set relation = 'ended', ended_at = $3
		where case_id = $1 and team_id = $2 and ended_at = 0`)
	qJournal = sqldb.Declare("gate.journal_id", `select journal_id from casefile_case where id = $1`)
)

// Join puts a team in the circle of the case. A team already in it takes the new relation; one that left gets a new
// alias.
func (t *CaseTx) Join(team access.TeamID, relation access.Relation) error {
	_, err := t.exec(qJoin, id.Random[aliasEntity](), t.id, team, string(relation), clock.Micros(t.now))
	return fault.In("join the circle", err)
}

// Leave ends a team's place in the circle and takes its keys back.
func (t *CaseTx) Leave(team access.TeamID) error {
	if _, err := t.exec(qLeave, t.id, team, clock.Micros(t.now)); err != nil {
		return fmt.Errorf("leave the circle: %w", err)
	}
	return t.box.revoke(team.Bytes())
}

// found is a case resolved for an actor.
type found struct {
	id       CaseID
	ref      CaseRef
	journal  []byte
	relation access.Relation
	decision access.Decision
}

// ErrGone tells a job that the case it names is no more. Whatever else a job does not find is a flaw.
var ErrGone = fault.NewNotFound("fault.not_found")

// resolve finds the case behind an alias and decides. An alias that is not one of the actor's teams' own is NotFound.
func resolve(tx *sqldb.Tx, who access.Actor, act access.Act, ref CaseRef) (found, error) {
	var f found
	if who.Job() != "" { // jobs carry the true id
		f.id, f.ref = id.As[caseEntity](ref), ref
		err := tx.QueryRow(qJournal, f.id).Scan(&f.journal)
		if fault.Is(err, fault.NotFound) {
			err = ErrGone
		}
		if err != nil {
			return f, err
		}
		f.decision = access.Decide(who, act, nil, tx.Now())
		return f, nil
	}
	var owner access.TeamID
	err := tx.QueryRow(qByAlias, ref).Scan(&f.id, &owner)
	if fault.Is(err, fault.NotFound) {
		return named(tx, who, act, ref)
	}
	if err != nil {
		return f, err
	}
	if !who.In(owner) {
		return f, nil // decided: refused
	}
	var standing []access.Standing
	aliases := map[access.TeamID]CaseRef{}
	err = tx.Each(qStanding, func(rows *Rows) error {
		var s access.Standing
		var alias CaseRef
		err := rows.Scan(&s.Team, &s.Relation, &alias, &f.journal)
		standing = append(standing, s) // of every team: who acts for which is decided below
		aliases[s.Team] = alias
		return err
	}, f.id)
	if err != nil {
		return f, err
	}
	f.decision = access.Decide(who, act, standing, tx.Now())
	for _, s := range standing {
		if s.Team == f.decision.Team {
			f.relation, f.ref = s.Relation, aliases[s.Team]
		}
	}
	return f, nil
}

// look resolves a case and, where the act is allowed, opens its wraps.
func look(tx *sqldb.Tx, who access.Actor, act access.Act, ref CaseRef) (f found, o opened, err error) {
	if f, err = resolve(tx, who, act, ref); f.decision.Allowed { // an error allows nothing
		o, err = unwrap(tx, who, act, f.id.Bytes())
	}
	return f, o, err
}

func (v *CaseView) take(f found) {
	v.id, v.ref, v.relation = f.id, f.ref, f.relation
	v.allow(f.decision)
	v.entry.object = f.journal
}

// Seen opens one case for reading and hands over what was read; nothing where ViewCase returns an error.
func Seen[T any](ctx context.Context, g *Gate, who access.Actor, act access.Act, ref CaseRef,
	read func(*CaseView) (T, error)) (T, error) {
	var out, none T
	err := g.ViewCase(ctx, who, act, ref, func(v *CaseView) (err error) {
		out, err = read(v)
		return err
	})
	if err != nil {
		return none, err
	}
	return out, nil
}

// ViewCase opens one case for reading. fn sees a snapshot; what it gathered may be used only when ViewCase returns nil,
// for only then is the journal entry durable.
func (g *Gate) ViewCase(ctx context.Context, who access.Actor, act access.Act, ref CaseRef,
	fn func(*CaseView) error) error {
	g.checkDoor(act, access.CaseDoor)
	v := &CaseView{handle: handle{g: g, who: who, act: act}, kept: map[string]any{}}
	var f found
	var o opened
	err := g.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		if f, o, err = look(tx, who, act, ref); err != nil || !f.decision.Allowed {
			return err
		}
		v.take(f)
		v.tx, v.now, v.live = tx, tx.Now(), true
		v.box = Box{&v.handle, f.id.Bytes(), o.bundle}
		defer func() { v.live = false }()
		return fn(v)
	})
	if err != nil {
		return g.known(ctx, who, err)
	}
	if !f.decision.Allowed {
		return g.refuse(ctx, &v.handle, f.decision)
	}
	return g.write(access.Reading(ctx), &v.handle, func() error {
		return g.unchanged(v, who, act, ref, f, o)
	})
}

// Mark reads one number by which a page knows whether the case has changed since it was shown: q, whose $1 is the case,
// gives nothing else and opens nothing. Nobody is shown anything, so that it makes no entry but where it is refused.
func (g *Gate) Mark(ctx context.Context, who access.Actor, act access.Act, ref CaseRef, q CaseQuery) (int64, error) {
	g.checkDoor(act, access.CaseDoor)
	var n int64
	var f found
	err := g.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		if f, err = resolve(tx, who, act, ref); !f.decision.Allowed { // as it is beside an error
			return err
		}
		return tx.QueryRow(q.q, f.id).Scan(&n)
	})
	if err != nil {
		return 0, g.known(ctx, who, err)
	}
	if !f.decision.Allowed {
		v := &CaseView{handle: handle{g: g, who: who, act: act}}
		v.take(f)
		return 0, g.refuse(ctx, &v.handle, f.decision)
	}
	return n, nil
}

// Waiting counts what a list query finds, over all the teams of whoever looks; it gives nothing else and opens nothing.
// Nobody is shown anything, so that it makes no entry but where it is refused.
func (g *Gate) Waiting(ctx context.Context, who access.Actor, act access.Act, q CircleQuery, args ...any) (n int,
	err error) {
	g.checkDoor(act, access.CircleDoor)
	v := &CircleView{handle{g: g, who: who, act: act}}
	if d := access.Decide(who, act, nil, g.clock.Now()); !d.Allowed {
		return 0, g.refuse(ctx, &v.handle, d)
	}
	err = g.db.Read(ctx, func(tx *sqldb.Tx) error {
		n = 0
		for _, team := range who.Teams() {
			var more int
			if err := tx.QueryRow(q.q, append([]any{team}, args...)...).Scan(&more); err != nil {
				return err
			}
			n += more
		}
		return nil
	})
	return n, err
}

// unchanged checks, in the transaction that writes, that the actor still stands as before and the wraps still live.
func (g *Gate) unchanged(v *CaseView, who access.Actor, act access.Act, ref CaseRef, f found, o opened) error {
	again, err := resolve(v.tx, who, act, ref)
	if err != nil {
		return err
	}
	if again.decision != f.decision || again.relation != f.relation {
		return fault.ErrAbsent
	}
	return stillLive(v.tx, f.id.Bytes(), o.wraps)
}

// Case opens one case for an act that writes. Keys are unwrapped before the transaction, whose start checks that they
// are still granted; fn, the journal entry and every job commit together.
func (g *Gate) Case(ctx context.Context, who access.Actor, act access.Act, ref CaseRef, fn func(*CaseTx) error) error {
	g.checkDoor(act, access.CaseDoor)
	t := &CaseTx{CaseView: CaseView{handle: handle{g: g, who: who, act: act}}}
	var f found
	var o opened
	err := g.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		f, o, err = look(tx, who, act, ref)
		return err
	})
	if err != nil {
		return err
	}
	t.take(f)
	if !f.decision.Allowed {
		return g.refuse(ctx, &t.handle, f.decision)
	}
	return g.write(ctx, &t.handle, func() error {
		t.box = Box{&t.handle, f.id.Bytes(), o.bundle}
		if err := g.unchanged(&t.CaseView, who, act, ref, f, o); err != nil {
			return err
		}
		return fn(t)
	})
}

// JobRef turns the true id that a job carries into what Case takes; only the machine's acts accept it.
func JobRef(c CaseID) CaseRef { return id.As[aliasEntity](c) }

package gate

import (
	"context"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// CircleView lists the cases of a team.
type CircleView struct{ handle }

// Query runs a list query whose $1 is the acting team; args start at $2. Who is in no team follows no case.
func (v *CircleView) Query(q CircleQuery, args ...any) (*Rows, error) {
	return v.query(q.q, append([]any{v.team.Or()}, args...)...)
}

// QueryRow is Query for one row.
func (v *CircleView) QueryRow(q CircleQuery, args ...any) *Row {
	return v.row(q.q, append([]any{v.team.Or()}, args...)...)
}

// Own runs a list query over the cases in which the acting person is named; args start at $3.
func (v *CircleView) Own(q OwnQuery, args ...any) (*Rows, error) {
	return v.query(q.q, append([]any{v.who.User(), clock.Micros(v.now)}, args...)...)
}

// Office runs a query of the office door beside the lists: names of partners, places.
func (v *CircleView) Office(q OfficeQuery, args ...any) (*Rows, error) { return v.query(q.q, args...) }

// As runs fn for another of the actor's own teams, within the same act and journal entry.
func (v *CircleView) As(team access.TeamID, fn func(*CircleView) error) error {
	v.use()
	if !v.who.In(team) {
		return fault.ErrAbsent
	}
	own := v.team
	v.team = team
	defer func() { v.team = own }()
	return fn(v)
}

// InTeams looks as each team of whoever looks, whatever their roles there; a deputy, on none of their days, as none.
func (v *CircleView) InTeams(look func(*CircleView) error) error {
	for _, t := range v.who.Teams() {
		if err := v.As(t, look); err != nil {
			return err
		}
	}
	return nil
}

// Circle opens the lists of the actor's team for reading; one journal entry, whatever the number of rows.
func (g *Gate) Circle(ctx context.Context, who access.Actor, act access.Act, fn func(*CircleView) error) error {
	v := &CircleView{handle{g: g, who: who, act: act}}
	return g.view(ctx, &v.handle, access.CircleDoor, func() error { return fn(v) })
}

// view is a reading door without case: decide, run fn on a snapshot, journal.
func (g *Gate) view(ctx context.Context, h *handle, door access.Door, fn func() error) error {
	g.checkDoor(h.act, door)
	d := access.Decide(h.who, h.act, nil, g.clock.Now())
	h.allow(d)
	if !d.Allowed {
		return g.refuse(ctx, h, d)
	}
	err := g.db.Read(ctx, func(tx *sqldb.Tx) error {
		h.tx, h.now, h.live = tx, tx.Now(), true
		defer func() { h.live = false }()
		return fn()
	})
	if err != nil {
		return err
	}
	return g.write(access.Reading(ctx), h, func() error { return nil })
}

// OfficeView reads what concerns no case.
type OfficeView struct{ handle }

// Query runs a query of the office door.
func (v *OfficeView) Query(q OfficeQuery, args ...any) (*Rows, error) { return v.query(q.q, args...) }

// QueryRow is Query for one row.
func (v *OfficeView) QueryRow(q OfficeQuery, args ...any) *Row { return v.row(q.q, args...) }

// Box opens the keys of a sealed object: a contact, the address of a place. Without a wrap the box is empty, and
// every Open gives ErrSealed.
func (v *OfficeView) Box(object ObjectID) (*Box, error) {
	v.entry.object = object.Bytes()
	return v.boxOf(object)
}

func (h *handle) boxOf(object ObjectID) (*Box, error) {
	h.use()
	o, err := unwrap(h.tx, h.who, h.act, object.Bytes())
	return &Box{h, object.Bytes(), o.bundle}, err
}

// Office runs a query of the office door beside the case: names of partners, places, colleagues.
func (v *CaseView) Office(q OfficeQuery, args ...any) (*Rows, error) { return v.query(q.q, args...) }

// OfficeRow is Office for one row.
func (v *CaseView) OfficeRow(q OfficeQuery, args ...any) *Row { return v.row(q.q, args...) }

// OfficeRow is Office for one row.
func (v *CircleView) OfficeRow(q OfficeQuery, args ...any) *Row { return v.row(q.q, args...) }

// ChangeOffice runs a statement of the office door in the transaction of a case: the state of a place.
func (t *CaseTx) ChangeOffice(q OfficeQuery, args ...any) (int64, error) { return t.exec(q.q, args...) }

// BoxOf opens the keys of another object beside the case: the address of a place.
func (v *CaseView) BoxOf(object ObjectID) (*Box, error) { return v.boxOf(object) }

// Office opens what concerns no case, for reading.
func (g *Gate) Office(ctx context.Context, who access.Actor, act access.Act, fn func(*OfficeView) error) error {
	v := &OfficeView{handle{g: g, who: who, act: act}}
	return g.view(ctx, &v.handle, access.OfficeDoor, func() error { return fn(v) })
}

// FromOffice opens what concerns no case and gives what read makes of it; nothing where it fails.
func FromOffice[T any](ctx context.Context, g *Gate, who access.Actor, act access.Act,
	read func(*OfficeView) (T, error)) (T, error) {
	var out, none T
	err := g.Office(ctx, who, act, func(v *OfficeView) (err error) {
		out, err = read(v)
		return err
	})
	if err != nil {
		return none, err
	}
	return out, nil
}

// Blank opens what concerns no case to read nothing: for the empty form of an act, which whoever may not do the act
// does not see either.
func (g *Gate) Blank(ctx context.Context, who access.Actor, act access.Act) error {
	return g.Office(ctx, who, act, func(*OfficeView) error { return nil })
}

// OfficeTx reads and writes what concerns no case.
type OfficeTx struct{ OfficeView }

// Exec runs a statement of the office door; it returns the number of rows.
func (t *OfficeTx) Exec(q OfficeQuery, args ...any) (int64, error) { return t.exec(q.q, args...) }

// Later writes a job in this transaction.
func (t *OfficeTx) Later(j Job) error { return t.later(j) }

// NewBox makes fresh keys for an object and hands them to teams. The act must open the compartments.
func (t *OfficeTx) NewBox(object ObjectID, set vault.Set, teams ...access.TeamID) (*Box, error) {
	b := &Box{&t.handle, object.Bytes(), nil}
	t.entry.object = object.Bytes()
	return b, b.create(set, teams...)
}

// Grant hands compartments of an object on to another team. The act must name them in Grants.
func (t *OfficeTx) Grant(b *Box, team access.TeamID, set vault.Set) error { return b.grant(team, set) }

// About names what the act is about in the journal, where no box does.
func (t *OfficeTx) About(object ObjectID) { t.use(); t.entry.object = object.Bytes() }

// TeamOf returns the network's team of a kind: "evaluation", "logistics", "administration".
func (v *OfficeView) TeamOf(kind text) (access.TeamID, error) { return teamOf(&v.handle, kind) }

// TeamOf returns the network's team of a kind.
func (v *CaseView) TeamOf(kind text) (access.TeamID, error) { return teamOf(&v.handle, kind) }

func teamOf(h *handle, kind text) (access.TeamID, error) {
	var t access.TeamID
	err := h.row(qTeamOfKind, string(kind)).Scan(&t)
	return t, fault.In("find the "+string(kind)+" team", err)
}

// ChangeOffice opens what concerns no case, for an act that writes.
func (g *Gate) ChangeOffice(ctx context.Context, who access.Actor, act access.Act, fn func(*OfficeTx) error) error {
	g.checkDoor(act, access.OfficeDoor)
	d := access.Decide(who, act, nil, g.clock.Now())
	t := &OfficeTx{OfficeView{handle{g: g, who: who, act: act}}}
	t.allow(d)
	if !d.Allowed {
		return g.refuse(ctx, &t.handle, d)
	}
	return g.write(ctx, &t.handle, func() error { return fn(t) })
}

// PublicTx serves pages without account. It holds no key: what it stores is sealed to somebody's public key.
type PublicTx struct{ handle }

// Query runs a query of the public door.
func (t *PublicTx) Query(q PublicQuery, args ...any) (*Rows, error) { return t.query(q.q, args...) }

// QueryRow is Query for one row.
func (t *PublicTx) QueryRow(q PublicQuery, args ...any) *Row { return t.row(q.q, args...) }

// Exec runs a statement of the public door.
func (t *PublicTx) Exec(q PublicQuery, args ...any) (int64, error) { return t.exec(q.q, args...) }

// Later writes a job in this transaction.
func (t *PublicTx) Later(j Job) error { return t.later(j) }

// OpenWith opens a sealed field of an object with the key pair of a receipt: a thread's messages.
func (t *PublicTx) OpenWith(key vault.PrivateKey, holder RowID, object ObjectID, c vault.Compartment, column text,
	row RowID, s Sealed) (secret.Text, error) {
	box, err := t.boxWith(key, holder, object)
	if err != nil {
		return secret.Text{}, err
	}
	return box.Open(c, column, row, s)
}

// Public opens the public door. Every opening is journalled, without knowing who.
func (g *Gate) Public(ctx context.Context, act access.Act, fn func(*PublicTx) error) error {
	g.checkDoor(act, access.PublicDoor)
	t := &PublicTx{handle{g: g, who: access.Nobody(), act: act}}
	if d := access.Decide(t.who, act, nil, g.clock.Now()); !d.Allowed {
		return g.refuse(ctx, &t.handle, d)
	}
	return g.write(ctx, &t.handle, func() error { return fn(t) })
}

// FiguresView counts coded rows.
type FiguresView struct{ handle }

// Query runs a query of the figures door.
func (v *FiguresView) Query(q FiguresQuery, args ...any) (*Rows, error) { return v.query(q.q, args...) }

// QueryRow is Query for one row.
func (v *FiguresView) QueryRow(q FiguresQuery, args ...any) *Row { return v.row(q.q, args...) }

// Figures opens the coded rows for counting.
func (g *Gate) Figures(ctx context.Context, who access.Actor, act access.Act, fn func(*FiguresView) error) error {
	v := &FiguresView{handle{g: g, who: who, act: act}}
	return g.view(ctx, &v.handle, access.FiguresDoor, func() error { return fn(v) })
}

// CountOffline is Figures for a command beside a running server: it reads only, holds no key, and leaves no entry,
// for it sees counts and no person.
func (g *Gate) CountOffline(ctx context.Context, act access.Act, fn func(*FiguresView) error) error {
	g.checkDoor(act, access.FiguresDoor)
	v := &FiguresView{handle{g: g, who: access.Machine("report"), act: act}}
	return g.db.Read(ctx, func(tx *sqldb.Tx) error {
		v.tx, v.now, v.live = tx, tx.Now(), true
		defer func() { v.live = false }()
		return fn(v)
	})
}

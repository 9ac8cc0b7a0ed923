package gate

import (
	"context"
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// Holder is who follows a new case from its first instant, and what they can open.
type Holder struct {
	Team     access.TeamID   // zero: the network's team of Kind
	Kind     string          // "evaluation", "logistics"
	Relation access.Relation //
	Opens    vault.Set
}

// Outsider is a holder without account: the key pair that belongs to a receipt.
type Outsider struct {
	ID     RowID
	Public vault.PublicKey
	Opens  vault.Set
}

type journalEntity struct{}

// JournalID is the alias under which the journal knows a case; deleting the link blinds the journal to it.
type JournalID = id.ID[journalEntity]

// NewCase opens a new case: fresh keys, the first holders' wraps, their places in the circle, then fn. The keys are
// made and wrapped before the transaction. fn gets the journal's alias, to store it with the case's first row. The ref
// returned is the acting team's, zero where the actor is not in the circle.
func (g *Gate) NewCase(ctx context.Context, who access.Actor, act access.Act, holders []Holder, outsiders []Outsider,
	fn func(*CaseTx, JournalID) error) (CaseRef, error) {
	if act.Door != access.CaseDoor && act.Door != access.PublicDoor && act.Door != access.OfficeDoor {
		panic(fmt.Sprintf("gate: act %q opens no case", act.Name))
	}
	t := &CaseTx{CaseView: CaseView{handle: handle{g: g, who: who, act: act}}}
	t.id = id.New[caseEntity](g.clock.Now())
	journalID := id.New[journalEntity](g.clock.Now()) // sorts by time, so that the journal's index grows at its end
	t.entry.object = journalID.Bytes()
	// there is no standing yet: only rules that go by role alone let anybody in
	d := access.Decide(who, act, nil, g.clock.Now())
	t.allow(d)
	if !d.Allowed {
		return CaseRef{}, g.refuse(ctx, &t.handle, d)
	}
	var p prepared
	err := g.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		p, err = prepare(tx, holders)
		return err
	})
	if err != nil {
		return CaseRef{}, fmt.Errorf("find the first holders: %w", err)
	}
	if err := p.wrap(t.id, holders, outsiders); err != nil {
		return CaseRef{}, fmt.Errorf("wrap for the first holders: %w", err)
	}
	err = g.write(ctx, &t.handle, func() error {
		t.box = Box{&t.handle, t.id.Bytes(), p.bundle}
		t.first = func() error { return t.enter(p, holders) }
		if err := fn(t, journalID); err != nil {
			return err
		}
		if err := t.Enter(); err != nil {
			return err
		}
		for i, o := range outsiders {
			if err := putWrap(&t.handle, t.id.Bytes(), o.ID.Bytes(), 1, o.Opens, p.outside[i]); err != nil {
				return err
			}
		}
		t.entry.granted = p.bundle.Set()
		return nil
	})
	return t.ref, err
}

// Enter lets the first holders of a new case in, whose row stands; NewCase does once fn is done. What is said by
// somebody of the circle, who follows the case, needs them before.
func (t *CaseTx) Enter() error {
	first := t.first
	if first == nil {
		return nil
	}
	t.first = nil
	return first()
}

func (t *CaseTx) enter(p prepared, holders []Holder) error {
	for i, h := range holders {
		alias := id.Random[aliasEntity]()
		if _, err := t.exec(qJoin, alias, t.id, p.teams[i], string(h.Relation), clock.Micros(t.now)); err != nil {
			return fmt.Errorf("join the circle: %w", err)
		}
		if p.teams[i] == t.team {
			t.ref, t.relation = alias, h.Relation
		}
		if h.Opens == vault.None {
			continue
		}
		if err := putWrapTo(&t.handle, t.id.Bytes(), p.teams[i], p.keys[i].epoch, h.Opens,
			p.sealed[i]); err != nil {
			return err
		}
	}
	return nil
}

// prepared is what is made outside the transaction for a new case.
type prepared struct {
	bundle  *vault.Bundle
	teams   []access.TeamID
	keys    []teamKey
	sealed  [][]byte
	outside [][]byte
}

func prepare(tx *sqldb.Tx, holders []Holder) (prepared, error) {
	p := prepared{teams: make([]access.TeamID, len(holders)), keys: make([]teamKey, len(holders))}
	for i, h := range holders {
		p.teams[i] = h.Team
		if h.Team.IsZero() {
			if err := tx.QueryRow(qTeamOfKind, h.Kind).Scan(&p.teams[i]); err != nil {
				return p, fmt.Errorf("find the %s team: %w", h.Kind, err)
			}
		}
		if h.Opens == vault.None {
			continue
		}
		k, err := publicKey(tx, p.teams[i])
		if err != nil {
			return p, err
		}
		p.keys[i] = k
	}
	return p, nil
}

func (p *prepared) wrap(c CaseID, holders []Holder, outsiders []Outsider) (err error) {
	var all vault.Set
	for _, h := range holders {
		all |= h.Opens
	}
	for _, o := range outsiders {
		all |= o.Opens
	}
	p.bundle = vault.NewBundle(all)
	p.sealed = make([][]byte, len(holders))
	for i, h := range holders {
		if h.Opens == vault.None {
			continue
		}
		at := vault.Binding{Purpose: vault.ForCase, Recipient: p.teams[i].Bytes(), Object: c.Bytes(),
			Epoch: p.keys[i].epoch}
		if p.sealed[i], err = p.bundle.Only(h.Opens).Wrap(p.keys[i].public, at); err != nil {
			return err
		}
	}
	for _, o := range outsiders {
		at := vault.Binding{Purpose: vault.ForCase, Recipient: o.ID.Bytes(), Object: c.Bytes(), Epoch: 1}
		w, err := p.bundle.Only(o.Opens).Wrap(o.Public, at)
		if err != nil {
			return err
		}
		p.outside = append(p.outside, w)
	}
	return nil
}

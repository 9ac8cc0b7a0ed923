package gate

import (
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// Name cards (security design, section 3.5). A team that holds the key of identity of many cases looks for a name among
// them: each such case has a card in the team's own book, sealed as Linkage under one key of that book, so that one
// key opens them all. A card is due from the moment the key comes until somebody of the team makes it, and again when
// anything of identity is written; it goes with the key.

type bookEntity struct{}

var (
	// A case opened by somebody without account gives keys too: its card waits until the team looks.
	qCardDue = sqldb.Declare("gate.card_due", `insert into vault_card (team_id, case_id)
		select t.id, c.id from access_team t, casefile_case c where t.id = $1 and c.id = $2
		on conflict (team_id, case_id) do nothing`)
	qCardsChange = sqldb.Declare("gate.cards_change",
		`update vault_card set due = 1, card_sealed = null where case_id = $1`)
	qDropCard = sqldb.Declare("gate.drop_card", `delete from vault_card where case_id = $1 and team_id = $2`)
	qCardsDue = sqldb.Declare("gate.cards_due", `select circle.alias from vault_card d
		join casefile_circle circle on circle.case_id = d.case_id and circle.team_id = d.team_id
		where d.team_id = $1 and d.due = 1 order by d.case_id desc limit $2`)
	qCards   = sqldb.Declare("gate.cards", `select case_id, card_sealed from vault_card where team_id = $1 and due = 0`)
	qCaseDue = sqldb.Declare("gate.case_due", `select team_id from vault_card where case_id = $1 and due = 1`)
	qPutCard = sqldb.Declare("gate.put_card", `update vault_card set due = 0, card_sealed = $3
		where case_id = $1 and team_id = $2`)
	qBook    = sqldb.Declare("gate.book", `select id from vault_book where team_id = $1`)
	qNewBook = sqldb.Declare("gate.new_book", `insert into vault_book (team_id, id, at) values ($1, $2, $3)
		on conflict (team_id) do nothing`)
)

var cardColumn = Column(vault.Linkage, "vault_card.card_sealed")

// cardDue notes that a team holds the key of a case's identity from now on; other holders and objects have no card.
func cardDue(h *handle, object, holder []byte, set vault.Set) error {
	if !set.Has(vault.Identity) {
		return nil
	}
	_, err := h.tx.Exec(qCardDue, holder, object)
	return fault.In("note that a card is due", err)
}

// Due lists cases of the acting team whose card is to be made, the newest first, limit at most.
func (v *CircleView) Due(limit int) ([]CaseRef, error) {
	v.use()
	var out []CaseRef
	err := v.tx.Each(qCardsDue, func(rows *Rows) error {
		var ref CaseRef
		err := rows.Scan(&ref)
		out = append(out, ref)
		return err
	}, v.team.Or(), limit)
	return out, fault.In("list the cards that are due", err)
}

// Cards opens the cards in the book of the acting team, in no order; the act must open Linkage. A team that made none
// has none.
func (v *CircleView) Cards(each func(CaseID, secret.Text) error) error {
	box, err := bookOf(&v.handle, v.team)
	if err != nil {
		return fmt.Errorf("open the book of cards: %w", err)
	}
	return v.tx.Each(qCards, func(rows *Rows) error {
		var at CaseID
		var s Sealed
		if err := rows.Scan(&at, &s); err != nil {
			return err
		}
		words, err := cardColumn.Open(box, at, s)
		if err != nil {
			return err
		}
		return each(at, words)
	}, v.team)
}

// PutCard writes the card of the case in the book of each team of the actor where it is due, and begins the book where
// there is none. The act must open Linkage.
func (t *CaseTx) PutCard(words secret.Text) error {
	var due []access.TeamID
	err := t.tx.Each(qCaseDue, func(rows *Rows) error {
		var team access.TeamID
		err := rows.Scan(&team)
		if t.who.In(team) {
			due = append(due, team)
		}
		return err
	}, t.id)
	for i := 0; err == nil && i < len(due); i++ {
		err = t.putCard(due[i], words)
	}
	return fault.In("write a card", err)
}

func (t *CaseTx) putCard(team access.TeamID, words secret.Text) error {
	box, err := t.book(team)
	if err != nil {
		return err
	}
	sealed, err := cardColumn.Seal(box, t.id, words)
	if err != nil {
		return err
	}
	_, err = t.exec(qPutCard, t.id, team, sealed)
	return err
}

// book opens the book of a team of the actor's, or begins it: of two who begin it at once, one does.
func (t *CaseTx) book(team access.TeamID) (*Box, error) {
	at := id.New[bookEntity](t.now)
	switch n, err := t.exec(qNewBook, team, at, clock.Micros(t.now)); {
	case err != nil:
		return nil, err
	case n == 0:
		return bookOf(&t.handle, team)
	}
	box := &Box{&t.handle, at.Bytes(), nil}
	return box, box.create(vault.Linkage, team)
}

// bookOf opens the book of a team; where there is none, a box that opens nothing.
func bookOf(h *handle, team access.TeamID) (*Box, error) {
	var at id.ID[bookEntity]
	err := h.row(qBook, team).Scan(&at)
	if fault.Is(err, fault.NotFound) {
		return &Box{h, at.Bytes(), nil}, nil
	}
	if err != nil {
		return nil, err
	}
	return h.boxOf(As(at))
}

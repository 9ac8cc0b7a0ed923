package gate_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	calling = define("call", access.CircleDoor, access.SignedIn, vault.Linkage, vault.None)
	card    = define("card", access.CaseDoor, access.CaseTeam, vault.Identity|vault.Linkage, vault.None)
	deaf    = define("deaf", access.CircleDoor, access.SignedIn, vault.None, vault.None)
)

// due are the cases of whose card somebody's first team has to be told.
func (w *world) due(who access.Actor) (out []gate.CaseRef) {
	w.t.Helper()
	w.ok(w.Gate.Circle(ctx, who, calling, func(v *gate.CircleView) (err error) {
		out, err = v.Due(10)
		return err
	}))
	return out
}

// cards are what somebody reads in the book of their first team.
func (w *world) cards(who access.Actor) map[gate.CaseID]string {
	w.t.Helper()
	out := map[gate.CaseID]string{}
	w.ok(w.Gate.Circle(ctx, who, calling, func(v *gate.CircleView) error {
		return v.Cards(func(at gate.CaseID, words secret.Text) error {
			out[at] = words.Reveal()
			return nil
		})
	}))
	return out
}

func (w *world) put(who access.Actor, ref gate.CaseRef, words string) error {
	return w.Gate.Case(ctx, who, card, ref, func(tx *gate.CaseTx) error { return tx.PutCard(secret.Of(words)) })
}

// stands checks what lies in the book of somebody's team, and how many cards are due.
func (w *world) stands(what string, who access.Actor, due int, want map[gate.CaseID]string) {
	w.t.Helper()
	if got := w.cards(who); !maps.Equal(got, want) {
		w.t.Errorf("%s: the cards are %v, want %v", what, got, want)
	}
	if got := w.due(who); len(got) != due {
		w.t.Errorf("%s: %d cards are due, want %d", what, len(got), due)
	}
}

// A card comes with the key of the name, is made by the team that holds it, and goes with the key.
func TestACardComesAndGoesWithTheKey(t *testing.T) {
	each(t, func(w *world) {
		none := map[gate.CaseID]string{}
		w.stands("a new case", w.claire, 1, none)
		w.stands("a new case of others", w.hana, 0, none)
		w.ok(w.put(w.claire, w.ref, "Awa"))
		w.stands("made", w.claire, 0, map[gate.CaseID]string{w.id: "Awa"})

		hers := w.join(w.hana, access.Hosts, vault.Needs)
		w.stands("a team without the key", w.hana, 0, none)
		if err := w.put(w.hana, hers, "Awa"); err != nil || len(w.cards(w.hana)) > 0 {
			w.t.Errorf("a team without the key has a card: %v", err)
		}
		w.work(func(tx *gate.CaseTx) error { return tx.Grant(w.north, vault.Identity) })
		w.stands("with the key", w.hana, 1, none)
		w.ok(w.put(w.claire, w.ref, "Awa"))
		w.stands("after the other's", w.hana, 1, none)
		w.ok(w.put(w.hana, hers, "Awa, by Hana"))
		w.stands("of its own", w.hana, 0, map[gate.CaseID]string{w.id: "Awa, by Hana"})
		w.stands("the other's", w.claire, 0, map[gate.CaseID]string{w.id: "Awa"})
		w.stands("a third", w.bo, 0, none)

		w.work(func(tx *gate.CaseTx) error { return tx.Split(vault.Identity) })
		w.work(func(tx *gate.CaseTx) error { _, err := tx.TakeBack(w.north, vault.Needs); return err })
		w.stands("another key goes", w.hana, 0, map[gate.CaseID]string{w.id: "Awa, by Hana"})
		w.work(func(tx *gate.CaseTx) error { _, err := tx.TakeBack(w.north, vault.Identity); return err })
		w.stands("the key goes", w.hana, 0, none)
		w.work(func(tx *gate.CaseTx) error { return tx.Grant(w.north, vault.Identity) })
		w.stands("the key comes back", w.hana, 1, none)
		w.ok(w.put(w.hana, hers, "again"))
		w.work(func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		w.stands("the team leaves", w.hana, 0, none)
		w.stands("the other stays", w.claire, 0, map[gate.CaseID]string{w.id: "Awa"})
	})
}

// What is written of a name makes every card of it due, and no other card; the former is gone at once.
func TestACardFollowsTheName(t *testing.T) {
	each(t, func(w *world) {
		other, id := w.beside(evaluates(both))
		w.ok(w.put(w.claire, w.ref, "Awa"))
		w.ok(w.put(w.claire, other, "Joy"))
		w.work(func(tx *gate.CaseTx) error {
			_, err := tx.Seal(vault.Needs, "test.needs_sealed", tx.ID(), secret.Of("quiet"))
			return err
		})
		w.stands("other words", w.claire, 0, map[gate.CaseID]string{w.id: "Awa", id: "Joy"})
		w.work(func(tx *gate.CaseTx) error {
			for range 2 {
				if _, err := tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of("Ada")); err != nil {
					return err
				}
			}
			return nil
		})
		w.stands("a new name", w.claire, 1, map[gate.CaseID]string{id: "Joy"})
		if n := w.number(`select count(*) from vault_card where due = 1 and card_sealed is not null`); n != 0 {
			w.t.Errorf("%d former cards are kept", n)
		}
		w.ok(w.put(w.claire, other, "Jo"))
		w.stands("where another is due", w.claire, 1, map[gate.CaseID]string{id: "Joy"})
		w.ok(w.put(w.claire, w.ref, "Ada"))
		w.stands("made anew", w.claire, 0, map[gate.CaseID]string{w.id: "Ada", id: "Joy"})
		if n := w.number(`select count(*) from vault_book`); n != 1 {
			w.t.Errorf("the team has %d books", n)
		}
	})
}

// A case opened by somebody without account gives a card too; due are the newest first, and no more than was asked.
func TestWhichCardsAreDue(t *testing.T) {
	each(t, func(w *world) {
		second, _ := w.beside(evaluates(both))
		if got := w.due(w.claire); len(got) != 2 || got[0] != second || got[1] != w.ref {
			w.t.Errorf("due are %v, of %v and %v", got, w.ref, second)
		}
		w.ok(w.Gate.Circle(ctx, w.claire, calling, func(v *gate.CircleView) error {
			list, err := v.Due(1)
			if len(list) != 1 || list[0] != second {
				w.t.Errorf("the first that is due is %v", list)
			}
			return err
		}))
	})
}

// A key that comes or goes is that of one case: the card of another neither becomes due with it nor goes.
func TestTheCardOfAnotherCaseStays(t *testing.T) {
	each(t, func(w *world) {
		w.beside(evaluates(both))
		hers := w.join(w.hana, access.Hosts, vault.Identity)
		if n := w.number(`select count(*) from vault_card where team_id = $1`, w.north.Bytes()); n != 1 {
			w.t.Errorf("%d cards are due with the key of one case", n)
		}
		w.ok(w.put(w.hana, hers, "Awa"))
		first := w.id
		w.ref, w.id = w.beside(evaluates(both))
		w.ok(w.put(w.hana, w.join(w.hana, access.Hosts, vault.Identity), "Joy"))
		w.stands("both", w.hana, 0, map[gate.CaseID]string{first: "Awa", w.id: "Joy"})
		w.work(func(tx *gate.CaseTx) error { return tx.Split(vault.Identity) })
		w.work(func(tx *gate.CaseTx) error { _, err := tx.TakeBack(w.north, vault.Identity); return err })
		w.stands("one key taken back", w.hana, 0, map[gate.CaseID]string{first: "Awa"})
		w.ok(w.put(w.hana, w.join(w.hana, access.Hosts, vault.Identity), "Joy"))
		w.work(func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		w.stands("one case left", w.hana, 0, map[gate.CaseID]string{first: "Awa"})
	})
}

// Whatever step of the database fails, whoever writes a card or reads the book is told; so are they where reading
// gives up.
func TestAFailingBookIsTold(t *testing.T) {
	each(t, func(w *world) {
		write := func(words string) func(context.Context) error {
			return func(c context.Context) error {
				return w.Gate.Case(c, w.claire, card, w.ref, func(tx *gate.CaseTx) error {
					return tx.PutCard(secret.Of(words))
				})
			}
		}
		trusttest.Failing(w.t, "the first card", write("Awa"))
		w.work(func(tx *gate.CaseTx) error {
			_, err := tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of("Ada"))
			return err
		})
		trusttest.Failing(w.t, "a card in the book", write("Ada"))
		w.stands("written", w.claire, 0, map[gate.CaseID]string{w.id: "Ada"})
		trusttest.Failing(w.t, "reading the book", func(c context.Context) error {
			return w.Gate.Circle(c, w.claire, calling, func(v *gate.CircleView) error {
				return v.Cards(func(gate.CaseID, secret.Text) error { return nil })
			})
		})
		w.is("reading that gives up at a card", w.Gate.Circle(ctx, w.claire, calling, func(v *gate.CircleView) error {
			return v.Cards(func(gate.CaseID, secret.Text) error { return errStop })
		}), errStop)
	})
}

// An act that does not open Linkage reads no card and writes none; a card moved to another case does not open.
func TestACardOpensForItsActAndItsCaseAlone(t *testing.T) {
	each(t, func(w *world) {
		_, id := w.beside(evaluates(both))
		w.ok(w.put(w.claire, w.ref, "Awa"))
		w.ok(w.Gate.Circle(ctx, w.claire, deaf, func(v *gate.CircleView) error {
			panics(w.t, "cards", "does not open", func() {
				_ = v.Cards(func(gate.CaseID, secret.Text) error { return nil })
			})
			return nil
		}))
		w.work(func(tx *gate.CaseTx) error {
			_, err := tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of("Ada"))
			panics(w.t, "card", "does not open", func() { _ = tx.PutCard(secret.Of("Ada")) })
			return err
		})
		w.ok(w.put(w.claire, w.ref, "Ada"))
		_, err := w.Raw().Exec(`update vault_card set due = 0, card_sealed = (select card_sealed from vault_card
			where case_id = $1) where case_id = $2`, w.id.Bytes(), id.Bytes())
		w.ok(err)
		err = w.Gate.Circle(ctx, w.claire, calling, func(v *gate.CircleView) error {
			return v.Cards(func(at gate.CaseID, words secret.Text) error {
				if at == id {
					w.t.Errorf("the card of another case opens: %s", words.Reveal())
				}
				return nil
			})
		})
		if err == nil || strings.Contains(err.Error(), "Ada") {
			w.t.Errorf("a card that was moved: %v", err)
		}
		w.is("reading that gives up", w.Gate.Circle(ctx, w.claire, calling, func(*gate.CircleView) error {
			return errStop
		}), errStop)
	})
}

// A book whose key was altered, is not the reader's, or is gone, and a team without a key, are told as what they are:
// no card is read, none is written, and what was due stays due.
func TestABookThatDoesNotOpenIsTold(t *testing.T) {
	each(t, func(w *world) {
		do := func(sql string, args ...any) {
			w.t.Helper()
			_, err := w.Raw().Exec(sql, args...)
			w.ok(err)
		}
		do(`update vault_team_key set retired_at = 1 where team_id = $1`, w.evaluation.Bytes())
		w.is("a book for a team without a key", w.put(w.claire, w.ref, "Awa"), gate.ErrNoKey)
		if n := w.number(`select count(*) from vault_book`); n != 0 {
			w.t.Errorf("%d books that nobody opens", n)
		}
		do(`update vault_team_key set retired_at = 0 where team_id = $1`, w.evaluation.Bytes())
		w.stands("no book", w.claire, 1, map[gate.CaseID]string{})
		w.ok(w.put(w.claire, w.ref, "Awa"))
		second, _ := w.beside(evaluates(both))
		read := func() error {
			return w.Gate.Circle(ctx, w.claire, calling, func(v *gate.CircleView) error {
				return v.Cards(func(_ gate.CaseID, words secret.Text) error {
					w.t.Errorf("a card opens: %s", words.Reveal())
					return nil
				})
			})
		}
		for _, c := range []struct {
			how  string
			want error
		}{
			{`update vault_wrap set bundle = substr(bundle, 2) where object_id = (select id from vault_book)`,
				vault.ErrOpen},
			{`delete from vault_wrap where object_id = (select id from vault_book)`, gate.ErrSealed},
		} {
			do(c.how)
			tampered := !errors.Is(c.want, gate.ErrSealed)
			for what, err := range map[string]error{"read": read(), "written": w.put(w.claire, second, "Joy")} {
				if w.is(what, err, c.want); fault.Is(err, fault.Internal) != tampered {
					w.t.Errorf("%s: %v", what, err)
				}
			}
		}
		do(`delete from vault_book`)
		w.is("read without its book", read(), gate.ErrSealed)
		if got := w.due(w.claire); len(got) != 1 || got[0] != second {
			w.t.Errorf("due are %v", got)
		}
	})
}

// Two who begin the book of one team at once begin one.
func TestOneBookATeam(t *testing.T) {
	each(t, func(w *world) {
		other, id := w.beside(evaluates(both))
		done := make(chan error, 2)
		for i, ref := range []gate.CaseRef{w.ref, other} {
			go func() { done <- w.put(w.claire, ref, []string{"Awa", "Joy"}[i]) }()
		}
		w.ok(errors.Join(<-done, <-done))
		w.stands("both", w.claire, 0, map[gate.CaseID]string{w.id: "Awa", id: "Joy"})
	})
}

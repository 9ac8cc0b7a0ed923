package gate_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// companion reads how a person named knows the case, beside the doors.
func (w *world) companion(who access.Actor) gate.CaseRef {
	w.t.Helper()
	var raw []byte
	w.ok(w.Raw().QueryRow(`select alias from casefile_companion where case_id = $1 and user_id = $2`, w.id.Bytes(),
		who.User().Bytes()).Scan(&raw))
	var ref gate.CaseRef
	w.ok(ref.Scan(raw))
	return ref
}

// I5: whoever accompanies by name reads within the window, from its first instant to before its last, alone of their
// team, and not a moment longer.
func TestWhoeverAccompaniesReadsWithinTheWindow(t *testing.T) {
	each(t, func(w *world) {
		colleague := w.Person("colleague", "Colleague", w.north, "hana", access.Host)
		w.hana = w.SignIn("hana")
		from := w.Clock.Now().Add(time.Hour)
		until := from.Add(time.Hour)
		w.work(func(tx *gate.CaseTx) error { return tx.Accompany(w.hana.User(), vault.Identity, from, until) })
		if e, _ := w.last(workCase); e.Granted != "identity" {
			w.t.Errorf("noted: %+v", e)
		}
		ref := w.companion(w.hana)
		at := func(what string, when time.Time, opens bool) {
			w.t.Helper()
			w.Clock.Set(when.Add(-time.Millisecond)) // read moves it by as much
			name, err := w.read(ctx, w.hana, rideCase, ref)
			if opens {
				if err != nil || name != "Awa" {
					w.t.Errorf("%s: %q, %v", what, name, err)
				}
				return
			}
			w.refused(what, err)
		}
		at("before", from.Add(-time.Microsecond), false)
		if e, n := w.last(rideCase); n != 1 || e.Refused != string(rideCase.By) {
			w.t.Errorf("a refusal is noted: %d, %+v", n, e)
		}
		at("from its first instant", from, true)
		if e, _ := w.last(rideCase); e.Opened != "identity" || string(e.Team) != string(w.north.Bytes()) ||
			string(e.Object) != string(w.journal.Bytes()) {
			w.t.Errorf("noted: %+v", e)
		}
		at("to its last", until.Add(-time.Microsecond), true)
		at("at its end", until, false)
		w.Clock.Set(from)
		_, err := w.read(ctx, colleague, rideCase, ref)
		w.refused("a colleague with the alias", err)
		_, err = w.read(ctx, w.hana, readCase, ref)
		w.refused("another act", err)
		w.ok(w.Gate.ViewCase(ctx, w.hana, rideCase, ref, func(v *gate.CaseView) error {
			if v.ID() != w.id || v.Ref() != ref || v.Relation() != access.Accompanies || v.Holds(vault.Needs) {
				w.t.Errorf("as %s", v.Relation())
			}
			return nil
		}))
		// The window is read from a list of one's own.
		list := func(who access.Actor, q gate.OwnQuery) (n int) {
			w.ok(w.Gate.Circle(ctx, who, listing, func(v *gate.CircleView) error {
				rows, err := v.Own(q, 0)
				if err != nil {
					return err
				}
				for rows.Next() {
					n++
				}
				return rows.Err()
			}))
			return n
		}
		own := func(who access.Actor) int { return list(who, qOwn) }
		for _, c := range []struct {
			what string
			when time.Time
			who  access.Actor
			n    int
		}{{"before", from.Add(-time.Microsecond), w.hana, 0}, {"from", from, w.hana, 1},
			{"a colleague", from, colleague, 0},
			{"to", until.Add(-time.Microsecond), w.hana, 1}, {"at the end", until, w.hana, 0}} {
			if w.Clock.Set(c.when); own(c.who) != c.n {
				w.t.Errorf("the own list, %s: not %d", c.what, c.n)
			}
		}
		// It moves, for everybody named in this case.
		w.work(func(tx *gate.CaseTx) error { return tx.MoveWindow(until, until.Add(time.Hour)) })
		at("the old window", until.Add(-time.Microsecond), false)
		at("the new one", until, true)
		// Named again: a new alias, one wrap.
		w.work(func(tx *gate.CaseTx) error { return tx.Accompany(w.hana.User(), both, until, until.Add(time.Hour)) })
		_, err = w.read(ctx, w.hana, rideCase, ref)
		w.refused("the alias before", err)
		ref = w.companion(w.hana)
		if n := w.number(`select count(*) from vault_wrap where holder_id = $1`, w.hana.User().Bytes()); n != 1 {
			w.t.Errorf("%d wraps", n)
		}
		at("named again", until, true)
		w.t.Run("ended meanwhile", func(*testing.T) {
			c := trusttest.Before(ctx, 2, func() { w.Clock.Set(until.Add(time.Hour)) })
			_, err := w.read(c, w.hana, rideCase, ref)
			w.refused("the window ended between look and note", err)
		})
		// Parting: only whose time is over, and their keys with it.
		w.Clock.Set(until)
		w.work(func(tx *gate.CaseTx) error {
			if err := tx.Accompany(w.bo.User(), vault.Identity, until, until.Add(2*time.Hour)); err != nil {
				return err
			}
			return tx.PartCompanions()
		})
		at("nobody's time is over", until.Add(time.Second), true)
		w.Clock.Set(until.Add(time.Hour - time.Second))
		w.work(func(tx *gate.CaseTx) error { return tx.PartCompanions() }) // at its end to the instant
		if n := w.number(`select count(*) from vault_wrap where holder_id = $1`, w.hana.User().Bytes()); n != 0 {
			w.t.Errorf("%d wraps after parting", n)
		}
		if n := w.number(`select count(*) from vault_wrap where holder_id = $1`, w.bo.User().Bytes()); n != 1 {
			w.t.Errorf("the other person has %d wraps", n)
		}
		ended := func() int { return w.number(`select until_at from casefile_companion where alias = $1`, ref.Bytes()) }
		was := ended()
		w.work(func(tx *gate.CaseTx) error { return tx.MoveWindow(until, until.Add(9*time.Hour)) })
		if ended() != was {
			w.t.Error("the time of who parted moved with the others'")
		}
		_, err = w.read(ctx, w.hana, rideCase, ref)
		w.refused("parted, and the window of others moved", err)
		if n := own(w.hana); n != 0 {
			w.t.Errorf("parted, and %d in the own list", n)
		}
		// Who parted is told for a day that they were named.
		micros := w.number(`select ended_at from casefile_companion where alias = $1`, ref.Bytes())
		parted := time.UnixMicro(int64(micros))
		now := w.Clock.Now()
		for _, c := range []struct {
			what string
			when time.Time
			who  access.Actor
			n    int
		}{{"before", parted.Add(-time.Microsecond), w.hana, 0}, {"from", parted, w.hana, 1},
			{"a colleague", parted, colleague, 0}, {"named still", parted, w.bo, 0},
			{"to", parted.Add(24*time.Hour - time.Microsecond), w.hana, 1},
			{"a day after", parted.Add(24 * time.Hour), w.hana, 0}} {
			if w.Clock.Set(c.when); list(c.who, qParted) != c.n {
				w.t.Errorf("the list of who parted, %s: not %d", c.what, c.n)
			}
		}
		w.Clock.Set(now)
		if name, err := w.read(ctx, w.bo, rideCase, w.companion(w.bo)); err != nil || name != "Awa" {
			w.t.Errorf("the other person: %q, %v", name, err)
		}
		w.work(func(tx *gate.CaseTx) error {
			var nobody access.UserID
			w.ok(nobody.Scan(id.Random[teamEntity]().Bytes()))
			w.is("what the team does not hold", tx.Accompany(w.hana.User(), vault.Danger, until, until), gate.ErrSealed)
			w.refused("a person who does not exist", tx.Accompany(nobody, vault.Identity, until, until))
			return nil
		})
	})
}

// What one case moves and parts leaves the others alone.
func TestCompanionsOfAnotherCaseStay(t *testing.T) {
	each(t, func(w *world) {
		from := w.Clock.Now()
		until := from.Add(time.Hour)
		name := func() {
			w.work(func(tx *gate.CaseTx) error { return tx.Accompany(w.hana.User(), vault.Identity, from, until) })
		}
		name()
		first, firstName, firstID := w.companion(w.hana), w.name, w.id
		w.ref, w.id = w.open(ctx, evaluates(both))
		name()
		w.work(func(tx *gate.CaseTx) error { return tx.MoveWindow(from, from) })
		w.work(func(tx *gate.CaseTx) error { return tx.PartCompanions() })
		w.name, w.id = firstName, firstID
		if got, err := w.read(ctx, w.hana, rideCase, first); err != nil || got != "Awa" {
			w.t.Errorf("the first case: %q, %v", got, err)
		}
		// Over in both cases, it is parted in one; and parted again, it stays when it was.
		ended := func() int { return w.number(`select coalesce(sum(ended_at), 0) from casefile_companion`) }
		was := ended()
		w.Clock.Set(until)
		w.ref = w.alias(w.evaluation)
		w.ref, w.id = w.open(ctx, evaluates(both))
		w.work(func(tx *gate.CaseTx) error { return tx.PartCompanions() })
		if ended() != was {
			w.t.Error("parted in another case")
		}
		w.id = firstID
		w.ref = w.alias(w.evaluation)
		w.work(func(tx *gate.CaseTx) error { return tx.PartCompanions() })
		was = ended()
		w.Clock.Advance(time.Hour)
		w.work(func(tx *gate.CaseTx) error { return tx.PartCompanions() })
		if ended() != was {
			w.t.Error("parted twice")
		}
		if _, err := w.Raw().Exec(`update vault_user_key set public_key = $1 where user_id = $2`, []byte("no key"),
			w.bo.User().Bytes()); err != nil {
			w.t.Fatal(err)
		}
		if err := w.Gate.Case(ctx, w.claire, workCase, w.ref, func(tx *gate.CaseTx) error {
			return tx.Accompany(w.bo.User(), vault.Identity, from, until)
		}); err == nil {
			w.t.Error("wrapped to what is no key")
		}
		w.ok(w.Sessions.Depart(ctx, w.SignIn("root"), w.north, w.hana.User()))
		w.ref = w.alias(w.evaluation)
		w.work(func(tx *gate.CaseTx) error {
			w.refused("a person who left", tx.Accompany(w.hana.User(), vault.Identity, from, until))
			return nil
		})
	})
}

func TestWhoLooked(t *testing.T) {
	each(t, func(w *world) {
		start := w.Clock.Now()
		_, err := w.read(ctx, w.claire, readCase, w.ref)
		w.ok(err)
		read := w.Clock.Now()
		looks := func(limit int) (out []gate.Look) {
			w.ok(w.Gate.ViewCase(ctx, w.claire, lookCase, w.ref, func(v *gate.CaseView) (err error) {
				out, err = v.Looks(limit)
				return err
			}))
			return out
		}
		w.Clock.Advance(time.Second)
		got := looks(10)
		if len(got) != 2 || got[0].Act != readCase.Name || got[0].User != w.claire.User() ||
			got[0].Team != w.evaluation ||
			!got[0].At.Equal(read) || got[1].Act != openCase.Name {
			w.t.Errorf("looked since %v: %+v", start, got)
		}
		if n := len(looks(1)); n != 1 {
			w.t.Errorf("%d of one", n)
		}
		other := w.ref
		w.ref, _ = w.open(ctx, evaluates(both))
		if got := looks(10); len(got) != 1 {
			w.t.Errorf("another case: %+v", got)
		}
		w.ref = other
		w.Clock.Set(read.Add(90 * 24 * time.Hour))
		if got := looks(10); len(got) != 3 {
			w.t.Errorf("ninety days later: %+v", got)
		}
		w.Clock.Advance(time.Hour)
		if got := looks(10); got[len(got)-1].Act == readCase.Name {
			w.t.Errorf("longer ago than ninety days: %+v", got)
		}
	})
}

// A receipt's key opens what was sealed to it, and nothing else.
func TestAReceiptOpensItsOwn(t *testing.T) {
	each(t, func(w *world) {
		key, err := vault.GenerateKey()
		w.ok(err)
		wrong, err := vault.GenerateKey()
		w.ok(err)
		holder, stranger := id.New[teamEntity](w.Clock.Now()), id.Random[teamEntity]()
		draft := gate.Record{Codes: map[string][]string{"sex": {"f"}},
			Words: map[string]secret.Text{"name": secret.Of("Awa")}}
		var sealed, message gate.Sealed
		w.ok(w.Gate.Public(ctx, visiting, func(tx *gate.PublicTx) (err error) {
			sealed, err = tx.SealTo(key.Public(), holder, draft)
			return err
		}))
		_, cid := w.open(ctx, evaluates(both), gate.Outsider{ID: holder, Public: key.Public(), Opens: vault.Needs})
		obj := gate.As(cid)
		thread := func(fn func(*gate.PublicTx)) {
			w.ok(w.Gate.Public(ctx, visiting, func(tx *gate.PublicTx) error { fn(tx); return nil }))
		}
		thread(func(tx *gate.PublicTx) {
			got, err := tx.OpenFrom(key, holder, sealed)
			if err != nil || got.Codes["sex"][0] != "f" || string(got.Words["name"].Bytes()) != "Awa" {
				w.t.Errorf("the draft: %v, %v", got.Codes, err)
			}
			_, err = tx.OpenFrom(wrong, holder, sealed)
			w.is("with another key", err, gate.ErrSealed)
			_, err = tx.OpenFrom(key, stranger, sealed)
			w.is("as another's", err, gate.ErrSealed)
			message, err = tx.SealWith(key, holder, obj, vault.Needs, "test.message_sealed", holder,
				secret.Of("tomorrow"))
			w.ok(err)
			for what, try := range map[string]func() error{
				"another key": func() error {
					_, err := tx.SealWith(wrong, holder, obj, vault.Needs, "test.message_sealed", holder,
						secret.Of("x"))
					return err
				},
				"another holder": func() error {
					_, err := tx.SealWith(key, stranger, obj, vault.Needs, "test.message_sealed", holder,
						secret.Of("x"))
					return err
				},
				"another object": func() error {
					_, err := tx.SealWith(key, holder, gate.As(stranger), vault.Needs, "test.message_sealed", holder,
						secret.Of("x"))
					return err
				},
				"a compartment it was not given": func() error {
					_, err := tx.SealWith(key, holder, obj, vault.Identity, "test.message_sealed", holder,
						secret.Of("x"))
					return err
				},
				"reading with another key": func() error {
					_, err := tx.OpenWith(wrong, holder, obj, vault.Needs, "test.message_sealed", holder, message)
					return err
				},
			} {
				w.is(what, try(), gate.ErrSealed)
			}
		})
		trusttest.Failing(w.t, "a message", func(c context.Context) error {
			return w.Gate.Public(c, visiting, func(tx *gate.PublicTx) error {
				_, err := tx.OpenWith(key, holder, obj, vault.Needs, "test.message_sealed", holder, message)
				if errors.Is(err, gate.ErrSealed) {
					w.t.Error("a failing database is told as a key that does not open")
				}
				return err
			})
		})
		thread(func(tx *gate.PublicTx) {
			s, err := tx.OpenWith(key, holder, obj, vault.Needs, "test.message_sealed", holder, message)
			if err != nil || string(s.Bytes()) != "tomorrow" {
				w.t.Errorf("the message: %q, %v", s.Bytes(), err)
			}
		})
		// Records of a case.
		w.ref, w.id = w.open(ctx, evaluates(both))
		w.work(func(tx *gate.CaseTx) error {
			s, err := tx.SealRecord(vault.Needs, "test.record_sealed", tx.ID(), draft)
			w.ok(err)
			got, err := tx.OpenRecord(vault.Needs, "test.record_sealed", tx.ID(), s)
			if err != nil || got.Codes["sex"][0] != "f" {
				w.t.Errorf("the record: %v, %v", got.Codes, err)
			}
			if got, err := tx.OpenRecord(vault.Needs, "test.record_sealed", tx.ID(), gate.Sealed{}); err != nil ||
				got.Codes != nil {
				w.t.Errorf("no record: %v, %v", got.Codes, err)
			}
			if _, err := tx.OpenRecord(vault.Needs, "test.other_sealed", tx.ID(), s); err == nil {
				w.t.Error("the record of another column opened")
			}
			words, err := tx.Seal(vault.Needs, "test.record_sealed", tx.ID(), secret.Of("no record"))
			w.ok(err)
			if _, err := tx.OpenRecord(vault.Needs, "test.record_sealed", tx.ID(), words); err == nil {
				w.t.Error("words were read as a record")
			}
			panics(w.t, "the case itself", "not forgotten", func() { _ = tx.Forget(gate.As(tx.ID())) })
			return tx.Forget(gate.As(cid))
		})
		thread(func(tx *gate.PublicTx) {
			_, err := tx.OpenWith(key, holder, obj, vault.Needs, "test.message_sealed", holder, message)
			w.is("forgotten", err, gate.ErrSealed)
		})
	})
}

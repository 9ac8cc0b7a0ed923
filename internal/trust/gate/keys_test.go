package gate_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// An act opens, grants and takes back only the compartments that it names: asking for another stops the program.
func TestAnActReachesOnlyTheCompartmentsItNames(t *testing.T) {
	each(t, func(w *world) {
		w.ok(w.Gate.ViewCase(ctx, w.claire, lookCase, w.ref, func(v *gate.CaseView) error {
			panics(w.t, "open", "does not open", func() {
				_, _ = v.Open(vault.Identity, "test.name_sealed", v.ID(), w.name)
			})
			return nil
		}))
		w.work(func(tx *gate.CaseTx) error {
			for what, fn := range map[string]func(){
				"seal":   func() { _, _ = tx.Seal(vault.Health, "test.name_sealed", tx.ID(), secret.Of("x")) },
				"create": func() { _ = tx.Create(vault.Health, w.north) },
			} {
				panics(w.t, what, "does not open", fn)
			}
			for what, fn := range map[string]func(){
				"grant":     func() { _ = tx.Grant(w.north, vault.Health) },
				"take back": func() { _, _ = tx.TakeBack(w.north, vault.Health) },
				"split":     func() { _ = tx.Split(vault.Health) },
				"accompany": func() { _ = tx.Accompany(w.hana.User(), vault.Health, tx.Now(), tx.Now()) },
			} {
				panics(w.t, what, "does not grant", fn)
			}
			return nil
		})
		obj := gate.As(id.New[teamEntity](w.Clock.Now()))
		w.ok(w.Gate.ChangeOffice(ctx, w.claire, changing, func(tx *gate.OfficeTx) error {
			box, err := tx.NewBox(obj, both, w.evaluation)
			if err != nil {
				return err
			}
			panics(w.t, "office grant", "does not grant", func() { _ = tx.Grant(box, w.north, vault.Needs) })
			panics(w.t, "new box", "does not open", func() { _, _ = tx.NewBox(obj, vault.Health, w.evaluation) })
			return nil
		}))
	})
}

func TestKeysGoFromHandToHand(t *testing.T) {
	each(t, func(w *world) {
		ref := w.join(w.hana, access.Hosts, vault.None)
		_, err := w.read(ctx, w.hana, readCase, ref)
		w.is("in the circle without a key", err, gate.ErrSealed)
		w.ok(w.Gate.Case(ctx, w.hana, workCase, ref, func(tx *gate.CaseTx) error {
			w.is("granting what one does not hold", tx.Grant(w.south, vault.Identity), gate.ErrSealed)
			_, err := tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of("x"))
			w.is("sealing without a key", err, gate.ErrSealed)
			return nil
		}))
		w.work(func(tx *gate.CaseTx) error { return tx.Grant(w.north, vault.Identity) })
		if e, _ := w.last(workCase); e.Granted != "identity" {
			w.t.Errorf("noted: %+v", e)
		}
		if name, err := w.read(ctx, w.hana, readCase, ref); err != nil || name != "Awa" {
			w.t.Errorf("with the key: %q, %v", name, err)
		}
		w.ok(w.Gate.Case(ctx, w.hana, workCase, ref, func(tx *gate.CaseTx) error {
			w.is("granting more than one holds", tx.Grant(w.south, both), gate.ErrSealed)
			return nil
		}))
		// Fresh keys for a compartment the case did not have: in hand at once, and with those named.
		var danger gate.Sealed
		more := define("more."+w.Engine, access.CaseDoor, access.CaseTeam, both|vault.Danger, vault.None)
		w.ok(w.Gate.Case(ctx, w.claire, more, w.ref, func(tx *gate.CaseTx) (err error) {
			if err := tx.Create(vault.Danger, w.evaluation, w.north); err != nil {
				return err
			}
			if _, err := tx.Open(vault.Identity, "test.name_sealed", tx.ID(), w.name); err != nil {
				w.t.Errorf("the keys in hand before: %v", err)
			}
			danger, err = tx.Seal(vault.Danger, "test.danger_sealed", tx.ID(), secret.Of("the river"))
			return err
		}))
		if e, _ := w.last(more); e.Granted != "danger" || e.Opened != "identity danger" {
			w.t.Errorf("noted: %+v", e)
		}
		for _, who := range []struct {
			a access.Actor
			r gate.CaseRef
		}{{w.claire, w.ref}, {w.hana, ref}} {
			w.ok(w.Gate.ViewCase(ctx, who.a, more, who.r, func(v *gate.CaseView) error {
				s, err := v.Open(vault.Danger, "test.danger_sealed", v.ID(), danger)
				if string(s.Bytes()) != "the river" {
					w.t.Errorf("%s reads %q", who.a.Name(), s.Bytes())
				}
				return err
			}))
		}
		// A case without any key of the acting team gets its first.
		bare, _ := w.open(ctx, evaluates(vault.Identity))
		first := define("first."+w.Engine, access.CaseDoor, access.CaseTeam, vault.Danger, vault.None)
		w.ok(w.Gate.Case(ctx, w.claire, first, bare, func(tx *gate.CaseTx) error {
			return tx.Create(vault.Danger, w.evaluation)
		}))
		lone := w.shelter("Lone") // nobody works there yet
		w.ok(w.Gate.Case(ctx, w.claire, workCase, w.ref, func(tx *gate.CaseTx) error {
			w.is("a team without a key", tx.Grant(lone, vault.Identity), gate.ErrNoKey)
			w.is("fresh keys for it", tx.Create(vault.Needs, lone), gate.ErrNoKey)
			return nil
		}))
	})
}

// What lies in one cell opens nowhere else, and what was altered is told as such.
func TestASealedFieldBelongsToItsCell(t *testing.T) {
	each(t, func(w *world) {
		other, _ := w.open(ctx, evaluates(both))
		_ = other
		w.ref, w.id = w.open(ctx, evaluates(both))
		var raw []byte
		v, err := w.name.Value()
		w.ok(err)
		raw = bytes.Clone(v.([]byte))
		raw[len(raw)-1] ^= 1
		var bad, none gate.Sealed
		w.ok(bad.Scan(raw))
		w.ok(none.Scan(nil))
		w.ok(w.Gate.ViewCase(ctx, w.claire, readCase, w.ref, func(v *gate.CaseView) error {
			row := id.New[teamEntity](w.Clock.Now())
			if _, err := v.Open(vault.Identity, "test.other_sealed", v.ID(), w.name); !fault.Is(err, fault.Internal) {
				w.t.Errorf("another column: %v", err)
			}
			if _, err := v.Open(vault.Identity, "test.name_sealed", row, w.name); !fault.Is(err, fault.Internal) {
				w.t.Errorf("another row: %v", err)
			}
			if _, err := v.Open(vault.Identity, "test.name_sealed", v.ID(), bad); !fault.Is(err, fault.Internal) {
				w.t.Errorf("altered: %v", err)
			}
			if s, err := v.Open(vault.Needs, "test.name_sealed", v.ID(), none); err != nil || !s.Empty() {
				w.t.Errorf("never sealed: %v", err)
			}
			return nil
		}))
		if e, _ := w.last(readCase); e.Opened != "" {
			w.t.Errorf("nothing was opened: %+v", e)
		}
		if !none.Empty() || bad.Empty() {
			w.t.Error("empty is not empty")
		}
		if v, err := none.Value(); err != nil || v.([]byte) == nil || len(v.([]byte)) != 0 {
			w.t.Errorf("nothing is stored as %v, %v", v, err)
		}
		if err := bad.Scan("text"); err == nil {
			w.t.Error("text was read as a sealed field")
		}
		if err := bad.Scan(nil); err != nil || !bad.Empty() {
			w.t.Error("what was read before is still there")
		}
		into := []byte{1, 2}
		w.ok(bad.Scan(into))
		into[0] = 9
		if v, _ := bad.Value(); v.([]byte)[0] != 1 {
			w.t.Error("it shares the driver's memory")
		}
	})
}

// Somebody with the disk who moves a wrap or writes one of their own opens nothing.
func TestAWrapBelongsToItsObjectAndHolder(t *testing.T) {
	each(t, func(w *world) {
		second, secondID := w.open(ctx, evaluates(both))
		if _, err := w.Raw().Exec(`update vault_wrap set object_id = $1 where object_id = $2`, secondID.Bytes(),
			w.id.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		if err := w.Gate.ViewCase(ctx, w.claire, readCase, second,
			func(*gate.CaseView) error { return nil }); !fault.Is(err,
			fault.Internal) {
			w.t.Errorf("a wrap moved to another case: %v", err)
		}
		_, err := w.read(ctx, w.claire, readCase, w.ref)
		w.is("and gone from its own", err, gate.ErrSealed)
	})
}

// A wrap with an end opens until then, and not from then on.
func TestAWrapEnds(t *testing.T) {
	each(t, func(w *world) {
		end := w.Clock.Now().UnixMicro() + 10_000_000
		if _, err := w.Raw().Exec(`update vault_wrap set until_at = $1 where object_id = $2`, end,
			w.id.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		_, err := w.read(ctx, w.claire, readCase, w.ref)
		w.ok(err)
		ends := time.UnixMicro(end)
		w.refused("it ends between look and note", w.Gate.ViewCase(trusttest.Before(ctx, 2, func() {
			w.Clock.Set(ends)
		}), w.claire, readCase, w.ref, func(*gate.CaseView) error { return nil }))
		w.Clock.Set(ends.Add(-time.Millisecond)) // read moves it by as much
		_, err = w.read(ctx, w.claire, readCase, w.ref)
		w.is("at its end", err, gate.ErrSealed)
	})
}

func TestFirstHoldersOfACase(t *testing.T) {
	each(t, func(w *world) {
		key, err := vault.GenerateKey()
		w.ok(err)
		outsider := id.New[teamEntity](w.Clock.Now())
		holders := []gate.Holder{
			{Kind: "evaluation", Relation: access.Evaluates, Opens: both},
			{Kind: "logistics", Relation: access.Organises, Opens: vault.None},
			{Team: w.north, Relation: access.Referred, Opens: vault.Identity},
		}
		ref, cid := w.open(ctx, holders, gate.Outsider{ID: outsider, Public: key.Public(),
			Opens: vault.Needs | vault.Thread})
		w.id = cid
		e, _ := w.last(openCase)
		if e.Granted != (both|vault.Thread).String() || string(e.Object) != string(w.journal.Bytes()) ||
			string(e.Team) != string(w.evaluation.Bytes()) || string(e.User) != string(w.claire.User().Bytes()) {
			w.t.Errorf("noted: %+v", e)
		}
		if ref != w.alias(w.evaluation) {
			w.t.Error("the ref is not the acting team's")
		}
		if n := w.number(`select count(*) from vault_wrap where object_id = $1`, cid.Bytes()); n != 3 {
			w.t.Errorf("%d wraps", n)
		}
		if _, err := w.read(ctx, w.claire, readCase, ref); err != nil {
			w.t.Error(err)
		}
		if name, err := w.read(ctx, w.hana, readCase, w.alias(w.north)); err != nil || name != "Awa" {
			w.t.Errorf("the referring partner: %q, %v", name, err)
		}
		w.ok(w.Gate.Case(ctx, w.hana, workCase, w.alias(w.north), func(tx *gate.CaseTx) error {
			if tx.Holds(vault.Needs) || tx.Relation() != access.Referred {
				w.t.Error("the partner holds what it was not given")
			}
			return nil
		}))
		_, err = w.read(ctx, w.luc, readCase, w.alias(w.Teams["logistics"]))
		w.is("logistics holds no key", err, gate.ErrSealed)
		// A case opened for others only: the opener is told no ref.
		ref, _ = w.open(ctx, []gate.Holder{{Team: w.north, Relation: access.Referred, Opens: vault.Identity}})
		if !ref.IsZero() {
			w.t.Error("a ref for who is not in the circle")
		}
		// Whoever is given no key needs none.
		w.open(ctx, append(evaluates(both), gate.Holder{Team: w.shelter("Bare"), Relation: access.Referred}))
		for what, h := range map[string]gate.Holder{
			"a kind of team that is not": {Kind: "oversea", Relation: access.Evaluates, Opens: vault.Identity},
			"a team where nobody works":  {Team: w.shelter("Lone"), Relation: access.Referred, Opens: vault.Identity},
			"a team that does not exist": {Team: access.TeamID(w.unknownTeam()), Relation: access.Referred,
				Opens: vault.None},
		} {
			if _, err := w.Gate.NewCase(ctx, w.claire, openCase, []gate.Holder{h}, nil, w.begin); err == nil {
				w.t.Errorf("%s: opened", what)
			}
		}
		if _, err := w.Gate.NewCase(ctx, w.claire, openCase, evaluates(both), nil,
			func(*gate.CaseTx, gate.JournalID) error { return errStop }); !errors.Is(err, errStop) {
			w.t.Errorf("opened though the room gave up: %v", err)
		}
	})
}

func (w *world) unknownTeam() (out access.TeamID) {
	_ = out.Scan(id.Random[teamEntity]().Bytes()) // 16 bytes always scan
	return out
}

// A wrap that was moved to another object between look and note is gone; one that the act does not open may go.
func TestOnlyTheWrapsUsedMustStay(t *testing.T) {
	each(t, func(w *world) {
		ref := w.join(w.hana, access.Hosts, vault.Identity)
		w.work(func(tx *gate.CaseTx) error { return tx.Grant(w.north, vault.Needs) })
		_, err := w.read(trusttest.Before(ctx, 2, func() {
			w.work(func(tx *gate.CaseTx) error { _, err := tx.TakeBack(w.north, vault.Needs); return err })
		}), w.hana, readCase, ref)
		w.ok(err)
		// Of two wraps that the act opens, one that is taken back meanwhile is enough.
		w.work(func(tx *gate.CaseTx) error { return tx.Grant(w.north, vault.Needs) })
		w.refused("one of two taken back meanwhile", w.Gate.Case(trusttest.Before(ctx, 2, func() {
			w.work(func(tx *gate.CaseTx) error { _, err := tx.TakeBack(w.north, vault.Needs); return err })
		}), w.hana, workCase, ref, func(*gate.CaseTx) error { return nil }))
		_, other := w.beside(evaluates(vault.Identity))
		w.refused("moved meanwhile", w.Gate.ViewCase(trusttest.Before(ctx, 2, func() {
			if _, err := w.Raw().Exec(`update vault_wrap set object_id = $1 where holder_id = $2`, other.Bytes(),
				w.north.Bytes()); err != nil {
				w.t.Error(err)
			}
		}), w.hana, readCase, ref, func(*gate.CaseView) error { return nil }))
	})
}

// A key that was changed while wraps were made outside the transaction gets none of them.
func TestAKeyChangedMeanwhileIsNotWrappedTo(t *testing.T) {
	each(t, func(w *world) {
		second := w.Person("malo", "Malo", w.evaluation, "claire", access.Coordinator)
		root := w.SignIn("root")
		c := trusttest.Before(ctx, 2, func() { w.ok(w.Sessions.Depart(ctx, root, w.evaluation, second.User())) })
		_, err := w.Gate.NewCase(c, w.claire, openCase, evaluates(both), nil, w.begin)
		w.is("the team's key is another now", err, gate.ErrNoKey)
		w.claire = w.SignIn("claire")
		ref, _ := w.open(ctx, evaluates(both))
		if _, err := w.read(ctx, w.claire, readCase, ref); err != nil {
			w.t.Errorf("with the new key: %v", err)
		}
		if _, err := w.read(ctx, w.claire, readCase, w.ref); err == nil {
			w.t.Error("the name of one case opened in another")
		}
		// The others' keys are as they were.
		w.open(ctx, []gate.Holder{{Team: w.north, Relation: access.Referred, Opens: vault.Identity}})
		_, err = w.Gate.NewCase(trusttest.Before(ctx, 2, func() {
			w.ok(w.Sessions.Depart(ctx, w.SignIn("root"), w.south, w.bo.User()))
		}), w.claire, openCase, []gate.Holder{{Team: w.south, Relation: access.Referred, Opens: vault.Identity}}, nil,
			w.begin)
		w.is("nobody works there any more", err, gate.ErrNoKey)
		if _, err := w.Raw().Exec(`update vault_team_key set public_key = $1 where team_id = $2`, []byte("no key"),
			w.north.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		if _, err = w.Gate.NewCase(ctx, w.claire, openCase, []gate.Holder{{Team: w.north, Relation: access.Referred,
			Opens: vault.Identity}}, nil, w.begin); err == nil || errors.Is(err, gate.ErrNoKey) {
			w.t.Errorf("wrapped to what is no key: %v", err)
		}
		if e := w.number(`select max(epoch) from vault_wrap where object_id <> $1`, w.id.Bytes()); e != 2 {
			w.t.Errorf("wrapped to epoch %d", e)
		}
	})
}

func TestLeavingTakesTheKeysAndTheAlias(t *testing.T) {
	each(t, func(w *world) {
		ref := w.join(w.hana, access.Hosts, both)
		other := w.join(w.bo, access.Hosts, both)
		_, second := w.beside(append(evaluates(both), gate.Holder{Team: w.north, Relation: access.Referred}))
		w.work(func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		if n := w.number(`select count(*) from casefile_circle where case_id = $1 and team_id = $2 and ended_at = 0`,
			second.Bytes(), w.north.Bytes()); n != 1 {
			w.t.Error("it left another case too")
		}
		if _, err := w.read(ctx, w.hana, readCase, ref); !fault.Is(err, fault.NotFound) {
			w.t.Errorf("after leaving: %v", err)
		}
		if n := w.number(`select count(*) from vault_wrap where holder_id = $1`, w.north.Bytes()); n != 0 {
			w.t.Errorf("%d wraps are left", n)
		}
		if _, err := w.read(ctx, w.bo, readCase, other); err != nil {
			w.t.Errorf("the other team: %v", err)
		}
		since := w.number(`select ended_at from casefile_circle where alias = $1`, ref.Bytes())
		w.Clock.Advance(time.Hour)
		w.work(func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		if again := w.number(`select ended_at from casefile_circle where alias = $1`, ref.Bytes()); again != since {
			w.t.Error("who left long ago leaves again")
		}
		again := w.join(w.hana, access.Hosts, vault.None)
		if again == ref {
			w.t.Error("the old alias counts again")
		}
		if _, err := w.read(ctx, w.hana, readCase, again); !errors.Is(err, gate.ErrSealed) {
			w.t.Errorf("without the keys: %v", err)
		}
		w.ok(w.Gate.ViewCase(ctx, w.hana, lookCase, again, func(*gate.CaseView) error { return nil }))
		// An end is enough, whatever the relation says.
		if _, err := w.Raw().Exec(`update casefile_circle set ended_at = 5 where alias = $1`,
			again.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		w.refused("its place has ended", w.Gate.ViewCase(ctx, w.hana, lookCase, again, func(*gate.CaseView) error {
			return nil
		}))
	})
}

package gate_test

import (
	"strings"
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

// A key that does not read stops the split: a name left in one wrap with others could not be taken back.
func TestAKeyThatDoesNotReadStopsTheSplit(t *testing.T) {
	each(t, func(w *world) {
		w.join(w.hana, access.Hosts, both)
		for _, key := range [][]byte{[]byte("no key"), w.deadKey().Bytes()} {
			_, err := w.Raw().Exec(`update vault_team_key set public_key = $1 where team_id = $2`, key, w.north.Bytes())
			w.ok(err)
			err = w.Gate.Case(ctx, w.claire, workCase, w.ref, func(tx *gate.CaseTx) error {
				return tx.Split(vault.Identity)
			})
			if err == nil || len(key) > 10 && !dead(err) {
				w.t.Errorf("that the name lies with others still is told as %v", err)
			}
		}
	})
}

// dead tells whether an error is that of wrapping to a dead key, before any table refuses what was not made.
func dead(err error) bool { return err != nil && strings.Contains(err.Error(), "wrap for") }

// deadKey is a public key to which nothing can be wrapped.
func (w *world) deadKey() vault.PublicKey {
	pair, err := vault.GenerateKey()
	w.ok(err)
	key, err := vault.ParsePublicKey(trusttest.DeadKey(pair.Public()))
	w.ok(err)
	return key
}

// To a dead key nothing is handed: no case opens half, and no receipt is given for words that nobody can read.
func TestNothingIsHandedToADeadKey(t *testing.T) {
	each(t, func(w *world) {
		key := w.deadKey()
		before := w.number(`select count(*) from casefile_case`)
		holder := id.New[teamEntity](w.Clock.Now())
		evaluation := evaluates(both)
		if _, err := w.Gate.NewCase(ctx, w.claire, openCase, evaluation, []gate.Outsider{{ID: holder, Public: key,
			Opens: vault.Needs}}, w.begin); !dead(err) {
			w.t.Errorf("a case with a receipt that opens nothing: %v", err)
		}
		if err := w.Gate.Public(ctx, visiting, func(tx *gate.PublicTx) error {
			_, err := tx.SealTo(key, holder, gate.Record{Words: map[string]secret.Text{"name": secret.Of("Awa")}})
			return err
		}); !dead(err) {
			w.t.Errorf("a draft sealed to nobody: %v", err)
		}
		_, err := w.Raw().Exec(`update vault_team_key set public_key = $1 where team_id = $2`, key.Bytes(),
			w.evaluation.Bytes())
		w.ok(err)
		if _, err := w.Gate.NewCase(ctx, w.claire, openCase, evaluation, nil, w.begin); !dead(err) {
			w.t.Errorf("a case that nobody can open again: %v", err)
		}
		if after := w.number(`select count(*) from casefile_case`); after != before {
			w.t.Errorf("%d cases were opened half", after-before)
		}
	})
}

// The name can be taken back from a team and nothing else with it, by the machine, once it lies in a wrap of its own.
func TestSplitAndTakeBack(t *testing.T) {
	each(t, func(w *world) {
		ref := w.join(w.hana, access.Hosts, both)
		south := w.join(w.bo, access.Referred, vault.Identity)
		lone := w.Person("lone", "Lone", w.shelter("Lone"), "", access.Host)
		w.join(lone, access.Referred, both)
		w.ok(w.Sessions.Depart(ctx, w.SignIn("root"), lone.Members()[0].Team, lone.User()))
		var needs gate.Sealed
		w.work(func(tx *gate.CaseTx) (err error) {
			needs, err = tx.Seal(vault.Needs, "test.needs_sealed", tx.ID(), secret.Of("ground floor"))
			return err
		})
		take := func(team access.TeamID, c vault.Compartment) (was bool) {
			w.ok(w.Gate.Case(ctx, access.Machine("sweep"), jobCase, gate.JobRef(w.id),
				func(tx *gate.CaseTx) (err error) {
					was, err = tx.TakeBack(team, c)
					return err
				}))
			return was
		}
		wraps := func(team access.TeamID) int {
			return w.number(`select count(*) from vault_wrap where object_id = $1 and holder_id = $2`, w.id.Bytes(),
				team.Bytes())
		}
		// Whoever does not hold what lies with it splits nothing.
		w.ok(w.Gate.Case(ctx, w.bo, workCase, south, func(tx *gate.CaseTx) error { return tx.Split(vault.Needs) }))
		if n := wraps(w.evaluation); n != 1 {
			w.t.Errorf("%d wraps of the evaluation", n)
		}
		if take(w.north, vault.Identity) {
			w.t.Error("taken back while it lies with others in one wrap")
		}
		_, another := w.beside(append(evaluates(both), gate.Holder{Team: w.north, Relation: access.Hosts, Opens: both}))
		w.work(func(tx *gate.CaseTx) error { return tx.Split(vault.Identity) })
		if n := w.number(`select count(*) from vault_wrap where object_id = $1 and compartments = 'identity needs'`,
			another.Bytes()); n != 2 {
			w.t.Errorf("another case has %d whole wraps of two", n)
		}
		for what, c := range map[string]struct {
			team access.TeamID
			n    int
		}{"north": {w.north, 2}, "south": {w.south, 1}, "evaluation": {w.evaluation, 2},
			"lone": {lone.Members()[0].Team, 1}} {
			if n := wraps(c.team); n != c.n {
				w.t.Errorf("%s has %d wraps, not %d", what, n, c.n)
			}
		}
		w.work(func(tx *gate.CaseTx) error { return tx.Split(vault.Identity) })
		if n := wraps(w.north); n != 2 {
			w.t.Errorf("split twice: %d wraps", n)
		}
		if name, err := w.read(ctx, w.hana, readCase, ref); err != nil || name != "Awa" {
			w.t.Errorf("after the split: %q, %v", name, err)
		}
		other, otherID, name := w.ref, w.id, w.name
		w.ref, w.id = w.open(ctx, append(evaluates(both), gate.Holder{Team: w.north, Relation: access.Hosts,
			Opens: vault.Identity}))
		thirdName, third := w.name, w.alias(w.north)
		w.ref, w.id, w.name = other, otherID, name
		if !take(w.north, vault.Identity) || take(w.north, vault.Identity) {
			w.t.Error("taken back once, and only once")
		}
		_, err := w.read(ctx, w.hana, readCase, ref)
		w.is("the name", err, gate.ErrSealed)
		w.ok(w.Gate.Case(ctx, w.hana, workCase, ref, func(tx *gate.CaseTx) error {
			s, err := tx.Open(vault.Needs, "test.needs_sealed", tx.ID(), needs)
			if string(s.Bytes()) != "ground floor" {
				w.t.Errorf("the needs: %q", s.Bytes())
			}
			return err
		}))
		_, err = w.read(ctx, w.bo, readCase, south)
		w.ok(err) // another team
		w.name = thirdName
		if _, err := w.read(ctx, w.hana, readCase, third); err != nil {
			w.t.Errorf("another case: %v", err)
		}
		// With more in one wrap than the act opens, it is split too; what was altered stops it.
		w.ref, w.id = w.open(ctx,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: both | vault.Health}})
		splits := func() error {
			return w.Gate.Case(ctx, w.claire, workCase, w.ref,
				func(tx *gate.CaseTx) error { return tx.Split(vault.Identity) })
		}
		w.ok(splits())
		if n := wraps(w.evaluation); n != 2 {
			w.t.Errorf("%d wraps of the evaluation", n)
		}
		change := func(sql string, arg any) {
			if _, err := w.Raw().Exec(sql, arg, w.id.Bytes()); err != nil {
				w.t.Fatal(err)
			}
		}
		change(`update vault_wrap set bundle = $1 where object_id = $2 and compartments <> 'identity'`,
			[]byte("altered"))
		change(`update vault_wrap set compartments = $1 where object_id = $2 and compartments <> 'identity'`, "health")
		if err := splits(); !fault.Is(err, fault.Internal) {
			w.t.Errorf("a wrap that was altered: %v", err)
		}
		w.ref, w.id = w.open(ctx, []gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: both},
			{Team: w.north, Relation: access.Hosts, Opens: both}})
		change(`update vault_wrap set compartments = $1 where object_id = $2`, "gossip")
		if err := splits(); err == nil || fault.Is(err, fault.NotFound) {
			w.t.Errorf("a compartment that is none: %v", err)
		}
	})
}

// A wrap that ends by itself stays as it is: it is not given on without an end.
func TestAWrapThatEndsIsNotSplit(t *testing.T) {
	each(t, func(w *world) {
		if _, err := w.Raw().Exec(`update vault_wrap set until_at = $1 where object_id = $2`,
			w.Clock.Now().Add(time.Hour).UnixMicro(), w.id.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		w.work(func(tx *gate.CaseTx) error { return tx.Split(vault.Identity) })
		if n := w.number(`select count(*) from vault_wrap where object_id = $1`, w.id.Bytes()); n != 1 {
			w.t.Errorf("%d wraps", n)
		}
	})
}

// Whoever was parted reads nothing, though time and key are left; and what is over in one case takes no key of another.
func TestPartingIsOfOneCase(t *testing.T) {
	each(t, func(w *world) {
		from := w.Clock.Now()
		accompany := func(until time.Time) {
			w.work(func(tx *gate.CaseTx) error { return tx.Accompany(w.hana.User(), vault.Identity, from, until) })
		}
		accompany(from.Add(time.Hour)) // of the first case, soon over
		w.ref, w.id = w.open(ctx, evaluates(both))
		accompany(from.Add(9 * time.Hour))
		w.Clock.Set(from.Add(2 * time.Hour))
		w.work(func(tx *gate.CaseTx) error { return tx.PartCompanions() })
		ref := w.companion(w.hana)
		if name, err := w.read(ctx, w.hana, rideCase, ref); err != nil || name != "Awa" {
			w.t.Errorf("within her time: %q, %v", name, err)
		}
		if _, err := w.Raw().Exec(`update casefile_companion set ended_at = 1 where alias = $1`,
			ref.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		_, err := w.read(ctx, w.hana, rideCase, ref)
		w.refused("parted", err)
	})
}

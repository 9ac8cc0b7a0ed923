package placement_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	grantTest = access.Define(access.Act{Name: "test.grant", Door: access.CaseDoor, By: access.CaseWriter,
		Opens: vault.Identity, Grants: vault.Identity})
	nameTest = access.Define(access.Act{Name: "test.name", Door: access.CaseDoor, By: access.CaseTeam,
		Opens: vault.Identity})
)

// knows tells who of the circle opens the name: the evaluation, the service that referred, the host.
func (n *net) knows(awa casefile.Ref, referrer access.Actor, login string) (out string) {
	n.t.Helper()
	alias := func(team access.TeamID) (ref casefile.Ref) {
		n.office(func(tx *gate.OfficeTx) error { return tx.QueryRow(qAliasTest, team).Scan(&ref) })
		return ref
	}
	for _, c := range []struct {
		mark string
		who  access.Actor
		ref  casefile.Ref
	}{{"e", n.claire, awa}, {"r", referrer, alias(n.referring)},
		{"h", n.hosts[login].who, alias(n.hosts[login].team)}} {
		n.must(n.Gate.ViewCase(n.ctx, c.who, nameTest, c.ref, func(v *gate.CaseView) error {
			if v.Holds(vault.Identity) {
				out += c.mark
			}
			if _, parted, err := casefile.NameParted(v); err != nil || parted && c.mark == "h" {
				n.t.Errorf("the name is said to have parted from %s: %v", c.mark, err)
			}
			return nil
		}))
	}
	return out
}

// I13: thirty days after the arrival, and not before, the name goes from the service that referred and from the head
// office, unless she agreed that the head office keeps it.
func TestI13TheNameGoesOnItsDay(t *testing.T) {
	each(t, func(n *net) {
		referrer := n.Person("nina", "Nina", n.referring, "", access.Referrer)
		for login, c := range map[string]struct {
			keeps      tri.Value
			afterwards string
		}{"lot": {tri.Unknown, "h"}, "rhone": {tri.Yes, "eh"}} {
			awa := n.awa(nil)
			n.must(n.Gate.Case(n.ctx, n.claire, grantTest, awa, func(tx *gate.CaseTx) error {
				return tx.Grant(n.referring, vault.Identity)
			}))
			n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, n.readied(awa, login), clear))
			n.tell(awa, journey.JourneyPlanned{})
			n.work(awa, func(tx *gate.CaseTx) error {
				if err := casefile.KeepName(tx, c.keeps); err != nil {
					return err
				}
				if err := casefile.NameStaysAWhile(tx); err != nil { // too early: nobody has arrived
					return err
				}
				return casefile.Tell(tx, casefile.Arrived{})
			})
			arrived := n.Clock.Now().Add(-time.Millisecond) // must moved it
			n.work(awa, casefile.NameStaysAWhile)
			jobs := n.Worker(casefile.NewDesk(n.Gate, nil, nil).Handlers())
			at := func(when time.Time, want string) {
				n.t.Helper()
				n.Clock.Set(when)
				for {
					done, err := jobs.Run(n.ctx)
					n.must(err)
					if done == 0 {
						break
					}
				}
				n.signIn()
				if got := n.knows(awa, referrer, login); got != want {
					n.t.Errorf("%s: %v after the arrival the name is with %q, not %q", login, when.Sub(arrived), got,
						want)
				}
			}
			at(arrived.Add(30*24*time.Hour-time.Hour), "erh")
			at(arrived.Add(30*24*time.Hour+time.Hour), c.afterwards)
			if all := n.Entries(casefile.PartName.Name); (all[len(all)-1].Note == "kept") != (c.keeps == tri.Yes) {
				n.t.Errorf("%s: the journal says %+v", login, all[len(all)-1])
			}
			if c.keeps == tri.Yes { // taken back, it goes at once; agreed to anew, it does not come back
				for _, answer := range []tri.Value{tri.No, tri.Yes} {
					n.work(awa, func(tx *gate.CaseTx) error { return casefile.KeepName(tx, answer) })
					at(n.Clock.Now(), "h")
				}
			}
			n.office(func(tx *gate.OfficeTx) error { // so that the next case of the loop is alone in its aliases
				_, err := tx.Exec(qEndCircles, tx.Now().UnixMicro())
				return err
			})
		}
	})
}

var qEndCircles = gate.OfficeSQL("test.end_circles", `update casefile_circle set ended_at = $1 where ended_at = 0`)

// readied is a proposal to which everybody has said yes.
func (n *net) readied(awa casefile.Ref, login string) proposal.ID {
	id := n.met(awa, login)
	n.yes(awa)
	return id
}

// Two people change what is coded of one person: the second, who read before, is told.
func TestTheCodedRowOfAnOlderVersionIsRefused(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		var old casefile.Coded
		n.work(awa, func(tx *gate.CaseTx) (err error) {
			old, err = casefile.ReadCoded(&tx.CaseView)
			return err
		})
		n.work(awa, func(tx *gate.CaseTx) error {
			return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.Adults = 2 })
		})
		err := n.Gate.Case(n.ctx, n.claire, worksTest, awa, func(tx *gate.CaseTx) error {
			old.Adults = 3
			return casefile.WriteCoded(tx, old)
		})
		if !errors.Is(err, casefile.ErrChanged) {
			n.t.Errorf("the older version was written: %v", err)
		}
		if got := n.search(awa).Coded; got.Adults != 2 || got.Version != old.Version+1 {
			n.t.Errorf("%d adults, version %d after %d", got.Adults, got.Version, old.Version)
		}
		trusttest.Failing(n.t, "the coded row", func(c context.Context) error {
			return n.Gate.Case(c, n.claire, worksTest, awa, func(tx *gate.CaseTx) error {
				return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.Adults++ })
			})
		})
		if got := n.search(awa).Coded; got.Adults != 3 {
			n.t.Errorf("%d adults: what failed was kept", got.Adults)
		}
	})
}

package gate_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var errStop = errors.New("stop")

// unknown is an alias that nobody has.
func unknown() (r gate.CaseRef) {
	_ = r.Scan(id.Random[teamEntity]().Bytes()) // 16 bytes always scan
	return r
}

// I13: outside the circle a case does not exist, and whoever tries stands in the journal.
func TestACaseExistsForItsCircleOnly(t *testing.T) {
	each(t, func(w *world) {
		if name, err := w.read(ctx, w.claire, readCase, w.ref); err != nil || name != "Awa" {
			w.t.Fatalf("the evaluation team reads %q, %v", name, err)
		}
		north := w.join(w.hana, access.Proposed, vault.None)
		for _, c := range []struct {
			what string
			who  access.Actor
			act  access.Act
			ref  gate.CaseRef
		}{
			{"a stranger with the alias", w.hana, readCase, w.ref},
			{"the wrong relation", w.claire, hostCase, w.ref},
			{"another team's alias, overheard", w.claire, readCase, north},
			{"the machine in a person's act", access.Machine("job"), readCase, gate.JobRef(w.id)},
		} {
			_, before := w.last(c.act)
			_, err := w.read(ctx, c.who, c.act, c.ref)
			w.refused(c.what, err)
			w.refused(c.what+", writing", w.Gate.Case(ctx, c.who, c.act, c.ref, func(*gate.CaseTx) error {
				w.t.Errorf("%s got in", c.what)
				return nil
			}))
			e, after := w.last(c.act)
			user, team := "", ""
			if c.who.SignedIn() {
				user = string(c.who.User().Bytes())
			}
			if after != before+2 || e.Refused != string(c.act.By) || e.Opened+e.Granted != "" ||
				string(e.User) != user ||
				string(e.Team) != team || e.Job != c.who.Job() {
				w.t.Errorf("%s: %d entries more, the last %+v", c.what, after-before, e)
			}
		}
		for what, try := range map[string]func() error{
			"an alias that nobody has": func() error {
				_,
					err := w.read(ctx, w.claire, readCase, unknown())
				return err
			},
			"the true id": func() error { _, err := w.read(ctx, w.claire, readCase, gate.JobRef(w.id)); return err },
			"nobody, an alias that nobody has": func() error {
				_, err := w.read(ctx, access.Nobody(), readCase, unknown())
				return err
			},
		} {
			w.refused(what, try())
		}
		w.is("a job for a case that is no more", w.Gate.Case(ctx, access.Machine("job"), jobCase, unknown(),
			func(*gate.CaseTx) error { return nil }), gate.ErrGone)
		w.refused("nobody", func() error { _, err := w.read(ctx, access.Nobody(), readCase, w.ref); return err }())
	})
}

// What the handle says of the case, and what the entry of the act says afterwards.
func TestTheHandleAndTheEntryNameWhoActsOnWhat(t *testing.T) {
	each(t, func(w *world) {
		hosts := w.join(w.hana, access.Hosts, both)
		if hosts == w.ref {
			w.t.Error("two teams share an alias")
		}
		for _, c := range []struct {
			who      access.Actor
			ref      gate.CaseRef
			relation access.Relation
		}{{w.claire, w.ref, access.Evaluates}, {w.hana, hosts, access.Hosts}} {
			team := c.who.Members()[0].Team
			w.ok(w.Gate.ViewCase(ctx, c.who, readCase, c.ref, func(v *gate.CaseView) error {
				if v.ID() != w.id || v.Ref() != c.ref || v.Relation() != c.relation || v.Team() != team ||
					v.Actor().User() != c.who.User() || !v.Now().Equal(w.Clock.Now()) || v.Kept() == nil ||
					!v.Holds(vault.Identity) || v.Holds(vault.Needs) || v.Holds(both) {
					w.t.Errorf("%s sees %v as %s", c.who.Name(), v.Ref(), v.Relation())
				}
				return nil
			}))
			e, _ := w.last(readCase)
			if string(e.User) != string(c.who.User().Bytes()) || string(e.Team) != string(team.Bytes()) ||
				string(e.Object) != string(w.journal.Bytes()) || e.Detail != (trusttest.Entry{}).Detail {
				w.t.Errorf("the entry says %+v", e)
			}
		}
		if _, err := w.read(ctx, w.hana, readCase, hosts); err != nil {
			w.t.Fatal(err)
		}
		if e, _ := w.last(readCase); e.Opened != "identity" || e.Granted != "" || e.Weak {
			w.t.Errorf("what was opened: %+v", e)
		}
		w.ok(w.Gate.Case(ctx, access.Machine("sweep"), jobCase, gate.JobRef(w.id), func(tx *gate.CaseTx) error {
			if tx.ID() != w.id || !tx.Team().IsZero() || tx.Kept() != nil {
				w.t.Error("the machine acts on another case, or for a team")
			}
			tx.Note("code")
			_, err := tx.Exec(qStage, "told")
			return err
		}))
		if e, _ := w.last(jobCase); e.Job != "sweep" || len(e.User)+len(e.Team) > 0 || e.Note != "code" ||
			string(e.Object) != string(w.journal.Bytes()) {
			w.t.Errorf("the machine's entry says %+v", e)
		}
		var stage string
		w.ok(w.Gate.ViewCase(ctx, w.hana, lookCase, hosts, func(v *gate.CaseView) error {
			if err := v.QueryRow(qStageOf).Scan(&stage); err != nil {
				return err
			}
			if v.Holds(vault.Identity) {
				w.t.Error("an act that opens nothing holds a key")
			}
			if _, err := v.Looks(10); err != nil {
				return err
			}
			rows, err := v.Query(qStageOf)
			if err != nil {
				return err
			}
			return rows.Close()
		}))
		if stage != "told" {
			w.t.Errorf("the stage is %q", stage)
		}
	})
}

// Whoever acts for two teams does it as the one that stands rightly.
func TestThePersonOfTwoTeamsActsForTheRightOne(t *testing.T) {
	each(t, func(w *world) {
		code, err := w.Sessions.Invite(ctx, w.SignIn("root"), w.north, []access.Role{access.Coordinator})
		w.ok(err)
		w.ok(w.Sessions.Accept(ctx, w.claire, code))
		w.claire = w.SignIn("claire")
		north := w.join(w.hana, access.Hosts, vault.None)
		w.ok(w.Gate.ViewCase(ctx, w.claire, readCase, north, func(v *gate.CaseView) error {
			if v.Ref() != w.ref || v.Relation() != access.Evaluates || v.Team() != w.evaluation {
				w.t.Errorf("a coordinator acts as %s, for %v", v.Relation(), v.Team())
			}
			return nil
		}))
	})
}

func TestAFailedActLeavesNothing(t *testing.T) {
	each(t, func(w *world) {
		err := w.Gate.Case(ctx, w.claire, workCase, w.ref, func(tx *gate.CaseTx) error {
			if _, err := tx.Exec(qStage, "gone"); err != nil {
				return err
			}
			return errStop
		})
		w.is("an act that gives up", err, errStop)
		w.is("a look that gives up", w.Gate.ViewCase(ctx, w.claire, readCase, w.ref, func(*gate.CaseView) error {
			return errStop
		}), errStop)
		if _, n := w.last(workCase); n != 0 {
			w.t.Errorf("%d entries of an act that was not done", n)
		}
		if _, n := w.last(readCase); n != 0 {
			w.t.Errorf("%d entries of a look that gave up", n)
		}
		var stage string
		w.ok(w.Gate.ViewCase(ctx, w.claire, lookCase, w.ref, func(v *gate.CaseView) error {
			return v.QueryRow(qStageOf).Scan(&stage)
		}))
		if stage != "draft" {
			w.t.Errorf("the stage is %q", stage)
		}
	})
}

// Whatever step of the database fails, the act fails: nobody is told of a success, nor of a refusal that nobody noted.
func TestAFailingDatabaseIsToldAtEveryStep(t *testing.T) {
	each(t, func(w *world) {
		trusttest.Failing(w.t, "reading a case", func(c context.Context) error {
			_, err := w.read(c, w.claire, readCase, w.ref)
			return err
		})
		if e, n := w.last(readCase); n != 1 || e.Opened != "identity" {
			w.t.Errorf("%d looks were noted, the last %+v", n, e)
		}
		trusttest.Failing(w.t, "working on a case", func(c context.Context) error {
			return w.Gate.Case(c, w.claire, workCase, w.ref, func(tx *gate.CaseTx) error {
				if _, err := tx.Exec(qStage, "told"); err != nil {
					return err
				}
				return tx.Later(gate.Job{Kind: "test", Dedupe: "one"})
			})
		})
		if _, n := w.last(workCase); n != 1 {
			w.t.Errorf("%d acts were noted", n)
		}
		trusttest.Failing(w.t, "refusing", func(c context.Context) error {
			_, err := w.read(c, w.hana, readCase, w.ref)
			if fault.Is(err, fault.NotFound) {
				return nil // told as a refusal: it must have been noted
			}
			return err
		})
		if e, n := w.last(readCase); n != 2 || e.Refused == "" {
			w.t.Errorf("a refusal was told and not noted: %d, %+v", n, e)
		}
		trusttest.Failing(w.t, "opening a case", func(c context.Context) error {
			_, err := w.Gate.NewCase(c, w.claire, openCase, evaluates(both), nil, w.begin)
			return err
		})
		trusttest.Failing(w.t, "a list", func(c context.Context) error {
			return w.Gate.Circle(c, w.claire, listing, func(v *gate.CircleView) error {
				rows, err := v.Query(qFollowed, 0)
				if err != nil {
					return err
				}
				return rows.Close()
			})
		})
		trusttest.Failing(w.t, "the office", func(c context.Context) error {
			return w.Gate.Office(c, w.claire, reading, func(v *gate.OfficeView) error {
				_, err := v.TeamOf("evaluation")
				return err
			})
		})
		trusttest.Failing(w.t, "changing the office", func(c context.Context) error {
			return w.Gate.ChangeOffice(c, w.claire, changing, func(tx *gate.OfficeTx) error {
				return tx.Later(gate.Job{Kind: "test", Dedupe: "two"})
			})
		})
		trusttest.Failing(w.t, "the figures", func(c context.Context) error {
			return w.Gate.Figures(c, w.claire, counting, func(v *gate.FiguresView) error {
				var n int
				return v.QueryRow(qCount, 0).Scan(&n)
			})
		})
		trusttest.Failing(w.t, "the figures beside a server", func(c context.Context) error {
			return w.Gate.CountOffline(c, counting, func(v *gate.FiguresView) error {
				var n int
				return v.QueryRow(qCount, 0).Scan(&n)
			})
		})
		trusttest.Failing(w.t, "a public page", func(c context.Context) error {
			return w.Gate.Public(c, visiting, func(tx *gate.PublicTx) error {
				return tx.Later(gate.Job{Kind: "test", Dedupe: "three"})
			})
		})
		for _, name := range []string{"one", "two", "three"} {
			if n := w.number(`select count(*) from outbox_job where kind = 'test' and dedupe = '` + name +
				`'`); n != 1 {
				w.t.Errorf("%d jobs of %s", n, name)
			}
		}
	})
}

// A revocation is instant: what stood when the look began no longer counts when it is noted.
func TestWhatWasTakenBackMeanwhileIsNotSeen(t *testing.T) {
	each(t, func(w *world) {
		meanwhile := map[string]func(*gate.CaseTx) error{
			"the team left the circle":  func(tx *gate.CaseTx) error { return tx.Leave(w.north) },
			"the relation is another":   func(tx *gate.CaseTx) error { return tx.Join(w.north, access.Proposed) },
			"another alias, same place": func(tx *gate.CaseTx) error { return tx.Join(w.north, access.Referred) },
		}
		for what, do := range meanwhile {
			ref := w.join(w.hana, access.Hosts, both)
			c := trusttest.Before(ctx, 2, func() { w.work(do) })
			_, before := w.last(readCase)
			_, err := w.read(c, w.hana, readCase, ref)
			w.refused(what+", looking", err)
			if _, after := w.last(readCase); after != before {
				w.t.Errorf("%s: noted as done", what)
			}
			ref = w.join(w.hana, access.Hosts, both)
			c = trusttest.Before(ctx, 2, func() { w.work(do) })
			w.refused(what+", writing", w.Gate.Case(c, w.hana, workCase, ref, func(*gate.CaseTx) error {
				w.t.Errorf("%s: got in", what)
				return nil
			}))
			w.work(func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		}
		// Only the keys are taken back: the place in the circle stays.
		ref := w.join(w.hana, access.Hosts, vault.None)
		grant := func() { w.work(func(tx *gate.CaseTx) error { return tx.Grant(w.north, vault.Identity) }) }
		back := func() {
			w.work(func(tx *gate.CaseTx) error {
				if was, err := tx.TakeBack(w.north, vault.Identity); err != nil || !was {
					w.t.Errorf("taken back: %v, %v", was, err)
				}
				return nil
			})
		}
		grant()
		_, err := w.read(trusttest.Before(ctx, 2, back), w.hana, readCase, ref)
		w.refused("the keys went, looking", err)
		grant()
		w.refused("the keys went, writing", w.Gate.Case(trusttest.Before(ctx, 2, back), w.hana, workCase, ref,
			func(*gate.CaseTx) error { w.t.Error("got in without keys"); return nil }))
		w.ok(w.Gate.ViewCase(trusttest.Before(ctx, 2, grant), w.hana, lookCase, ref,
			func(*gate.CaseView) error { return nil }))
		if name, err := w.read(ctx, w.hana, readCase, ref); err != nil || name != "Awa" {
			w.t.Errorf("with the keys: %q, %v", name, err)
		}
		// The alias stays and the place in the circle is another; or the step-up ran out.
		if _, err := w.Raw().Exec(`update casefile_circle set relation = 'hosts' where alias = $1`,
			ref.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		w.refused("another relation, the same alias", w.Gate.ViewCase(trusttest.Before(ctx, 2, func() {
			if _, err := w.Raw().Exec(`update casefile_circle set relation = 'referred' where alias = $1`,
				ref.Bytes()); err != nil {
				w.t.Error(err)
			}
		}), w.hana, lookCase, ref, func(*gate.CaseView) error { return nil }))
		fresh := w.SignIn("claire")
		w.refused("the step-up ran out",
			w.Gate.Case(trusttest.Before(ctx, 2, func() { w.Clock.Advance(10 * time.Minute) }),
				fresh, strong, w.ref, func(*gate.CaseTx) error { w.t.Error("got in"); return nil }))
		// Nothing of one's own was taken: somebody else's key does not matter.
		_, err = w.read(trusttest.Before(ctx, 2, back), w.claire, readCase, w.ref)
		w.ok(err)
	})
}

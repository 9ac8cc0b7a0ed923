package placement_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var qEndsIn = gate.OfficeSQL("test.ends_in", `delete from casefile_circle where team_id = $1
	and case_id = (select case_id from casefile_circle where alias = $2)`)

const thirty = 30 * 24 * time.Hour

// I13: a job that comes before the day takes nothing: nobody has arrived, or a transfer needs the name again. The page
// says since when the name is with the host, and not a moment before.
func TestI13NothingIsTakenBeforeItsDay(t *testing.T) {
	each(t, func(n *net) {
		referrer := n.Person("nina", "Nina", n.referring, "", access.Referrer)
		n.signIn()
		awa := n.awa(nil)
		n.must(n.Gate.Case(n.ctx, n.claire, grantTest, awa, func(tx *gate.CaseTx) error {
			return tx.Grant(n.referring, vault.Identity)
		}))
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, n.readied(awa, "lot"), clear))
		n.tell(awa, journey.JourneyPlanned{})
		var theirs casefile.Ref // the case as the service that referred knows it
		n.office(func(tx *gate.OfficeTx) error { return tx.QueryRow(qAliasTest, n.referring).Scan(&theirs) })
		var object []byte
		n.work(awa, func(tx *gate.CaseTx) error { object = tx.ID().Bytes(); return nil })
		handlers := casefile.NewDesk(n.Gate, nil, nil).Handlers()
		part := func(c context.Context) error {
			for kind, handle := range handlers {
				if err := handle(c, outbox.Job{Kind: kind, Object: object}); err != nil {
					return err
				}
			}
			return nil
		}
		note := func() string {
			all := n.Entries(casefile.PartName.Name)
			return all[len(all)-1].Note
		}
		check := func(what string, when time.Time, with string, parted bool) {
			t.Helper()
			n.Clock.Set(when)
			n.must(part(n.ctx))
			if got := note(); (got == "not_yet") != (with == "erh") {
				t.Errorf("%s: noted %q", what, got)
			}
			n.signIn()
			for who, ref := range map[*access.Actor]casefile.Ref{&n.claire: awa, &referrer: theirs} {
				n.must(n.Gate.ViewCase(n.ctx, *who, nameTest, ref, func(v *gate.CaseView) error {
					_, is, err := casefile.NameParted(v)
					if is != parted {
						t.Errorf("%s, %s: parted %v", what, v.Relation(), is)
					}
					return err
				}))
			}
			if got := n.knows(awa, referrer, "lot"); got != with {
				t.Errorf("%s: the name is with %q, not %q", what, got, with)
			}
		}
		check("nobody has arrived", n.Clock.Now().Add(2*thirty), "erh", false)
		n.tell(awa, casefile.Arrived{})
		arrived := n.Clock.Now().Add(-time.Millisecond)
		check("before the day", arrived.Add(thirty-time.Hour), "erh", false)
		n.tell(awa, stay.TransferAsked{})
		asked := n.Clock.Now().Add(-time.Millisecond)
		check("a transfer was asked for", arrived.Add(thirty+time.Hour), "erh", false)
		trusttest.Failing(t, "parting", part)
		// In another case the host is who referred: what it holds of this one stays.
		bea := n.awa(nil)
		n.work(bea, func(tx *gate.CaseTx) error { return tx.Join(n.hosts["lot"].team, access.Referred) })
		n.Clock.Set(asked.Add(thirty))
		n.must(part(n.ctx))
		n.signIn()
		n.office(func(tx *gate.OfficeTx) error {
			_, err := tx.Exec(qEndsIn, n.hosts["lot"].team, bea)
			return err
		})
		check("on the day", n.Clock.Now().Add(time.Minute), "h", true)
		for kind, handle := range handlers {
			if err := handle(n.ctx, outbox.Job{Kind: kind, Object: n.referring.Bytes()}); err != nil {
				t.Errorf("a case that is no more: %v", err)
			}
			if err := handle(n.ctx, outbox.Job{Object: []byte("short")}); err == nil {
				t.Error("a job of no case was done")
			}
		}
	})
}

package placement_test

import (
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// What does not read, or is gone, stops an admission and its page, and is told as such: nobody is asked again for what
// was answered, and no host is in the circle without a key, or counted nowhere.
func TestAnAdmissionStopsAtWhatDoesNotRead(t *testing.T) {
	each(t, func(n *net) {
		if n.Engine != "sqlite" {
			return // one engine is enough: what fails lies above it
		}
		awa := n.awa(nil)
		id := n.met(awa, "lot")
		n.yes(awa)
		raw := n.Raw()
		do := func(sql string, args ...any) {
			t.Helper()
			_, err := raw.Exec(sql, args...)
			n.must(err)
		}
		key := func(team access.TeamID) []byte {
			var k []byte
			n.must(raw.QueryRow(`select public_key from vault_team_key where team_id = $1`, team.Bytes()).Scan(&k))
			return k
		}
		admit := func(what string, repair func()) {
			t.Helper()
			err := n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear)
			if repair(); err == nil || fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", what, err)
			}
			if p := n.proposal(awa, "lot"); p.State != proposal.FinalAccepted {
				t.Errorf("%s: the proposal is %s", what, p.State)
			}
			if set, _ := n.opens("lot"); set != vault.Needs {
				t.Errorf("%s: the host opens %s", what, set)
			}
		}
		const setKey = `update vault_team_key set public_key = $1 where team_id = $2`
		for what, team := range map[string]access.TeamID{"the key of the host": n.hosts["lot"].team,
			"the key of those who keep the name": n.Teams["evaluation"]} {
			was := key(team)
			do(setKey, []byte("no key"), team.Bytes())
			admit(what, func() { do(setKey, was, team.Bytes()) })
		}
		const setAnswer = `update casefile_fact set coded = $1 where kind = 'second_agreement'`
		do(setAnswer, `{"answer":`)
		if _, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); err == nil {
			t.Error("the page says something of an answer that does not read")
		}
		admit("her answer", func() { do(setAnswer, `{"answer":"yes"}`) })
		do(`create table kept as select * from casefile_coded`)
		do(`delete from casefile_coded`)
		if o, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); err == nil || o.Ready {
			t.Error("the page says that a place is safe for somebody of whom nothing is known")
		}
		do(`insert into casefile_coded select * from kept`)
		do(`create trigger gone after insert on vault_wrap begin delete from casefile_coded; end`)
		admit("the coded row", func() { do(`drop trigger gone`) })
		const setKind = `update access_team set kind = $1 where id = $2`
		do(setKind, "partner", n.Teams["logistics"].Bytes())
		admit("who organises her journey", func() { do(setKind, "logistics", n.Teams["logistics"].Bytes()) })
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear))

		n.tell(awa, journey.JourneyPlanned{})
		n.tell(awa, journey.DidNotCome{})
		do(`create trigger gone after insert on placement_notice begin delete from casefile_coded; end`)
		if err := n.desk.Sweep(n.ctx); err == nil {
			t.Error("nobody is told that an admission was not taken back")
		}
		if p := n.proposal(awa, "lot"); p.State != proposal.Admitted {
			t.Errorf("an admission half taken back is %s", p.State)
		}
		do(`drop trigger gone`)
		n.must(n.desk.Sweep(n.ctx))
		do(`pragma foreign_keys = off`)
		do(`delete from partner_place where id = $1`, n.hosts["lot"].place.Bytes())
		if _, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("the page of a place that is no more: %v", err)
		}
		err := n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, awa, func(v *gate.CaseView) error {
			_, _, err := n.desk.Asking.OnCase(v)
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("the board with a place that is no more: %v", err)
		}
	})
}

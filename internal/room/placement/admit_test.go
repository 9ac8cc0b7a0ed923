package placement_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// clear is the decision about a place that is clear of danger: there is none.
var clear = decision.Override{}

// met brings a proposal to a host so far that the interview has taken place.
func (n *net) met(awa casefile.Ref, login string) proposal.ID {
	n.t.Helper()
	n.propose(awa, false, login)
	return n.meets(awa, login)
}

// meets brings the newest proposal of a host so far.
func (n *net) meets(awa casefile.Ref, login string) proposal.ID {
	n.t.Helper()
	ref, id := n.asked(login)
	n.must(n.desk.Asking.Accept(n.ctx, n.hosts[login].who, ref, id))
	n.signIn()
	n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
		Way: "video"}))
	n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
	n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts[login].who, ref, id))
	n.signIn()
	return id
}

// yes is the person's second agreement.
func (n *net) yes(awa casefile.Ref) {
	n.t.Helper()
	n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes})
}

// host is how the host that receives knows the case, and which compartments it opens.
func (n *net) receives(login string) (casefile.Ref, vault.Set) {
	n.t.Helper()
	var ref casefile.Ref
	n.office(func(tx *gate.OfficeTx) error { return tx.QueryRow(qAliasTest, n.hosts[login].team).Scan(&ref) })
	var set vault.Set
	n.must(n.Gate.ViewCase(n.ctx, n.hosts[login].who, allTest, ref, func(v *gate.CaseView) error {
		for _, c := range vault.All.List() {
			if v.Holds(c) {
				set |= c
			}
		}
		return nil
	}))
	return ref, set
}

var allTest = access.Define(access.Act{Name: "test.all", Door: access.CaseDoor, By: access.InterviewingHost,
	Opens: vault.All})

// I4: danger that grows after both yeses stops the admission, until somebody decides by name, with a reason and in
// words, to admit all the same. What she refuses, or somebody to be kept apart from her, nobody sets aside; a place
// that is safe again is admitted to without a word.
func TestI4NoAdmissionIntoDangerWithoutADecision(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		id := n.met(awa, "lot")
		n.yes(awa)
		despite := decision.Override{Reason: "she_knows", Words: secret.Of("she said on the telephone")}
		admit := func(o decision.Override) error { return n.desk.Asking.Admit(n.ctx, n.claire, awa, id, o) }
		still := func(err error, kind fault.Kind, key string) {
			n.t.Helper()
			n.refused(err, kind, key)
			if p := n.proposal(awa, "lot"); p.State != proposal.FinalAccepted {
				n.t.Fatalf("the proposal is %s", p.State)
			}
			if set, _ := n.opens("lot"); set != vault.Needs {
				n.t.Fatalf("the refused admission opened %s", set)
			}
		}
		zone := func(area string) {
			n.work(awa, func(tx *gate.CaseTx) error {
				return casefile.AddZone(tx, casefile.Zone{Area: area, Level: "watch"})
			})
		}
		lift := func(area string) {
			n.work(awa, func(tx *gate.CaseTx) error { return casefile.LiftZone(tx, area) })
		}
		vetoes := func(areas ...string) {
			n.work(awa, func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, areas) })
		}
		zone("46")
		for _, o := range []decision.Override{clear, {Reason: "host_agrees", Words: despite.Words}} {
			still(admit(o), fault.Invalid, "placement.reason_needed")
		}
		still(admit(decision.Override{Reason: "she_knows"}), fault.Invalid, "placement.words_needed")
		vetoes("R76")
		still(admit(despite), fault.Conflict, "placement.refused_now")
		if o, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); err != nil || !o.Doubt.Closed() || o.Ready ||
			o.Doubt.Decidable() || o.Doubt != "placement.refused_now" {
			n.t.Fatalf("the page asks for what nobody decides: doubt %q, ready %v, %v", o.Doubt, o.Ready, err)
		}
		lift("46")
		still(admit(despite), fault.Conflict, "placement.refused_now")
		vetoes()
		lift("59350")
		still(admit(clear), fault.Invalid, "placement.reason_needed") // where danger is, nobody knows any more
		zone("59350")
		vetoes("46042") // a town of the department that she would not go to: her second yes was to this place
		open, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id)
		if n.must(err); open.Doubt != "" || !open.Ready {
			n.t.Fatalf("a place that is safe again: %+v", open)
		}
		zone("46")
		if open, err = n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); err != nil || !open.Doubt.Decidable() ||
			!open.Ready {
			n.t.Fatalf("the page does not ask for the decision: %+v, %v", open, err)
		}
		n.must(admit(despite))
		n.decided(awa, decision.StepAdmission, despite)
		if e := n.Entries("placement.admit"); e[len(e)-1].Note != "despite_danger" {
			n.t.Errorf("the journal says %q of it", e[len(e)-1].Note)
		}
	})
}

// decided looks at the newest decision of a case: to go on in spite of danger, as it was seen, by whom and why.
func (n *net) decided(c casefile.Ref, step decision.Step, why decision.Override) {
	n.t.Helper()
	list := n.search(c).Guide.Decisions
	if len(list) < 2 || list[0].Step != step || list[1].Step != decision.StepAsk || list[0].Places != 0 {
		n.t.Fatalf("the decisions of the case are %+v", list)
	}
	d, err := n.desk.Review.Decision(n.ctx, n.claire, c, list[0].ID)
	if err != nil || d.Step != step || d.Reason != why.Reason || d.Words.Reveal() != why.Words.Reveal() ||
		d.By == "" || len(d.Departures) != 1 || d.Departures[0].What != "h2_danger" ||
		d.Departures[0].Against != decision.AgainstRule || len(d.Record.Places) != 1 || !d.Record.Places[0].Chosen ||
		len(d.Record.Need.Zones) == 0 {
		n.t.Fatalf("the decision is kept as %+v, %v", d, err)
	}
	if seen := n.search(c).Guide.Since; seen == nil || !seen.At.Equal(list[1].At) {
		n.t.Errorf("what changed is told since a decision about one place: %+v", seen)
	}
}

// I2 and I13: without her second yes, or with a later one to the contrary, nobody learns who she is.
func TestAdmissionNeedsBothYeses(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		id := n.met(awa, "lot")
		admit := func() error { return n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear) }
		for what, answer := range map[string]tri.Value{"no": tri.No, "not known": tri.Unknown} {
			n.refused(admit(), fault.Conflict, "placement.person_first")
			n.yes(awa)
			n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: answer})
			if err := admit(); fault.Key(err) != "placement.person_first" {
				n.t.Errorf("a later answer %s: %v", what, err)
			}
		}
		open, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id)
		if err != nil || open.Ready || open.Agreed || open.Opens != vault.Identity ||
			open.Place.ID != n.hosts["lot"].place ||
			open.Header.Code == "" || open.Proposal.ID != id {
			n.t.Errorf("before her yes the page says %+v, %v", open, err)
		}
		n.yes(awa)
		if open, err = n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); err != nil || !open.Ready || !open.Agreed {
			n.t.Errorf("after it: %+v, %v", open, err)
		}
		var nobody proposal.ID
		n.must(nobody.Scan(n.hosts["lot"].team.Bytes()))
		if _, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, nobody); !fault.Is(err, fault.NotFound) {
			n.t.Errorf("a proposal that is not: %v", err)
		}
		trusttest.Failing(n.t, "the page of admission", func(c context.Context) error {
			_, err := n.desk.Asking.OpenAdmit(c, n.claire, awa, id)
			return err
		})
		trusttest.Failing(n.t, "admission", func(c context.Context) error {
			return n.desk.Asking.Admit(c, n.claire, awa, id, clear)
		})
		n.refused(admit(), fault.Conflict, "placement.step_refused")
	})
}

// The host is given health, legal status and documents only where she agreed to both: that this is kept, and that it is
// shared with the place. Not known is no.
func TestWhatAdmissionOpensIsWhatSheAgreedTo(t *testing.T) {
	const legal = vault.Legal | vault.Documents
	answers := map[string]tri.Value{}
	var fails string
	broken := errors.New("consents do not read")
	each(t, func(n *net) {
		n.desk = placement.New(n.Gate, placement.Options{
			Agreed: func(_ *gate.CaseView, purpose string) (tri.Value, error) {
				if purpose == fails {
					return tri.Yes, broken
				}
				return answers[purpose], nil
			}})
		awa := n.awa(nil)
		id := n.met(awa, "lot")
		n.yes(awa)
		for _, c := range []struct {
			share, health tri.Value
			opens         vault.Set
		}{
			{tri.Unknown, tri.Unknown, 0}, {tri.No, tri.Yes, 0}, {tri.Unknown, tri.Yes, 0},
			{tri.Yes, tri.No, legal}, {tri.Yes, tri.Unknown, legal}, {tri.Yes, tri.Yes, legal | vault.Health},
		} {
			answers = map[string]tri.Value{"share_with_place": c.share, "health_data": c.health}
			open, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id)
			if err != nil || open.Opens != vault.Identity|c.opens {
				n.t.Errorf("sharing %v, health %v: it would open %s, %v", c.share, c.health, open.Opens, err)
			}
		}
		for _, fails = range []string{"share_with_place", "health_data"} {
			if err := n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear); !errors.Is(err, broken) {
				n.t.Errorf("where %s does not read: %v", fails, err)
			}
			if _, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); !errors.Is(err, broken) {
				n.t.Errorf("where %s does not read: %v", fails, err)
			}
		}
		fails = ""
		answers = map[string]tri.Value{"share_with_place": tri.Yes, "health_data": tri.No}
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear))
		if _, set := n.receives("lot"); set != vault.Identity|vault.Needs|legal {
			n.t.Errorf("health was not agreed to: the host opens %s", set)
		}
		bea := n.awa(nil)
		id = n.met(bea, "rhone")
		n.yes(bea)
		answers["health_data"] = tri.Yes
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, bea, id, clear))
		if _, set := n.receives("rhone"); set != vault.Identity|vault.Needs|vault.Health|legal {
			n.t.Errorf("all was agreed to: the host opens %s", set)
		}
	})
}

// What admission changes: the place is theirs until the day it is planned to be free, the host is counted and told, the
// circle's wraps hold the name apart, and the case knows where it went.
func TestWhatAdmissionWrites(t *testing.T) {
	each(t, func(n *net) {
		n.desk = placement.New(n.Gate, placement.Options{Mail: func() bool { return true }})
		awa := n.awa(nil)
		id := n.met(awa, "lot")
		n.yes(awa)
		n.run()
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear))
		if p := n.proposal(awa, "lot"); p.State != proposal.Admitted || n.Clock.Now().Sub(p.Answered) > time.Second {
			n.t.Errorf("the proposal is %s, answered %v", p.State, p.Answered)
		}
		if mails := n.run(); len(mails) != 1 {
			n.t.Errorf("the host is told by %v", mails)
		}
		var state, free string
		var people int
		n.must(n.Raw().QueryRow(`select state, occupied_people, free_on from partner_place where id = $1`,
			n.hosts["lot"].place.Bytes()).Scan(&state, &people, &free))
		if want := date.Must(2026, 11, 28).AddDays(7 * 26).String(); state != "occupied" || people != 2 ||
			free != want {
			n.t.Errorf("the place is %s with %d people until %s, not %s", state, people, free, want)
		}
		if n.counted("lot") != 2 {
			n.t.Errorf("%d people received", n.counted("lot"))
		}
		if got := n.number(`select count(*) from vault_wrap where holder_id = $1 and compartments = 'identity'`,
			n.Teams["evaluation"].Bytes()); got != 1 {
			n.t.Errorf("the evaluation's name lies in %d wraps of its own", got)
		}
		if n.count(qCircleTest, n.Teams["logistics"]) != 1 {
			n.t.Error("nobody organises her journey")
		}
		ref, _ := n.receives("lot")
		n.must(n.Gate.ViewCase(n.ctx, n.hosts["lot"].who, allTest, ref, func(v *gate.CaseView) error {
			if v.Relation() != access.Hosts {
				n.t.Errorf("the host %s", v.Relation())
			}
			return nil
		}))
		f := n.search(awa)
		if f.Coded.HostDepartment != "46" || f.Coded.HostRegion != "R76" {
			n.t.Errorf("counted in %q, %q", f.Coded.HostDepartment, f.Coded.HostRegion)
		}
		shown := func(want proposal.State) {
			n.t.Helper()
			if l := n.search(awa).Lines[0]; l.Proposal.State != want {
				n.t.Errorf("the board says %s, not %s", l.Proposal.State, want)
			}
		}
		shown(proposal.Admitted)
		// She does not come: everything is taken back, once, and the board says so at once.
		n.tell(awa, journey.JourneyPlanned{})
		n.tell(awa, journey.DidNotCome{})
		shown(proposal.Released)
		trusttest.Failing(n.t, "taking an admission back", n.desk.Sweep)
		n.must(n.desk.Sweep(n.ctx))
		if p := n.proposal(awa, "lot"); p.State != proposal.Released {
			n.t.Errorf("the proposal is %s", p.State)
		}
		n.must(n.Raw().QueryRow(`select state, occupied_people, free_on from partner_place where id = $1`,
			n.hosts["lot"].place.Bytes()).Scan(&state, &people, &free))
		if state != "available" || people != 0 || free != "" || n.counted("lot") != 0 {
			n.t.Errorf("the place is %s with %d people until %q, %d counted", state, people, free, n.counted("lot"))
		}
		if f := n.search(awa); f.Coded.HostDepartment+f.Coded.HostRegion != "" {
			n.t.Errorf("still counted in %q, %q", f.Coded.HostDepartment, f.Coded.HostRegion)
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.hosts["lot"].who)
		if err != nil || len(items) != 1 || items[0].Text != "placement.home.released_search" {
			n.t.Errorf("the host's home says %+v, %v", items, err)
		}
	})
}

// counted is how many people a host's team received this year, beside the doors.
func (n *net) counted(login string) (out int) {
	n.t.Helper()
	return n.number(`select coalesce(sum(people), 0) from placement_received where team_id = $1`,
		n.hosts[login].team.Bytes())
}

// number counts beside the doors.
func (n *net) number(sql string, args ...any) (out int) {
	n.t.Helper()
	n.must(n.Raw().QueryRow(sql, args...).Scan(&out))
	return out
}

// I7: a place takes as many as it has beds and cots, and not one more; and only who holds it.
func TestI7APlaceTakesNoMoreThanItHasBedsFor(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.awa(nil), n.awa(nil)
		place := n.hosts["lot"].place // three beds, one cot
		occupy := func(ref casefile.Ref, people int) error {
			return n.Gate.Case(n.ctx, n.claire, worksTest, ref, func(tx *gate.CaseTx) error {
				return partner.Occupy(tx, place, people)
			})
		}
		n.refused(occupy(awa, 0), fault.Invalid, "partner.people_none")
		n.refused(occupy(awa, 5), fault.Conflict, "partner.place_small")
		n.work(bea, func(tx *gate.CaseTx) error { return partner.Hold(tx, place, n.Clock.Now().Add(time.Hour)) })
		n.refused(occupy(awa, 1), fault.Conflict, "partner.place_taken")
		n.must(occupy(bea, 4))
		n.refused(occupy(awa, 1), fault.Conflict, "partner.place_taken")
		n.refused(occupy(bea, 5), fault.Conflict, "partner.place_small")
		n.must(occupy(bea, 3))
	})
}

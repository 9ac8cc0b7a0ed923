package placement_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// I7 and I3: a place is held once; a hold ends by itself at the answer-by, and a no leaves nothing with the host.
func TestI7HoldsEndByThemselves(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, bea, n.offer(bea, false, "lot")), fault.Invalid,
			"placement.place_excluded")
		lot, id := n.asked("lot")
		until := n.proposal(awa, "lot").Until
		if want := time.Date(2026, 11, 25, 17, 0, 0, 0, time.UTC); !until.Equal(want) { // Wednesday 18:00 in Paris
			t.Fatalf("answer by %s, want %s", until, want)
		}
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["lot"].who, lot, id, asking.Refusal{Reason: "team_capacity",
			Seen: proposal.Sent}))
		if n.count(qWrapsTest, n.hosts["lot"].team) != 0 || n.count(qCircleTest, n.hosts["lot"].team) != 0 {
			t.Fatal("a no left a key or a place in the circle")
		}
		if _, err := n.desk.Asking.See(n.ctx, n.hosts["lot"].who, lot, id); !fault.Is(err, fault.NotFound) {
			t.Fatalf("after its no the host got %v", err)
		}
		if p := n.proposal(awa, "lot"); p.State != proposal.Declined || p.Reason != "team_capacity" {
			t.Fatalf("the no is %s %q", p.State, p.Reason)
		}
		n.propose(bea, false, "lot") // free again at once, and the refusal cost nobody anything
		n.Clock.Set(until.Add(-time.Second))
		n.run()
		if p := n.proposal(awa, "rhone"); p.State != proposal.Sent {
			t.Fatalf("before its hour the hold is %s", p.State)
		}
		n.Clock.Set(until)
		n.run()
		if p := n.proposal(awa, "rhone"); p.State != proposal.Expired {
			t.Fatalf("at its hour the hold is %s", p.State)
		}
		if n.count(qCircleTest, n.hosts["rhone"].team) != 0 {
			t.Fatal("the host is still in the circle")
		}
	})
}

// Urgent: four hours, pressing more at 1 h, 2 h and 3.5 h of silence; an answer ends the pressing.
func TestUrgentEscalates(t *testing.T) {
	each(t, func(n *net) {
		n.desk = placement.New(n.Gate, placement.Options{Mail: func() bool { return true }})
		awa := n.awa(nil)
		n.propose(awa, true, "lot", "rhone")
		sent := n.proposal(awa, "lot").Sent
		if mails := n.run(); len(mails) != 2 || mails[0] != "placement.sent" {
			t.Fatalf("mails %v", mails)
		}
		if p := n.proposal(awa, "lot"); !p.Until.Equal(sent.Add(4 * time.Hour)) {
			t.Fatalf("answer by %s", p.Until)
		}
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		for _, c := range []struct {
			after time.Duration
			want  int
		}{{59 * time.Minute, 0}, {time.Hour, 1}, {2 * time.Hour, 2}, {3*time.Hour + 29*time.Minute, 2},
			{3*time.Hour + 30*time.Minute, 3}} {
			n.Clock.Set(sent.Add(c.after))
			n.run()
			if got := n.proposal(awa, "rhone").Silence; got != c.want {
				t.Errorf("after %s silence %d, want %d", c.after, got, c.want)
			}
			if got := n.proposal(awa, "lot").Silence; got != 0 {
				t.Errorf("after %s the host that said yes is pressed", c.after)
			}
		}
		n.Clock.Set(sent.Add(4 * time.Hour))
		n.run()
		if a, b := n.proposal(awa, "lot").State, n.proposal(awa, "rhone").State; a != proposal.Accepted ||
			b != proposal.Expired {
			t.Errorf("after four hours: %s and %s", a, b)
		}
	})
}

// A host is to be called at once where mail does not reach it: it has no address, or the letter has not gone.
func TestWhomMailDoesNotReachIsCalled(t *testing.T) {
	each(t, func(n *net) {
		n.desk = placement.New(n.Gate, placement.Options{Mail: func() bool { return true }})
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		called := func(when string, want bool) {
			t.Helper()
			items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
			n.must(err)
			home := slices.ContainsFunc(items,
				func(it casefile.Item) bool { return it.Text == "placement.home.to_call" })
			if home != want || n.search(awa).Lines[0].Call != want {
				t.Errorf("%s: home says call %v, board %v", when, home, n.search(awa).Lines[0].Call)
			}
		}
		called("no address", true)
		n.office(func(tx *gate.OfficeTx) error {
			_, err := tx.Exec(qAddressTest, "hote@exemple.fr", n.hosts["lot"].team)
			return err
		})
		called("with an address", false)
		h := n.desk.Handlers()
		h["mail.notice"] = func(context.Context, outbox.Job) error { return errors.New("no such server") }
		_, err := n.Worker(h).Run(n.ctx)
		n.must(err)
		called("the letter has not gone", true)
		n.Clock.Advance(time.Hour)
		n.run()
		called("the letter has gone", false)

		// the letter to the one colleague who has an address does not go
		n.office(func(tx *gate.OfficeTx) error {
			user, err := gate.Value[gate.UserID](tx.Query, qMemberTest, n.hosts["lot"].team)
			n.must(err)
			return tx.Later(gate.Job{Kind: "mail.letter", Dedupe: "one", Object: user.Bytes(), Payload: "mail.notice"})
		})
		h["mail.letter"] = h["mail.notice"]
		_, err = n.Worker(h).Run(n.ctx)
		n.must(err)
		called("a letter to a colleague has not gone", true)
	})
}

var qMemberTest = gate.OfficeSQL("placement_test.member", `select user_id from access_membership where team_id = $1`)

var qAddressTest = gate.OfficeSQL("placement_test.address", `update access_user set mail = $1 where id in
	(select user_id from access_membership where team_id = $2)`)

// What each hour of silence shows on the home: call, call at once, ask somebody else.
func TestEachHourOfSilenceIsSeen(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, true, "lot")
		sent := n.proposal(awa, "lot").Sent
		for _, c := range []struct {
			after time.Duration
			text  string
			alarm bool
		}{{time.Minute, "placement.home.to_call", false}, {time.Hour, "placement.home.silent", false},
			{2 * time.Hour, "placement.home.silent", true},
			{3*time.Hour + 30*time.Minute, "placement.home.silent_last", true}} {
			n.Clock.Set(sent.Add(c.after))
			n.run()
			n.signIn()
			items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
			n.must(err)
			i := slices.IndexFunc(items, func(it casefile.Item) bool { return it.Band == casefile.Now })
			if i < 0 || items[i].Text != c.text || items[i].Alarm != c.alarm || items[i].Danger != casefile.NoDanger {
				t.Errorf("after %s: %+v", c.after, items)
			}
		}
	})
}

// Two coordinators search at once: the second learns that the first has asked meanwhile.
func TestSecondCoordinatorSeesWhatChanged(t *testing.T) {
	each(t, func(n *net) {
		n.second()
		awa := n.awa(nil)
		offer := n.offer(awa, false, "lot")
		late := n.offer(awa, false, "rhone")
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, awa, offer))
		n.refused(n.desk.Asking.Propose(n.ctx, n.cyril, awa, late), fault.Conflict, "casefile.changed_meanwhile")
		late.Round = n.search(awa).Round
		n.must(n.desk.Asking.Propose(n.ctx, n.cyril, awa, late))
		late.Round = n.search(awa).Round
		n.refused(n.desk.Asking.Propose(n.ctx, n.cyril, awa, late), fault.Invalid, "placement.one_per_host")
	})
}

// Two coordinators press at the same instant, and a host answers twice: one of each counts, on both engines.
func TestPressedTwiceAtOnce(t *testing.T) {
	each(t, func(n *net) {
		n.second()
		awa := n.awa(nil)
		a, b := n.offer(awa, false, "lot"), n.offer(awa, false, "rhone")
		together := func(fns ...func() error) (won int) {
			done := make(chan error)
			for _, fn := range fns {
				go func() { done <- fn() }()
			}
			for range fns {
				switch err := <-done; {
				case err == nil:
					won++
				case !fault.Is(err, fault.Conflict):
					t.Errorf("the slower one got %v", err)
				}
			}
			return won
		}
		won := together(
			func() error { return n.desk.Asking.Propose(n.ctx, n.claire, awa, a) },
			func() error { return n.desk.Asking.Propose(n.ctx, n.cyril, awa, b) })
		if won != 1 || len(n.search(awa).Proposals) != 1 {
			t.Fatalf("%d proposals went through", won)
		}
		login := "lot"
		if n.proposal(awa, "lot").State != proposal.Sent {
			login = "rhone"
		}
		ref, id := n.asked(login)
		yes := func() error { return n.desk.Asking.Accept(n.ctx, n.hosts[login].who, ref, id) }
		if won := together(yes, yes); won != 1 {
			t.Fatalf("the yes counted %d times", won)
		}
	})
}

// A host that says "no room", by its own press or on the telephone, is offered to nobody before the place is confirmed
// free, by the host or by the head office as told; a no for another reason leaves the place for others, not for her.
func TestNoRoomIsConfirmedBeforeThePlaceIsOfferedAgain(t *testing.T) {
	each(t, func(n *net) {
		offered := func(ref casefile.Ref) bool {
			return slices.ContainsFunc(n.search(ref).Line(nil), func(m finding.Match) bool {
				return m.Row.ID == n.hosts["lot"].place
			})
		}
		awa, bea := n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["lot"].who, lot, id, asking.Refusal{Reason: "team_capacity",
			Seen: proposal.Sent}))
		if offered(awa) || !offered(bea) {
			t.Error("a no about her leaves the place for others, and not for her")
		}
		n.propose(bea, false, "lot")
		lot, id = n.asked("lot")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["lot"].who, lot, id, asking.Refusal{Reason: "no_room",
			Seen: proposal.Sent}))
		cid := n.awa(nil)
		if offered(cid) {
			t.Error("offered without having been confirmed free")
		}
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, cid, n.offer(cid, false, "lot")), fault.Invalid,
			"placement.place_excluded")
		places := partner.New(n.Gate)
		says := func(when, code string, asks bool) { // the row of the search, and the home of the host
			t := n.t
			t.Helper()
			m, _ := n.search(cid).Match(n.hosts["lot"].place)
			if d := m.Check(finding.RuleFree).Datum; d.Code != code || code != "available" && d.On != n.Gate.Today() {
				t.Errorf("%s: the row says %+v, want %s", when, d, code)
			}
			items, err := casefile.NewDesk(n.Gate, places.HomePanels(), nil).OnHome(n.ctx, n.hosts["lot"].who)
			n.must(err)
			at := slices.IndexFunc(items, func(i casefile.Item) bool { return i.Text == "partner.home.no_room" })
			if (at >= 0) != asks {
				t.Errorf("%s: the home asks whether it is free: %v", when, at >= 0)
			}
			if at >= 0 && (items[at].Subject == "" || items[at].Since.IsZero() || !items[at].Post ||
				items[at].To != "/places/"+n.hosts["lot"].place.String()+"/state") {
				t.Errorf("%s: the home asks %+v", when, items[at])
			}
		}
		says("no room", "no_room", true)
		n.Clock.Advance(time.Minute)
		n.must(places.Confirm(n.ctx, n.hosts["lot"].who, []partner.PlaceID{n.hosts["lot"].place}))
		says("still no room, it says", "cooling_since", false)
		n.must(places.Mark(n.ctx, n.hosts["lot"].who, n.hosts["lot"].place, partner.Free))
		says("free", "available", false)
		if !offered(cid) {
			t.Error("the host says that it is free, and it is not offered")
		}
		n.propose(cid, false, "lot")
		a := n.spoken(cid, "lot", "no")
		a.Reason = "no_room"
		n.must(n.desk.Asking.Spoke(n.ctx, n.claire, cid, n.proposal(cid, "lot").ID, a))
		if dan := n.awa(nil); offered(dan) {
			t.Error("said on the telephone, it is the same no")
		}
	})
}

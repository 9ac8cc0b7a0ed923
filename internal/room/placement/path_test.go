package placement_test

import (
	"reflect"
	"testing"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// The whole way, and T7 at each step: no key at all before the interview is planned, needs from then on, the name only
// after both yeses and the coordinator's admission, and to that host alone.
func TestHostLearnsWhoOnlyOnceAllThreeAgree(t *testing.T) {
	each(t, func(n *net) {
		n.second()
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "ille")
		lot, lotID := n.asked("lot")
		ille, illeID := n.asked("ille")
		if lot == ille || lot == awa || lotID == illeID {
			t.Fatal("two hosts could compare what they hold")
		}
		for _, h := range []string{"lot", "ille"} {
			if set, err := n.opens(h); err != nil || set != vault.None {
				t.Fatalf("%s opens %s before anything was agreed (%v)", h, set, err)
			}
		}
		if _, err := n.desk.Asking.See(n.ctx, n.hosts["ille"].who, lot, lotID); !fault.Is(err, fault.NotFound) {
			t.Fatalf("one host saw another's proposal: %v", err)
		}
		if _, err := n.desk.Asking.See(n.ctx, n.hosts["ille"].who, ille, lotID); !fault.Is(err, fault.NotFound) {
			t.Fatalf("one host saw another's number: %v", err)
		}
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, lotID))
		if set, _ := n.opens("lot"); set != vault.None {
			t.Fatalf("a yes in principle opened %s", set)
		}
		n.signIn()
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID), fault.Conflict, "placement.host_first")
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, lotID, proposal.Meeting{At: n.Clock.Now().Add(26 * time.Hour),
			Way: "video", Attends: []string{"interpreter"}, Prepare: secret.Of("A cot, please")}))
		if set, _ := n.opens("lot"); set != vault.Needs {
			t.Fatalf("the interview opened %s", set)
		}
		seen, err := n.desk.Asking.See(n.ctx, n.hosts["lot"].who, lot, lotID)
		if err != nil || seen.Prepare.Reveal() != "A cot, please" || seen.Interview == nil {
			t.Fatalf("the host does not see what to prepare: %v", err)
		}
		// The other host was let go calmly, with nothing left.
		if _, err := n.desk.Asking.See(n.ctx, n.hosts["ille"].who, ille, illeID); !fault.Is(err, fault.NotFound) {
			t.Fatalf("the host let go still sees: %v", err)
		}
		if got := n.proposal(awa, "ille"); got.State != proposal.Withdrawn {
			t.Fatalf("the other proposal is %s", got.State)
		}

		n.Clock.Advance(26 * time.Hour)
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, lotID))
		n.signIn()
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID), fault.Conflict, "placement.host_first")
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, lot, lotID))
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID), fault.Conflict, "placement.person_first") // I2
		n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes})
		if set, _ := n.opens("lot"); set != vault.Needs {
			t.Fatalf("the yeses alone opened %s", set)
		}
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID))
		// the second coordinator
		n.refused(n.desk.Asking.Admit(n.ctx, n.cyril, awa, lotID), fault.Conflict, "placement.step_refused")

		var host casefile.Ref
		n.office(func(tx *gate.OfficeTx) error { return tx.QueryRow(qAliasTest, n.hosts["lot"].team).Scan(&host) })
		if set, err := n.opensBy("lot", host); err != nil || set != vault.Identity|vault.Needs {
			t.Fatalf("admission opened %s (%v): health was not agreed to", set, err)
		}
		if n.count(qWrapsTest, n.hosts["ille"].team) != 0 || n.count(qWrapsTest, n.hosts["rhone"].team) != 0 {
			t.Fatal("another host holds a key")
		}
		page, err := casefile.NewDesk(n.Gate, nil, nil).OnCase(n.ctx, n.claire, awa)
		if err != nil || page.Header.Stage != casefile.Accepted {
			t.Fatalf("the case is at %s, %v", page.Header.Stage, err)
		}
		f := n.search(awa)
		if f.Coded.HostDepartment != "46" || f.Coded.HostRegion != "R76" {
			t.Errorf("counted in %q, %q", f.Coded.HostDepartment, f.Coded.HostRegion)
		}
		for _, m := range f.Matches {
			if m.Row.ID == n.hosts["lot"].place && (m.Row.State != "occupied" || m.Row.OccupiedPeople != 2) {
				t.Errorf("the place is %s with %d people", m.Row.State, m.Row.OccupiedPeople)
			}
		}
	})
}

var qAliasTest = gate.OfficeSQL("test.alias", `select alias from casefile_circle where team_id = $1 and ended_at = 0`)

// I4: nobody is asked for a place in a danger zone, nor where danger is not known; and danger that grows later stops
// the interview and the admission.
func TestI4NoProposalIntoDanger(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		f := n.search(awa)
		for _, m := range f.Matches {
			if m.Row.ID == n.hosts["nord"].place && m.Result.Verdict != match.Excluded {
				t.Fatalf("a place in the zone is %s", m.Result.Verdict)
			}
		}
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, n.offer(awa, false, "nord")), fault.Invalid,
			"placement.place_excluded")
		n.work(awa, func(tx *gate.CaseTx) error { return casefile.LiftZone(tx, "59350") })
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, n.offer(awa, false, "lot")), fault.Invalid,
			"placement.danger_unknown")
		n.work(awa, func(tx *gate.CaseTx) error {
			return casefile.AddZone(tx, casefile.Zone{Area: "59350", Level: "serious"})
		})
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		n.work(awa, func(tx *gate.CaseTx) error {
			return casefile.AddZone(tx,
				casefile.Zone{Area: "46", Level: "watch"})
		})
		n.tell(awa, casefile.DangerZoneSet{Areas: []string{"46"}})
		n.signIn()
		err := n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Hour), Way: "video"})
		n.refused(err, fault.Conflict, "placement.danger_now")
		if set, _ := n.opens("lot"); set != vault.None {
			t.Fatalf("the refused plan opened %s", set)
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 1 || !items[0].Alarm || items[0].Text != "placement.home.danger_changed" {
			t.Fatalf("the home does not press: %+v, %v", items, err)
		}
	})
}

// I1: police, papers, nationality and status change nothing in the search; gender only where a host's own profile
// names it.
func TestI1SwapAudit(t *testing.T) {
	each(t, func(n *net) {
		ref := n.awa(nil)
		results := func(change func(*casefile.Coded)) (out []match.Result) {
			n.work(ref, func(tx *gate.CaseTx) error { return casefile.ChangeCoded(tx, change) })
			for _, m := range n.search(ref).Matches {
				m.Result.Place = 0
				out = append(out, m.Result)
			}
			return out
		}
		base := results(func(*casefile.Coded) {})
		for name, change := range map[string]func(*casefile.Coded){
			"nationality": func(c *casefile.Coded) { c.Nationality, c.NationalityGroup = "FR", "france" },
			"complaint":   func(c *casefile.Coded) { c.Complaint = "before" },
			"cooperation": func(c *casefile.Coded) { c.Cooperation = tri.Yes },
			"status":      func(c *casefile.Coded) { c.TraffickingStatus, c.Exploitation = "identified", "labour" },
			"reflection":  func(c *casefile.Coded) { c.ReflectionTold = tri.No },
			"origin":      func(c *casefile.Coded) { c.OriginDepartment, c.ReferrerKind = "13", "police" },
			"birth":       func(c *casefile.Coded) { c.BirthYear = 1970 },
		} {
			if got := results(change); !reflect.DeepEqual(got, base) {
				t.Errorf("%s changed the search", name)
			}
		}
		man := results(func(c *casefile.Coded) { c.Sex, c.Gender = "M", "Masculine" })
		for _, r := range man {
			var own match.Verdict
			for _, c := range r.Checks {
				if c.Rule == match.RuleProfile {
					own = c.Verdict
				}
			}
			women := r.Key == n.hosts["ille"].place.String()
			if women != (own == match.Excluded) {
				t.Errorf("%s: profile says %s to a man", r.Key, own)
			}
		}
		// But for the hosts whose own declared profile names it, gender changes neither a value nor the order.
		others := func(list []match.Result) (out []match.Result) {
			for _, r := range list {
				if r.Key != n.hosts["ille"].place.String() {
					out = append(out, r)
				}
			}
			return out
		}
		if !reflect.DeepEqual(others(base), others(man)) {
			t.Error("gender changed a place whose host receives anyone")
		}
	})
}

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
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["lot"].who, lot, id, "team_capacity"))
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
		n.desk = placement.New(n.Gate, placement.Options{Mail: true})
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

// I3: the person withdraws; every hold is let go, the hosts read a calm line, and nothing else is closed.
func TestWithdrawnPersonFreesEveryPlace(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		n.propose(bea, false, "ille")
		lot, id := n.asked("lot")
		n.must(n.desk.Sweep(n.ctx))
		if p := n.proposal(awa, "lot"); p.State != proposal.Sent {
			t.Fatalf("a sweep without reason made it %s", p.State)
		}
		n.tell(awa, casefile.Withdrawn{})
		seen, err := n.desk.Asking.See(n.ctx, n.hosts["lot"].who, lot, id)
		if err != nil || !seen.Needless {
			t.Fatalf("the host is not told calmly: %+v, %v", seen, err)
		}
		n.refused(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id), fault.Conflict, "placement.no_longer_needed")
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team)+n.count(qCircleTest, n.hosts["rhone"].team) != 0 {
			t.Fatal("a host is still in the circle")
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.hosts["lot"].who)
		if err != nil || len(items) != 1 || items[0].Text != "placement.home.notice_no_longer_needed" ||
			!items[0].Case.Ref.IsZero() {
			t.Fatalf("the host's home says %+v, %v", items, err)
		}
		if p := n.proposal(bea, "ille"); p.State != proposal.Sent {
			t.Fatalf("another person's proposal is %s", p.State)
		}
		n.propose(bea, false, "lot")
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

// I5: the referrer's case page has no board, and the partner that referred is never asked itself.
func TestI5ReferrerNeverSeesWhichPlace(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		var panels []bool
		look := func(v *gate.CaseView) error {
			b, ok, err := n.desk.Asking.OnCase(v)
			panels = append(panels, ok && len(b.Lines) > 0)
			return err
		}
		rita := n.Person("rita", "Rita", n.referring, "", access.Referrer)
		n.signIn()
		var mine casefile.Ref
		n.office(func(tx *gate.OfficeTx) error { return tx.QueryRow(qAliasTest, n.referring).Scan(&mine) })
		n.must(n.Gate.ViewCase(n.ctx, rita, casefile.Open, mine, look))
		n.must(n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, awa, look))
		if panels[0] || !panels[1] {
			t.Fatalf("board shown to the referrer: %v, to the coordinator: %v", panels[0], panels[1])
		}
		_, err := n.desk.Finding.Search(n.ctx, rita, mine)
		n.refused(err, fault.NotFound, "")
	})
}

// She did not come: the case is searched for again by itself, the place is free and the host's keys are gone.
func TestNoShowGoesBackToSearch(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "telephone"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id))
		n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes})
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id))
		n.tell(awa, journey.JourneyPlanned{})
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team) != 1 {
			t.Fatal("the sweep took the place of somebody on the way")
		}
		n.tell(awa, journey.DidNotCome{})
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team)+n.count(qWrapsTest, n.hosts["lot"].team) != 0 {
			t.Fatal("the host keeps a key to somebody who never came")
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 1 || items[0].Band != casefile.Wait {
			t.Fatalf("the case is not on the list of who waits: %+v, %v", items, err)
		}
		n.propose(awa, false, "lot")
	})
}

// A person who says no after the interview keeps her place in the search; the host is thanked.
func TestPersonSaysNo(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "video"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id))
		n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: tri.No})
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, id), fault.Conflict, "placement.person_first")
		n.tell(awa, casefile.SearchAgain{Reason: "refused_by_person"})
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team)+n.count(qWrapsTest, n.hosts["lot"].team) != 0 {
			t.Fatal("the host keeps a key")
		}
		if p := n.proposal(awa, "lot"); p.State != proposal.Withdrawn {
			t.Fatalf("the proposal is %s", p.State)
		}
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

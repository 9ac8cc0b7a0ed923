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
	"havre.example/havre/internal/room/placement/decision"
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
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID, clear), fault.Conflict, "placement.host_first")
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
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, lotID, false))
		n.signIn()
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID, clear), fault.Conflict, "placement.host_first")
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, lot, lotID))
		// I2
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID, clear), fault.Conflict, "placement.person_first")
		n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes})
		if set, _ := n.opens("lot"); set != vault.Needs {
			t.Fatalf("the yeses alone opened %s", set)
		}
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, lotID, clear))
		// the second coordinator
		n.refused(n.desk.Asking.Admit(n.ctx, n.cyril, awa, lotID, clear), fault.Conflict, "placement.step_refused")

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
		grew := n.Clock.Now()
		n.Clock.Set(grew.Add(40 * time.Minute))
		n.signIn()
		err := n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Hour),
			Way: "video"})
		n.refused(err, fault.Invalid, "placement.reason_needed")
		if set, _ := n.opens("lot"); set != vault.None {
			t.Fatalf("the refused plan opened %s", set)
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 1 || !items[0].Alarm || items[0].Text != "placement.home.danger_changed" ||
			items[0].Since.Sub(grew).Abs() > time.Minute {
			t.Fatalf("the home does not press, since %v: %+v, %v", grew, items, err)
		}
		despite := decision.Override{Reason: "checked", Words: secret.Of("the zone is the other side of the river")}
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Hour),
			Way: "video", Why: despite}))
		n.decided(awa, decision.StepInterview, despite)
		items, err = casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 1 || items[0].Text != "placement.home.interview" {
			t.Fatalf("the home presses after the decision: %+v, %v", items, err)
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

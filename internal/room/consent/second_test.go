package consent_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// I2: the second agreement is asked once the interview with the host that accepted last was held, and until it is
// answered; I3: a no, and taking it back, lead back to the search.
func TestI2TheSecondAgreementIsAskedAfterTheInterview(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes))
		home := casefile.NewDesk(n.Gate, n.d.HomePanels(), nil)
		check := func(what string, ask, given, item bool) {
			t.Helper()
			p := n.page(awa)
			if p.Ask != ask || p.Given != given {
				t.Errorf("%s: ask %v, given %v", what, p.Ask, p.Given)
			}
			items, err := home.OnHome(t.Context(), n.claire)
			n.must(err)
			if (len(items) == 1) != item {
				t.Errorf("%s: the home says %+v", what, items)
			}
			if item && (items[0].Case.Code == "" || items[0].Since.IsZero() || items[0].Band != casefile.Now) {
				t.Errorf("%s: %+v", what, items[0])
			}
			err = n.work(awa, func(tx *gate.CaseTx) error {
				p, shown, err := n.d.OnCase(&tx.CaseView)
				if !shown || p.Ask != ask || p.Given != given {
					t.Errorf("%s: on the case page ask %v, given %v, shown %v", what, p.Ask, p.Given, shown)
				}
				return err
			})
			n.must(err)
			if !ask {
				n.refused(n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Yes)), "consent.interview_first")
			}
		}
		second := func(answer tri.Value) {
			t.Helper()
			n.must(n.d.Second(t.Context(), n.claire, awa, n.said(consent.First, answer))) // whatever the form says
		}
		check("before all", false, false, false)
		n.tell(awa, assessment.Admitted{}, asking.HostAccepted{Place: "p1"})
		check("a host accepts", false, false, false)
		n.tell(awa, asking.InterviewHeld{})
		check("after the interview", true, false, true)
		n.refused(n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Unknown)), "consent.answer_needed")
		for on, key := range map[date.Date]string{{}: "consent.date_needed",
			n.today().AddDays(-1): "consent.date_before_interview"} {
			a := n.said("", tri.Yes)
			a.On = on
			n.refused(n.d.Second(t.Context(), n.claire, awa, a), key)
		}
		n.tell(awa, asking.HostAccepted{Place: "p2"})
		check("another host", false, false, false)
		n.tell(awa, asking.InterviewHeld{})
		check("its interview", true, false, true)
		second(tri.No)
		check("a no", false, true, false)
		if got := n.page(awa).Header.Stage; got != casefile.Searching {
			t.Errorf("after a no at %s", got)
		}
		n.tell(awa, asking.HostAccepted{Place: "p3"}, asking.InterviewHeld{})
		check("a third interview", true, false, true)
		trusttest.Failing(t, "the second agreement", func(c context.Context) error {
			return n.d.Second(c, n.claire, awa, n.said("", tri.Yes))
		})
		check("a yes", true, true, false)
		if got := n.last(awa, consent.Second); got.Answer != tri.Yes || n.page(awa).Header.Stage != casefile.Meeting {
			t.Errorf("after a yes at %s: %+v", n.page(awa).Header.Stage, got)
		}
		n.must(n.revoke(awa, consent.Second, n.today()))
		if got := n.page(awa).Header.Stage; got != casefile.Searching {
			t.Errorf("taken back, and at %s", got)
		}
		n.tell(awa, asking.HostAccepted{Place: "p4"}, asking.InterviewHeld{})
		second(tri.Yes)
		n.tell(awa, casefile.Placed{})
		check("placed", false, true, false)
		n.tell(awa, journey.JourneyPlanned{}, casefile.Arrived{})
		n.must(n.revoke(awa, consent.Second, n.today())) // she is there: nothing leads back
		n.must(n.revoke(awa, consent.First, n.today()))
		if got := n.page(awa).Header.Stage; got != casefile.Sheltered {
			t.Errorf("she stays, and is at %s", got)
		}
		bea := n.open(n.said(consent.First, tri.Yes))
		n.must(n.revoke(bea, consent.First, n.today()))
		if got := n.page(bea).Header.Stage; got != casefile.WithdrawnS {
			t.Errorf("taken back before the search, and at %s (I3)", got)
		}
	})
}

// A case that ended after the interview asks for no agreement on its page; where the host that agreed does not read,
// nothing is recorded as of a day after it.
func TestNoSecondAgreementAfterTheEnd(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes))
		n.tell(awa, assessment.Admitted{}, asking.HostAccepted{Place: "p1"}, asking.InterviewHeld{})
		asks := func(want bool) {
			t.Helper()
			n.must(n.work(awa, func(tx *gate.CaseTx) error {
				p, shown, err := n.d.OnCase(&tx.CaseView)
				if !shown || p.Ask != want {
					t.Errorf("at %s the case asks %v, shown %v", p.Header.Stage, p.Ask, shown)
				}
				return err
			}))
		}
		asks(true)
		told := func(coded string) {
			_, err := n.Raw().Exec(`update casefile_fact set coded = $1 where kind = 'host_accepted'`, coded)
			n.must(err)
		}
		told(`[]`)
		err := n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Yes))
		if told(`{}`); err == nil || n.page(awa).Given {
			t.Errorf("recorded without the host that agreed: %v", err)
		}
		n.tell(awa, casefile.Withdrawn{})
		asks(false)
	})
}

// What is asked of one case is not asked of another, nor of who only follows it, nor while she asked to wait.
func TestEachCaseIsAskedForItself(t *testing.T) {
	each(t, func(n *net) {
		hugo := n.Person("hugo", "Hugo", n.Teams["oversight"], "", access.Coordinator, access.Referrer)
		n.claire = n.SignIn("claire")
		awa, bea := n.open(n.said(consent.First, tri.Yes)), n.open(n.said(consent.First, tri.Yes))
		home := casefile.NewDesk(n.Gate, n.d.HomePanels(), nil)
		check := func(what string, who access.Actor, want ...casefile.Ref) {
			t.Helper()
			items, err := home.OnHome(t.Context(), who)
			n.must(err)
			if len(items) != len(want) || len(items) == 1 && items[0].Case.Ref != want[0] {
				t.Errorf("%s: %+v", what, items)
			}
		}
		for _, ref := range []casefile.Ref{awa, bea} {
			n.tell(ref, assessment.Admitted{}, asking.HostAccepted{Place: "p1"})
		}
		n.tell(awa, asking.InterviewHeld{})
		check("one interview was held", n.claire, awa)
		check("another team", hugo)
		n.must(n.work(awa, func(tx *gate.CaseTx) error { return tx.Join(n.Teams["oversight"], access.Referred) }))
		check("who referred", hugo)
		n.tell(bea, asking.InterviewHeld{})
		check("two", n.claire, awa, bea)
		n.must(n.d.Second(t.Context(), n.claire, bea, n.said("", tri.Yes)))
		check("one is answered", n.claire, awa)
		n.must(n.add(bea, n.said("health_data", tri.Yes)))
		n.must(n.revoke(bea, "health_data", n.today()))
		if got := n.page(bea).Header.Stage; got != casefile.Meeting {
			t.Errorf("another agreement was taken back, and the path is at %s", got)
		}
		n.must(home.Pause(t.Context(), n.claire, awa, false))
		check("she asked to wait", n.claire)
		n.refused(n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Yes)), "casefile.step_refused")
		if got := n.last(awa, consent.Second); got.Answer == tri.Yes {
			t.Error("what was refused is recorded")
		}
		var ref casefile.Ref
		n.must(n.Gate.ChangeOffice(t.Context(), access.Machine("test"), findTest,
			func(tx *gate.OfficeTx) error { return tx.QueryRow(qAlias, n.Teams["oversight"]).Scan(&ref) }))
		n.must(home.Pause(t.Context(), n.claire, awa, true))
		n.must(n.Gate.ViewCase(t.Context(), hugo, teamTest, ref, func(v *gate.CaseView) error {
			p, shown, err := n.d.OnCase(v)
			if !shown || len(p.List) != 1 || p.Ask {
				t.Errorf("who referred is shown %v, asked %v: %+v", shown, p.Ask, p.List)
			}
			return err
		}))
		cora := n.open(n.said(consent.First, tri.Yes))
		n.tell(cora, casefile.Withdrawn{})
		n.must(n.revoke(cora, consent.First, n.today()))
		if got := n.page(cora).Header.Stage; got != casefile.WithdrawnS {
			t.Errorf("taken back after the end, and at %s", got)
		}
	})
}

// The first agreement may be answered anew before the search; what was taken back, or was a no, keeps its own day.
func TestAnAnswerKeepsItsDay(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes))
		again := func() {
			t.Helper()
			n.must(n.work(awa, func(tx *gate.CaseTx) error { return n.d.Record(tx, n.said(consent.First, tri.Yes)) }))
		}
		again()
		n.tell(awa, assessment.EvaluationStarted{})
		again()
		monday := n.today()
		n.must(n.add(awa, n.said("health_data", tri.Yes)))
		n.must(n.revoke(awa, "health_data", monday))
		n.must(n.add(awa, n.said("health_data", tri.No)))
		n.Clock.Advance(24 * time.Hour)
		n.claire = n.SignIn("claire")
		n.must(n.add(awa, n.said("health_data", tri.Yes)))
		var days []date.Date
		for _, a := range n.page(awa).List {
			if a.Kind == "health_data" {
				days = append(days, a.RevokedOn)
			}
		}
		if !slices.Equal(days, []date.Date{monday, {}, {}}) {
			t.Errorf("taken back on %v", days)
		}
	})
}

// A host that is asked sees nothing of what she agreed to.
func TestAHostIsNotShownAgreements(t *testing.T) {
	each(t, func(n *net) {
		host := n.Person("hugo", "Hugo", n.Teams["oversight"], "", access.Host) // any team serves as the host's here
		n.claire = n.SignIn("claire")
		awa := n.open(n.said(consent.First, tri.Yes))
		n.must(n.work(awa, func(tx *gate.CaseTx) error { return tx.Join(n.Teams["oversight"], access.Proposed) }))
		var ref casefile.Ref
		n.must(n.Gate.ChangeOffice(t.Context(), access.Machine("test"), findTest,
			func(tx *gate.OfficeTx) error { return tx.QueryRow(qAlias, n.Teams["oversight"]).Scan(&ref) }))
		n.must(n.Gate.ViewCase(t.Context(), host, hostTest, ref, func(v *gate.CaseView) error {
			p, shown, err := n.d.OnCase(v)
			if shown || len(p.List) != 0 || p.Header.Code != "" {
				t.Errorf("shown %v: %+v", shown, p)
			}
			return err
		}))
	})
}

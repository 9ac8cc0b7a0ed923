package indicator_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/indicator"
	_ "havre.example/havre/internal/room/journey" // its part: the facts it tells
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	actRefer = access.Define(access.Act{Name: "indicatortest.refer", Door: access.OfficeDoor, By: access.ByCoordinator})
	actList  = access.Define(access.Act{Name: "indicatortest.list", Door: access.CircleDoor, By: access.SignedIn})
	actTell  = access.Define(access.Act{Name: "indicatortest.tell", Door: access.CaseDoor, By: access.CaseKeeper})
)

var qAliasTest = gate.CircleSQL("indicatortest.alias", `select circle.alias from casefile_circle circle where @circle`)

// person opens a case, writes its coded row, and tells its facts, a day apart.
func (n network) person(t *testing.T, consent tri.Value, facts ...casefile.Fact) {
	t.Helper()
	holders := []gate.Holder{{Kind: "evaluation", Relation: access.Evaluates}}
	ref, err := n.floor.Gate.NewCase(t.Context(), n.claire, actRefer, holders, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			err := casefile.ChangeCoded(tx, func(c *casefile.Coded) {
				c.Sex, c.Gender, c.Exploitation, c.StatisticsConsent = "F", "Feminine", "domestic_servitude", consent
				c.HouseholdShape, c.ChildrenBands, c.Complaint, c.Cooperation = "adult_with_children",
					[]string{"age_0_2", "age_3_5"}, "after", tri.Yes
			})
			if err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "police", Case: "first"})
		})
	if err != nil {
		t.Fatal(err)
	}
	for _, fact := range facts {
		n.floor.Clock.Advance(24 * time.Hour)
		err := n.floor.Gate.Case(t.Context(), n.claire, actTell, ref,
			func(tx *gate.CaseTx) error { return casefile.Tell(tx, fact) })
		if err != nil {
			t.Fatalf("tell %s: %v", fact.Kind(), err)
		}
	}
}

// I14: who did not agree to be counted stands in the documented total and nowhere else.
func TestLiveCasesAreCountedWithTheirConsent(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		arrival := []casefile.Fact{
			assessment.Admitted{}, asking.HostAccepted{Place: "x"}, asking.InterviewHeld{},
			casefile.Placed{Place: "x"},
			casefile.Arrived{On: date.Must(2026, 11, 30)},
		}
		n.person(t, tri.Yes, append(append([]casefile.Fact{}, arrival...),
			casefile.Withdrawn{}, casefile.Reopened{})...) // an end that was taken back is none
		n.person(t, tri.Yes,
			append(append([]casefile.Fact{}, arrival...),
				stay.Left{Reason: "own_housing", On: date.Must(2026, 12, 4)})...)
		n.person(t, tri.Yes, casefile.NotAdmitted{Reason: "local_solution"})
		n.person(t, tri.Yes, casefile.Withdrawn{})
		n.person(t, tri.Yes)
		n.person(t, tri.No, arrival...)
		n.person(t, tri.Unknown)
		r := n.report(t, n.claire, 2026, indicator.Exact)
		if r.DocumentedRequests.Count != 7 || r.ReleasedRequests.Count != 5 || r.DocumentedArrivals.Count != 3 ||
			r.ReleasedArrivals.Count != 2 {
			t.Errorf("documented %d and %d, released %d and %d", r.DocumentedRequests.Count, r.DocumentedArrivals.Count,
				r.ReleasedRequests.Count, r.ReleasedArrivals.Count)
		}
		for _, c := range []struct {
			table, want string
			keys        []string
		}{
			{"outcome", "2 1 1 1 of 5", []string{"arrived", "resolved_locally", "withdrawn", "in_progress"}},
			{"reason", "1 1 of 2", []string{"local_solution", "refused_by_person"}},
			{"sex", "2 0 of 2", []string{"F", codelist.Unknown}},
			{"children", "2 of 2", []string{"2"}},
			{"exploitation", "2 of 2", []string{"domestic_servitude"}},
			{"complaint", "2 of 2", []string{"after"}},
			{"cooperation", "2 of 2", []string{"yes"}},
		} {
			if got := line(r.Table(c.table), c.keys...); got != c.want {
				t.Errorf("%s: %s, want %s", c.table, got, c.want)
			}
		}
		steps := ""
		for _, s := range r.Steps {
			steps += fmt.Sprint(s.Yes.Count, s.No.Count, s.Unknown.Count, " ")
		}
		if steps != "3 2 0 2 3 0 2 3 0 2 3 0 " {
			t.Errorf("steps: %s", steps)
		}
		if r.Staying.Count != 1 || r.Stayed.Count != 2 {
			t.Errorf("in care %d of %d", r.Staying.Count, r.Stayed.Count)
		}
		everyTableAddsUp(t, r)
		if w := r.Waits[len(r.Waits)-1]; w.People.Count != 2 || w.Given {
			t.Errorf("waits of two people: %+v", w)
		}
		hidden := n.report(t, n.odile, 2026, indicator.Protected)
		nothingSmall(t, hidden)
	})
}

func TestYearsToReportOn(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		if years, err := n.Period(t.Context(), n.odile); err != nil || !reflect.DeepEqual(years, []int{2026}) {
			t.Fatalf("%v %v", years, err)
		}
		n.load(t)
		years, err := n.Period(t.Context(), n.odile)
		if err != nil || len(years) != 15 || years[0] != 2026 || years[14] != 2012 {
			t.Fatalf("%v %v", years, err)
		}
		for _, y := range []int{0, 2027} {
			if _, err := n.Report(t.Context(), n.claire, y, indicator.Exact); !fault.Is(err, fault.NotFound) {
				t.Errorf("%d: %v", y, err)
			}
		}
	})
}

// A figure of a past day follows the facts of that day: whoever joins a household later is not counted as having come
// along.
func TestWhoJoinsLaterDidNotArriveWithHer(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		n.person(t, tri.Yes, assessment.Admitted{}, asking.HostAccepted{Place: "x"}, asking.InterviewHeld{},
			casefile.Placed{Place: "x"}, casefile.Arrived{On: date.Must(2026, 11, 30)})
		before := line(n.report(t, n.claire, 2026, indicator.Exact).Table("children"), "2")
		var hers casefile.Ref
		f.Clock.Advance(24 * time.Hour)
		if err := f.Gate.Circle(t.Context(), n.claire, actList, func(v *gate.CircleView) error {
			return v.QueryRow(qAliasTest).Scan(&hers)
		}); err != nil {
			t.Fatal(err)
		}
		if err := f.Gate.Case(t.Context(), n.claire, actTell, hers, func(tx *gate.CaseTx) error {
			return casefile.ChangeCoded(tx,
				func(c *casefile.Coded) { c.ChildrenBands = append(c.ChildrenBands, "age_6_11") })
		}); err != nil {
			t.Fatal(err)
		}
		if after := line(n.report(t, n.claire, 2026, indicator.Exact).Table("children"), "2"); after != before {
			t.Errorf("two children came along: %s, and later %s", before, after)
		}
	})
}

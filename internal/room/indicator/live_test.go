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
func (n network) person(t *testing.T, consent tri.Value, facts ...casefile.Fact) casefile.Ref {
	t.Helper()
	return n.opens(t, "first", consent, gate.CaseID{}, facts...)
}

// follow opens the case that follows another of the same person, as a transfer does.
func (n network) follow(t *testing.T, former casefile.Ref, facts ...casefile.Fact) {
	t.Helper()
	var is gate.CaseID
	if err := n.floor.Gate.Case(t.Context(), n.claire, actTell, former, func(tx *gate.CaseTx) error {
		is = tx.ID()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	n.opens(t, "transfer", tri.Yes, is, facts...)
}

func (n network) opens(t *testing.T, kind string, consent tri.Value, former gate.CaseID,
	facts ...casefile.Fact) casefile.Ref {
	t.Helper()
	holders := []gate.Holder{{Kind: "evaluation", Relation: access.Evaluates}}
	ref, err := n.floor.Gate.NewCase(t.Context(), n.claire, actRefer, holders, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, kind); err != nil {
				return err
			}
			if !former.IsZero() {
				if err := casefile.Follow(tx, former); err != nil {
					return err
				}
			}
			err := casefile.ChangeCoded(tx, func(c *casefile.Coded) {
				c.Sex, c.Gender, c.Exploitation, c.StatisticsConsent = "F", "Feminine", "domestic_servitude", consent
				c.HouseholdShape, c.ChildrenBands, c.Complaint, c.Cooperation = "adult_with_children",
					[]string{"age_0_2", "age_3_5"}, "after", tri.Yes
			})
			if err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "police", Case: kind})
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
	return ref
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

// A person who was transferred has two cases and is one person, in the year's number, in the stock and in the nights,
// also where the second case was not yet there when the first ended.
func TestATransferredPersonIsCountedOnce(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		arrival := func(day int) []casefile.Fact {
			return []casefile.Fact{assessment.Admitted{}, asking.HostAccepted{Place: "x"}, asking.InterviewHeld{},
				casefile.Placed{Place: "x"}, casefile.Arrived{On: date.Must(2026, 12, day)}}
		}
		first := n.person(t, tri.Yes, arrival(1)...)
		n.follow(t, first, arrival(5)...)
		f.Clock.Advance(5 * 24 * time.Hour)
		r := n.report(t, n.claire, 2026, indicator.Exact)
		days := date.Must(2026, 12, 1).DaysUntil(r.Until.AddDays(1))
		if r.Staying.Count != 1 || r.Stayed.Count != 1 || r.InCare.Count != 3 || r.Children.Count != 2 ||
			r.Nights.Count != days {
			t.Errorf("one person of two cases, with two children: in care %d and %d, in the year %d, %d nights of %d",
				r.Staying.Count, r.InCare.Count, r.Stayed.Count, r.Nights.Count, days)
		}
		if got := line(r.Table("staying"), "F"); got != "1 of 1" {
			t.Errorf("in care by sex: %s", got)
		}
		if got := line(r.Table("nights"), "F"); got != fmt.Sprintf("%d of %d", days, days) {
			t.Errorf("nights by sex: %s", got)
		}
		if len(r.Crossed) != 1 || r.Crossed[0].Gender != "Feminine" || r.Crossed[0].All.Count != 1 {
			t.Errorf("by form, gender and age: %+v", r.Crossed)
		}
	})
}

var qClosed = gate.CaseSQL("indicatortest.closed", `insert into stay_stay (case_id, id, state, since_at, arrived_on,
	news_at, ended_on, exit_reason) values ($1, $2, 'ended', 0, '2026-12-01', 0, $3, 'left_by_choice')`)

// Somebody who withdraws, or whom nobody can reach, lives in her place until her departure is noted, and no day longer:
// how many are in care is a number of people in places. Who died is not in care.
func TestWhoWithdrawsIsInCareUntilSheLeaves(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		came := []casefile.Fact{assessment.Admitted{}, asking.HostAccepted{Place: "x"}, asking.InterviewHeld{},
			casefile.Placed{Place: "x"}, casefile.Arrived{On: date.Must(2026, 12, 1)}}
		n.person(t, tri.Yes, append(came, casefile.Withdrawn{})...)
		f.Clock.Advance(8 * 24 * time.Hour)
		left := f.Gate.Country().Day(f.Clock.Now())
		seen := func(what string, inCare, staying int) {
			t.Helper()
			r := n.report(t, n.claire, 2026, indicator.Exact)
			nights := date.Must(2026, 12, 1).DaysUntil(r.Until.AddDays(1))
			if staying == 0 {
				nights = date.Must(2026, 12, 1).DaysUntil(left)
			}
			if r.InCare.Count != inCare || r.Staying.Count != staying || r.Nights.Count != nights {
				t.Errorf("%s: %d in care, %d counted, %d nights; want %d, %d, %d", what, r.InCare.Count,
					r.Staying.Count,
					r.Nights.Count, inCare, staying, nights)
			}
		}
		seen("withdrawn, and not yet gone", 3, 1)
		var hers casefile.Ref
		if err := f.Gate.Circle(t.Context(), n.claire, actList, func(v *gate.CircleView) error {
			return v.QueryRow(qAliasTest).Scan(&hers)
		}); err != nil {
			t.Fatal(err)
		}
		if err := f.Gate.Case(t.Context(), n.claire, actTell, hers, func(tx *gate.CaseTx) error {
			return gate.Done(tx.Exec(qClosed, []byte("sixteen bytes id"), left))
		}); err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(24 * time.Hour)
		seen("gone", 0, 0)
	})
}

// What tells the people in care from those whom the places hold is a number of its own, which the head office alone
// reads: who has a place and is not there yet, and who is in a past row without a day of leaving.
func TestWhoIsToComeIsCountedBesideThoseInCare(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		n.person(t, tri.No, assessment.Admitted{}, asking.HostAccepted{Place: "x"}, asking.InterviewHeld{},
			casefile.Placed{Place: "x"})
		r := n.report(t, n.claire, 2026, indicator.Exact)
		if r.InCare.Count != 0 || r.Coming.Count != 3 || r.Undated.Count != 0 {
			t.Errorf("in care %d, to come %d, undated %d", r.InCare.Count, r.Coming.Count, r.Undated.Count)
		}
		if r = n.report(t, n.odile, 2026, indicator.Protected); !r.Coming.Hidden || !r.Undated.Hidden ||
			r.Coming.Count != 0 {
			t.Errorf("outside the head office: %+v, %+v", r.Coming, r.Undated)
		}
		f.Clock.Advance(60 * 24 * time.Hour)
		if r = n.report(t, n.claire, 2026, indicator.Exact); r.Coming.Count != 0 {
			t.Errorf("of a year that is over: %d", r.Coming.Count)
		}
	})
}

// A length of time follows the day of the arrival, which a correction puts right in its place, not the hour at which it
// was noted.
func TestDaysFollowTheDayOfTheArrival(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		f.Clock.Advance(60 * 24 * time.Hour) // into a year that holds all ten
		for range 10 {
			met := f.Gate.Country().Day(f.Clock.Now().Add(3 * 24 * time.Hour))
			n.person(t, tri.Yes, assessment.Admitted{}, asking.HostAccepted{Place: "x"}, asking.InterviewHeld{},
				casefile.Placed{Place: "x"}, casefile.Arrived{On: met.AddDays(1)})
		}
		l := n.report(t, n.claire, 2027, indicator.Exact).Between[2]
		if l.People.Count != 10 || l.Mean != 1 || l.Median != 1 {
			t.Errorf("a day after the interview, noted two days after it: %+v", l)
		}
	})
}

// A year of which nothing is known is a gap, and no zero; a year of the network's own work without anybody is a zero.
func TestYearsWithoutDataAreGaps(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		n.load(t)
		n.person(t, tri.No)
		gaps := func(r indicator.Report) (requests, arrivals string) {
			for _, y := range r.Series {
				requests += map[bool]string{true: "-", false: "x"}[y.NoRequests]
				arrivals += map[bool]string{true: "-", false: "x"}[y.NoArrivals]
			}
			return requests, arrivals
		}
		r := n.report(t, n.claire, 2026, indicator.Exact)
		if a, b := gaps(r); a != "xxxxxxxx------x" || b != a || r.Empty {
			t.Errorf("requests %s, arrivals %s", a, b)
		}
		if last := r.Series[len(r.Series)-1]; last.Requests.Count != 0 || last.Arrivals.Count != 0 {
			t.Errorf("nobody agreed to be counted this year: %+v", last)
		}
		if !n.report(t, n.claire, 2022, indicator.Exact).Empty {
			t.Error("2022 is reported on as if something were known of it")
		}
		// outside the head office nobody and few look alike
		r = n.report(t, n.odile, 2026, indicator.Exact)
		if a, b := gaps(r); a != "xxxxxxxx-------" || b != a || r.Empty || r.Given || len(r.Tables) > 0 ||
			len(r.Waits)+len(r.Between)+len(r.Rates) > 0 {
			t.Errorf("requests %s, arrivals %s; of the running year: %+v", a, b, r)
		}
		if r = n.report(t, n.odile, 2019, indicator.Exact); !r.Given || len(r.Tables) == 0 {
			t.Error("a year that is over has no tables")
		}
	})
}

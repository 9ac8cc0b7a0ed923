package placement_test

import (
	"fmt"
	"havre.example/havre/internal/room/placement/proposal"
	"testing"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/trust/access"
)

func find(t *testing.T, r review.Year, grouping, key string) review.Outcome {
	t.Helper()
	for _, g := range r.Groupings {
		for _, o := range append(g.Rows, g.All) {
			if g.Name == grouping && o.Key == key {
				return o
			}
		}
	}
	t.Fatalf("no %s %s", grouping, key)
	return review.Outcome{}
}

// The yearly review counts outcomes of those who agreed (I14), and who may see what of it.
func TestYearlyReview(t *testing.T) {
	each(t, func(n *net) {
		agreed := func(born int, gender string) func(*casefile.Coded) {
			return func(c *casefile.Coded) { c.StatisticsConsent, c.BirthYear, c.Gender = tri.Yes, born, gender }
		}
		var refs []casefile.Ref
		for i := range 8 {
			refs = append(refs, n.awa(agreed(1990+i, "Feminine")))
		}
		silent := n.awa(nil) // did not say whether she may be counted
		n.propose(silent, false, "ille")
		placed := refs[0]
		o := n.offer(placed, false, "lot")
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, placed, o))
		ref, id := n.asked("lot")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["lot"].who, ref, id, asking.Refusal{Reason: "calendar",
			Seen: proposal.Sent}))
		n.Clock.Advance(49 * time.Hour)
		for _, ref := range refs[:7] {
			n.tell(ref, asking.HostAccepted{Place: "x"})
			n.tell(ref, asking.InterviewPlanned{})
			n.tell(ref, asking.InterviewHeld{})
			n.tell(ref, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes})
			n.tell(ref, casefile.Placed{Place: "x", Department: "46", Region: "R76"})
		}
		n.signIn()
		r, err := n.desk.Review.Year(n.ctx, n.claire, 2026, false)
		n.must(err)
		if r.Protected || r.Documented.Count != 9 || r.Released.Count != 8 || r.Decisions.Count != 1 {
			t.Fatalf("%+v", r)
		}
		got := find(t, r, "household", "adult_with_children")
		if got.People.Count != 8 || got.Placed.Count != 7 || !got.HasShare || got.Within.Low > 0.6 || !got.HasMedian ||
			got.Median != 2 {
			t.Errorf("household: %+v", got)
		}
		if got := find(t, r, "danger", "grave"); got.People.Count != 8 {
			t.Errorf("danger: %+v", got)
		}
		if got := find(t, r, "age", "age_30_39"); got.People.Count != 7 {
			t.Errorf("age: %+v", got)
		}
		for _, c := range r.Declines {
			if want := map[string]int{"calendar": 1}[c.Key]; c.Figure.Count != want {
				t.Errorf("%s: %d", c.Key, c.Figure.Count)
			}
		}
		if len(r.Overrides) != 0 {
			t.Errorf("the choice of somebody who did not agree is counted: %+v", r.Overrides)
		}
		o = n.offer(refs[7], false, "lot")
		o.Places[0] = n.place("far", "29", "any", "fr").place // nobody has an account there
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, refs[7], o), fault.Invalid, "placement.host_without_account")

		olga := n.Person("olga", "Olga", n.Teams["evaluation"], "claire", access.Observer)
		n.signIn()
		r, err = n.desk.Review.Year(n.ctx, olga, 2026, false)
		n.must(err)
		if !r.Protected || r.Given || len(r.Groupings) > 0 || r.Documented.Count != 10 {
			t.Errorf("before the year is over an observer sees %+v", r)
		}
		_, err = n.desk.Review.Year(n.ctx, n.hosts["lot"].who, 2026, false)
		if err == nil {
			t.Error("a host reads the review")
		}
		for _, year := range []int{-1, 0, 1989, 2027, 1 << 40} {
			_, err := n.desk.Review.Year(n.ctx, n.claire, year, false)
			n.refused(err, fault.NotFound, "placement.no_such_year")
		}
		n.Clock.Advance(60 * 24 * time.Hour)
		r, err = n.desk.Review.Year(n.ctx, n.SignIn("olga"), 2026, false)
		n.must(err)
		if !r.Protected || !r.Given || !find(t, r, "household", "adult_with_children").People.Hidden {
			t.Errorf("an observer sees %+v", r)
		}
	})
}

// Overrides are counted by criterion and by rule, with their reasons.
func TestReviewCountsOverrides(t *testing.T) {
	each(t, func(n *net) {
		for i := range 3 {
			n.set(qReopenTest, n.hosts["ille"].place)
			n.signIn()
			ref := n.awa(func(c *casefile.Coded) { c.StatisticsConsent = tri.Yes })
			o := n.offer(ref, false, "ille")
			o.Override = decision.Override{Reason: []string{"person_prefers", "better_cannot"}[i%2],
				Words: secret.Of(fmt.Sprint("why ", i))}
			n.must(n.desk.Asking.Propose(n.ctx, n.claire, ref, o))
			host, id := n.asked("ille")
			n.must(n.desk.Asking.Decline(n.ctx, n.hosts["ille"].who, host, id, asking.Refusal{Reason: "other_closed",
				Seen: proposal.Sent}))
		}
		r, err := n.desk.Review.Year(n.ctx, n.claire, 2026, false)
		n.must(err)
		if len(r.Overrides) != 1 || r.Overrides[0].What != string(match.Safety) || r.Overrides[0].Figure.Count != 3 ||
			len(r.Overrides[0].Reasons) != 2 || r.Overrides[0].Reasons[0].Figure.Count != 2 {
			t.Errorf("%+v", r.Overrides)
		}
		for _, c := range r.Freshness {
			if want := map[string]int{"never": 3}[c.Key]; c.Figure.Count != want {
				t.Errorf("%s: %d", c.Key, c.Figure.Count)
			}
		}
	})
}

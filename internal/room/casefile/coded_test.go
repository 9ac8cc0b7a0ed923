package casefile_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/consent" // its part: the agreements
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	workTest    = access.Define(access.Act{Name: "test.work", Door: access.CaseDoor, By: access.CaseWriter})
	qHouseholds = gate.CaseSQL("test.households", `select since_at, adults, children_bands, shape
		from casefile_household where case_id = $1 order by since_at`)
	qLifted = gate.CaseSQL("test.lifted", `select lifted_at from casefile_zone where case_id = $1 and area = $2
		order by set_at`)
)

// follows is a room of the tests that follows the household: what it was told last, and what it answers.
var follows struct {
	people []int
	answer error
}

var _ = casefile.Declare(casefile.Part{Room: "coded_test", Household: func(_ *gate.CaseTx, people int) error {
	follows.people = append(follows.people, people)
	return follows.answer
}})

// own are Claire's cases.
type own struct {
	*trusttest.Floor
	claire access.Actor
}

func eachOwn(t *testing.T, fn func(*testing.T, own)) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		fn(t, own{f, f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)})
	})
}

// open opens a case with what is done as it opens.
func (o own) open(first func(*gate.CaseTx) error) casefile.Ref {
	o.T.Helper()
	ref, err := o.Gate.NewCase(o.T.Context(), o.claire, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			return errors.Join(casefile.Opened(tx, j, "first"), first(tx),
				casefile.Tell(tx, referral.Referred{By: "ngo", Case: "first"}))
		})
	if err != nil {
		o.T.Fatal(err)
	}
	o.Clock.Advance(time.Second)
	return ref
}

func (o own) work(ctx context.Context, ref casefile.Ref, fn func(*gate.CaseTx) error) error {
	return o.Gate.Case(ctx, o.claire, workTest, ref, fn)
}

func (o own) must(ref casefile.Ref, fn func(*gate.CaseTx) error) {
	o.T.Helper()
	if err := o.work(o.T.Context(), ref, fn); err != nil {
		o.T.Fatal(err)
	}
	o.Clock.Advance(time.Second)
}

func nothing(*gate.CaseTx) error { return nil }

type household struct {
	adults   int
	children []string
	shape    string
}

// households are those that the case has had, oldest first.
func (o own) households(ref casefile.Ref) (out []household) {
	o.T.Helper()
	var last time.Time
	o.must(ref, func(tx *gate.CaseTx) error {
		return gate.Each(tx.Query, qHouseholds, func(rows *gate.Rows) error {
			var h household
			var since time.Time
			err := rows.Scan(clock.Stored{T: &since}, &h.adults, gate.Codes{List: &h.children}, &h.shape)
			if !since.After(last) || since.After(o.Clock.Now()) {
				o.T.Errorf("a household since %s, after one of %s", since, last)
			}
			last, out = since, append(out, h)
			return err
		})
	})
	return out
}

// Every household that a case has had stays on record, a room that follows is told of each, and of nothing else; what
// is not known is written as such (I10).
func TestTheHouseholdIsFollowed(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref := o.open(nothing)
		follows.people, follows.answer = nil, nil
		for i, step := range []struct {
			change func(*casefile.Coded)
			people int // 0: nobody is told
		}{
			{func(c *casefile.Coded) { c.Adults = 1 }, 0}, // as it opened
			{func(c *casefile.Coded) { c.Autonomy = "high" }, 0},
			{func(c *casefile.Coded) { c.ChildrenBands = []string{"0-2", "0-2"} }, 3},
			{func(c *casefile.Coded) { c.HouseholdShape = "couple" }, 3},
			{func(c *casefile.Coded) { c.Adults = 2 }, 4},
			{func(c *casefile.Coded) { c.Languages = []string{"en"} }, 0},
			{func(c *casefile.Coded) { c.Adults = 0 }, 3}, // not known: one at least
		} {
			was := len(follows.people)
			o.must(ref, func(tx *gate.CaseTx) error { return casefile.ChangeCoded(tx, step.change) })
			told := follows.people[was:]
			if step.people == 0 && len(told) > 0 || step.people > 0 && !slices.Equal(told, []int{step.people}) {
				t.Errorf("step %d: told %v, not %d", i, told, step.people)
			}
		}
		got := o.households(ref)
		want := []household{{1, nil, ""}, {1, []string{"0-2", "0-2"}, ""}, {1, []string{"0-2", "0-2"}, "couple"},
			{2, []string{"0-2", "0-2"}, "couple"}, {0, []string{"0-2", "0-2"}, "couple"}}
		same := func(a, b household) bool {
			return a.adults == b.adults && a.shape == b.shape && slices.Equal(a.children, b.children)
		}
		if len(got) > 0 && same(got[0], household{}) {
			got = got[1:] // the one with which the case opened
		}
		if !slices.EqualFunc(got, want, same) {
			t.Errorf("on record %+v", got)
		}
		for _, sex := range []string{"", "F"} {
			o.must(ref, func(tx *gate.CaseTx) error {
				return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.Sex, c.Complaint = sex, "" })
			})
			o.must(ref, func(tx *gate.CaseTx) error {
				c, err := casefile.ReadCoded(&tx.CaseView)
				if want := cmp.Or(sex, "unknown"); c.Sex != want || c.Complaint != "unknown" {
					t.Errorf("%q is kept as %q, and what is not known as %q", sex, c.Sex, c.Complaint)
				}
				return err
			})
		}
		o.must(ref, func(tx *gate.CaseTx) error {
			c, err := casefile.ReadCoded(&tx.CaseView)
			if c.Sex != "F" || c.NationalityGroup != "unknown" || c.Complaint != "unknown" || c.Gender != "" {
				t.Errorf("not known is %q, %q, %q", c.Sex, c.NationalityGroup, c.Complaint)
			}
			return err
		})
		follows.answer = errors.New("no bed")
		change := func(tx *gate.CaseTx) error {
			return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.Adults = 5 })
		}
		if err := o.work(t.Context(), ref, change); !errors.Is(err, follows.answer) {
			t.Errorf("a room refused, and the answer is %v", err)
		}
		if after := o.households(ref); len(after) == 0 || after[len(after)-1].adults != 0 {
			t.Errorf("refused, and on record %+v", after)
		}
		follows.answer = nil
		trusttest.Failing(t, "the household", func(c context.Context) error { return o.work(c, ref, change) })
	})
}

// The second of two writers is told, and what the first wrote stands.
func TestTheSecondWriterOfTheCodedRowIsTold(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref, other := o.open(nothing), o.open(nothing)
		var mine casefile.Coded
		o.must(ref, func(tx *gate.CaseTx) (err error) {
			mine, err = casefile.ReadCoded(&tx.CaseView)
			return err
		})
		o.must(ref, func(tx *gate.CaseTx) error {
			return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.Autonomy = "low" })
		})
		mine.Autonomy = "high"
		err := o.work(t.Context(), ref, func(tx *gate.CaseTx) error { return casefile.WriteCoded(tx, mine) })
		if !errors.Is(err, casefile.ErrChanged) {
			t.Errorf("the second was told %v", err)
		}
		for r, want := range map[casefile.Ref]string{ref: "low", other: ""} {
			o.must(r, func(tx *gate.CaseTx) error {
				c, err := casefile.ReadCoded(&tx.CaseView)
				if c.Autonomy != want {
					t.Errorf("%q is kept, not %q", c.Autonomy, want)
				}
				return err
			})
		}
	})
}

// A zone replaces the one of the same area and no other; what is no longer in force stays on record with its hour; a
// case opens with one zone an area; the zones of one person are not another's (I4).
func TestZonesOfACase(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		zone := func(area, level string) casefile.Zone {
			return casefile.Zone{Area: area, Level: level, Reason: "perpetrators"}
		}
		ref := o.open(func(tx *gate.CaseTx) error {
			return casefile.FirstZones(tx, []casefile.Zone{zone("59", "low"), zone("13", "grave"), zone("59", "grave")})
		})
		other := o.open(func(tx *gate.CaseTx) error {
			return casefile.FirstZones(tx,
				[]casefile.Zone{zone("59", "low")})
		})
		says := func(r casefile.Ref, want ...string) {
			t.Helper()
			o.must(r, func(tx *gate.CaseTx) error {
				zones, err := casefile.Zones(&tx.CaseView)
				var got []string
				for _, z := range zones {
					got = append(got, z.Area+" "+z.Level)
				}
				if !slices.Equal(got, want) {
					t.Errorf("in force: %v, not %v", got, want)
				}
				return err
			})
		}
		says(ref, "13 grave", "59 low")
		says(other, "59 low")
		trusttest.Failing(t, "a zone", func(c context.Context) error {
			return o.work(c, ref, func(tx *gate.CaseTx) error { return casefile.AddZone(tx, zone("59", "grave")) })
		})
		o.Clock.Advance(time.Second)
		says(ref, "13 grave", "59 grave")
		says(other, "59 low")
		lifted := func() (out []int64) {
			o.must(ref, func(tx *gate.CaseTx) error {
				return gate.Each(tx.Query, qLifted, func(rows *gate.Rows) error {
					var at int64
					err := rows.Scan(&at)
					out = append(out, at)
					return err
				}, "59")
			})
			return out
		}
		first := lifted()
		o.must(ref, func(tx *gate.CaseTx) error { return casefile.LiftZone(tx, "59") })
		says(ref, "13 grave")
		says(other, "59 low")
		if after := lifted(); len(first) != 2 || first[0] == 0 || first[1] != 0 || len(after) != 2 ||
			after[0] != first[0] ||
			after[1] <= first[0] {
			t.Errorf("lifted at %v, then %v", first, after)
		}
	})
}

// parts are when the name is to go with her, by the jobs that wait for it, soonest first.
func (o own) parts() (out []time.Time) {
	o.T.Helper()
	rows, err := o.Raw().Query(`select due_at from outbox_job where kind = 'casefile.part_name' order by due_at`)
	if err != nil {
		o.T.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var at int64
		if err := rows.Scan(&at); err != nil {
			o.T.Fatal(err)
		}
		out = append(out, clock.FromMicros(at))
	}
	return out
}

// The name goes with her by the day of arrival as it was put right; nothing is to go while nobody came, and another
// record put right moves nothing.
func TestTheNameFollowsTheArrival(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref := o.open(nothing)
		tell := func(facts ...casefile.Fact) {
			t.Helper()
			for _, f := range facts {
				o.must(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, f) })
			}
		}
		o.must(ref, casefile.NameStaysAWhile)
		if got := o.parts(); len(got) > 0 {
			t.Errorf("nobody came, and the name is to go at %v", got)
		}
		tell(assessment.Admitted{}, asking.HostAccepted{Place: "p1"}, asking.InterviewHeld{},
			casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes}, casefile.Placed{Place: "p1"},
			journey.JourneyPlanned{}, casefile.Arrived{On: o.Gate.Today()})
		first := o.parts()
		o.must(ref, func(tx *gate.CaseTx) error { return casefile.Replace(tx, casefile.Placed{Place: "p2"}) })
		if got := o.parts(); len(first) != 1 || len(got) != 1 {
			t.Errorf("after the arrival %v, with another record put right %v", first, got)
		}
		earlier := o.Gate.Today().AddDays(-10)
		o.must(ref, func(tx *gate.CaseTx) error { return casefile.Replace(tx, casefile.Arrived{On: earlier}) })
		if got := o.parts(); len(got) != 2 || first[0].Sub(got[0]) < 9*24*time.Hour {
			t.Errorf("put right to ten days before %v: %v", first, got)
		}
	})
}

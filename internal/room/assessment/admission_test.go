package assessment_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

func TestI1CodedFactsChangeNoOutcome(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		outcome := func(set func(*casefile.Coded), e assessment.Entry) string {
			ref := c.referred()
			c.change(ref, func(tx *gate.CaseTx) error { return casefile.ChangeCoded(tx, set) })
			e.Count = c.open(ref).Count
			err := c.desk.Admit(c.ctx, c.claire, ref, e, secret.Of("we admit"))
			return fmt.Sprintf("%s %s", c.stage(ref), fault.Key(orNone(err)))
		}
		full := assessment.Entry{Criteria: yes("NGO", assessment.Criteria...)}
		part := assessment.Entry{Criteria: yes("NGO", "adult", "trafficking", "agrees")}
		facts := []casefile.Coded{
			{Complaint: "none", Cooperation: tri.No, NationalityGroup: "non_eu", Nationality: "NG", Gender: "Feminine",
				Sex: "F", ReflectionTold: tri.No},
			{Complaint: "before", Cooperation: tri.Yes, NationalityGroup: "france", Nationality: "FR",
				Gender: "Masculine", Sex: "M", ReflectionTold: tri.Yes},
			{Complaint: "after", Cooperation: tri.Unknown, NationalityGroup: "other_eu", Nationality: "RO",
				Gender: "TransgenderFeminine", Sex: "F"},
			{Complaint: "unknown", NationalityGroup: "unknown", Sex: "unknown"},
		}
		for name, e := range map[string]assessment.Entry{"full": full, "part": part} {
			want := ""
			for _, x := range facts {
				got := outcome(func(k *casefile.Coded) {
					k.Complaint, k.Cooperation, k.NationalityGroup, k.Nationality, k.Gender, k.Sex,
						k.ReflectionTold = x.Complaint, x.Cooperation, x.NationalityGroup, x.Nationality, x.Gender,
						x.Sex, x.ReflectionTold
				}, e)
				if want == "" {
					want = got
				}
				if got != want {
					t.Errorf("%s: %+v gives %q, another gave %q", name, x, got, want)
				}
			}
		}
	})
}

func orNone(err error) error {
	if err == nil {
		return fault.NewInvalid("none")
	}
	return err
}

func TestAdmissionNeedsFiveYesAndASignature(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		e := assessment.Entry{Sheet: assessment.Sheet{Needs: []string{"school"}},
			Criteria: yes("NGO", "trafficking", "danger_here", "distance_needed", "agrees")}
		// I9: the age is not known: asked, and nothing is half written.
		if err := c.desk.Admit(c.ctx, c.claire, ref, e, secret.Text{}); !errors.Is(err, assessment.ErrAgeRoute) {
			t.Fatalf("I9: %v", err)
		}
		if got := c.open(ref); got.Number != 0 || got.Header.Stage != casefile.Asked {
			t.Errorf("a refused admission left version %d, stage %s", got.Number, got.Header.Stage)
		}
		e.Sheet.AgeRoute = "child_protection_asked"
		if err := c.desk.Admit(c.ctx, c.claire, ref, e, secret.Text{}); !errors.Is(err, assessment.ErrOpen) {
			t.Fatalf("four criteria: %v", err)
		}
		e.Criteria = append(e.Criteria, yes("person", "adult")...)
		c.Clock.Advance(time.Minute)
		if err := c.desk.Admit(c.ctx, c.claire, ref, e, secret.Of("the five are met")); err != nil {
			t.Fatal(err)
		}
		got := c.open(ref)
		if got.Header.Stage != casefile.Searching || got.Decision == nil || got.Decision.By != "Claire" ||
			got.Decision.Sentence.Reveal() != "the five are met" {
			t.Fatalf("%s, %+v", got.Header.Stage, got.Decision)
		}
		page, err := casefile.NewDesk(c.Gate, nil, nil).OnCase(c.ctx, c.claire, ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []casefile.Kind{"evaluation_started", "admitted", "needs_stated"} {
			if _, ok := casefile.Last(page.Facts, k); !ok {
				t.Errorf("%s was not told", k)
			}
		}
	})
}

func TestAnotherSolutionHasAReasonAndIsNeverSilent(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.save(ref, assessment.Entry{Sheet: assessment.Sheet{Weeks: 4}})
		turn := func(reason, route string, base int) error {
			c.Clock.Advance(time.Minute)
			return c.desk.Turn(c.ctx, c.claire, ref, assessment.Turning{Base: base, Reason: reason, AgeRoute: route,
				Sentence: secret.Of("a place nearby is safe")})
		}
		if err := turn("local_solution", "", 1); !errors.Is(err, assessment.ErrAgeRoute) {
			t.Errorf("I9: %v", err)
		}
		for _, r := range []string{"", "no_place", "refused_by_person", "gender"} {
			if err := turn(r, "taken_at_word", 1); !errors.Is(err, assessment.ErrReason) {
				t.Errorf("reason %q: %v", r, err)
			}
		}
		if err := turn("local_solution", "taken_at_word", 0); !errors.Is(err, casefile.ErrChanged) {
			t.Errorf("decided on an older page: %v", err)
		}
		if err := turn("local_solution", "taken_at_word", 1); err != nil {
			t.Fatal(err)
		}
		got := c.open(ref)
		if got.Header.Stage != casefile.NotHere || got.Decision.Reason != "local_solution" {
			t.Errorf("%s, %+v", got.Header.Stage, got.Decision)
		}
		if err := c.desk.Save(c.ctx, c.claire, ref, assessment.Entry{Base: 1}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an ended case was evaluated: %v", err)
		}
	})
}

// I9: where somebody says after the birthday that she is not of age, the birth says that she is: the row and the
// grounds of a decision hold both, and child protection is asked before anything is decided.
func TestANoAfterTheBirthdayLeavesTheAgeOpen(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		no := []assessment.Assertion{{Criterion: "adult", Asserter: "NGO", Answer: tri.No}}
		born := assessment.Count{BirthYear: f.Gate.Today().Year() - 18}
		c.save(ref, assessment.Entry{Count: born, Criteria: no})
		if g := c.open(ref).Grounds(); g.AgeOpen() || !g.Adult.No {
			t.Fatalf("before the birthday: %+v", g)
		}
		c.Clock.Advance(400 * 24 * time.Hour)
		if g := c.open(ref).Grounds(); g.AgeOpen() || !g.Adult.Yes {
			t.Fatalf("after the birthday: %+v", g)
		}
		no[0].Note = secret.Of("said again")
		c.save(ref, assessment.Entry{Base: 1, Count: born, Criteria: no})
		now := c.open(ref)
		if g := now.Grounds(); !g.AgeOpen() || !g.Adult.Yes || !g.Adult.No {
			t.Errorf("said again after the birthday: %+v", g)
		}
		if err := c.desk.Turn(c.ctx, c.claire, ref, assessment.Turning{Base: now.Number, Reason: "local_solution",
			Sentence: secret.Of("a place nearby is safe")}); !errors.Is(err, assessment.ErrAgeRoute) {
			t.Errorf("turned away in silence: %v", err)
		}
	})
}

// I9: a "yes" beside a birth that says otherwise is as disputed as a "no": both stand in the grounds, nobody is held to
// have said what was reckoned, and once the birth is taken away what was said stands alone again.
func TestAYesBesideAMinorsBirthLeavesTheAgeOpen(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		yes := []assessment.Assertion{{Criterion: "adult", Asserter: "NGO", Answer: tri.Yes}}
		c.save(ref, assessment.Entry{Count: assessment.Count{BirthYear: f.Gate.Today().Year() - 15}, Criteria: yes})
		if now := c.open(ref); !now.Grounds().AgeOpen() || now.Said("adult").No {
			t.Errorf("said yes of a minor: %+v, asserted %+v", now.Grounds(), now.Said("adult"))
		}
		c.save(ref, assessment.Entry{Base: 1, Criteria: yes})
		if g := c.open(ref).Grounds(); g.AgeOpen() || !g.Adult.Yes || g.Adult.No {
			t.Errorf("without the birth: %+v", g)
		}
	})
}

// I9: a yes to full age beside a birth by which she is a minor today, were it for one day more, leaves the age open:
// nothing is signed before a way is chosen. So it does where the page of the person took the answer back since: what
// stands on the two pages is then not the same.
func TestAYesBeforeTheBirthdayLeavesTheAgeOpen(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		tomorrow := c.Gate.Today().AddDays(1)
		e := assessment.Entry{Criteria: yes("NGO", assessment.Criteria...)}
		e.Count = assessment.Count{BirthYear: tomorrow.Year() - 18,
			BirthMonth: date.Must(tomorrow.Year()-18, int(tomorrow.Month()), tomorrow.Day()).String()}
		ref := c.referred()
		if err := c.desk.Admit(c.ctx, c.claire, ref, e, secret.Text{}); !errors.Is(err, assessment.ErrAgeRoute) {
			t.Fatalf("said with the birth: %v", err)
		}
		for _, since := range []tri.Value{tri.Unknown, tri.No} {
			ref := c.referred()
			c.save(ref, assessment.Entry{Criteria: e.Criteria})
			c.change(ref, func(tx *gate.CaseTx) error {
				return casefile.ChangeCoded(tx, func(k *casefile.Coded) {
					k.Claim(tri.Answered(since), tx.Today())
					k.Bear(18, e.Count.Rough(), tx.Today())
				})
			})
			now := c.open(ref)
			if !now.AgeDisputed() || !now.Grounds().AgeOpen() || !slices.Contains(now.Missing(f.Gate.Country(),
				f.Gate.Today()), "age_route") {
				t.Errorf("%s on the page of the person since: %+v", since, now.Grounds())
			}
			again := assessment.Entry{Base: 1, Criteria: e.Criteria, Count: now.Count}
			err := c.desk.Admit(c.ctx, c.claire, ref, again, secret.Text{})
			if !errors.Is(err, assessment.ErrAgeRoute) {
				t.Fatalf("%s on the page of the person since: %v", since, err)
			}
			again.Sheet.AgeRoute = "child_protection_asked"
			if err := c.desk.Admit(c.ctx, c.claire, ref, again, secret.Text{}); err != nil {
				t.Errorf("turned away: %v", err)
			}
		}
	})
}

// Another birth than the one that is noted is asked about, as on the page of the person: nothing is lost by a slip of
// the hand. What says more or less of the same is not.
func TestNoBirthGoesOverAnotherInSilence(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.save(ref, assessment.Entry{Count: assessment.Count{BirthYear: 2008, BirthMonth: "2008-12-01"}})
		base := 1
		other := casefile.ErrOtherBirth
		for _, said := range []struct {
			count assessment.Count
			wrong bool
			want  string
			err   error
		}{
			{assessment.Count{BirthYear: 1990}, false, "2008-12", other},
			{assessment.Count{BirthYear: 2009, BirthAbout: true}, false, "2008-12", other},
			{assessment.Count{BirthYear: 2008}, false, "2008-12", nil}, // says less of the same year
			{assessment.Count{BirthYear: 2008, BirthMonth: "2008-11"}, false, "2008-12", other},
			{assessment.Count{BirthYear: 2009, BirthMonth: "2009-12-01"}, false, "2008-12", other},
			{assessment.Count{BirthYear: 2009, BirthMonth: "2009-12-01"}, true, "2009-12", nil},
			{assessment.Count{BirthYear: 2010}, true, "", nil},
			{assessment.Count{BirthYear: 2011}, false, "", other},
			{assessment.Count{BirthYear: 2010, BirthMonth: "2010-05"}, false, "2010-05", nil}, // says more of it
			{assessment.Count{}, false, "", nil},
			{assessment.Count{BirthYear: 2012, BirthAbout: true}, false, "", nil},
			{assessment.Count{BirthYear: 2011}, false, "", nil}, // may be the guessed one
		} {
			err := c.desk.Save(c.ctx, c.claire, ref,
				assessment.Entry{Base: base, Count: said.count, BirthWrong: said.wrong})
			if !errors.Is(err, said.err) {
				t.Errorf("%+v: %v", said.count, err)
			}
			if err == nil {
				base++
			}
			if got := c.open(ref).Count.BirthMonth; !strings.HasPrefix(got, said.want) || said.want == "" && got != "" {
				t.Errorf("%+v leaves %q", said.count, got)
			}
		}
	})
}

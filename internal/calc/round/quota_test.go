package round_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/prooftest/verify"
)

func quotaOf(t *testing.T, r *round.Round, c, p string) match.Check {
	t.Helper()
	checks, _, err := r.Judge(c, p)
	if err != nil {
		t.Fatal(err)
	}
	return checks[slices.IndexFunc(checks, func(x match.Check) bool { return x.Rule == match.RuleQuota })]
}

// What a round says of the yearly number is what the rule says as it is written, and nobody is given a place of which
// it says no.
func TestYearlyNumberCountsTheHousehold(t *testing.T) {
	short, flats := 0, 0
	for seed := range uint64(80) {
		rng := rand.New(rand.NewPCG(seed, 10))
		s := everything
		s.cases, s.places = 8, 10
		r := randomRound(rng, s)
		o := solved(t, r)
		for i := range r.Cases {
			c := &r.Cases[i]
			given, _ := o.Of(c.Key)
			for k := range r.Places {
				p := &r.Places[k]
				got := quotaOf(t, &r, c.Key, p.Key)
				for _, a := range (verify.Question{Need: &c.Need, Place: &p.Place, Times: r.Times}).Answers() {
					says := map[match.Verdict]tri.Value{match.Passed: tri.Yes, match.Excluded: tri.No}[got.Verdict]
					if a.Rule == match.RuleQuota && a.Says != says {
						t.Fatalf("seed %d, %s in %s: %+v, as written %v", seed, c.Key, p.Key, got, a.Says)
					}
				}
				relaxed := slices.Contains(c.Relaxed, match.RuleQuota) || slices.Contains(r.Relaxed, match.RuleQuota)
				if got.Verdict == match.Excluded && !relaxed && given.Place == p.Key {
					t.Fatalf("seed %d: %s is given %s, and %+v", seed, c.Key, p.Key, got)
				}
				if got.Datum.Code == "quota_short" {
					short++
				}
				if got.Datum.Code == "quota_none" {
					flats++
				}
			}
		}
	}
	if short == 0 || flats == 0 {
		t.Errorf("%d households larger than what is left, %d flats: nothing was tested", short, flats)
	}
}

// A household larger than what is left of the yearly number is told so, and that the number alone keeps it away.
func TestAHouseholdLargerThanWhatIsLeft(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		s := tinyShape(rng)
		r := randomRound(rng, s)
		c, p := &r.Cases[0], &r.Places[len(r.Places)-1]
		if p.Emergency || c.Lock != "" || len(c.Relaxed)+len(r.Relaxed) > 0 {
			continue
		}
		c.Household = match.Household{Known: true, Adults: 1, Older: 2}
		p.Partner, p.Yearly, p.Received, p.Beds = "alone", 9, 7, 3
		if x := quotaOf(t, &r, c.Key, p.Key); x.Verdict != match.Excluded || x.Datum.Code != "quota_short" ||
			x.Datum.Have != 2 || x.Datum.Want != 3 {
			t.Fatalf("three come, two are left: %+v", x)
		}
		a, err := round.WhyNot(r, round.Options{}, solved(t, r), c.Key, p.Key)
		if err != nil {
			t.Fatal(err)
		}
		if a.Ground != round.ByRule ||
			!slices.ContainsFunc(a.Rules, func(x match.Check) bool { return x.Datum.Code == "quota_short" }) {
			t.Fatalf("why not there: %s %+v", a.Ground, a.Rules)
		}
		c.Household.Older = 1
		if x := quotaOf(t, &r, c.Key, p.Key); x.Verdict != match.Passed || x.Datum.Code != "quota_left" {
			t.Fatalf("two come, two are left: %+v", x)
		}
		return
	}
	t.Error("no round to ask")
}

package match

import (
	"fmt"
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"pgregory.net/rapid"
)

func drawTri(t *rapid.T, name string) tri.Value {
	return rapid.SampledFrom([]tri.Value{tri.Unknown, tri.Yes, tri.No}).Draw(t, name)
}

func drawDay(t *rapid.T, name string) date.Date {
	if rapid.Bool().Draw(t, name+" known") {
		return today.AddDays(rapid.IntRange(-60, 60).Draw(t, name))
	}
	return date.Date{}
}

func drawProfile(t *rapid.T) (ProfileAsked, Profile) {
	return ProfileAsked{
			Sex: rapid.SampledFrom([]string{"F", "M", "unknown"}).Draw(t, "sex"),
			Household: Household{rapid.Bool().Draw(t, "stated"), rapid.IntRange(1, 2).Draw(t, "adults"),
				rapid.IntRange(0, 2).Draw(t, "infants"), rapid.IntRange(0, 2).Draw(t, "older")},
			Couple: drawTri(t, "couple"), Animals: drawTri(t, "animals"),
			Autonomy: rapid.IntRange(0, 3).Draw(t, "autonomy"),
		}, Profile{
			Accepts:     rapid.SampledFrom([]string{"", "any", "women", "men"}).Draw(t, "accepts"),
			Children:    drawTri(t, "children"),
			MaxChildren: rapid.IntRange(0, 3).Draw(t, "max"), Couples: drawTri(t, "couples"),
			Animals: drawTri(t, "pets"), Autonomy: rapid.IntRange(0, 3).Draw(t, "least"),
		}
}

func drawPlaces(t *rapid.T) []Place {
	out := make([]Place, rapid.IntRange(1, 12).Draw(t, "places"))
	for i := range out {
		asked, host := drawProfile(t)
		out[i] = Place{
			Key: fmt.Sprintf("p%02d", i), Area: rapid.SampledFrom(areas).Draw(t, "area"),
			Beds: rapid.IntRange(0, 5).Draw(t, "beds"), Cots: rapid.IntRange(0, 1).Draw(t, "cots"),
			StepFree: drawTri(t, "step"), GroundFloor: drawTri(t, "ground"),
			Security: rapid.IntRange(0, 3).Draw(t, "security"),
			State: rapid.SampledFrom([]State{"", Declared, Available, Held, HeldHere, Occupied, Cooling,
				Withdrawn}).Draw(t, "state"),
			AvailableFrom: drawDay(t, "from"), ConfirmedOn: drawDay(t, "confirmed"),
			PartnerActive:  drawTri(t, "active"),
			ConventionFrom: drawDay(t, "signed"), ConventionTo: drawDay(t, "until"),
			Yearly: rapid.IntRange(0, 5).Draw(t, "yearly"), Received: rapid.IntRange(0, 5).Draw(t, "received"),
			Declared: CompareDeclaredProfile(asked, host),
		}
	}
	return out
}

func drawNeed(t *rapid.T) Need {
	n := Need{
		Key: "n", On: today, Household: Household{rapid.Bool().Draw(t, "known"), rapid.IntRange(0, 3).Draw(t, "adults"),
			rapid.IntRange(0, 2).Draw(t, "infants"), rapid.IntRange(0, 2).Draw(t, "older")},
		Codes: rapid.SliceOfDistinct(rapid.SampledFrom([]string{"step_free", "ground_floor", "trauma_care",
			"high_security"}), rapid.ID).Draw(t, "needs"),
		CodesKept: rapid.Bool().Draw(t, "asked"), Security: rapid.IntRange(0, 3).Draw(t, "level"),
		ReadyOn: drawDay(t, "ready"),
		Vetoes:  rapid.SliceOfN(rapid.SampledFrom(areas), 0, 2).Draw(t, "vetoes"),
	}
	for _, a := range rapid.SliceOfN(rapid.SampledFrom(areas), 0, 3).Draw(t, "zones") {
		n.Zones = append(n.Zones, Zone{a, rapid.IntRange(0, 3).Draw(t, "zone level")})
	}
	return n
}

// Metamorphic: the order in which places are given changes nothing.
func TestPermutationChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, places := drawNeed(t), drawPlaces(t)
		a := engine.Rank(n, places)
		mixed := rapid.Permutation(places).Draw(t, "mixed")
		b := engine.Rank(n, mixed)
		for i := range a {
			if a[i].Key != b[i].Key || a[i].Verdict != b[i].Verdict || places[a[i].Place].Key != a[i].Key ||
				mixed[b[i].Place].Key != b[i].Key {
				t.Fatalf("position %d: %s, then %s", i, a[i].Key, b[i].Key)
			}
		}
	})
}

// Metamorphic (I4): once danger is stated, one more zone never makes a place look better.
func TestOneMoreZoneNeverImproves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, places := drawNeed(t), drawPlaces(t)
		n.Zones = append(n.Zones, Zone{nord, 2})
		more := n
		more.Zones = append(slices.Clone(n.Zones), Zone{rapid.SampledFrom(areas).Draw(t, "more"),
			rapid.IntRange(0, 3).Draw(t, "more level")})
		was, is := byKey(n, places), byKey(more, places)
		for key, a := range was {
			if b := is[key]; b.Verdict.order() < a.Verdict.order() || b.Tiers[0].Value > a.Tiers[0].Value {
				t.Fatalf("%s went from %s to %s, safety %d to %d", key, a.Verdict, b.Verdict, a.Tiers[0].Value,
					b.Tiers[0].Value)
			}
		}
	})
}

// I10: a place passes only when every rule passed, each with a datum; one unknown is enough to ask, one excluded to
// exclude.
func TestI10UnknownNeverCountsAsPassed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, places := drawNeed(t), drawPlaces(t)
		var last Verdict = Passed
		for _, r := range engine.Rank(n, places) {
			p := places[r.Place]
			want := Passed
			if len(r.Asks()) > 0 {
				want = Unknown
			}
			if len(r.Broken()) > 0 {
				want = Excluded
			}
			if r.Verdict != want || len(r.Checks) != len(RuleIDs) {
				t.Fatalf("%s: %s, its rules say %s", r.Key, r.Verdict, want)
			}
			for _, c := range r.Checks {
				if c.Rule == "" || c.Datum.Code == "" || c.Verdict != Passed && c.Fix == "" {
					t.Fatalf("%s: a check without datum or owner: %+v", r.Key, c)
				}
			}
			if r.Verdict.order() < last.order() {
				t.Fatalf("%s comes after a worse one", r.Key)
			}
			last = r.Verdict
			unknown := p.Beds == 0 || p.Security == 0 || p.State == "" || p.State == Declared ||
				p.PartnerActive == tri.Unknown || p.Yearly == 0 ||
				p.ConventionTo.IsZero() || len(n.Zones) == 0 || !n.Household.Known
			if unknown && r.Verdict == Passed {
				t.Fatalf("%s passed though something is unknown: %+v", r.Key, p)
			}
		}
	})
}

func byKey(n Need, places []Place) map[string]Result {
	out := map[string]Result{}
	for _, r := range engine.Rank(n, places) {
		out[r.Key] = r
	}
	return out
}

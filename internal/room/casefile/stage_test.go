package casefile_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/referral" // its part: the first fact of a path
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Each stage stands at its station and is open or not; the ways out of the path have none, but for the end of a stay.
func TestEachStageHasItsStation(t *testing.T) {
	stations := map[casefile.Stage]int{casefile.Asked: 0, casefile.Evaluating: 1, casefile.Searching: 2,
		casefile.Meeting: 3, casefile.Accepted: 3, casefile.Travel: 4, casefile.OnTheWay: 4, casefile.Sheltered: 5,
		casefile.Waiting: -1}
	closed := map[casefile.Stage]int{casefile.NotHere: -1, casefile.WithdrawnS: -1, casefile.Lost: -1,
		casefile.NoPlaceS: -1, casefile.DeceasedS: -1, casefile.EndedS: 5}
	for stage, station := range stations {
		if stage.Station() != station || !stage.Open() || !stage.Known() {
			t.Errorf("%s: station %d, open %v, known %v", stage, stage.Station(), stage.Open(), stage.Known())
		}
	}
	for stage, station := range closed {
		if stage.Station() != station || stage.Open() || !stage.Known() {
			t.Errorf("%s: station %d, open %v, known %v", stage, stage.Station(), stage.Open(), stage.Known())
		}
	}
	if casefile.Stage("elsewhere").Known() {
		t.Error("a stage of nobody is known")
	}
	for i, stage := range casefile.Path {
		if stage.Station() != i {
			t.Errorf("%s stands at %d of the path", stage, i)
		}
	}
	if len(casefile.Path) != 6 || len(casefile.Everywhere()) != len(stations) ||
		!slices.Contains(casefile.Everywhere(), casefile.Waiting) {
		t.Errorf("the path is %v, everywhere %v", casefile.Path, casefile.Everywhere())
	}
}

// A case that waited goes on where it stood.
func TestAPauseKeepsItsPlace(t *testing.T) {
	told := func(kinds ...casefile.Kind) (out []casefile.Told) {
		for _, k := range kinds {
			out = append(out, casefile.Told{Kind: k})
		}
		return out
	}
	for want, facts := range map[casefile.Stage][]casefile.Told{
		"":                  nil,
		casefile.Asked:      told("referred", "suspended", "resumed"),
		casefile.Waiting:    told("referred", "suspended", "resumed", "suspended"),
		casefile.WithdrawnS: told("referred", "suspended", "withdrawn"),
	} {
		if got := casefile.StageOf(facts); got != want {
			t.Errorf("%v: at %q, not %q", facts, got, want)
		}
	}
}

// What has ended is taken up where it stood before its end, whatever it waited for meanwhile.
func TestWhereACaseStoodBeforeItsEnd(t *testing.T) {
	for name, c := range map[string]struct {
		facts       []casefile.Kind
		at, reached casefile.Stage
	}{
		"ended":              {[]casefile.Kind{"referred", "withdrawn"}, casefile.WithdrawnS, casefile.Asked},
		"taken up":           {[]casefile.Kind{"referred", "withdrawn", "reopened"}, casefile.Asked, casefile.Asked},
		"ended as it waited": {[]casefile.Kind{"referred", "suspended", "lost_contact"}, casefile.Lost, casefile.Asked},
		"and taken up": {[]casefile.Kind{"referred", "suspended", "lost_contact", "reopened"}, casefile.Asked,
			casefile.Asked},
		"waits": {[]casefile.Kind{"referred", "suspended"}, casefile.Waiting, casefile.Asked},
		"new":   {nil, "", ""},
	} {
		var told []casefile.Told
		for _, k := range c.facts {
			told = append(told, casefile.Told{Kind: k})
		}
		if at, reached := casefile.StageOf(told), casefile.Reached(told); at != c.at || reached != c.reached {
			t.Errorf("%s: at %q, before at %q", name, at, reached)
		}
	}
}

// From the admission on only she ends her own path; a place she has from the moment that both said yes.
func TestWhoIsAdmittedAndWhoIsPlaced(t *testing.T) {
	admitted := []casefile.Stage{casefile.Searching, casefile.Meeting, casefile.Accepted, casefile.Travel,
		casefile.OnTheWay, casefile.Sheltered}
	for _, s := range append(casefile.Everywhere(), casefile.NotHere, casefile.WithdrawnS, casefile.Lost,
		casefile.NoPlaceS, casefile.DeceasedS, casefile.EndedS) {
		if got := s.Admitted(); got != slices.Contains(admitted, s) {
			t.Errorf("%s: admitted %v", s, got)
		}
		if got := s.Placed(); got != slices.Contains(admitted[2:], s) {
			t.Errorf("%s: placed %v", s, got)
		}
	}
}

// Today is by the clocks of where she stays or is to stay, the head office's while that is nowhere; a case that is not
// there yet has none.
func TestTodayIsByTheClocksThere(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		now := o.Clock.Now().UTC()
		o.Clock.Advance(time.Date(now.Year(), now.Month(), now.Day()+1, 21, 0, 0, 0, time.UTC).Sub(now))
		o.claire = o.SignIn("claire")
		today := func(tx *gate.CaseTx) date.Date {
			got, err := casefile.TodayThere(&tx.CaseView)
			if err != nil {
				t.Error(err)
			}
			return got
		}
		ref := o.open(func(tx *gate.CaseTx) error {
			if got := today(tx); got != o.Gate.Today() {
				t.Errorf("nowhere yet it is %s, not %s", got, o.Gate.Today())
			}
			return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.HostDepartment = "974" })
		})
		o.must(ref, func(tx *gate.CaseTx) error {
			if got := today(tx); got != o.Gate.Today().AddDays(1) { // three hours ahead at least: after midnight
				t.Errorf("on Réunion it is %s, not the day after %s", got, o.Gate.Today())
			}
			return nil
		})
		_, err := o.Gate.NewCase(t.Context(), o.claire, openTest,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
			func(tx *gate.CaseTx, _ gate.JournalID) error {
				_, err := casefile.TodayThere(&tx.CaseView)
				return err
			})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a case that is not there yet has a day: %v", err)
		}
	})
}

// A stage is counted from the day on which the case came to it: what is told there anew, and a pause, begin it no
// second time.
func TestAStageBeginsOnce(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref := o.open(nothing)
		at := func() (h casefile.Header) {
			t.Helper()
			o.must(ref, func(tx *gate.CaseTx) (err error) { h, err = casefile.ReadHeader(&tx.CaseView); return err })
			return h
		}
		tell := func(f casefile.Fact) {
			t.Helper()
			o.must(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, f) })
		}
		tell(assessment.Admitted{})
		admitted := at()
		tell(casefile.SearchAgain{Reason: "refused_by_person"})
		home := casefile.NewDesk(o.Gate, nil, nil)
		for _, resume := range []bool{false, true} {
			if err := home.Pause(t.Context(), o.claire, ref, resume); err != nil {
				t.Fatal(err)
			}
			o.Clock.Advance(time.Second)
			if now := at(); (now.Stage == admitted.Stage) != resume || now.StageAt.Equal(admitted.StageAt) != resume {
				t.Errorf("taken up %v: %s since %s, admitted on %s", resume, now.Stage, now.StageAt, admitted.StageAt)
			}
		}
	})
}

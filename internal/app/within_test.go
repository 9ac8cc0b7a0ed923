package app_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// A step before the law lies within her life, is asked about once where it is from before the case, and no aid is paid
// for a month of years to come.
func TestWhatIsNotedOfAStayLiesWithinALife(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		step := func(on time.Time) *story.Person {
			p := s.StepUp(cast.Brieuc).Get(w.host+"/stay/legal").OK().Choose("event", "complaint_before")
			return w.day(p, "on", on).Press("stay.legal.save")
		}
		step(time.Date(1921, 1, 1, 12, 0, 0, 0, time.UTC)).Answers(422).Shows("stay.invalid.before_birth")
		step(s.Clock.Now().AddDate(0, 0, -40)).Answers(422).Shows("stay.invalid.earlier").
			Tick("stay.legal.earlier").Press("stay.legal.save").OK().Shows("stay.legal.said")
		p := s.StepUp(cast.Brieuc).Get(w.host+"/stay/aid").OK().Choose("kind", "monthly").Fill("month", "2031-11")
		w.day(p, "paid", s.Clock.Now()).Press("stay.aid.save").Answers(422).Shows("stay.invalid.month_ahead")
	})
}

// A leg that ends on another day says so on the sheet, and one that does not says the hour alone.
func TestTheSheetSaysTheDayOfANightTrain(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		p := s.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
		night := s.Clock.Now().Add(2 * time.Hour)
		w.moment(p, "leg1-arrives", night.AddDate(0, 0, 1))
		w.moment(p, "expected", night.AddDate(0, 0, 1).Add(time.Hour)).Press("journey.plan.save").OK()
		s.As(cast.Claire).Get(w.office + "/journey").OK().Press("journey.sheet.print").OK().Shows(
			", " + w.Texts().In(w.Lang, w.Clock.Now()).Date(night.AddDate(0, 0, 1)) + ".")
	})
}

// What a host reads of danger is true whenever it reads it.
func TestAHostReadsOfDangerWhatWasSoWhenItWasAsked(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		w.asked(cast.Brieuc).Shows("Au moment de la demande").Hides("est à l’écart de tout danger")
	})
}

package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// Whoever changes the hour of an interview begins with the one that stands, by the clocks of the place.
func TestAnInterviewPlannedAnewBeginsWithWhatStands(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("accepted")
		w.plan()
		p := s.StepUp(cast.Claire).Get(w.office + "/search").OK().Follow("placement.board.plan_again").OK()
		for _, name := range []string{"at-day", "at-time", "way", "attends", "prepare"} {
			if said := p.Sends(name); said == "" || said == "-" {
				t.Errorf("%s: %q", name, said)
			}
		}
	})
}

// What was done during a stay stands newest first, whatever was recorded when.
func TestWhatWasDoneStandsNewestFirst(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		came := s.Clock.Now()
		s.Wait(48 * time.Hour)
		p := s.StepUp(cast.Brieuc).Get(w.host+"/stay/aid").OK().Choose("kind", "one_off").Fill("amount", "120")
		w.day(p, "paid", s.Clock.Now()).Press("stay.aid.save").OK()
		p = p.Get(w.host + "/stay/services").OK().Tick("service")
		w.day(p, "on", came).Press("stay.services.save").OK()
		body := p.Get(w.host + "/stay").OK().Body()
		table := body[strings.Index(body, "<table"):]
		if i, j := strings.Index(table, "120"), strings.Index(table, "/services/"); i < 0 || j < 0 || j < i {
			t.Errorf("the aid of today at %d, help of the day of arrival at %d", i, j)
		}
	})
}

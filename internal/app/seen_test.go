package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// Logistics notes that it has seen why a place is not safe any more: its alarm ends and the line stays, until something
// newer is known; nobody else's alarm ends with it.
func TestLogisticsNotesThatItHasSeenAnAlarm(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		refuses := func(where string) {
			t.Helper()
			s.Wait(time.Minute)
			p := s.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
			p.Fill("vetoes", where).Press("assessment.decide.save").OK()
		}
		alarms := func(who cast.Worker) (n string) {
			t.Helper()
			p := s.StepUp(who).Get("/").OK().Shows("journey.home.refused")
			for _, class := range []string{"work-row danger", "work-row urgent"} {
				if strings.Contains(p.Body(), class) {
					return class
				}
			}
			return ""
		}
		refuses("Finistère")
		if alarms(cast.Lou) == "" || alarms(cast.Claire) == "" {
			t.Fatal("no alarm")
		}
		s.StepUp(cast.Lou).Get("/").OK().Follow("journey.home.open").OK().Press("journey.doubt.see").OK().
			Shows("journey.doubt.seen_said", "Votre équipe a noté le")
		if got := alarms(cast.Lou); got != "" {
			t.Errorf("seen, and logistics reads a %s", got)
		}
		if alarms(cast.Claire) == "" {
			t.Error("logistics has seen it, and the evaluation reads no alarm")
		}
		refuses("")
		s.StepUp(cast.Lou).Get("/").OK().Hides("journey.home.refused")
		refuses("Finistère")
		if alarms(cast.Lou) == "" {
			t.Error("refused anew, and no alarm")
		}
	})
}

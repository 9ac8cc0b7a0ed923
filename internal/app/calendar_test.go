package app_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

var caseCode = regexp.MustCompile(`[2-9A-Z]{3}-[2-9A-Z]{3}`)

// A calendar holds what the rooms have dated and theirs: the coordinator's by case, the host's by its own places until
// it knows who comes, nobody else's at all; never a word that was typed about her.
func TestCalendar(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("planned")
		code := caseCode.FindString(s.StepUp(cast.Claire).Get(w.office).OK().Words())
		if code == "" {
			t.Fatal("the case page shows no code")
		}
		none := func(of ...cast.Worker) {
			t.Helper()
			for _, other := range of {
				s.StepUp(other).Get("/calendar").OK().Shows("casefile.calendar.empty").Hides(code).Hides(w.words()...)
			}
		}
		s.StepUp(cast.Claire).Get("/calendar").OK().Shows(code, "Entretien (", "La réservation se termine (").
			Hides("casefile.calendar.empty").Hides(w.words()...)
		brieuc := s.StepUp(cast.Brieuc).Get("/calendar").OK().Hides(code).Hides(w.words()...).
			Shows("placement.home.host_interview", "placement.home.host_ending")
		if strings.Contains(strings.Join(brieuc.Links(), " "), strings.TrimPrefix(w.office, "/cases/")) {
			t.Error("the host's calendar leads to the case as the head office knows it")
		}
		none(cast.Rose, cast.Lou, cast.Olga, cast.Hugo, cast.Rita)
		s.Public("fr").Get("/calendar").Shows("account.sign_in.title")

		w.held()
		s.StepUp(cast.Claire).Get("/calendar").OK().Hides("Entretien (").Shows("La réservation se termine (")
		w.final(cast.Brieuc)
		w.admit()
		w.organise()
		s.StepUp(cast.Claire).Get("/calendar").OK().Shows(code, "journey.home.leaves", "journey.home.comes")
		s.StepUp(cast.Brieuc).Get("/calendar").OK().Shows("journey.home.comes").Hides("journey.home.leaves").
			Hides(w.words("meeting", "leg1")...)
		none(cast.Rose, cast.Olga, cast.Hugo, cast.Rita)

		w.arrive(cast.Brieuc)
		p := s.StepUp(cast.Brieuc).Get(w.host+"/stay/legal").OK().Choose("event", "reflection_started")
		w.day(p.Choose("owner", "hosts"), "on", w.Clock.Now()).Press("stay.legal.save").OK()
		first := s.StepUp(cast.Brieuc).Get("/calendar").OK().Hides("stay.home.reflection_ends")
		first.Get("/calendar?page=1").OK().Shows("stay.home.reflection_ends").Hides(w.words()...)
		s.StepUp(cast.Claire).Get("/calendar?page=1").OK().Hides("stay.home.reflection_ends") // the host answers for it
		none(cast.Claire, cast.Rose, cast.Lou, cast.Olga, cast.Hugo, cast.Rita)
	})
}

// A page of a calendar that does not exist is the nearest, and the days that have passed are no part of any.
func TestCalendarPages(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		last := fmt.Sprint("/calendar?page=", casefile.CalendarPages-2)
		for page, want := range map[string][2]bool{"": {false, true}, "?page=-3": {false, true},
			"?page=x": {false, true}, "?page=1": {true, true}, "?page=99": {true, false}} {
			p := s.StepUp(cast.Claire).Get("/calendar" + page).OK()
			before, after := strings.Contains(p.Body(), `rel="prev"`), strings.Contains(p.Body(), `rel="next"`)
			if before != want[0] || after != want[1] {
				t.Errorf("%q leads back %t and on %t", page, before, after)
			}
			if page == "?page=99" && !strings.Contains(p.Body(), last) {
				t.Errorf("the last page does not lead to %s", last)
			}
		}
		s.StepUp(cast.Claire).Get("/calendar").OK().Shows("journey.home.comes")
		w.Wait(30 * time.Hour)
		s.StepUp(cast.Claire).Get("/calendar").OK().Hides("journey.home.comes")
	})
}

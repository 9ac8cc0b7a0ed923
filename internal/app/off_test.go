package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// A search that goes on calls the planned journey off by the same act: the page that asks says so, logistics reads it
// with its reason, nothing more is offered or taken of that journey, and the next one is planned like the first.
func TestASearchThatGoesOnCallsTheJourneyOff(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.StepUp(cast.Claire).Get(w.office).OK().Choose("reason", "danger_changed").
			Press("placement.again.do").OK().Shows("placement.again.way", "placement.again.way_told").
			Press("placement.again.yes").OK().Shows("placement.said.again")
		s.StepUp(cast.Lou).Get("/").OK().Shows("journey.home.called_off", "placement.again.why.danger_changed")
		for _, who := range []cast.Worker{cast.Claire, cast.Lou} {
			home := s.StepUp(who).Get("/").OK()
			home.Hides("journey.home.planned", "journey.home.to_organise")
		}
		p := s.StepUp(cast.Claire).Get(w.office+"/journey").OK().Shows("journey.state.cancelled",
			"journey.over_cancelled", "placement.again.why.danger_changed")
		p.Hides("journey.state.planned", "journey.field.expected", "journey.sheet.print", "journey.depart",
			"journey.arrival.open", "journey.address", "journey.plan.go")
		p.Get(w.office + "/journey/arrival").OK().Shows("journey.over_cancelled").Hides("journey.over")
		p.Get(w.office + "/journey/departure").OK().Shows("placement.again.why.danger_changed").
			Hides("journey.departed_early")
		for _, act := range []string{"/departure", "/arrival"} {
			s.As(cast.Claire).Post(w.office+"/journey"+act, url.Values{"early": {"yes"}}).
				Answers(http.StatusConflict).Shows("journey.called_off")
		}
		s.As(cast.Claire).Post(w.office+"/journey/sheets", nil).Answers(http.StatusConflict)
		if n := column(s, `select state from journey_journey where closed_at > 0`); n != "cancelled" {
			t.Errorf("the journey is %s", n)
		}
		s.Wait(time.Minute)
		sweeps(s)
		w.propose(relais, w.Land.Hugo)
		w.accept(cast.Hugo)
		w.plan()
		w.held()
		w.final(cast.Hugo)
		w.admit()
		s.StepUp(cast.Hugo).Get("/").OK().Hides("placement.again.why.danger_changed")
		s.StepUp(cast.Lou).Get("/").OK().Hides("journey.home.called_off").Shows("journey.home.organise")
		s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Follow("journey.plan.go").OK()
		w.organise()
		s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Shows("journey.state.planned")
	})
}

// Whoever was to accompany reads for a day that the journey is called off, whoever calls it off and how: on their own
// home, by the case as they knew it, with nothing to open and no reason; their colleagues read nothing.
func TestWhoWasToAccompanyReadsThatNobodyTravels(t *testing.T) {
	for how, calls := range map[string]func(*walk){
		"search again": func(w *walk) {
			p := w.StepUp(cast.Claire).Get(w.office).OK().Choose("reason", "danger_changed")
			p.Press("placement.again.do").OK().Press("placement.again.yes").OK()
		},
		"no-show": func(w *walk) {
			p := w.StepUp(cast.Claire).Get(w.office+"/journey").OK().Choose("cause", "transport")
			p.Press("journey.no_show.record").OK().Press("journey.no_show.yes").OK()
		},
		"withdrawn": func(w *walk) { w.withdraws(cast.Claire, w.office) },
	} {
		t.Run(how, func(t *testing.T) {
			story.Each(t, func(s *story.Story) {
				w := (&walk{Story: s}).to("travel")
				p := s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Follow("journey.company.go").OK()
				p.Choose("who", "Hugo Lescaut, "+maison).Press("journey.company.name").OK()
				step := s.As(cast.Hugo).Get("/").OK().Follow("journey.home.step").OK().Path()
				calls(w)
				home := s.StepUp(cast.Hugo).Get("/").OK().Shows("journey.home.accompany_off").
					Hides("journey.home.accompany", "journey.home.step", "placement.again.why.danger_changed")
				if strings.Contains(home.Body(), strings.TrimSuffix(step, "/step")) {
					t.Error("the line leads to the case")
				}
				home.Get(step).NotFound()
				s.As(cast.Hugo).Get("/calendar").OK().Shows("journey.home.accompany_off")
				s.As(cast.Brieuc).Get("/").OK().Hides("journey.home.accompany_off")
				s.Wait(24 * time.Hour)
				s.StepUp(cast.Hugo).Get("/").OK().Hides("journey.home.accompany_off")
			})
		})
	}
}

// Whoever organises reads why nobody travels any more, whoever ended it.
func TestWhoOrganisesReadsThatNobodyTravels(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		w.withdraws(cast.Claire, w.office)
		s.StepUp(cast.Lou).Get("/").OK().Shows("journey.home.called_off_withdrawn")
		s.StepUp(cast.Claire).Get(w.office+"/journey").OK().Shows("Le trajet est annulé depuis").Hides(
			"journey.address", "journey.depart", "journey.sheet.print")
	})
}

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

// Who has left and loses the place on the way, whatever the cause, has nowhere to sleep: first of all on the homes of
// those who can find one, as danger, until another place is given or somebody says where she is.
func TestWhoIsOnTheRoadAndLosesThePlaceComesFirst(t *testing.T) {
	for _, cause := range []string{"", "transport"} {
		story.Each(t, func(s *story.Story) {
			w := (&walk{Story: s}).to("travel")
			away := func() { // she leaves, and the arrival is called off
				p := s.StepUp(cast.Claire).Get(w.office + "/journey/departure").OK()
				p.Tick("early").Press("journey.depart").OK()
				if cause == "" {
					s.StepUp(cast.Brieuc).Get(w.host + "/journey").OK().Press("journey.cannot.record").OK().
						Press("journey.cannot.yes").OK()
					return
				}
				s.As(cast.Claire).Get(w.office+"/journey").OK().Choose("cause", cause).Press(
					"journey.no_show.record").OK().Press("journey.no_show.yes").OK().Shows("journey.stranded.alarm")
			}
			w.host = hostCase(s)
			s.StepUp(cast.Claire).Get("/").OK().Hides("journey.home.stranded")
			away()
			for _, who := range []cast.Worker{cast.Claire, cast.Lou} {
				home := s.StepUp(who).Get("/").OK().Shows("journey.home.stranded").Words()
				first := strings.Index(home, "nulle part où dormir ce soir")
				if told := strings.Index(home, "a noté que"); first < 0 || told >= 0 && told < first {
					t.Errorf("somebody without a roof does not come first:\n%s", home)
				}
			}
			for _, who := range []cast.Worker{cast.Brieuc, cast.Rita} {
				s.StepUp(who).Get("/").OK().Hides("journey.home.stranded")
			}
			page := s.StepUp(cast.Claire).Get(w.office + "/search").OK().Shows("journey.stranded.alarm")
			if page.Sends("urgent") == "" {
				t.Error("the search does not take it as urgent")
			}
			page.Get("/").OK().Follow("journey.home.stranded_do").OK()
			page.Press("journey.stranded.record").Shows("journey.stranded.title")
			page.Choose("where", "overnight").Press("journey.stranded.record").OK().Shows("journey.stranded.said",
				"casefile.fact.whereabouts_told").Hides("journey.stranded.alarm")
			for _, who := range []cast.Worker{cast.Claire, cast.Lou} {
				s.StepUp(who).Get("/").OK().Hides("journey.home.stranded")
			}
			page = s.As(cast.Claire).Get(w.office + "/search").OK().Hides("journey.stranded.alarm")
			if page.Sends("urgent") != "" {
				t.Error("what is urgent no longer is taken as urgent")
			}
			s.As(cast.Claire).Post(w.office+"/journey/whereabouts", url.Values{"where": {"back"}}).Answers(
				http.StatusConflict)
			if n := column(s, `select count(*) from casefile_fact where kind = 'whereabouts_told'`); n != "1" {
				t.Errorf("where she is was told %s times", n)
			}
		})
	}
}

// Whoever is with her is told that the place expects nobody any more, and goes on reading where to sleep, until it is
// known where she is; whoever calls the arrival off is told first whom to call.
func TestWhoIsWithHerIsToldThatThePlaceIsLost(t *testing.T) {
	for _, host := range []bool{true, false} {
		story.Each(t, func(s *story.Story) {
			w := (&walk{Story: s}).to("travel")
			p := s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Follow("journey.company.go").OK()
			p.Choose("who", "Hugo Lescaut, "+maison).Press("journey.company.name").OK()
			p.Get(w.office + "/journey/departure").OK().Tick("early").Press("journey.depart").OK()
			hugo := s.As(cast.Hugo).Get("/").OK().Follow("journey.home.step").OK()
			step := hugo.Path()
			if host {
				s.StepUp(cast.Brieuc).Get(hostCase(s)+"/journey").OK().Press("journey.cannot.record").OK().Shows(
					"journey.no_show.first", "journey.state.in_transit", "journey.field.name").
					Press("journey.cannot.yes").OK()
			} else {
				p.Get(w.office+"/journey").OK().Choose("cause", "transport").Press("journey.no_show.record").OK().Shows(
					"journey.no_show.first", "journey.state.in_transit", "Hugo Lescaut", "journey.field.name").
					Press("journey.no_show.yes").OK()
			}
			s.StepUp(cast.Hugo).Get("/").OK().Shows("journey.home.accompany_astray").Follow("journey.home.step").OK().
				Shows("journey.step.astray").Shows(w.words("code_word", "fallback")...)
			s.As(cast.Hugo).Get("/calendar").OK().Shows("journey.home.accompany_astray")
			p.Get(w.office+"/journey").OK().Choose("where", "overnight").Press("journey.stranded.record").OK()
			s.StepUp(cast.Hugo).Get("/").OK().Hides("journey.home.accompany_astray")
			s.As(cast.Hugo).Get(step).OK().Shows("journey.step.over").Hides(w.words("fallback")...)
			s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Press("journey.stranded.undo").OK()
			s.StepUp(cast.Hugo).Get(step).OK().Shows("journey.step.astray").Shows(w.words("fallback")...)
			s.StepUp(cast.Claire).Get(w.office+"/journey").OK().Choose("where", "overnight").
				Press("journey.stranded.record").OK()
			s.Wait(11 * time.Minute)
			s.StepUp(cast.Hugo).Get(step).NotFound()
		})
	}
}

// hostCase is the one case that a host reads.
func hostCase(s *story.Story) string {
	for _, l := range s.StepUp(cast.Brieuc).Get("/cases").OK().Links() {
		if strings.HasPrefix(l, "/cases/") {
			return l
		}
	}
	return ""
}

// Where she left from, a danger of hers may be in force: the alarm does not end by sending her back there in one press.
// The danger is named, and one person decides by name and says why; for ten minutes it is undone by another press.
func TestNobodyIsSentBackToDangerInOnePress(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.StepUp(cast.Claire).Get(w.office + "/journey/departure").OK().Tick("early").Press("journey.depart").OK()
		s.As(cast.Claire).Get(w.office+"/journey").OK().Choose("cause", "transport").Press("journey.no_show.record").
			OK().Press("journey.no_show.yes").OK()
		page := s.As(cast.Claire).Get(w.office + "/journey").OK().Shows(
			"Zone de danger en vigueur là d’où elle est partie")
		page.Choose("where", "back").Press("journey.stranded.record").Answers(http.StatusUnprocessableEntity).Shows(
			"journey.stranded.decide", "journey.stranded.alarm", "Zone de danger en vigueur")
		s.StepUp(cast.Lou).Get("/").OK().Shows("journey.home.stranded")
		page.Choose("despite", "checked").Press("journey.stranded.record").OK().Shows("journey.stranded.said",
			"casefile.fact.whereabouts_told")
		s.As(cast.Claire).Get(w.office+"/journey").OK().Shows("Claire", "qu’elle passe la nuit là d’où elle est partie",
			"journey.despite.checked", "journey.stranded.undo_words").Hides("journey.stranded.alarm")
		s.StepUp(cast.Lou).Get("/").OK().Hides("journey.home.stranded")
		s.As(cast.Claire).Get(w.office+"/journey").OK().Press("journey.stranded.undo").OK().Shows(
			"journey.stranded.undone", "journey.stranded.alarm", "journey.stranded.where.back")
		s.StepUp(cast.Lou).Get("/").OK().Shows("journey.home.stranded")
		s.As(cast.Claire).Post(w.office+"/journey/whereabouts/undo", nil).Answers(http.StatusConflict)
		page = s.As(cast.Claire).Get(w.office+"/journey").OK().Choose("where", "trusted")
		page.Press("journey.stranded.record").OK().Within("journey.stranded.undo_words").Press("journey.stranded.undo").
			OK().Shows("journey.stranded.undone")
		s.As(cast.Claire).Get(w.office+"/journey").OK().Choose("where", "trusted").Press("journey.stranded.record").OK()
		s.Wait(11 * time.Minute)
		s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Hides("journey.stranded.undo_words")
		s.As(cast.Claire).Post(w.office+"/journey/whereabouts/undo", nil).Answers(http.StatusConflict)
	})
}

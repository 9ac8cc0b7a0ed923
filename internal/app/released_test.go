package app_test

import (
	"regexp"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// missed has the head office note that an arrival did not take place, and why.
func (w *walk) missed(cause string) {
	w.T.Helper()
	w.Wait(9 * time.Hour)
	w.StepUp(cast.Claire).Get(w.office+"/journey").OK().Choose("cause", cause).Press("journey.no_show.record").OK().
		Press("journey.no_show.yes").OK().Shows("journey.no_show_said")
}

// Why an admission was undone, and who said so, is read by the head office; its host is told as far as it may know, and
// thanked for nothing. What it has read goes with one press.
func TestAnAdmissionThatIsUndoneSaysWhyAndByWhom(t *testing.T) {
	undone := map[string]func(*walk){
		"person": func(w *walk) { w.missed("person") }, "host": func(w *walk) { w.missed("host") },
		"transport": func(w *walk) { w.missed("transport") }, "head_office": func(w *walk) { w.missed("head_office") },
		"search": func(w *walk) {
			w.StepUp(cast.Claire).Get(w.office).OK().Choose("reason", "danger_changed").
				Press("placement.again.do").OK().Press("placement.again.yes").OK()
		},
	}
	for why, do := range undone {
		play := func(s *story.Story) {
			w := (&walk{Story: s}).to("travel")
			do(w)
			said := "journey.no_show.cause." + why
			if why == "search" {
				said = "placement.again.why.danger_changed"
			}
			shown := func() {
				t.Helper()
				s.StepUp(cast.Claire).Get(w.office+"/search").OK().Shows("L’accueil confirmé n’a pas eu lieu", said,
					"placement.released.office").Hides("placement.released.host")
			}
			shown()
			s.Wait(time.Minute)
			sweeps(s)
			shown()
			s.StepUp(cast.Lou).Get(w.office).NotFound() // logistics knows the case by another name
			if got := column(s, `select count(*) from outbox_job where kind = 'mail.notice'
				and payload = 'placement.released'`); got != "0" {
				t.Errorf("without a mail server %s mails wait", got)
			}
			p := s.StepUp(cast.Brieuc).Get("/").OK().Shows("placement.home.released_"+why).Hides(
				"placement.home.notice_no_longer_needed", "placement.again.why.danger_changed")
			p.Press("placement.home.notice_seen").OK().IsAt("/").Hides("placement.home.released_" + why)
		}
		if why == "transport" {
			story.Each(t, play)
		} else {
			story.SQLite(t, play)
		}
	}
}

// A host that says itself that it cannot receive is told nothing of it, and thanked for nothing.
func TestAHostIsNotToldItsOwnWord(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		p := s.StepUp(cast.Brieuc).Get("/").OK().Follow("journey.home.arrived").OK()
		w.host = p.Path()[:len(p.Path())-len("/journey/arrival")]
		p.Get(w.host + "/journey").OK().Press("journey.cannot.record").OK().Press("journey.cannot.yes").OK()
		s.Wait(time.Minute)
		sweeps(s)
		s.StepUp(cast.Brieuc).Get("/").OK().Hides("placement.home.notice_no_longer_needed",
			"placement.home.notice_seen")
		s.StepUp(cast.Claire).Get(w.office+"/search").OK().Shows("journey.no_show.cause.host",
			"placement.released.host").Hides("placement.released.office")
	})
}

// What a host was told of a place goes when the place is asked for anew, or with one press, its own team's alone.
func TestANoticeGoesWhenTheNextBegins(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		w.propose(relais)
		withdraws := func() {
			t.Helper()
			s.StepUp(cast.Claire).Get(w.office + "/search").OK().Press("placement.board.withdraw").OK().
				Press("placement.withdraw.yes").OK()
			s.Wait(time.Minute)
		}
		withdraws()
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("placement.home.notice_no_longer_needed")
		w.propose(relais).Shows("placement.said.proposed")
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("placement.home.host_asked").Hides(
			"placement.home.notice_no_longer_needed")
		withdraws()
		id := column(s, `select count(*) from placement_notice`)
		p := s.StepUp(cast.Brieuc).Get("/").OK().Shows("placement.home.notice_no_longer_needed")
		s.StepUp(cast.Hugo).Get("/").OK().Hides("placement.home.notice_no_longer_needed")
		read := regexp.MustCompile(`/notices/[0-9a-z]+`).FindString(p.Body())
		s.As(cast.Hugo).Post(read, nil).NotFound()
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("placement.home.notice_no_longer_needed").
			Press("placement.home.notice_seen").OK().
			Hides("placement.home.notice_no_longer_needed", "casefile.unchanged")
		// Pressed twice, or after a colleague: it leads home, and says that nothing was changed.
		s.As(cast.Brieuc).Post(read, nil).OK().IsAt("/").Shows("casefile.unchanged").
			Hides("placement.home.notice_no_longer_needed")
		s.As(cast.Hugo).Post(read, nil).NotFound()
		if id != "2" {
			t.Errorf("%s notices", id)
		}
		if _, err := s.Raw().Exec(`update placement_notice set at = 1`); err != nil {
			t.Fatal(err)
		}
		w.propose(relais)
		withdraws()
		if id = column(s, `select count(*) from placement_notice`); id != "1" { // kept for 90 days
			t.Errorf("%s notices, the old ones among them", id)
		}
	})
}

// Where mails are sent, a host that was to receive is told by mail too that nobody arrives.
func TestAHostIsToldByMailThatNobodyArrives(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		listens(t, s)
		w.missed("transport")
		s.Wait(time.Minute)
		sweeps(s)
		if got := column(s, `select count(*) from outbox_job where kind = 'mail.notice'
			and payload = 'placement.released'`); got != "1" {
			t.Errorf("%s mails wait, not 1", got)
		}
	})
}

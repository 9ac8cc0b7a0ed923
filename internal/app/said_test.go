package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// A correction that changes nothing says so, and leaves no line.
func TestACorrectionThatChangesNothingSaysSo(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.Wait(3 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Press("journey.depart").OK()
		w.arrive(cast.Brieuc)
		w.stay(cast.Brieuc)
		stay := w.host + "/stay"
		p := s.StepUp(cast.Brieuc).Get(stay+"/services").OK().Choose("service", "medical")
		w.day(p, "on", s.Clock.Now()).Press("stay.services.save").OK()
		s.Wait(time.Hour)
		same := func(who cast.Worker, at, line string) {
			t.Helper()
			s.StepUp(who).Get(at).OK().Press(line).OK().Shows("casefile.unchanged").Hides("stay.correct.said",
				"journey.correct.said", "stay.correct.all", "Corrigé")
		}
		same(cast.Claire, w.office+"/journey/departure/correction", "journey.correct.save")
		same(cast.Brieuc, w.host+"/journey/arrival/correction", "journey.correct.save")
		for _, kind := range []string{"/services/", "/aid/", "/legal/"} {
			p := s.StepUp(cast.Brieuc).Get(stay).OK()
			for _, l := range p.Links() {
				if strings.Contains(l, kind) {
					same(cast.Brieuc, l, "stay.correct.save")
				}
			}
		}
		w.end(cast.Brieuc)
		same(cast.Brieuc, stay+"/end/correction", "stay.correct.save")
		if n := column(s, `select count(*) from casefile_correction`); n != "0" {
			t.Errorf("%s lines of nothing", n)
		}
	})
}

// The outcome of a deadline is undone for ten minutes, and put right afterwards: a line shows both.
func TestTheOutcomeOfADeadlineIsPutRight(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		at := w.host + "/stay/legal"
		p := s.StepUp(cast.Brieuc).Get(at).OK().Choose("event", "reflection_started").Choose("owner", "hosts")
		w.day(p, "on", s.Clock.Now()).Press("stay.legal.save").OK()
		s.Wait(casefile.SlipTime)
		closes := func(outcome string) *story.Person {
			t.Helper()
			p := s.StepUp(cast.Brieuc).Get(at).OK().Follow("stay.clock.close").OK().Choose("outcome", outcome)
			return p.Press("stay.clock.save").OK().Press("stay.clock.yes").OK().Hides("stay.clock.close")
		}
		closes("stopped").Within("stay.legal.said").Press("stay.correct.undo").OK().Shows("stay.correct.undo_said",
			"stay.clock.close", "Annulé")
		closes("complaint")
		s.Wait(casefile.SlipTime)
		p = s.StepUp(cast.Brieuc).Get(at).OK().Hides("stay.correct.undo").Follow("stay.correct.clock").OK()
		p.Choose("outcome", "elapsed").Press("stay.correct.save").Answers(422).Shows("stay.invalid.runs")
		p = s.As(cast.Brieuc).Get(at).OK().Follow("stay.correct.clock").OK()
		p.Press("stay.correct.save").OK().Shows("casefile.unchanged")
		p = s.As(cast.Brieuc).Get(at).OK().Follow("stay.correct.clock").OK()
		p.Choose("outcome", "no_complaint").Press("stay.correct.save").OK().Shows("stay.correct.said", "Corrigé",
			"stay.outcome.complaint", "stay.outcome.no_complaint")
		p = s.StepUp(cast.Claire).Get(w.office + "/stay/legal").OK().Follow("stay.correct.clock").OK()
		p.Press("stay.correct.remove").OK().Shows("stay.correct.undo_said", "stay.clock.close")
		if n := told(s, "clock"); n != 3 {
			t.Errorf("%d lines, not 3", n)
		}
		if got := column(s, `select outcome || closed_on || closed_at from stay_clock`); got != "0" {
			t.Errorf("the deadline runs, and keeps %s", got)
		}
		closes("stopped")
		correction := s.As(cast.Brieuc).Get(at).Link("stay.correct.clock")
		s.StepUp(cast.Rita).Get(correction).NotFound()
		s.StepUp(cast.Hugo).Post(strings.TrimSuffix(correction, "/correction")+"/undo", nil).NotFound()

		// what followed from a step before the law is put right with that step
		p = s.StepUp(cast.Brieuc).Get(at).OK().Follow("stay.correct.clock").OK().Press("stay.correct.remove").OK()
		p.Choose("event", "reflection_refused").Choose("owner", "hosts")
		w.day(p, "on", s.Clock.Now()).Press("stay.legal.save").OK().Hides("stay.correct.clock", "stay.clock.close")
		s.As(cast.Brieuc).Post(strings.TrimSuffix(correction, "/correction")+"/removal", nil).Answers(422).Shows(
			"casefile.step_refused")
	})
}

// What a referring service passes on of her wish to leave keeps the agreement and the day, is read by those who ask
// her, and shows on its own pages with what became of it.
func TestWhatAReferrerPassesOnIsKeptAndAnswered(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		ritas := w.refers("sheltered")
		day := w.dayOf(s.Clock.Now())
		p := s.StepUp(cast.Rita).Get(ritas + "/agreements").OK().Within("consent.follows.passed")
		p.Press("consent.pass.do").OK().Press("consent.pass.yes").OK().Shows("consent.passed", "casefile.passed.waits",
			"elle retire un accord depuis", day)
		s.As(cast.Rita).Get(ritas).OK().Shows("casefile.passed.waits", "Transmis par votre service")
		for who, at := range map[cast.Worker]string{cast.Brieuc: w.host, cast.Claire: w.office} {
			s.StepUp(who).Get(at).OK().Shows("casefile.home.please_check", "elle retire un accord depuis", day).Hides(
				"casefile.passed.waits")
			s.As(who).Get(at+"/end").OK().Shows("elle retire un accord depuis", day)
		}
		s.StepUp(cast.Rita).Get(ritas + "/end").OK().Shows("casefile.passed.waits").Hides("casefile.end.pass")
		s.StepUp(cast.Brieuc).Get(w.host + "/end").OK().Press("casefile.end.stays").OK().Hides(
			"elle retire un accord depuis")
		s.StepUp(cast.Rita).Get(ritas + "/agreements").OK().Shows("Cela a été vérifié avec elle").Hides(
			"casefile.passed.waits")
		s.As(cast.Rita).Get(ritas + "/end").OK().Press("casefile.end.pass").OK().Shows("casefile.passed.waits")
		w.withdraws(cast.Brieuc, w.host)
		s.StepUp(cast.Rita).Get(ritas).OK().Shows("Son choix de partir est enregistré").Hides("casefile.passed.waits")
		s.As(cast.Rita).Get("/").OK().Shows("casefile.home.told.withdrawn").Hides("casefile.end.heard.telephone")
	})
}

// A referral that ends for want of a place is told to the service that referred her, once, and so is its going on.
func TestAReferrerIsToldThatNoPlaceWasFound(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		ritas := w.refers("asked")
		s.StepUp(cast.Rita).Get("/").OK().Hides("casefile.home.told_office.no_place")
		p := s.StepUp(cast.Claire).Get(w.office + "/search").OK().Press("placement.no_place.do").OK()
		p.Shows("placement.no_place.asked").Press("placement.no_place.yes").OK().Shows("placement.said.no_place")
		p = s.StepUp(cast.Rita).Get("/").OK().Shows("casefile.home.told_office.no_place")
		if n := strings.Count(p.Body(), s.Texts().In(w.Lang, s.Clock.Now()).T(
			"casefile.home.told_office.no_place")); n != 1 {
			t.Errorf("told %d times", n)
		}
		p.Follow("casefile.home.see").OK().IsAt(ritas)
		s.StepUp(cast.Claire).Get("/").OK().Hides("casefile.home.told_office.no_place")
		s.As(cast.Claire).Get(w.office + "/end").OK().Press("casefile.end.reopen").OK()
		s.StepUp(cast.Rita).Get("/").OK().Shows("casefile.home.told_office.reopened").Hides(
			"casefile.home.told_office.no_place")
	})
}

// What is done is shown as done, with what waits: an admission that is confirmed, another place that is asked for.
func TestWhatIsDoneIsShownAsDone(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("final")
		s.StepUp(cast.Claire).Get(w.offer+"/admission").OK().Hides("web.task.open", "placement.admit.done")
		w.to("admitted")
		s.StepUp(cast.Claire).Get(w.offer+"/admission").OK().Shows("placement.admit.done", "web.task.done").Hides(
			"web.task.open", "placement.admit.wait", "placement.admit.do")
		w.to("sheltered")
		p := s.StepUp(cast.Brieuc).Get(w.host+"/stay/transfer").OK().Choose("reason", "needs")
		p.Press("stay.transfer.save").OK().Shows("stay.transfer.said", "Un autre lieu est demandé,").Hides(
			"stay.transfer.go", "stay.ongoing").Shows("stay.goes_on")
		s.As(cast.Brieuc).Get(w.host+"/stay/transfer").OK().Shows("Un autre lieu est demandé,").Hides(
			"stay.transfer.words", "stay.transfer_reason.needs")
	})
}

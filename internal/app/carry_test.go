package app_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// choice is what whoever passed it on reads of her choice to leave.
const choice = "Son choix de partir est enregistré"

// passes has Rita pass on that she wishes to leave.
func (w *walk) passes(ritas string) {
	w.T.Helper()
	w.StepUp(cast.Rita).Get(ritas + "/end").OK().Press("casefile.end.pass").OK().Shows("casefile.end.passed_said")
}

// asks looks whether somebody's home and a case tell that she is to be asked.
func (w *walk) asks(who cast.Worker, at string, yes bool) {
	w.T.Helper()
	for _, page := range []string{"/", at, at + "/end"} {
		if p := w.StepUp(who).Get(page).OK(); yes {
			p.Shows("casefile.home.please_check")
		} else {
			p.Hides("casefile.home.please_check")
		}
	}
}

// toldOnce looks whether somebody's home tells it once, on the case that goes on with the next step.
func (w *walk) toldOnce(who cast.Worker, at, not string) {
	w.T.Helper()
	home := w.StepUp(who).Get("/").OK().Body()
	if !strings.Contains(home, `"`+at+`/end"`) || strings.Contains(home, `"`+not+`/end"`) {
		w.T.Errorf("%s is not told once, on the case that goes on", who.Login)
	}
}

// What was passed on of her wish to leave goes along to the next place: whoever is with her there asks her, and who
// passed it on reads of one answer only, what she says herself.
func TestAWishToLeaveGoesAlongToTheNextPlace(t *testing.T) {
	for _, stays := range []bool{true, false} {
		story.Each(t, func(s *story.Story) {
			w := &walk{Story: s}
			ritas := w.refers("sheltered")
			w.passes(ritas)
			brieucs, first := w.host, w.transfers()
			w.asks(cast.Brieuc, brieucs, true)
			w.asks(cast.Claire, w.office, true) // whoever prepares the next place knows of it
			w.toldOnce(cast.Claire, w.office, first)
			w.onward(cast.Hugo)
			s.StepUp(cast.Claire).Get(first).OK().Shows("casefile.stage.ended").Hides("casefile.home.please_check")
			w.asks(cast.Hugo, w.host, true)
			w.asks(cast.Claire, w.office, true)
			s.StepUp(cast.Brieuc).Get("/").OK().Hides("casefile.home.please_check")
			s.StepUp(cast.Rita).Get(ritas).OK().Shows("casefile.passed.waits").Hides("L’accompagnement s’est terminé")
			if stays {
				s.StepUp(cast.Hugo).Get(w.host + "/end").OK().Press("casefile.end.stays").OK()
				s.StepUp(cast.Rita).Get(ritas).OK().Shows("elle reste.").Hides("casefile.passed.waits")
			} else {
				w.withdraws(cast.Hugo, w.host)
				s.StepUp(cast.Rita).Get(ritas).OK().Shows(choice).Hides("casefile.passed.waits")
			}
			w.asks(cast.Hugo, w.host, false)
			w.asks(cast.Claire, w.office, false)
		})
	}
}

// Whoever referred her hears of her wish to leave after she moved too: it is passed on in the case that ended by the
// move, and whoever is with her now asks her. Once nothing of hers goes on there is nobody to ask.
func TestAWishToLeaveIsPassedOnAfterAMove(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		ritas := w.refers("sheltered")
		w.transfers()
		w.onward(cast.Hugo)
		p := s.StepUp(cast.Rita).Get(ritas + "/end").OK().Shows("casefile.end.pass_words").Hides(
			"casefile.end.reopen_title")
		p.Press("casefile.end.pass").OK().Shows("casefile.end.passed_said", "casefile.passed.waits")
		s.As(cast.Rita).Get(ritas + "/end").OK().Hides("casefile.end.pass")
		w.asks(cast.Hugo, w.host, true)
		w.asks(cast.Claire, w.office, true)
		s.StepUp(cast.Hugo).Get(w.host + "/end").OK().Press("casefile.end.stays").OK()
		p = s.StepUp(cast.Rita).Get(ritas + "/end").OK()
		w.withdraws(cast.Hugo, w.host)
		p.Press("casefile.end.pass").Shows("casefile.step_refused").Hides("casefile.passed.waits")
		s.As(cast.Rita).Get(ritas + "/end").OK().Hides("casefile.end.pass")
	})
}

// Asked before she moves, in whichever of her cases, she is asked once.
func TestAWishToLeaveIsAskedOnceOverBothCases(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		ritas := w.refers("sheltered")
		w.passes(ritas)
		brieucs, first := w.host, w.transfers()
		s.StepUp(cast.Claire).Get(w.office + "/end").OK().Press("casefile.end.stays").OK()
		w.asks(cast.Claire, w.office, false)
		w.asks(cast.Claire, first, false)
		w.asks(cast.Brieuc, brieucs, false)
		w.passes(ritas)
		w.asks(cast.Claire, w.office, true)
		w.asks(cast.Brieuc, brieucs, true)
	})
}

// An end that was taken back is no answer: she is asked again, and who passed it on reads that nobody has yet.
func TestAnEndTakenBackIsNoAnswerToAWishToLeave(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		ritas := w.refers("sheltered")
		w.passes(ritas)
		w.withdraws(cast.Brieuc, w.host)
		s.StepUp(cast.Rita).Get(ritas).OK().Shows(choice)
		w.asks(cast.Brieuc, w.host, false)
		s.StepUp(cast.Brieuc).Get(w.host + "/end").OK().Press("casefile.end.reopen").OK()
		s.StepUp(cast.Rita).Get(ritas).OK().Shows("casefile.passed.waits").Hides(choice)
		w.asks(cast.Brieuc, w.host, true)
		w.asks(cast.Claire, w.office, true)
	})
}

// What was said of her in the case before is not asked again: the criteria with who said so and when, what was agreed
// for the worst, how long she stays.
func TestATransferAsksNothingAgain(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		plan := "She rings twice, then waits."
		p := s.StepUp(cast.Claire).Get(w.office+"/assessment").OK().Fill("plan", plan).Fill("stay_weeks", "26")
		p.Choose("c_trafficking_by", "Police").Press("assessment.decide.save").OK()
		day := s.Texts().In(s.Lang, s.Clock.Now()).Day(w.Land.Country.Day(s.Clock.Now()))
		s.Wait(72 * time.Hour)
		w.transfers()
		p = s.StepUp(cast.Claire).Get(w.office+"/assessment").OK().Shows("dit le "+day, plan)
		for _, c := range []string{"adult", "trafficking", "danger_here", "distance_needed", "agrees"} {
			if p.Sends("c_"+c) != "yes" || p.Sends("c_"+c+"_by") == "" {
				t.Errorf("%s is asked again: %q by %q", c, p.Sends("c_"+c), p.Sends("c_"+c+"_by"))
			}
		}
		if by, weeks := p.Sends("c_trafficking_by"), p.Sends("stay_weeks"); by != "Police" || weeks != "26" {
			t.Errorf("said by %q, for %q weeks", by, weeks)
		}
		p.Press("assessment.decide.admit").OK() // confirmed as it stands
	})
}

// Nothing that the evaluation before answered is asked anew, but whether she agrees to this relocation (I2), and from
// when on she can travel.
func TestATransferKeepsEachAnswer(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		for _, f := range []string{"elsewhere", "needs_words", "wishes", "hoped", "refused", "health"} {
			p.Fill(f, "zq-"+f)
		}
		p.Choose("shape", "adult_with_children").Fill("children_age_3_5", "1")
		p.Fill("tie1", "Rhône").Choose("tie1_within", "120").Tick("Ses enfants")
		p.Choose("animals", "no").Choose("i_taken_by_force", "yes").Press("assessment.decide.save").OK()
		before := answers(s.StepUp(cast.Claire).Get(w.office + "/assessment").OK())
		w.transfers()
		now := answers(s.StepUp(cast.Claire).Get(w.office + "/assessment").OK())
		for name, said := range before {
			ofPage := slices.Contains([]string{"base", "version", "back", "ready_on"}, name)
			if now[name] != said && !ofPage && !strings.HasPrefix(name, "c_agrees") {
				t.Errorf("%s was %q and is %q", name, said, now[name])
			}
		}
		if len(before) < 40 {
			t.Errorf("only %d boxes are filled in", len(before))
		}
	})
}

var boxName = regexp.MustCompile(` name="([a-z][a-z0-9_]*)"`)

// answers are the boxes of a form that hold something, with what they send.
func answers(p *story.Person) map[string]string {
	out := map[string]string{}
	for _, m := range boxName.FindAllStringSubmatch(p.Body(), -1) {
		if said := p.Sends(m[1]); said != "" {
			out[m[1]] = said
		}
	}
	return out
}

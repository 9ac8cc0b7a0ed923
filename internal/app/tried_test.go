package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

var clocks = regexp.MustCompile(`/cases/[^"]*/clocks/[^"/]+`)

var withdrawals = regexp.MustCompile(`action="([^"]*/agreements/[^"]*/revoke)"`)

// refusedFirst presses a form that asks first with answers that its act refuses: the mistake is told beside its field
// at once, and nothing is asked.
func (w *walk) refusedFirst(who cast.Worker, path, field string, with url.Values) {
	w.T.Helper()
	p := w.StepUp(who).Beside(path, with)
	what := named.ReplaceAllString(path, "/ID")
	switch {
	case p.Status() != http.StatusUnprocessableEntity:
		w.T.Errorf("%s %v answers %d before it asks: %.300s", what, with, p.Status(), p.Words())
	case !strings.Contains(p.Body(), `href="#`+field), !strings.Contains(p.Body(), `id="`+field):
		w.T.Errorf("%s %v: nothing is said beside %s", what, with, field)
	}
}

// What an act will refuse is told before it asks, never after the yes: what is missing, and what only the record knows.
func TestNothingIsAskedThatWouldBeRefused(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		w.propose(w.Land.Brieuc)
		at := w.asked(cast.Brieuc).Path()
		w.refusedFirst(cast.Brieuc, at+"/refusal", "f-reason", url.Values{})
		holds(s, "BRE1")
	})
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		w.refusedFirst(cast.Claire, w.office+"/search-again", "f-reason", url.Values{})
		w.refusedFirst(cast.Claire, w.office+"/search-again", "f-reason", url.Values{"reason": {"because"}})
		w.refusedFirst(cast.Claire, w.office+"/journey/no-show", "f-cause", url.Values{})
		w.refusedFirst(cast.Claire, w.office+"/journey/no-show", "f-cause", url.Values{"cause": {"person"}})
		s.StepUp(cast.Claire).Get(w.office).OK().Shows("casefile.stage.travel")
	})
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Brieuc).Get(w.host+"/stay/legal").OK().Choose("event", "reflection_started").Choose("owner",
			"hosts")
		p = w.day(p, "on", s.Clock.Now()).Press("stay.legal.save").OK()
		clock := clocks.FindString(p.Body())
		w.refusedFirst(cast.Brieuc, clock, "f-outcome", url.Values{})
		w.refusedFirst(cast.Brieuc, clock, "f-outcome", url.Values{"outcome": {"elapsed"}})
		s.Wait(40 * 24 * time.Hour)
		s.StepUp(cast.Brieuc).Get(clock).OK().Choose("outcome", "elapsed").Press("stay.clock.save").OK().Press(
			"stay.clock.yes").OK().Shows("stay.legal.said")
		today := s.Land.Country.Day(s.Clock.Now())
		w.refusedFirst(cast.Brieuc, w.host+"/stay/end", "f-reason", url.Values{"on": {today.String()}})
		w.refusedFirst(cast.Brieuc, w.host+"/stay/end", "f-on", url.Values{"reason": {"own_housing"},
			"on": {today.AddDays(2).String()}})
		all := withdrawals.FindAllStringSubmatch(s.StepUp(cast.Claire).Get(w.office+"/agreements").OK().Body(), -1)
		if len(all) == 0 {
			t.Fatal("no agreement can be withdrawn")
		}
		for _, one := range all {
			for _, days := range []int{2, -300} {
				w.refusedFirst(cast.Claire, one[1], "revoked-", url.Values{
					"revoked_on": {today.AddDays(days).String()}})
			}
			w.refusedFirst(cast.Claire, one[1], "revoked-", url.Values{})
		}
	})
}

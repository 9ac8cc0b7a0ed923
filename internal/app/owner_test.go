package app_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// A case is taken, handed to a colleague with somebody who stands in, and handed back with the whole caseload; the home
// shows mine, nobody's and all, and a danger is never out of sight.
func TestWhoFollowsACase(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.refer()
		shown := func(at string) bool {
			t.Helper()
			return strings.Contains(s.As(cast.Claire).Get(at).OK().Body(), `href="`+w.office)
		}
		if !shown("/") || !shown("/?of=nobody") || shown("/?of=mine") {
			t.Error("a case that nobody follows stands under all and under nobody's, and not under mine")
		}
		p := s.As(cast.Claire).Get(w.office + "/owner").OK().Press("casefile.owner.take").OK()
		if !shown("/?of=mine") || shown("/?of=nobody") {
			t.Error("the case that I took is not mine")
		}
		// Typed by two: the second is told, and keeps what was chosen.
		p.Get(w.office + "/owner").OK()
		s.As(cast.Colin).Get(w.office + "/owner").OK().Press("casefile.owner.take").OK()
		p.Choose("deputy", cast.Colin.Name).Press("casefile.owner.save").Answers(409)
		p.Choose("owner", cast.Colin.Name).Choose("deputy", cast.Claire.Name).Press("casefile.owner.save").OK()
		if p = s.As(cast.Claire).Get(w.office).OK(); !strings.Contains(p.Body(), cast.Colin.Name) {
			t.Error("the page of the case does not say who follows it")
		}
		if !shown("/?of=mine") {
			t.Error("whoever stands in does not see the case among theirs")
		}
		p = s.As(cast.Claire).Get("/caseload").OK()
		if !strings.Contains(p.Body(), cast.Colin.Name) {
			t.Errorf("the caseload does not say who follows: %s", p.Words())
		}
		p.Press("casefile.caseload.hand_over")
		if p.Status() != 422 {
			t.Errorf("nothing was ticked, and nobody chosen: %d", p.Status())
		}
		(&walk{Story: s}).refer()
		(&walk{Story: s}).refer()
		if at := s.As(cast.Claire).Get("/caseload?of=nobody").OK(); strings.Count(at.Body(), `name="case"`) != 2 {
			t.Errorf("two cases are nobody's: %s", at.Words())
		}
		p = s.As(cast.Claire).Get("/caseload").OK().Choose("owner", cast.Claire.Name).Tick("all")
		p.Press("casefile.caseload.hand_over").OK().Shows("casefile.caseload.said")
		if at := p.Get("/caseload?of=nobody").OK(); strings.Contains(at.Body(), `name="case"`) {
			t.Errorf("one press did not hand all of them over: %s", at.Words())
		}
		if p = s.As(cast.Claire).Get(w.office + "/owner").OK(); strings.Count(p.Body(), cast.Colin.Name) < 2 {
			t.Errorf("what was said before is gone: %s", p.Words())
		}
		// The referring team has followers of its own, and reads nothing of these.
		theirs := s.As(cast.Rita).Get("/").OK()
		if strings.Contains(theirs.Body(), cast.Colin.Name) {
			t.Error("another team reads who follows the case here")
		}
	})
}

// What is to be done stands on the case and, when its day comes, on the home of whose it is; a note stays with the
// team.
func TestTasksAndNotes(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.refer()
		const word, noted = "zq-ring-the-school-zq", "zq-prefers-mornings-zq"
		p := s.As(cast.Claire).Get(w.office).OK().Follow("task.new").OK()
		w.day(p.Choose("what", "task.what.check"), "due", s.Clock.Now())
		p.Fill("words", word).Choose("owner", cast.Colin.Name).Press("task.save").OK().Shows(word, cast.Colin.Name)
		p.Follow("task.new_note").OK().Press("task.save").Answers(422)
		p.Fill("words", noted).Press("task.save").OK().Shows(noted)
		s.As(cast.Claire).Get(w.office).OK().Shows(word, noted)
		home := s.As(cast.Colin).Get("/?of=mine").OK().Shows("task.home.check").Hides(word)
		home.Follow("task.home.open").OK().Shows(word).Press("task.finish").OK().Shows("task.done")
		s.As(cast.Colin).Get("/?of=mine").OK().Hides("task.home.check")
		s.As(cast.Rita).Get("/").OK()
		for _, who := range []cast.Worker{cast.Lou, cast.Hugo, cast.Rita, cast.Olga} {
			s.As(who).Get(w.office + "/tasks").NotFound()
			s.As(who).NeverSaw(word, noted)
		}
	})
}

// Whoever follows the case of somebody who asked for another place follows the new one too, with who stands in; once
// they have left the team, who stood in follows it.
func TestATransferIsFollowedByTheSame(t *testing.T) {
	for _, left := range []bool{false, true} {
		story.Each(t, func(s *story.Story) {
			w := (&walk{Story: s}).to("sheltered")
			p := s.StepUp(cast.Claire).Get(w.office+"/owner").OK().Choose("owner", cast.Colin.Name)
			p.Choose("deputy", cast.Claire.Name).Press("casefile.owner.save").OK().Get(w.office + "/owner").OK()
			owner, deputy := p.Sends("owner"), p.Sends("deputy")
			if left {
				if _, err := s.Raw().Exec(`update access_membership set left_at = 1 where user_id =
					(select id from access_user where login = 'colin')`); err != nil {
					t.Fatal(err)
				}
				owner, deputy = deputy, ""
			}
			w.transfers()
			p = s.StepUp(cast.Claire).Get(w.office + "/owner").OK()
			if p.Sends("owner") != owner || p.Sends("deputy") != deputy || owner == "" {
				t.Errorf("Colin has left: %t; %q follows, and %q stands in", left, p.Sends("owner"), p.Sends("deputy"))
			}
		})
	}
}

package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// A call is noted, read on the case page and in its timeline, put right so that both lines are seen, undone for ten
// minutes, and due again on the home until the same people were spoken with; by the evaluation team alone.
func TestTheCallsOfACase(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		at, said := w.office+"/calls", s.Clock.Now()
		s.StepUp(cast.Claire).Get(w.office).OK().Shows("call.title", "call.none")
		note := func(party, outcome, words string) *story.Person {
			t.Helper()
			p := s.As(cast.Claire).Get(at+"/new").OK().Choose("way", "ours").Choose("party", party)
			return p.Choose("about", "safety").Choose("outcome", outcome).Fill("words", words)
		}

		// what cannot be is said beside its field, and what was typed stays
		p := note("lawyer", "nobody", "zq-first-zq")
		w.moment(p, "at", said.Add(2*time.Hour)).Press("call.save").Shows("call.invalid.at")
		if p.Field("words") != "zq-first-zq" {
			t.Errorf("what was typed is lost: %q", p.Field("words"))
		}
		p = note("lawyer", "nobody", "zq-first-zq")
		w.moment(p, "again", said.Add(-time.Hour)).Press("call.save").Shows("call.invalid.again")

		// a call never put right is undone as well: nothing stood before it
		note("health", "nobody", "zq-slip-zq").Press("call.save").OK().Press("call.undo").OK().
			Shows("call.undone", "call.taken_back", "call.none").Hides("zq-slip-zq")

		p = note("lawyer", "nobody", "zq-first-zq")
		w.moment(p, "again", said.Add(3*time.Hour)).Press("call.save").OK().Shows("call.said", "zq-first-zq")
		body := p.Get(w.office).OK().Body()
		_, timeline, found := strings.Cut(body, `id="timeline`)
		words := s.Texts().In(s.Lang, s.Clock.Now()).T("call.outcome.nobody")
		if !found || !strings.Contains(timeline, words) || strings.Contains(timeline, "zq-first-zq") {
			t.Errorf("the timeline says %s", timeline)
		}
		p.Get("/").OK().Shows("call.home.again.lawyer")

		p = s.As(cast.Claire).Get(at).OK().Follow("call.correct").OK().Choose("outcome", "message")
		p.Fill("words", "zq-second-zq").Press("call.save").OK().Shows("call.corrected", "zq-first-zq", "zq-second-zq",
			"call.outcome.message", "call.outcome.nobody")
		p = p.Follow("call.correct").OK().Fill("words", "zq-third-zq").Press("call.save").OK()
		p.Shows("zq-first-zq", "zq-second-zq", "zq-third-zq") // put right twice, both former lines stay
		p = p.Press("call.undo").OK().Shows("zq-first-zq", "zq-second-zq").Hides("zq-third-zq")
		p.Press("call.undo").OK().Shows("call.taken_back", "call.outcome.nobody", "zq-first-zq").Hides("zq-second-zq")
		s.Wait(casefile.SlipTime)
		s.StepUp(cast.Claire).Get(at).OK().Hides("call.undo").Shows("call.correct")

		s.Wait(4 * time.Hour)
		s.StepUp(cast.Claire).Get("/").OK().Shows("call.home.again.lawyer")
		note("lawyer", "reached", "").Press("call.save").OK()
		s.As(cast.Claire).Get("/").OK().Hides("call.home.again.lawyer")
		s.As(cast.Claire).In("en").Get(at).OK().Shows("call.outcome.reached")

		for who, page := range map[cast.Worker]string{cast.Brieuc: w.host, cast.Lou: w.office, cast.Rita: w.office} {
			s.StepUp(who).Get(page + "/calls").NotFound()
			s.As(who).Get(page + "/calls/new").NotFound()
		}
		s.As(cast.Brieuc).Get(w.host).OK().Hides("call.title", "call.outcome.nobody", "zq-first-zq")
		s.NeedleFree("zq-slip-zq", "zq-first-zq", "zq-second-zq", "zq-third-zq")
	})
}

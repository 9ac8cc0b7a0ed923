package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// waiting is the number that the navigation says of the news; "" for none.
func waiting(p *story.Person) string {
	_, after, _ := strings.Cut(p.Body(), `href="/notices"`)
	link, _, _ := strings.Cut(after, "</a>")
	_, count, _ := strings.Cut(link, `class="count">`)
	return strings.TrimSpace(strings.TrimSuffix(count, "</span>"))
}

// What others did in one's cases is told inside Havre until one says that it was seen: to whoever follows the case, to
// all where nobody does, never what one did oneself, never a word of her.
func TestWhatOthersDidIsTold(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		colin := s.StepUp(cast.Colin).Get("/notices").OK().Shows("casefile.fact.referred", "casefile.notice.new")
		if waiting(colin) != "1" {
			t.Errorf("%q news wait", waiting(colin))
		}
		claire := s.StepUp(cast.Claire).Get("/notices").OK().Hides("casefile.fact.referred") // her own
		colin.Press("casefile.notice.saw").OK().Shows("casefile.notice.saw_said", "casefile.notice.seen").
			Hides("casefile.notice.saw")
		if waiting(colin) != "" || waiting(claire) != "" {
			t.Errorf("seen by Colin: %q and %q", waiting(claire), waiting(colin))
		}
		s.As(cast.Brieuc).Get("/notices").OK().Shows("casefile.notice.empty").Hides("casefile.fact.referred")

		// a host that is asked is told so, and of whom it is asked nothing
		code := column(s, `select code from casefile_case`)
		w.evaluate()
		w.propose(w.Land.Hugo, w.Land.Brieuc)
		host := s.As(cast.Brieuc).Get("/notices").OK().Shows("casefile.notice.kind.asked").Hides(code)
		if waiting(host) != "1" {
			t.Errorf("%q news wait for the host", waiting(host))
		}
		s.As(cast.Lou).Get("/notices").OK().Hides("casefile.notice.kind.asked")
		w.accept(cast.Brieuc)
		s.As(cast.Claire).Get("/notices").OK().Shows("casefile.fact.host_accepted").Hides("casefile.fact.admitted")
		s.As(cast.Brieuc).Get("/notices").OK().Hides("casefile.fact.host_accepted") // its own act

		// what is followed by a colleague rings for the colleague alone
		s.StepUp(cast.Colin).Get(w.office).OK().Press("casefile.owner.take").OK()
		w.plan()
		w.held()
		w.final(cast.Brieuc)
		s.StepUp(cast.Colin).Get("/notices").OK().Shows("casefile.notice.kind.host_accepted_finally")
		s.As(cast.Claire).Get("/notices").OK().Hides("casefile.notice.kind.host_accepted_finally",
			"casefile.fact.host_accepted")
		s.NeedleFree(w.words()...)
	})
}

// What is urgent rings for everybody of the team; what was undone is told no more, and what is old neither.
func TestUrgentNewsIsForEverybody(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.StepUp(cast.Colin).Get(w.office).OK().Press("casefile.owner.take").OK()
		w.Wait(12 * time.Hour)
		s.Jobs()
		s.StepUp(cast.Claire).Get("/notices").OK().Shows("casefile.notice.kind.late", "casefile.notice.urgent").
			Hides("casefile.fact.departed")
		w.arrive(cast.Brieuc)
		s.StepUp(cast.Colin).Get("/notices").OK().Shows("casefile.fact.arrived")
		s.As(cast.Brieuc).Get(w.host).OK().Press("journey.correct.undo_arrival").OK()
		s.As(cast.Colin).Get("/notices").OK().Hides("casefile.fact.arrived")
		s.Wait(31 * 24 * time.Hour)
		p := s.StepUp(cast.Colin).Get("/notices").OK().Shows("casefile.notice.empty")
		if waiting(p) != "" {
			t.Errorf("%q old news wait", waiting(p))
		}
	})
}

package app_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// Thirty days after the arrival the name is with the host alone: the head office and the referring service lose the key
// of identity, and no other; with her agreement the head office keeps it.
func TestTheNameStaysWithTheHost(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		theirs := w.sends(cast.Rita).Path()
		w.taken()
		w.person()
		w.evaluate()
		w.propose(relais)
		w.accept(cast.Brieuc)
		w.plan()
		w.held()
		w.final(cast.Brieuc)
		w.admit()
		w.organise()
		w.arrive(cast.Brieuc)
		her := w.words("/person name", "aliases")

		s.Wait(29 * 24 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office).OK().Shows(her...)
		s.StepUp(cast.Rita).Get(theirs).OK().Shows(w.words("/person name")...)
		holds(s, "evaluation", "danger", "documents", "health", "identity", "journey", "legal", "linkage", "needs", "thread")
		holds(s, "MAR1", "identity", "thread")

		s.Wait(25 * time.Hour)
		holds(s, "evaluation", "danger", "documents", "health", "journey", "legal", "linkage", "needs", "thread")
		holds(s, "MAR1", "thread")
		claire := s.StepUp(cast.Claire)
		claire.Get(w.office).OK().Shows(w.words("danger_words")...).Shows("person.panel").Hides(her...)
		claire.Get(w.office + "/person").OK().Hides(her...)
		if formOf(claire.Body(), "/person") != nil {
			t.Error("a name that is with the host may still be written")
		}
		s.StepUp(cast.Rita).Get(theirs).OK().Hides(her...)
		s.StepUp(cast.Brieuc).Get(w.host).OK().Shows(her...)
		claire.Get(w.office + "/stay/transfer").OK().Choose("reason", "wish").Press("stay.transfer.save").Shows("stay.transfer.host_asks")

		// Another place is needed: the host's asking hands the name to the head office again, for another thirty days.
		s.As(cast.Brieuc).Get(w.host+"/stay/transfer").OK().Choose("reason", "wish").Press("stay.transfer.save").OK().Shows("stay.transfer.said")
		s.StepUp(cast.Claire).Get(w.office).OK().Shows(her...)
		s.Wait(31 * 24 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office).OK().Hides(her...)
		verified(s)
	})
}

// The person may agree that the head office keeps her name, and take that back.
func TestTheNameIsKeptWhereSheAgrees(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		her := w.words("/person name")
		p := s.StepUp(cast.Claire).Get(w.office + "/agreements").OK()
		p.Choose("kind", "keep_name").Choose("answer", "yes").Press("consent.record").OK().Shows("consent.recorded")
		s.Wait(40 * 24 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office).OK().Shows(her...)
		s.As(cast.Claire).Get(w.office + "/agreements").OK().Within("consent.follows.keep_name").Press("consent.revoke").OK().Shows("consent.revoked")
		s.Wait(time.Minute)
		s.StepUp(cast.Claire).Get(w.office).OK().Hides(her...)
	})
}

package app_test

import (
	"strings"
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
		holds(s, "evaluation", "danger", "documents", "health", "identity", "journey", "legal", "linkage", "needs",
			"thread")
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
		claire.Get(w.office+"/stay/transfer").OK().Choose("reason",
			"wish").Press("stay.transfer.save").Shows("stay.transfer.host_asks")

		// Another place is needed: the host's asking hands the name to the head office again, for another thirty days.
		s.As(cast.Brieuc).Get(w.host+"/stay/transfer").OK().Choose("reason",
			"wish").Press("stay.transfer.save").OK().Shows("stay.transfer.said")
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
		s.As(cast.Claire).Get(w.office + "/agreements").OK().Within("consent.follows.keep_name").Press(
			"consent.revoke").OK().Press("consent.yes").OK().Shows("consent.revoked")
		s.Wait(time.Minute)
		s.StepUp(cast.Claire).Get(w.office).OK().Hides(her...)
	})
}

// A member of another partner accompanies by name: the next step on one page, and nothing else of her.
func TestAMemberAccompanies(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		p := s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Follow("journey.company.go").OK()
		p.Choose("who", "Hugo Lescaut, "+maison).Press("journey.company.name").OK().Shows("journey.company.said").Shows(
			"Hugo Lescaut")
		hugo := s.As(cast.Hugo).Get("/").OK().Shows("journey.home.accompany").Follow("journey.home.step").OK()
		hugo.Shows(w.words("leg1-from", "leg1-to", "meeting", "code_word", "fallback")...).Hides(w.words("/person",
			"danger_words", "needs")...)
		step := hugo.Path()
		hugo.Get(strings.TrimSuffix(step, "/step")).NotFound().Get(strings.TrimSuffix(step, "/step") +
			"/journey").NotFound()
		for _, other := range []cast.Worker{cast.Brieuc, cast.Rita, cast.Claire, cast.Lou} {
			s.StepUp(other).Get(step).NotFound()
			s.As(other).Get("/").OK().Hides("journey.home.accompany")
		}
		w.arrive(cast.Brieuc)
		s.StepUp(cast.Hugo).Get(step).OK().Shows("journey.step.over").Hides(w.words("leg1")...)
		s.Wait(25 * time.Hour)
		s.StepUp(cast.Hugo).Get(step).NotFound()
		if n := count(s, s.Raw(), `select count(*) from vault_wrap where act = 'journey.name_company'
			and length(holder_id) > 0 and holder_id <> `, s.Teams["LIL1"]); n != 0 {
			t.Errorf("%d keys of who accompanied are left", n)
		}
		verified(s)
	})
}

// A name finds its case for whoever holds the key of it, from the moment they hold it until it goes, and for nobody
// else; spelled otherwise too. What was written of it before finds nothing any more.
func TestANameFindsItsCase(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		theirs := w.sends(cast.Rita).Path()
		w.taken()
		w.person()
		finds := func(who cast.Worker, said, page string) {
			t.Helper()
			p := s.StepUp(who).Get("/").Fill("code", said).Press("web.find.go")
			if found := strings.Contains(p.Body(), `href="`+page); page != "" && (!found || p.Status() != 200) {
				t.Errorf("%s finds no case by %q: %d %s", who.Login, said, p.Status(), p.Words())
			} else if page == "" && (strings.Contains(p.Body(), "/cases/") || p.Status() != 422) {
				t.Errorf("%s finds a case by %q: %d", who.Login, said, p.Status())
			}
		}
		calls := func(name, telephone, year string) {
			t.Helper()
			s.StepUp(cast.Claire).Get(w.office+"/person").OK().Fill("names", name).Fill("telephone", telephone).Fill(
				"birth_year", year).Press("person.save").OK().Shows("person.saved")
		}
		calls("Oluwaseun Adébáyò", "06 12 34 56 78", "1998")
		for _, said := range []string{"Adebayo", "oluwaseun adebayo", "Adebajo", "ADEBAYO 1998", "adeb", "0612345678",
			"+33 6 12 34 56 78"} {
			finds(cast.Claire, said, w.office)
		}
		finds(cast.Rita, "Adebayo", theirs)
		for _, said := range []string{"Adebayo 1987", "06 99 99 99 99", "Ndiaye", "1998"} {
			finds(cast.Claire, said, "")
		}
		calls("Mercy Okafor", "", "")
		finds(cast.Claire, "okafor", w.office)
		finds(cast.Claire, "adebayo", "")
		finds(cast.Claire, "0612345678", "")

		w.evaluate()
		w.propose(relais)
		w.accept(cast.Brieuc)
		w.plan()
		w.held()
		w.final(cast.Brieuc)
		for _, who := range []cast.Worker{cast.Brieuc, cast.Hugo, cast.Lou} {
			finds(who, "okafor", "")
		}
		w.admit()
		finds(cast.Brieuc, "okafor", "/cases/")
		finds(cast.Claire, "okafor", w.office)
		finds(cast.Lou, "okafor", "")
		w.organise()
		w.arrive(cast.Brieuc)
		s.Wait(31 * 24 * time.Hour)
		finds(cast.Claire, "okafor", "")
		finds(cast.Rita, "okafor", "")
		finds(cast.Brieuc, "okafor", w.host)
		verified(s)
	})
}

package app_test

import (
	"net/http"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// holds fails where a field of the page does not hold this answer.
func (w *walk) holds(p *story.Person, fields map[string]string) {
	w.T.Helper()
	for name, want := range fields {
		if got := p.Sends(name); got != want {
			w.T.Errorf("%s holds %q, not %q", name, got, want)
		}
	}
}

// Two people write one evaluation: the second is told, and whatever they did not touch takes the newer answer, whether
// its field is of a sheet or drawn by hand. Sent again as the page stands, nothing is undone.
func TestNobodyUndoesAColleaguesEvaluation(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.to("referred")
		p := w.As(cast.Claire).Get(w.office + "/assessment").OK()
		p.Choose("shape", "adult_with_children")
		p.Choose("c_adult", "yes").Choose("c_adult_by", "NGO").Choose("c_agrees", "yes").Choose("c_agrees_by", "NGO")
		p.Fill("children_age_3_5", "1").Fill("tie1", "Rhône").Choose("tie1_within", "120").Fill("health", "first")
		p.Press("assessment.decide.save").OK()
		mine, theirs := p.Get(w.office+"/assessment").OK(), p.Tab().OK()
		theirs.Choose("c_adult", "no").Fill("c_adult_note", "newer").Choose("c_danger_here", "yes").
			Choose("c_danger_here_by", "Police").Fill("children_age_3_5", "2").Fill("children_age_0_2", "1").
			Fill("tie2", "Nord").Choose("tie2_within", "180").
			Choose("i_taken_by_force", "yes").Fill("health", "newer health").Choose("animals", "yes").
			Fill("stay_weeks", "8").Fill("vetoes", "Hérault").Choose("needs", "cot")
		theirs.Press("assessment.decide.save").OK()
		newer := map[string]string{"c_adult": "no", "c_adult_note": "newer", "c_danger_here": "yes",
			"c_danger_here_by": "Police", "children_age_3_5": "2", "children_age_0_2": "1", "tie1": "Rhône (69)",
			"tie1_within": "60", "tie2": "Nord (59)", "tie2_within": "180", "i_taken_by_force": "yes",
			"health":  "newer health",
			"animals": "yes", "stay_weeks": "8", "vetoes": "Hérault (34)", "plan": "mine", "c_agrees": "no"}
		mine.Fill("plan", "mine").Choose("c_agrees", "no").Choose("tie1_within", "60").Press("assessment.decide.save")
		mine.Answers(http.StatusConflict)
		w.holds(mine, newer)
		// a slip in the page that came back changes nothing of it
		mine.Fill("adults", "many").Press("assessment.decide.save").Answers(http.StatusUnprocessableEntity)
		w.holds(mine, newer)
		mine.Fill("adults", "1").Press("assessment.decide.save").OK()
		newer["tie1"], newer["tie1_within"], newer["tie2"], newer["tie2_within"] = "Nord (59)", "180", "Rhône (69)",
			"60"
		w.holds(mine.Get(w.office+"/assessment").OK(), newer) // by name, where they stand once kept
	})
}

// The same of a journey, whose legs are a sheet each: a leg that a colleague added is there, one that they took out is
// gone, and a leg in which something was typed stays.
func TestNobodyUndoesAColleaguesJourney(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.to("travel")
		at := w.office + "/journey/plan"
		leg := func(p *story.Person, n string, from, until time.Duration) {
			now := w.Clock.Now()
			p.Choose(n+"-means", "coach").Fill(n+"-from", n+" begins").Fill(n+"-to", n+" ends")
			w.moment(w.moment(p, n+"-departs", now.Add(from)), n+"-arrives", now.Add(until))
		}
		mine, theirs := w.StepUp(cast.Claire).Get(at).OK(), w.As(cast.Claire).Tab().OK()
		theirs.Fill("leg1-carrier", "newer carrier").Fill("code_word", "newer word").Press("journey.plan.more").OK()
		leg(theirs, "leg2", 7*time.Hour+10*time.Minute, 7*time.Hour+40*time.Minute)
		theirs.Press("journey.plan.save").OK()
		mine.Fill("meeting", "mine").Press("journey.plan.save").Answers(http.StatusConflict)
		newer := map[string]string{"leg1-carrier": "newer carrier", "code_word": "newer word", "meeting": "mine",
			"leg2-from": "leg2 begins", "leg2-means": "coach"}
		w.holds(mine, newer)
		mine.Press("journey.plan.save").OK()
		w.holds(mine.Get(at).OK(), newer)

		mine, theirs = w.As(cast.Claire).Get(at).OK(), w.As(cast.Claire).Tab().OK()
		third := theirs.Tab().OK()
		clear(w, theirs, "leg2")
		theirs.Press("journey.plan.save").OK()
		mine.Fill("fallback", "mine too").Press("journey.plan.save").Answers(http.StatusConflict)
		w.holds(mine, map[string]string{"leg2-from": "", "leg2-means": "", "fallback": "mine too"})
		mine.Press("journey.plan.save").OK()
		third.Fill("leg2-ticket", "typed").Press("journey.plan.save").Answers(http.StatusConflict)
		w.holds(third, map[string]string{"leg2-ticket": "typed", "fallback": "mine too"})
	})
}

// clear empties a leg.
func clear(w *walk, p *story.Person, leg string) {
	w.T.Helper()
	for _, f := range fieldsOf(formOf(p.Body(), "/journey/changes")) {
		switch {
		case len(f.name) < 5 || f.name[:4] != leg:
		case f.kind == "select":
			p.Choose(f.name, "")
		default:
			p.Fill(f.name, "")
		}
	}
}

// A host's older window does not overturn an answer that was given meanwhile, and says so; nor does the coordinator's.
func TestAnOlderWindowOverturnsNoAnswer(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.to("searching")
		w.propose(w.Land.Brieuc)
		yes := w.asked(cast.Brieuc)
		no, office := yes.Tab().OK(), w.As(cast.Claire).Get(w.office+"/search").OK()
		yes.Press("placement.host.yes").OK()
		no.Choose("reason", "calendar").Press("placement.host.no_do").Answers(http.StatusConflict)
		no.Shows("placement.host.meanwhile", "placement.host.accepted")
		office.Press("placement.board.withdraw").OK().IsAt(w.office + "/search").Shows("casefile.changed_meanwhile")
		yes.Get(yes.Path()).OK().Shows("placement.host.accepted")
		no.Choose("reason", "calendar").Press("placement.host.no_do").OK().
			Press("placement.host.no_yes").OK() // read as it stands, a no is a no
		if at := yes.Get(yes.Path()); at.Status() != http.StatusNotFound {
			t.Errorf("after the no the proposal answers %d", at.Status())
		}
	})
}

// The second agreement says which place it is about.
func TestTheSecondAgreementNamesItsPlace(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("planned")
		w.Wait(2 * time.Hour)
		p := w.StepUp(cast.Claire).Get(w.office + "/search").OK().Press("placement.board.held").OK()
		p.Get(w.office+"/second-agreement").OK().Shows(w.Land.Brieuc, "Finistère", "consent.field.language",
			"consent.field.interpreter")
	})
}

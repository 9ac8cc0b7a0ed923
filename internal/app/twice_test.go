package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// rowsOfActs counts what acts leave behind.
const rowsOfActs = `select (select count(*) from casefile_fact) + (select count(*) from stay_note)
	+ (select count(*) from stay_aid) + (select count(*) from stay_service) + (select count(*) from stay_legal)
	+ (select count(*) from task_entry) + (select count(*) from call_entry) + (select count(*) from placement_proposal)
	+ (select count(*) from consent_agreement) + (select count(*) from helpdesk_contact)
	+ (select count(*) from casefile_correction) + (select count(*) from assessment_version)
	+ (select count(*) from referral_message) + (select count(*) from casefile_owner)`

// Every form that anybody sends on the whole path is sent a second time, as by somebody who pressed twice: it leads to
// a page, never to one that does not exist, and nothing is recorded a second time.
func TestASecondPressRecordsNothing(t *testing.T) {
	var pressed []string
	for _, play := range []func(*walk){wholePath, everything} {
		s := story.In(t, trusttest.SQLite(t), cast.France(), "fr")
		busy := false
		s.Pressed = func(p *story.Person, again func() *story.Person) {
			if busy || p.Status() != http.StatusOK {
				return
			}
			busy = true
			defer func() { busy = false }()
			before := column(s, rowsOfActs)
			at := named.ReplaceAllString(p.Path(), "/ID")
			if q := again(); q.Status() == http.StatusNotFound || q.Status() >= http.StatusInternalServerError {
				t.Errorf("a second press that led to %s answers %d", at, q.Status())
			}
			if after := column(s, rowsOfActs); after != before {
				t.Errorf("a second press that led to %s leaves %s rows, not %s", at, after, before)
			}
			if !slices.Contains(pressed, at) {
				pressed = append(pressed, at)
			}
		}
		play(&walk{Story: s})
	}
	t.Logf("%d kinds of press: %q", len(pressed), pressed)
}

// A host that has said no and presses again reads that it was recorded; one that goes back and says yes reads that the
// no stands, and how it is changed.
func TestAnAnswerAfterANoIsNotDropped(t *testing.T) {
	s := story.In(t, trusttest.SQLite(t), cast.France(), "fr")
	w := (&walk{Story: s}).to("asked")
	p := w.asked(cast.Brieuc)
	at := p.Path()
	yes := htmlcheck.Sent(p.Body(), at+"/acceptance")
	no := htmlcheck.Sent(p.Body(), at+"/refusal")
	no.Set("reason", "calendar")
	p = p.Beside(at+"/refusal", no).OK()
	sure := htmlcheck.Sent(p.Body(), at+"/refusal")
	sure.Set("sure", "yes")
	p.Beside(at+"/refusal", sure).OK().Shows("placement.said.declined")
	p.Beside(at+"/refusal", sure).OK().Shows("web.repeated")
	p.Beside(at+"/refusal", no).OK().Shows("web.repeated")
	p.Beside(at+"/acceptance", yes).OK().Shows("web.answered")
	p.Beside(at+"/acceptance", url.Values{}).NotFound() // of no page of hers
}

// A page that is gone back to and sent with other answers is told so and keeps them; sent once more, it records them
// beside the first.
func TestOtherAnswersOfOnePageAreNotDropped(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		at := w.host + "/stay/notes"
		p := s.StepUp(cast.Brieuc).Get(at).OK()
		first := htmlcheck.Sent(p.Body(), at)
		first.Set("words", "Elle dort mieux.")
		other := htmlcheck.Sent(p.Body(), at)
		other.Set("words", "Elle a vu le médecin.")
		p.Beside(at, first).OK().Shows("stay.notes.said")
		p.Beside(at, first).OK().Shows("web.repeated")
		p = p.Beside(at, other).Answers(409).Shows("web.answered_before", "Elle a vu le médecin.")
		notes := column(s, `select count(*) from stay_note`)
		again := htmlcheck.Sent(p.Body(), at)
		p.Beside(at, again).OK().Shows("stay.notes.said", "Elle dort mieux.", "Elle a vu le médecin.")
		if after := column(s, `select count(*) from stay_note`); notes != "1" || after != "2" {
			t.Errorf("%s notes, then %s", notes, after)
		}
	})
}

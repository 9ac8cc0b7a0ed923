package app_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// withdraws has somebody record that she wishes to leave, with the code of the case as the page shows it.
func (w *walk) withdraws(who cast.Worker, at string) *story.Person {
	w.T.Helper()
	p := w.StepUp(who).Get(at + "/end").OK()
	p.Choose("heard", "telephone").Fill("case_code", caseCode.FindString(p.Words()))
	return p.Press("casefile.end.withdraw").OK()
}

// refers leads somebody along the path up to a station, referred by Rita, who follows her case on a page of her own.
func (w *walk) refers(station string) (ritas string) {
	w.T.Helper()
	ritas = w.sends(cast.Rita).Path()
	w.taken()
	for _, s := range []struct {
		name string
		do   func()
	}{
		{"searching", func() { w.evaluate() }}, {"asked", func() { w.propose(relais) }},
		{"accepted", func() { w.accept(cast.Brieuc) }}, {"planned", func() { w.plan() }},
		{"agreed", func() { w.held() }},
		{"final", func() { w.final(cast.Brieuc) }}, {"admitted", func() { w.admit() }},
		{"travel", func() { w.organise() }}, {"sheltered", func() { w.arrive(cast.Brieuc) }},
	} {
		s.do()
		if s.name == station {
			break
		}
	}
	return ritas
}

// After her admission no referring service ends her path: what it says becomes a question to those who can ask her, by
// whatever door it comes. Her host and the head office are both told; nothing changes for her.
func TestAReferrersWordIsAQuestion(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		ritas := w.refers("sheltered")
		s.StepUp(cast.Claire).Get(w.office + "/end").OK().Hides("casefile.end.pause_title") // who stays does not wait
		// what taking an agreement back does is said as it is at this stage, and for this reader
		s.As(cast.Claire).Get(w.office+"/agreements").OK().Shows("consent.follows.unmoved").Hides(
			"consent.follows.relocation_1", "consent.follows.relocation_2")
		s.StepUp(cast.Rita).Get(ritas+"/agreements").OK().Shows("consent.follows.passed").Hides(
			"consent.follows.relocation_1", "consent.follows.relocation_2", "consent.follows.unmoved",
			// and of no other agreement any more
			"consent.follows.statistics", "consent.follows.other", "consent.record")
		s.As(cast.Rita).Get(ritas+"/agreements").OK().Within("consent.follows.passed").Press("consent.pass.do").OK().
			Shows("consent.pass.told", "consent.pass.back", "consent.pass.yes").Hides("consent.yes", "consent.sure")
		p := s.StepUp(cast.Rita).Get(ritas + "/end").OK().Shows("casefile.end.pass_words")
		p.Hides("casefile.end.withdraw", "casefile.end.other_title", "Brest", "Finistère", relais)
		w.offers(p.Press("casefile.end.pass").OK().Shows("casefile.end.passed_said"), "")
		for _, told := range []struct {
			who cast.Worker
			at  string
		}{{cast.Brieuc, w.host}, {cast.Claire, w.office}} {
			s.StepUp(told.who).Get("/").OK().Shows("casefile.home.please_check")
			s.As(told.who).Get(told.at).OK().Shows("casefile.home.please_check")
		}
		s.As(cast.Brieuc).Get("/cases").OK().Shows("casefile.stage.sheltered")
		s.As(cast.Brieuc).Get(w.host + "/end").OK().Press("casefile.end.stays").OK().Shows("casefile.end.stays_said")
		s.As(cast.Brieuc).Get("/").OK().Hides("casefile.home.please_check")
		s.As(cast.Claire).Get("/").OK().Hides("casefile.home.please_check")

		// an agreement taken back by the same service is a question too; her name and her agreements are not its any
		// more
		p = s.StepUp(cast.Rita).Get(ritas + "/agreements").OK()
		if n := revokes(p); n != 2 {
			t.Errorf("%d agreements taken back became a question", n)
		}
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("casefile.home.please_check")
		s.StepUp(cast.Rita).Get(ritas).OK().Hides("person.edit")
	})
}

var revoking = regexp.MustCompile(`/cases/[^"]*/revoke`)

// revokes tries to take every agreement of the page back, today; it returns how many of those that her path
// stands on were passed on.
func revokes(p *story.Person) (passed int) {
	page := p.Path()
	for _, action := range revoking.FindAllString(p.Body(), -1) {
		today := url.Values{"revoke": {"yes"}, "sure": {"yes"}}
		for _, f := range fieldsOf(formOf(p.Get(page).OK().Body(), action)) {
			today.Add(f.name, f.value)
		}
		if p.Post(action, today).Status() == http.StatusOK {
			p.Shows("consent.passed")
			passed++
		}
	}
	return passed
}

// She ends her own path by what she says to her host or to the head office: never in one press, never on the wrong
// case; the other of the two is told; and it can be taken back with everything as it was.
func TestAnEndIsConfirmedToldAndTakenBack(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Brieuc).Get(w.host + "/end").OK()
		p.Press("casefile.end.withdraw").Shows("web.form.choose", "web.form.required")
		p.Choose("heard", "in_person").Fill("case_code", "AAA-AAA").Press("casefile.end.withdraw").Shows(
			"casefile.end.code_wrong")
		s.As(cast.Claire).Get("/").OK().Hides("casefile.home.told.withdrawn")
		before := s.StepUp(cast.Brieuc).Get(w.host + "/stay").OK().Words()
		holds(s, "BRE1", "identity", "journey", "needs")

		w.offers(w.withdraws(cast.Brieuc, w.host).Shows("casefile.end.withdrawn_said"), w.host+"/reopening")
		s.StepUp(cast.Claire).Get("/").OK().Shows(relais+" a noté que la personne",
			"casefile.end.heard.telephone")
		s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.withdrawn").Hides("casefile.next.words.search")
		// the host's page and its home say the same is left to do, until it is done
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("stay.home.to_close")
		s.As(cast.Brieuc).Get(w.host).OK().Shows("stay.home.to_close", "stay.home.close").Hides("casefile.next.none")
		w.offers(w.end(cast.Brieuc).Shows("stay.end.said"), w.host+"/reopening")
		s.As(cast.Brieuc).Get(w.host).OK().Hides("stay.home.to_close").Shows("casefile.next.none")
		s.Wait(time.Hour)
		sweeps(s)

		p = s.StepUp(cast.Claire).Get(w.office).OK().Follow("casefile.page.reopen").OK()
		p.Press("casefile.end.reopen").OK().Shows("casefile.end.reopened_said")
		var since int64 // she is there since she arrived, and not since the slip
		if err := s.Raw().QueryRow(`select c.stage_at - f.at from casefile_case c join casefile_fact f
			on f.case_id = c.id and f.kind = 'arrived'`).Scan(&since); err != nil || since != 0 {
			t.Errorf("the case stands at its stage %d µs after the arrival, %v", since, err)
		}
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("casefile.home.told_office.reopened")
		s.As(cast.Brieuc).Get("/cases").OK().Shows("casefile.stage.sheltered")
		s.As(cast.Brieuc).Get(w.host).OK().Shows(w.words("/person name")...)
		after := s.As(cast.Brieuc).Get(w.host + "/stay").OK().Words()
		if before, after := stayWords(before), stayWords(after); before != after {
			t.Errorf("the stay was\n%s\nand is\n%s", before, after)
		}
		holds(s, "BRE1", "identity", "journey", "needs")
		var taken int
		if err := s.Raw().QueryRow(`select count(*) from partner_place where state = 'occupied'
			and occupied_people > 0`).Scan(&taken); err != nil || taken != 1 {
			t.Errorf("%d places are taken, %v", taken, err)
		}
		w.stay(cast.Brieuc)
	})
}

// Where her place was given to somebody else after the end, the page says so before the press, and what comes back; a
// press that comes too late is answered in words. She goes on without the place: both who can ask her are told that
// nobody knows where she sleeps, until somebody says.
func TestAnEndIsTakenBackWithoutThePlace(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		w.end(cast.Brieuc).Shows("stay.end.said")
		stale := s.StepUp(cast.Claire).Get(w.office+"/end").OK().Shows("stay.again.place", "casefile.again.told",
			relais).Hides("casefile.again.gone")
		if _, err := s.Raw().Exec(`update partner_place set state = 'cooling' where state = 'available'`); err != nil {
			t.Fatal(err)
		}
		stale.Press("casefile.end.reopen").Answers(422).Shows("stay.place_gone", "casefile.again.gone",
			"stay.again.place_gone", "stay.again.stay")
		s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.ended")
		s.StepUp(cast.Brieuc).Get(w.host+"/end").OK().Shows("casefile.again.both", "stay.again.place_gone")
		p := s.As(cast.Claire).Get(w.office + "/end").OK()
		p.Press("casefile.end.reopen_without").OK().Shows("casefile.stage.sheltered", "stay.roof.alarm")
		for _, told := range []struct {
			who cast.Worker
			at  string
		}{{cast.Brieuc, w.host}, {cast.Claire, w.office}} {
			s.StepUp(told.who).Get("/").OK().Shows("stay.home.placeless")
			s.As(told.who).Get(told.at + "/stay").OK().Shows("stay.roof.alarm")
		}
		p = s.As(cast.Brieuc).Get(w.host + "/stay").OK()
		p.Press("stay.roof.save").Answers(422)
		p.Choose("roof", "place").Press("stay.roof.save").Answers(422).Shows("stay.place_gone")
		for _, where := range []string{"overnight", "trusted"} { // said, read by both teams, and to be said anew
			p = s.StepUp(cast.Brieuc).Get(w.host + "/stay").OK()
			p.Choose("roof", where).Press("stay.roof.save").OK().Shows("stay.roof.said", "stay.roof."+where).
				Hides("stay.roof.alarm")
			s.As(cast.Claire).Get(w.office + "/stay").OK().Shows("stay.roof." + where)
			s.As(cast.Claire).Get(w.office).OK().Shows("stay.roof." + where)
			s.StepUp(cast.Claire).Get("/").OK().Shows("stay.home.roof." + where).Hides("stay.home.placeless")
		}
		p = s.StepUp(cast.Brieuc).Get(w.host+"/stay").OK().Choose("roof", "place")
		if _, err := s.Raw().Exec(`update partner_place set state = 'available' where state = 'cooling'`); err != nil {
			t.Fatal(err)
		}
		p.Press("stay.roof.save").OK().Shows("stay.roof.said").Hides("stay.roof.alarm")
		s.StepUp(cast.Brieuc).Get("/").OK().Hides("stay.home.placeless")
		s.StepUp(cast.Claire).Get("/").OK().Hides("stay.home.placeless", "stay.home.roof.trusted")
		if n := column(s, `select occupied_people from partner_place where state = 'occupied'`); n == "" || n == "0" {
			t.Errorf("%s people are at her place", n)
		}
		w.stay(cast.Brieuc)
	})
}

// I6: who lives in another place of the network since is not taken up again at the first.
func TestAnEndIsNotTakenBackWhileSheLivesElsewhere(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		first := w.moves(cast.Hugo)
		s.StepUp(cast.Claire).Get(first +
			"/end").OK().Shows("stay.lives_elsewhere").Hides("casefile.end.reopen_without")
		s.As(cast.Claire).Get(first).OK().Post(first+"/reopening", url.Values{"without": {"yes"}}).Answers(422).Shows(
			"stay.lives_elsewhere")
		s.As(cast.Claire).Get(first).OK().Shows("casefile.stage.ended")
	})
}

// stayWords is what the page of a stay says, without how long ago.
func stayWords(s string) string {
	_, s, _ = strings.Cut(s, "Ménage")
	s, _, _ = strings.Cut(s, "Dernières")
	return s
}

// An end before her arrival gives nothing away while it can be undone; after that the search goes on, and her place in
// it is hers.
func TestAnEndBeforeTheArrivalIsTakenBack(t *testing.T) {
	for _, late := range []bool{false, true} {
		story.Each(t, func(s *story.Story) {
			w := (&walk{Story: s}).to("travel")
			w.withdraws(cast.Claire, w.office)
			if s.Wait(time.Minute); late {
				s.Wait(casefile.SlipTime)
			}
			sweeps(s)
			p := s.StepUp(cast.Claire).Get(w.office + "/end").OK().Press("casefile.end.reopen").OK()
			if late {
				p.Shows("casefile.stage.searching")
				nothingLeft(s, "BRE1")
				w.propose(relais).Shows("placement.said.proposed")
				return
			}
			p.Shows("casefile.stage.travel")
			w.arrive(cast.Brieuc).Shows("journey.arrival.said")
		})
	}
}

// A case that is paused, or has ended, shows how far it came.
func TestAPausedOrEndedCaseShowsItsTruePath(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("planned")
		done := func() int { return strings.Count(s.As(cast.Claire).Get(w.office).OK().Body(), `class="done"`) }
		before := done()
		s.StepUp(cast.Claire).Get(w.office + "/end").OK().Press("casefile.end.pause").OK()
		if got := done(); before != 3 || got != before {
			t.Errorf("%d stations behind her, %d once she waits", before, got)
		}
		w.withdraws(cast.Claire, w.office)
		if got := done(); got != before+1 {
			t.Errorf("%d stations of a path that ended at the fourth", got)
		}
	})
}

// sweeps does what the program does every minute.
func sweeps(s *story.Story) {
	s.T.Helper()
	if err := s.Net.Rooms.Placement.Sweep(context.Background()); err != nil {
		s.T.Fatal(err)
	}
}

// What ends, cancels, withdraws or refuses something changes nothing by one press: a page says first, in words, what
// follows, and leads back.
func TestOnePressEndsNothing(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		w.propose(w.Land.Brieuc)
		p := w.asked(cast.Brieuc).Choose("reason", "calendar").Press("placement.host.no_do").OK()
		p.Shows("placement.host.no_leaves", "placement.host.no_told",
			"placement.host.no_back").Press("web.sure.no").OK().
			Shows("placement.host.yes")
		holds(s, "BRE1")
		p = s.StepUp(cast.Claire).Get(w.office + "/search").OK().Press("placement.board.withdraw").OK()
		p.Shows("placement.withdraw.happens", "placement.withdraw.told",
			"placement.withdraw.back").Press("web.sure.no").OK().IsAt(w.office + "/search")
		p.Get(w.office+"/search").OK().Press("placement.no_place.do").OK().Shows("placement.no_place.asked",
			"placement.no_place.back").
			Press("web.sure.no").OK().IsAt(w.office + "/search")
		holds(s, "BRE1")
	})
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.Wait(9 * time.Hour)
		p := s.StepUp(cast.Claire).Get(w.office+"/journey").OK().Choose("cause", "person").
			Press("journey.no_show.record").OK().Shows("journey.no_show.happens", "journey.no_show.told",
			"journey.no_show.back", "journey.no_show.cause.person")
		p.Press("web.sure.no").OK().Shows("journey.no_show.summary")
		p = s.StepUp(cast.Claire).Get(w.office).OK().Shows("casefile.stage.travel").Get(w.office + "/journey").OK()
		p.Choose("cause", "host").Press("journey.no_show.record").OK().Shows("journey.no_show.by_host").
			Press("journey.no_show.yes").OK()
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("partner.home.no_room")
	})
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Brieuc).Get(w.host+"/stay/end").OK().Choose("reason", "own_housing")
		p = w.day(p, "on", s.Clock.Now()).Press("stay.end.save").OK()
		p.Shows("stay.end.closes", "stay.end.told", "stay.end.again").Press("web.sure.no").OK()
		if p.Sends("reason") != "own_housing" {
			t.Errorf("what was typed: %q", p.Sends("reason"))
		}
		s.StepUp(cast.Claire).Get(w.office).OK().Shows("casefile.stage.sheltered")
		s.StepUp(cast.Brieuc).Get(w.host + "/stay").OK().Hides("stay.over")
	})
}

package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// I6, I8: once she has arrived at another place of the network the first stay is over, by itself; what holds for her
// holds over both cases: whom she must be kept apart from, her dangers, the aid of a month.
func TestATransferLeavesOneStay(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		first, brieucs := w.office, w.host
		pays(w, cast.Brieuc, brieucs, "monthly", "100").Shows("stay.aid.said")
		w.moves(cast.Hugo)

		var sheltered int
		if err := s.Raw().QueryRow(`select count(*) from casefile_case where stage = 'sheltered'`).Scan(
			&sheltered); err != nil || sheltered != 1 {
			t.Errorf("she is sheltered %d times, %v", sheltered, err)
		}
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("casefile.home.told.ended").Hides("stay.home.settling")
		s.As(cast.Brieuc).Get(brieucs + "/stay").OK().Shows("stay.over")
		s.StepUp(cast.Claire).Get(first).OK().Shows("casefile.stage.ended")
		var taken int
		if err := s.Raw().QueryRow(`select count(*) from partner_place where state = 'occupied'`).Scan(
			&taken); err != nil ||
			taken != 1 {
			t.Errorf("%d places are taken, %v", taken, err)
		}
		pays(w, cast.Hugo, w.host, "monthly", "100").Shows("stay.invalid.paid_month")
		pays(w, cast.Hugo, w.host, "one_off", "100").Shows("stay.invalid.paid_once")
	})
}

// transfers opens a transfer for whoever is at Brieuc's; it returns the former case.
func (w *walk) transfers() (first string) {
	w.T.Helper()
	first = w.office
	w.StepUp(cast.Brieuc).Get(w.host+"/stay/transfer").OK().Choose("reason", "wish").Press("stay.transfer.save").OK()
	p := w.StepUp(cast.Claire).Get(first + "/transfer").OK()
	w.day(p, "agreed_on", w.Clock.Now()).Press("Ouvrir le changement de lieu").Answers(422).Shows(
		"referral.transfer.agreement_needed").Hides("brouillon")
	p.Choose("agreed", "yes").Press("Ouvrir le changement de lieu").OK()
	w.office = p.Path()
	return first
}

// moves leads her from Brieuc's to another host by a transfer, up to the arrival; it returns the former case.
func (w *walk) moves(to cast.Worker) (first string) {
	w.T.Helper()
	first = w.transfers()
	w.onward(to)
	return first
}

// onward leads her from an open transfer to another host, up to the arrival.
func (w *walk) onward(to cast.Worker) {
	w.T.Helper()
	w.evaluate()
	w.propose(maison)
	w.accept(to)
	w.plan()
	w.held()
	w.final(to)
	w.admit()
	w.organise()
	w.arrive(to).Shows("journey.arrival.said")
	w.Jobs()
}

// arriveAgain has a host confirm once more an arrival that was undone.
func (w *walk) arriveAgain(host cast.Worker) *story.Person {
	w.T.Helper()
	return w.As(host).Get(w.host + "/journey/arrival").OK().Press("journey.arrival.confirm").OK()
}

// pays records an aid of today.
func pays(w *walk, who cast.Worker, at, kind, cents string) *story.Person {
	w.T.Helper()
	p := w.StepUp(who).Get(at+"/stay/aid").OK().Choose("kind", kind).Fill("amount", cents)
	return w.day(p, "paid", w.Clock.Now()).Press("stay.aid.save")
}

// Who has left is not said to be about to leave.
func TestTheCalendarKnowsWhoHasLeft(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.Wait(2 * time.Hour)
		s.StepUp(cast.Lou).Get("/calendar").OK().Shows("journey.home.leaves")
		s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Press("journey.depart").OK()
		words := s.StepUp(cast.Lou).Get("/calendar").OK().Words()
		says := s.Texts().In(s.Lang, s.Clock.Now())
		if strings.Contains(words, says.T("journey.home.leaves")) ||
			!strings.Contains(words, says.T("journey.home.left")) {
			t.Errorf("the calendar says %s", words)
		}
	})
}

// A departure well before the train is asked about once: by another train, or a slip of the hand.
func TestADepartureBeforeTheTrainIsAskedAbout(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		p := s.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
		tomorrow := s.Clock.Now().Add(30 * time.Hour)
		w.moment(p, "expected", tomorrow.Add(8*time.Hour))
		w.moment(p, "leg1-departs", tomorrow)
		w.moment(p, "leg1-arrives", tomorrow.Add(5*time.Hour))
		p.Press("journey.plan.save").OK().Get(w.office + "/journey").OK()
		p.Follow("journey.depart").OK().Press("journey.depart").Shows("journey.too_early")
		s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.travel")
		s.Wait(28*time.Hour + 50*time.Minute)
		p = s.StepUp(cast.Claire).Get(w.office + "/journey/departure").OK().Press("journey.depart").Shows(
			"journey.too_early")
		p.Tick("journey.departed_early").Press("journey.depart").OK().Shows("casefile.stage.in_transit")
	})
}

// A slip is undone for ten minutes, by a press: it counts no more, and both what was and that it was undone are seen.
func TestAnAidPressedTwiceIsUndone(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		s.StepUp(cast.Brieuc).Get(w.host + "/stay").OK().Hides("web.task.open")
		pays(w, cast.Brieuc, w.host, "one_off", "120").Shows("stay.aid.said")
		p := s.StepUp(cast.Brieuc).Get(w.host + "/stay/aid").OK()
		p.Press("stay.correct.undo").OK().Shows("stay.correct.undo_said", "120").Hides("stay.correct.undo")
		pays(w, cast.Brieuc, w.host, "one_off", "100").Shows("stay.aid.said")
		s.Wait(casefile.SlipTime)
		s.StepUp(cast.Brieuc).Get(w.host + "/stay/aid").OK().Hides("stay.correct.undo")
	})
}

// I4, I6: a danger that is told in one of her cases is checked against the place of the other, both ways; what the
// transfer brings along raises nothing.
func TestADangerToldInOneCaseIsCheckedInTheOther(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		first := w.transfers()
		told := func(in, area, at string) {
			t.Helper()
			p := s.StepUp(cast.Claire).Get("/").OK().Hides("assessment.item.check")
			p.Get(in+"/assessment").OK().Fill("zone1", area).Choose("zone1_level", "serious").Choose("zone1_reason",
				"address_known").Press("assessment.decide.save").OK()
			p.Get("/").OK().Shows("assessment.item.check")
			p.Get(at).OK().Press("assessment.panel.checked").OK()
			p.Get("/").OK().Hides("assessment.item.check")
		}
		told(w.office, "Finistère", first)
		w.evaluate()
		w.propose(maison)
		w.accept(cast.Hugo)
		w.plan()
		w.held()
		w.final(cast.Hugo)
		w.admit()
		told(first, "Nord", w.office)
	})
}

// I6: an arrival elsewhere is undone when the former place is given to somebody else: nobody knows where she sleeps,
// and the head office reads so until she has arrived.
func TestAnArrivalUndoneAfterTheFormerPlaceIsGiven(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		first := w.moves(cast.Hugo)
		s.StepUp(cast.Claire).Get("/").OK().Hides("stay.home.nowhere")
		if _, err := s.Raw().Exec(`update partner_place set state = 'cooling' where state = 'available'`); err != nil {
			t.Fatal(err)
		}
		s.As(cast.Hugo).Get(w.host).OK().Press("journey.correct.undo_arrival").OK()
		s.Jobs()
		s.As(cast.Claire).Get("/").OK().Shows("stay.home.nowhere")
		s.As(cast.Claire).Get(first).OK().Shows("casefile.stage.ended", "stay.nowhere.alarm", "casefile.page.reopen")
		s.As(cast.Brieuc).Get("/").OK().Hides("stay.home.nowhere")
		w.arriveAgain(cast.Hugo)
		s.Jobs()
		s.As(cast.Claire).Get("/").OK().Hides("stay.home.nowhere")
		s.As(cast.Claire).Get(first).OK().Hides("stay.nowhere.alarm")
	})
}

// What she refuses in one of her cases stands in the other, also where the other's evaluation was open meanwhile: a
// field that nobody touched takes the newer value.
func TestARefusalToldInOneCaseIsNotLiftedByTheOther(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		first := w.transfers()
		stale := s.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		stale.Tab().Get(first+"/assessment").OK().Fill("vetoes", "Lot").Press("assessment.decide.save").OK()
		refused := `select count(*) from casefile_veto where area = '46' and lifted_at = 0`
		if n := column(s, refused); n != "1" {
			t.Fatalf("%s refusals are kept", n)
		}
		newer := stale.Press("assessment.decide.save").Answers(409)
		if n := column(s, refused); n != "1" {
			t.Fatalf("%s refusals stand after a page that is older", n)
		}
		newer.Press("assessment.decide.save").OK()
		if n := column(s, refused); n != "1" {
			t.Errorf("%s refusals stand after what the page then showed was saved", n)
		}
	})
}

// What Havre wrote because of a team's own act is not told to that team as another's: the end of the stay she left,
// when it noted her arrival elsewhere, and that end taken back, when it undid that. The first host is told of both.
func TestNobodyIsToldOfTheirOwnDoing(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		first := w.transfers()
		w.evaluate()
		w.propose(maison)
		w.accept(cast.Hugo)
		w.plan()
		w.held()
		w.final(cast.Hugo)
		w.admit()
		w.organise()
		s.Wait(8 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office + "/journey/arrival").OK().Press("journey.arrival.confirm").OK()
		s.Jobs()
		s.As(cast.Claire).Get(first).OK().Shows("casefile.stage.ended")
		s.As(cast.Claire).Get("/").OK().Hides("casefile.home.told.ended")
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("casefile.home.told.ended")
		s.As(cast.Claire).Get(w.office + "/journey").OK().Press("journey.correct.undo_arrival").OK()
		s.As(cast.Claire).Get(first).OK().Hides("stay.nowhere.alarm") // the stay that goes on is a moment away
		s.As(cast.Claire).Get("/").OK().Hides("stay.home.nowhere")
		s.Jobs()
		s.As(cast.Claire).Get(first).OK().Shows("casefile.stage.sheltered")
		s.As(cast.Claire).Get("/").OK().Hides("casefile.home.told.reopened", "casefile.home.told.ended")
		s.As(cast.Brieuc).Get("/").OK().Shows("casefile.home.told.reopened")
	})
}

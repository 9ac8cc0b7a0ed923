package app_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// dayOf is a day as the pages write it in full, in words of the story's language.
func (w *walk) dayOf(at time.Time) string {
	return w.Texts().In(w.Lang, w.Clock.Now()).Day(date.In(at, w.Land.Country.Zone()))
}

// told are the lines of corrections of a record.
func told(s *story.Story, what string) (n int) {
	s.T.Helper()
	err := s.Raw().QueryRow(`select count(*) from casefile_correction where what = '` + what + `'`).Scan(&n)
	if err != nil {
		s.T.Fatal(err)
	}
	return n
}

// column is one value of the database.
func column(s *story.Story, query string) (v string) {
	s.T.Helper()
	if err := s.Raw().QueryRow(query).Scan(&v); err != nil {
		s.T.Fatalf("%s: %v", query, err)
	}
	return v
}

var besideSaid = regexp.MustCompile(`class="said">\s*<p role="status">[^<]*</p>\s*(?:<form[^>]*action="([^"]*)")?`)

// offers looks whether the sentence that tells what was done offers to take it back by a press to an address; "" for
// none.
func (w *walk) offers(p *story.Person, undo string) {
	w.T.Helper()
	if at := besideSaid.FindStringSubmatch(p.Body()); at == nil || at[1] != undo {
		w.T.Errorf("beside the sentence stands %q, not %q", at, undo)
	}
}

// A departure and an arrival that were slips are undone for ten minutes: she is expected again, by everybody, and a
// line says what was undone.
func TestADepartureAndAnArrivalAreUndone(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		at := w.office + "/journey"
		s.Wait(time.Hour)
		s.StepUp(cast.Claire).Get(at).OK().Press("journey.depart").OK().Shows("journey.correct.undo_departure")
		s.As(cast.Claire).Get(w.office).OK().Press("journey.correct.undo_departure").OK().Shows(
			"journey.correct.departure_undone", "journey.state.planned").Hides("journey.correct.undo_departure")
		s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.travel")
		s.As(cast.Claire).Get(at).OK().Press("journey.depart").OK()
		s.Wait(casefile.SlipTime)
		s.StepUp(cast.Claire).Get(at).OK().Hides("journey.correct.undo_departure")

		w.arrive(cast.Brieuc).Shows("journey.arrival.said")
		s.As(cast.Brieuc).Get(w.host).OK().Press("journey.correct.undo_arrival").OK().Shows(
			"journey.correct.arrival_undone")
		s.StepUp(cast.Claire).Get(w.office).OK().Shows("casefile.stage.in_transit")
		s.As(cast.Brieuc).Get(w.host + "/stay").Answers(409)
		if n := column(s, `select count(*) from casefile_fact where kind = 'arrived'`); n != "0" {
			t.Errorf("%s arrivals are counted", n)
		}
		s.As(cast.Brieuc).Get("/").OK().Shows("journey.home.arrived")
		// the sentence that tells of it offers to take it back
		w.offers(s.As(cast.Brieuc).Get(w.host+"/journey/arrival").OK().Press("journey.arrival.confirm").OK(),
			w.host+"/journey/arrival/undo")
		if told(s, "departed") != 1 || told(s, "arrived") != 1 {
			t.Error("what was undone left no line")
		}
		s.As(cast.Brieuc).Get(w.host + "/journey").OK().Shows("Annulé")

		// what was recorded of the stay keeps its arrival
		pays(w, cast.Brieuc, w.host, "one_off", "120").Shows("stay.aid.said")
		s.As(cast.Brieuc).Get(w.host).OK().Press("journey.correct.undo_arrival").Shows("stay.begun")
		s.StepUp(cast.Claire).Get(w.office).OK().Shows("casefile.stage.sheltered")
	})
}

// A wrong day of arrival is put right: the stay, the planned end of the place and the day that figures count follow.
func TestADayOfArrivalIsPutRight(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		was, on := s.Clock.Now(), s.Clock.Now().AddDate(0, 0, 1)
		s.Wait(72 * time.Hour)
		at := w.host + "/journey/arrival/correction"
		p := s.StepUp(cast.Brieuc).Get(at).OK()
		w.day(p, "on", s.Clock.Now().AddDate(0, 0, 2)).Press("journey.correct.save").Shows("journey.invalid.arrival_on")
		p = s.As(cast.Brieuc).Get(at).OK()
		w.day(p, "on", s.Clock.Now().AddDate(-20, 0, 0)).Press("journey.correct.save").Answers(422).Shows(
			"plus de 5 ans")
		p = s.As(cast.Brieuc).Get(at).OK()
		w.day(p, "on", on).Press("journey.correct.save").OK().Shows("journey.correct.said", w.dayOf(was), w.dayOf(on))
		s.As(cast.Brieuc).Get(w.host).OK().Shows("Corrigé")
		for _, page := range []string{w.host, "/cases", "/caseload", "/"} { // wherever it says since when
			livesSince(s.As(cast.Brieuc).Get(page).OK(), w.Land.Country, on)
		}
		for _, page := range []string{w.office, "/cases", "/caseload"} {
			livesSince(s.StepUp(cast.Claire).Get(page).OK(), w.Land.Country, on)
		}
		s.As(cast.Brieuc).Get(w.host+"/stay").OK().Shows(w.dayOf(on), "stay.correct.all")
		day := date.In(on, w.Land.Country.Zone()).String()
		if got := column(s, `select coded from casefile_fact where kind = 'arrived'`); got != `{"on":"`+day+`"}` {
			t.Errorf("figures read %s", got)
		}
		pays(w, cast.Brieuc, w.host, "one_off", "120").Shows("stay.aid.said")
		if got := column(s, `select arrived_on from stay_stay`); got != day {
			t.Errorf("the stay begins %s", got)
		}
		p = s.As(cast.Brieuc).Get(at).OK()
		w.day(p, "on", s.Clock.Now()).Press("journey.correct.save").OK()
		p = s.As(cast.Brieuc).Get(w.host + "/stay/aid").OK().Follow("stay.correct.go").OK()
		w.day(p, "paid", on).Press("stay.correct.save").Shows("stay.invalid.paid_on")
		s.StepUp(cast.Rita).Get(at).NotFound()
	})
}

// The hour of a departure is put right, within what can be.
func TestAnHourOfDepartureIsPutRight(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.Wait(3 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Press("journey.depart").OK()
		at, now := w.office+"/journey/departure/correction", s.Clock.Now()
		s.Wait(time.Hour)
		p := s.StepUp(cast.Claire).Get(at).OK()
		w.moment(p, "at", now.Add(-150*time.Minute)).Press("journey.correct.save").Shows("journey.too_early")
		p = s.As(cast.Claire).Get(at).OK()
		w.moment(p, "at", now.Add(24*time.Hour)).Press("journey.correct.save").Shows("journey.invalid.departure")
		p = s.As(cast.Claire).Get(at).OK()
		w.moment(p, "at", now.Add(-time.Hour)).Press("journey.correct.save").OK().Shows("journey.correct.said",
			"Corrigé")
		if told(s, "departed") != 1 {
			t.Error("the correction left no line")
		}
		s.StepUp(cast.Brieuc).Get(w.host + "/journey/departure/correction").NotFound()

		// nobody arrives before the departure that is noted
		p = s.StepUp(cast.Claire).Get(w.office + "/journey/arrival").OK()
		w.moment(p, "at", now.Add(-2*time.Hour)).Press("journey.arrival.confirm").Shows(
			"journey.invalid.before_departure")
		s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.in_transit")
	})
}

// Confirmed early or not, nobody leaves after the arrival that is noted, to the minute, and nothing of a journey is put
// right to before the case was opened.
func TestWhatIsPutRightOfAJourneyLiesWithinTheCase(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		opened := s.Clock.Now()
		s.Wait(3 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Press("journey.depart").OK()
		left := s.Clock.Now()
		w.arrive(cast.Brieuc)
		came := s.Clock.Now()
		s.Wait(48 * time.Hour)
		departed := func(at time.Time) *story.Person {
			p := s.StepUp(cast.Claire).Get(w.office + "/journey/departure/correction").OK()
			return w.moment(p, "at", at).Press("journey.correct.save")
		}
		departed(came.Add(15 * time.Minute)).Answers(422).Shows("journey.invalid.after_arrival")
		departed(opened.AddDate(0, 0, -40)).Answers(422).Shows("journey.invalid.before_case")
		departed(came.Add(-15*time.Minute)).OK().Shows("journey.correct.said", "Corrigé")
		departed(left).OK()
		p := s.StepUp(cast.Brieuc).Get(w.host + "/journey/arrival/correction").OK()
		w.day(p, "on", opened.AddDate(0, 0, -40)).Press("journey.correct.save").Answers(422)
		if n := told(s, "arrived"); n != 0 {
			t.Errorf("%d arrivals were put right", n)
		}
	})
}

// A journey that would end in ten years is refused beside its field, and what was typed stays.
func TestAJourneyIsPlannedForSoon(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		p := s.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
		far := s.Clock.Now().AddDate(10, 0, 0)
		w.moment(p, "expected", far.Add(8*time.Hour))
		w.moment(p, "leg1-departs", far)
		w.moment(p, "leg1-arrives", far.Add(5*time.Hour))
		p.Press("journey.plan.save").Answers(422).Shows("cette date est trop lointaine")
		if got := p.Sends("leg1-departs-year"); got != far.In(w.Land.Country.Zone()).Format("2006") {
			t.Errorf("the form keeps the year %q", got)
		}
		s.As(cast.Claire).Get(w.office + "/journey").OK().Hides(w.dayOf(far))
	})
}

// An arrival before the day of the plan, with no departure noted, is a slip unless somebody says that she is there
// indeed.
func TestAnArrivalBeforeTheDayOfThePlanIsAskedAbout(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		p := s.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
		tomorrow := s.Clock.Now().Add(30 * time.Hour)
		w.moment(p, "expected", tomorrow.Add(8*time.Hour))
		w.moment(p, "leg1-departs", tomorrow)
		w.moment(p, "leg1-arrives", tomorrow.Add(5*time.Hour))
		p.Press("journey.plan.save").OK()
		p = s.As(cast.Claire).Get(w.office + "/journey/arrival").OK().Press("journey.arrival.confirm")
		p.Shows("journey.invalid.early")
		s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.travel")
		p = s.As(cast.Claire).Get(w.office + "/journey/arrival").OK()
		p.Tick("journey.arrival.early").Press("journey.arrival.confirm").OK().Shows("journey.arrival.said")
	})
}

// Aid, a step before the law and an end are put right after the ten minutes, also once the stay is over: a line shows
// both, and what follows from them follows.
func TestAidStepAndEndArePutRight(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		stay, arrived := w.host+"/stay", s.Clock.Now()
		pays(w, cast.Brieuc, w.host, "one_off", "120").Shows("stay.aid.said")
		p := s.StepUp(cast.Brieuc).Get(stay+"/legal").OK().Choose("event", "reflection_started").Choose("owner",
			"hosts")
		w.day(p, "on", arrived).Press("stay.legal.save").OK()
		s.Wait(49 * time.Hour)

		p = s.StepUp(cast.Brieuc).Get(stay + "/aid").OK().Hides("stay.correct.undo").Follow("stay.correct.go").OK()
		p.Fill("amount", "110").Press("stay.correct.save").OK().Shows("stay.correct.said", "120", "110", "Corrigé")
		p = s.As(cast.Brieuc).Get(stay + "/legal").OK().Follow("stay.correct.go").OK()
		next := arrived.AddDate(0, 0, 1)
		w.day(p, "on", next).Press("stay.correct.save").OK().Shows("stay.correct.said", w.dayOf(next))
		if got, want := column(s, `select begins_on from stay_clock`),
			date.In(next, w.Land.Country.Zone()).String(); got != want {
			t.Errorf("the deadline begins %s, not %s", got, want)
		}
		w.end(cast.Brieuc).Shows("stay.end.said")
		s.Wait(time.Hour)
		p = s.StepUp(cast.Claire).Get(w.office+"/stay/end/correction").OK().Choose("reason", "family_or_friends")
		w.day(p, "on", next).Press("stay.correct.save").OK().Shows("stay.correct.said", "Corrigé")
		day := date.In(next, w.Land.Country.Zone()).String()
		want := `{"reason":"family_or_friends","on":"` + day + `"}`
		if got := column(s, `select coded from casefile_fact where kind = 'ended'`); got != want {
			t.Errorf("figures read %s", got)
		}
		p = s.StepUp(cast.Brieuc).Get(stay + "/aid").OK().Follow("stay.correct.go").OK()
		p.Press("stay.correct.remove").OK().Shows("stay.correct.undo_said", "Annulé")
		if told(s, "aid") != 2 || told(s, "legal") != 1 || told(s, "ended") != 1 {
			t.Error("a correction left no line")
		}
		s.StepUp(cast.Rita).Get(stay + "/end/correction").NotFound()
	})
}

// A help that was noted on the wrong day, or was not given, is put right after the ten minutes too: a line
// shows both.
func TestAHelpIsPutRight(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		stay, arrived := w.host+"/stay", s.Clock.Now()
		p := s.StepUp(cast.Brieuc).Get(stay+"/services").OK().Choose("service", "medical")
		w.day(p, "on", arrived).Press("stay.services.save").OK()
		s.Wait(49 * time.Hour)
		p = s.StepUp(cast.Brieuc).Get(stay).OK().Hides("stay.correct.undo").Follow("stay.correct.go").OK()
		w.day(p, "on", arrived.AddDate(0, 0, -3)).Press("stay.correct.save").Shows("stay.invalid.on")
		p = s.As(cast.Brieuc).Get(stay).OK().Follow("stay.correct.go").OK().Choose("service", "psychological")
		next := arrived.AddDate(0, 0, 1)
		w.day(p, "on", next).Press("stay.correct.save").OK().Shows("stay.correct.said", "Corrigé")
		day := date.In(next, w.Land.Country.Zone()).String()
		if got := column(s, `select service || given_on from stay_service`); got != "psychological"+day {
			t.Errorf("noted is %s", got)
		}
		p = s.As(cast.Brieuc).Get(stay).OK().Follow("stay.correct.go").OK()
		p.Press("stay.correct.remove").OK().Shows("stay.correct.undo_said", "Annulé")
		if n := column(s, `select count(*) from stay_service`); n != "0" || told(s, "service") != 2 {
			t.Errorf("%s helps, %d lines", n, told(s, "service"))
		}
		s.StepUp(cast.Rita).Get(stay + "/services").NotFound()
	})
}

// A step before the law that was a slip takes back what followed from it: the deadline, and what is known of justice.
func TestAStepBeforeTheLawIsUndone(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		at := w.host + "/stay/legal"
		for _, event := range []string{"reflection_started", "complaint_after"} {
			p := s.StepUp(cast.Brieuc).Get(at).OK().Choose("event", event).Choose("owner", "hosts")
			w.day(p, "on", s.Clock.Now()).Press("stay.legal.save").OK()
			p = s.As(cast.Brieuc).Get(at).OK().Press("stay.correct.undo").OK().Shows("stay.correct.undo_said")
			p.Hides("stay.correct.undo", "stay.clock.close")
		}
		if n := column(s, `select count(*) from stay_clock`); n != "0" {
			t.Errorf("%s deadlines run", n)
		}
		if got := column(s, `select complaint from casefile_coded`); got == "after" {
			t.Error("a complaint that was a slip is counted")
		}
	})
}

// Where an arrival elsewhere is undone, her former stay goes on; where its day is put right, the end follows.
func TestAFormerStayFollowsTheArrivalElsewhere(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		first := w.moves(cast.Hugo)
		s.As(cast.Hugo).Get(w.host).OK().Press("journey.correct.undo_arrival").OK()
		s.Jobs()
		s.StepUp(cast.Claire).Get(first).OK().Shows("casefile.stage.sheltered")
		w.arriveAgain(cast.Hugo)
		s.Jobs()
		s.StepUp(cast.Claire).Get(first).OK().Shows("casefile.stage.ended")
		s.Wait(49 * time.Hour)
		next := s.Clock.Now().AddDate(0, 0, -1)
		p := s.StepUp(cast.Hugo).Get(w.host + "/journey/arrival/correction").OK()
		w.day(p, "on", next).Press("journey.correct.save").OK()
		s.Jobs()
		day := date.In(next, w.Land.Country.Zone()).String()
		if got := column(s, `select ended_on from stay_stay where state = 'ended'`); got != day {
			t.Errorf("the first stay ended %s, not %s", got, day)
		}
	})
}

// An arrival that is noted hours later is told by its own hour; put right to another day, the journey says that day.
func TestAnArrivalIsToldByItsOwnHour(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		w.Wait(11 * time.Hour)
		at := s.Clock.Now().Add(-150 * time.Minute)
		p := s.StepUp(cast.Brieuc).Get("/").OK().Follow("journey.home.arrived").OK()
		w.host = strings.TrimSuffix(p.Path(), "/journey/arrival")
		w.moment(p, "at", at).Press("journey.arrival.confirm").OK()
		hour := at.In(w.Land.Country.Zone()).Format("15:04") + " ("
		for _, page := range []string{w.host, "/caseload"} {
			s.As(cast.Brieuc).Get(page).OK().Shows(hour)
		}
		s.StepUp(cast.Claire).Get(w.office).OK().Shows(hour)
		s.Wait(72 * time.Hour)
		on := s.Clock.Now().AddDate(0, 0, -1)
		p = s.StepUp(cast.Brieuc).Get(w.host + "/journey/arrival/correction").OK()
		w.day(p, "on", on).Press("journey.correct.save").OK()
		told := regexp.MustCompile(`(?s)<time[^>]*>([^<]*)</time>\s*<p>\s*Arrivée confirmée`)
		m := told.FindStringSubmatch(s.As(cast.Brieuc).Get(w.host + "/journey").OK().Body())
		if m == nil || !strings.Contains(m[1], w.dayOf(on)) {
			t.Errorf("the journey's history says %v, not %s", m, w.dayOf(on))
		}
	})
}

// livesSince has a page say since which day she lives there, and no hour of it.
func livesSince(p *story.Person, in *country.Pack, on time.Time) {
	const days = "dimanche lundi mardi mercredi jeudi vendredi samedi"
	day := strings.Fields(days)[int(on.In(in.Zone()).Weekday())]
	p.Shows("depuis " + day + " (")
}

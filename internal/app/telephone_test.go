package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// calls opens the page from which a host is called that was asked, by the line of the home where that shows it.
func (w *walk) calls(host cast.Worker) *story.Person {
	w.T.Helper()
	p := w.asked(host)
	w.host = p.Path()[:strings.Index(p.Path(), "/proposals/")]
	w.offer = w.office + p.Path()[strings.Index(p.Path(), "/proposals/"):]
	return w.StepUp(cast.Claire).Get(w.offer + "/telephone").OK()
}

// A host's answer by telephone is written down as the host's, with who gave it; the host reads it, and can say that
// this is not what it said: an alarm, and nothing rests on it until it is cleared up. The log of the case has the call.
func TestAnAnswerByTelephoneIsTheHosts(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		home := s.StepUp(cast.Claire).Get("/").OK().Shows(": appelez le lieu")
		page := w.calls(cast.Brieuc)
		if !strings.Contains(home.Body(), w.offer+"/telephone") {
			t.Error("a line of the home does not lead to the call in one press")
		}
		if !strings.Contains(page.Body(), `href="tel:`) {
			t.Errorf("no number to press: %s", page.Words())
		}
		const zq = "zq-directrice-zq"

		// without an outcome nothing else is called wrong: what else it needs depends on it
		page.Press("placement.telephone.save").Answers(422).Hides("placement.telephone.invalid.who")
		// what is missing is said beside its field, and what was typed stays
		page.Choose("outcome", "no").Fill("who", zq).Press("placement.telephone.save").Shows(
			"placement.telephone.invalid.reason")
		if page.Field("who") != zq {
			t.Errorf("what was typed is lost: %q", page.Field("who"))
		}
		page.Fill("who", "").Press("placement.telephone.save").Shows("placement.telephone.invalid.reason",
			"placement.telephone.invalid.who")
		page.Choose("outcome", "nobody").Fill("who", zq).Press("placement.telephone.save").Shows(
			"placement.telephone.invalid.nobody")
		page.Choose("outcome", "yes").Fill("who", "").Press("placement.telephone.save").Shows(
			"placement.telephone.invalid.who")
		w.moment(page.Choose("outcome", "yes").Fill("who", zq), "at", s.Clock.Now().Add(3*time.Hour))
		page.Press("placement.telephone.save").Shows("placement.telephone.invalid.at")
		s.As(cast.Brieuc).Get("/").OK().Shows("placement.home.host_asked").Hides("placement.home.said_yes")

		// nobody answered: the call stands in the log, and the host is not told of an answer
		page = s.As(cast.Claire).Get(w.offer+"/telephone").OK().Choose("outcome", "nobody")
		page.Press("placement.telephone.save").OK().Get(w.office + "/calls").OK().Shows("call.outcome.nobody")
		// it will answer later: it is not called again before
		page = s.As(cast.Claire).Get(w.offer+"/telephone").OK().Choose("outcome", "later").Fill("who", zq)
		w.moment(page, "again", w.in(2*time.Hour))
		page.Press("placement.telephone.save").OK().Shows("qu’il répondra au plus tard le ",
			w.here(w.in(2*time.Hour))).Get("/").OK().Shows("Répondra plus tard, a dit le lieu")
		s.As(cast.Brieuc).Get("/").OK().Shows("placement.home.said_later", "placement.home.host_asked")

		page = s.As(cast.Claire).Get(w.offer+"/telephone").OK().Shows(zq).Choose("outcome", "yes").Fill("who", zq)
		page.Press("placement.telephone.save").OK().Shows("placement.said.spoken", "placement.state.accepted",
			"placement.board.unseen").Hides("placement.board.seen", "qu’il répondra au plus tard le ")
		page.Get(w.office+"/calls").OK().Shows("call.outcome.reached", relais, "call.answer.yes",
			"call.answer.later", "Réponse donnée par : "+zq)
		page.Follow("call.correct").OK().Choose("about", "stay").Press("call.save").OK().Shows("call.answer.yes")
		page.Get(w.office).OK().Shows("call.answer.yes")
		if n := column(s, `select count(*) from casefile_fact where kind = 'host_accepted'`); n != "1" {
			t.Errorf("%s hosts agree", n)
		}
		entry := column(s, `select detail from journal_entry where act = 'placement.answer_for'
			order by at desc limit 1`)
		if !strings.Contains(entry, `"for":"`) || strings.Contains(entry, zq) {
			t.Errorf("the journal says %s", entry)
		}

		// the host reads it, in its language, without who gave it
		host := s.As(cast.Brieuc).Get("/").OK().Shows("placement.home.said_yes").Hides(zq)
		host.Get(strings.Replace(w.offer, w.office, w.host, 1)).OK().Shows("placement.heard.lead").Hides(zq)
		host.Follow("placement.heard.look").OK().Shows("placement.heard.dispute").Hides(zq)
		said := host.Path()
		host.In("en").Get(said).OK().Shows("placement.heard.dispute").In("fr")
		s.As(cast.Hugo).Get(said).NotFound()
		s.As(cast.Rita).Get(said).NotFound()
		s.As(cast.Hugo).Post(said, nil).NotFound()

		// and says that this is not what it said
		s.As(cast.Brieuc).Get(said).OK().Press("placement.heard.dispute").OK().Shows("placement.said.disputed")
		host.Get("/").OK().Shows("placement.home.host_disputed").Hides("placement.home.host_waiting")
		host.Get(strings.Replace(w.offer, w.office, w.host, 1)).OK().Hides("placement.host.accepted")
		s.As(cast.Claire).Get("/").OK().Shows("Le lieu dit que ce n’est pas ce qu’il a répondu").Hides(
			"placement.home.plan_do")
		s.StepUp(cast.Claire).Get(w.office + "/search").OK().Shows("placement.board.disputed").Hides(
			"placement.board.plan")
		p := s.As(cast.Claire).Get(w.offer + "/interview").OK().Shows("placement.board.disputed_do")
		w.moment(p, "at", s.Clock.Now().Add(time.Hour)).Choose("way", "video").Press("placement.plan.do").Shows(
			"placement.disputed")
		s.As(cast.Claire).Get(w.offer + "/telephone").OK().Press("placement.telephone.settle").OK()
		s.As(cast.Claire).Get("/").OK().Hides("Le lieu dit que ce n’est pas ce qu’il a répondu")
		s.As(cast.Claire).Get("/").OK().Shows("placement.home.plan_do")
		s.As(cast.Claire).Get(w.office + "/search").OK().Hides("placement.board.disputed").Shows("placement.board.plan")
		s.As(cast.Brieuc).Get("/").OK().Shows("placement.home.host_waiting")
		s.As(cast.Brieuc).Get(said).OK().Hides("placement.heard.dispute")
		w.plan()
		w.held()

		// the yes after the interview too; then the admission is the same as ever
		page = s.StepUp(cast.Claire).Get(w.offer+"/telephone").OK().Choose("outcome", "yes").Fill("who", zq)
		page.Press("placement.telephone.save").OK().Shows("placement.state.final_accepted")
		s.StepUp(cast.Brieuc).Get("/").OK().Shows("placement.home.said_final_yes")
		w.admit()
		s.NeedleFree(zq)
	})
}

// A no by telephone leaves the host without any trace of the case, as its own no does; it still reads what was written
// down in its name. Nobody but the coordinator of the case writes such an answer.
func TestANoByTelephoneLeavesNothingBehind(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		w.calls(cast.Hugo)
		there := w.offer + "/telephone"
		for _, who := range []cast.Worker{cast.Hugo, cast.Brieuc, cast.Lou, cast.Rita} {
			s.StepUp(who).Get(there).NotFound()
			s.As(who).Get(strings.Replace(there, w.office, w.host, 1)).NotFound()
		}
		page := s.StepUp(cast.Claire).Get(there).OK().Choose("outcome", "no").Choose("reason", "Plus de place")
		page.Fill("who", "Ana").Press("placement.telephone.save").OK().Shows("placement.state.declined")
		p := s.As(cast.Hugo).Get("/").OK().Shows("placement.home.said_no").Hides("placement.home.host_asked")
		p.Follow("placement.home.said_look").OK().Press("placement.heard.dispute").OK()
		p.Get(strings.Replace(w.offer, w.office, w.host, 1)).NotFound()
		s.As(cast.Claire).Get("/").OK().Shows("Le lieu dit que ce n’est pas ce qu’il a répondu")
	})
}

// An answer that was noted by mistake is undone with its call, within ten minutes: the host reads its request again,
// the place is held again. Later the page says what else is to be done. An answer that its host disputes says so in
// the log.
func TestAnAnswerByTelephoneIsUndoneWithItsCall(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		const zq = "zq-directrice-zq"
		no := func() {
			t.Helper()
			page := w.calls(cast.Brieuc).Choose("outcome", "no").Choose("reason", "Plus de place").Fill("who", zq)
			page.Press("placement.telephone.save").OK().Shows("placement.state.declined")
		}
		no()
		s.As(cast.Brieuc).Get("/").OK().Shows("placement.home.said_no").Hides("placement.home.host_asked")
		page := s.As(cast.Claire).Get(w.office+"/calls").OK().Shows("call.answer.no", "call.else.back")
		page.Press("call.undo").OK().Shows("call.undone", "call.taken_back", "call.answer.no").Hides("call.else.back",
			"call.answer.disputed")
		page.Get(w.office + "/search").OK().Hides("placement.state.declined")
		s.As(cast.Brieuc).Get("/").OK().Shows("placement.home.host_asked").Hides("placement.home.said_no")
		if n := column(s, `select count(*) from partner_place where state = 'cooling'`); n != "0" {
			t.Errorf("%s places wait for being confirmed free", n)
		}

		no()
		host := s.StepUp(cast.Brieuc).Get("/").OK().Follow("placement.home.said_look").OK()
		host.Press("placement.heard.dispute").OK()
		page = s.StepUp(cast.Claire).Get(w.office + "/calls").OK().Shows("call.answer.disputed")
		page.Follow("call.answer.call").OK().Press("placement.telephone.settle").OK()
		stale := s.As(cast.Claire).Get(w.office + "/calls").OK().Hides("call.answer.disputed").Shows("call.undo")
		s.Clock.Advance(casefile.SlipTime)
		s.StepUp(cast.Claire)
		stale.Press("call.undo").Shows("casefile.no_slip")
		page = s.As(cast.Claire).Get(w.office + "/calls").OK().Hides("call.undo")
		page.Follow("call.correct").OK().Shows("call.else.free", "call.else.to.free")
		page.Choose("outcome", "message").Press("call.save").OK().Shows("call.else.free", "call.answer.no")
		s.NeedleFree(zq)
	})
}

// A yes that its host disputes, and says again on the telephone, stands: nothing is told twice, and it is undone as any
// other answer, the dispute being open again.
func TestADisputedYesIsSaidAgain(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		again := func() *story.Person {
			return s.StepUp(cast.Claire).Get(w.offer+"/telephone").OK().Choose("outcome", "yes").Fill("who", "Ana").
				Press("placement.telephone.save").OK().Shows("placement.said.spoken")
		}
		disputes := func() {
			t.Helper()
			host := s.StepUp(cast.Brieuc).Get("/").OK().Follow("placement.home.said_look").OK()
			host.Press("placement.heard.dispute").OK()
			s.StepUp(cast.Claire).Get(w.office + "/search").OK().Shows("placement.board.disputed")
		}
		w.calls(cast.Brieuc).Choose("outcome", "yes").Fill("who", "Ana").Press("placement.telephone.save").OK()
		s.Clock.Advance(time.Hour)
		disputes()
		again().Get(w.office + "/search").OK().Hides("placement.board.disputed").Shows("placement.board.plan")
		if n := column(s, `select count(*) from casefile_fact where kind = 'host_accepted'`); n != "1" {
			t.Errorf("%s hosts agree", n)
		}
		s.As(cast.Claire).Get(w.office + "/calls").OK().Press("call.undo").OK().Shows("call.undone")
		s.As(cast.Claire).Get(w.office+"/search").OK().Shows("placement.board.disputed", "placement.state.accepted")

		again()
		w.plan()
		w.held()
		s.As(cast.Brieuc).Get("/")
		again().Shows("placement.state.final_accepted")
		s.Clock.Advance(time.Hour)
		disputes()
		again().Shows("placement.state.final_accepted").Get(w.office + "/search").OK().Hides("placement.board.disputed")
	})
}

// A host that disputes what was noted clears it up by its own press: its yes then stands, or its no.
func TestAHostsOwnPressClearsADisputeUp(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		w.calls(cast.Brieuc).Choose("outcome", "yes").Fill("who", "Ana").Press("placement.telephone.save").OK()
		host := s.StepUp(cast.Brieuc).Get("/").OK().Follow("placement.home.said_look").OK()
		host.Press("placement.heard.dispute").OK()
		s.StepUp(cast.Claire).Get(w.office + "/search").OK().Shows("placement.board.disputed")
		page := strings.Replace(w.offer, w.office, w.host, 1)
		s.As(cast.Brieuc).Get(page).OK().Press("placement.host.yes").OK().Hides("placement.host.yes")
		s.As(cast.Claire).Get(w.office + "/search").OK().Hides("placement.board.disputed").Shows("placement.board.plan")
		if n := column(s, `select count(*) from casefile_fact where kind = 'host_accepted'`); n != "1" {
			t.Errorf("%s hosts agree", n)
		}
	})
}

// A host that is to be called again stands on the home by its name, also where its time to answer is over; the line
// leads to its number, and the call noted there is with that host.
func TestAHostToBeCalledAgainIsNamed(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		page := w.calls(cast.Brieuc).Choose("outcome", "nobody")
		w.moment(page, "again", w.in(2*time.Hour)).Press("placement.telephone.save").OK()
		s.Wait(20 * 24 * time.Hour)
		home := s.StepUp(cast.Claire).Get("/").OK().Shows("Rappeler le lieu d’accueil : " + relais)
		home.Get(w.office + "/search").OK().Shows("placement.state.expired")
		page = home.Get("/").OK().Follow("call.home.note").OK().Shows(relais)
		if !strings.Contains(page.Body(), `href="tel:`) {
			t.Errorf("no number to press: %s", page.Words())
		}
		page.Press("call.save").Answers(422).Shows(relais) // and after a mistake too
		page.Choose("about", "place").Choose("outcome", "reached").Press("call.save").OK().Shows(relais)
		s.As(cast.Claire).Get("/").OK().Hides("Rappeler le lieu d’accueil")
	})
}

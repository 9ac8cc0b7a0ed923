package app_test

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/journal"
)

// From a call to the year's report, on both engines: each sees what is theirs at each step, and nothing before its
// time.
func TestTheWholePath(t *testing.T) {
	story.Each(t, func(s *story.Story) { wholePath(&walk{Story: s}) })
}

// wholePath leads somebody from a call to the end of her stay, in whatever land the story plays.
func wholePath(w *walk) {
	s := w.Story
	// what was typed in the contact is not typed again
	w.refer().Shows("referral.sent").Shows(w.words("/who who_name", "danger_words", "/person name")...)
	w.person().Shows(w.words("aliases")...)
	w.evaluate().Shows("assessment.said.admitted").Shows(w.words("needs_words", "sentence")...)
	her := w.words()

	w.propose(s.Land.Hugo, s.Land.Brieuc).Shows("placement.said.proposed")
	w.asked(cast.Hugo).Hides(her...).Hides(s.Land.Town, s.Land.TownCode, "1998").Choose("reason",
		"calendar").Press("placement.host.no_do").OK().Press("placement.host.no_yes").OK().
		Shows("placement.said.declined")
	hugo := strings.Join(s.As(cast.Hugo).Links(), " ")
	if strings.Contains(hugo, "/cases/") {
		s.T.Errorf("the host that declined still has a case: %s", hugo)
	}
	nothingLeft(s, "LIL1")
	w.accept(cast.Brieuc).Shows("placement.said.accepted").Hides(her...)
	holds(s, "BRE1") // T7: nothing to open before the interview is planned

	w.plan().Shows("placement.said.planned")
	holds(s, "BRE1", "needs")
	needs := append(w.words("/assessment needs_words"), w.words("prepare")...)
	s.StepUp(cast.Brieuc).Get(strings.Replace(w.offer, w.office, w.host, 1)).OK().Shows(needs...).Hides(
		w.words("/person", "danger_words", "c_", "contact")...)
	w.held().Shows("consent.second.said_yes")
	w.final(cast.Brieuc).Shows("placement.said.final").Hides(w.words("/person")...)
	s.As(cast.Brieuc).NeverSaw(w.words("/person", "danger_words")...)
	holds(s, "BRE1", "needs")

	w.admit().Shows("placement.said.admitted")
	w.organise().Shows("journey.plan.said").Shows(w.words("leg1", "meeting")...)
	w.arrive(cast.Brieuc).Shows("journey.arrival.said").Get(w.host).OK().Shows(w.words("/person name",
		"aliases")...).Hides(w.words("danger_words", "sentence")...)
	w.stay(cast.Brieuc)
	s.As(cast.Brieuc).Get(w.host + "/stay/notes").OK().Shows(w.words("/stay/notes")...)
	s.StepUp(cast.Claire).Get(w.office + "/stay").OK().Hides(w.words("/stay/notes")...)
	s.StepUp(cast.Lou).Get("/cases").OK().Hides(her...)

	s.As(cast.Olga).Get("/reports/2026").OK() // below five: the observer sees no small number
	says := s.Texts().In(s.Lang, s.Clock.Now())
	s.As(cast.Claire).Get("/reports/2026").OK().Shows(
		says.T("indicator.flow.pair", "requests", says.Number(1), "arrivals", says.Number(1)))
	w.end(cast.Brieuc).Shows("stay.end.said")
	s.StepUp(cast.Claire).Get(w.office).OK()
	for _, other := range []cast.Worker{cast.Rose, cast.Olga, cast.Hugo, cast.Rita} {
		s.As(other).NeverSaw(w.words()...)
	}
	s.NeedleFree(w.words()...)
	verified(s)
}

// holds fails where the compartments of cases that a team can open are not these.
func holds(s *story.Story, code string, want ...string) {
	s.T.Helper()
	rows, err := s.Raw().Query(`select w.holder_id, w.compartments from vault_wrap w
		join casefile_case c on c.id = w.object_id`)
	if err != nil {
		s.T.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var holder []byte
		var list string
		if err := rows.Scan(&holder, &list); err != nil {
			s.T.Fatal(err)
		}
		if bytes.Equal(holder, s.Teams[code].Bytes()) {
			got = append(got, strings.FieldsFunc(list, func(r rune) bool { return r == ' ' || r == ',' })...)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if err := rows.Err(); err != nil || !slices.Equal(got, want) {
		s.T.Errorf("%s can open %q, not %q, %v", code, got, want, err)
	}
}

// nothingLeft fails where a team holds a key or stands in a circle.
func nothingLeft(s *story.Story, code string) {
	s.T.Helper()
	holds(s, code)
	if n := count(s, s.Raw(), `select count(*) from casefile_circle where ended_at = 0 and team_id = `,
		s.Teams[code]); n != 0 {
		s.T.Errorf("%s still stands in %d circles", code, n)
	}
}

// verified fails where the journal does not verify.
func verified(s *story.Story) {
	s.T.Helper()
	var export bytes.Buffer
	if _, err := s.Journal.Sequence(context.Background()); err != nil {
		s.T.Error(err)
	}
	if _, err := s.Journal.Sign(context.Background()); err != nil {
		s.T.Error(err)
	}
	if err := s.Journal.Export(context.Background(), &export); err != nil {
		s.T.Error(err)
	}
	v, err := note.NewVerifier(s.VerifierKey())
	if err != nil {
		s.T.Error(err)
	}
	if r, err := journal.Verify(&export, v); err != nil {
		s.T.Errorf("the journal does not verify: %+v, %v", r, err)
	}
}

var digits = regexp.MustCompile(`[0-9]{20}`)

// A professional without account refers, in each language, goes away and comes back with the receipt; afterwards it
// shows neutral words, and nothing to somebody who guesses.
func TestWithoutAccount(t *testing.T) {
	for _, l := range []lang.Tag{"fr", "en"} {
		story.Each(t, func(s *story.Story) { (&walk{Story: s}).withoutAccount(l) })
	}
}

// at is a public page's address in a language.
func (w *walk) at(l lang.Tag, key string) string {
	return "/" + string(l) + "/" + w.Texts().In(l, w.Clock.Now()).T(key)
}

// withoutAccount has a professional refer on the public pages of a language.
func (w *walk) withoutAccount(l lang.Tag) {
	s := w.Story
	form, receipts := w.at(l, "referral.url.steps"), w.at(l, "referral.url.receipt")
	p := s.Public(l).Get(form).OK()
	w.answer(w.plant(p, form), form)
	p.Press("referral.go.next").OK()
	w.answer(w.plant(p, form), form)
	p.Press("referral.go.save").OK()
	receipt := digits.FindString(p.Words())
	if receipt == "" {
		s.T.Fatalf("no receipt: %s", p.Words())
	}
	// from another machine
	back := s.Public(l).Get(receipts).OK().Fill("receipt", receipt).Press("referral.receipt.go").OK()
	for range 9 {
		if formOf(back.Body(), w.at(l, "referral.url.send")) != nil {
			break
		}
		w.answer(w.plant(back, form), form)
		back.Press("referral.go.next").OK()
	}
	back.Shows(w.words("danger_words")...).Press("referral.go.send").OK().Shows(
		"referral.state.received").Hides(w.words()...)
	again := s.Public(l).Get(receipts).OK().Fill("receipt", receipt).Press("referral.receipt.go").OK()
	again.Shows("referral.state.received").Hides(w.words()...)
	w.plant(again, w.at(l, "referral.url.message")).Press("referral.thread.send").OK().Shows(w.words("message")...)
	wrong := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0' + (r-'0'+1)%10
		}
		return r
	}, receipt)
	s.Public(l).Get(receipts).OK().Fill("receipt",
		wrong).Press("referral.receipt.go").Shows("referral.receipt_unknown").Hides(w.words()...).Hides(
		"referral.state.received")
	w.taken().Shows(w.words("danger_words", "message")...)
	w.evaluate()
}

// A partner keeps a referral for later, goes on with it, sends it, and writes with the evaluation team about it; where
// she goes, it does not learn.
func TestPartnerRefers(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		p := s.As(cast.Rita).Get("/referrals/new").OK()
		w.answer(w.plant(p, "/referrals/new"), "/referrals/new")
		p.Press("referral.go.save").OK().IsAt("/").Shows("referral.draft_kept")
		p.Get("/").Follow("referral.home.go_on").OK()
		w.steps(p).Shows(w.words("who_telephone")...).Press("referral.go.send").OK()
		theirs := p.Path()
		w.plant(p, "/referral/messages").Press("referral.thread.send").OK()
		w.taken().Shows(w.words("message", "danger_words")...)
		w.evaluate()
		for _, step := range []func(){
			func() { w.propose(relais) }, func() { w.accept(cast.Brieuc) }, func() { w.plan() }, func() { w.held() },
			func() { w.final(cast.Brieuc) }, func() { w.admit() }, func() { w.organise() },
			func() { w.arrive(cast.Brieuc) },
		} {
			step()
			s.StepUp(cast.Rita).Get(theirs).OK().Hides(relais, "Brest", "Finistère", "Goémon")
		}
		s.As(cast.Rita).Get(theirs + "/journey").NotFound().Get(theirs + "/stay").NotFound()
		s.As(cast.Rita).NeverSaw(w.words("/journey", "/interview", "/assessment")...)
	})
}

// I3: she may withdraw in every open state. Nothing that was held stays held, nothing else is closed.
func TestWithdrawalAtEveryStation(t *testing.T) {
	for _, station := range []string{"referred", "searching", "asked", "accepted", "planned", "agreed", "final",
		"admitted", "travel", "sheltered"} {
		t.Run(station, func(t *testing.T) {
			story.SQLite(t, func(s *story.Story) {
				w := (&walk{Story: s}).to(station)
				w.withdraws(cast.Claire, w.office).Shows("casefile.end.withdrawn_said")
				s.Wait(casefile.SlipTime) // an end is not acted on while it can be undone
				if err := s.Net.Rooms.Placement.Sweep(context.Background()); err != nil {
					t.Fatal(err)
				}
				if station == "sheltered" { // nobody is put out: she stays until her host says that she has left
					holds(s, "BRE1", "identity", "journey", "needs")
					w.end(cast.Brieuc)
				}
				db := s.Raw()
				var held int
				if err := db.QueryRow(`select count(*) from partner_place where state <> 'available'
					or held_until_at > ` + micros(s)).Scan(&held); err != nil || held != 0 {
					t.Errorf("%d places are still taken, %v", held, err)
				}
				if station != "sheltered" { // whose host keeps what it needs to account for the stay
					nothingLeft(s, "BRE1")
				}
				nothingLeft(s, "LIL1")
				// nothing is lost
				s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.withdrawn").Shows(w.words("/person name")...)
			})
		})
	}
}

// Whoever did not arrive is searched for again by itself.
func TestNoShow(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.Wait(9 * time.Hour)
		s.StepUp(cast.Claire).Get("/").OK().Shows("journey.home.late")
		p := s.As(cast.Claire).Get(w.office+"/journey").OK().Choose("cause",
			"person").Press("journey.no_show.record").OK().Press("journey.no_show.yes").OK()
		p.Shows("journey.no_show_said")
		s.Wait(time.Minute)
		if err := s.Net.Rooms.Placement.Sweep(context.Background()); err != nil {
			t.Fatal(err)
		}
		nothingLeft(s, "BRE1")
		w.propose(relais).Shows("placement.said.proposed")
	})
}

// The host that she goes to next reads nothing of an arrival that did not take place elsewhere before it took part.
func TestTheNextHostReadsNothingOfTheFormer(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		s.Wait(9 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office+"/journey").OK().Choose("cause", "person").
			Press("journey.no_show.record").OK().Press("journey.no_show.yes").OK()
		s.Wait(time.Minute)
		sweeps(s)
		s.StepUp(cast.Brieuc).Get("/").OK().Hides("casefile.home.told_office.no_show") // whose part has ended
		w.propose(relais, w.Land.Hugo)
		w.accept(cast.Hugo)
		w.plan()
		w.held()
		w.final(cast.Hugo)
		w.admit()
		s.StepUp(cast.Hugo).Get("/").OK().Hides("casefile.home.told_office.no_show", "casefile.home.told.no_show")
	})
}

// Who failed an arrival is kept apart from who wrote it down: a host says itself, until the arrival, that it cannot
// receive; nobody is said not to have come, the head office is told, and that place is offered to nobody before its
// host says that it is free.
func TestAHostCannotReceiveAfterAll(t *testing.T) {
	for _, station := range []string{"admitted", "travel"} {
		story.Each(t, func(s *story.Story) {
			w := (&walk{Story: s}).to(station)
			p := s.StepUp(cast.Brieuc).Get("/cases").OK()
			for _, l := range p.Links() {
				if strings.HasPrefix(l, "/cases/") {
					w.host = l
				}
			}
			p.Get(w.host + "/journey").OK().Press("journey.cannot.record").OK().
				Press("journey.cannot.yes").OK().Shows("journey.cannot.said")
			s.StepUp(cast.Claire).Get("/").OK().Shows("Le Relais des Abers a noté que",
				"journey.no_show.cause.host")
			s.As(cast.Claire).Get(w.office).OK().Shows("journey.no_show.cause.host").Hides(
				"journey.no_show.cause.person")
			s.Wait(time.Minute)
			sweeps(s)
			nothingLeft(s, "BRE1")
			var state string
			if err := s.Raw().QueryRow(`select pl.state from partner_place pl join partner_site st on st.id = pl.site_id
				where st.department = '29'`).Scan(&state); err != nil || state != "cooling" {
				t.Errorf("a place whose host cannot receive is %s, %v", state, err)
			}
			s.StepUp(cast.Claire).Get(w.office + "/search").OK()
		})
	}
}

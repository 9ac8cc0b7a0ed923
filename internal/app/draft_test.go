package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// Two windows write one step of a draft, with an account and without: what only one of them touched is kept from both,
// and where both wrote, the second is told and overwrites nothing in silence.
func TestTwoWindowsOnADraft(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		p := s.As(cast.Rita).Get("/referrals/new").OK()
		w.answer(w.plant(p, "/referrals/new"), "/referrals/new")
		one := p.Press("referral.go.next").OK()
		two := one.Tab().OK()
		one.Choose("agreed", "no").Choose("agreed_language", "fr").Press("referral.go.next").OK()
		step := two.Path()
		two.Choose("agreed", "yes").Choose("agreed_interpreter", "no").Press("referral.go.next")
		two.Answers(http.StatusConflict).Shows("referral.changed")
		w.holds(two, map[string]string{"agreed": "yes", "agreed_language": "fr", "agreed_interpreter": "no"})
		if got := one.Get(step).Sends("agreed"); got != "no" {
			t.Fatalf("overwritten in silence: %s", got)
		}
		two.Press("referral.go.next").OK() // now they know
		w.holds(one.Get(step), map[string]string{"agreed": "yes", "agreed_language": "fr"})
		three := one.Tab().OK()
		one.Choose("statistics", "yes").Press("referral.go.next").OK()
		three.Choose("agreed_language", "en").Press("referral.go.next").OK() // another field: nobody is in the way
		w.holds(one.Get(step), map[string]string{"statistics": "yes", "agreed_language": "en"})

		form, receipts := w.at("fr", "referral.url.steps"), w.at("fr", "referral.url.receipt")
		q := s.Public("fr").Get(form).OK()
		w.answer(w.plant(q, form), form)
		q.Press("referral.go.next").OK()
		q.Press("referral.go.save").OK()
		receipt := digits.FindString(q.Words())
		open := func() *story.Person {
			p := s.Public("fr").Get(receipts).OK().Fill("receipt", receipt).Press("referral.receipt.go").OK()
			for p.Sends("agreed") == "-" {
				p.Press("referral.go.back").OK()
			}
			return p
		}
		first, second := open(), open()
		first.Choose("agreed", "no").Press("referral.go.next").OK()
		second.Choose("agreed", "yes").Press("referral.go.next").Answers(http.StatusConflict).Shows("referral.changed")
		w.holds(open(), map[string]string{"agreed": "no"})
		second.Press("referral.go.next").OK()
		w.holds(open(), map[string]string{"agreed": "yes"})
	})
}

// In the public referral another language takes what was typed along, at the first step and after the receipt; a change
// from the last page leads back to it; a missing agreement is not called no obstacle.
func TestPublicReferralForgetsNothing(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		form := w.at("fr", "referral.url.steps")
		p := s.Public("fr").Get(form).OK()
		p.Fill("who_name", "Léa Petit").Fill("who_department", "Nord").Press("English").OK()
		p.In("en").IsAt(w.at("en", "referral.url.steps")).Shows("referral.public.title")
		w.holds(p, map[string]string{"who_name": "Léa Petit", "who_department": "Nord", "who_telephone": ""})
		p.Press("Français").OK()
		w.holds(p.In("fr"), map[string]string{"who_name": "Léa Petit"})
		p.Fill("who_telephone", "01 02 03 04 05").Press("referral.go.next").OK()
		p.Choose("agreed_language", "fr").Press("English").OK()
		w.holds(p.In("en"), map[string]string{"agreed_language": "fr"})
		p.Press("Français").OK().In("fr")
		for range 7 {
			p.Press("referral.go.next").OK()
		}
		p.Shows("referral.step.check.title", "referral.check.agreement")
		if names := p.Within("referral.unknown.title").Words(); len(names) == 0 {
			t.Fatal("nothing is unknown")
		}
		p.Anywhere()
		for _, missing := range []string{"Est-elle d’accord pour partir"} {
			p.Hides(missing)
		}
		p.Press("English").OK().In("en").Shows("referral.step.check.title")
		p.Press("Français").OK().In("fr")
		p.Press("referral.step.person.change").OK()
		p.Choose("gender", "Feminine").Press("referral.go.check").OK().Shows("referral.step.check.title")
		p.Press("referral.step.household.change").OK()
		p.Fill("adults", "many").Press("referral.go.check").Answers(http.StatusUnprocessableEntity)
		p.Fill("adults", "1").Press("referral.go.check").OK().Shows("referral.step.check.title")

		r := s.As(cast.Rita).Get("/referrals/new").OK()
		w.answer(w.plant(r, "/referrals/new"), "/referrals/new")
		r.Press("referral.go.next").OK().Press("referral.go.check").OK()
		check := r.Path()
		r.Press("referral.step.person.change").OK().Choose("gender",
			"Feminine").Press("referral.go.check").OK().IsAt(check)
	})
}

// Referrals that were sent count, and receipts that open nothing; nobody loses words to a limit, and is told the true
// wait and whom to call.
func TestALimitKeepsTheWords(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		form, receipts := w.at("fr", "referral.url.steps"), w.at("fr", "referral.url.receipt")
		written := func() *story.Person {
			p := s.Public("fr").Get(form).OK()
			w.answer(w.plant(p, form), form)
			p.Press("referral.go.next").OK().Choose("agreed", "yes")
			for range 7 {
				p.Press("referral.go.next").OK()
			}
			return p
		}
		for range 10 {
			written().Press("referral.go.send").OK().Shows("referral.state.received")
		}
		name := len(w.needles)
		late := written().Press("referral.go.send").Answers(http.StatusTooManyRequests)
		late.Shows("vous pourrez recommencer dans 3 min", w.needles[name].word)
		receipt := digits.FindString(late.Words())
		for range 12 { // one's own receipt opens as often as one likes
			s.Public("fr").Get(receipts).OK().Fill("receipt", receipt).Press("referral.receipt.go").OK()
		}
		s.Wait(3 * time.Minute)
		late.Press("referral.go.send").OK().Shows("referral.state.received")
		wrong := func() *story.Person {
			return s.Public("fr").Get(receipts).OK().Fill("receipt",
				"12345678901234567890").Press("referral.receipt.go")
		}
		tries := []string{form, w.at("fr", "referral.url.send"), w.at("fr", "referral.url.message"), receipts}
		try := func(at, receipt string) int { // whichever way it is tried
			return knock(s, "", http.MethodPost, at, "message=x&step=agreement&receipt="+receipt).Code
		}
		for i := range 8 {
			if code := try(tries[i%len(tries)], "12345678901234567891"); code != http.StatusUnprocessableEntity {
				t.Errorf("%s answers wrong digits %d", tries[i%len(tries)], code)
			}
		}
		for range 2 {
			wrong().Answers(http.StatusUnprocessableEntity)
		}
		for _, at := range tries {
			if code := try(at, "12345678901234567891"); code != http.StatusTooManyRequests {
				t.Errorf("%s answers the eleventh wrong digits %d", at, code)
			}
			if code := try(at, strings.ReplaceAll(receipt, " ", "")); at != tries[1] && code >= http.StatusBadRequest {
				t.Errorf("%s answers the right digits %d", at, code)
			}
		}
		last := wrong().Answers(http.StatusTooManyRequests).Shows("Vous pourrez essayer de nouveau dans")
		if last.Field("receipt") != "12345678901234567890" {
			t.Error("the digits typed are gone")
		}
	})
}

// Behind a proxy that the network names, each caller is bounded by their own address; a caller's own word is not
// believed.
func TestANamedProxyIsBelieved(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		proxies, err := app.Proxies([]string{"127.0.0.1", "10.0.0.0/8"})
		if err != nil {
			t.Fatal(err)
		}
		h := s.Net.Handler(app.Site{Proxies: proxies})
		answered := func(remote, handed string) (n int) {
			for n < 1000 {
				out, r := httptest.NewRecorder(), httptest.NewRequest("GET", "http://havre.test/sign-in", nil)
				r.RemoteAddr = remote + ":1234"
				r.Header.Set("X-Forwarded-For", handed)
				if h.ServeHTTP(out, r); out.Code != http.StatusOK {
					return n
				}
				n++
			}
			return n
		}
		for _, c := range []struct {
			remote, handed string
			want           int
		}{
			{"127.0.0.1", "203.0.113.7", 300}, {"127.0.0.1", "203.0.113.7", 0}, {"127.0.0.1", "203.0.113.8", 300},
			{"127.0.0.1", "198.51.100.1, 203.0.113.8", 0}, // what the caller wrote before is not believed
			{"127.0.0.1", "203.0.113.9, 10.1.2.3", 300},   // two proxies of ours
			{"198.51.100.9", "203.0.113.200", 300},        // no proxy of ours
			{"198.51.100.9", "203.0.113.201", 0},
		} {
			if got := answered(c.remote, c.handed); got != c.want {
				t.Errorf("%s for %s: %d answered, not %d", c.remote, c.handed, got, c.want)
			}
		}
		if _, err := app.Proxies([]string{"somewhere"}); err == nil {
			t.Error("a word is taken for an address")
		}
	})
}

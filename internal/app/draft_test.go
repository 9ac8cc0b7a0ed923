package app_test

import (
	"net/http"
	"testing"

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

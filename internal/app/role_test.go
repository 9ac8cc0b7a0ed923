package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
)

// rolesToCome are the roles that no room of their own serves yet, with the kind of team they are in.
var rolesToCome = map[access.Role]string{
	access.ResourceOfficer: "administration", access.Communication: "administration", access.Trainer: "administration",
	access.FinanceOfficer: "administration", access.Treasurer: "administration", access.SecondReader: "administration",
	access.Moderator: "administration", access.Custodian: "administration", access.DataProtection: "administration",
	access.Auditor: "oversight", access.Evaluator: "oversight", access.Committee: "oversight",
	access.Funder: "oversight",
}

// mayOpen: pages of whoever is signed in, and the figures for those who watch the network.
func mayOpen(role access.Role, by access.Rule) bool {
	switch by {
	case access.Anyone, access.SignedIn:
		return true
	case access.ByReporter:
		return rolesToCome[role] == "oversight"
	}
	return false
}

// Somebody in a role to come lands on a home that says so, finds their colleagues and their sessions, and is refused
// everything else, as what does not exist is.
func TestARoleToComeOpensItsOwnPagesAlone(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		s.Person("many", "Plusieurs Fonctions", s.Teams["oversight"], "olga", access.Auditor, access.Funder)
		if who := s.SignIn("many"); !who.Has(access.Auditor) || !who.Has(access.Funder) {
			t.Fatalf("two roles at once: %+v", who.Members())
		}
		for role, kind := range rolesToCome {
			keeper := map[string]string{"administration": "root", "oversight": "olga"}[kind]
			w := cast.Worker{Login: "of-" + strings.ReplaceAll(string(role), "_", "-"), Name: "Nouvelle " +
				string(role),
				Team: kind, Role: role}
			s.Person(w.Login, w.Name, s.Teams[kind], keeper, role)
			p := s.As(w)
			p.Get("/").OK().Shows("casefile.home.no_page").Hides("casefile.band.wait")
			p.Get("/people").OK()
			p.Get("/sessions").OK()
			opened := 0
			for _, r := range s.Net.Rooms.Routes() {
				path := strings.ReplaceAll(r.Pattern(), "{$}", "")
				switch {
				case strings.Contains(path, "{") || r.Method() == http.MethodPost && mayOpen(role, r.Act().By):
				case mayOpen(role, r.Act().By):
					opened++
				case r.Method() == http.MethodPost: // an empty form is refused as incomplete, or as not theirs
					p.Post(path, url.Values{})
					if p.Status() != http.StatusNotFound && p.Status() != http.StatusUnprocessableEntity {
						t.Errorf("%s sends %s: %d", role, path, p.Status())
					}
				default:
					p.Get(path).NotFound()
				}
			}
			if opened == 0 {
				t.Errorf("%s: no page was tried", role)
			}
		}
	})
}

// What somebody may not send they do not see as an empty form either, and nobody's act shows its page to those it
// refuses.
func TestAPageRefusesWhomItsActRefuses(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		refused := 0
		for _, who := range cast.Everybody {
			actor, p := s.SignIn(who.Login), s.StepUp(who)
			for _, r := range s.Net.Rooms.Routes() {
				path := strings.ReplaceAll(r.Pattern(), "{$}", "")
				if r.Method() == http.MethodPost || strings.Contains(path, "{") || r.Act().By == access.Anyone ||
					access.Decide(actor, r.Act(), nil, s.Clock.Now()).Allowed {
					continue
				}
				refused++
				if p.Get(path); p.Status() != http.StatusNotFound {
					t.Errorf("%s, whom %s refuses, opens %s: %d", who.Name, r.Act().Name, path, p.Status())
				}
			}
		}
		if refused < 50 {
			t.Errorf("only %d refusals were tried", refused)
		}
	})
}

// A deputy's home fills on the first day and is empty again after the last; what they do is journalled as a deputy's.
func TestADeputyThroughThePages(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.to("searching")
		from := s.Clock.Now().Add(24 * time.Hour)
		malo := cast.Worker{Login: "malo", Name: "Malo Suppléant", Team: "evaluation", Role: access.Coordinator}
		s.Deputy(malo.Login, malo.Name, s.Teams["evaluation"], "claire",
			session.StandIn{Term: access.Term{From: from, Until: from.Add(24 * time.Hour)}}, access.Coordinator)
		at := w.office

		p := s.As(malo)
		p.Get("/").OK().Shows("casefile.home.not_now").Hides("casefile.band.wait")
		p.Get(at).NotFound()
		p.Get("/contacts").NotFound()

		s.Clock.Advance(24 * time.Hour)
		p = s.StepUp(malo)
		p.Get("/").OK().Shows("casefile.band.wait").Hides("casefile.home.not_now")
		p.Get(at).OK()
		if told := s.Entries("casefile.open"); !told[len(told)-1].Deputy {
			t.Error("what a deputy opens is not journalled as a deputy's")
		}

		s.Clock.Advance(24 * time.Hour)
		p = s.StepUp(malo)
		p.Get(at).NotFound()
		p.Get("/").OK().Shows("casefile.home.not_now")
	})
}

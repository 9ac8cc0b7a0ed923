package app_test

import (
	"net/url"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/web"
)

// leads finds the address behind words of a page.
func leads(p *story.Person, part string) bool {
	for _, l := range p.Links() {
		if strings.Contains(l, part) {
			return true
		}
	}
	return false
}

// A list of partners is narrowed by what its address asks: each answer stands above it and can be taken back, alone or
// with the others; what is wrong is said, and the rest is shown.
func TestPartnersAreNarrowedAndPutInOrder(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		p := s.StepUp(cast.Rose).Get("/partners").OK().Shows("Le Relais des Abers").Hides("web.list.clear")
		p.Choose("department", "29").Tick("free").Press("web.list.show").OK()
		p.Shows("Le Relais des Abers", "web.list.clear", "web.list.keep")
		for _, back := range []string{"/partners?department=29", "/partners?free=yes"} {
			if !leads(p, back) {
				t.Errorf("no way back to %s: %v", back, p.Links())
			}
		}
		p.Get("/partners?department=29&sort=places").OK()
		if !strings.Contains(p.Body(), `aria-sort="descending"`) ||
			!leads(p, "/partners?department=29&sort=department") || !leads(p, "/partners?sort=places") {
			t.Errorf("no orders, or they lose what narrows: %v", p.Links())
		}
		p.Follow("web.list.clear").OK()
		if p.Get("/partners?sort=name").OK(); !strings.Contains(p.Body(), `aria-sort="ascending"`) {
			t.Error("the list's own order is not told")
		}
		p.Get("/partners?department=zz&q=relais").OK().Shows("web.form.choice", "Le Relais des Abers")
		p.Get("/partners?q=nowhere-at-all&kind=chrs").OK().Shows("web.list.clear", "nowhere-at-all")
	})
}

// A view is kept for one person alone, by its codes: nobody else sees it, no word that was typed stays, and it goes
// with a press, which can be taken back, or with the account.
func TestAViewIsKeptForOnePerson(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		const word = "zqrelaisqz"
		p := s.StepUp(cast.Rose).Get("/partners?department=29&free=yes&sort=places&q=" + word).OK()
		p.Shows("web.list.no_words").Press("web.list.keep").OK().Shows("account.view_kept", "web.list.let_go")
		if strings.Contains(p.Body(), word) {
			t.Error("a word that was typed is kept")
		}
		const kept = "/partners?department=29&free=yes&sort=places"
		if p.Get("/partners").OK(); !leads(p, kept) {
			t.Fatalf("the view does not stand above its list: %v", p.Links())
		}
		if p.Get("/contacts"); leads(p, kept) {
			t.Error("it stands above another list")
		}
		other := s.StepUp(cast.Claire).Get("/partners").OK()
		if leads(other, kept) {
			t.Error("somebody else sees it")
		}
		other.Post("/views/gone", url.Values{"list": {"partners"}, "department": {"29"}, "free": {"yes"},
			"sort": {"places"}})
		if p = s.As(cast.Rose).Get("/partners").OK(); !leads(p, kept) {
			t.Error("somebody else let it go")
		}
		p.Get(kept).OK().Press("web.list.let_go").OK().Shows("account.view_gone").Press("web.list.keep").OK()
		p.Press("web.list.let_go").OK()
		if p.Get("/partners").OK(); leads(p, kept) {
			t.Error("what was let go still stands above the list")
		}
		p.Post("/views", url.Values{"list": {"nowhere"}, "free": {"yes"}}).NotFound()
		p.Post("/views", url.Values{"list": {"partners"}, "department": {"zz"}}).Answers(422)
		p.Post("/views", url.Values{"list": {"partners"}}).Answers(422)
		codes := []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"}
		for i, code := range codes {
			want := 200
			if i >= web.MostViews {
				want = 409
			}
			p.Post("/views", url.Values{"list": {"partners"}, "department": {code}}).Answers(want)
		}
		p.Get("/partners?department=13").OK().Shows("web.list.full").Hides("web.list.keep")
		p.Get("/partners?department=12").OK().Shows("web.list.let_go")

		other.Post("/views", url.Values{"list": {"partners"}, "free": {"yes"}}).OK()
		kepts := func() (n int) {
			row := s.Raw().QueryRow(`select count(*) from access_view where narrowed = 'free=yes'`)
			if err := row.Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if kepts() != 1 {
			t.Fatal("it is not kept")
		}
		team := "/people/" + s.Teams["evaluation"].String()
		s.StepUp(cast.Rose).Post(team+"/depart/"+s.Actor(cast.Claire).User().String(), nil).OK()
		if kepts() != 0 {
			t.Error("it stays without its account")
		}
	})
}

// Teams are narrowed by kind and by who waits.
func TestTeamsAreNarrowed(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		team := "/people/" + s.Teams["evaluation"].String()
		p := s.StepUp(cast.Rose).Get("/people?kind=evaluation").OK().Shows("web.list.clear")
		if !leads(p, team) || leads(p, "/people/"+s.Teams["logistics"].String()) {
			t.Errorf("kind=evaluation leads to %v", p.Links())
		}
		if p.Get("/people?waiting=yes").OK(); leads(p, team) {
			t.Error("nobody waits there")
		}
		p.Press("web.list.keep").OK().Shows("web.list.let_go")
	})
}

// A list of cases is narrowed by who follows them and by stage, from either end, and every tab and page keeps the rest.
func TestCasesAreNarrowedAndPutInOrder(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		p := s.StepUp(cast.Claire).Get("/cases?of=nobody").OK()
		if !leads(p, w.office) || !leads(p, "/cases?at=searching&of=nobody") ||
			!leads(p, "/cases?of=nobody&sort=oldest") {
			t.Errorf("it is not there, or a tab or the order loses who follows: %v", p.Links())
		}
		for _, at := range []string{"/cases?of=mine", "/cases?at=all&of=mine", "/cases?at=all&of=mine&sort=oldest",
			"/cases?at=sheltered&of=nobody&sort=oldest"} {
			if p.Get(at).OK().Shows("web.list.clear"); leads(p, w.office) {
				t.Errorf("%s shows what nobody follows, or what stands elsewhere", at)
			}
		}
		for _, at := range []string{"/cases?sort=oldest", "/cases?at=all&of=nobody",
			"/cases?at=searching&of=nobody&sort=oldest",
			"/cases?at=all&of=nobody&sort=oldest", "/cases?at=all&sort=oldest", "/cases?of=zz&at=yy"} {
			if p.Get(at).OK(); !leads(p, w.office) {
				t.Errorf("%s does not show it", at)
			}
		}
		p.Shows("web.form.choice")
		p.Post(w.office+"/owner/take", nil).OK()
		for _, at := range []string{"/cases?of=mine", "/cases?at=all&of=mine&sort=oldest",
			"/cases?of=mine&sort=oldest"} {
			if p.Get(at).OK(); !leads(p, w.office) {
				t.Errorf("%s does not show what is hers", at)
			}
		}
		if p.Get("/cases?of=nobody").OK(); leads(p, w.office) {
			t.Error("nobody still follows it")
		}
		p.Get("/cases?at=searching&of=mine&sort=oldest").OK().Press("web.list.keep").OK()
		if p.Get("/cases").OK(); !leads(p, "/cases?at=searching&of=mine&sort=oldest") {
			t.Error("the view does not stand above the cases")
		}
	})
}

// A caseload is narrowed by stage under each of its tabs, from either end; all of what is narrowed is handed over, and
// nothing else; a view of it is called by whose it is.
func TestACaseloadIsNarrowed(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		next := &walk{Story: s}
		next.sends(cast.Brieuc)
		next.taken()
		later := next.office
		p := s.StepUp(cast.Claire).Get("/caseload?of=nobody&at=searching").OK().Shows("web.list.clear")
		if !leads(p, w.office) || leads(p, later) || !leads(p, "/caseload?at=searching&of=mine") ||
			!leads(p, "/caseload?at=searching&of=nobody&sort=oldest") {
			t.Errorf("not what is narrowed, or a tab or the order loses it: %v", p.Links())
		}
		p.Choose("owner", cast.Colin.Name).Tick("all").Press("casefile.caseload.hand_over").OK()
		if p.Shows("casefile.caseload.said").Hides(later); leads(p, w.office) {
			t.Error("it stays in the list from which it was handed over")
		}
		colin := "/caseload?of=" + s.Actor(cast.Colin).User().String()
		if p.Get(colin).OK(); !leads(p, w.office) || leads(p, later) {
			t.Errorf("handed over is not what was narrowed, and that alone: %v", p.Links())
		}
		if p.Get("/caseload?of=nobody&sort=oldest").OK(); !leads(p, later) {
			t.Error("what another stage has was handed over too")
		}
		p.Get(colin + "&at=evaluating").OK().Shows("web.list.clear").Press("web.list.keep").OK()
		if p.Get("/caseload").OK().Shows(cast.Colin.Name + " · "); !leads(p, "at=evaluating&of=") {
			t.Errorf("the view does not stand above the list, by its name: %s", p.Words())
		}
		if p.Get("/caseload?of=zz&at=yy").OK().Shows("web.form.choice"); !leads(p, w.office) || !leads(p, later) {
			t.Error("what nobody can ask narrows it")
		}
		p.Post("/views", url.Values{"list": {"caseload"}, "of": {"zqwordzq"}}).Answers(422)
	})
}

// Partners to call are narrowed, put in order and kept as a view, and what is noted leads back to the same look; the
// calendar keeps its week with what narrows it, and a view keeps no week.
func TestPlacesAreNarrowed(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		p := s.StepUp(cast.Claire).Get("/places/stale?department=29").OK()
		p.Shows("web.list.clear", "Le Relais des Abers").Post("/places/told", url.Values{"places": {p.Sends("places")},
			"_from": {"/places/stale?department=29"}}).OK()
		p.Shows("partner.stale.noted", "web.list.clear")
		p.Get("/places/stale?q=nowhere-at-all&sort=name").OK().Shows("nowhere-at-all", "web.list.clear")
		p.Get("/places/stale?absent=yes&sort=name").OK().Press("web.list.keep").OK()
		if p.Get("/places/stale").OK(); !leads(p, "/places/stale?absent=yes&sort=name") {
			t.Errorf("the view does not stand above the list: %v", p.Links())
		}
		from := s.Clock.Now().AddDate(0, 0, 70).Format("2006-01-02")
		p.Get("/places/calendar?department=29&state=available&from=" + from).OK().Shows("web.list.clear")
		if !leads(p, "/places/calendar?department=29&from=") {
			t.Errorf("taking back what narrows it loses the week: %v", p.Links())
		}
		p.Press("web.list.keep").OK()
		if !leads(p.Get("/places/calendar").OK(), "/places/calendar?department=29&state=available") {
			t.Errorf("no view of the calendar: %v", p.Links())
		}
		p.Get("/rounds?proof=near&sort=oldest").OK().Shows("web.list.clear").Press("web.list.keep").OK()
		if !leads(p.Get("/rounds").OK(), "/rounds?proof=near&sort=oldest") {
			t.Errorf("no view of the rounds: %v", p.Links())
		}
	})
}

// What happened in a case is narrowed by subject, without script and by its address, and nothing else of the page is.
func TestATimelineIsNarrowed(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Claire).Get(w.office).OK().Shows("casefile.fact.admitted", "casefile.fact.departed")
		if !leads(p, w.office+"?past=journey#timeline") || leads(p, w.office+"?past=call") {
			t.Errorf("not by what is told: %v", p.Links())
		}
		all := len(p.Body())
		p.Get(w.office + "?past=journey").OK().Shows("casefile.fact.departed").Hides("casefile.fact.admitted")
		if len(p.Body()) >= all {
			t.Error("it is not narrowed")
		}
		p.Get(w.office+"?past=call").OK().Shows("casefile.fact.admitted", "casefile.fact.departed")
		p.Get(w.office+"?past=zz").OK().Shows("casefile.fact.admitted", "casefile.fact.departed")
	})
}

// All who looked at a case in the last days are listed, and narrowed to one's own team or to others, whose names no
// referring service reads (I5).
func TestWhoLookedIsNarrowed(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Claire).Get(w.office).OK().Follow("web.looked.more").OK().Shows(cast.Claire.Name)
		p.Get(w.office + "/looks?whose=others").OK().Shows("web.list.clear")
		if strings.Count(p.Words(), cast.Claire.Name) > 2 { // beside the navigation, and at the foot
			t.Error("one's own team is among the others")
		}
		p.Get(w.office+"/looks?whose=ours").OK().Shows(cast.Claire.Name).Hides("casefile.look.nobody", cast.Brieuc.Name)
		p.Get(w.office + "/looks?page=900").OK().Shows("casefile.looked.empty")
		s.As(cast.Colin).Get(w.office + "/looks").OK()
		s.As(cast.Olga).Get(w.office + "/looks").NotFound()
	})
}

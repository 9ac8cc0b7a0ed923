package consentweb_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/consent/consentweb"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

var (
	openTest = access.Define(access.Act{Name: "consenttest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	tellTest = access.Define(access.Act{Name: "consenttest.tell", Door: access.CaseDoor, By: access.CaseCoordinator})
)

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(consentweb.Texts) {
		t.Error(err)
	}
}

// house is one case with its first agreement, and Claire at her browser.
type house struct {
	*trusttest.Floor
	t      *testing.T
	d      *consent.Desk
	claire access.Actor
	token  string
	site   http.Handler
	ref    casefile.Ref
}

func open(t *testing.T, f *trusttest.Floor) *house {
	t.Helper()
	h := &house{Floor: f, t: t, d: consent.New(f.Gate)}
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	h.claire, h.token = f.SignInToken("claire")
	var err error
	h.ref, err = f.Gate.NewCase(context.Background(), h.claire, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			if err := h.d.Record(tx, casefile.Agreed{Agreement: consent.First, Answer: tri.Yes, On: h.today(),
				Language: "en"}); err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "association", Case: "first"})
		})
	if err != nil {
		t.Fatal(err)
	}
	texts, err := web.LoadTexts(consentweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	cases := casefile.NewDesk(f.Gate, h.d.HomePanels(), consentweb.Room(h.d).Panels)
	h.site = web.New(web.Options{Country: packs.France,
		Routes: append(consentweb.Room(h.d).Routes, casefileweb.Room(cases).Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock})
	return h
}

func (h *house) today() date.Date { return date.In(h.Clock.Now(), time.UTC) }

func (h *house) tell(facts ...casefile.Fact) {
	h.t.Helper()
	for _, fact := range facts {
		h.Clock.Advance(time.Minute)
		err := h.Gate.Case(context.Background(), h.claire, tellTest, h.ref,
			func(tx *gate.CaseTx) error { return casefile.Tell(tx, fact) })
		if err != nil {
			h.t.Fatalf("tell %s: %v", fact.Kind(), err)
		}
	}
}

func (h *house) do(method, path string, status int, words []string, pairs ...string) {
	h.t.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, "http://havre.test"+path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://havre.test")
	r.AddCookie(&http.Cookie{Name: "havre", Value: h.token})
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	if w.Code != status {
		h.t.Fatalf("%s %s: %d, not %d: %.1500s", method, path, w.Code, status, w.Body)
	}
	for _, x := range words {
		if !strings.Contains(w.Body.String(), x) {
			h.t.Fatalf("%s lacks %q: %s", path, x, w.Body)
		}
	}
}

func (h *house) page() consent.Page {
	h.t.Helper()
	p, err := h.d.Open(context.Background(), h.claire, h.ref)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// I2: the second agreement is asked after the interview held with the host that accepted, not before; a no leads back
// to the search (I3).
func TestTheSecondAgreementComesAfterTheInterview(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := open(t, f)
		page := "/cases/" + h.ref.String() + "/second-agreement"
		second := func(v tri.Value) error {
			return h.d.Second(context.Background(), h.claire, h.ref,
				casefile.Agreed{Answer: v, On: h.today(), Language: "en", Interpret: tri.No})
		}
		h.tell(assessment.Admitted{})
		if err := second(tri.Yes); !errors.Is(err, consent.ErrInterviewFirst) {
			t.Fatalf("while searching: %v", err)
		}
		h.tell(asking.HostAccepted{Place: "p1"}, asking.InterviewPlanned{})
		if err := second(tri.Yes); !errors.Is(err, consent.ErrInterviewFirst) {
			t.Fatalf("before the interview: %v", err)
		}
		h.tell(asking.InterviewHeld{}, asking.HostAccepted{Place: "p2"})
		if err := second(tri.Yes); !errors.Is(err, consent.ErrInterviewFirst) {
			t.Fatalf("after the interview with another host: %v", err)
		}
		h.do("GET", page, 200, []string{"après l’entretien"})
		h.tell(asking.InterviewHeld{})
		h.do("GET", "/", 200, []string{"Second accord à demander"})
		h.do("GET", page, 200, []string{"C’est vous qui décidez", "You decide."})
		h.do("POST", page, 422, nil, "answer", "maybe", "on", h.today().String())
		h.do("POST", page, 422, nil, "answer", "yes", "on", h.today().AddDays(1).String())
		h.do("POST", page, 422, nil, "on", h.today().String())
		// a day on which nobody had met yet is told beside the field, for a no as for a yes
		for _, answer := range []string{"yes", "no"} {
			for _, days := range []int{-1, -40} {
				h.do("POST", page, 422, []string{"antérieur à l’entretien", `href="#f-on`}, "answer", answer, "on",
					h.today().AddDays(days).String())
			}
		}
		h.do("POST", page, 303, nil, "answer", "no", "on", h.today().String(), "language", "en", "interpreter", "yes")
		p := h.page()
		if p.Header.Stage != casefile.Searching {
			t.Fatalf("after a no the case is %s", p.Header.Stage)
		}
		last := p.List[len(p.List)-1]
		if last.Kind != consent.Second || last.Answer != tri.No || last.Interpreter != tri.Yes ||
			last.Language != "en" {
			t.Fatalf("recorded %+v", last)
		}
		h.tell(asking.HostAccepted{Place: "p3"}, asking.InterviewHeld{})
		f.Clock.Advance(time.Minute)
		if err := second(tri.Yes); err != nil {
			t.Fatal(err)
		}
		h.do("GET", "/cases/"+h.ref.String()+"/agreements", 200, []string{"avec interprète", "sans interprète"})
		if p = h.page(); p.Header.Stage != casefile.Meeting || !p.Given {
			t.Fatalf("after a yes: %s, given %v", p.Header.Stage, p.Given)
		}
		h.tell(casefile.Placed{})
		p = h.page()
		h.do("POST", "/cases/"+h.ref.String()+"/agreements/"+p.List[len(p.List)-1].ID.String()+"/revoke", 303, nil,
			"revoked_on", h.today().String(), "sure", "yes")
		if p = h.page(); p.Header.Stage != casefile.Searching {
			t.Fatalf("taken back after acceptance: %s", p.Header.Stage)
		}
	})
}

// I14: only who agreed is counted. I3: taking the first agreement back ends the search, without sanction.
func TestAgreementsAreTakenBack(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := open(t, f)
		page := "/cases/" + h.ref.String() + "/agreements"
		counted := func() (v tri.Value) {
			t.Helper()
			err := f.Gate.ViewCase(context.Background(), h.claire, consent.Look, h.ref, func(cv *gate.CaseView) error {
				c, err := casefile.ReadCoded(cv)
				v = c.StatisticsConsent
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if counted() != tri.Unknown {
			t.Fatal("not asked is not known (I10)")
		}
		h.do("GET", page, 200, []string{"Chercher une place ailleurs"})
		h.do("POST", page, 422, nil, "kind", "relocation_2", "answer", "yes", "on", h.today().String())
		h.do("POST", page, 422, nil, "kind", "statistics", "on", "2026-02-31")
		f.Clock.Advance(time.Minute)
		h.do("POST", page, 303, nil, "kind", "statistics", "answer", "yes", "on", h.today().String())
		if counted() != tri.Yes {
			t.Fatal("a yes is not counted")
		}
		f.Clock.Advance(time.Minute)
		h.do("POST", page, 303, nil, "kind", "share_with_place", "answer", "no", "on", h.today().String())
		list := h.page().List
		revoke := func(i, status int) {
			t.Helper()
			h.do("POST", page+"/"+list[i].ID.String()+"/revoke", status, nil, "revoked_on", h.today().String(),
				"sure", "yes")
		}
		revoke(1, 303)
		if counted() != tri.No {
			t.Fatal("taken back, and still counted")
		}
		revoke(1, 409) // once is enough
		h.do("POST", page+"/nonsense/revoke", 404, nil, "revoked_on", h.today().String(), "sure", "yes")
		revoke(0, 303)
		if p := h.page(); p.Header.Stage != casefile.WithdrawnS || p.List[0].RevokedOn != h.today() {
			t.Fatalf("after taking the first agreement back: %s", p.Header.Stage)
		}
	})
}

// A day that does not exist is corrected in the form in which it was typed, and kept; the other form of the page knows
// nothing of it.
func TestARevocationIsCorrectedWhereItWasTyped(t *testing.T) {
	h := open(t, trusttest.SQLite(t))
	id := h.page().List[0].ID.String()
	to := "/cases/" + h.ref.String() + "/agreements/" + id + "/revoke"
	h.do("POST", to, 422, []string{`name="revoked_on-day" value="31"`, `name="on-day" value="23"`}, "revoke", id,
		"revoked_on-day", "31", "revoked_on-month", "2", "revoked_on-year", "2026")
	h.do("POST", to, 422, []string{"trop ancienne", `href="#revoked-` + id + `"`}, "revoked_on", "1900-01-01")
	h.do("POST", "/cases/"+h.ref.String()+"/agreements", 422, []string{"trop ancienne"}, "kind", consent.Statistics,
		"answer", "yes", "on", "1900-01-01")
}

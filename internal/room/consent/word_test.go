package consent_test

import (
	"context"
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// referrer lets a service that only referred her follow a case, and returns one of its people with their reference.
func (n *net) referrer(ref casefile.Ref) (hugo access.Actor, his casefile.Ref) {
	n.t.Helper()
	hugo = n.Person("hugo", "Hugo", n.Teams["oversight"], "", access.Referrer)
	n.claire = n.SignIn("claire")
	n.must(n.work(ref, func(tx *gate.CaseTx) error { return tx.Join(n.Teams["oversight"], access.Referred) }))
	n.must(n.Gate.ChangeOffice(n.t.Context(), access.Machine("test"), findTest,
		func(tx *gate.OfficeTx) error { return tx.QueryRow(qAlias, n.Teams["oversight"]).Scan(&his) }))
	return hugo, his
}

// From the admission on, the word of a service that only referred her asks those who are with her to ask her, and takes
// nothing back; once she has a place, it writes no agreement at all (I3). Who evaluates is with her.
func TestTheWordOfWhoOnlyReferredHer(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes))
		hugo, his := n.referrer(awa)
		word := func(ctx context.Context, kind string) (bool, error) {
			return n.d.Revoke(ctx, hugo, his, n.last(awa, kind).ID, n.today())
		}
		hears := func(kind string) (bool, error) { return word(t.Context(), kind) }
		takes := func(kind string, passed, live bool) {
			t.Helper()
			got, err := hears(kind)
			n.must(err)
			if got != passed || n.last(awa, kind).Live() != live {
				t.Errorf("%s at %s: passed on %v, in force %v", kind, n.page(awa).Header.Stage, got,
					n.last(awa, kind).Live())
			}
		}
		writes := func() error { return n.d.Add(t.Context(), hugo, his, n.said("health_data", tri.Yes)) }
		n.must(writes())
		takes("health_data", false, false)
		n.must(writes())
		n.tell(awa, assessment.Admitted{}, asking.HostAccepted{Place: "p1"}, asking.InterviewHeld{})
		n.must(n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Yes)))
		takes(consent.First, true, true)
		trusttest.Failing(t, "her hosts are told", func(c context.Context) error {
			_, err := word(c, consent.Second)
			return err
		})
		takes("health_data", false, false)
		n.must(writes())
		n.tell(awa, casefile.Placed{})
		takes(consent.First, true, true)
		if _, err := hears("health_data"); fault.Key(err) != fault.Key(casefile.ErrWithHost) {
			t.Errorf("placed, and the service that referred her takes back: %v", err)
		}
		n.refused(writes(), fault.Key(casefile.ErrWithHost))
		if !n.last(awa, "health_data").Live() {
			t.Error("refused, and taken back")
		}
		n.must(n.revoke(awa, "health_data", n.today()))
		n.must(n.add(awa, n.said("health_data", tri.Yes)))
		var asked int
		n.must(n.work(awa, func(tx *gate.CaseTx) error {
			facts, err := casefile.Facts(&tx.CaseView)
			for _, f := range facts {
				if f.Kind == "leaving_said" {
					asked++
				}
			}
			return err
		}))
		if asked != 2 { // of each agreement once, while it waits
			t.Errorf("her hosts were told %d times, not twice", asked)
		}
		bea := n.open(n.said(consent.First, tri.Yes))
		n.must(n.work(bea, func(tx *gate.CaseTx) error { return tx.Join(n.Teams["oversight"], access.Referred) }))
		if passed, err := n.d.Revoke(t.Context(), n.claire, bea, n.last(bea, consent.First).ID, n.today()); passed ||
			err != nil {
			t.Errorf("before the admission: passed on %v, %v", passed, err)
		}
	})
}

// A case that is taken up has the agreements again that ended with it, and no other.
func TestAReopenedCaseHasItsAgreementsAgain(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.open(n.said(consent.First, tri.Yes)), n.open(n.said(consent.First, tri.Yes))
		n.must(n.add(awa, n.said("health_data", tri.Yes)))
		n.must(n.revoke(awa, "health_data", n.today()))
		hers, beas := n.last(awa, consent.First).ID, n.last(bea, consent.First).ID
		if err := n.revokes(t.Context(), awa, hers, n.today()); err != nil { // both in one instant
			t.Fatal(err)
		}
		n.must(n.revokes(t.Context(), bea, beas, n.today()))
		home := casefile.NewDesk(n.Gate, n.d.HomePanels(), nil)
		n.must(home.Reopen(t.Context(), n.claire, awa, casefile.Reopened{}))
		for kind, live := range map[string]bool{consent.First: true, "health_data": false} {
			if got := n.last(awa, kind); got.Live() != live {
				t.Errorf("taken up, and %s is in force: %v", kind, got.Live())
			}
		}
		if n.last(bea, consent.First).Live() {
			t.Error("the other case has its agreement again")
		}
	})
}

// The page on which the second agreement is asked says for which place; one that is gone has no name.
func TestTheSecondAgreementNamesThePlace(t *testing.T) {
	each(t, func(n *net) {
		rooms := partner.New(n.Gate)
		rose := n.SignIn("root")
		place := func(code string) partner.PlaceID {
			id, err := rooms.CreatePartner(t.Context(), rose, partner.Partner{Code: code, Name: code, Kind: "chrs",
				Department: "29", Town: "Brest", Standing: partner.Active})
			n.must(err)
			site, err := rooms.SaveSite(t.Context(), rose, partner.Site{Partner: id, Name: code,
				Department: "29", Town: "Brest"})
			n.must(err)
			p, err := rooms.SavePlace(t.Context(), rose, partner.Place{Site: site, Name: code, Beds: 1})
			n.must(err)
			return p
		}
		first, second := place("A1"), place("B1")
		gone := first.String()[:20] + second.String()[20:]
		if gone == first.String() || gone == second.String() {
			gone = second.String()[:20] + first.String()[20:]
		}
		awa := n.open(n.said(consent.First, tri.Yes))
		n.tell(awa, assessment.Admitted{})
		for _, p := range []string{first.String(), second.String(), gone, "elsewhere", first.String()} {
			n.tell(awa, asking.HostAccepted{Place: p}, asking.InterviewHeld{})
			page, err := n.d.OpenSecond(t.Context(), n.claire, awa)
			n.must(err)
			want := ""
			if p == first.String() || p == second.String() {
				want = p
			}
			if got := page.Place.ID; !page.Ask || got.IsZero() != (want == "") || want != "" && got.String() != want {
				t.Errorf("asked %v for %s, not %q", page.Ask, got, want)
			}
			n.must(n.d.Second(t.Context(), n.claire, awa, n.said("", tri.No)))
		}
		page, err := n.d.OpenSecond(t.Context(), n.claire, awa)
		n.must(err)
		if page.Ask || !page.Place.ID.IsZero() {
			t.Errorf("nothing is asked, and the page names %s", page.Place.ID)
		}
	})
}

// What the page offers to take back: before her admission everything, and the path follows; then the word of who only
// referred her is passed on, and once she has a place it is of the two agreements of her path alone (I3).
func TestWhatThePageTakesBack(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes))
		hugo, his := n.referrer(awa)
		offers := func(what string, passes, over bool, moving ...string) {
			t.Helper()
			p, err := n.d.Open(t.Context(), hugo, his)
			n.must(err)
			if p.Passes != passes || p.Over != over {
				t.Errorf("%s: who referred her passes on %v, is done with %v", what, p.Passes, p.Over)
			}
			own := n.page(awa)
			if own.Passes || own.Over {
				t.Errorf("%s: who evaluates passes on %v, is done with %v", what, own.Passes, own.Over)
			}
			for _, kind := range []string{consent.First, consent.Second, consent.Statistics, "health_data"} {
				ofPath := kind == consent.First || kind == consent.Second
				if !own.TakesBack(kind) || p.TakesBack(kind) != (ofPath || !over) {
					t.Errorf("%s: %s is taken back by who referred her %v, by who evaluates %v", what, kind,
						p.TakesBack(kind), own.TakesBack(kind))
				}
				if got := own.Moves(kind); got != slices.Contains(moving, kind) {
					t.Errorf("%s: taking %s back moves the path: %v", what, kind, got)
				}
			}
		}
		offers("asked", false, false, consent.First)
		n.tell(awa, assessment.Admitted{})
		offers("admitted", true, false, consent.First, consent.Second)
		n.tell(awa, asking.HostAccepted{Place: "p1"}, asking.InterviewHeld{})
		n.must(n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Yes)))
		offers("both said yes", true, false, consent.First, consent.Second)
		n.tell(awa, casefile.Placed{})
		offers("placed", true, true, consent.First, consent.Second)
		trusttest.Failing(t, "the page", func(c context.Context) error {
			_, err := n.d.Open(c, hugo, his)
			return err
		})
	})
}

// An agreement that was said to be taken back is not offered again while she was not asked; the other is, and so is
// each to whoever asks her and takes it back at once.
func TestWhatWaitsIsNotPassedOnAgain(t *testing.T) {
	waits := func(kind string) casefile.Passing {
		return casefile.Passing{LeavingSaid: casefile.LeavingSaid{Agreement: kind}}
	}
	asked := waits(consent.First)
	asked.Now.Kind = "staying_said"
	for what, c := range map[string]struct {
		passes        bool
		passed        []casefile.Passing
		first, second bool
	}{
		"nothing waits":            {true, nil, true, true},
		"the first waits":          {true, []casefile.Passing{waits(consent.First)}, false, true},
		"the second waits":         {true, []casefile.Passing{waits(consent.Second)}, true, false},
		"her wish to leave waits":  {true, []casefile.Passing{waits("")}, true, true},
		"she was asked":            {true, []casefile.Passing{asked}, true, true},
		"asked, and said again":    {true, []casefile.Passing{waits(consent.First), asked}, false, true},
		"taken back at once again": {false, []casefile.Passing{waits(consent.First)}, true, true},
	} {
		page := consent.Page{Passes: c.passes, Passed: c.passed}
		first, second := page.TakesBack(consent.First), page.TakesBack(consent.Second)
		if first != c.first || second != c.second {
			t.Errorf("%s: offered are the first %v, the second %v", what, first, second)
		}
	}
}

// What was passed on is read by whoever passed it on, and on the page of nobody else. Where it does not read, no page
// is shown as if nothing waited, and nobody is told that their word was passed on.
func TestWhoPassedItOnReadsIt(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes))
		hugo, his := n.referrer(awa)
		n.tell(awa, assessment.Admitted{})
		word := func() (bool, error) {
			return n.d.Revoke(t.Context(), hugo, his, n.last(awa, consent.First).ID, n.today())
		}
		if passed, err := word(); !passed || err != nil {
			t.Fatalf("passed on %v, %v", passed, err)
		}
		p, err := n.d.Open(t.Context(), hugo, his)
		n.must(err)
		if len(p.Passed) != 1 || p.Passed[0].Agreement != consent.First || p.TakesBack(consent.First) {
			t.Errorf("who passed it on reads %+v", p.Passed)
		}
		if own := n.page(awa); len(own.Passed) != 0 || !own.TakesBack(consent.First) {
			t.Errorf("who evaluates reads %+v", own.Passed)
		}
		_, err = n.Raw().Exec(`update casefile_fact set coded = '[]' where kind = 'leaving_said'`)
		n.must(err)
		if p, err := n.d.Open(t.Context(), hugo, his); err == nil {
			t.Errorf("what was passed on does not read, and the page shows %+v", p.Passed)
		}
		if _, err := word(); err == nil {
			t.Error("what was passed on does not read, and the word counts as passed on")
		}
	})
}

// Before a case that ended is taken up, its page says whether agreements come back with it.
func TestWhatComesBackIsSaidBefore(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.open(n.said(consent.First, tri.Yes)), n.open(n.said(consent.First, tri.Yes))
		n.must(n.add(bea, n.said("health_data", tri.Yes)))
		n.must(n.revoke(bea, "health_data", n.today()))
		hers := n.last(awa, consent.First).ID
		if err := n.revokes(t.Context(), awa, hers, n.today()); err != nil { // both end in one instant
			t.Fatal(err)
		}
		n.tell(bea, casefile.Withdrawn{})
		for ref, want := range map[casefile.Ref]int{awa: 1, bea: 0} {
			var back []casefile.Return
			read := func(v *gate.CaseView) (err error) { back, err = consent.Back(v); return err }
			n.must(n.Gate.ViewCase(t.Context(), n.claire, consent.Look, ref, read))
			if len(back) != want || want > 0 && (back[0].Text != "consent.in_force_again" || back[0].Gone) {
				t.Errorf("comes back: %+v", back)
			}
		}
	})
}

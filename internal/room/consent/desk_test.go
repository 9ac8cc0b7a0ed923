package consent_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	openTest = access.Define(access.Act{Name: "consenttest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	workTest = access.Define(access.Act{Name: "consenttest.work", Door: access.CaseDoor, By: access.CaseWriter})
	hostTest = access.Define(access.Act{Name: "consenttest.host", Door: access.CaseDoor, By: access.InterviewingHost})
	teamTest = access.Define(access.Act{Name: "consenttest.team", Door: access.CaseDoor, By: access.CaseTeam})
	findTest = access.Define(access.Act{Name: "consenttest.find", Door: access.OfficeDoor, By: access.ByMachine})
	qAlias   = gate.OfficeSQL("consenttest.alias", `select alias from casefile_circle where team_id = $1`)
	qKept    = gate.CaseSQL("consenttest.kept", `select name_kept from casefile_case where casefile_case.id = $1`)
)

// net is Claire's team, which evaluates, and the cases that it opens.
type net struct {
	*trusttest.Floor
	t      *testing.T
	d      *consent.Desk
	claire access.Actor
}

func each(t *testing.T, fn func(*net)) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := &net{Floor: f, t: t, d: consent.New(f.Gate)}
		n.claire = f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		fn(n)
	})
}

func (n *net) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
	n.Clock.Advance(time.Second)
}

func (n *net) refused(err error, key string) {
	n.t.Helper()
	if fault.Key(err) != key {
		n.t.Errorf("got %v, not %s", err, key)
	}
}

func (n *net) today() date.Date { return date.In(n.Clock.Now(), time.UTC) }

// said is an answer of today.
func (n *net) said(kind string, answer tri.Value) casefile.Agreed {
	return casefile.Agreed{Agreement: kind, Answer: answer, On: n.today(), Language: "en", Interpret: tri.No}
}

// open opens a case with what was answered before it was sent.
func (n *net) open(given ...casefile.Agreed) casefile.Ref {
	n.t.Helper()
	var coded casefile.Coded
	facts, write, err := n.d.First(&coded, given...)
	n.must(err)
	ref, err := n.Gate.NewCase(n.t.Context(), n.claire, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			if err := write(tx); err != nil {
				return err
			}
			for _, f := range append(facts, referral.Referred{By: "association", Case: "first"}) {
				if err := casefile.Tell(tx, f); err != nil {
					return err
				}
			}
			return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.StatisticsConsent = coded.StatisticsConsent })
		})
	n.must(err)
	return ref
}

func (n *net) work(ref casefile.Ref, fn func(*gate.CaseTx) error) error {
	return n.Gate.Case(n.t.Context(), n.claire, workTest, ref, fn)
}

func (n *net) tell(ref casefile.Ref, facts ...casefile.Fact) {
	n.t.Helper()
	for _, f := range facts {
		n.must(n.work(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, f) }))
	}
}

func (n *net) add(ref casefile.Ref, a casefile.Agreed) error {
	return n.d.Add(n.t.Context(), n.claire, ref, a)
}

func (n *net) revokes(ctx context.Context, ref casefile.Ref, which consent.ID, on date.Date) error {
	_, err := n.d.Revoke(ctx, n.claire, ref, which, on)
	return err
}

func (n *net) page(ref casefile.Ref) consent.Page {
	n.t.Helper()
	p, err := n.d.Open(n.t.Context(), n.claire, ref)
	n.must(err)
	return p
}

// last is the latest answer of a kind.
func (n *net) last(ref casefile.Ref, kind string) (out consent.Agreement) {
	n.t.Helper()
	for _, a := range n.page(ref).List {
		if a.Kind == kind {
			out = a
		}
	}
	return out
}

func (n *net) revoke(ref casefile.Ref, kind string, on date.Date) error {
	return n.revokes(n.t.Context(), ref, n.last(ref, kind).ID, on)
}

// agrees is what she agrees to today.
func (n *net) agrees(ref casefile.Ref, purpose string) (out tri.Value) {
	n.t.Helper()
	n.must(n.work(ref, func(tx *gate.CaseTx) (err error) {
		out, err = n.d.AgreedTo(&tx.CaseView, purpose)
		return err
	}))
	return out
}

// coded tells whether she is counted in statistics, and whether the head office keeps her name.
func (n *net) coded(ref casefile.Ref) (counted, kept tri.Value) {
	n.t.Helper()
	n.must(n.work(ref, func(tx *gate.CaseTx) error {
		c, err := casefile.ReadCoded(&tx.CaseView)
		counted = c.StatisticsConsent
		if err != nil {
			return err
		}
		return tx.QueryRow(qKept).Scan(&kept)
	}))
	return counted, kept
}

// An agreement says to what, yes or no, and on which day up to today; the two of the path have steps of their own.
func TestWhatSaysNothingIsNoAgreement(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes))
		for _, c := range []struct {
			want   string
			change func(*casefile.Agreed)
		}{
			{"fault.invalid", func(a *casefile.Agreed) { a.Agreement = "everything" }},
			{"fault.invalid", func(a *casefile.Agreed) { a.Language = "volapuk" }},
			{"consent.answer_needed", func(a *casefile.Agreed) { a.Answer = tri.Unknown }},
			{"consent.date_needed", func(a *casefile.Agreed) { a.On = date.Date{} }},
			{"consent.date_ahead", func(a *casefile.Agreed) { a.On = n.today().AddDays(1) }},
		} {
			a := n.said("health_data", tri.Yes)
			c.change(&a)
			n.refused(n.add(awa, a), c.want)
			_, _, err := n.d.First(&casefile.Coded{}, a)
			n.refused(err, c.want)
		}
		for _, kind := range []string{consent.First, consent.Second} {
			n.refused(n.add(awa, n.said(kind, tri.Yes)), "fault.invalid")
			for _, c := range consent.Adding.Named("kind").Choices(n.Gate.Country(), "fr", n.today()) {
				k := c.Code
				if k == kind {
					t.Errorf("%s may be recorded by hand", k)
				}
			}
		}
		if list := n.page(awa).List; len(list) != 1 {
			t.Errorf("%+v", list)
		}
		a := n.said("health_data", tri.Yes)
		a.Language = ""
		n.must(n.add(awa, a))
		if got := n.last(awa, "health_data"); got.Answer != tri.Yes || got.On != a.On || got.Interpreter != tri.No ||
			got.RecordedAt.IsZero() || !got.RevokedOn.IsZero() || !got.Live() {
			t.Errorf("%+v", got)
		}
		trusttest.Failing(t, "an agreement", func(c context.Context) error {
			return n.d.Add(c, n.claire, awa, n.said(consent.Statistics, tri.Yes))
		})
		trusttest.Failing(t, "the page", func(c context.Context) error {
			_, err := n.d.OpenSecond(c, n.claire, awa)
			return err
		})
	})
}

// What a case opens with is written with it, and counted from its first day.
func TestACaseOpensWithWhatWasAnswered(t *testing.T) {
	each(t, func(n *net) {
		awa := n.open(n.said(consent.First, tri.Yes), n.said(consent.Statistics, tri.Yes))
		bea := n.open(n.said(consent.First, tri.Yes))
		if c, _ := n.coded(awa); c != tri.Yes || len(n.page(awa).List) != 2 {
			t.Errorf("counted %v: %+v", c, n.page(awa).List)
		}
		if c, _ := n.coded(bea); c != tri.Unknown {
			t.Errorf("not asked, and counted %v (I10)", c)
		}
		var kinds []casefile.Kind
		n.must(n.work(awa, func(tx *gate.CaseTx) error {
			facts, err := casefile.Facts(&tx.CaseView)
			for _, f := range facts {
				kinds = append(kinds, f.Kind)
			}
			return err
		}))
		if len(kinds) != 2 || kinds[0] != "first_agreement" {
			t.Errorf("the path was told %v", kinds)
		}
	})
}

// The latest answer is hers today; what is taken back counts as no, once, and leaves every other as it was.
func TestTheLatestAnswerCounts(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.open(n.said(consent.First, tri.Yes)), n.open(n.said(consent.First, tri.Yes))
		ctx := t.Context()
		for _, kind := range []string{consent.Statistics, consent.KeepName, "health_data", "share_with_place"} {
			if got := n.agrees(awa, kind); got != tri.Unknown {
				t.Errorf("%s: not asked is %v", kind, got)
			}
			n.must(n.add(awa, n.said(kind, tri.Yes)))
			n.must(n.add(bea, n.said(kind, tri.Yes)))
			if got := n.agrees(awa, kind); got != tri.Yes {
				t.Errorf("%s: %v after a yes", kind, got)
			}
		}
		if counted, kept := n.coded(awa); counted != tri.Yes || kept != tri.Yes {
			t.Errorf("counted %v, kept %v", counted, kept)
		}
		n.refused(n.revoke(awa, "health_data", date.Date{}), "consent.date_needed")
		n.refused(n.revoke(awa, "health_data", n.today().AddDays(1)), "consent.date_ahead")
		n.refused(n.revoke(awa, "health_data", n.today().AddDays(-900)), "consent.date_before")
		n.refused(n.revokes(ctx, awa, consent.ID{}, n.today()), "fault.not_found")
		n.refused(n.revokes(ctx, awa, n.last(bea, "health_data").ID, n.today()), "fault.not_found")
		if got := n.agrees(awa, "health_data"); got != tri.Yes {
			t.Errorf("refused, and %v", got)
		}
		trusttest.Failing(t, "taking back", func(c context.Context) error {
			return n.revokes(c, awa, n.last(awa, "health_data").ID, n.today())
		})
		n.refused(n.revoke(awa, "health_data", n.today()), "casefile.changed_meanwhile")
		if got := n.agrees(awa, "health_data"); got != tri.No {
			t.Errorf("taken back, and %v", got)
		}
		for _, kind := range []string{consent.Statistics, consent.KeepName} {
			n.must(n.revoke(awa, kind, n.today()))
		}
		if counted, kept := n.coded(awa); counted != tri.No || kept != tri.No {
			t.Errorf("taken back: counted %v, kept %v", counted, kept)
		}
		if got := n.agrees(awa, "share_with_place"); got != tri.Yes {
			t.Errorf("another kind: %v", got)
		}
		first := n.last(awa, "share_with_place")
		n.must(n.add(awa, n.said("share_with_place", tri.No)))
		n.refused(n.revoke(awa, "share_with_place", n.today()), "casefile.changed_meanwhile") // a no is not taken back
		list := n.page(awa).List
		for _, a := range list {
			if a.ID == first.ID && (a.Live() || a.RevokedOn != n.today()) {
				t.Errorf("a no came later, and the yes stands: %+v", a)
			}
			if a.Kind == consent.First && !a.Live() {
				t.Errorf("%+v", a)
			}
		}
		if got := n.page(awa).Header.Stage; got != casefile.Asked {
			t.Errorf("the path is at %s: none of these is of it", got)
		}
		if counted, kept := n.coded(bea); counted != tri.Yes || kept != tri.Yes {
			t.Errorf("the other case: counted %v, kept %v", counted, kept)
		}
		n.must(n.add(bea, n.said(consent.Statistics, tri.No)))
		n.must(n.add(bea, n.said(consent.KeepName, tri.No)))
		if counted, kept := n.coded(bea); counted != tri.No || kept != tri.No {
			t.Errorf("a later no: counted %v, kept %v", counted, kept)
		}
	})
}

// A transfer carries what is in force and is not of the path.
func TestATransferCarriesWhatIsInForce(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.open(n.said(consent.First, tri.Yes)), n.open(n.said(consent.First, tri.Yes))
		n.tell(awa, assessment.Admitted{}, asking.HostAccepted{Place: "p1"}, asking.InterviewHeld{})
		n.must(n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Yes)))
		n.must(n.add(awa, n.said(consent.Statistics, tri.Yes)))
		n.must(n.add(awa, n.said("health_data", tri.Yes)))
		n.must(n.add(awa, n.said("share_with_place", tri.No)))
		n.must(n.add(awa, n.said(consent.KeepName, tri.Yes)))
		n.must(n.revoke(awa, consent.KeepName, n.today()))
		carry := func(c context.Context) error {
			var record func(*gate.CaseTx) error
			err := n.Gate.ViewCase(c, n.claire, consent.Look, awa, func(v *gate.CaseView) (err error) {
				record, err = n.d.Carry(v)
				return err
			})
			if err != nil {
				return err
			}
			return n.Gate.Case(c, n.claire, workTest, bea, record)
		}
		trusttest.Failing(t, "carrying over", carry)
		got := map[string]consent.Agreement{}
		for _, a := range n.page(bea).List {
			got[a.Kind] = a
		}
		health := got["health_data"]
		if len(got) != 3 || len(n.page(bea).List) != 3 || health.Answer != tri.Yes || health.Language != "en" ||
			health.Interpreter != tri.No ||
			health.On != n.today() || !health.Live() {
			t.Errorf("carried %+v", got)
		}
		if counted, kept := n.coded(bea); counted != tri.Yes || kept != tri.Unknown {
			t.Errorf("counted %v, kept %v", counted, kept)
		}
	})
}

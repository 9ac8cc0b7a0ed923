package referral_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/journey" // its part: the facts it tells
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	walkTest = access.Define(access.Act{Name: "referraltest.walk", Door: access.CaseDoor, By: access.CaseCoordinator})
)

// A host asks for a transfer: a new case, agreed to anew, with who she is and her dangers, and nothing in clear
// between.
func TestATransferTakesAlongWhatIsHers(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, o := context.Background(), open(f)
		claire := o.claire()
		draft, err := o.Begin(ctx, claire, whole("yes"))
		if err != nil {
			t.Fatal(err)
		}
		ref, err := o.Submit(ctx, claire, draft)
		if err != nil {
			t.Fatal(err)
		}
		agreed := casefile.Agreed{Answer: tri.Yes, On: date.In(f.Clock.Now(), time.UTC)}
		if _, err := o.OpenTransfer(ctx, claire, ref, agreed); !errors.Is(err, referral.ErrNoTransfer) {
			t.Fatalf("nobody asked for it: %v", err)
		}
		for _, fact := range []casefile.Fact{assessment.Admitted{}, asking.HostAccepted{}, asking.InterviewHeld{},
			casefile.Placed{}, casefile.Arrived{}, stay.TransferAsked{Reason: "other"}} {
			f.Clock.Advance(time.Minute)
			if err := f.Gate.Case(ctx, claire, walkTest, ref,
				func(tx *gate.CaseTx) error { return casefile.Tell(tx, fact) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Gate.Case(ctx, claire, walkTest, ref, func(tx *gate.CaseTx) error {
			return errors.Join(casefile.SetVetoes(tx, []string{"13"}), casefile.SetWishes(tx, []string{"35", "44"}),
				casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.CanCall = tri.No }))
		}); err != nil {
			t.Fatal(err)
		}
		if items, err := o.cases.OnHome(ctx, claire); err != nil || len(items) != 1 ||
			items[0].Text != "referral.home.transfer" {
			t.Fatalf("Claire's home: %+v, %v", items, err)
		}
		if _, err := o.OpenTransfer(ctx, claire, ref, casefile.Agreed{Answer: tri.Unknown}); !errors.Is(err,
			referral.ErrTransferAgreement) {
			t.Fatalf("a transfer without her agreement (I2): %v", err)
		}
		next, err := o.OpenTransfer(ctx, claire, ref, agreed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.OpenTransfer(ctx, claire, ref, agreed); !errors.Is(err, referral.ErrNoTransfer) {
			t.Fatalf("opened twice: %v", err)
		}
		page, err := o.cases.OnCase(ctx, claire, next)
		if err != nil {
			t.Fatal(err)
		}
		p, w := panel[referral.Panel](t, page), panel[person.Page](t, page)
		old, err := o.cases.OnCase(ctx, claire, ref)
		if err != nil || p.Former.Reveal() != old.Header.Code || !strings.Contains(p.Danger.Reveal(), needle) ||
			w.Identity.Names.Reveal() != needle || p.CanCall != tri.No || w.Coded.CanCall != tri.No ||
			page.Header.Kind != "transfer" || w.Coded.StatisticsConsent != tri.Yes || w.Coded.Exploitation != "sexual" {
			t.Fatalf("transfer: %+v, %+v, %v", page.Header, w.Coded, err)
		}
		if err := f.Gate.Case(ctx, claire, walkTest, next, func(tx *gate.CaseTx) error {
			not, err := casefile.Vetoes(&tx.CaseView)
			if err != nil {
				return err
			}
			wishes, err := casefile.Wishes(&tx.CaseView)
			if !slices.Equal(not, []string{"13"}) || !slices.Equal(wishes, []string{"35", "44"}) {
				t.Errorf("she does not want to go to %v, and would like to go to %v", not, wishes)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		draft, err = o.Begin(ctx, claire, whole("yes"))
		if err != nil {
			t.Fatal(err)
		}
		stranger, err := o.Submit(ctx, claire, draft)
		if err != nil {
			t.Fatal(err)
		}
		other, err := o.cases.OnCase(ctx, claire, stranger)
		if err != nil {
			t.Fatal(err)
		}
		herRules(t, f, claire, ref, next, other.Header.Code)
		noNeedle(t, f, needle)
	})
}

// herRules sees that what is set in one of a person's two cases holds in the other, and ends in both.
func herRules(t *testing.T, f *trusttest.Floor, claire access.Actor, former, next casefile.Ref, stranger string) {
	t.Helper()
	in := func(ref casefile.Ref, do func(*gate.CaseTx) error) {
		t.Helper()
		f.Clock.Advance(time.Minute)
		if err := f.Gate.Case(t.Context(), claire, walkTest, ref, do); err != nil {
			t.Fatal(err)
		}
	}
	seen := func(ref casefile.Ref) (dangers bool, apart []casefile.Conflict) {
		t.Helper()
		in(ref, func(tx *gate.CaseTx) error {
			zones, err := casefile.Zones(&tx.CaseView)
			dangers = slices.ContainsFunc(zones, func(z casefile.Zone) bool { return z.Area == "38" })
			if err != nil {
				return err
			}
			apart, err = casefile.Conflicts(&tx.CaseView)
			return err
		})
		return dangers, apart
	}
	in(former, func(tx *gate.CaseTx) error {
		return errors.Join(casefile.AddZone(tx, casefile.Zone{Area: "38", Level: "serious"}),
			casefile.KeepApart(tx, stranger, "town", date.Date{}, secret.Text{}))
	})
	for _, ref := range []casefile.Ref{former, next} {
		if dangers, apart := seen(ref); !dangers || len(apart) != 1 || apart[0].Code != stranger {
			t.Errorf("set in one of her cases, and in the other: %t, %+v", dangers, apart)
		}
	}
	in(next, func(tx *gate.CaseTx) error {
		all, err := casefile.Conflicts(&tx.CaseView)
		if err != nil {
			return err
		}
		return errors.Join(casefile.LiftZone(tx, "38"), casefile.LiftConflict(tx, all[0].ID))
	})
	in(next, func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, []string{"75"}) })
	in(former, func(tx *gate.CaseTx) error { return casefile.SetWishes(tx, []string{"22"}) })
	for _, ref := range []casefile.Ref{former, next} {
		in(ref, func(tx *gate.CaseTx) error {
			not, err := casefile.Vetoes(&tx.CaseView)
			wishes, also := casefile.Wishes(&tx.CaseView)
			if !slices.Equal(not, []string{"75"}) || !slices.Equal(wishes, []string{"22"}) {
				t.Errorf("not %v, and gladly %v", not, wishes)
			}
			return errors.Join(err, also)
		})
	}
	for _, ref := range []casefile.Ref{former, next} {
		if dangers, apart := seen(ref); dangers || len(apart) != 0 {
			t.Errorf("lifted in one of her cases, and in the other: %t, %+v", dangers, apart)
		}
	}
}

package casefile_test

import (
	"context"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	openTest = access.Define(access.Act{Name: "test.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	admitTest = access.Define(access.Act{Name: "test.admit", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.Identity, Grants: vault.Identity, StepUp: true})
	readTest = access.Define(access.Act{Name: "test.read", Door: access.CaseDoor, By: access.InterviewingHost,
		Opens: vault.Identity})
)

// T7 in small: the host's handle has no key to identity before the coordinator's grant, and has it after.
func TestIdentityOpensByGrantOnly(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		coordinator := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		host := f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Host) // any team serves as the host's here
		stranger := f.Person("sam", "Sam", f.Teams["logistics"], "", access.Host)
		var name gate.Sealed
		var hostRef casefile.Ref
		ref, err := f.Gate.NewCase(ctx, coordinator, openTest,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) (err error) {
				if err := casefile.Opened(tx, j, "first"); err != nil {
					return err
				}
				if name, err = tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of("Awa")); err != nil {
					return err
				}
				return casefile.Tell(tx, referral.Referred{By: "ngo", Case: "first"})
			})
		if err != nil {
			t.Fatal(err)
		}
		coordinator = f.SignIn("claire")
		err = f.Gate.Case(ctx, coordinator, admitTest, ref,
			func(tx *gate.CaseTx) error { return tx.Join(f.Teams["oversight"], access.Proposed) })
		if err != nil {
			t.Fatal(err)
		}
		// The proposed host has an alias of its own; find it the way its list does.
		err = f.Gate.Circle(ctx, host, casefile.List, func(v *gate.CircleView) error {
			return v.QueryRow(qAskedTest).Scan(&hostRef)
		})
		if err != nil || hostRef == ref {
			t.Fatalf("host's alias %s, coordinator's %s, %v", hostRef, ref, err)
		}
		read := func(who access.Actor, r casefile.Ref) (string, error) {
			var got string
			err := f.Gate.ViewCase(ctx, who, readTest, r, func(v *gate.CaseView) error {
				words, err := v.Open(vault.Identity, "test.name_sealed", v.ID(), name)
				got = words.Reveal()
				return err
			})
			return got, err
		}
		if _, err := read(host, hostRef); !fault.Is(err, fault.NotFound) {
			t.Fatalf("before the grant the host got %v", err)
		}
		err = f.Gate.Case(ctx, coordinator, admitTest, ref, func(tx *gate.CaseTx) error {
			return tx.Grant(f.Teams["oversight"], vault.Identity)
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read(host, hostRef); err != nil || got != "Awa" {
			t.Fatalf("after the grant the host got %q, %v", got, err)
		}
		for _, r := range []casefile.Ref{ref, hostRef} {
			if _, err := read(stranger, r); !fault.Is(err, fault.NotFound) {
				t.Fatalf("a stranger got %v", err)
			}
		}
		if _, err := read(host, ref); !fault.Is(err, fault.NotFound) {
			t.Fatal("the host opened the coordinator's alias")
		}
		page, err := casefile.NewDesk(f.Gate, nil, nil).OnCase(ctx, coordinator, ref)
		if err != nil || page.Header.Stage != casefile.Asked || len(page.Looks) == 0 {
			t.Fatalf("case page: %+v, %v", page, err)
		}
		l, err := casefile.NewDesk(f.Gate, nil, nil).Cases(ctx, coordinator, true, casefile.Ref{})
		if err != nil || len(l.Cases) != 1 || l.Cases[0].Ref != ref {
			t.Fatalf("list: %+v, %v", l, err)
		}
		if _, err := f.Journal.Sequence(ctx); err != nil {
			t.Fatal(err)
		}
	})
}

var qAskedTest = gate.CircleSQL("test.asked", `select circle.alias from casefile_circle circle where @asked`)

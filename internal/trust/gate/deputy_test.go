package gate_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	beginStood = access.Define(access.Act{Name: "deputy.begin", Door: access.OfficeDoor, By: access.ByCoordinator,
		Opens: vault.Identity})
	openStood = access.Define(access.Act{Name: "deputy.open", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.Identity})
	listStood = access.Define(access.Act{Name: "deputy.list", Door: access.CircleDoor, By: access.ByCoordinator})
	readStood = access.Define(access.Act{Name: "deputy.read", Door: access.OfficeDoor, By: access.ByCoordinator})
	setStood  = access.Define(access.Act{Name: "deputy.set", Door: access.OfficeDoor, By: access.ByCoordinator})
)

// The gate holds a deputy to the days at every door, even where the session was resolved before they were over, and
// every entry of the journal says that somebody stood in.
func TestTheGateHoldsADeputyToTheDays(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, team := context.Background(), f.Teams["evaluation"]
		claire := f.Person("claire", "Claire", team, "", access.Coordinator)
		holders := []gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}
		begin := func(who access.Actor) (gate.CaseRef, error) {
			return f.Gate.NewCase(ctx, who, beginStood, holders, nil,
				func(tx *gate.CaseTx, j gate.JournalID) error { return casefile.Opened(tx, j, "first") })
		}
		ref, err := begin(claire)
		if err != nil {
			t.Fatal(err)
		}
		doors := map[string]func(who access.Actor) error{
			"deputy.begin": func(who access.Actor) error { _, err := begin(who); return err },
			"deputy.open": func(who access.Actor) error {
				return f.Gate.ViewCase(ctx, who, openStood, ref, func(v *gate.CaseView) error {
					if !v.Holds(vault.Identity) {
						t.Error("the case opens without what the team holds")
					}
					return nil
				})
			},
			"deputy.list": func(who access.Actor) error {
				return f.Gate.Circle(ctx, who, listStood, func(*gate.CircleView) error { return nil })
			},
			"deputy.read": func(who access.Actor) error {
				return f.Gate.Office(ctx, who, readStood, func(*gate.OfficeView) error { return nil })
			},
			"deputy.set": func(who access.Actor) error {
				return f.Gate.ChangeOffice(ctx, who, setStood, func(*gate.OfficeTx) error { return nil })
			},
		}
		try := func(when string, who access.Actor, opens bool) {
			t.Helper()
			for act, door := range doors {
				before := len(f.Entries(act))
				switch err := door(who); {
				case opens && err != nil:
					t.Errorf("%s, %s: %v", when, act, err)
				case !opens && !fault.Is(err, fault.NotFound):
					t.Errorf("%s, %s opens: %v", when, act, err)
				}
				told := f.Entries(act)
				if len(told) != before+1 {
					t.Errorf("%s, %s: %d entries more, not one", when, act, len(told)-before)
					continue
				}
				if e := told[before]; e.Deputy != opens || (e.Refused != "") == opens {
					t.Errorf("%s, %s is journalled as %+v", when, act, e)
				}
			}
		}

		from := f.Clock.Now().Add(time.Hour).Truncate(time.Hour)
		until := from.Add(2 * time.Hour)
		early := f.Deputy("malo", "Malo", team, "claire",
			session.StandIn{Term: access.Term{From: from, Until: until}}, access.Coordinator)
		try("before", early, false)
		f.Clock.Advance(from.Sub(f.Clock.Now()))
		malo := f.SignIn("malo")
		try("on the first moment", malo, true)
		f.Clock.Advance(until.Sub(f.Clock.Now()) - time.Microsecond)
		try("on the last moment", malo, true)
		f.Clock.Advance(time.Microsecond)
		try("after, in a session of before", malo, false)
		try("after", f.SignIn("malo"), false)

		if err := doors["deputy.open"](claire); err != nil {
			t.Fatal(err)
		}
		if told := f.Entries("deputy.open"); told[len(told)-1].Deputy {
			t.Error("who acts in their own right is journalled as a deputy")
		}
	})
}

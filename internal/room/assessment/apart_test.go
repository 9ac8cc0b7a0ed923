package assessment_test

import (
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	buildTest = access.Define(access.Act{Name: "assessmenttest.build", Door: access.OfficeDoor, By: access.ByMachine})
	qTeamTest = gate.OfficeSQL("assessmenttest.team", `insert into access_team (id, kind, name, created_at)
		values ($1, 'partner', 'Le Phare', 0)`)
	qHostTest = gate.OfficeSQL("assessmenttest.partner", `insert into partner_partner (id, code, name, kind,
		department, town, contact_telephone, team_id, convention_from_on, convention_until_on, yearly_places, state,
		created_at) values ($1, 'phare', 'Le Phare', 'chrs', '46', '', '', $2, '', '', 6, 'active', 0)`)
	qSiteTest = gate.OfficeSQL("assessmenttest.site", `insert into partner_site (id, partner_id, name, department,
		town, address_sealed, telephone_sealed, access_sealed) values ($1, $2, $3, '46', $3, $4, $4, $4)`)
	qPlaceTest = gate.OfficeSQL("assessmenttest.place", `insert into partner_place (id, site_id, name, beds, cots,
		accepts_gender, accepts_children, max_children, accepts_couples, accepts_animals, min_autonomy, step_free,
		ground_floor, security_level, languages, specialisms, state, available_from_on, held_for, occupied_for)
		values ($1, $2, 'Chambre', 2, 0, '', '', 0, '', '', '', '', '', 0, '', '', 'available', '', $3, $3)`)
)

// places makes one place in each of some towns of one department.
func (c *cast) places(towns ...string) []partner.PlaceID {
	c.t.Helper()
	team, host := id.Random[any](), id.Random[any]()
	var out []partner.PlaceID
	err := c.Gate.ChangeOffice(c.ctx, access.Machine("test"), buildTest, func(tx *gate.OfficeTx) error {
		if _, err := tx.Exec(qTeamTest, team); err != nil {
			return err
		}
		if _, err := tx.Exec(qHostTest, host, team); err != nil {
			return err
		}
		for _, t := range towns {
			site, place := id.Random[any](), id.Random[any]()
			if _, err := tx.Exec(qSiteTest, site, host, t, []byte{}); err != nil {
				return err
			}
			if _, err := tx.Exec(qPlaceTest, place, site, []byte{}); err != nil {
				return err
			}
			p, err := partner.ParsePlace(place.String())
			if err != nil {
				return err
			}
			out = append(out, p)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

func (c *cast) settle(ref casefile.Ref, place partner.PlaceID) {
	c.t.Helper()
	c.Clock.Advance(time.Minute)
	if err := c.desk.Admit(c.ctx, c.claire, ref, assessment.Entry{Criteria: yes("NGO", assessment.Criteria...)},
		secret.Text{}); err != nil {
		c.t.Fatal(err)
	}
	c.change(ref, func(tx *gate.CaseTx) error {
		for _, f := range []casefile.Fact{asking.HostAccepted{}, casefile.Placed{Department: "46", Region: "R76"}} {
			if err := casefile.Tell(tx, f); err != nil {
				return err
			}
		}
		return partner.Occupy(tx, place, 1)
	})
	c.Clock.Advance(time.Minute)
}

// H3: recorded in one case it holds for both; a code of nobody, of one's own case, or of a case that the team does not
// evaluate says the same; why is read only where it was written.
func TestKeptApartHoldsForBoth(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		awa, bea := c.referred(), c.referred()
		hugo := f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Coordinator)
		strange, err := c.Gate.NewCase(c.ctx, hugo, openTest,
			[]gate.Holder{{Team: f.Teams["oversight"], Relation: access.Evaluates, Opens: first}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) error { return casefile.Opened(tx, j, "first") })
		if err != nil {
			t.Fatal(err)
		}
		var foreign string
		if err := c.Gate.Case(c.ctx, hugo, moveTest, strange, func(tx *gate.CaseTx) error {
			h, err := casefile.ReadHeader(&tx.CaseView)
			foreign = h.Code
			return err
		}); err != nil {
			t.Fatal(err)
		}
		a, b := c.open(awa).Header.Code, c.open(bea).Header.Code
		for name, code := range map[string]string{"nobody's": "ZZZ-ZZZ", "her own": a, "another team's": foreign,
			"none": ""} {
			if err := c.desk.KeepApart(c.ctx, c.claire, awa,
				assessment.Apart{Code: code, Reach: "town"}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s code: %v", name, err)
			}
		}
		if err := c.desk.KeepApart(c.ctx, c.claire, awa, assessment.Apart{Code: b, Reach: "street"}); !fault.Is(err,
			fault.Invalid) {
			t.Errorf("a reach of no list: %v", err)
		}
		if err := c.desk.KeepApart(c.ctx, hugo, awa, assessment.Apart{Code: b, Reach: "town"}); !fault.Is(err,
			fault.NotFound) {
			t.Errorf("somebody else: %v", err)
		}
		if got := c.open(awa).Conflicts; len(got) != 0 {
			t.Fatalf("something was written: %+v", got)
		}
		// as somebody types it; letters are upper case in lists
		typed := string([]byte{b[0], b[1], b[2], b[4] | 0x20, b[5], b[6]})
		if err := c.desk.KeepApart(c.ctx, c.claire, awa,
			assessment.Apart{Code: typed, Reach: "town", Since: date.Must(2026, 3, 1),
				Why: secret.Of("her cousin recruited both")}); err != nil {
			t.Fatal(err)
		}
		here, there := c.open(awa).Conflicts, c.open(bea).Conflicts
		if len(here) != 1 || here[0].Code != b || !here[0].Here ||
			here[0].Why.Reveal() != "her cousin recruited both" || here[0].Reach != "town" ||
			here[0].Since != date.Must(2026, 3, 1) {
			t.Fatalf("in the one case: %+v", here)
		}
		if len(there) != 1 || there[0].Code != a || there[0].Here || !there[0].Why.Empty() ||
			there[0].ID != here[0].ID {
			t.Fatalf("in the other: %+v", there)
		}
		// What is nearer weakens nothing, from neither side; the same distance keeps the reason and the day.
		for at, code := range map[casefile.Ref]string{awa: b, bea: a} {
			err := c.desk.KeepApart(c.ctx, c.claire, at, assessment.Apart{Code: code, Reach: "house"})
			if !errors.Is(err, casefile.ErrNearer) {
				t.Errorf("a nearer distance: %v", err)
			}
		}
		if err := c.desk.KeepApart(c.ctx, c.claire, awa, assessment.Apart{Code: b, Reach: "town",
			Why: secret.Of("seen again")}); err != nil {
			t.Fatal(err)
		}
		if here = c.open(awa).Conflicts; len(here) != 1 || here[0].Since != date.Must(2026, 3, 1) ||
			here[0].Why.Reveal() != "her cousin recruited both\nseen again" {
			t.Fatalf("noted again: %+v", here)
		}
		c.Clock.Advance(time.Minute)
		// A wider distance recorded from the other side stands beside it; the reason stays where it was written.
		if err := c.desk.KeepApart(c.ctx, c.claire, bea, assessment.Apart{Code: a, Reach: "department"}); err != nil {
			t.Fatal(err)
		}
		if got := c.open(awa).Conflicts; len(got) != 2 || got[1].Reach != "department" || got[1].Here ||
			got[0].Reach != "town" || got[0].Why.Empty() {
			t.Fatalf("after the change: %+v", got)
		}
		if err := c.desk.LiftApart(c.ctx, c.claire, bea, here[0].ID); err != nil {
			t.Fatal(err)
		}
		lifted := c.open(bea).Conflicts[0].ID
		if err := c.desk.LiftApart(c.ctx, c.claire, awa, lifted); err != nil { // from the other side again
			t.Fatal(err)
		}
		if len(c.open(awa).Conflicts)+len(c.open(bea).Conflicts) != 0 {
			t.Error("lifted in one, it holds in the other")
		}
		if err := c.desk.LiftApart(c.ctx, c.claire, awa, lifted); !fault.Is(err, fault.NotFound) {
			t.Errorf("lifted twice: %v", err)
		}
		if err := c.desk.LiftApart(c.ctx, c.claire, awa, here[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the other lifted twice: %v", err)
		}
	})
}

// A conflict added after two people were placed rings on the coordinator's home while they stay too near, and on both.
func TestConflictAfterPlacementAsksToCheckAgain(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		awa, bea, cora := c.referred(), c.referred(), c.referred()
		at := c.places("Cahors", "Figeac", "cahors ")
		for i, ref := range []casefile.Ref{awa, bea, cora} {
			c.settle(ref, at[i])
		}
		home := casefile.NewDesk(c.Gate, c.desk.HomePanels(), nil)
		alarms := func() (n int) {
			t.Helper()
			items, err := home.OnHome(c.ctx, c.claire)
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range items {
				if it.Alarm && it.Text == "assessment.item.too_near" {
					n++
				}
			}
			return n
		}
		apart := func(other casefile.Ref, reach string) {
			t.Helper()
			c.Clock.Advance(time.Minute)
			if err := c.desk.KeepApart(c.ctx, c.claire, awa, assessment.Apart{Code: c.open(other).Header.Code,
				Reach: reach}); err != nil {
				t.Fatal(err)
			}
		}
		apart(bea, "town")
		if n := alarms(); n != 0 {
			t.Fatalf("another town rang %d times", n)
		}
		apart(cora, "town")
		if n := alarms(); n != 2 {
			t.Fatalf("the same town rang %d times, once for each of both is right", n)
		}
		if got := c.open(cora).TooNear; len(got) != 1 || got[0] != c.open(awa).Header.Code {
			t.Errorf("the case page says %v", got)
		}
		c.Clock.Advance(time.Minute)
		if err := c.desk.Recheck(c.ctx, c.claire, awa); err != nil {
			t.Fatal(err)
		}
		if n := alarms(); n != 1 {
			t.Errorf("after one check %d ring", n)
		}
		apart(bea, "department")
		if n := alarms(); n != 3 {
			t.Errorf("a wider reach rang %d times", n)
		}
	})
}

// H8: what cannot move is part of the dated version, and the strictest of two wins.
func TestTiesAreKept(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.save(ref, assessment.Entry{Ties: []casefile.Tie{{Area: "69", Minutes: 120}, {Area: "69", Minutes: 60},
			{Area: "34172", Minutes: 30}}})
		if got := c.open(ref).Ties; len(got) != 2 || got[0] != (casefile.Tie{Area: "34172", Minutes: 30}) ||
			got[1] != (casefile.Tie{Area: "69", Minutes: 60}) {
			t.Fatalf("%+v", got)
		}
		c.save(ref, assessment.Entry{Base: 1, Ties: []casefile.Tie{{Area: "69", Minutes: 90}}})
		now := c.open(ref)
		was, err := c.desk.At(c.ctx, c.claire, ref, 1)
		if err != nil || len(now.Ties) != 1 || now.Ties[0].Minutes != 90 || len(was.Ties) != 2 {
			t.Errorf("now %+v, then %+v, %v", now.Ties, was.Ties, err)
		}
		for name, tie := range map[string]casefile.Tie{"nowhere": {Area: "Atlantis", Minutes: 60},
			"no way": {Area: "69"}, "a week": {Area: "69", Minutes: 10080}} {
			if err := c.desk.Save(c.ctx, c.claire, ref,
				assessment.Entry{Base: 2, Ties: []casefile.Tie{tie}}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

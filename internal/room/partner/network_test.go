package partner_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	openCase = access.Define(access.Act{Name: "partnertest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	takePlace = access.Define(access.Act{Name: "partnertest.take", Door: access.CaseDoor, By: access.CaseCoordinator})
	goThere   = access.Define(access.Act{Name: "partnertest.go", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Address})
)

const demoFile = "../../demo/data/partners.csv"

// network is a floor with people of the head office and the room's desk.
type network struct {
	*trusttest.Floor
	desk                   *partner.Desk
	admin, claire, lucille access.Actor // administrator, coordinator, logistics
}

func each(t *testing.T, fn func(*testing.T, *network)) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := &network{Floor: f, desk: partner.New(f.Gate)}
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("lucille", "Lucille", f.Teams["logistics"], "", access.Logistics)
		n.again()
		fn(t, n)
	})
}

// again signs the head office in anew: step-up counts for five minutes.
func (n *network) again() {
	n.admin, n.claire, n.lucille = n.SignIn("root"), n.SignIn("claire"), n.SignIn("lucille")
}

func (n *network) load(t *testing.T, csv string) partner.Report {
	t.Helper()
	r, err := n.desk.Import(context.Background(), n.admin, strings.NewReader(csv), false)
	if err != nil || !r.Done {
		t.Fatalf("import: %+v, %v", r, err)
	}
	return r
}

// newCase opens a case that Claire evaluates.
func (n *network) newCase(t *testing.T) casefile.Ref {
	t.Helper()
	ref, err := n.open()
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func (n *network) open() (casefile.Ref, error) {
	return n.Gate.NewCase(context.Background(), n.claire, openCase,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity},
			{Kind: "logistics", Relation: access.Organises}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "ngo", Case: "first"})
		})
}

func (n *network) take(ref casefile.Ref, fn func(*gate.CaseTx) error) error {
	return n.Gate.Case(context.Background(), n.claire, takePlace, ref, fn)
}

func (n *network) places(t *testing.T, ref casefile.Ref) []partner.PlaceRow {
	t.Helper()
	var out []partner.PlaceRow
	err := n.Gate.ViewCase(context.Background(), n.claire, takePlace, ref, func(v *gate.CaseView) (err error) {
		out, err = partner.AllPlaces(v)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const header = "partner_code;partner_name;partner_kind;department;town;convention_from;convention_until;" +
	"yearly_places;contact_telephone;site_name;site_secret_address;site_telephone;place_name;beds;cots;" +
	"accepts_gender;accepts_children;max_children;accepts_couples;accepts_animals;min_autonomy;" +
	"step_free;ground_floor;security_level;" +
	"languages;specialisms;available_from\n"

const two = header +
	"P1;Maison des Lilas;chrs;59;Lille;2020-01-01;2027-12-31;4;03 20 00 00 00;Maison;7 rue Zéphyrine-Quillon;" +
	"03 20 11 11 11;Chambre 1;2;1;women;yes;1;no;no;medium;yes;unknown;2;fr en;trauma_care;2026-01-01\n" +
	"P1;Maison des Lilas;chrs;59;Lille;2020-01-01;2027-12-31;4;03 20 00 00 00;Maison;7 rue Zéphyrine-Quillon;" +
	"03 20 11 11 11;Chambre 2;1;0;any;;0;;;;;;0;;;\n" +
	"P2;Les Embruns;siao;29;Brest;2021-01-01;;0;;;;;;;;;;;;;;;;;;;\n" +
	"P3;La Rade;chrs;29;Brest;2021-01-01;2028-01-01;2;02 98 00 00 00;Appartement;9 quai Ysambart;;Studio;1;0;women;" +
	"no;0;no;no;low;no;no;1;fr;emergency_flat;\n"

// capacity: fewer beds than people staying is refused by page and by file, and so is marking the place as free (I7).
func (n *network) capacity(t *testing.T, place partner.PlaceID) {
	t.Helper()
	ctx := context.Background()
	p, err := n.desk.PlaceForm(ctx, n.admin, place)
	if err != nil || p.OccupiedPeople != 3 {
		t.Fatalf("place: %+v, %v", p, err)
	}
	p.Cots = 0
	if _, err := n.desk.SavePlace(ctx, n.admin, p.Place); !errors.Is(err, partner.ErrStaying) {
		t.Fatalf("fewer beds than people: %v", err)
	}
	r, err := n.desk.Import(ctx, n.admin, strings.NewReader(strings.Replace(two, "Chambre 1;2;1", "Chambre 1;2;0", 1)),
		false)
	if err != nil || r.Done || len(r.Mistakes) != 1 || r.Mistakes[0].Column != "beds" || r.Mistakes[0].Line != 2 {
		t.Fatalf("import with fewer beds: %+v, %v", r, err)
	}
	if err := n.desk.MarkTold(ctx, n.claire, place, partner.Free); !errors.Is(err, partner.ErrGuest) {
		t.Fatalf("marking a place with guests: %v", err)
	}
}

// moves: a corrected address is read by the host at once; of two who correct it the second is told.
func (n *network) moves(t *testing.T, hugo access.Actor, site partner.SiteID) {
	t.Helper()
	ctx := context.Background()
	a, err := n.desk.AddressForm(ctx, n.lucille, site)
	if err != nil {
		t.Fatal(err)
	}
	next := partner.Address{Street: secret.Of("3 impasse Vercors"), Access: secret.Of("porte bleue")}
	if err := n.desk.SetAddress(ctx, n.lucille, site, a.Site.Version, next); err != nil {
		t.Fatal(err)
	}
	if err := n.desk.SetAddress(ctx, n.lucille, site, a.Site.Version, next); !errors.Is(err, casefile.ErrChanged) {
		t.Fatalf("second correction: %v", err)
	}
	if got, err := n.desk.ReadAddress(ctx, hugo, site); err != nil || got.Address.Access.Reveal() != "porte bleue" {
		t.Fatalf("the host after the move: %v", err)
	}
	ref := n.newCase(t)
	err = n.Gate.ViewCase(ctx, n.claire, goThere, ref, func(v *gate.CaseView) error {
		all, err := partner.AllPlaces(v)
		if err != nil {
			return err
		}
		_, err = partner.AddressOf(v, all[1].ID)
		return err
	})
	if !errors.Is(err, gate.ErrSealed) {
		t.Fatalf("the coordinator beside a case: %v", err)
	}
}

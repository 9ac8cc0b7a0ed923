package partner_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// The file of the demonstration comes in whole, quickly, and a second time changes nothing.
func TestTheDemonstrationsFileComesInOnce(t *testing.T) {
	file, err := os.ReadFile(demoFile)
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, n *network) {
		r := n.load(t, string(file))
		rows := strings.Count(strings.TrimSpace(string(file)), "\n")
		if r.Rows != rows || len(r.Mistakes) > 0 || r.Partners.Added != 118+1 && r.Partners.Added != 118 ||
			r.Sealed != r.Sites.Added || r.Sealed < 60 {
			t.Fatalf("first import of %d rows: %+v", rows, r)
		}
		again := n.load(t, "\ufeff"+strings.ReplaceAll(string(file), "\n", "\r\n"))
		if again.Partners.Added+again.Sites.Added+again.Places.Added+again.Sealed+len(again.Changes) != 0 ||
			again.Kept != r.Sealed || again.Places.Same != r.Places.Added {
			t.Fatalf("second import: %+v", again)
		}
		places := n.places(t, n.newCase(t))
		if len(places) != r.Places.Added {
			t.Fatalf("%d places read, %d imported", len(places), r.Places.Added)
		}
		flats := 0
		for _, p := range places {
			if p.EmergencyFlat {
				flats++
			}
			if p.State != partner.Free || p.HostJoined || p.Department == "" || !p.ConfirmedAt.IsZero() {
				t.Fatalf("imported place: %+v", p)
			}
		}
		if flats != 2 {
			t.Fatalf("%d emergency flats", flats)
		}
	})
}

func TestSecondImportChangesWhatDiffers(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		n.load(t, two)
		next := strings.ReplaceAll(two, "2027-12-31", "31/12/2029")
		next = strings.Replace(next, "Chambre 2;1;0", "Chambre 2;2;0", 1)
		next = strings.Replace(next, "7 rue Zéphyrine-Quillon", "8 rue Autre", 2)
		next += "P1;Maison des Lilas;chrs;59;Lille;2020-01-01;31/12/2029;4;03 20 00 00 00;Maison;8 rue Autre;" +
			"03 20 11 11 11;Chambre 3;1;0;any;;0;;;;;;0;;;\n"
		look, err := n.desk.Check(context.Background(), n.admin, strings.NewReader(next))
		if err != nil || look.Done || len(look.Changes) != 2 || look.Places.Added != 1 {
			t.Fatalf("check: %+v, %v", look, err)
		}
		r := n.load(t, next)
		if r.Partners != (partner.Count{Changed: 1, Same: 2}) ||
			r.Places != (partner.Count{Added: 1, Changed: 1, Same: 2}) || r.Kept != 2 || r.Sealed != 0 {
			t.Fatalf("second import: %+v", r)
		}
		if c := r.Changes; len(c) != 2 || c[0].Columns[0] != "convention_until" || c[1].Place != "Chambre 2" ||
			c[1].Columns[0] != "beds" {
			t.Fatalf("changes: %+v", c)
		}
		if got := n.places(t, n.newCase(t)); len(got) != 4 || got[1].Name != "Chambre 1" && got[1].Beds != 2 {
			t.Fatalf("places: %+v", got)
		}
	})
}

// What leaves can come in again, and holds no address.
func TestExportIsAnImportWithoutAddresses(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		n.load(t, two)
		rows, err := n.desk.Export(context.Background(), n.claire)
		if err != nil {
			t.Fatal(err)
		}
		out, err := sheet.Write(rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Zéphyrine", "Ysambart", "03 20 11 11 11"} {
			if strings.Contains(string(out), secret) {
				t.Fatalf("the export holds %q", secret)
			}
		}
		r := n.load(t, string(out))
		if r.Partners != (partner.Count{Same: 3}) || r.Places != (partner.Count{Same: 3}) {
			t.Fatalf("import of the export: %+v\n%s", r, out)
		}
	})
}

func TestAddressesNeedSomebodyWhoCanReadThem(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		_, err := partner.New(f.Gate).Import(context.Background(), f.SignIn("root"), strings.NewReader(two), false)
		if !errors.Is(err, partner.ErrNoLogistics) {
			t.Fatalf("without logistics: %v", err)
		}
	})
}

// I7: of two referrals that ask for one place at the same instant, one gets it; the hold expires by itself.
func TestOnePlaceIsHeldForOneReferral(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		n.load(t, two)
		awa, bella := n.newCase(t), n.newCase(t)
		place := n.places(t, awa)[1].ID
		until := n.Clock.Now().Add(4 * time.Hour)
		var wg sync.WaitGroup
		results := make([]error, 2)
		for i, ref := range []casefile.Ref{awa, bella} {
			wg.Go(func() {
				results[i] = n.take(ref, func(tx *gate.CaseTx) error { return partner.Hold(tx, place, until) })
			})
		}
		wg.Wait()
		winner, loser := awa, bella
		if results[0] != nil {
			winner, loser = bella, awa
		}
		if (results[0] == nil) == (results[1] == nil) || !errors.Is(errors.Join(results...), partner.ErrTaken) {
			t.Fatalf("two holds: %v", results)
		}
		hold := func(ref casefile.Ref, until time.Time) error {
			return n.take(ref, func(tx *gate.CaseTx) error { return partner.Hold(tx, place, until) })
		}
		occupy := func(ref casefile.Ref, people int) error {
			return n.take(ref, func(tx *gate.CaseTx) error { return partner.Occupy(tx, place, people) })
		}
		if err := hold(winner, until.Add(time.Hour)); err != nil {
			t.Fatalf("the winner prolongs: %v", err)
		}
		if err := occupy(loser, 1); !errors.Is(err, partner.ErrTaken) {
			t.Fatalf("the loser moves in: %v", err)
		}
		if got := n.places(t, winner)[1]; got.State != partner.Held {
			t.Fatalf("held place shows as %s", got.State)
		}
		n.Clock.Advance(5*time.Hour + time.Second)
		n.again()
		if got := n.places(t, winner)[1]; got.State != partner.Free {
			t.Fatalf("after the hold it shows as %s", got.State)
		}
		if err := hold(loser, n.Clock.Now().Add(time.Hour)); err != nil {
			t.Fatalf("the loser, once it has run out: %v", err)
		}
		if err := n.take(winner, func(tx *gate.CaseTx) error { return partner.Release(tx, place) }); err != nil {
			t.Fatal(err)
		}
		if err := occupy(winner, 1); !errors.Is(err, partner.ErrTaken) {
			t.Fatalf("another's hold was released: %v", err)
		}
		if err := occupy(loser, 4); !errors.Is(err, partner.ErrTooSmall) {
			t.Fatalf("one more than its beds: %v", err)
		}
		if err := occupy(loser, 3); err != nil {
			t.Fatal(err)
		}
		n.capacity(t, place)
		if err := hold(winner, n.Clock.Now().Add(time.Hour)); !errors.Is(err, partner.ErrTaken) {
			t.Fatalf("hold of an occupied place: %v", err)
		}
		if err := n.take(loser, func(tx *gate.CaseTx) error { return partner.Vacate(tx, place) }); err != nil {
			t.Fatal(err)
		}
		if got := n.places(t, winner)[1]; got.State != partner.Free || got.OccupiedPeople != 0 {
			t.Fatalf("after the stay: %+v", got)
		}
	})
}

// The address is read by logistics, and by the host from the moment it is handed over; by nobody else.
func TestAddressIsReadByItsHoldersAlone(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		ctx := context.Background()
		n.load(t, two)
		var lilas partner.View
		list, err := n.desk.Partners(ctx, n.claire, partner.Query{Name: "LILAS"})
		if err != nil || len(list.Lines) != 1 || list.Lines[0].Free != 2 {
			t.Fatalf("search: %+v, %v", list, err)
		}
		if lilas, err = n.desk.Partner(ctx, n.claire, list.Lines[0].ID); err != nil {
			t.Fatal(err)
		}
		site := lilas.Sites[0].ID
		if err := n.desk.ShareAddress(ctx, n.lucille, site); !errors.Is(err, partner.ErrNoHost) {
			t.Fatalf("before anybody joined: %v", err)
		}
		n.Person("hugo", "Hugo", lilas.Partner.Team, "", access.Host)
		other, _ := n.desk.Partners(ctx, n.admin, partner.Query{Name: "rade"})
		n.Person("rita", "Rita", other.Lines[0].Team, "", access.Host)
		n.again()
		hugo, rita := n.SignIn("hugo"), n.SignIn("rita")
		hidden := func(who ...access.Actor) {
			t.Helper()
			for _, w := range who {
				if a, err := n.desk.ReadAddress(ctx, w, site); !fault.Is(err, fault.NotFound) ||
					!a.Address.Street.Empty() {
					t.Fatalf("%s reads the address: %v", w.Name(), err)
				}
			}
		}
		hidden(n.admin, n.claire, hugo, rita)
		if err := n.desk.ShareAddress(ctx, n.claire, site); !fault.Is(err, fault.NotFound) {
			t.Fatalf("the coordinator hands it over: %v", err)
		}
		if err := n.desk.ShareAddress(ctx, n.lucille, site); err != nil {
			t.Fatal(err)
		}
		hidden(n.admin, n.claire, rita)
		for _, w := range []access.Actor{hugo, n.lucille} {
			if a, err := n.desk.ReadAddress(ctx, w, site); err != nil ||
				a.Address.Street.Reveal() != "7 rue Zéphyrine-Quillon" {
				t.Fatalf("%s: %v", w.Name(), err)
			}
		}
		n.moves(t, hugo, site)
	})
}

func TestHostSeesAndMarksItsOwnPlacesOnly(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		ctx := context.Background()
		n.load(t, two)
		list, _ := n.desk.Partners(ctx, n.admin, partner.Query{Sort: partner.ByDepartment})
		if len(list.Lines) != 3 || list.Lines[0].Name != "La Rade" || list.Lines[1].Name != "Les Embruns" {
			t.Fatalf("list: %+v", list)
		}
		n.Person("hugo", "Hugo", list.Lines[2].Team, "", access.Host)
		n.again()
		hugo := n.SignIn("hugo")
		mine, err := n.desk.MyPlaces(ctx, hugo)
		if err != nil || len(mine.Places) != 2 || mine.Places[0].Partner.Code != "P1" ||
			!mine.Places[0].Stale(mine.Now) {
			t.Fatalf("own places: %+v, %v", mine, err)
		}
		theirs := n.places(t, n.newCase(t))[0].ID
		if err := n.desk.Mark(ctx, hugo, theirs, partner.Withdrawn); !fault.Is(err, fault.NotFound) {
			t.Fatalf("marks another's place: %v", err)
		}
		if err := n.desk.Confirm(ctx, hugo, []partner.PlaceID{mine.Places[0].ID, theirs}); !fault.Is(err,
			fault.NotFound) {
			t.Fatalf("confirms another's place: %v", err)
		}
		if err := n.desk.Mark(ctx, hugo, mine.Places[1].ID, partner.Paused); err != nil {
			t.Fatal(err)
		}
		if err := n.desk.Confirm(ctx, hugo, []partner.PlaceID{mine.Places[0].ID}); err != nil {
			t.Fatal(err)
		}
		mine, err = n.desk.MyPlaces(ctx, hugo)
		if err != nil || mine.Places[0].Stale(mine.Now) || mine.Places[1].State != partner.Paused {
			t.Fatalf("after marking: %+v, %v", mine, err)
		}
		if err := n.desk.Mark(ctx, hugo, mine.Places[0].ID, "held"); !fault.Is(err, fault.Invalid) {
			t.Fatalf("a state nobody may set: %v", err)
		}
		for name, err := range map[string]error{
			"list":   func() error { _, err := n.desk.Partners(ctx, hugo, partner.Query{}); return err }(),
			"export": func() error { _, err := n.desk.Export(ctx, hugo); return err }(),
			"import": func() error {
				_, err := n.desk.Import(ctx, n.claire, strings.NewReader(two),
					false)
				return err
			}(),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Two colleagues change one partner: the second is told, and nothing of the first is lost.
func TestSecondEditIsTold(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		ctx := context.Background()
		id, err := n.desk.CreatePartner(ctx, n.admin, partner.Partner{Code: "X1", Name: "Le Cap", Kind: "chrs",
			Department: "13", Town: "Marseille", Standing: partner.Prospect})
		if err != nil {
			t.Fatal(err)
		}
		first, _ := n.desk.PartnerForm(ctx, n.admin, id)
		second := first.Partner
		first.Partner.Standing = partner.Active
		second.Town = "Aix-en-Provence"
		if err := n.desk.ChangePartner(ctx, n.admin, id, first.Partner); err != nil {
			t.Fatal(err)
		}
		if err := n.desk.ChangePartner(ctx, n.admin, id, second); !errors.Is(err, casefile.ErrChanged) {
			t.Fatalf("second edit: %v", err)
		}
		now, err := n.desk.Partner(ctx, n.claire, id)
		if err != nil || now.Partner.Standing != partner.Active || now.Partner.Town != "Marseille" {
			t.Fatalf("kept: %+v, %v", now.Partner, err)
		}
		if _, err := n.desk.CreatePartner(ctx, n.admin, now.Partner); !errors.Is(err, partner.ErrCodeTaken) {
			t.Fatalf("the same code again: %v", err)
		}
		site, err := n.desk.SaveSite(ctx, n.admin, partner.Site{Partner: id, Name: "Maison", Department: "13",
			Town: "Marseille"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.desk.SaveSite(ctx, n.admin, partner.Site{Partner: id, Name: "Maison", Department: "13",
			Town: "Marseille"}); !errors.Is(err, partner.ErrNameTaken) {
			t.Fatalf("the same site again: %v", err)
		}
		place, err := n.desk.SavePlace(ctx, n.claire, partner.Place{Site: site, Name: "Chambre", Beds: 2})
		if err != nil {
			t.Fatal(err)
		}
		p, _ := n.desk.PlaceForm(ctx, n.claire, place)
		p.Beds = 3
		if _, err := n.desk.SavePlace(ctx, n.claire, p.Place); err != nil {
			t.Fatal(err)
		}
		if _, err := n.desk.SavePlace(ctx, n.admin, p.Place); !errors.Is(err, casefile.ErrChanged) {
			t.Fatalf("second change of a place: %v", err)
		}
	})
}

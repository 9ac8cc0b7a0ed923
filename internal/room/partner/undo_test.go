package partner_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

func digest(file string) string { return fmt.Sprintf("%x", sheet.Digest([]byte(file))) }

// undo takes back the newest import of a file.
func (n *network) undo(t *testing.T, file string) partner.Undone {
	t.Helper()
	out, err := n.desk.UndoFile(context.Background(), access.Machine("import"), digest(file))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wraps is how many keys of sealed things are handed out.
func (n *network) wraps(t *testing.T) (out int) {
	t.Helper()
	db := n.Raw()
	defer func() { _ = db.Close() }()
	if err := db.QueryRow("select count(*) from vault_wrap").Scan(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// said is the directory as a file says it.
func (n *network) said(t *testing.T) string {
	t.Helper()
	raw, err := sheet.Write(n.export(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// An import is undone as a whole: what it brought is gone, its addresses and their keys with it, what it corrected is
// as before, and the file may come again.
func TestAnImportOfPlacesIsUndoneAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		empty, wraps := n.said(t), n.wraps(t)
		n.load(t, two)
		first := n.said(t)
		n.Clock.Advance(time.Minute)
		next := strings.ReplaceAll(two, "2027-12-31", "31/12/2029")
		next = strings.Replace(next, "Chambre 2;1;0", "Chambre 2;2;1", 1)
		next += "P9;Maison neuve;chrs;13;Marseille;2020-01-01;;4;;Maison;8 rue Autre;03 20 11 11 11;" +
			"Chambre;1;0;any;;0;;;;;;0;;;\n"
		n.load(t, next)
		if n.said(t) == first {
			t.Fatal("the second import changed nothing")
		}
		again, err := n.desk.Check(context.Background(), n.admin, strings.NewReader(next))
		if err != nil || len(again.Changes) != 0 {
			t.Fatalf("%+v, %v", again, err)
		}
		if list, err := n.desk.Imports(context.Background(), n.admin); err != nil || len(list) != 2 ||
			list[0].Who == "" ||
			list[0].Rows != 5 || list[0].Digest != digest(next) {
			t.Fatalf("a check is listed, or an import is not: %+v, %v", list, err)
		}
		list, err := n.desk.Imports(context.Background(), n.admin)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []access.Actor{n.claire, n.lucille} {
			if _, err := n.desk.Undo(context.Background(), who, list[0].ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("somebody else undoes: %v", err)
			}
			if _, err := n.desk.Imports(context.Background(), who); !fault.Is(err, fault.NotFound) {
				t.Errorf("somebody else reads the imports: %v", err)
			}
		}
		out, err := n.desk.Undo(context.Background(), n.admin, list[0].ID)
		if err != nil || len(out.Left) != 0 || out.Gone != 4 || out.Restored != 2 {
			t.Fatalf("undone: %+v, %v", out, err)
		}
		if got := n.said(t); got != first {
			t.Fatalf("not as before:\n%s\n%s", got, first)
		}
		if _, err := n.desk.Undo(context.Background(), n.admin, list[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("undone twice: %v", err)
		}
		// The same words, saved by another spreadsheet, are the same file.
		crlf := "\ufeff" + strings.ReplaceAll(two, "\n", "\r\n")
		if got := n.undo(t, crlf); len(got.Left) != 0 || n.said(t) != empty {
			t.Fatalf("the first undone: %+v\n%s", got, n.said(t))
		}
		if got := n.wraps(t); got != wraps {
			t.Errorf("%d keys, %d before: those of addresses stay", got, wraps)
		}
		if r := n.load(t, two); r.Partners.Added == 0 || r.Sealed == 0 || n.said(t) != first {
			t.Errorf("again: %+v", r)
		}
	})
}

// What somebody corrected or used since stays, and is told; all else goes.
func TestWhatWasUsedSinceAnImportStays(t *testing.T) {
	eachHolding(t, func(h *holding) {
		rows := h.network.places(h.t, h.awa)
		h.Clock.Advance(time.Minute)
		h.must(h.hold(h.awa, 0, h.Clock.Now().Add(time.Hour)))
		h.do(h.awa, 0, partner.Release) // it leaves no trace but that it was
		h.Clock.Advance(time.Minute)
		h.again()
		changed := rows[1].Place
		changed.Beds++
		if _, err := h.desk.SavePlace(context.Background(), h.claire, changed); err != nil {
			h.t.Fatal(err)
		}
		out := h.undo(h.t, two)
		var why []string
		for _, l := range out.Left {
			why = append(why, strings.TrimPrefix(l.Why, "partner.undo.")+" "+l.Place+strings.Join(l.Columns, " "))
		}
		left := h.network.places(h.t, h.awa)
		names := []string{}
		for _, p := range left {
			names = append(names, p.Name)
		}
		want := []string{rows[0].Name, rows[1].Name}
		slices.Sort(names)
		slices.Sort(want)
		if !slices.Equal(names, want) || !slices.Contains(why, "used "+rows[0].Name) ||
			!slices.Contains(why, "changed "+rows[1].Name+"beds") {
			h.t.Fatalf("left %v, told %v", names, why)
		}
		if at, err := partnerAddress(h, rows[0].Site); err != nil || !at {
			h.t.Errorf("the address of a place that was proposed is gone: %v", err)
		}
	})
}

func partnerAddress(h *holding, site partner.SiteID) (bool, error) {
	a, err := h.desk.ReadAddress(context.Background(), h.lucille, site)
	return a.Site.HasAddress, err
}

// A correction is not taken back under people who stay there since.
func TestACorrectionStaysUnderWhoStaysThereSince(t *testing.T) {
	eachHolding(t, func(h *holding) {
		h.Clock.Advance(time.Minute)
		h.again()
		next := strings.Replace(two, "Chambre 1;2;1", "Chambre 1;4;0", 1)
		if next == two {
			h.t.Fatal("the file has no such place")
		}
		h.load(h.t, next)
		h.Clock.Advance(time.Minute)
		at := slices.IndexFunc(h.network.places(h.t, h.awa), func(p partner.PlaceRow) bool { return p.Beds == 4 })
		h.must(h.take(h.awa, func(tx *gate.CaseTx) error { return partner.Occupy(tx, h.places[at], 4) }))
		if out := h.undo(h.t, next); len(out.Left) != 1 || out.Left[0].Why != "partner.undo.used" || out.Restored != 0 {
			h.t.Fatalf("%+v", out)
		}
		if p := h.network.places(h.t, h.awa)[at]; p.Beds != 4 || p.OccupiedPeople != 4 {
			h.t.Fatalf("%+v", p)
		}
	})
}

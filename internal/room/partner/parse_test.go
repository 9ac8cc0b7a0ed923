package partner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

var machine = access.Machine("import")

// row is the good row that each bad one is made of.
var row = strings.Split(strings.Split(two, "\n")[1], ";")

// with is the file of one row with one field replaced.
func with(column, value string) string {
	fields := append([]string{}, row...)
	for i, name := range strings.Split(strings.TrimSpace(header), ";") {
		if name == column {
			fields[i] = value
		}
	}
	return header + strings.Join(fields, ";") + "\n"
}

var badRows = []struct{ name, file, column, key string }{
	{"no code", with("partner_code", ""), "partner_code", "missing"},
	{"unknown kind", with("partner_kind", "castle"), "partner_kind", "code"},
	{"unknown department", with("department", "99"), "department", "department"},
	{"one of two departments", with("department", "Vienne"), "department", "department_several"},
	{"no town", with("town", " "), "town", "missing"},
	{"no such day", with("convention_from", "2026-02-30"), "convention_from", "date"},
	{"ends before it starts", with("convention_until", "2019-01-01"), "convention_until", "ends_before_start"},
	{"number in words", with("yearly_places", "four"), "yearly_places", "number"},
	{"negative", with("cots", "-1"), "cots", "number"},
	{"no bed", with("beds", "0"), "beds", "number"},
	{"letters for a telephone", with("contact_telephone", "call me"), "contact_telephone", "telephone"},
	{"control character", with("site_name", "Mai\u0007son"), "site_name", "control"},
	{"turned text", with("partner_name", "\u202eMaison"), "partner_name", "control"},
	{"too long", with("place_name", strings.Repeat("x", 121)), "place_name", "too_long"},
	{"maybe", with("accepts_animals", "maybe"), "accepts_animals", "tri"},
	{"unknown language", with("languages", "fr qqq"), "languages", "code"},
	{"language twice", with("languages", "fr fr"), "languages", "code_twice"},
	{"security of 4", with("security_level", "4"), "security_level", "number"},
	{"place without site", with("site_name", ""), "site_name", "missing"},
	{"beds without place", with("place_name", ""), "beds", "without_place"},
	{"place twice", with("beds", "9") + strings.Join(row, ";") + "\n", "place_name", "place_twice"},
	{"two names of one partner", with("place_name", "Autre") + strings.Replace(strings.Join(row, ";"), "Lilas", "Roses",
		1) + "\n", "partner_name", "differs"},
	{"too few fields", header + "P1;Maison\n", "", "fields"},
	{"open quote", header + "\"P1;Maison\n", "", "quotes"},
	{"unknown column", strings.Replace(header, "beds", "lits", 1), "", "column_unknown"},
	{"missing column", strings.Replace(header, "beds;", "", 1), "beds", "column_missing"},
	{"column twice", strings.Replace(header, "beds;", "beds;beds;", 1), "beds", "column_twice"},
	{"confirmed tomorrow", strings.Replace(header, "\n", ";confirmed_on\n", 1) + strings.Join(row, ";") +
		";2026-12-31\n", "confirmed_on", "future"},
}

// Each kind of bad row is told by line and column, stores nothing, and never repeats a sealed word.
func TestBadRowsAreToldAndStoreNothing(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		ctx := context.Background()
		for _, b := range badRows {
			r, err := n.desk.Import(ctx, n.admin, strings.NewReader(b.file), false)
			if err != nil || r.Done || len(r.Mistakes) == 0 {
				t.Errorf("%s: %+v, %v", b.name, r, err)
				continue
			}
			m := r.Mistakes[0]
			for _, other := range r.Mistakes {
				if other.Column == b.column {
					m = other
					break
				}
			}
			line := 2
			switch {
			case strings.HasPrefix(b.key, "column"):
				line = 1
			case strings.Count(b.file, "\n") == 3:
				line = 3
			}
			if m.Line != line || m.Column != b.column || m.Key != "partner.wrong."+b.key {
				t.Errorf("%s: told %+v", b.name, r.Mistakes)
			}
			if strings.Contains(fmt.Sprint(r.Mistakes), "Zéphyrine") {
				t.Errorf("%s: the report holds the address", b.name)
			}
		}
		for name, file := range map[string]string{"empty": " \n", "cut": header + "P1;É\xc9cole\n",
			"large": strings.Repeat("x", partner.MaxFile+1)} {
			if r, err := n.desk.Import(ctx, n.admin, strings.NewReader(file), true); err == nil || r.Done {
				t.Errorf("%s: %+v, %v", name, r, err)
			}
		}
		if _, err := n.desk.Import(ctx, n.admin,
			strings.NewReader(header+strings.Repeat("P9;;;;;;;;;;;;;;;;;;;;;;;;;;\n", partner.MaxRows+1)),
			true); err != nil && !errors.Is(err, partner.ErrTooLarge) {
			t.Errorf("too many rows: %v", err)
		}
		l, err := n.desk.Partners(ctx, n.admin, partner.Query{})
		if err != nil || l.Total != 0 {
			t.Errorf("something was stored: %+v, %v", l, err)
		}
	})
}

// With partial, the good rows come in, and the bad ones are told.
func TestPartialImportStoresTheGoodRows(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		file := strings.Replace(two, ";Studio;1;", ";Studio;many;", 1)
		r, err := n.desk.Import(context.Background(), n.admin, strings.NewReader(file), true)
		if err != nil || !r.Done || r.Rows != 3 || r.Partners.Added != 2 || len(r.Mistakes) != 1 ||
			r.Mistakes[0].Line != 5 {
			t.Fatalf("partial: %+v, %v", r, err)
		}
	})
}

// Commas and tabs part columns as well, and the command line's machine may import.
func TestOtherDelimitersAndTheCommandLine(t *testing.T) {
	for _, sign := range []string{",", "\t"} {
		each(t, func(t *testing.T, n *network) {
			r, err := n.desk.Import(context.Background(), machine,
				strings.NewReader(strings.ReplaceAll(two, ";", sign)), false)
			if err != nil || !r.Done || r.Partners.Added != 3 || r.Sealed != 2 {
				t.Fatalf("%q: %+v, %v", sign, r, err)
			}
		})
	}
}

// No file makes the importer panic, report a line that is not there, or store rows while it tells mistakes.
func FuzzImport(f *testing.F) {
	f.Add(two)
	for _, b := range badRows {
		f.Add(b.file)
	}
	floor := trusttest.SQLite(f)
	floor.Person("lucille", "Lucille", floor.Teams["logistics"], "", access.Logistics)
	desk := partner.New(floor.Gate)
	f.Fuzz(func(t *testing.T, file string) {
		r, err := desk.Import(context.Background(), machine, strings.NewReader(file), false)
		if err != nil {
			if r.Done {
				t.Fatalf("stored in spite of %v", err)
			}
			return
		}
		if r.Done && len(r.Mistakes) > 0 {
			t.Fatalf("stored in spite of %+v", r.Mistakes)
		}
		for _, m := range r.Mistakes {
			if m.Line < 1 || m.Line > strings.Count(file, "\n")+strings.Count(file, "\r")+1 {
				t.Fatalf("mistake on line %d of %d", m.Line, strings.Count(file, "\n")+1)
			}
		}
	})
}

package partner_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/prooftest/chance"
	"havre.example/havre/internal/room/partner"
)

// field is one file of testdata/field.
func field(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "field", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// One row, as spreadsheets and people write it: what looks the same is known again, whatever the encoding.
func TestOneRowHoweverItIsWritten(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		base := field(t, "i01-base.csv")
		first := n.load(t, base)
		if first.Partners.Added != 1 || first.Sites.Added != 1 || first.Places.Added != 1 {
			t.Fatalf("first: %+v", first)
		}
		again := map[string]string{
			"Windows-1252": strings.NewReplacer("É", "\xc9", "é", "\xe9", "à", "\xe0", "’", "\x92").Replace(base),
			"days":         strings.Replace(base, "01/01/2026;31/12/2028", "2026-01-01;31/12/2028", 1),
			"spaces":       strings.ReplaceAll(base, "Maison d", "Maison\u202fd"),
		}
		for _, name := range []string{"i02-nfd", "i03-blank-rows", "i04-blank-cols", "i05-sep", "i07-utf16", "i08-cr",
			"i11-curly-straight", "i12-double-space", "i16-case", "i21-phone-nbsp", "i24-lower-code"} {
			again[name] = field(t, name+".csv")
		}
		for name, file := range again {
			r, err := n.desk.Import(context.Background(), n.admin, strings.NewReader(file), false)
			if err != nil || len(r.Mistakes) > 0 || r.Rows != 1 || len(r.Changes) > 0 ||
				r.Partners.Added+r.Sites.Added+r.Places.Added != 0 || r.Places.Same != 1 {
				t.Errorf("%s: %+v, %v", name, r, err)
			}
		}
		if r := n.load(t, field(t, "i40-two-line-address.csv")); r.Sealed != 1 || len(r.Changes) > 0 {
			t.Errorf("two lines: %+v", r)
		}
		long := strings.ReplaceAll(field(t, "i41-uuid-code.csv"), "6a84f8e7-0000-4000-8000-0000000000aa",
			"6a84f8e7-0000-4000-8000-0000000000aa"+strings.Repeat("b", 28))
		for _, file := range []string{field(t, "i41-uuid-code.csv"), long} {
			if r := n.load(t, file); r.Partners.Added != 1 {
				t.Errorf("long code: %+v", r)
			}
		}
		if r := n.load(t, field(t, "i42-own-export.csv")); len(r.Changes) != 1 ||
			strings.Join(r.Changes[0].Columns, " ") != "contact_telephone" {
			t.Errorf("telephone in words: %+v", r)
		}
		last := strings.TrimRight(base[strings.LastIndex(strings.TrimRight(base, "\r\n"), "\n")+1:], "\r\n")
		if r := n.load(t, base+strings.ToUpper(last)+"\r\n"+last+"\r\n"); r.Rows != 1 || r.Places.Same != 1 {
			t.Errorf("one place three times, in capitals too: %+v", r)
		}
		ain := strings.NewReplacer("QZ1", "AIN", ";27;", ";1;").Replace(base)
		n.load(t, ain)
		rows := n.export(t)
		if !slices.ContainsFunc(rows, func(row []string) bool { return row[0] == "AIN" && row[3] == "01" }) {
			t.Errorf("department 1: %q", rows)
		}
	})
}

func (n *network) export(t *testing.T) [][]string {
	t.Helper()
	n.again()
	rows, err := n.desk.Export(context.Background(), n.claire)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// What leaves comes in again and changes nothing, whatever names begin with; and a network that begins with the export
// exports the same.
func TestImportExportImportChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		rng := chance.Rand(t)
		one := func(of ...string) string { return of[rng.IntN(len(of))] }
		name := func(i int) string {
			return one("", "=", "+", "-", "@", "'", "'=", "''@", "%", "|", "\"", "« ", "  ") +
				one("Maison", "L’Été", "E\u0301cole; a,b", "sep=", "1+1", "Cœur\u00a0vif") + fmt.Sprintf(" %d", i)
		}
		head := strings.Replace(header, "site_name;", "site_name;site_department;site_town;", 1)
		rows := [][]string{strings.Split(strings.TrimSpace(head), ";")}
		for i := range 30 {
			of := []string{one("", "=", "+", "-", "@", "'") + fmt.Sprintf("C%d", i), name(i),
				one("chrs", "CHRS", "siao"),
				one("1", "2a", "75", "974"), name(i), one("", "2020-01-01", "1/2/2020"), one("", "31/12/2030"),
				one("", "0", "7"), one("", "+33 6 12 34 56 78", "+33612345678", "(0)1 23 poste 4", "01.02.03.04.05")}
			for s := range rng.IntN(3) {
				site := append(of[:len(of):len(of)], name(s), one("", "13", "2A"), one("", "Ailleurs"),
					one("", "+ 3 rue X"), "")
				places := rng.IntN(3)
				for p := range places {
					rows = append(rows, append(site[:len(site):len(site)], name(p), one("1", "3"), one("", "1"),
						one("any", "Women"), one("", "Yes", "no"), "", "", "UNKNOWN", one("", "low"), "", "",
						one("", "2"),
						one("", "FR en", "ar"), one("", "emergency_flat", "Trauma_Care emergency_flat"),
						one("", "2026-01-02")))
				}
				if places == 0 {
					rows = append(rows, append(site, make([]string, len(rows[0])-len(site))...))
				}
			}
			if len(rows) == 1 || rows[len(rows)-1][0] != of[0] {
				rows = append(rows, append(of, make([]string, len(rows[0])-len(of))...))
			}
		}
		file, err := sheet.Write(rows)
		if err != nil {
			t.Fatal(err)
		}
		first := n.load(t, string(file))
		out := n.export(t)
		raw, err := sheet.Write(out)
		if err != nil {
			t.Fatal(err)
		}
		again := n.load(t, string(raw))
		if again.Partners != (partner.Count{Same: first.Partners.Added}) ||
			again.Sites != (partner.Count{Same: first.Sites.Added}) ||
			again.Places != (partner.Count{Same: first.Places.Added}) {
			t.Fatalf("the export changes something:\n%+v\n%s", again, raw)
		}
		after, err := sheet.Write(n.export(t))
		if err != nil || !bytes.Equal(after, raw) {
			t.Fatalf("the second export differs: %v\n%s\n%s", err, raw, after)
		}
	})
}

package country_test

import (
	"os"
	"slices"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/packs"
)

func labels(list []country.Reading) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.Label)
	}
	return out
}

func TestFindAsksWhereANameIsThatOfSeveral(t *testing.T) {
	p := packs.France()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Marseille", []string{"Marseille, Bouches-du-Rhône"}},
		{"MARSEILLE,", []string{"Marseille, Bouches-du-Rhône"}},
		{" marseille ", []string{"Marseille, Bouches-du-Rhône"}},
		{"Lille, Nord", []string{"Lille, Nord"}},
		{"Lille (59)", []string{"Lille, Nord"}},
		{"Lille, 59000", []string{"Lille, Nord"}},
		{"Vienne (86)", []string{"Vienne (86)"}},
		{"86", []string{"Vienne (86)"}},
		{"Vienne, Isère", []string{"Vienne, Isère"}},
		{"Vienne", []string{"Vienne (86)", "Vienne, Isère"}},
		{"13001", []string{"Marseille, Bouches-du-Rhône", "Aix-en-Provence, Bouches-du-Rhône"}},
		{"13016", []string{"Marseille, Bouches-du-Rhône"}},
		{"13090", []string{"Bouches-du-Rhône"}},
		{"93200", []string{"Saint-Denis, Seine-Saint-Denis"}},
		{"59000", []string{"Nord"}},
		{"1", []string{"Ain"}},
		{"2a", []string{"Corse-du-Sud"}},
		{"20137", []string{"Corse-du-Sud"}},
		{"Saint-Denis", []string{"Saint-Denis, Seine-Saint-Denis", "Saint-Denis, La Réunion", "Saint-Denis, Aude",
			"Saint-Denis, Gard"}},
		{"st denis", []string{"Saint-Denis, Seine-Saint-Denis", "Saint-Denis, La Réunion", "Saint-Denis, Aude",
			"Saint-Denis, Gard"}},
		{"Saint-Denis, La Réunion", []string{"Saint-Denis, La Réunion"}},
		{"Saint-Denis, Aude", []string{"Saint-Denis, Aude"}},
		{"St. Étienne", []string{"Saint-Étienne, Loire"}},
		{"Paris", []string{"Paris"}},
		{"La Réunion", []string{"La Réunion"}},
		{"l’oise", nil}, {"Lille, Rhône", nil}, {"Atlantis", nil}, {"", nil}, {" , ", nil}, {"(", nil},
		{"75", []string{"Paris"}}, {"9", []string{"Ariège"}},
	} {
		if got := labels(p.Find(c.text)); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	// What a smaller town is kept as is its department.
	if r := p.Find("Saint-Denis, Aude"); len(r) != 1 || r[0].Code != "11" {
		t.Errorf("%v", r)
	}
}

// Everything that the program prints of an area it reads as that area alone, and every namesake asks.
func TestFindReadsWhatIsPrinted(t *testing.T) {
	invented, err := country.Load(os.DirFS("../../packs/atlantis"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*country.Pack{packs.France(), invented} {
		for _, a := range append(p.Departments(), p.Towns()...) {
			got := p.Find(p.Label(a.Code))
			if p.Label(a.Code) == "Paris, Paris" {
				continue // it is the department
			}
			if len(got) != 1 || got[0].Code != a.Code || got[0].Label != p.Label(a.Code) {
				t.Errorf("%s %q is read as %v", a.Code, p.Label(a.Code), labels(got))
			}
			for _, r := range p.Find(a.Name) {
				if again := p.Find(r.Label); len(again) != 1 || again[0].Code != r.Code {
					t.Errorf("%q of %q is read as %v", r.Label, a.Name, labels(again))
				}
			}
		}
	}
}

// Whatever is typed, reading it ends, and each reading is of an area that the country has.
func FuzzFind(f *testing.F) {
	p := packs.France()
	for _, s := range []string{"Lille, Nord", "Vienne (86)", "13001", "st", "((,", "Œuilly", "\x00é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range p.Find(s) {
			if _, ok := p.Department(r.Code); !ok || r.Label == "" {
				t.Fatalf("%q: %v", s, r)
			}
		}
	})
}

// H3: one town bears one label, however it is written; namesakes that are known to be two bear two.
func TestATownBearsOneLabel(t *testing.T) {
	p := packs.France()
	for _, one := range [][]string{
		{"Saint-Étienne", "saint etienne", "St-Etienne", " ST  ÉTIENNE ", "Saint-Étienne (42)",
			"Saint-Étienne Cedex 1"},
		{"Lyon", "LYON 7e", "Lyon 3ème", "Lyon, 69003", "Lyon Cedex 03"},
	} {
		for _, name := range one {
			if a, b := p.TownLabel(one[0], "99"), p.TownLabel(name, "99"); a != b || a == "" {
				t.Errorf("%q is %q, %q is %q", one[0], a, name, b)
			}
		}
	}
	if a, b := p.TownLabel("Saint-Denis", "93"), p.TownLabel("St Denis", "974"); a == b {
		t.Errorf("two towns are both %q", a)
	}
	if a, b := p.TownLabel("Gué-le-Roi", "46"), p.TownLabel("gue le roi", "47"); a != b {
		t.Errorf("a town that is not known: %q and %q", a, b)
	}
	if a := p.TownLabel(" ", "46"); a != "" {
		t.Errorf("no town is %q", a)
	}
}

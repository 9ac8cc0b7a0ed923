package country_test

import (
	"os"
	"slices"
	"strings"
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
		{"13001", []string{"Marseille, Bouches-du-Rhône"}}, // and not Aix, whose official code this is
		{"13001 Marseille", []string{"Marseille, Bouches-du-Rhône"}},
		{"Marseille 1er arrondissement", []string{"Marseille, Bouches-du-Rhône"}},
		{"13016", []string{"Marseille, Bouches-du-Rhône"}},
		{"69007", []string{"Lyon, Rhône"}}, {"Lyon 7e", []string{"Lyon, Rhône"}}, {"Lyon 3", []string{"Lyon, Rhône"}},
		{"75018", []string{"Paris (75)"}}, {"Paris 12", []string{"Paris (75)"}}, {"75116", []string{"Paris (75)"}},
		{"13090", []string{"Bouches-du-Rhône (13)"}},
		{"93200", []string{"Saint-Denis, Seine-Saint-Denis"}},
		{"59000", []string{"Nord (59)"}}, {"59000 Lille", []string{"Lille, Nord"}},
		{"Lille 59", []string{"Lille, Nord"}},
		{"59350", []string{"Nord (59)"}}, // the official code of Lille, and the postal code of its neighbour
		{"1", []string{"Ain (01)"}}, {"01", []string{"Ain (01)"}},
		{"2a", []string{"Corse-du-Sud (2A)"}}, {"2B", []string{"Haute-Corse (2B)"}},
		{"20000", []string{"Corse-du-Sud (2A)"}}, {"20137", []string{"Corse-du-Sud (2A)"}},
		{"20200", []string{"Haute-Corse (2B)"}}, {"20600", []string{"Haute-Corse (2B)"}},
		{"Corse", []string{"Corse-du-Sud (2A)", "Haute-Corse (2B)"}},
		{"97200", []string{"Martinique (972)"}}, {"97400", []string{"Saint-Denis, La Réunion"}},
		{"97600", []string{"Mayotte (976)"}}, {"97300", []string{"Guyane (973)"}},
		{"Fort-de-France", []string{"Fort-de-France, Martinique"}},
		{"Saint-Denis", []string{"Saint-Denis, Seine-Saint-Denis", "Saint-Denis, La Réunion", "Saint-Denis, Aude",
			"Saint-Denis, Gard"}},
		{"st denis", []string{"Saint-Denis, Seine-Saint-Denis", "Saint-Denis, La Réunion", "Saint-Denis, Aude",
			"Saint-Denis, Gard"}},
		{"Saint-Denis, La Réunion", []string{"Saint-Denis, La Réunion"}},
		{"Saint-Denis, Aude", []string{"Saint-Denis, Aude"}},
		{"St. Étienne", []string{"Saint-Étienne, Loire"}},
		{"Saint-Denis 974", []string{"Saint-Denis, La Réunion"}},
		{"Paris", []string{"Paris (75)"}}, {"Paris, Paris", []string{"Paris (75)"}},
		{"La Réunion", []string{"La Réunion (974)"}}, {"reunion", []string{"La Réunion (974)"}},
		{"l’oise", []string{"Oise (60)"}}, {"Havre", []string{"Le Havre, Seine-Maritime"}},
		{"Lille, Rhône", []string{"Lille, Nord", "Rhône (69)"}}, // another Lille, or a slip
		{"Trou-sans-Nom, Creuse", []string{"Creuse (23)"}}, {"23999 Trou-sans-Nom", []string{"Creuse (23)"}},
		{"Lille, Belgique", nil}, {"Atlantis", nil}, {"", nil}, {" , ", nil}, {"(", nil}, {"99", nil}, {"00000", nil},
		{"013001", nil}, {"0 13001", nil}, {"0130", nil}, {"130011", nil}, {"1300", nil},
		{"97133", []string{"Saint-Barthélemy (977)"}}, {"97150", []string{"Saint-Martin (978)"}},
		{"977", []string{"Saint-Barthélemy (977)"}}, {"978", []string{"Saint-Martin (978)"}},
		{"97500", []string{"Saint-Pierre-et-Miquelon (975)"}}, {"st pierre et miquelon",
			[]string{"Saint-Pierre-et-Miquelon (975)"}},
		{"Saint-Pierre, 975", []string{"Saint-Pierre, Saint-Pierre-et-Miquelon"}},
		{"Nouméa", []string{"Nouméa, Nouvelle-Calédonie"}}, {"98800", []string{"Nouvelle-Calédonie (988)"}},
		{"Tahiti, 987", []string{"Polynésie française (987)"}},
		{"wallis et futuna", []string{"Wallis-et-Futuna (986)"}},
		{"Saint-Martin, Gers", []string{"Saint-Martin, Gers"}}, {"97100", []string{"Guadeloupe (971)"}},
		{"saint martin", []string{"Saint-Martin (978)", "Saint-Martin, Gers", "Saint-Martin, Meurthe-et-Moselle",
			"Saint-Martin, Hautes-Pyrénées", "Saint-Martin, Bas-Rhin"}},
		{"75", []string{"Paris (75)"}}, {"9", []string{"Ariège (09)"}},
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
			want := a.Code
			if d, _ := p.Department(a.Code); p.Label(d.Code) == p.Label(a.Code) {
				want = d.Code // Paris is the department
			}
			if len(got) != 1 || got[0].Code != want || got[0].Label != p.Label(a.Code) {
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

// Every namesake with its department, in each way that it is written, is that one place, and among what its name with a
// postal code may mean: a post office may lie across the border. The commune of Paris is shown as the department, which
// covers it, and is read as that.
func TestFindReadsEveryNamesake(t *testing.T) {
	p := packs.France()
	rows, err := os.ReadFile("../../packs/fr/namesakes.csv")
	if err != nil {
		t.Fatal(err)
	}
	one := func(text, label, department string) {
		t.Helper()
		got := p.Find(text)
		if len(got) != 1 || got[0].Label != label {
			t.Errorf("%q is read as %q, not as %q", text, labels(got), label)
		} else if d, _ := p.Department(got[0].Code); d.Code != department {
			t.Errorf("%q lies in %s", text, d.Code)
		}
	}
	for _, row := range strings.Split(strings.TrimSpace(string(rows)), "\n")[1:] {
		cells := strings.Split(row, ";")
		d, _ := p.Department(cells[1])
		label := cells[0] + ", " + d.Name
		if cells[0] == d.Name {
			continue // the department says the same
		}
		one(label, label, d.Code)
		one(cells[0]+" ("+d.Code+")", label, d.Code)
		for _, postal := range strings.Fields(cells[2]) {
			if got := labels(p.Find(postal + " " + cells[0])); !slices.Contains(got, label) {
				t.Errorf("%s %s is read as %q", postal, label, got)
			}
		}
	}
	for _, text := range []string{"75056", p.Label("75056"), p.Label("75")} {
		one(text, "Paris (75)", "75")
	}
	if town, _ := p.Lookup("75056"); !p.Find(p.Label("75056"))[0].Covers(town) {
		t.Error("what the commune of Paris is read as does not cover it")
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

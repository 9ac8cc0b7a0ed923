package linkage_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"havre.example/havre/internal/calc/linkage"
	"havre.example/havre/internal/prooftest/chance"
)

// spellings reads lines of Latin spellings that one name in another script has on Wikidata (CC0): a silver truth, for
// some lines mix two names.
func spellings(t testing.TB, script string) (lines [][]string) {
	t.Helper()
	f, err := os.Open("testdata/" + script + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for s := bufio.NewScanner(f); s.Scan(); {
		fields := strings.Split(s.Text(), "\t")
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		var line []string
		for _, form := range fields[1:] {
			name, _, _ := strings.Cut(form, ":")
			if latin := strings.Join(linkage.Parts(name), ""); !slices.Contains(line, latin) {
				line = append(line, latin)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Spellings of one name are found alike, and names that have nothing to do with one another are not. What is asked of
// them is what was measured when this was written, less one in a hundred.
func TestSpellingsOfOneName(t *testing.T) {
	for script, least := range map[string]float64{"arabic": 0.86, "russian": 0.87} {
		lines := spellings(t, script)
		pairs, found := 0, 0
		for _, l := range lines {
			for i, a := range l {
				for _, b := range l[:i] {
					if pairs++; linkage.Like(a, b) >= linkage.Same {
						found++
					}
				}
			}
		}
		r := chance.Rand(t)
		const strangers = 20000
		wrong := 0
		for range strangers {
			a, b := r.IntN(len(lines)), r.IntN(len(lines)-1)
			if b >= a {
				b++
			}
			if linkage.Like(lines[a][r.IntN(len(lines[a]))], lines[b][r.IntN(len(lines[b]))]) >= linkage.Same {
				wrong++
			}
		}
		recall, rate := float64(found)/float64(pairs), float64(wrong)/strangers
		t.Logf("%s: %.3f of %d pairs; of strangers %.4f", script, recall, pairs, rate)
		if recall < least || rate > 0.01 {
			t.Errorf("%s: %.3f of the pairs are alike and %.4f of strangers", script, recall, rate)
		}
	}
}

// Names are written by a table of letters, not by what this package does with them.
func TestHowNamesAreWritten(t *testing.T) {
	for name, want := range map[string]string{
		"Érika  N’Diaye": "erika n diaye", "МАРИЯ": "mariia", "Юлія": "iuliia", "محمد": "mhmd", "Ελένη": "eleni",
		"Łucja Ørsted-Weiß": "lucja orsted weiss", "ნინო": "nino", "(Awa), «Fatou»": "awa fatou", "李 娜": "李 娜",
		"": "", "ʿAlī": "ali"} {
		if got := strings.Join(linkage.Parts(name), " "); got != want {
			t.Errorf("%q is written %q, want %q", name, got, want)
		}
	}
}

// One slip of the keyboard in five letters or more is forgiven: every one, tried out.
func TestOneSlipIsForgiven(t *testing.T) {
	const name = "blessing"
	for i := range len(name) {
		for c := 'a'; c <= 'z'; c++ {
			slips := []string{name[:i] + string(c) + name[i+1:], name[:i] + string(c) + name[i:]}
			if c == 'a' {
				slips = append(slips, name[:i]+name[i+1:])
				if i > 0 {
					slips = append(slips, name[:i-1]+name[i:i+1]+name[i-1:i]+name[i+1:])
				}
			}
			for _, s := range slips {
				if linkage.Like(name, s) < linkage.Same || linkage.Like(s, name) < linkage.Same {
					t.Errorf("%q is not found by %q", name, s)
				}
			}
		}
	}
	for a, b := range map[string]string{"awa": "ada", "lina": "nina", "blessing": "mercy", "joy": "roy"} {
		if linkage.Like(a, b) >= linkage.Same {
			t.Errorf("%q and %q are one", a, b)
		}
	}
}

// Alike is alike whichever is said first; equal alone is 1.
func TestLikenessHasNoDirection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{1,12}`)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		x, y := linkage.Like(a, b), linkage.Like(b, a)
		if x != y || x < 0 || x > 1 || (x == 1) != (a == b) {
			t.Fatalf("%q and %q: %g and %g", a, b, x, y)
		}
	})
}

func TestWhatIsAskedOfACard(t *testing.T) {
	her := linkage.Person{Names: "Precious Osagie-Adjei", Aliases: "Joy", Telephone: "+33 6 12 34 56 78",
		Birth: "1999-03-09"}
	for said, want := range map[string]bool{
		"precious": true, "OSAGIE": true, "adjei precious": true, "Presious Osagié": true, "joy": true, "prec": true,
		"precious 1999": true, "precious 2000": true, "precious 2001": false, "06 12 34 56 78": true,
		"+33612345678": true, "345678": true, "99 99 99": false, "joy 345678": true, "joy 999999": false,
		"precious precious": false, "precious mercy": false, "1999": false, "pr": false, "de la": false, "": false,
		"precious de": true, "p": false,
		"joy 06 12 34 56 78": true, "mercy": false} {
		card, ok := linkage.Read(linkage.Write(her))
		asked, asks := linkage.Ask(said)
		if !ok || card.Shown != her.Names {
			t.Fatalf("the card says %q, %t", card.Shown, ok)
		}
		if got := asks && asked.Score(card) > 0; got != want {
			t.Errorf("%q finds her: %t", said, got)
		}
	}
	exact, _ := linkage.Ask("precious")
	near, _ := linkage.Ask("presious")
	card, _ := linkage.Read(linkage.Write(her))
	if exact.Score(card) <= near.Score(card) {
		t.Error("what is written as she says it does not come first")
	}
	card, _ = linkage.Read(linkage.Write(linkage.Person{Aliases: "Joy"}))
	if card.Shown != "Joy" || near.Score(card) > 0 {
		t.Errorf("an alias alone is shown as %q", card.Shown)
	}
	card, _ = linkage.Read(linkage.Write(linkage.Person{Aliases: "Joy", Telephone: "06 12 34 56 78"}))
	for said, want := range map[string]bool{"+33 6 12 34 56 78": true, "0033612345678": true, "33712345678": false} {
		if q, _ := linkage.Ask(said); q.Score(card) > 0 != want {
			t.Errorf("%q is her number: %t", said, !want)
		}
	}
	card, _ = linkage.Read(linkage.Write(linkage.Person{Aliases: "Joy"}))
	number, _ := linkage.Ask("0000")
	if number.Score(card) > 0 {
		t.Error("who has no telephone is found by a number")
	}
}

// Names of two letters are names: found as they are written, and by nothing that resembles them. Of several numbers in
// one line each is hers.
func TestShortNamesAndTwoNumbers(t *testing.T) {
	card, _ := linkage.Read(linkage.Write(linkage.Person{Names: "Li Na", Aliases: "Wu De",
		Telephone: "06 12 34 56 78 / 07.98.76.54.32 ou 05 11 22 33 44"}))
	for said, want := range map[string]bool{"li na": true, "na li": true, "wu": true, "li": true, "lo": false,
		"lin": false, "de": true, "na na": false, "+33 7 98 76 54 32": true, "0511223344": true, "5678 07": false} {
		if q, ok := linkage.Ask(said); (ok && q.Score(card) > 0) != want {
			t.Errorf("%q finds her: %t", said, !want)
		}
	}
}

// A card that is none, or another version's, is not read.
func TestWhatIsNoCard(t *testing.T) {
	for _, s := range []string{"", "x", "0\x1e\x1e\x1e\x1e", fmt.Sprint(linkage.Version)} {
		if _, ok := linkage.Read(s); ok {
			t.Errorf("%q is read", s)
		}
	}
}

func FuzzCard(f *testing.F) {
	f.Add("Precious Osagie", "Joy", "0612345678", "1999-03-09", "osagie 1999")
	f.Add("Анна\x1e\x1f", "", "", "", "аnna")
	f.Fuzz(func(t *testing.T, names, aliases, telephone, birth, said string) {
		card, ok := linkage.Read(linkage.Write(linkage.Person{Names: names, Aliases: aliases, Telephone: telephone,
			Birth: birth}))
		if !ok {
			t.Fatal("what was written is not read")
		}
		if q, asks := linkage.Ask(said); asks {
			if s := q.Score(card); s < 0 || s > 1 {
				t.Fatalf("%q scores %g", said, s)
			}
		}
	})
}

func BenchmarkTwentyThousandCards(b *testing.B) {
	lines := spellings(b, "arabic")
	r := rand.New(rand.NewPCG(1, 2))
	cards := make([]string, 20000)
	for i := range cards {
		name := ""
		for range 3 {
			l := lines[r.IntN(len(lines))]
			name += " " + l[r.IntN(len(l))]
		}
		cards[i] = linkage.Write(linkage.Person{Names: name, Telephone: "0612345678", Birth: "1999-03-09"})
	}
	asked, _ := linkage.Ask("mohamed diallo")
	for b.Loop() {
		for _, c := range cards {
			card, _ := linkage.Read(c)
			asked.Score(card)
		}
	}
}

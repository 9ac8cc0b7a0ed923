package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// phrase is what people read: a text as it is typed, a label of a code list, words of the demonstration.
type phrase struct {
	where string
	lang  string
	words string
	plain bool // typed with plain spaces: the program sets those that do not break
	count bool // a plural form
}

// phrases reads every text of the product, the lists of the country it is written in, and the words of its
// demonstration.
func (t *tree) phrases(test *testing.T) (all []phrase) {
	test.Helper()
	read := func(path string, each func(key string, words string, count bool)) {
		var tree map[string]any
		if _, err := toml.DecodeFile(path, &tree); err != nil {
			test.Fatal(err)
		}
		delete(tree, "language")
		leaves("", tree, each)
	}
	for _, d := range t.textFolders() {
		for _, lang := range []string{"fr", "en"} {
			files, err := filepath.Glob(filepath.Join(d, "*."+lang+".toml")) // a room may have several
			if err != nil {
				test.Fatal(err)
			}
			for _, path := range files {
				read(path, func(key, words string, count bool) {
					all = append(all, phrase{lang + " " + key, lang, words, true, count})
				})
			}
		}
	}
	lists, err := filepath.Glob(filepath.Join(t.root, "packs/fr/lists/*.toml"))
	if err != nil || len(lists) == 0 {
		test.Fatal("no lists", err)
	}
	for _, path := range lists {
		read(path, func(key, words string, _ bool) {
			if lang := key[strings.LastIndexByte(key, '.')+1:]; lang == "fr" || lang == "en" {
				all = append(all, phrase{filepath.Base(path) + " " + key, lang, words, false, false})
			}
		})
	}
	read(filepath.Join(t.root, "internal/demo/data/people.toml"), func(key, words string, _ bool) {
		all = append(all, phrase{"demo " + key, "fr", words, false, false})
	})
	for _, row := range partners(test, t.root) {
		all = append(all, phrase{"demo partners.csv", "fr", row, false, false})
	}
	return all
}

// partners are the lines of the demonstration's partners, whose signs between words are no spelling.
func partners(test *testing.T, root string) []string {
	file, err := os.ReadFile(filepath.Join(root, "internal/demo/data/partners.csv"))
	if err != nil {
		test.Fatal(err)
	}
	return strings.Split(strings.ReplaceAll(string(file), ";", "\n"), "\n")
}

// leaves visits the strings of a tree by their keys.
func leaves(key string, tree any, each func(key, words string, count bool)) {
	switch x := tree.(type) {
	case string:
		form := key[strings.LastIndexByte(key, '.')+1:]
		each(key, x, form == "one" || form == "other")
	case map[string]any:
		for k, v := range x {
			leaves(strings.TrimPrefix(key+"."+k, "."), v, each)
		}
	case []map[string]any:
		for _, v := range x {
			leaves(key, v, each)
		}
	case []any:
		for _, v := range x {
			leaves(key, v, each)
		}
	}
}

// slip is one line of the table of slips in docs/design.md.
type slip struct {
	lang, instead string
	re            *regexp.Regexp
}

func slips(test *testing.T) (all []slip) {
	test.Helper()
	page, err := os.ReadFile("../../docs/design.md")
	if err != nil {
		test.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| (fr|en) \\| .* \\| `(.*)` \\| (.*) \\|$")
	for _, m := range row.FindAllStringSubmatch(string(page), -1) {
		re, err := regexp.Compile("(?i)" + strings.ReplaceAll(m[2], `\|`, "|"))
		if err != nil {
			test.Fatal(err)
		}
		all = append(all, slip{m[1], m[3], re})
	}
	return all
}

// Names, and the words that may not stand right before one in French; numbers of things, and a noun that follows one.
var (
	joined = regexp.MustCompile(`(?i)(?:^|[ (’])(?:de|du|des|d’|à|au|aux|que|qu’|équipe|l’appartement relais) ?` +
		`\{(?:host|name|team|area|item|zone|label|place|site|better|from_place|partner)\}`)
	counted = regexp.MustCompile(`\{(?:n|of|have|want|most|max|people|rows|requests|arrivals|weeks|placed|places|` +
		`departments|free|stale|appeared|gone|adults|children|cots|alone|beds)\}[ \x{a0}](\p{L}+s)\b`)
	noNoun   = regexp.MustCompile(`^(is|was|has|less|dans|sans|plus)$`)
	spelling = []struct {
		lang, what string
		re         *regexp.Regexp
		set        bool // only where the words hold the signs themselves
	}{
		{"", "a straight apostrophe or quotation mark", regexp.MustCompile(`['"]`), false},
		{"", "three points for …", regexp.MustCompile(`\.\.\.`), false},
		{"", "two spaces, or one at the start or the end of a line", regexp.MustCompile(`[^.!?] {2}`), false},
		{"fr", "no space before a sign", regexp.MustCompile(`[^ \x{202f}\x{a0}][;!?»]|[\p{L}»)}]:( |$)`), false},
		{"fr", "no space after «", regexp.MustCompile(`«[^ \x{202f}]`), false},
		{"fr", "English quotation marks", regexp.MustCompile(`[“”]`), false},
		{"en", "French quotation marks", regexp.MustCompile(`[«»]`), false},
		{"en", "a space before a sign", regexp.MustCompile(`\p{L}[ \x{202f}\x{a0}][;:!?]`), false},
		{"fr", "a space that breaks", regexp.MustCompile(` [;:!?»]|« `), true},
	}
)

// wrong says what is wrong with a phrase.
func (p phrase) wrong(known []slip) (found []string) {
	say := func(what, words string) { found = append(found, fmt.Sprintf("%s: %s: %q", p.where, what, words)) }
	for _, s := range spelling {
		if m := s.re.FindString(p.words); m != "" && (s.lang == "" || s.lang == p.lang) && !(s.set && p.plain) {
			say(s.what, p.words)
		}
	}
	for _, s := range known {
		if m := s.re.FindString(p.words); m != "" && s.lang == p.lang {
			say("rather "+s.instead, m)
		}
	}
	if m := joined.FindString(p.words); m != "" && p.lang == "fr" {
		say("a name after a word it may join with", m)
	}
	for _, m := range counted.FindAllStringSubmatch(p.words, -1) {
		if !noNoun.MatchString(m[1]) && !(p.count && strings.HasPrefix(m[0], "{n}")) {
			say("a count outside a plural table", m[0])
		}
	}
	return found
}

func TestTextsAreWrittenWell(t *testing.T) {
	known, all := slips(t), source(t).phrases(t)
	if len(known) < 40 || len(all) < 4000 {
		t.Fatalf("%d slips and %d phrases: the test looks past them", len(known), len(all))
	}
	for _, p := range all {
		for _, w := range p.wrong(known) {
			t.Error(w)
		}
	}
}

func TestASlipIsFound(t *testing.T) {
	known := slips(t)
	for _, c := range []struct {
		lang, words string
		plain, want bool
	}{
		{"fr", "Personne à tenir à l’écart n’est encore noté.", true, true}, {"fr", "Pour le compte", true, true},
		{"fr", "{n} réponses sur {of}", true, true}, {"fr", "Réponses : {n} sur {of}", true, false},
		{"fr", "l’équipe de {host}", true, true}, {"fr", "l’équipe {host}", true, true},
		{"fr", "l’équipe « {host} »", true, false}, {"fr", "d'accord", true, true}, {"fr", "d’accord", true, false},
		{"fr", "Vraiment?", true, true}, {"fr", "Vraiment ?", true, false}, {"fr", "Vraiment ?", false, true},
		{"fr", "Vraiment\u202f?", false, false}, {"fr", "«oui»", true, true}, {"fr", "Ici: là", true, true},
		{"fr", "à 14:10", true, false}, {"fr", "“oui”", true, true}, {"en", "“yes”", true, false},
		{"en", "Really ?", true, true}, {"en", "Her name", true, true}, {"en", "Others there", true, false},
		{"en", "{have} beds", true, true}, {"fr", "{people} pour {beds} couchages", true, true},
		{"en", "{n} is missing", true, false}, {"en", "the \"field\"", true, true},
	} {
		p := phrase{"here", c.lang, c.words, c.plain, false}
		if got := p.wrong(known); (len(got) > 0) != c.want {
			t.Errorf("%q: %q", c.words, got)
		}
	}
	if got := (phrase{"here", "fr", "{n} réponses", true, true}).wrong(known); len(got) > 0 {
		t.Errorf("a plural form: %q", got)
	}
}

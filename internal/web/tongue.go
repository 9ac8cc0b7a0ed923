package web

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"havre.example/havre/internal/kernel/lang"
)

// tongue is a language and how it is written.
type tongue struct {
	lang.Language
	typography
	rule language.Tag // of plurals
	numerals
}

// typography is the table [language] of a file of texts.
type typography struct {
	NarrowBefore string `toml:"narrow_before"` // signs before which a space is narrow and does not break
	NarrowAfter  string `toml:"narrow_after"`  // signs after which it is
	BoundBefore  string `toml:"bound_before"`  // signs before which a space is of full width and does not break
	Units        string // measures, apart by spaces, that stay on the line of their number
	Group        string // what parts the thousands, where it is not what CLDR says
}

// spoken of itself: what the shell's own files say besides, and a country's manifest for its network.
type selfNamed struct {
	typography
	Name, Direction, Fallback string
}

func newTongue(l lang.Language) *tongue {
	rule := l.Tag.BCP47()
	return &tongue{Language: l, rule: rule, numerals: newNumerals(rule)}
}

// TextsFile is the name of the file that holds the texts of a language.
func TextsFile(tag lang.Tag) string { return "texts." + string(tag) + ".toml" }

// written lists the languages the program is written in, by the shell's own files: first the one that falls back on no
// other, whose texts are the model of all others.
func written() ([]*tongue, error) {
	files, err := fs.Glob(ownTexts, "texts.*.toml")
	if err != nil {
		return nil, err
	}
	var out []*tongue
	for _, name := range files {
		tag, err := tagOf(name)
		if err != nil {
			return nil, err
		}
		g := newTongue(lang.Language{Tag: tag})
		raw, err := fs.ReadFile(ownTexts, name)
		if err != nil {
			return nil, err
		}
		_, self, err := readTree(tag, raw)
		if err != nil {
			return nil, err
		}
		g.Name, g.RTL, g.Fallback, g.typography = self.Name, self.Direction == "rtl", lang.Tag(self.Fallback),
			self.typography
		if g.Fallback == "" {
			out = slices.Insert(out, 0, g)
		} else {
			out = append(out, g)
		}
	}
	return out, nil
}

// tagOf reads the tag in the name of a file of texts.
func tagOf(name string) (lang.Tag, error) {
	raw := strings.TrimSuffix(strings.TrimPrefix(name, "texts."), ".toml")
	tag, err := lang.Parse(raw)
	if err == nil && string(tag) != raw {
		err = fmt.Errorf("the tag is written %s", tag)
	}
	if err != nil {
		return "", fmt.Errorf("texts: %s: %w", name, err)
	}
	return tag, nil
}

// readTree reads a file of texts: its tables, and what it says of the language itself.
func readTree(tag lang.Tag, raw []byte) (map[string]any, selfNamed, error) {
	var parts map[string]toml.Primitive
	var self selfNamed
	file, err := toml.Decode(string(raw), &parts)
	tree := map[string]any{}
	for name, part := range parts {
		if name == "language" {
			err = errors.Join(err, file.PrimitiveDecode(part, &self))
			continue
		}
		var words any
		err = errors.Join(err, file.PrimitiveDecode(part, &words))
		tree[name] = words
	}
	if err != nil {
		return nil, selfNamed{}, fmt.Errorf("texts: read %s: %w", TextsFile(tag), err)
	}
	return tree, self, nil
}

// read reads the language's files in a source of the program: texts.fr.toml, and beside it round.fr.toml where a room
// has many. Model are the texts they follow; nil for the model itself.
func (g *tongue) read(src fs.FS, model map[string]text) (map[string]text, error) {
	files, err := fs.Glob(src, "*."+string(g.Tag)+".toml")
	if err == nil && !slices.Contains(files, TextsFile(g.Tag)) {
		err = fmt.Errorf("open %s: %w", TextsFile(g.Tag), fs.ErrNotExist)
	}
	out := map[string]text{}
	for _, file := range files {
		if err == nil {
			err = g.add(out, src, file, model)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	return out, nil
}

func (g *tongue) add(all map[string]text, src fs.FS, file string, model map[string]text) error {
	raw, err := fs.ReadFile(src, file)
	if err != nil {
		return err
	}
	tree, _, err := readTree(g.Tag, raw)
	if err != nil {
		return err
	}
	out := map[string]text{}
	if err := g.flatten(out, "", tree, model); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for key, x := range out {
		if _, twice := all[key]; twice {
			return fmt.Errorf("%s: key %q given twice", file, key)
		}
		all[key] = x
	}
	return nil
}

// readOwn reads a country's file of the language, and checks each word against the model. A word left empty is one that
// is still to be translated.
func (g *tongue) readOwn(raw []byte, model map[string]text) (map[string]text, error) {
	tree, self, err := readTree(g.Tag, raw)
	if err != nil {
		return nil, err
	}
	if self.Name+self.Direction+self.Fallback != "" {
		return nil, fmt.Errorf("texts: %s: name, direction and fallback are the manifest's to say", TextsFile(g.Tag))
	}
	if self.typography != (typography{}) {
		g.typography = self.typography
	}
	out := map[string]text{}
	if err := g.flatten(out, "", tree, model); err != nil {
		return nil, fmt.Errorf("texts: %s: %w", TextsFile(g.Tag), err)
	}
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(out)) {
		x := out[key]
		if x.empty() {
			delete(out, key)
			continue
		}
		like, known := model[key]
		if !known {
			errs = append(errs, fmt.Errorf("texts: %s: nothing shows %q", TextsFile(g.Tag), key))
			continue
		}
		errs = append(errs, x.wrong(key, like)...)
	}
	return out, errors.Join(errs...)
}

var pluralForms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many,
	"other": plural.Other,
}

// flatten gives the texts of a tree their whole keys.
func (g *tongue) flatten(out map[string]text, prefix string, tree map[string]any, model map[string]text) error {
	for k, v := range tree {
		key := k
		if prefix != "" {
			key = prefix + "." + k
		}
		switch x := v.(type) {
		case string:
			out[key] = text{other: g.typeset(x), tongue: g}
		case map[string]any:
			if !counts(x, key, model) {
				if err := g.flatten(out, key, x, model); err != nil {
					return err
				}
				continue
			}
			p := text{forms: map[plural.Form]string{}, tongue: g}
			for form, s := range x {
				p.forms[pluralForms[form]] = g.typeset(s.(string))
			}
			p.other = p.forms[plural.Other]
			out[key] = p
		default:
			return fmt.Errorf("key %q is neither a text nor a table", key)
		}
	}
	return nil
}

// counts tells a text with plural forms from a table of texts: all its keys are forms, and the model has a text there,
// or, where there is no model to ask, one and other are among them.
func counts(m map[string]any, key string, model map[string]text) bool {
	for k, v := range m {
		if _, ok := pluralForms[k]; !ok {
			return false
		}
		if _, ok := v.(string); !ok {
			return false
		}
	}
	if _, ok := model[key]; ok {
		return true
	}
	return m["one"] != nil && m["other"] != nil
}

// plural is the form that a count asks for.
func (g *tongue) plural(n int64) plural.Form {
	if n < 0 {
		n = -n
	}
	return plural.Cardinal.MatchPlural(g.rule, int(n%10_000_000), 0, 0, 0, 0)
}

// examples lists the plural forms that whole numbers ask for, each with the first numbers that do.
func (g *tongue) examples() map[plural.Form][]int {
	out := map[plural.Form][]int{}
	for n := range 201 {
		f := g.plural(int64(n))
		if len(out[f]) < 3 {
			out[f] = append(out[f], n)
		}
	}
	if _, ok := out[plural.Other]; !ok {
		out[plural.Other] = nil
	}
	return out
}

// Spaces that do not break.
const (
	narrow = '\u202f'
	bound  = '\u00a0'
)

// typeset gives a language its spaces that do not break, so that whoever writes a text types an ordinary one.
func (t typography) typeset(s string) string {
	if t == (typography{}) {
		return s
	}
	r := []rune(s)
	for i, c := range r {
		switch {
		case c != ' ' && c != bound:
		case i+1 < len(r) && strings.ContainsRune(t.NarrowBefore, r[i+1]),
			i > 0 && strings.ContainsRune(t.NarrowAfter, r[i-1]):
			r[i] = narrow
		case i+1 < len(r) && strings.ContainsRune(t.BoundBefore, r[i+1]), t.measures(r, i):
			r[i] = bound
		}
	}
	return string(r)
}

// measures tells whether the space at i stands between a number, or what is filled in for one, and its unit.
func (t typography) measures(r []rune, i int) bool {
	if i == 0 || r[i-1] != '}' && !unicode.IsDigit(r[i-1]) {
		return false
	}
	end := i + 1
	for end < len(r) && unicode.IsLetter(r[end]) {
		end++
	}
	return end > i+1 && slices.Contains(strings.Fields(t.Units), string(r[i+1:end]))
}

package country

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/letters"
)

// Reading is one area that a text may name.
type Reading struct {
	geo.Area        // the department or the town that is kept; a smaller town is kept as its department
	Label    string // as it is shown, and read again as this area alone: "Vienne (86)", "Saint-Denis, Aude"
}

// InWords stands where the code of an area would, for a place that no list of areas holds and that is known in words
// alone. It lies nowhere: how far it is from anything is not known.
const InWords = "in_words"

// namesakesFile lists towns whose names another town bears, so that none of them is taken for the other in silence. A
// country without such towns has no such file.
const namesakesFile = "namesakes.csv"

// Label is the area as it is shown, wherever it is: a department with its code, a town with its department.
func (p *Areas) Label(code string) string {
	if a, ok := p.areas[code]; ok {
		return a.label
	}
	return code
}

// labelOf makes the label of an area that lies in another.
func labelOf(a, in geo.Area) string {
	switch {
	case a.Kind == geo.Department:
		return a.Name + " (" + a.Code + ")"
	case a.Kind == geo.Town && fold(a.Name) == fold(in.Name):
		return labelOf(in, geo.Area{}) // the department says the same
	case a.Kind == geo.Town:
		return a.Name + ", " + in.Name
	}
	return a.Name
}

// readNamesakes makes the index of names, once all areas are read.
func (p *Areas) readNamesakes(from fs.FS) error {
	p.named, p.full, p.regions = map[string][]Reading{}, map[string][]Reading{}, map[string][]Reading{}
	p.digits = map[int]bool{}
	for _, kind := range []geo.Kind{geo.Department, geo.Town} {
		for _, a := range p.byKind[kind] {
			if kind == geo.Town && fold(a.Name) == fold(p.Name(a.Parent)) {
				continue // the department says the same
			}
			p.named[fold(a.Name)] = append(p.named[fold(a.Name)], Reading{Area: a})
		}
	}
	for _, region := range p.byKind[geo.Region] {
		for _, d := range p.inside[region.Code] {
			p.regions[fold(region.Name)] = append(p.regions[fold(region.Name)], Reading{Area: d})
		}
	}
	err := readRows(from, namesakesFile, []string{"name", "department", "postal"}, func(cells []string) error {
		d, ok := p.areas[cells[1]]
		if !ok || d.Kind != geo.Department || fold(cells[0]) == "" {
			return cellError{1, `"` + cells[1] + `" is no department, or the town has no name`}
		}
		r := Reading{Area: d.Area, Label: cells[0] + ", " + d.Name}
		for _, t := range p.inside[d.Code] {
			if fold(t.Name) == fold(cells[0]) {
				r = Reading{Area: t}
			}
		}
		if r.Kind == geo.Department {
			p.named[fold(cells[0])] = append(p.named[fold(cells[0])], r)
			return nil // its postal codes are those of its neighbours too
		}
		for code := range strings.FieldsSeq(cells[2]) {
			p.full[code] = append(p.full[code], r)
			p.digits[len(code)] = true
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for _, index := range []map[string][]Reading{p.named, p.full, p.regions} {
		for _, list := range index {
			for i := range list {
				if list[i].Label == "" {
					list[i].Label = p.Label(list[i].Code)
				}
			}
		}
	}
	return err
}

// Find lists every area that a text may name, departments first, then the main towns, then smaller ones: nothing
// where it names none, several where it must be asked which. It reads names whatever their accents, capitals, hyphens,
// apostrophes and articles, with or without the department behind a comma or in brackets ("Lille, Nord", "Vienne
// (86)"), codes of departments, postal codes alone or beside a town ("13001 Marseille"), quarters by their number
// ("Lyon 3e"), regions as all of their departments, and every Label. A town that no list holds is read as the
// department named with it; where that department has no such town but others do, both are read.
func (p *Areas) Find(text string) []Reading {
	head, tail := halves(text)
	found := p.word(head)
	if len(found) == 0 {
		found = p.numbered(strings.Fields(fold(head)))
	}
	if tail == "" {
		return found
	}
	return p.within(found, tail, true)
}

// Named lists the departments that a text may name, by whatever Find reads: one where it is clear, none where nothing
// is called so.
func (p *Areas) Named(text string) []geo.Area {
	var out []geo.Area
	for _, r := range p.Find(text) {
		if d, _ := p.Department(r.Code); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// within keeps the readings in the departments that a text names; where it has none of them, and the department itself
// may stand for a town that is not known, that too.
func (p *Areas) within(found []Reading, text string, itself bool) []Reading {
	var in []Reading
	for _, w := range p.word(text) {
		if d, _ := p.Department(w.Code); w.Kind == geo.Department || fold(text)[0] <= '9' {
			in = append(in, Reading{d, p.Label(d.Code)})
		}
	}
	kept := slices.DeleteFunc(slices.Clone(found), func(r Reading) bool {
		d, _ := p.Department(r.Code)
		return !slices.ContainsFunc(in, func(w Reading) bool { return w.Code == d.Code })
	})
	if len(kept) == 0 && itself && len(in) > 0 {
		return append(slices.Clone(found), in...)
	}
	return kept
}

// numbered reads a town beside a number: of its department, of its post office, or of a quarter.
func (p *Areas) numbered(words []string) []Reading {
	n := len(words)
	if n < 2 {
		return nil
	}
	for _, at := range []struct {
		code string
		rest []string
	}{{words[n-1], words[:n-1]}, {words[0], words[1:]}} {
		if at.code[0] > '9' || !slices.ContainsFunc(at.rest, func(w string) bool { return w[0] > '9' }) {
			continue // no number, or nothing beside it but numbers
		}
		rest := p.word(strings.Join(at.rest, " "))
		if found := p.within(rest, at.code, len(at.code) >= leastPostal); len(found) > 0 {
			return found
		}
	}
	return p.word(strings.Join(withoutQuarter(words), " "))
}

// withoutQuarter leaves out the number of a quarter, and all behind it.
func withoutQuarter(words []string) []string {
	for i, w := range words {
		if i > 0 && (w == "cedex" || w[0] >= '0' && w[0] <= '9') {
			return words[:i]
		}
	}
	return words
}

// halves parts a text from what stands behind a comma or in brackets.
func halves(text string) (head, tail string) {
	if at := strings.LastIndexAny(text, ",(;"); at >= 0 {
		head, tail = strings.TrimSpace(text[:at]), strings.Trim(text[at+1:], " ).,")
	}
	if head == "" || fold(tail) == "" {
		return strings.Trim(text, " ,;()"), ""
	}
	return head, tail
}

// TownLabel is one label for a town, however it is written, so that two houses in it are seen to be neighbours: that of
// the Reading, where the town is known in that department, else the name as it is compared. A quarter's number and
// "cedex" are left out. Empty: not known.
func (p *Areas) TownLabel(name, department string) string {
	head, _ := halves(name)
	town := strings.Join(withoutQuarter(strings.Fields(fold(head))), " ")
	for _, r := range p.named[town] {
		if d, _ := p.Department(r.Code); d.Code == department {
			return r.Label
		}
	}
	return town
}

// word reads one name or one code.
func (p *Areas) word(text string) []Reading {
	name := fold(text)
	if name == "" {
		return nil
	}
	for _, index := range []map[string][]Reading{p.named, p.regions} {
		for _, n := range articled(name) {
			if found := index[n]; len(found) > 0 {
				return found
			}
		}
	}
	code := strings.ToUpper(strings.ReplaceAll(name, " ", ""))
	for _, c := range []string{p.Spelled(code), p.Spelled(text)} {
		if a, ok := p.areas[c]; ok && a.Kind == geo.Department {
			return []Reading{{a.Area, p.Label(c)}}
		}
	}
	if slices.ContainsFunc(strings.Fields(name), func(w string) bool { return !strings.ContainsAny(w, "0123456789") }) {
		return nil
	}
	return p.postcode(code)
}

// Spelled is the code of an area as people and spreadsheets write it: in small letters, or 1 for 01.
func (p *Areas) Spelled(code string) string {
	code = strings.ToUpper(letters.Look(code))
	if _, ok := p.areas[code]; !ok {
		if _, ok = p.areas["0"+code]; ok {
			return "0" + code
		}
	}
	return code
}

// leastPostal is how long a postal code is at least, in any country; what is shorter is no whole one.
const leastPostal = 4

// postcode lists what a whole postal code may stand for. It is never the official code of a town, which may look alike:
// nobody sees one.
func (p *Areas) postcode(code string) []Reading {
	if len(p.digits) > 0 && !p.digits[len(code)] {
		return nil // a digit too many or too few
	}
	found := slices.Clone(p.full[code])
	if a, ok := p.Postal(code); ok && (len(found) == 0 || a.Kind == geo.Town) && len(code) >= leastPostal {
		if r := (Reading{a, p.Label(a.Code)}); !slices.Contains(found, r) {
			found = append(found, r)
		}
	}
	return found
}

// articles stand before some names; people leave them out, or say one that the name has not.
var articles = []string{"la ", "le ", "les ", "l "}

// articled is a name as it is written, then without its article or with each.
func articled(name string) []string {
	for _, a := range articles {
		if bare, ok := strings.CutPrefix(name, a); ok {
			return []string{name, bare}
		}
	}
	out := []string{name}
	for _, a := range articles {
		out = append(out, a+name)
	}
	return out
}

// fold is a name as it is compared: small letters without accents, one space where a hyphen, an apostrophe, a point or
// spaces stand, and "saint" written out.
func fold(name string) string {
	words := strings.FieldsFunc(ligatures.Replace(letters.Plain(norm.NFKC.String(name))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for i, w := range words {
		switch {
		case w == "st" && len(words) > 1:
			words[i] = "saint"
		case w == "ste" && len(words) > 1:
			words[i] = "sainte"
		}
	}
	return strings.Join(words, " ")
}

var ligatures = strings.NewReplacer("œ", "oe", "æ", "ae")

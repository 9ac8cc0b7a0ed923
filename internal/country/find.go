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

// namesakesFile lists towns whose names another town bears, so that none of them is taken for the other in silence. A
// country without such towns has no such file.
const namesakesFile = "namesakes.csv"

// Label is the area as it is shown: a town with its department, a department with its code where a town bears its name.
func (p *Areas) Label(code string) string {
	a, ok := p.areas[code]
	switch {
	case !ok:
		return code
	case a.Kind == geo.Town:
		return a.Name + ", " + p.Name(a.Parent)
	case a.Kind == geo.Department && len(p.named[fold(a.Name)]) > 1:
		return a.Name + " (" + a.Code + ")"
	}
	return a.Name
}

// readNamesakes makes the index of names, once all areas are read.
func (p *Areas) readNamesakes(from fs.FS) error {
	p.named, p.full = map[string][]Reading{}, map[string][]Reading{}
	for _, kind := range []geo.Kind{geo.Department, geo.Town} {
		for _, a := range p.byKind[kind] {
			if kind == geo.Town && fold(a.Name) == fold(p.Name(a.Parent)) {
				continue // the department says the same
			}
			p.named[fold(a.Name)] = append(p.named[fold(a.Name)], Reading{Area: a})
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
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for _, index := range []map[string][]Reading{p.named, p.full} {
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
// where it names none, several where it must be asked which. It reads names whatever their accents, capitals, hyphens
// and apostrophes, with or without the department behind a comma or in brackets ("Lille, Nord", "Vienne (86)"), codes
// of departments, postal codes, and every Label.
func (p *Areas) Find(text string) []Reading {
	head, tail := halves(text)
	found := p.word(head)
	if tail == "" {
		return found
	}
	within := p.word(tail)
	return slices.DeleteFunc(slices.Clone(found), func(r Reading) bool {
		d, _ := p.Department(r.Code)
		return !slices.ContainsFunc(within, func(w Reading) bool {
			return w.Kind == geo.Department && w.Code == d.Code
		})
	})
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
	words := strings.Fields(fold(head))
	for i, w := range words {
		if i > 0 && (w == "cedex" || w[0] >= '0' && w[0] <= '9') {
			words = words[:i]
			break
		}
	}
	town := strings.Join(words, " ")
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
	if found := p.named[name]; len(found) > 0 {
		return found
	}
	code := strings.ToUpper(strings.ReplaceAll(name, " ", ""))
	if len(code) == 1 {
		code = "0" + code
	}
	if a, ok := p.areas[code]; ok && a.Kind == geo.Department {
		return []Reading{{a.Area, p.Label(code)}}
	}
	return p.postcode(code)
}

// leastPostal is how long a postal code is at least, in any country; what is shorter is no whole one.
const leastPostal = 4

// postcode lists what a whole postal code may stand for, and the town of which it is the official code: people mix
// them up.
func (p *Areas) postcode(code string) []Reading {
	found := slices.Clone(p.full[code])
	if a, ok := p.Postal(code); ok && (len(found) == 0 || a.Kind == geo.Town) && len(code) >= leastPostal {
		found = append(found, Reading{a, p.Label(a.Code)})
	}
	if a, ok := p.areas[code]; ok && a.Kind == geo.Town {
		found = append(found, Reading{a.Area, p.Label(code)})
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(r Reading) bool {
		twice := seen[r.Label]
		seen[r.Label] = true
		return twice
	})
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

package country

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/money"
)

// Pack is everything of one country. It is read-only and safe to share.
type Pack struct {
	*Areas
	calendar
	manifest Manifest
	drawing  *Drawing
	travel   geo.Times
	lists    Book
	rules    map[Rule]dated[[]int]
	onWish   dated[[]string] // areas to which nobody goes who does not wish it
	amounts  map[Amount]dated[money.Cents]
	texts    map[string][]byte
	spoken   *lang.Set
}

// reserved are the parts of a pack that have a name but no reader yet: a folder may hold them, and nothing looks
// inside.
var reserved = []string{"tracks.toml", "statements", "letters", "accounts.toml", "thresholds.toml"}

// Load reads the pack in a folder. An error names the file, and the line where there is one.
func Load(from fs.FS) (*Pack, error) {
	p := &Pack{}
	if err := p.load(from); err != nil {
		return nil, fmt.Errorf("country pack: %w", err)
	}
	return p, nil
}

func (p *Pack) load(from fs.FS) (err error) {
	if err := p.known(from); err != nil {
		return err
	}
	if err := p.readManifest(from); err != nil {
		return err
	}
	if p.Areas, err = readAreas(from, p.manifest); err != nil {
		return err
	}
	if p.drawing, err = p.readDrawing(from); err != nil {
		return err
	}
	if p.travel, err = p.readTravel(from); err != nil {
		return err
	}
	if p.lists, err = readLists(from, p.manifest.Languages); err != nil {
		return err
	}
	if p.rules, err = p.readRules(from); err != nil {
		return err
	}
	p.amounts, err = readAmounts(from)
	return err
}

// known refuses a folder that holds what no release of Havre has a name for: a file that nobody reads is a mistake that
// nobody sees.
func (p *Pack) known(from fs.FS) error {
	entries, err := fs.ReadDir(from, ".")
	if err != nil {
		return err
	}
	p.texts = map[string][]byte{}
	for _, e := range entries {
		name := e.Name()
		if text, err := path.Match("texts.*.toml", name); err == nil && text {
			if p.texts[name], err = fs.ReadFile(from, name); err != nil {
				return err
			}
			continue
		}
		if !slices.Contains([]string{"pack.toml", "areas.csv", namesakesFile, "travel.csv", "outlines.csv",
			"rules.toml",
			"amounts.toml",
			"lists",
			"README.md"}, name) && !slices.Contains(reserved, name) {
			return fmt.Errorf("%s: no part of a pack has this name", name)
		}
	}
	return nil
}

// Manifest says which country it is. The caller owns the copy.
func (p *Pack) Manifest() Manifest {
	m := p.manifest
	m.Languages = slices.Clone(m.Languages)
	return m
}

// Edition is the day the pack was published; a report prints it.
func (p *Pack) Edition() string { return p.manifest.Edition.String() }

// Languages are the languages of the network, its own first.
func (p *Pack) Languages() []lang.Language { return slices.Clone(p.manifest.Languages) }

// Travel is how long people travel between the areas of the country.
func (p *Pack) Travel() geo.Times { return p.travel }

// Drawing is the outlines of the country's departments.
func (p *Pack) Drawing() *Drawing { return p.drawing }

// Spoken is the set of these languages.
func (p *Pack) Spoken() *lang.Set { return p.spoken }

func (p *Pack) speak() (err error) {
	if p.spoken, err = lang.NewSet(p.manifest.Languages...); err != nil {
		return err
	}
	for name := range p.texts {
		if tag := lang.Tag(strings.TrimSuffix(strings.TrimPrefix(name, "texts."), ".toml")); !p.spoken.Has(tag) {
			return fmt.Errorf("%s is not among them, and nobody would read %s", tag, name)
		}
	}
	return nil
}

// Texts is the pack's own texts file of a language, which adds to the program's texts and goes before them; nil where
// it has none.
func (p *Pack) Texts(tag lang.Tag) []byte { return slices.Clone(p.texts["texts."+string(tag)+".toml"]) }

// lineError is what is wrong in a file of the pack.
func lineError(file string, line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...))
}

var errEmpty = errors.New("is empty")

package country

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/letters"
)

// Areas is the geography of one country.
type Areas struct {
	areas  map[string]place
	byKind map[geo.Kind][]geo.Area // sorted by name as the country sorts
	inside map[string][]geo.Area   // parent code -> areas directly inside, sorted by name
	postal map[string]string       // first digits of postal codes -> area
	named  map[string][]Reading    // folded name -> what it may name
	// regions are their departments, by the folded name of the region.
	regions map[string][]Reading
	full    map[string][]Reading // whole postal code -> towns that are no areas of their own
	digits  map[int]bool         // how long whole postal codes are; none where no whole one is known
}

// place is an area with what is said of it or of what contains it.
type place struct {
	geo.Area
	overseas bool
	land     string // the body of land it lies on
	zone     *time.Location
	label    string // as it is shown
}

// cellError is what is wrong in one cell of a row.
type cellError struct {
	cell int
	why  string
}

// Error says what is wrong.
func (e cellError) Error() string { return e.why }

// readRows reads a table separated by semicolons whose first line names these columns. Row gets each line's cells,
// which it must not keep. Package sheet guesses what a spreadsheet made of a file; a pack is written with care, has one
// form, and is refused with the line and the column.
func readRows(from fs.FS, file string, columns []string, row func(cells []string) error) error {
	f, err := from.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // read only
	r := csv.NewReader(letters.Reader(f))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = ';', len(columns), true
	head, err := r.Read()
	if err != nil {
		return tableError(file, err)
	}
	if !slices.Equal(head, columns) {
		return lineError(file, 1, "the columns should be %s", strings.Join(columns, ";"))
	}
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return tableError(file, err)
		}
		if err = plainCells(cells); err == nil {
			err = row(cells)
		}
		if err != nil {
			var at cellError
			_ = errors.As(err, &at) // else it is of the whole row
			line, column := r.FieldPos(at.cell)
			return fmt.Errorf("%s:%d:%d: %w", file, line, column, err)
		}
	}
}

// plainCells refuses what another encoding wrote.
func plainCells(cells []string) error {
	if i := slices.IndexFunc(cells, func(c string) bool { return !utf8.ValidString(c) }); i >= 0 {
		return cellError{i, "it is not UTF-8"}
	}
	return nil
}

func tableError(file string, err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return lineError(file, bad.Line, "%v", bad.Err)
	}
	return lineError(file, 1, "%v", err)
}

var areaColumns = []string{"kind", "code", "name", "parent", "part", "land", "zone", "postal", "lat", "lon"}

// readAreas reads the areas, largest first: regions, departments, towns. What a row leaves empty it has from what
// contains it.
func readAreas(from fs.FS, m Manifest) (*Areas, error) {
	home, err := loadZone(m.Zone)
	if err != nil {
		return nil, lineError(manifestFile, 1, "zone: %v", err)
	}
	a := &Areas{areas: map[string]place{}, byKind: map[geo.Kind][]geo.Area{}, inside: map[string][]geo.Area{},
		postal: map[string]string{}}
	err = readRows(from, "areas.csv", areaColumns, func(cells []string) error { return a.add(cells, home) })
	if err != nil {
		return nil, err
	}
	c := collate.New(language.Make(string(m.Languages[0].Tag)))
	byName := func(a, b geo.Area) int {
		if n := c.CompareString(a.Name, b.Name); n != 0 {
			return n
		}
		return strings.Compare(a.Code, b.Code) // two towns may have one name
	}
	for _, areas := range a.inside {
		slices.SortFunc(areas, byName)
	}
	for _, areas := range a.byKind {
		slices.SortFunc(areas, byName)
	}
	return a, a.readNamesakes(from)
}

func (p *Areas) add(cells []string, home *time.Location) error {
	lat, err1 := strconv.ParseFloat(cells[8], 64)
	lon, err2 := strconv.ParseFloat(cells[9], 64)
	a := geo.Area{Code: cells[1], Kind: geo.Kind(cells[0]), Name: cells[2], Parent: cells[3],
		At: geo.Point{Lat: lat, Lon: lon}}
	within := map[geo.Kind]geo.Kind{geo.Region: "", geo.Department: geo.Region, geo.Town: geo.Department}
	above, known := within[a.Kind]
	held, ok := p.areas[a.Parent]
	_, twice := p.areas[a.Code]
	switch {
	case err1 != nil || err2 != nil || !a.At.Valid():
		return errors.New("no point")
	case twice || a.Code == "" || a.Name == "":
		return fmt.Errorf("code %q empty or used twice", a.Code)
	case !known:
		return fmt.Errorf("%q is no kind of area", a.Kind)
	case ok != (above != "") || held.Kind != above:
		return fmt.Errorf("%q lies in no known area", a.Code)
	case cells[4] != "" && cells[4] != "overseas":
		return fmt.Errorf("%q is no part of a country", cells[4])
	}
	x := place{Area: a, overseas: cells[4] == "overseas", land: cells[5], zone: home, label: labelOf(a, held.Area)}
	if ok && x.land == "" {
		x.land = held.land
	}
	switch {
	case cells[6] != "":
		var err error
		if x.zone, err = loadZone(cells[6]); err != nil {
			return err
		}
	case ok:
		x.zone = held.zone
	}
	for prefix := range strings.FieldsSeq(cells[7]) {
		if other, twice := p.postal[prefix]; twice {
			return fmt.Errorf("postal code %s is that of %s too", prefix, other)
		}
		p.postal[prefix] = a.Code
	}
	p.areas[a.Code] = x
	p.byKind[a.Kind] = append(p.byKind[a.Kind], a)
	p.inside[a.Parent] = append(p.inside[a.Parent], a)
	return nil
}

// Lookup gives the area of a code.
func (p *Areas) Lookup(code string) (geo.Area, bool) {
	a, ok := p.areas[code]
	return a.Area, ok
}

// Name is the name of the area, or the code itself when it is not known.
func (p *Areas) Name(code string) string {
	if a, ok := p.areas[code]; ok {
		return a.Name
	}
	return code
}

// Regions lists the regions, sorted by name.
func (p *Areas) Regions() []geo.Area { return slices.Clone(p.byKind[geo.Region]) }

// Departments lists the departments, sorted by name.
func (p *Areas) Departments() []geo.Area { return slices.Clone(p.byKind[geo.Department]) }

// Towns lists the main towns, sorted by name. They are those that a danger zone or a place of origin may need; a
// smaller place is named by its department.
func (p *Areas) Towns() []geo.Area { return slices.Clone(p.byKind[geo.Town]) }

// Inside lists the areas directly inside another, sorted by name: the departments of a region, the towns of a
// department.
func (p *Areas) Inside(code string) []geo.Area {
	if code == "" {
		return nil
	}
	return slices.Clone(p.inside[code])
}

// Department is the department of a town, or the department itself; false for a region and for an unknown code.
func (p *Areas) Department(code string) (geo.Area, bool) {
	a, ok := p.areas[code]
	if ok && a.Kind == geo.Town {
		a, ok = p.areas[a.Parent]
	}
	return a.Area, ok && a.Kind == geo.Department
}

// Region is the region of a town or a department, or the region itself.
func (p *Areas) Region(code string) (geo.Area, bool) {
	a, ok := p.areas[code]
	for ok && a.Kind != geo.Region {
		a, ok = p.areas[a.Parent]
	}
	return a.Area, ok
}

// Overseas reports whether the area lies overseas, where a journey means a flight.
func (p *Areas) Overseas(code string) bool { return p.areas[code].overseas }

// ZoneOf is the time zone of an area; nil for an unknown code.
func (p *Areas) ZoneOf(code string) *time.Location { return p.areas[code].zone }

// Postal is the smallest area known to hold a postal code.
func (p *Areas) Postal(code string) (geo.Area, bool) {
	for n := len(code); n > 0; n-- {
		if a, ok := p.postal[code[:n]]; ok {
			return p.Lookup(a)
		}
	}
	return geo.Area{}, false
}

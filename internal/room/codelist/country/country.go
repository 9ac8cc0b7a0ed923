// Package country is the country pack of France: its regions, departments and
// main towns with their official codes and one point each, its working days and
// its time zone. Another network replaces this package's data, not the code that
// reads it.
//
// Sources. Codes and names: code officiel géographique (INSEE) as published by
// Etalab's "découpage administratif", version 6.0.0 of the npm package
// @etalab/decoupage-administratif, MIT licence, with the 101 departments (01 to
// 95 with 2A and 2B, 971 to 974, 976) and the 18 regions. INSEE numbers
// regions and departments alike ("11" is both Île-de-France and Aude), so region
// codes carry an R here: R11. Points: the seat of the prefecture for a
// department, of the regional prefecture for a region, the town hall for a town,
// in degrees to two decimals (about a kilometre), written down for this pack.
//
// Travel times (seed/travel.csv): the usual fastest way between two prefectures,
// in minutes, by train, by road, or by air with two hours for the airports. They
// are general knowledge written down for this pack, rounded, and to be checked
// by whoever runs a network; no free table of all pairs exists. What is not in
// it is estimated by calc/geo, rather too short than too long.
package country

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"havre.example/havre/internal/calc/geo"
)

//go:embed seed/areas.csv seed/travel.csv
var seed embed.FS

// Pack is the geography of one country. It is read-only and safe to share.
type Pack struct {
	areas    map[string]geo.Area
	overseas map[string]bool
	byKind   map[geo.Kind][]geo.Area // sorted by name as the country sorts
	inside   map[string][]geo.Area   // parent code -> areas directly inside, sorted by name
}

// France is the pack of France, read once.
var France = sync.OnceValue(func() *Pack {
	f, err := seed.Open("seed/areas.csv")
	if err != nil {
		panic("country: " + err.Error()) // embedded at build time
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = ';', 7
	rows, err := r.ReadAll()
	if err != nil {
		panic("country: seed/areas.csv: " + err.Error())
	}
	p, err := build(rows[1:])
	if err != nil {
		panic("country: seed/areas.csv: " + err.Error())
	}
	return p
})

// build checks and indexes rows of kind, code, name, parent, part, lat, lon.
func build(rows [][]string) (*Pack, error) {
	p := &Pack{
		areas: map[string]geo.Area{}, overseas: map[string]bool{},
		byKind: map[geo.Kind][]geo.Area{}, inside: map[string][]geo.Area{},
	}
	for i, row := range rows {
		lat, err1 := strconv.ParseFloat(row[5], 64)
		lon, err2 := strconv.ParseFloat(row[6], 64)
		a := geo.Area{Code: row[1], Kind: geo.Kind(row[0]), Name: row[2], Parent: row[3],
			At: geo.Point{Lat: lat, Lon: lon}}
		_, twice := p.areas[a.Code]
		_, held := p.areas[a.Parent]
		switch {
		case err1 != nil || err2 != nil || !a.At.Valid():
			return nil, fmt.Errorf("line %d: no point", i+2)
		case twice || a.Code == "" || a.Name == "":
			return nil, fmt.Errorf("line %d: code %q empty or used twice", i+2, a.Code)
		case a.Kind != geo.Region && !held: // regions come first, then departments, then towns
			return nil, fmt.Errorf("line %d: %q lies in no known area", i+2, a.Code)
		}
		p.areas[a.Code] = a
		p.overseas[a.Code] = row[4] == "overseas"
		p.byKind[a.Kind] = append(p.byKind[a.Kind], a)
		p.inside[a.Parent] = append(p.inside[a.Parent], a)
	}
	c := collate.New(language.French)
	byName := func(a, b geo.Area) int {
		if n := c.CompareString(a.Name, b.Name); n != 0 {
			return n
		}
		return strings.Compare(a.Code, b.Code) // Saint-Denis exists twice
	}
	for _, areas := range p.inside {
		slices.SortFunc(areas, byName)
	}
	for _, areas := range p.byKind {
		slices.SortFunc(areas, byName)
	}
	return p, nil
}

// Lookup gives the area of a code: "59", "2A", "R32", "59350".
func (p *Pack) Lookup(code string) (geo.Area, bool) {
	a, ok := p.areas[code]
	return a, ok
}

// Name is the name of the area, or the code itself when it is not known.
func (p *Pack) Name(code string) string {
	if a, ok := p.areas[code]; ok {
		return a.Name
	}
	return code
}

// Regions lists the regions, sorted by name.
func (p *Pack) Regions() []geo.Area { return slices.Clone(p.byKind[geo.Region]) }

// Departments lists the departments, sorted by name.
func (p *Pack) Departments() []geo.Area { return slices.Clone(p.byKind[geo.Department]) }

// Towns lists the main towns, sorted by name. They are those that a danger zone
// or a place of origin may need; a smaller place is named by its department.
func (p *Pack) Towns() []geo.Area { return slices.Clone(p.byKind[geo.Town]) }

// Inside lists the areas directly inside another, sorted by name: the
// departments of a region, the towns of a department.
func (p *Pack) Inside(code string) []geo.Area {
	if code == "" {
		return nil
	}
	return slices.Clone(p.inside[code])
}

// Department is the department of a town, or the department itself; false for a
// region and for an unknown code.
func (p *Pack) Department(code string) (geo.Area, bool) {
	a, ok := p.areas[code]
	if ok && a.Kind == geo.Town {
		a, ok = p.areas[a.Parent]
	}
	return a, ok && a.Kind == geo.Department
}

// Region is the region of a town or a department, or the region itself.
func (p *Pack) Region(code string) (geo.Area, bool) {
	a, ok := p.areas[code]
	for ok && a.Kind != geo.Region {
		a, ok = p.areas[a.Parent]
	}
	return a, ok
}

// Overseas reports whether the area lies overseas, where a journey means a flight.
func (p *Pack) Overseas(code string) bool { return p.overseas[code] }

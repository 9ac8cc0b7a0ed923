package country

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/fault"
)

const travelFile = "travel.csv"

var travelColumns = []string{"from", "to", "minutes", "way"}

// readTravel reads the table of travel times and closes it over every area of the pack.
func (p *Pack) readTravel(from fs.FS) (*geo.Network, error) {
	legs, err := ReadTravel(from, travelFile)
	if err != nil {
		return nil, err
	}
	w, err := p.Network(legs)
	var bad *geo.LegError
	if !errors.As(err, &bad) {
		return w, fault.In(travelFile, err)
	}
	row := -1
	return nil, readRows(from, travelFile, travelColumns, func([]string) error {
		if row++; row == bad.Leg {
			return bad
		}
		return nil
	})
}

// ReadTravel reads a table of travel times: from, to, minutes and way (rail, road, air, sea), with a heading,
// separated by semicolons. The codes are those of the pack. A fault names its line and column.
func ReadTravel(from fs.FS, file string) ([]geo.Leg, error) {
	var out []geo.Leg
	err := readRows(from, file, travelColumns, func(c []string) error {
		minutes, err := strconv.Atoi(c[2])
		if err != nil {
			return cellError{2, fmt.Sprintf("%q is no number of minutes", c[2])}
		}
		if !slices.Contains([]string{"rail", "road", "air", "sea"}, c[3]) {
			return cellError{3, fmt.Sprintf("%q is no way to travel", c[3])}
		}
		out = append(out, geo.Leg{A: c[0], B: c[1], Minutes: minutes})
		return nil
	})
	return out, err
}

// Network closes a table of travel times over every area of the pack: no road leads from one body of land to another.
func (p *Areas) Network(legs []geo.Leg) (*geo.Network, error) {
	areas := slices.Concat(p.byKind[geo.Region], p.byKind[geo.Department], p.byKind[geo.Town])
	return geo.NewNetwork(areas, legs, func(a geo.Area) string { return p.areas[a.Code].land })
}

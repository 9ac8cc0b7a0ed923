package country

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"

	"havre.example/havre/internal/calc/geo"
)

// Drawing is the outlines of the country's departments on one sheet: enough to recognise an area, never to find a
// house. What lies far away, or is too small to be seen, stands in frames of its own. It is read-only and safe to
// share.
type Drawing struct {
	width, height int
	codes         []string
	frames        []frame
	shapes        map[string]shape
}

type shape struct {
	path string
	x, y int
}

// frame is around what is drawn apart; x and y are where its name begins.
type frame struct {
	name string
	shape
}

// pathForm is a path of SVG.
var pathForm = regexp.MustCompile(`^M[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+$`)

// readDrawing reads rows of kind, code, x, y, shape. X and y are a point inside the area, where a sign fits, or where
// the name of a frame begins.
func (p *Pack) readDrawing(from fs.FS) (*Drawing, error) {
	d := &Drawing{width: p.manifest.Sheet.Width, height: p.manifest.Sheet.Height, shapes: map[string]shape{}}
	err := readRows(from, "outlines.csv", []string{"kind", "code", "x", "y", "shape"}, func(c []string) error {
		x, err1 := strconv.Atoi(c[2])
		y, err2 := strconv.Atoi(c[3])
		_, twice := d.shapes[c[1]]
		switch {
		case err1 != nil || err2 != nil || !pathForm.MatchString(c[4]):
			return errors.New("no shape")
		case p.areas[c[1]].Code == "":
			return fmt.Errorf("%q is no area", c[1])
		case c[0] == "frame":
			d.frames = append(d.frames, frame{p.Name(c[1]), shape{c[4], x, y}})
			return nil
		case twice:
			return fmt.Errorf("%q is drawn twice", c[1])
		}
		d.codes = append(d.codes, c[1])
		d.shapes[c[1]] = shape{c[4], x, y}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Drawn lists the departments that the map draws, sorted by name.
func (p *Pack) Drawn() []geo.Area {
	return slices.DeleteFunc(p.Departments(), func(a geo.Area) bool {
		_, ok := p.drawing.shapes[a.Code]
		return !ok
	})
}

// Size is the sheet's width and height.
func (d *Drawing) Size() (width, height int) { return d.width, d.height }

// Frames is how many frames there are around what is drawn apart.
func (d *Drawing) Frames() int { return len(d.frames) }

// Frame is the path of a frame, the name of what it shows and where that name begins.
func (d *Drawing) Frame(i int) (path, name string, x, y int) {
	f := d.frames[i]
	return f.path, f.name, f.x, f.y
}

// Codes lists the departments drawn, in the order of the file.
func (d *Drawing) Codes() []string { return slices.Clone(d.codes) }

// Shape is the path of a department and a point inside it, where a sign fits; false when it is not drawn.
func (d *Drawing) Shape(code string) (path string, x, y int, ok bool) {
	s, ok := d.shapes[code]
	return s.path, s.x, s.y, ok
}

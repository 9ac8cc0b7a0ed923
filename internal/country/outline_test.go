package country_test

import (
	"regexp"
	"slices"
	"strconv"
	"testing"

	"havre.example/havre/packs"
)

var pathForm = regexp.MustCompile(`^(M\d+ \d+l[-0-9 ]+z)+$`)

// undrawn are the collectivities for which the sheet has no room: the table beside a map names them.
var undrawn = []string{"975", "977", "978", "986", "987", "988"}

// Every department is drawn once, on the sheet, in a form that cannot hold anything but numbers.
func TestEveryDepartmentIsDrawn(t *testing.T) {
	p := packs.France()
	d := p.Drawing()
	if len(d.Codes())+len(undrawn) != len(p.Departments()) {
		t.Errorf("%d outlines of %d departments", len(d.Codes()), len(p.Departments()))
	}
	width, height := d.Size()
	start := regexp.MustCompile(`M(\d+) (\d+)`)
	weight := 0
	for _, a := range p.Departments() {
		path, x, y, ok := d.Shape(a.Code)
		if slices.Contains(undrawn, a.Code) && !ok {
			continue
		}
		if !ok || !pathForm.MatchString(path) {
			t.Errorf("%s has no outline: %.60q", a.Name, path)
			continue
		}
		weight += len(path)
		if x <= 0 || y <= 0 || x >= width || y >= height {
			t.Errorf("%s: the sign stands off the sheet", a.Name)
		}
		for _, m := range start.FindAllStringSubmatch(path, -1) {
			px, _ := strconv.Atoi(m[1])
			py, _ := strconv.Atoi(m[2])
			if px > width || py > height {
				t.Errorf("%s begins off the sheet at %d, %d", a.Name, px, py)
			}
		}
	}
	if weight > 12_000 {
		t.Errorf("the outlines weigh %d bytes", weight)
	}
	if d.Frames() != 6 {
		t.Errorf("%d frames", d.Frames())
	}
	if _, name, _, _ := d.Frame(4); name != "La Réunion" {
		t.Errorf("the fifth frame shows %s", name)
	}
	if _, _, _, ok := d.Shape("59350"); ok {
		t.Error("a town is drawn")
	}
}

// North lies above south and west left of east, so that no outline was swapped for another.
func TestOutlinesLieWhereTheirPointsSay(t *testing.T) {
	p := packs.France()
	d := p.Drawing()
	for _, c := range []struct{ north, south string }{{"59", "64"}, {"76", "33"}, {"67", "2A"}, {"29", "40"},
		{"75", "94"}} {
		_, _, n, _ := d.Shape(c.north)
		_, _, s, _ := d.Shape(c.south)
		if n >= s {
			t.Errorf("%s is drawn below %s", c.north, c.south)
		}
	}
	for _, c := range []struct{ west, east string }{{"29", "67"}, {"33", "73"}, {"64", "06"}, {"92", "94"}} {
		_, w, _, _ := d.Shape(c.west)
		_, e, _, _ := d.Shape(c.east)
		if w >= e {
			t.Errorf("%s is drawn right of %s", c.west, c.east)
		}
	}
}

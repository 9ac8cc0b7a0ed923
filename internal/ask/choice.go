package ask

import (
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
)

// The lists of areas, named like code lists: a country's departments, and its towns and departments.
const (
	Departments country.ListName = "departments"
	Places      country.ListName = "places"
)

// Choice is one code and its words.
type Choice struct {
	Code, Label string
	Ended       bool // not offered that day: it stood in the answer
}

// Choices are the codes that may be chosen on a day, in reading order, in the words of a language; none where texts
// name the Values. Those that stood in the answer may be kept, whatever has ended since.
func (q Question) Choices(p *country.Pack, tag lang.Tag, on date.Date, stood ...string) []Choice {
	switch q.List {
	case "":
		return nil
	case Departments:
		return named(p, p.Departments())
	case Places:
		return named(p, append(p.Departments(), p.Towns()...))
	}
	var out []Choice
	for _, c := range p.List(q.List).All() {
		if open := q.opens(c, on); open || slices.Contains(stood, c.Key) {
			out = append(out, Choice{Code: c.Key, Label: c.Label(tag), Ended: !open})
		}
	}
	return out
}

// opens tells whether a code is offered to everybody on a day.
func (q Question) opens(c country.Code, on date.Date) bool {
	return c.On(on) && (q.part == nil || q.part(c))
}

// Areas tells whether the answers are areas of the country, which one reader reads (country.Areas.Find).
func (q Question) Areas() bool { return q.List == Departments || q.List == Places }

// named writes areas as short as they are read: a town with the code of its department, since a page may list hundreds.
// It leaves out a town that is shown as its department.
func named(p *country.Pack, areas []geo.Area) []Choice {
	var out []Choice
	for _, a := range areas {
		label := p.Label(a.Code)
		if a.Kind == geo.Department {
			out = append(out, Choice{Code: a.Code, Label: label})
		} else if label != p.Label(a.Parent) {
			out = append(out, Choice{Code: a.Code, Label: a.Name + " (" + a.Parent + ")"})
		}
	}
	return out
}

// Word is a code in words, whether or not it may still be chosen; the code itself where nothing names it.
func (q Question) Word(p *country.Pack, tag lang.Tag, code string) string {
	switch q.List {
	case "":
		return code
	case Departments, Places:
		return p.Label(code)
	}
	return p.List(q.List).Label(tag, code)
}

// offers tells whether a code may be chosen on a day, or is one of the list that stood in the answer before.
func (q Question) offers(code string, p *country.Pack, on date.Date, stood []string) bool {
	switch q.List {
	case "":
		return slices.Contains(q.Values, code)
	case Departments:
		a, ok := p.Department(code)
		return ok && a.Code == code
	case Places:
		_, ok := p.Department(code)
		return ok
	}
	c, ok := p.List(q.List).Find(code)
	return ok && (q.opens(c, on) || slices.Contains(stood, code))
}

// Names are all the ways in which something typed may name a code of a list: in the words of any of these languages.
// What names an area is read by country.Areas.Find.
func (q Question) Names(p *country.Pack, tags []lang.Tag, on date.Date, stood ...string) []Choice {
	var out []Choice
	for _, tag := range tags {
		out = append(out, q.Choices(p, tag, on, stood...)...)
	}
	return out
}

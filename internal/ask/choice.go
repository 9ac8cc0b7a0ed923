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
type Choice struct{ Code, Label string }

// Choices are the codes that may be chosen on a day, in reading order, in the words of a language; none where texts
// name the Values.
func (q Question) Choices(p *country.Pack, tag lang.Tag, on date.Date) []Choice {
	switch q.List {
	case "":
		return nil
	case Departments:
		return named(p.Departments())
	case Places:
		return append(named(p.Departments()), towns(p)...)
	}
	var out []Choice
	for _, c := range p.List(q.List).Codes(on) {
		if q.part == nil || q.part(c) {
			out = append(out, Choice{c.Key, c.Label(tag)})
		}
	}
	return out
}

func named(areas []geo.Area) []Choice {
	out := make([]Choice, len(areas))
	for i, a := range areas {
		out[i] = Choice{a.Code, a.Name}
	}
	return out
}

// towns are told with their department, for two towns may have one name.
func towns(p *country.Pack) []Choice {
	var out []Choice
	for _, a := range p.Towns() {
		out = append(out, Choice{a.Code, p.Label(a.Code)})
	}
	return out
}

// Word is a code in words, whether or not it may still be chosen; the code itself where nothing names it.
func (q Question) Word(p *country.Pack, tag lang.Tag, code string) string {
	switch q.List {
	case "":
		return code
	case Departments, Places:
		return p.Name(code)
	}
	return p.List(q.List).Label(tag, code)
}

// offers tells whether a code may be chosen on a day.
func (q Question) offers(code string, p *country.Pack, on date.Date) bool {
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
	return ok && c.On(on) && (q.part == nil || q.part(c))
}

// Names are all the ways in which something typed may name a code: in the words of any of these languages, and a town
// by its own name alone.
func (q Question) Names(p *country.Pack, tags []lang.Tag, on date.Date) []Choice {
	switch q.List {
	case Departments:
		return q.Choices(p, "", on)
	case Places:
		return append(q.Choices(p, "", on), named(p.Towns())...)
	}
	var out []Choice
	for _, tag := range tags {
		out = append(out, q.Choices(p, tag, on)...)
	}
	return out
}

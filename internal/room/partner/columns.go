package partner

import (
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/digit"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
)

// Column is one column of an import file, as its page and docs/import.md explain it.
type Column struct {
	Name     string
	Optional bool          // the whole column may be left out
	List     codelist.Name // codes it takes; empty for none

	most int // characters
	read func(c *cell, r *record)
}

// Columns lists the columns of an import file, in the order in which an export writes them.
var Columns = []Column{
	{Name: "partner_code", most: MaxCode, read: func(c *cell, r *record) { r.partner.Code = c.required() }},
	{Name: "partner_name", most: MaxName, read: func(c *cell, r *record) { r.partner.Name = c.required() }},
	{Name: "partner_kind", List: codelist.PartnerKind, most: 40,
		read: func(c *cell, r *record) { r.partner.Kind = c.code(true) }},
	{Name: "department", most: 80, read: func(c *cell, r *record) { r.partner.Department = c.department() }},
	{Name: "town", most: MaxName, read: func(c *cell, r *record) { r.partner.Town = c.required() }},
	{Name: "convention_from", most: 10, read: func(c *cell, r *record) { r.partner.From = c.date() }},
	{Name: "convention_until", most: 10, read: func(c *cell, r *record) {
		r.partner.Until = c.date()
		if !r.partner.Until.IsZero() && r.partner.Until.Before(r.partner.From) {
			c.wrong("ends_before_start")
		}
	}},
	{Name: "yearly_places", most: 6, read: func(c *cell, r *record) { r.partner.Yearly = c.number(0, MaxYearly) }},
	{Name: "contact_telephone", most: MaxPhone, read: func(c *cell, r *record) { r.partner.Telephone = c.telephone() }},
	{Name: "site_name", most: MaxName, read: func(c *cell, r *record) { r.site = c.text }},
	{Name: "site_department", Optional: true, most: 60, read: func(c *cell, r *record) {
		if c.ofSite(r) != "" {
			r.siteDepartment = c.department()
		}
	}},
	{Name: "site_town", Optional: true, most: MaxName, read: func(c *cell, r *record) { r.siteTown = c.ofSite(r) }},
	{Name: "site_secret_address", Optional: true, most: MaxAddress,
		read: func(c *cell, r *record) { r.address.Street = secret.Of(c.ofSite(r)) }},
	{Name: "site_telephone", Optional: true, most: MaxPhone, read: func(c *cell, r *record) {
		c.ofSite(r)
		r.address.Telephone = secret.Of(c.telephone())
	}},
	{Name: "place_name", most: MaxName, read: func(c *cell, r *record) {
		if r.place.Name = c.text; c.text != "" && r.site == "" {
			(&cell{&Column{Name: "site_name"}, "", c.line, c.report, c.in}).wrong("missing")
		}
	}},
	{Name: "beds", most: 6, read: func(c *cell, r *record) {
		if r.place.Name != "" {
			r.place.Beds = c.number(1, MaxBeds)
		}
		c.ofPlace(r)
	}},
	columnOf("cots"), columnOf("accepts"), columnOf("children"), columnOf("max_children"), columnOf("couples"),
	columnOf("animals"), columnOf("autonomy"), columnOf("step_free"), columnOf("ground_floor"), columnOf("security"),
	columnOf("languages"),
	{Name: "specialisms", List: codelist.Specialism, most: 300, read: func(c *cell, r *record) {
		for _, code := range c.ofPlace(r).codes() {
			if code == emergencyFlat {
				r.place.EmergencyFlat = true
			} else {
				r.place.Specialisms = append(r.place.Specialisms, code)
			}
		}
	}},
	columnOf("available_from"),
	{Name: "place_state", Optional: true, List: codelist.PlaceState, most: 20,
		read: func(c *cell, r *record) { r.place.Marked = c.ofPlace(r).state() }},
	{Name: "confirmed_on", Optional: true, most: 10,
		read: func(c *cell, r *record) { r.confirmed = c.ofPlace(r).date() }},
}

// emergencyFlat is the specialism by which a file marks an emergency flat.
const emergencyFlat = "emergency_flat"

// sealedColumn tells whether a column holds words that are sealed: never repeated in a report, never exported.
func sealedColumn(name string) bool { return name == "site_secret_address" || name == "site_telephone" }

// cell is one field of a row while it is read; what is wrong goes to the report.
type cell struct {
	column *Column
	text   string
	line   int
	report *[]Mistake
	in     *country.Pack
}

// wrong notes a mistake of the cell. The value itself is told only where it is no sealed word.
func (c *cell) wrong(kind string, args ...any) {
	shown := c.text
	if sealedColumn(c.column.Name) {
		shown = ""
	}
	*c.report = append(*c.report, Mistake{c.line, c.column.Name, "partner.wrong." + kind,
		append([]any{"value", shorten(shown)}, args...)})
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

func (c *cell) required() string {
	if c.text == "" {
		c.wrong("missing")
	}
	return c.text
}

// ofSite and ofPlace note a field that describes a site or a place that the row does not name.
func (c *cell) ofSite(r *record) string {
	if c.text != "" && r.site == "" {
		c.wrong("without_site")
	}
	return c.text
}

func (c *cell) ofPlace(r *record) *cell {
	if c.text != "" && r.place.Name == "" {
		c.wrong("without_place")
		return &cell{c.column, "", c.line, c.report, c.in}
	}
	return c
}

func (c *cell) number(low, high int) int {
	if c.text == "" && low == 0 {
		return 0
	}
	n, err := strconv.Atoi(c.text)
	if err != nil || n < low || n > high {
		c.wrong("number", "low", low, "high", high)
		return low
	}
	return n
}

func (c *cell) date() date.Date {
	d, err := sheet.Day(c.text)
	if err != nil {
		c.wrong("date")
	}
	return d
}

func (c *cell) tri() tri.Value {
	v, err := tri.Parse(letters.Fold(c.text))
	if err != nil {
		c.wrong("tri")
	}
	return v
}

func (c *cell) code(required bool) string {
	code := c.in.List(c.column.List).Spelled(c.text)
	switch {
	case c.text == "" && required:
		c.wrong("missing")
	case c.text != "" && !known(c.in, c.column.List, code):
		c.wrong("code", "allowed", allowed(c.in, c.column.List))
	}
	return code
}

func (c *cell) codes() []string {
	out := strings.Fields(c.text)
	for i, code := range out {
		code = c.in.List(c.column.List).Spelled(code)
		out[i] = code
		if !known(c.in, c.column.List, code) {
			(&cell{c.column, code, c.line, c.report, c.in}).wrong("code", "allowed", allowed(c.in, c.column.List))
		}
		if i > 0 && slices.Contains(out[:i], code) {
			(&cell{c.column, code, c.line, c.report, c.in}).wrong("code_twice")
		}
	}
	return out
}

func allowed(in *country.Pack, list codelist.Name) string {
	var out []string
	for _, c := range in.List(list).All() {
		out = append(out, c.Key)
	}
	return strings.Join(out, ", ")
}

func (c *cell) department() string {
	meant := c.in.Named(c.text)
	switch len(meant) {
	case 0:
		c.wrong("department")
		return c.text
	case 1:
		return meant[0].Code
	}
	var labels []string
	for _, d := range meant {
		labels = append(labels, c.in.Label(d.Code))
	}
	c.wrong("department_several", "several", strings.Join(labels, ", "))
	return c.text
}

// telephone takes what the page takes.
func (c *cell) telephone() string {
	if c.text != "" && !digit.Dialled(c.text) {
		c.wrong("telephone")
	}
	return c.text
}

func (c *cell) state() State {
	said := letters.Fold(c.text)
	if said == "" || said == string(Held) {
		return Free
	}
	for _, s := range Markable {
		if said == string(s) {
			return s
		}
	}
	c.wrong("code", "allowed", "available, cooling, occupied, withdrawn")
	return Free
}

// Codes lists the codes that the column takes in a country.
func (c Column) Codes(in *country.Pack) []string {
	var out []string
	for _, code := range in.List(c.List).All() {
		out = append(out, code.Key)
	}
	return out
}

package partner

import (
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// The questions of the directory, in the order of its pages and of a file that is exported.
var (
	// OfPartner is asked of a partner. Its code is given once and never changes.
	OfPartner = ask.Of("partner.edit",
		ask.Text("code", func(p *Partner) *string { return &p.Code }).Max(MaxCode).Required(),
		ask.Text("name", func(p *Partner) *string { return &p.Name }).Max(MaxName).Required(),
		ask.Code("kind", codelist.PartnerKind, func(p *Partner) *string { return &p.Kind }).Opened().Required(),
		ask.Code("department", ask.Departments, func(p *Partner) *string { return &p.Department }).Required(),
		ask.Text("town", func(p *Partner) *string { return &p.Town }).Max(MaxName).Required(),
		ask.Text("telephone", func(p *Partner) *string { return &p.Telephone }).Max(MaxPhone).Telephone().Optional(),
		ask.Day("from", func(p *Partner) *date.Date { return &p.From }).
			NotOlder(ask.Life).NotLater(ask.Agreements).Optional(),
		ask.Day("until", func(p *Partner) *date.Date { return &p.Until }).
			NotOlder(ask.Life).NotLater(ask.Agreements).Optional(),
		ask.Number("yearly", 0, MaxYearly, func(p *Partner) *int { return &p.Yearly }).Optional(),
		ask.Among("standing", Standings, func(p *Partner) *Standing { return &p.Standing }).Required(),
	)
	// OfSite is asked of one house. Its address has a form of its own.
	OfSite = ask.Of("partner.site",
		ask.Text("name", func(s *Site) *string { return &s.Name }).Max(MaxName).Required(),
		ask.Code("department", ask.Departments, func(s *Site) *string { return &s.Department }).Required(),
		ask.Text("town", func(s *Site) *string { return &s.Town }).Max(MaxName).Required(),
	)
	// OfAddress is asked of logistics, about a house.
	OfAddress = ask.Of("partner.address",
		ask.Words("street", vault.Address, "partner_site.address_sealed", func(a *Address) *secret.Text {
			return &a.Street
		}).Lines(3).Max(MaxAddress).Required(),
		ask.Words("telephone", vault.Address, "partner_site.telephone_sealed", func(a *Address) *secret.Text {
			return &a.Telephone
		}).Max(MaxPhone).Telephone().Optional(),
		ask.Words("access", vault.Address, "partner_site.access_sealed", func(a *Address) *secret.Text {
			return &a.Access
		}).Lines(4).Max(1000).Optional(),
	)
	// OfPlace is asked of one place.
	OfPlace = ask.Of("partner.place",
		ask.Text("name", func(p *Place) *string { return &p.Name }).Max(MaxName).Required(),
		ask.Number("beds", 1, MaxBeds, func(p *Place) *int { return &p.Beds }).Required().In("partner_place.beds"),
		ask.Number("cots", 0, MaxBeds, func(p *Place) *int { return &p.Cots }).Optional().In("partner_place.cots"),
		ask.Code("accepts", codelist.AcceptsGender, func(p *Place) *string { return &p.Accepts }).
			Optional().In("partner_place.accepts_gender"),
		ask.Tri("children", func(p *Place) *tri.Value { return &p.Children }).In("partner_place.accepts_children"),
		ask.Number("max_children", 0, MaxBeds, func(p *Place) *int { return &p.MaxChildren }).
			Optional().In("partner_place.max_children"),
		ask.Tri("couples", func(p *Place) *tri.Value { return &p.Couples }).In("partner_place.accepts_couples"),
		ask.Tri("animals", func(p *Place) *tri.Value { return &p.Animals }).In("partner_place.accepts_animals"),
		ask.Code("autonomy", codelist.Autonomy, func(p *Place) *string { return &p.Autonomy }).
			Optional().In("partner_place.min_autonomy"),
		ask.Tri("step_free", func(p *Place) *tri.Value { return &p.StepFree }).In("partner_place.step_free"),
		ask.Tri("ground_floor", func(p *Place) *tri.Value { return &p.GroundFloor }).In("partner_place.ground_floor"),
		ask.Level("security", 3, func(p *Place) *int { return &p.Security }).
			Optional().In("partner_place.security_level"),
		ask.Codes("languages", codelist.Language, func(p *Place) *[]string { return &p.Languages }).
			Optional().In("partner_place.languages"),
		ask.Codes("specialisms", codelist.Specialism, func(p *Place) *[]string { return &p.Specialisms }).
			Where(notFlat).Optional().In("partner_place.specialisms"),
		ask.Tick("emergency_flat", func(p *Place) *bool { return &p.EmergencyFlat }),
		ask.Day("available_from", func(p *Place) *date.Date { return &p.AvailableFrom }).
			NotOlder(ask.Life).Optional().In("partner_place.available_from_on"),
	)
)

// Sought is by what the list of partners is narrowed, and put in order.
var Sought = ask.Of("partner.sought",
	ask.Text("q", func(q *Query) *string { return &q.Name }).Max(100),
	ask.Code("kind", codelist.PartnerKind, func(q *Query) *string { return &q.Kind }).Opened(),
	ask.Code("department", ask.Departments, func(q *Query) *string { return &q.Department }).Opened(),
	ask.Among("sort", Sorts, func(q *Query) *Sort { return &q.Sort }),
	ask.Tick("free", func(q *Query) *bool { return &q.Free }),
	ask.Tick("ending", func(q *Query) *bool { return &q.Ending }),
	ask.Tick("absent", func(q *Query) *bool { return &q.Absent }),
)

// Called is by what the partners to call are narrowed, and put in order.
var Called = slices.Concat(Sought.Only("q", "kind", "department"), ask.Of("partner.sought",
	ask.Among("sort", []Sort{BySilence, ByName, ByDepartment, ByPlaces}, func(q *Query) *Sort { return &q.Sort })),
	Sought.Only("absent"))

// OfWeeks is by what the calendar of places is narrowed.
var OfWeeks = ask.Of("partner.calendar",
	ask.Text("q", func(q *CalendarQuery) *string { return &q.Name }).As("partner").Max(MaxName),
	ask.Code("department", ask.Departments, func(q *CalendarQuery) *string { return &q.Department }).Opened(),
	ask.Code("state", codelist.PlaceState, func(q *CalendarQuery) *State { return &q.State }).Opened().Where(stands),
	ask.Tick("stale", func(q *CalendarQuery) *bool { return &q.Stale }))

// stands leaves out the state of a place that nobody has spoken for.
func stands(c country.Code) bool { return c.Key != "declared" }

// notFlat leaves the emergency flat out of the specialisms: it is asked by itself, though a file marks it among them.
func notFlat(c country.Code) bool { return c.Key != emergencyFlat }

// columnOf is the column of an import file that answers a question about a place.
func columnOf(name string) Column {
	q := OfPlace.Named(name)
	most := map[ask.Kind]int{ask.Count: 6, ask.ThreeWay: 10, ask.OnDay: 10, ask.One: 40, ask.Several: 200}[q.Kind]
	return Column{Name: q.File(), List: q.List, most: most,
		read: func(c *cell, r *record) { q.Set(&r.place, c.ofPlace(r).answer(q.Question)) }}
}

// answer reads a cell as the question it answers.
func (c *cell) answer(q ask.Question) ask.Answer {
	switch q.Kind {
	case ask.ThreeWay:
		return ask.Said(c.tri())
	case ask.Count:
		return ask.Counted(c.number(q.Least, q.Most))
	case ask.OnDay:
		return ask.Dated(c.date())
	case ask.Several:
		return ask.Answer{Codes: c.codes()}
	}
	if q.List == "" {
		return ask.Counted(c.number(0, len(q.Values)))
	}
	return ask.Answer{Codes: []string{c.code(q.Must)}}
}

// cellOf writes what a place answers as a file says it: a number is always written, a list by spaces.
func cellOf(q ask.Field[Place], p *Place) field {
	a := q.Get(p)
	if q.Kind == ask.Count || q.Kind == ask.One && q.List == "" {
		return field{q.File(), strconv.Itoa(a.Int())}
	}
	return field{q.File(), strings.Join(a.Codes, " ")}
}

package partnerweb

import (
	"context"
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

// departmentOptions are the departments by name and code.
func departmentOptions(ctx context.Context) []web.Option {
	var out []web.Option
	for _, a := range web.Country(ctx).Departments() {
		out = append(out, web.Option{Value: a.Code, Label: a.Name + " (" + a.Code + ")"})
	}
	return out
}

func label(ctx context.Context, name codelist.Name, key string) string {
	if key == "" {
		return web.T(ctx, "partner.unknown")
	}
	return web.Country(ctx).List(name).Label(web.Lang(ctx), key)
}

func labels(ctx context.Context, name codelist.Name, keys []string) string {
	var out []string
	for _, k := range keys {
		out = append(out, label(ctx, name, k))
	}
	return strings.Join(out, ", ")
}

func area(ctx context.Context, code string) string {
	return web.Country(ctx).Name(code) + " (" + code + ")"
}

func day(ctx context.Context, d date.Date) string {
	if d.IsZero() {
		return web.T(ctx, "partner.unknown")
	}
	return web.ShortDay(ctx, d)
}

// confirmed says how old the host's word on a place is.
func confirmed(ctx context.Context, p partner.Place) string {
	switch {
	case p.ConfirmedAt.IsZero():
		return web.T(ctx, "partner.never_confirmed")
	case p.ConfirmedWay == partner.ByTelephone:
		return web.T(ctx, "partner.confirmed_told", "when", web.In(ctx, p.ConfirmedAt))
	}
	return web.T(ctx, "partner.confirmed", "when", web.In(ctx, p.ConfirmedAt))
}

func listHeads(ctx context.Context) []string {
	var out []string
	for _, k := range []string{"name", "kind", "department", "convention", "places", "free", "host"} {
		out = append(out, web.T(ctx, "partner.column."+k))
	}
	return out
}

func listRows(ctx context.Context, lines []partner.Line) [][]web.Cell {
	var out [][]web.Cell
	for _, l := range lines {
		host := "partner.nobody_joined"
		if l.HostJoined {
			host = "partner.joined"
		}
		out = append(out, []web.Cell{
			{Words: l.Name, URL: "/partners/" + l.ID.String()}, {Words: label(ctx, codelist.PartnerKind, l.Kind)},
			{Words: area(ctx, l.Department)},
			{Words: day(ctx, l.Until)}, {Words: web.Number(ctx, l.Places), Number: true},
			{Words: web.Number(ctx, l.Free), Number: true},
			{Words: web.T(ctx, host)},
		})
	}
	return out
}

func searchForm(q partner.Query) *web.Form {
	return web.NewForm(map[string][]string{"q": {q.Name}, "department": {q.Department}, "sort": {string(q.Sort)}})
}

func facts(ctx context.Context, p partner.Partner, change string) []web.Row {
	yearly := web.T(ctx, "partner.unknown")
	if p.Yearly > 0 {
		yearly = web.Number(ctx, p.Yearly)
	}
	return []web.Row{
		{Label: "partner.edit.field.kind", Value: label(ctx, codelist.PartnerKind, p.Kind)},
		{Label: "partner.edit.field.department", Value: p.Town + ", " + area(ctx, p.Department)},
		{Label: "partner.edit.field.standing", Value: web.T(ctx, "partner.edit.standing."+string(p.Standing)),
			Change: change},
		{Label: "partner.edit.field.from", Value: day(ctx, p.From)},
		{Label: "partner.edit.field.until", Value: day(ctx, p.Until), Change: change},
		{Label: "partner.edit.field.yearly", Value: yearly, Change: change},
		{Label: "partner.edit.field.telephone", Value: p.Telephone, Change: change},
	}
}

// profile tells in one line each what a place is, what it accepts and what it offers.
func profile(ctx context.Context, p partner.PlaceRow) []string {
	out := []string{web.T(ctx, "partner.line.beds", "n", p.Beds)}
	if p.Cots > 0 {
		out = append(out, web.T(ctx, "partner.line.cots", "n", p.Cots))
	}
	out = append(out, web.T(ctx, "partner.place.field.accepts")+" "+label(ctx, codelist.AcceptsGender, p.Accepts))
	for _, f := range []struct {
		key   string
		value tri.Value
	}{{"children", p.Children}, {"couples", p.Couples}, {"animals", p.Animals}, {"step_free", p.StepFree},
		{"ground_floor", p.GroundFloor}} {
		out = append(out, web.T(ctx, "partner.place.field."+f.key)+" "+web.T(ctx, "partner.tri."+f.value.String()))
	}
	out = append(out, web.T(ctx, "partner.place.field.autonomy")+" "+label(ctx, codelist.Autonomy, p.Autonomy))
	security := web.T(ctx, "partner.unknown")
	if p.Security > 0 {
		security = web.Number(ctx, p.Security)
	}
	out = append(out, web.T(ctx, "partner.place.field.security")+" "+security)
	if len(p.Languages) > 0 {
		out = append(out, labels(ctx, codelist.Language, p.Languages))
	}
	if len(p.Specialisms) > 0 {
		out = append(out, labels(ctx, codelist.Specialism, p.Specialisms))
	}
	if p.EmergencyFlat {
		out = append(out, web.T(ctx, "partner.place.field.emergency_flat"))
	}
	if !p.AvailableFrom.IsZero() {
		out = append(out, web.T(ctx, "partner.place.field.available_from")+" "+web.ShortDay(ctx, p.AvailableFrom))
	}
	return out
}

// state says where a place stands, and until when it is held.
func state(ctx context.Context, p partner.PlaceRow) string {
	words := label(ctx, codelist.PlaceState, string(p.State))
	switch {
	case p.State == partner.Held:
		words = web.T(ctx, "partner.held_until", "when", web.Date(ctx, p.HeldUntil))
	case p.ByNetwork && p.FreeOn.IsZero():
		words = web.T(ctx, "partner.by_network")
	case p.ByNetwork:
		words = web.T(ctx, "partner.by_network_until", "day", web.ShortDay(ctx, p.FreeOn))
	}
	return words
}

// others are the states that somebody may mark now.
func others(p partner.PlaceRow) []partner.State {
	var out []partner.State
	for _, s := range partner.Markable {
		if s != p.Marked && !p.ByNetwork {
			out = append(out, s)
		}
	}
	return out
}

// staleIDs are the places a host is asked about, as the confirming form sends them.
func staleIDs(m partner.Mine) (list string, n int) {
	var ids []string
	for _, p := range m.Places {
		if p.Stale(m.Now) {
			ids = append(ids, p.ID.String())
		}
	}
	return strings.Join(ids, " "), len(ids)
}

// placeForm is what the form of a place needs besides what was typed.
type placeForm struct {
	Partner, Site string
	Action        string
	Place         partner.Place
	Row           partner.PlaceRow
	Changed       bool
}

func formOf(p partner.PlaceRow, changed bool) placeForm {
	return placeForm{p.Partner.Name, p.SiteName, "/places/" + p.ID.String() + "/edit", p.Place, p, changed}
}

// fill puts into the form what is known of the place.
func countRows(ctx context.Context, r partner.Report) [][]web.Cell {
	var out [][]web.Cell
	for _, line := range []struct {
		key string
		n   partner.Count
	}{{"partners", r.Partners}, {"sites", r.Sites}, {"places", r.Places}} {
		out = append(out, []web.Cell{{Words: web.T(ctx, "partner.import."+line.key)},
			{Words: web.Number(ctx, line.n.Added), Number: true},
			{Words: web.Number(ctx, line.n.Changed), Number: true},
			{Words: web.Number(ctx, line.n.Same), Number: true}})
	}
	return out
}

func mistakeRows(ctx context.Context, r partner.Report) [][]web.Cell {
	var out [][]web.Cell
	for _, m := range r.Mistakes {
		out = append(out, []web.Cell{{Words: strconv.Itoa(m.Line), Number: true}, {Words: m.Column},
			{Words: web.T(ctx, m.Key, m.Args...)}})
	}
	return out
}

func changeRows(ctx context.Context, r partner.Report) [][]web.Cell {
	var out [][]web.Cell
	for _, c := range r.Changes {
		out = append(out, []web.Cell{{Words: strconv.Itoa(c.Line), Number: true},
			{Words: strings.Trim(strings.Join([]string{c.Partner, c.Site, c.Place}, " · "), " ·")},
			{Words: strings.Join(c.Columns, ", ")}})
	}
	return out
}

// columnRows documents the header of an import file on its page.
func columnRows(ctx context.Context) [][]web.Cell {
	var out [][]web.Cell
	for _, c := range partner.Columns {
		words := web.T(ctx, "partner.field."+c.Name)
		if c.List != "" && c.List != codelist.Language {
			words += " " + web.T(ctx, "partner.import.codes", "codes", strings.Join(keys(ctx, c.List), ", "))
		}
		if c.Optional {
			words += " " + web.T(ctx, "partner.import.optional")
		}
		out = append(out, []web.Cell{{Words: c.Name}, {Words: words}})
	}
	return out
}

func headsOf(ctx context.Context, list ...string) []string {
	var out []string
	for _, k := range list {
		out = append(out, web.T(ctx, "partner.import.head_"+k))
	}
	return out
}

func headerLine() string {
	var out []string
	for _, c := range partner.Columns {
		out = append(out, c.Name)
	}
	return strings.Join(out, ";")
}

func action(p partner.Partner) string {
	if p.ID.IsZero() {
		return "/partners"
	}
	return "/partners/" + p.ID.String() + "/edit"
}

func siteAction(p partner.Partner, s partner.Site) string {
	to := "/partners/" + p.ID.String() + "/sites"
	if s.ID.IsZero() {
		return to
	}
	return to + "/" + s.ID.String()
}

func keys(ctx context.Context, name codelist.Name) []string {
	var out []string
	for _, c := range web.Country(ctx).List(name).All() {
		out = append(out, c.Key)
	}
	return out
}

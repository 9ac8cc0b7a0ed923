package partner

import (
	"context"
	"slices"
	"strconv"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// field is one column with what it says of a thing.
type field struct{ column, value string }

func partnerFields(p Partner) []field {
	return []field{
		{"partner_code", p.Code}, {"partner_name", p.Name}, {"partner_kind", p.Kind}, {"department", p.Department},
		{"town", p.Town},
		{"convention_from", p.From.String()}, {"convention_until", p.Until.String()},
		{"yearly_places", strconv.Itoa(p.Yearly)},
		{"contact_telephone", p.Telephone},
	}
}

func siteFields(s Site) []field {
	return []field{{"site_name", s.Name}, {"site_department", s.Department}, {"site_town", s.Town}}
}

func placeFields(p Place) []field {
	p.Specialisms = slices.Clone(p.Specialisms)
	if p.EmergencyFlat {
		p.Specialisms = append(p.Specialisms, emergencyFlat)
	}
	out := []field{{"place_name", p.Name}}
	for _, q := range OfPlace {
		if q.Column != "" {
			out = append(out, cellOf(q, &p))
		}
	}
	return out
}

// differing returns the columns in which two lists of the same fields differ.
func differing(a, b []field) []string {
	var out []string
	for i := range a {
		if letters.Look(a[i].value) != letters.Look(b[i].value) {
			out = append(out, a[i].column)
		}
	}
	return out
}

// Export writes the directory as the rows of a file that Import reads again: every partner and place, without addresses
// and telephones of sites.
func (d *Desk) Export(ctx context.Context, who access.Actor) ([][]string, error) {
	var out [][]string
	err := d.gate.Office(ctx, who, Export, func(v *gate.OfficeView) error {
		partners, err := lines(v)
		if err != nil {
			return err
		}
		places, err := readPlaces(v.Query, v.Now(), qAllPlaces)
		if err != nil {
			return err
		}
		sites := map[string][]Site{}
		err = gate.Each(v.Query, qAllSites, func(rows *gate.Rows) error {
			var code string
			s, err := scanSite(rows, &code)
			sites[code] = append(sites[code], s)
			return err
		})
		out = table(v.Country(), partners, sites, places)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func table(in *country.Pack, partners []Line, sites map[string][]Site, places []PlaceRow) [][]string {
	var names []string
	for _, c := range Columns {
		if !sealedColumn(c.Name) {
			names = append(names, c.Name)
		}
	}
	rows := [][]string{names}
	of, filled := map[string][]PlaceRow{}, map[SiteID]bool{}
	for _, p := range places {
		of[p.Partner.Code], filled[p.Site] = append(of[p.Partner.Code], p), true
	}
	at := map[SiteID]Site{}
	for _, some := range sites {
		for _, s := range some {
			at[s.ID] = s
		}
	}
	for _, l := range partners {
		if len(sites[l.Code]) == 0 {
			rows = append(rows, line(names, partnerFields(l.Partner)))
		}
		for _, s := range sites[l.Code] {
			if !filled[s.ID] {
				rows = append(rows, line(names, append(partnerFields(l.Partner), siteFields(s)...)))
			}
		}
		for _, p := range of[l.Code] {
			fields := append(append(partnerFields(l.Partner), siteFields(at[p.Site])...), placeFields(p.Place)...)
			rows = append(rows,
				line(names, append(fields, field{"place_state", string(p.State)}, confirmedField(in, p.Place))))
		}
	}
	return rows
}

// confirmedField is the day on which the host last spoke of a place.
func confirmedField(in *country.Pack, p Place) field {
	if p.ConfirmedAt.IsZero() {
		return field{"confirmed_on", ""}
	}
	return field{"confirmed_on", in.Day(p.ConfirmedAt).String()}
}

// byColumn is what fields say, by the names of their columns.
func byColumn(fields []field) map[string]string {
	at := map[string]string{}
	for _, f := range fields {
		at[f.column] = f.value
	}
	return at
}

func line(names []string, fields []field) []string {
	at := byColumn(fields)
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = at[n]
	}
	return out
}

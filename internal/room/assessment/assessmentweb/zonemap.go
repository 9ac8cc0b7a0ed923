package assessmentweb

import (
	"context"
	"slices"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/web"
)

// zonesOnMap draws the departments that the zones touch: a town's own, and each of a region's.
func zonesOnMap(ctx context.Context, zones []casefile.Zone) web.Map {
	p := web.Country(ctx)
	words := map[string][]string{}
	var codes []string
	for _, z := range zones {
		touched := p.Inside(z.Area)
		if d, ok := p.Department(z.Area); ok {
			touched = append(touched[:0], d)
		}
		for _, d := range touched {
			if !slices.Contains(codes, d.Code) {
				codes = append(codes, d.Code)
			}
			words[d.Code] = append(words[d.Code], zoneWords(ctx, z))
		}
	}
	m := web.Map{
		ID: "zones", Title: web.T(ctx, "assessment.zone.map"), Words: web.T(ctx, "assessment.zone.drawn", "n",
			len(codes)), Drawing: p.Drawing(),
		Heads:  []string{web.T(ctx, "assessment.zone.department"), web.T(ctx, "assessment.zone.which")},
		Legend: []web.MapKey{{Kind: web.MapDanger, Words: web.T(ctx, "assessment.zone.which")}},
	}
	for _, code := range codes {
		all := web.Apart(ctx, words[code])
		m.Areas = append(m.Areas, web.MapArea{Code: code, Name: p.Label(code), Kind: web.MapDanger,
			Sign: "▲", Words: all, Cells: []web.Cell{{Words: all}}})
	}
	return m
}

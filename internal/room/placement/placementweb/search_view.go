package placementweb

import (
	"context"
	"slices"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/web"
)

// movedWords says why the line moved last.
func movedWords(ctx context.Context, n finding.Next) string {
	switch n.Cause {
	case finding.CauseDeclined:
		return web.T(ctx, "placement.next.declined", "area", area(ctx, n.Department), "reason",
			label(ctx, codelist.Decline, n.Reason))
	case finding.CauseExpired:
		return web.T(ctx, "placement.next.expired", "area", area(ctx, n.Department))
	}
	return ""
}

// chips are the reasons for a place, then what is to be asked and of whom.
func chips(ctx context.Context, m finding.Match) []web.Chip {
	var out []web.Chip
	say := func(words string) { out = append(out, web.Chip{Words: words}) }
	if m.Safe() {
		say(datum(ctx, m.Danger()))
	}
	for _, c := range m.Covered() {
		if c == "language" {
			say(web.T(ctx, "placement.chip.language"))
		} else {
			say(label(ctx, codelist.Need, c))
		}
	}
	say(web.T(ctx, "placement.chip.beds", "n", m.Row.Beds, "cots", m.Row.Cots))
	if c := m.Calendar(); c.Datum.Code != "free_now" {
		say(datum(ctx, c))
	}
	out = append(out, confirmation(ctx, m))
	if m.Row.EmergencyFlat {
		say(web.T(ctx, "placement.chip.emergency_flat"))
	}
	for _, c := range m.Asks() {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.ask", "what", datum(ctx, c), "whom", fixer(ctx, c)),
			Kind: web.ChipAsk})
	}
	switch {
	case m.Open:
		out = append(out, web.Chip{Words: web.T(ctx, "placement.chip.asked")})
	case !m.Row.HostJoined:
		out = append(out, web.Chip{Words: web.T(ctx, "placement.chip.no_account", "telephone", m.Row.Partner.Telephone),
			Kind: web.ChipAgainst})
	}
	return out
}

// confirmation says how old the host's word is; what is older than a week is to be asked again.
func confirmation(ctx context.Context, m finding.Match) web.Chip {
	c := web.Chip{Words: web.T(ctx, "placement.chip.never_confirmed")}
	switch {
	case m.Row.ConfirmedAt.IsZero():
	case m.Stale():
		c.Words = web.T(ctx, "placement.chip.stale", "since", web.In(ctx, m.Row.ConfirmedAt))
	default:
		c.Words = web.T(ctx, "placement.chip.confirmed", "since", web.In(ctx, m.Row.ConfirmedAt))
	}
	if !m.Fresh {
		c.Kind = web.ChipAsk
	}
	return c
}

func placeOf(ctx context.Context, f *web.Form, m finding.Match) web.Place {
	p := web.Place{ID: m.Row.ID.String(), Area: area(ctx, m.Row.Department), Host: hostOf(&m.Row), Chips: chips(ctx, m)}
	if m.Askable() {
		p.Tick, p.Kept = "place", slices.Contains(f.Values("place"), p.ID)
	}
	return p
}

package placementweb

import (
	"context"
	"slices"
	"strings"

	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/web"
)

// How many places of a search are seen without unfolding them: the ten best, and of those to be verified some at least.
const (
	atOnce = 10
	least  = 3
)

// placesOf draws places as rows, without what all of them say, which stands above them.
func placesOf(ctx context.Context, f *web.Form, found finding.Found,
	list []finding.Match) (rows []web.Place, shared []web.Chip) {
	for i, m := range list {
		p := placeOf(ctx, f, m)
		p.Chips = append(declinedChips(ctx, found, m), p.Chips...)
		if i == 0 {
			shared = slices.Clone(p.Chips)
		}
		shared = slices.DeleteFunc(shared, func(c web.Chip) bool { return !slices.Contains(p.Chips, c) })
		rows = append(rows, p)
	}
	if len(list) < 3 { // nothing is shorter by it
		return rows, nil
	}
	for i := range rows {
		rows[i].Chips = slices.DeleteFunc(rows[i].Chips, func(c web.Chip) bool { return slices.Contains(shared, c) })
	}
	return rows, shared
}

// declinedChips say that the host of a place has said no in this case, why and when.
func declinedChips(ctx context.Context, found finding.Found, m finding.Match) (out []web.Chip) {
	for _, p := range found.Proposals {
		if p.Place == m.Row.ID && (p.State == proposal.Declined || p.State == proposal.FinalDeclined) {
			return []web.Chip{{Words: web.Pair(ctx, outcome(ctx, p), web.DateIn(ctx, p.Ended(), m.Row.Department)),
				Kind: web.ChipAgainst}}
		}
	}
	return nil
}

// keptIn tells whether one of the places is ticked.
func keptIn(rows []web.Place) bool {
	return slices.ContainsFunc(rows, func(p web.Place) bool { return p.Kept })
}

// inOne joins what chips say.
func inOne(chips []web.Chip) string {
	out := make([]string, len(chips))
	for i, c := range chips {
		out[i] = c.Words
	}
	return strings.Join(out, " · ")
}

func placeOf(ctx context.Context, f *web.Form, m finding.Match) web.Place {
	p := web.Place{ID: m.Row.ID.String(), Area: web.AreaName(ctx, m.Row.Department), Host: hostOf(m.Row),
		Chips: chips(ctx, m)}
	if m.Askable() {
		p.Tick, p.Kept = "place", slices.Contains(f.Values("place"), p.ID)
	}
	return p
}

// chips are the reasons for a place, then what is to be asked and of whom.
func chips(ctx context.Context, m finding.Match) []web.Chip {
	var out []web.Chip
	say := func(words string) { out = append(out, web.Chip{Words: words}) }
	if m.Safe() {
		say(datum(ctx, m.Danger()))
	}
	for _, c := range m.Covered() {
		say(itemList(ctx, c))
	}
	say(web.T(ctx, "placement.chip.beds", "n", m.Row.Beds, "cots", m.Row.Cots))
	if c := m.Check(finding.RuleWish); c.Aside() {
		out = append(out, web.Chip{Words: datum(ctx, c), Kind: web.ChipAsk})
	}
	if c := m.Calendar(); c.Datum.Code != "free_now" {
		say(datum(ctx, c))
	}
	if day := m.Ahead(); !day.IsZero() && m.Askable() {
		out = append(out, web.Chip{Words: web.T(ctx, "placement.chip.ahead", "day", web.ShortDay(ctx, day)),
			Kind: web.ChipAsk})
	}
	out = append(out, confirmation(ctx, m))
	if m.Row.EmergencyFlat {
		say(web.T(ctx, "placement.chip.emergency_flat"))
	}
	out = append(out, askChips(ctx, m.Asks())...)
	return append(out, beforeChips(ctx, m)...)
}

// beforeChips say what must happen before the host of a place can be asked, and by whom, where it cannot be ticked.
func beforeChips(ctx context.Context, m finding.Match) []web.Chip {
	return beforeWords(ctx, m.Row, m.Before())
}

func beforeWords(ctx context.Context, row finding.PlaceRow, what string) []web.Chip {
	switch what {
	case "", finding.BeforeExcluded:
		return nil
	case finding.BeforeAnswer:
		if day := row.LeftOn(); !day.IsZero() {
			return []web.Chip{{Words: web.T(ctx, "placement.chip.asked_ahead", "day", web.ShortDay(ctx, day)),
				Kind: web.ChipAsk}}
		}
		return []web.Chip{{Words: web.T(ctx, "placement.chip.asked")}}
	case finding.BeforeAccount:
		return []web.Chip{{Words: web.T(ctx, "placement.chip.no_account", "telephone", row.Partner.Telephone),
			Kind: web.ChipAgainst}}
	case finding.BeforeFree:
		return []web.Chip{{Words: web.T(ctx, "placement.before.occupied"), Kind: web.ChipAgainst}}
	default:
		return []web.Chip{{Words: web.T(ctx, "placement.before."+what), Kind: web.ChipAgainst}}
	}
}

// asideWords says how many places are left aside until she wishes for their area, and where they are.
func asideWords(ctx context.Context, list []finding.Match) string {
	var where []string
	for _, m := range list {
		if a := web.AreaName(ctx, m.Row.Department); !slices.Contains(where, a) {
			where = append(where, a)
		}
	}
	return web.T(ctx, "placement.search.aside", "n", len(list), "where", strings.Join(where, ", "))
}

// confirmation says how old the host's word is; what is older than a week is to be asked again.
func confirmation(ctx context.Context, m finding.Match) web.Chip {
	c := web.Chip{Words: confirmed(ctx, m)}
	if m.Stale() && !m.Row.ConfirmedAt.IsZero() {
		c.Words = web.T(ctx, "placement.chip.stale", "since", web.In(ctx, m.Row.ConfirmedAt))
	}
	if !m.Fresh {
		c.Kind = web.ChipAsk
	}
	return c
}

func confirmed(ctx context.Context, m finding.Match) string {
	if m.Row.ConfirmedAt.IsZero() {
		return web.T(ctx, "placement.chip.never_confirmed")
	}
	return web.T(ctx, "placement.chip.confirmed", "since", web.In(ctx, m.Row.ConfirmedAt))
}

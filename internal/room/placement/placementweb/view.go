package placementweb

import (
	"context"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/codelist/country"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/web"
)

func label(ctx context.Context, list codelist.Name, key string) string {
	return codelist.Of(list).Label(web.Lang(ctx), key)
}

func labels(ctx context.Context, list codelist.Name, keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = label(ctx, list, k)
	}
	return strings.Join(out, ", ")
}

func options(ctx context.Context, list codelist.Name, on date.Date) []web.Option {
	var out []web.Option
	for _, c := range codelist.Of(list).Codes(on) {
		out = append(out, web.Option{Value: c.Key, Label: c.Label(web.Lang(ctx))})
	}
	return out
}

// area names a department: "Lot (46)".
func area(code string) string { return country.France().Name(code) + " (" + code + ")" }

// itemWords names the code a datum is about: an area, a need, whom a host receives.
func itemWords(ctx context.Context, item string) string {
	if _, ok := country.France().Lookup(item); ok {
		return area(item)
	}
	for _, list := range []codelist.Name{codelist.Need, codelist.AcceptsGender} {
		if s, ok := codelist.Of(list).Text(web.Lang(ctx), item); ok {
			return s
		}
	}
	return item
}

// datum is a rule's fact in words.
func datum(ctx context.Context, c finding.Check) string {
	on := ""
	if !c.Datum.On.IsZero() {
		on = web.ShortDay(ctx, c.Datum.On)
	}
	return web.T(ctx, "placement.datum."+c.Datum.Code, "have", c.Datum.Have, "want", c.Datum.Want, "item",
		itemWords(ctx, c.Datum.Item), "on", on,
		"time", minutes(ctx, c.Datum.Have), "least", minutes(ctx, c.Datum.Want), "km", c.Datum.Kilometres, "how",
		how(ctx, !c.Datum.Estimated))
}

func minutes(ctx context.Context, n int) string { return web.Length(ctx, time.Duration(n)*time.Minute) }

// how says where a travel time comes from.
func how(ctx context.Context, measured bool) string {
	if measured {
		return web.T(ctx, "placement.travel.measured")
	}
	return web.T(ctx, "placement.travel.estimated")
}

func fixer(ctx context.Context, c finding.Check) string {
	return web.T(ctx, "placement.fix."+string(c.Fix))
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
	p := web.Place{ID: m.Row.ID.String(), Area: area(m.Row.Department), Host: hostOf(&m.Row), Chips: chips(ctx, m)}
	if m.Askable() {
		p.Tick, p.Kept = "place", slices.Contains(f.Values("place"), p.ID)
	}
	return p
}

// household is who travels together, in words.
func household(ctx context.Context, s proposal.Shape) string {
	words := web.T(ctx, "placement.letter.adults", "n", s.Adults)
	if len(s.Children) > 0 {
		words = web.T(ctx, "placement.letter.with", "adults", words, "children",
			web.T(ctx, "placement.letter.children", "n", len(s.Children)), "bands",
			labels(ctx, codelist.ChildAge, s.Children))
	}
	if s.Animals == tri.Yes {
		words += ". " + web.T(ctx, "placement.letter.animal")
	}
	return words
}

func spoken(ctx context.Context, s proposal.Shape) string {
	var out []string
	if s.Language != "" {
		out = append(out, web.T(ctx, "placement.letter.language", "language",
			label(ctx, codelist.Language, s.Language)))
	}
	if s.Interpreter {
		out = append(out, web.T(ctx, "placement.letter.interpreter"))
	}
	if len(out) == 0 {
		return web.T(ctx, "placement.letter.no_interpreter")
	}
	return strings.Join(out, " ")
}

func wanted(ctx context.Context, s proposal.Shape) string {
	if len(s.Needs) == 0 {
		return web.T(ctx, "placement.letter.no_needs")
	}
	return labels(ctx, codelist.Need, s.Needs)
}

func autonomy(ctx context.Context, s proposal.Shape) string {
	if s.Autonomy == "" {
		return ""
	}
	return label(ctx, codelist.Autonomy, s.Autonomy)
}

func ready(ctx context.Context, s proposal.Shape) string {
	var out []string
	if !s.ReadyOn.IsZero() {
		out = append(out, web.T(ctx, "placement.letter.from", "day", web.Day(ctx, s.ReadyOn)))
	}
	if s.Weeks > 0 {
		out = append(out, web.T(ctx, "placement.letter.weeks", "n", s.Weeks))
	}
	return strings.Join(out, " ")
}

// letterRows is the proposal as a summary list: the same for the coordinator who looks first and for the host.
func letterRows(ctx context.Context, l asking.Letter) []web.Row {
	return []web.Row{
		{Label: "placement.letter.place", Value: l.Place},
		{Label: "placement.letter.who", Value: household(ctx, l.Shape)},
		{Label: "placement.letter.speaks", Value: spoken(ctx, l.Shape)},
		{Label: "placement.letter.needs", Value: wanted(ctx, l.Shape)},
		{Label: "placement.letter.presence", Value: autonomy(ctx, l.Shape)},
		{Label: "placement.letter.when", Value: ready(ctx, l.Shape)},
		{Label: "placement.letter.danger", Value: web.T(ctx, "placement.letter.clear")},
	}
}

// outcome says how a proposal ended, with its reason where there is one.
func outcome(ctx context.Context, p proposal.Proposal) string {
	s := web.T(ctx, "placement.state."+string(p.State))
	if p.State == proposal.Declined || p.State == proposal.FinalDeclined {
		s += web.T(ctx, "placement.because", "reason", label(ctx, codelist.Decline, p.Reason))
	}
	return s
}

func seenWords(ctx context.Context, p proposal.Proposal) string {
	if p.Seen.IsZero() {
		return web.T(ctx, "placement.board.unseen")
	}
	return web.T(ctx, "placement.board.seen", "since", web.Since(ctx, p.Seen))
}

func interviewWords(ctx context.Context, i proposal.Interview) string {
	s := web.Date(ctx, i.At) + ", " + web.T(ctx, "placement.way."+i.Way)
	for _, a := range i.Attends {
		s += ", " + web.T(ctx, "placement.attends."+a)
	}
	return s
}

func onProposal(h casefile.Ref, p proposal.ID) string {
	return "/cases/" + h.String() + "/proposals/" + p.String()
}

// opening names what admission opens.
func opening(ctx context.Context, o asking.Opening) string {
	var out []string
	for c := range strings.FieldsSeq(o.Opens.String()) {
		out = append(out, web.T(ctx, "placement.opens."+c))
	}
	return strings.Join(out, ", ")
}

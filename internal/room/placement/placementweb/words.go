package placementweb

import (
	"context"
	"strings"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

// What a link is about.
var (
	caseOf     = room.CaseOf
	proposalOf = web.ID[proposal.ID]("proposal")
	saidOf     = web.ID[asking.SaidID]("said")
	noticeOf   = web.ID[asking.NoticeID]("notice")
	placeIn    = web.ID[finding.PlaceID]("place")
	decisionOf = web.ID[decision.ID]("decision")
	roundOf    = web.ID[weighing.ID]("round")
	personOf   = web.ID[casefile.Ref]("person")
)

func onCase(c casefile.Ref) string                     { return "/cases/" + c.String() }
func onSearch(c casefile.Ref) string                   { return onCase(c) + "/search" }
func onChanges(c casefile.Ref) string                  { return onCase(c) + "/proposals/changes" }
func onPlace(c casefile.Ref, p finding.PlaceID) string { return onCase(c) + "/places/" + p.String() }
func onDecision(c casefile.Ref, d decision.ID) string  { return onCase(c) + "/decisions/" + d.String() }
func onProposal(c casefile.Ref, p proposal.ID) string  { return onCase(c) + "/proposals/" + p.String() }

// placeName names a place: "Lot (46), Le Phare, Maison Azur, Chambre 1".
func placeName(ctx context.Context, r finding.PlaceRow) string {
	return web.AreaName(ctx, r.Department) + ", " + r.Partner.Name + ", " + r.SiteName + ", " + r.Name
}

func hostOf(r finding.PlaceRow) string { return r.Partner.Name + " – " + r.SiteName + ", " + r.Name }

func ruleName(ctx context.Context, rule finding.RuleID) string {
	return web.T(ctx, "placement.rule_name."+string(rule))
}

func criterionName(ctx context.Context, c finding.Criterion) string {
	return web.T(ctx, "placement.criterion."+string(c))
}

// itemWords names the code a datum is about: an area, a need, whom a host receives.
func itemWords(ctx context.Context, item string) string {
	if _, ok := web.Country(ctx).Lookup(item); ok || item == country.InWords {
		return web.AreaName(ctx, item)
	}
	for _, list := range []codelist.Name{codelist.Need, codelist.AcceptsGender} {
		if s, ok := web.Country(ctx).List(list).Text(web.Lang(ctx), item); ok {
			return s
		}
	}
	return item
}

// datum is a rule's fact in words.
func datum(ctx context.Context, c finding.Check) string {
	on := web.When(!c.Datum.On.IsZero(), web.ShortDay(ctx, c.Datum.On))
	return web.T(ctx, "placement.datum."+datumCode(ctx, c), "have", c.Datum.Have, "want", c.Datum.Want, "item",
		itemWords(ctx, c.Datum.Item), "on", on, "time", minutes(ctx, c.Datum.Have), "least",
		minutes(ctx, c.Datum.Want), "km", c.Datum.Kilometres, "how", how(ctx, !c.Datum.Estimated))
}

// datumCode is what a rule says of a place, by the day on which it is read: a convention that ends before she can
// arrive has ended, or is still to end.
func datumCode(ctx context.Context, c finding.Check) string {
	if c.Datum.Code == "convention_ended" && !c.Datum.On.Before(web.Today(ctx)) {
		return "convention_ends"
	}
	return c.Datum.Code
}

// sourced is a rule's fact with where it comes from: who stated what is asked for her, and who what there is.
func sourced(ctx context.Context, c finding.Check) string {
	return web.T(ctx, "placement.source.says", "what", datum(ctx, c), "from", sourceWords(ctx, c))
}

func sourceWords(ctx context.Context, c finding.Check) string {
	return web.Joined(ctx, ", ", c.Sources(), func(ctx context.Context, s finding.Source) string {
		return web.T(ctx, "placement.source."+string(s))
	})
}

// fix is a datum with where it comes from, and who may correct it.
func fix(ctx context.Context, c finding.Check) string {
	return sourced(ctx, c) + ". " + web.T(ctx, "placement.search.fix", "whom", fixer(ctx, c))
}

// toAsk is what is not known, with whom to ask.
func toAsk(ctx context.Context, c finding.Check) string {
	return web.T(ctx, "placement.ask", "what", datum(ctx, c), "whom", fixer(ctx, c))
}

func askChips(ctx context.Context, list []finding.Check) []web.Chip {
	return web.Each(ctx, list, func(ctx context.Context, c finding.Check) web.Chip {
		return web.Chip{Words: toAsk(ctx, c), Kind: web.ChipAsk}
	})
}

func fixer(ctx context.Context, c finding.Check) string {
	return web.T(ctx, "placement.fix."+string(c.Fix))
}

func minutes(ctx context.Context, n int) string { return web.Length(ctx, time.Duration(n)*time.Minute) }

// how says where a travel time comes from.
func how(ctx context.Context, measured bool) string {
	return web.T(ctx, web.Either(measured, "placement.travel.measured", "placement.travel.estimated"))
}

// comparison is where places are seen side by side.
func comparison(c casefile.Ref, places []finding.PlaceID) string {
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.String()
	}
	return onCase(c) + "/comparison?places=" + strings.Join(ids, ",")
}

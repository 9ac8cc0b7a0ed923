package placementweb

import (
	"context"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/web"
)

// named in words: "Lot (46), Le Phare, Maison Azur, Chambre 1".
func placeName(ctx context.Context, r finding.PlaceRow) string {
	return area(ctx, r.Department) + ", " + r.Partner.Name + ", " + r.SiteName + ", " + r.Name
}

func ruleName(ctx context.Context, rule finding.RuleID) string {
	return web.T(ctx, "placement.rule_name."+string(rule))
}

func criterionName(ctx context.Context, c finding.Criterion) string {
	return web.T(ctx, "placement.criterion."+string(c))
}

func keys(r *web.Request, list codelist.Name) []string {
	var out []string
	for _, c := range r.Country().List(list).Codes(r.Today()) {
		out = append(out, c.Key)
	}
	return out
}

func label(ctx context.Context, list codelist.Name, key string) string {
	return web.Country(ctx).List(list).Label(web.Lang(ctx), key)
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
	for _, c := range web.Country(ctx).List(list).Codes(on) {
		out = append(out, web.Option{Value: c.Key, Label: c.Label(web.Lang(ctx))})
	}
	return out
}

// area names a department: "Lot (46)".
func area(ctx context.Context, code string) string {
	return web.Country(ctx).Name(code) + " (" + code + ")"
}

// itemWords names the code a datum is about: an area, a need, whom a host receives.
func itemWords(ctx context.Context, item string) string {
	if _, ok := web.Country(ctx).Lookup(item); ok {
		return area(ctx, item)
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

func words(ctx context.Context, keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = web.T(ctx, k)
	}
	return out
}

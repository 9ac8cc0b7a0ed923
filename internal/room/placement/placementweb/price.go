package placementweb

import (
	"context"

	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/web"
)

func priceHeads(ctx context.Context) []string {
	return []string{
		web.T(ctx, "placement.price.kind"), web.T(ctx, "placement.price.price"), web.T(ctx, "placement.price.counts"),
		web.T(ctx, "placement.price.places"), web.T(ctx, "placement.price.arrivals"),
	}
}

func priceRows(ctx context.Context, p pricing.Prices) [][]web.Cell {
	var out [][]web.Cell
	for _, k := range p.Kinds {
		out = append(out, []web.Cell{
			{Words: itemList(ctx, []string{k.Kind})}, {Words: web.Number(ctx, k.Price), Number: true},
			{Words: web.Number(ctx, k.Counts), Number: true},
			{Words: web.Number(ctx, k.Places), Number: true}, {Words: web.Number(ctx, k.Arrivals), Number: true},
		})
	}
	return out
}

// madeFrom says what the prices were made from, and what playing the past again says of them.
func madeFrom(ctx context.Context, p pricing.Prices) []string {
	switch {
	case p.At.IsZero():
		return []string{web.T(ctx, "placement.price.never")}
	case !p.Enough():
		return []string{
			web.T(ctx, "placement.price.from", "at", web.Date(ctx, p.At), "n", p.Arrivals, "since",
				web.ShortDay(ctx, p.From)),
			web.T(ctx, "placement.price.too_little", "n", pricing.FewestArrivals, "weeks", pricing.FewestWeeks),
		}
	}
	return []string{
		web.T(ctx, "placement.price.from", "at", web.Date(ctx, p.At), "n", p.Arrivals, "since",
			web.ShortDay(ctx, p.From)),
		web.T(ctx, "placement.price.replay", "n", p.Replays, "with", web.Percent(ctx, p.With), "without",
			web.Percent(ctx, p.Without)),
		web.T(ctx, "placement.price.interval", "low", web.Percent(ctx, p.Low), "high", web.Percent(ctx, p.High)),
	}
}

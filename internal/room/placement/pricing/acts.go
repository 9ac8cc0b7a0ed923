package pricing

import (
	"havre.example/havre/internal/trust/access"
)

// Acts of pricing.
var (
	SeePrices = access.Define(access.Act{Name: "placement.prices", Door: access.OfficeDoor,
		By: access.ByCoordinator})
	SetPriceCap = access.Define(access.Act{Name: "placement.price_cap", Door: access.OfficeDoor,
		By: access.ByCoordinator})
	ComputePrices = access.Define(access.Act{Name: "placement.price_anew", Door: access.OfficeDoor,
		By: access.ByCoordinator})

	keepPrices = access.Define(access.Act{Name: "placement.keep_prices", Door: access.OfficeDoor, By: access.ByMachine})
	countPast  = access.Define(access.Act{Name: "placement.count_past", Door: access.FiguresDoor, By: access.ByMachine})
)

package review

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts of looking back.
var (
	TakeDecision = access.Define(access.Act{Name: "placement.take_decision", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	OpenDecision = access.Define(access.Act{Name: "placement.open_decision", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: vault.Danger})
	TakeYear = access.Define(access.Act{Name: "placement.take_review", Door: access.FiguresDoor,
		By: access.ByReporter})
	ReadYear = access.Define(access.Act{Name: "placement.review", Door: access.FiguresDoor, By: access.ByReporter})
)

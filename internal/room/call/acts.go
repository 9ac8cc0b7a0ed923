package call

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts of the call log.
var (
	Read = access.Define(access.Act{Name: "call.read", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.Danger})
	Add = access.Define(access.Act{Name: "call.add", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.Danger})
	Correct = access.Define(access.Act{Name: "call.correct", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.Danger})
	Undo = access.Define(access.Act{Name: "call.undo", Door: access.CaseDoor, By: access.CaseCoordinator})
)

package assessment

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

const opens = vault.Danger | vault.Needs | vault.Health

// Acts of the evaluation.
var (
	Start = access.Define(access.Act{Name: "assessment.start", Door: access.CaseDoor, By: access.CaseCoordinator})
	Read  = access.Define(access.Act{Name: "assessment.read", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: opens})
	Write = access.Define(access.Act{Name: "assessment.write", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: opens})
	Decide = access.Define(access.Act{Name: "assessment.decide", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: opens})
	KeepApart = access.Define(access.Act{Name: "assessment.keep_apart", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: opens})
	LiftApart = access.Define(access.Act{Name: "assessment.lift_apart", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	Recheck = access.Define(access.Act{Name: "assessment.recheck", Door: access.CaseDoor, By: access.CaseCoordinator})
)

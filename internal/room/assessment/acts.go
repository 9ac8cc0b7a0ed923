package assessment

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

const opens = vault.Danger | vault.Needs | vault.Health

// born is opened for the day of birth, which lies with her name, and for nothing else of it.
const born = vault.Identity

// Acts of the evaluation.
var (
	Start = access.Define(access.Act{Name: "assessment.start", Door: access.CaseDoor, By: access.CaseCoordinator})
	Read  = access.Define(access.Act{Name: "assessment.read", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: opens | born})
	Write = access.Define(access.Act{Name: "assessment.write", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: opens | born})
	Decide = access.Define(access.Act{Name: "assessment.decide", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: opens | born})
	KeepApart = access.Define(access.Act{Name: "assessment.keep_apart", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: opens})
	LiftApart = access.Define(access.Act{Name: "assessment.lift_apart", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	Recheck = access.Define(access.Act{Name: "assessment.recheck", Door: access.CaseDoor, By: access.CaseCoordinator})
)

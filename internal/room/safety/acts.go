package safety

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts of the room: the case's coordinators, and the host from the admission on.
var (
	Read = access.Define(access.Act{Name: "safety.read", Door: access.CaseDoor, By: access.StayTeam,
		Opens: vault.Safety})
	Assess = access.Define(access.Act{Name: "safety.assess", Door: access.CaseDoor, By: access.StayTeam,
		Opens: vault.Safety})
	// OpenPlan opens danger too, for what the evaluation noted of a plan before there was one.
	OpenPlan = access.Define(access.Act{Name: "safety.open_plan", Door: access.CaseDoor, By: access.StayTeam,
		Opens: vault.Safety | vault.Danger})
	Agree = access.Define(access.Act{Name: "safety.agree", Door: access.CaseDoor, By: access.StayTeam,
		Opens: vault.Safety})
	// FirstContact is the sheet for professionals without account: nothing of it is kept.
	FirstContact = access.Define(access.Act{Name: "safety.first_contact", Door: access.PublicDoor, By: access.Anyone})
	Undo         = access.Define(access.Act{Name: "safety.undo", Door: access.CaseDoor, By: access.StayTeam})
)

package task

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// words are the compartments in which the teams write; each opens those it holds.
const words = vault.Danger | vault.Journey | vault.ShelterNotes

// Acts on tasks and notes.
var (
	Read = access.Define(access.Act{Name: "task.read", Door: access.CaseDoor, By: access.JourneyTeam, Opens: words})
	Add  = access.Define(access.Act{Name: "task.add", Door: access.CaseDoor, By: access.JourneyTeam, Opens: words})
	// Change writes a task anew, Finish says that it is done or still to do, Remove undoes a slip.
	Change = access.Define(access.Act{Name: "task.change", Door: access.CaseDoor, By: access.JourneyTeam,
		Opens: words})
	Finish = access.Define(access.Act{Name: "task.finish", Door: access.CaseDoor, By: access.JourneyTeam})
	Remove = access.Define(access.Act{Name: "task.remove", Door: access.CaseDoor, By: access.JourneyTeam})
)

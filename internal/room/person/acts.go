package person

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts on who the person is.
var (
	Look = access.Define(access.Act{Name: "person.look", Door: access.CaseDoor, By: access.CaseWriter,
		Opens: vault.Identity})
	Edit = access.Define(access.Act{Name: "person.edit", Door: access.CaseDoor, By: access.CaseWriter,
		Opens: vault.Identity})
	Call = access.Define(access.Act{Name: "person.call", Door: access.CircleDoor, By: access.SignedIn,
		Opens: vault.Linkage})
	Card = access.Define(access.Act{Name: "person.card", Door: access.CaseDoor, By: access.CaseTeam,
		Opens: vault.Identity | vault.Linkage})
	Route = access.Define(access.Act{Name: "person.route", Door: access.CaseDoor, By: access.CaseCoordinator})
)

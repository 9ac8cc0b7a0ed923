package casefile

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// shown is what the panels of a case page may open. The words of the journey, a host's own notes and an address each
// have a page of their own.
const shown = vault.All &^ (vault.Journey | vault.ShelterNotes | vault.Address | vault.Contact)

// Acts of the case file.
var (
	Home         = access.Define(access.Act{Name: "casefile.home", Door: access.CircleDoor, By: access.SignedIn})
	OpenCalendar = access.Define(access.Act{Name: "casefile.calendar", Door: access.CircleDoor, By: access.SignedIn})
	List         = access.Define(access.Act{Name: "casefile.list", Door: access.CircleDoor, By: access.SignedIn})
	Open         = access.Define(access.Act{Name: "casefile.open", Door: access.CaseDoor, By: access.CaseTeam,
		Opens: shown})
	OpenOwners   = access.Define(access.Act{Name: "casefile.open_owners", Door: access.CaseDoor, By: access.CaseTeam})
	Assign       = access.Define(access.Act{Name: "casefile.assign", Door: access.CaseDoor, By: access.CaseTeam})
	OpenCaseload = access.Define(access.Act{Name: "casefile.caseload", Door: access.CircleDoor,
		By: access.SignedIn})
	Withdraw = access.Define(access.Act{Name: "casefile.withdraw", Door: access.CaseDoor, By: access.CaseTeam})
	// Stays and Reopen are of those who can ask her; Close too, by what was agreed with her about how to reach her.
	Stays    = access.Define(access.Act{Name: "casefile.stays", Door: access.CaseDoor, By: access.StayTeam})
	Reopen   = access.Define(access.Act{Name: "casefile.reopen", Door: access.CaseDoor, By: access.StayTeam})
	Pause    = access.Define(access.Act{Name: "casefile.pause", Door: access.CaseDoor, By: access.CaseCoordinator})
	PartName = access.Define(access.Act{Name: "casefile.part_name", Door: access.CaseDoor, By: access.ByMachine,
		Grants: vault.Identity})
	// OpenNotices and SeeNotices are of whoever has an account: of their own teams, and for themselves.
	OpenNotices = access.Define(access.Act{Name: "casefile.notices", Door: access.CircleDoor, By: access.SignedIn})
	SeeNotices  = access.Define(access.Act{Name: "casefile.see_notices", Door: access.OfficeDoor, By: access.SignedIn})
	Close       = access.Define(access.Act{Name: "casefile.close", Door: access.CaseDoor, By: access.StayTeam})
)

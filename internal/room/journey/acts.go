package journey

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts of the journey. The address of the place opens for whoever holds its key: logistics and the host.
var (
	Read = access.Define(access.Act{Name: "journey.read", Door: access.CaseDoor, By: access.JourneyTeam,
		Opens: vault.Journey | vault.Address})
	// Prepare is Read for the form of a plan: who plans the way knows from the admission on where it leads.
	Prepare = access.Define(access.Act{Name: "journey.prepare", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Journey | vault.Address})
	Draft = access.Define(access.Act{Name: "journey.draft", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Journey})
	Organise = access.Define(access.Act{Name: "journey.plan", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Journey, Grants: vault.Journey})
	Change = access.Define(access.Act{Name: "journey.change", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Journey})
	SeeDoubt       = access.Define(access.Act{Name: "journey.see_doubt", Door: access.CaseDoor, By: access.CaseKeeper})
	Depart         = access.Define(access.Act{Name: "journey.depart", Door: access.CaseDoor, By: access.CaseKeeper})
	ConfirmArrival = access.Define(access.Act{Name: "journey.confirm_arrival", Door: access.CaseDoor,
		By: access.JourneyTeam})
	UndoDeparture = access.Define(access.Act{Name: "journey.undo_departure", Door: access.CaseDoor,
		By: access.CaseKeeper})
	CorrectDeparture = access.Define(access.Act{Name: "journey.correct_departure", Door: access.CaseDoor,
		By: access.CaseKeeper})
	UndoArrival = access.Define(access.Act{Name: "journey.undo_arrival", Door: access.CaseDoor,
		By: access.JourneyTeam})
	CorrectArrival = access.Define(access.Act{Name: "journey.correct_arrival", Door: access.CaseDoor,
		By: access.JourneyTeam})
	RecordNoShow = access.Define(access.Act{Name: "journey.no_show", Door: access.CaseDoor, By: access.CaseKeeper})
	// TellWhereabouts says where somebody is who left, and whom no host receives any more.
	TellWhereabouts = access.Define(access.Act{Name: "journey.tell_whereabouts", Door: access.CaseDoor,
		By: access.CaseKeeper})
	UndoWhereabouts = access.Define(access.Act{Name: "journey.undo_whereabouts", Door: access.CaseDoor,
		By: access.CaseKeeper})
	// CannotReceive is the host's own, until the arrival.
	CannotReceive = access.Define(access.Act{Name: "journey.cannot_receive", Door: access.CaseDoor,
		By: access.ReceivingHost})
	PrintSheet = access.Define(access.Act{Name: "journey.print_sheet", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Journey})
	OpenCompany = access.Define(access.Act{Name: "journey.open_company", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Journey})
	NameCompany = access.Define(access.Act{Name: "journey.name_company", Door: access.CaseDoor, By: access.CaseKeeper,
		Opens: vault.Journey, Grants: vault.Journey, StepUp: true})
	EndCompany = access.Define(access.Act{Name: "journey.end_company", Door: access.CaseDoor, By: access.CaseKeeper})
	Step       = access.Define(access.Act{Name: "journey.step", Door: access.CaseDoor, By: access.NamedAccompanier,
		Opens: vault.Journey})
	PartCompany = access.Define(access.Act{Name: "journey.part_company", Door: access.CaseDoor, By: access.ByMachine})
	MarkLate    = access.Define(access.Act{Name: "journey.mark_late", Door: access.CaseDoor, By: access.ByMachine})
)

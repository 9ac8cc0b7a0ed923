package stay

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts of the stay.
var (
	Read = access.Define(access.Act{Name: "stay.read", Door: access.CaseDoor, By: access.StayTeam,
		Opens: vault.ShelterNotes})
	WriteNote = access.Define(access.Act{Name: "stay.note", Door: access.CaseDoor, By: access.ReceivingHost,
		Opens: vault.ShelterNotes})
	GiveService    = access.Define(access.Act{Name: "stay.service", Door: access.CaseDoor, By: access.StayTeam})
	PayAid         = access.Define(access.Act{Name: "stay.aid", Door: access.CaseDoor, By: access.StayTeam})
	UndoAid        = access.Define(access.Act{Name: "stay.undo_aid", Door: access.CaseDoor, By: access.StayTeam})
	CorrectAid     = access.Define(access.Act{Name: "stay.correct_aid", Door: access.CaseDoor, By: access.StayTeam})
	UndoService    = access.Define(access.Act{Name: "stay.undo_service", Door: access.CaseDoor, By: access.StayTeam})
	CorrectService = access.Define(access.Act{Name: "stay.correct_service", Door: access.CaseDoor, By: access.StayTeam})
	UndoLegal      = access.Define(access.Act{Name: "stay.undo_legal", Door: access.CaseDoor, By: access.StayTeam})
	CorrectLegal   = access.Define(access.Act{Name: "stay.correct_legal", Door: access.CaseDoor, By: access.StayTeam})
	CorrectEnd     = access.Define(access.Act{Name: "stay.correct_end", Door: access.CaseDoor, By: access.StayTeam})
	RecordLegal    = access.Define(access.Act{Name: "stay.legal", Door: access.CaseDoor, By: access.StayTeam})
	StateJustice   = access.Define(access.Act{Name: "stay.justice", Door: access.CaseDoor, By: access.StayTeam})
	CloseClock     = access.Define(access.Act{Name: "stay.close_clock", Door: access.CaseDoor, By: access.StayTeam})
	UndoClock      = access.Define(access.Act{Name: "stay.undo_clock", Door: access.CaseDoor, By: access.StayTeam})
	CorrectClock   = access.Define(access.Act{Name: "stay.correct_clock", Door: access.CaseDoor, By: access.StayTeam})
	Settle         = access.Define(access.Act{Name: "stay.settle", Door: access.CaseDoor, By: access.StayTeam})
	PlanExit       = access.Define(access.Act{Name: "stay.plan_exit", Door: access.CaseDoor, By: access.StayTeam})
	AskTransfer    = access.Define(access.Act{Name: "stay.ask_transfer", Door: access.CaseDoor, By: access.StayTeam,
		Grants: vault.Identity})
	ReportBreach = access.Define(access.Act{Name: "stay.breach", Door: access.CaseDoor, By: access.StayTeam})
	MakeSafe     = access.Define(access.Act{Name: "stay.make_safe", Door: access.CaseDoor, By: access.CaseCoordinator})
	TellRoof     = access.Define(access.Act{Name: "stay.roof", Door: access.CaseDoor, By: access.StayTeam})
	End          = access.Define(access.Act{Name: "stay.end", Door: access.CaseDoor, By: access.StayTeam})
	Moved        = access.Define(access.Act{Name: "stay.moved", Door: access.CaseDoor, By: access.ByMachine})
	ReadAmounts  = access.Define(access.Act{Name: "stay.read_amounts", Door: access.OfficeDoor,
		By: access.ByHeadOffice})
	SetAmount = access.Define(access.Act{Name: "stay.set_amount", Door: access.OfficeDoor, By: access.ByHeadOffice})
)

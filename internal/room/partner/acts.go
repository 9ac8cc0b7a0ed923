package partner

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts of the room.
var (
	List   = access.Define(access.Act{Name: "partner.list", Door: access.OfficeDoor, By: access.ByHeadOffice})
	Open   = access.Define(access.Act{Name: "partner.open", Door: access.OfficeDoor, By: access.ByHeadOffice})
	Create = access.Define(access.Act{Name: "partner.create", Door: access.OfficeDoor,
		By: access.ByAdministrator})
	Edit      = access.Define(access.Act{Name: "partner.edit", Door: access.OfficeDoor, By: access.ByAdministrator})
	EditPlace = access.Define(access.Act{Name: "partner.edit_place", Door: access.OfficeDoor,
		By: access.ByHeadOffice})
	Export     = access.Define(access.Act{Name: "partner.export", Door: access.OfficeDoor, By: access.ByHeadOffice})
	ImportPage = access.Define(access.Act{Name: "partner.import", Door: access.OfficeDoor, By: access.ByAdministrator,
		Opens: vault.Address})
	ImportCLI = access.Define(access.Act{Name: "partner.import_cli", Door: access.OfficeDoor, By: access.ByMachine,
		Opens: vault.Address})
	// Undo takes an import back as a whole; UndoCLI does so by command.
	Undo      = access.Define(access.Act{Name: "partner.undo", Door: access.OfficeDoor, By: access.ByAdministrator})
	UndoCLI   = access.Define(access.Act{Name: "partner.undo_cli", Door: access.OfficeDoor, By: access.ByMachine})
	MyPlaces  = access.Define(access.Act{Name: "partner.my_places", Door: access.OfficeDoor, By: access.ByHost})
	MarkPlace = access.Define(access.Act{Name: "partner.mark_place", Door: access.OfficeDoor, By: access.ByHost})
	MarkTold  = access.Define(access.Act{Name: "partner.mark_told", Door: access.OfficeDoor,
		By: access.ByHeadOffice})
	SeeCalendar = access.Define(access.Act{Name: "partner.calendar", Door: access.OfficeDoor,
		By: access.ByPlaceKeeper})
	SeeOverview = access.Define(access.Act{Name: "partner.overview", Door: access.OfficeDoor, By: access.ByHeadOffice})
	SeeStale    = access.Define(access.Act{Name: "partner.stale", Door: access.OfficeDoor, By: access.ByHeadOffice})
	AskWeekly   = access.Define(access.Act{Name: "partner.ask", Door: access.OfficeDoor, By: access.ByMachine})
	ReadAddress = access.Define(access.Act{Name: "partner.read_address", Door: access.OfficeDoor,
		By: access.ByAddressHolder, Opens: vault.Address, StepUp: true})
	SetAddress = access.Define(access.Act{Name: "partner.set_address", Door: access.OfficeDoor,
		By: access.ByLogistics, Opens: vault.Address, StepUp: true})
	ShareAddress = access.Define(access.Act{Name: "partner.share_address", Door: access.OfficeDoor,
		By: access.ByLogistics, Opens: vault.Address, Grants: vault.Address, StepUp: true})
)

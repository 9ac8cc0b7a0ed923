package helpdesk

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Acts of the helpdesk.
var (
	List = access.Define(access.Act{Name: "helpdesk.list", Door: access.OfficeDoor, By: access.ByCoordinator})
	Open = access.Define(access.Act{Name: "helpdesk.open", Door: access.OfficeDoor, By: access.ByCoordinator,
		Opens: vault.Contact})
	Write = access.Define(access.Act{Name: "helpdesk.write", Door: access.OfficeDoor, By: access.ByCoordinator,
		Opens: vault.Contact})
	Close = access.Define(access.Act{Name: "helpdesk.close", Door: access.OfficeDoor, By: access.ByCoordinator})
	Help  = access.Define(access.Act{Name: "helpdesk.help", Door: access.PublicDoor, By: access.Anyone})
)

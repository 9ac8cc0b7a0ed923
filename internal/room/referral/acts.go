package referral

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// told is what a referral says about a person.
const told = vault.Identity | vault.Danger | vault.Needs | vault.Health

// Acts of the referral.
var (
	Begin = access.Define(access.Act{Name: "referral.begin", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Contact})
	Look = access.Define(access.Act{Name: "referral.look", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Contact})
	Write = access.Define(access.Act{Name: "referral.write", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Contact})
	Discard = access.Define(access.Act{Name: "referral.discard", Door: access.OfficeDoor, By: access.ByReferring})
	Submit  = access.Define(access.Act{Name: "referral.submit", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: told | vault.Thread | vault.Contact})

	PublicWrite = access.Define(access.Act{Name: "referral.public_write", Door: access.PublicDoor, By: access.Anyone})
	PublicLook  = access.Define(access.Act{Name: "referral.public_look", Door: access.PublicDoor, By: access.Anyone,
		Opens: vault.Thread})
	PublicSubmit = access.Define(access.Act{Name: "referral.public_submit", Door: access.PublicDoor, By: access.Anyone,
		Opens: told | vault.Thread})
	PublicReply = access.Define(access.Act{Name: "referral.public_reply", Door: access.PublicDoor, By: access.Anyone,
		Opens: vault.Thread})

	Reply = access.Define(access.Act{Name: "referral.reply", Door: access.CaseDoor, By: access.CaseWriter,
		Opens: vault.Thread})
	Seen = access.Define(access.Act{Name: "referral.seen", Door: access.CaseDoor, By: access.CaseWriter})

	LookTransfer = access.Define(access.Act{Name: "referral.look_transfer", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: told | vault.Safety})
	OpenTransfer = access.Define(access.Act{Name: "referral.open_transfer", Door: access.OfficeDoor,
		By: access.ByCoordinator, Opens: told | vault.Thread | vault.Linkage | vault.Safety})
)

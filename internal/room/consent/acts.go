package consent

import "havre.example/havre/internal/trust/access"

// Acts on agreements.
var (
	Look            = access.Define(access.Act{Name: "consent.look", Door: access.CaseDoor, By: access.CaseWriter})
	Record          = access.Define(access.Act{Name: "consent.record", Door: access.CaseDoor, By: access.CaseWriter})
	Revoke          = access.Define(access.Act{Name: "consent.revoke", Door: access.CaseDoor, By: access.CaseWriter})
	SecondAgreement = access.Define(access.Act{Name: "consent.second_agreement", Door: access.CaseDoor,
		By: access.CaseCoordinator})
)

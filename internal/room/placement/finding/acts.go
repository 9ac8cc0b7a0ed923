package finding

import (
	"havre.example/havre/internal/trust/access"
)

// Acts of finding.
var (
	Search = access.Define(access.Act{Name: "placement.search", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	Compare = access.Define(access.Act{Name: "placement.compare", Door: access.CaseDoor,
		By: access.CaseCoordinator})
)

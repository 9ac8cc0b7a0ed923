package weighing

import (
	"havre.example/havre/internal/trust/access"
)

// Acts of weighing.
var (
	Rounds    = access.Define(access.Act{Name: "placement.rounds", Door: access.CircleDoor, By: access.ByCoordinator})
	Weigh     = access.Define(access.Act{Name: "placement.weigh", Door: access.CircleDoor, By: access.ByCoordinator})
	OpenRound = access.Define(access.Act{Name: "placement.open_round", Door: access.CircleDoor,
		By: access.ByCoordinator})
	WhyRound = access.Define(access.Act{Name: "placement.why_round", Door: access.CircleDoor,
		By: access.ByCoordinator})
	TakeRound = access.Define(access.Act{Name: "placement.take_round", Door: access.CircleDoor,
		By: access.ByCoordinator})
	StopRound = access.Define(access.Act{Name: "placement.stop_round", Door: access.OfficeDoor,
		By: access.ByCoordinator})
	keepRound = access.Define(access.Act{Name: "placement.keep_round", Door: access.OfficeDoor, By: access.ByMachine})
)

package asking

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// told is what a receiving host may be given with the name, as far as the person agreed.
const told = vault.Identity | vault.Needs | vault.Health | vault.Legal | vault.Documents | vault.Safety

// Acts of asking.
var (
	Preview = access.Define(access.Act{Name: "placement.preview", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	Propose = access.Define(access.Act{Name: "placement.propose", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: vault.Danger})
	Withdraw = access.Define(access.Act{Name: "placement.withdraw", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	Extend = access.Define(access.Act{Name: "placement.extend", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	// Follow is telling a page of the board that something on it has changed.
	Follow      = access.Define(access.Act{Name: "placement.follow", Door: access.CaseDoor, By: access.CaseCoordinator})
	Answer      = access.Define(access.Act{Name: "placement.reply", Door: access.CaseDoor, By: access.CaseCoordinator})
	SearchAgain = access.Define(access.Act{Name: "placement.search_again", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	GiveUp = access.Define(access.Act{Name: "placement.no_place", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	OpenPlan = access.Define(access.Act{Name: "placement.open_plan", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: vault.Needs})
	Plan = access.Define(access.Act{Name: "placement.plan_interview", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: vault.Needs | vault.Danger, Grants: vault.Needs, StepUp: true})
	Hold = access.Define(access.Act{Name: "placement.hold_interview", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	OpenAdmit = access.Define(access.Act{Name: "placement.open_admit", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: told})
	Admit = access.Define(access.Act{Name: "placement.admit", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: told | vault.Danger, Grants: told, StepUp: true})
	See = access.Define(access.Act{Name: "placement.see", Door: access.CaseDoor, By: access.InterviewingHost,
		Opens: vault.Needs})
	// An answer by telephone is the host's, written down by the head office; who gave it is sealed with the decision.
	OpenTelephone = access.Define(access.Act{Name: "placement.open_telephone", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: vault.Danger})
	AnswerFor = access.Define(access.Act{Name: "placement.answer_for", Door: access.CaseDoor,
		By: access.CaseCoordinator, Opens: vault.Danger})
	SettleAnswer = access.Define(access.Act{Name: "placement.settle_answer", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	Heard       = access.Define(access.Act{Name: "placement.heard", Door: access.CircleDoor, By: access.ByHost})
	Dispute     = access.Define(access.Act{Name: "placement.dispute", Door: access.OfficeDoor, By: access.ByHost})
	Notice      = access.Define(access.Act{Name: "placement.notice", Door: access.OfficeDoor, By: access.ByHost})
	Accept      = access.Define(access.Act{Name: "placement.accept", Door: access.CaseDoor, By: access.ProposedHost})
	Decline     = access.Define(access.Act{Name: "placement.decline", Door: access.CaseDoor, By: access.ProposedHost})
	Ask         = access.Define(access.Act{Name: "placement.ask", Door: access.CaseDoor, By: access.ProposedHost})
	FinalAccept = access.Define(access.Act{Name: "placement.final_accept", Door: access.CaseDoor,
		By: access.InterviewingHost})
	FinalDecline = access.Define(access.Act{Name: "placement.final_decline", Door: access.CaseDoor,
		By: access.InterviewingHost})

	expire   = access.Define(access.Act{Name: "placement.expire", Door: access.CaseDoor, By: access.ByMachine})
	escalate = access.Define(access.Act{Name: "placement.escalate", Door: access.CaseDoor, By: access.ByMachine})
	repair   = access.Define(access.Act{Name: "placement.repair", Door: access.CaseDoor, By: access.ByMachine})
	sweep    = access.Define(access.Act{Name: "placement.sweep", Door: access.CaseDoor, By: access.ByMachine})
	overdue  = access.Define(access.Act{Name: "placement.overdue", Door: access.MachineDoor, By: access.ByMachine})
)

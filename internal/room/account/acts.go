package account

import (
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
)

// Acts at the door; they are those of package session.
var (
	SignIn  = session.SignIn
	SignOut = session.SignOut
	StepUp  = session.StepUpBy
	SetUp   = session.SetUp
	Join    = session.Enrolled
	Invite  = session.Invited
	Welcome = session.Welcome
	Depart  = session.Departed
)

// Acts of the room itself.
var (
	People      = access.Define(access.Act{Name: "account.people", Door: access.OfficeDoor, By: access.SignedIn})
	OwnSessions = access.Define(access.Act{Name: "account.sessions", Door: access.OfficeDoor, By: access.SignedIn})
	OwnNotices  = access.Define(access.Act{Name: "account.notices", Door: access.OfficeDoor, By: access.SignedIn})
	SetNotices  = access.Define(access.Act{Name: "account.set_notices", Door: access.OfficeDoor,
		By: access.SignedIn})
	SetLanguage  = access.Define(access.Act{Name: "account.language", Door: access.OfficeDoor, By: access.SignedIn})
	ReadSettings = access.Define(access.Act{Name: "account.settings", Door: access.OfficeDoor,
		By: access.ByAdministrator})
	ChangeSettings = access.Define(access.Act{Name: "account.change_settings", Door: access.OfficeDoor,
		By: access.ByAdministrator, StepUp: true})
	TryTask = access.Define(access.Act{Name: "account.try_task", Door: access.OfficeDoor,
		By: access.ByAdministrator})
	RestTask = access.Define(access.Act{Name: "account.rest_task", Door: access.OfficeDoor,
		By: access.ByAdministrator, StepUp: true})
	KeepView  = access.Define(access.Act{Name: "account.keep_view", Door: access.OfficeDoor, By: access.SignedIn})
	DropView  = access.Define(access.Act{Name: "account.drop_view", Door: access.OfficeDoor, By: access.SignedIn})
	EnterDemo = access.Define(access.Act{Name: "account.demo", Door: access.PublicDoor, By: access.Anyone})
)

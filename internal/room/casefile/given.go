package casefile

import (
	"time"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
)

// Given is a host's answer that was noted with a call, as the room that keeps it tells the log of calls.
type Given struct {
	Host     access.TeamID
	Noted    time.Time
	Answer   string      // yes, no, later or final_yes
	Who      secret.Text // who gave it, where the act opens that
	Disputed bool        // the host says that this is not what it said, and it is not cleared up
	Call     string      // of the case: the page from which the host is called
	Else     string      // what is to be done where it is wrong; "": it is undone with its call
}

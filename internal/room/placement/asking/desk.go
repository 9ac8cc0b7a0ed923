package asking

import (
	"time"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Options is what the program knows and asking does not.
type Options struct {
	// Mail tells whether a mail server is set at present: hosts are told by mail, else the board says "call them".
	Mail func() bool
	// Needs reads the words about what a host must prepare, where the acting team holds the key; nil when nobody keeps
	// any.
	Needs func(*gate.CaseView) (secret.Text, error)
	// Agreed tells whether the person agreed to a purpose of the code list consent; nil: nobody knows.
	Agreed func(v *gate.CaseView, purpose string) (tri.Value, error)
	// Called leaves the call by which a host was asked in the log of the case; nil where nobody keeps one.
	Called func(tx *gate.CaseTx, host access.TeamID, at, again time.Time, reached bool) error
}

// Desk is where a coordinator asks hosts, and where a host answers.
type Desk struct {
	gate    *gate.Gate
	finding *finding.Desk
	o       Options
}

// New returns the desk.
func New(g *gate.Gate, f *finding.Desk, o Options) *Desk { return &Desk{g, f, o} }

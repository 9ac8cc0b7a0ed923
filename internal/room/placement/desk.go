package placement

import (
	"context"
	"maps"
	"time"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// Options is what the program knows and placement does not.
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

// Desk is what people do in placement, by part.
type Desk struct {
	Finding  *finding.Desk
	Asking   *asking.Desk
	Weighing *weighing.Desk
	Pricing  *pricing.Desk
	Review   *review.Desk
}

// New returns the desk.
func New(g *gate.Gate, o Options) *Desk {
	if o.Mail == nil {
		o.Mail = func() bool { return false }
	}
	f := finding.New(g, o.Mail)
	return &Desk{Finding: f, Asking: asking.New(g, f, asking.Options(o)), Weighing: weighing.New(g),
		Pricing: pricing.New(g), Review: review.New(g)}
}

// Handlers does the jobs of all parts.
func (d *Desk) Handlers() map[string]outbox.Handler {
	all := d.Asking.Handlers()
	maps.Copy(all, d.Weighing.Handlers())
	maps.Copy(all, d.Pricing.Handlers())
	return all
}

// HomePanels is what placement adds to the home.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{
		{Name: "placement.office", Roles: []access.Role{access.Coordinator}, Load: d.officeHome},
		{Name: "placement.host", Roles: []access.Role{access.Host}, Load: asking.HostHome},
	}
}

// Agenda is what placement adds to calendars.
func (d *Desk) Agenda() []casefile.Agenda { return asking.Agenda() }

// officeHome is who waits for a place, then what each host asked needs from the coordinator.
func (d *Desk) officeHome(v *gate.CircleView) ([]casefile.Item, error) {
	waiting, err := finding.Waiting(v)
	if err != nil {
		return nil, err
	}
	board, err := d.Asking.OfficeHome(v)
	return append(waiting, board...), err
}

// Begin sees to it that prices are made each night. The program calls it when it starts.
func (d *Desk) Begin(ctx context.Context) error { return d.Pricing.Begin(ctx) }

// Sweep lets go, in every case, the holds that have lost their reason. The program calls it every minute.
func (d *Desk) Sweep(ctx context.Context) error { return d.Asking.Sweep(ctx) }

package placement

import (
	"context"
	"maps"

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
type Options = asking.Options

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
	return &Desk{Finding: f, Asking: asking.New(g, f, o), Weighing: weighing.New(g),
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

package app

import (
	"context"
	"log/slog"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/web"
)

// Around puts the rooms in a house that is open already.
func Around(h *trust.House, c clock.Clock, log *slog.Logger) (*Net, error) {
	n := &Net{House: h, clock: c, log: log}
	var err error
	n.Rooms, err = newRooms(h, h.Gate.Country())
	return n, err
}

// JobsDue does what is due now, and returns how many jobs there were.
func (n *Net) JobsDue(ctx context.Context) (int, error) {
	return n.Worker(n.Rooms.Handlers(n.mailer())).Run(ctx)
}

// Texts are the words of every page.
func (r *Rooms) Texts() *web.Texts { return r.texts }

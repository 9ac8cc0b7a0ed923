// Package trust lays the ground that everything stands on: it opens the database with the machine's key, brings the
// schema up to date, and gives the gate, the sessions, the journal and the outbox over it.
package trust

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/vault"
)

// Errors of Open that people see in one plain line.
var (
	ErrWrongKey   = sqldb.ErrWrongKey
	ErrInUse      = sqldb.ErrInUse
	ErrUnwritable = sqldb.ErrUnwritable
	ErrDamaged    = sqldb.ErrDamaged
	ErrLost       = sqldb.ErrLost
	ErrEmptied    = sqldb.ErrEmptied
	ErrNewer      = sqldb.ErrNewer
	ErrAddress    = sqldb.ErrAddress
	ErrNoCountry  = errors.New("trust: a network needs its country")

	ErrStepUnknown = sqldb.ErrStepUnknown
	ErrStepChanged = sqldb.ErrStepChanged
	ErrStepSkipped = sqldb.ErrStepSkipped
)

// StepError says which step of the network's tables another build of the program made, one of the three above.
type StepError = sqldb.StepError

// Lost tells ErrLost where a network's file lay at a path and is gone: before a key is made for a new one.
func Lost(path string) error { return sqldb.Lost(path) }

// Options says where a network lies.
type Options struct {
	Path     string   // SQLite file; ignored when Postgres is set
	Postgres string   // PostgreSQL connection string
	Machine  [32]byte // the machine's key
	ReadOnly bool     // beside a running server
	Country  *country.Pack
	// OlderPack goes on with an older edition of the pack than the network was last served with.
	OlderPack bool
	Cost      vault.Cost // of guessing a passphrase; zero: vault.Standard
	Clock     clock.Clock
	Log       *slog.Logger
}

// House is one open network.
type House struct {
	Gate     *gate.Gate
	Sessions *session.Keeper
	Journal  *journal.Log
	Stretch  *vault.Stretcher // for receipts
	ground   *ground.Ground
	verifier string
}

// Open opens a network and brings its schema up to date.
func Open(ctx context.Context, o Options) (*House, error) {
	if o.Country == nil {
		return nil, ErrNoCountry
	}
	if o.Cost == (vault.Cost{}) {
		o.Cost = vault.Standard
	}
	key := [32]byte(ground.Derive(o.Machine[:], "database"))
	db, err := sqldb.Open(ctx, sqldb.Options{Path: o.Path, Key: key, Postgres: o.Postgres, ReadOnly: o.ReadOnly,
		Now: o.Clock.Now})
	if err != nil {
		return nil, err
	}
	signer, verifier, err := journal.Key(ground.Derive(o.Machine[:], "journal"))
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	log := journal.Open(db, signer, o.Clock)
	db.SetBeforeCommit(log.BeforeCommit)
	g := &ground.Ground{DB: db, Clock: o.Clock, Journal: log, Log: o.Log, Country: o.Country,
		Stretch: vault.NewStretcher(ground.Derive(o.Machine[:], "pepper"), o.Cost)}
	h := &House{Gate: gate.New(g), Sessions: session.New(g), Journal: log, Stretch: g.Stretch, ground: g,
		verifier: verifier}
	if err := h.settle(ctx, db, o); err != nil {
		_ = db.Close() // what was read, or could not be, is the error to tell
		return nil, err
	}
	return h, nil
}

// settle looks whose country the network is before it brings the schema up to date: another country's program changes
// nothing at all.
func (h *House) settle(ctx context.Context, db *sqldb.DB, o Options) error {
	v, err := db.Version(ctx)
	if err == nil && v > 0 {
		err = h.Sessions.Home(ctx)
	}
	if err == nil && v > 0 && !o.OlderPack {
		err = h.Sessions.Edition(ctx)
	}
	if err == nil && !o.ReadOnly {
		err = db.Migrate(ctx)
	}
	if err == nil {
		err = h.Sessions.Home(ctx)
	}
	if err == nil {
		err = h.Gate.Refresh(ctx)
	}
	return err
}

// VerifierKey is the public key that checks the journal's heads, in the note format.
func (h *House) VerifierKey() string { return h.verifier }

// Worker returns the worker that does the network's jobs with these handlers.
func (h *House) Worker(handlers map[string]outbox.Handler) *outbox.Worker {
	return outbox.NewWorker(h.ground, handlers)
}

// Fits tells whether this program still runs on the network: ErrNewer once another node was upgraded past it, a
// session.AbroadError once it was set up on another node, with the pack of another country.
func (h *House) Fits(ctx context.Context) error {
	if err := h.ground.DB.Fits(ctx); err != nil {
		return err
	}
	return h.Sessions.Home(ctx)
}

// Ping tells whether the database answers.
func (h *House) Ping(ctx context.Context) error { return h.ground.DB.Ping(ctx) }

// Backup writes an encrypted copy of an embedded database to path.
func (h *House) Backup(ctx context.Context, path string) error { return h.ground.DB.Backup(ctx, path) }

// Close closes the network.
func (h *House) Close() error { return h.ground.DB.Close() }

// Tend keeps the house in order until ctx ends: it orders journal entries every 200 ms where the engine needs it,
// looks every ten seconds for edits of the country made on another node,
// signs a head at the start, every hour and on leaving, and sweeps sessions. What a process that was killed left
// unsigned is signed by the next one at once, however short the lives of both.
func (h *House) Tend(ctx context.Context) {
	order, edits, hourly := time.NewTicker(200*time.Millisecond), time.NewTicker(10*time.Second),
		time.NewTicker(time.Hour)
	defer order.Stop()
	defer edits.Stop()
	defer hourly.Stop()
	err := h.seal(ctx)
	for {
		if err != nil && ctx.Err() == nil {
			h.ground.Log.Error("tend", "err", fmt.Errorf("keep the house in order: %w", err))
		}
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			if err := h.seal(last); err != nil {
				h.ground.Log.Error("sign the journal", "err", err)
			}
			return
		case <-order.C:
			_, err = h.Journal.Sequence(ctx)
		case <-edits.C:
			err = h.Gate.Refresh(ctx)
		case <-hourly.C:
			if err = h.seal(ctx); err == nil {
				err = h.Sessions.Sweep(ctx)
			}
		}
	}
}

// seal puts the journal's entries in order and signs the head. Another node that signs the same tree does it for both.
func (h *House) seal(ctx context.Context) error {
	_, failed := h.Journal.Sequence(ctx)
	_, err := h.Journal.Sign(ctx) // what was in order before is signed whatever became of the rest
	if fault.Is(err, fault.Conflict) {
		err = nil
	}
	return errors.Join(failed, err)
}

package indicator

import (
	"context"
	"fmt"
	"io"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk answers what can be asked of the network's figures.
type Desk struct {
	gate *gate.Gate
}

// New returns the desk over a gate.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Country is the country whose cases are counted; days and years are those of its head office.
func (d *Desk) Country() *country.Pack { return d.gate.Country() }

// Importing asks how a file is brought in; true is partial.
var Importing = ask.Of("indicator", ask.Tick("partial", ask.Itself[bool]))

// Import brings past cases in from a file with the header Columns. A file with a mistake brings nothing and gives an
// Invalid fault with the mistakes by line and column, unless partial, which leaves those lines out. A file that was
// imported before is refused with a Conflict; a row that another file brought is counted once. The machine may act too,
// for a command.
func (d *Desk) Import(ctx context.Context, who access.Actor, r io.Reader, partial bool) (Loaded, error) {
	return d.load(ctx, who, r, partial, false)
}

// Check tells what Import with partial would do, line by line, and does nothing. A file of which no row can be read has
// its mistakes told.
func (d *Desk) Check(ctx context.Context, who access.Actor, r io.Reader) (Loaded, error) {
	return d.load(ctx, who, r, true, true)
}

func (d *Desk) load(ctx context.Context, who access.Actor, r io.Reader, partial, dry bool) (Loaded, error) {
	f, err := readHistory(d.Country(), r)
	if err != nil {
		return Loaded{}, err
	}
	done := Loaded{Rows: f.rows, Good: len(f.good), Mistakes: f.mistakes}
	if len(f.mistakes) > 0 && (!partial || len(f.good) == 0) {
		return done, errMistakes
	}
	act := Import
	if who.Job() != "" {
		act = Load
	}
	fresh := done
	err = d.gate.ChangeOffice(ctx, who, act, func(tx *gate.OfficeTx) error {
		done = fresh
		return keep(tx, f, &done, dry)
	})
	if err != nil {
		return fresh, err
	}
	return done, nil
}

// Period lists the years that can be reported on, newest first: from the first request or arrival to the present year.
func (d *Desk) Period(ctx context.Context, who access.Actor) ([]int, error) {
	var years []int
	err := d.gate.Figures(ctx, who, Years, func(v *gate.FiguresView) error {
		first, err := d.firstYear(v)
		years = nil
		for y := v.Now().In(d.Country().Zone()).Year(); y >= first; y-- {
			years = append(years, y)
		}
		return err
	})
	return years, err
}

// MayReadExact tells whether somebody may see the true counts: the head office.
func MayReadExact(who access.Actor) bool { return who.Has(access.Coordinator, access.Administrator) }

// Report counts a year. The head office gets the exact form where it asks for it; everybody else the protected one.
func (d *Desk) Report(ctx context.Context, who access.Actor, year int, form Form) (Report, error) {
	if !MayReadExact(who) {
		form = Protected
	}
	return d.report(ctx, year, form, func(fn func(*gate.FiguresView) error) error {
		return d.gate.Figures(ctx, who, Read, fn)
	})
}

// Take is the protected report to be taken away as a file; it leaves an entry of its own.
func (d *Desk) Take(ctx context.Context, who access.Actor, year int) (Report, error) {
	return d.report(ctx, year, Protected, func(fn func(*gate.FiguresView) error) error {
		return d.gate.Figures(ctx, who, Export, fn)
	})
}

// Offline is the protected report made by a command beside a running server.
func (d *Desk) Offline(ctx context.Context, year int) (Report, error) {
	return d.report(ctx, year, Protected, func(fn func(*gate.FiguresView) error) error {
		return d.gate.CountOffline(ctx, Print, fn)
	})
}

var errNoYear = fault.NewNotFound("indicator.no_such_year")

func (d *Desk) report(_ context.Context, year int, form Form, open func(func(*gate.FiguresView) error) error) (Report,
	error) {
	if year < 1990 || year > d.gate.Now().In(d.Country().Zone()).Year() {
		return Report{}, errNoYear
	}
	var c Counts
	if err := open(func(v *gate.FiguresView) (err error) {
		c, err = d.count(v, year)
		return err
	}); err != nil {
		return Report{}, fmt.Errorf("count %d: %w", year, err)
	}
	return Make(d.Country(), c, form), nil
}

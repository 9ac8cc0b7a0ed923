package referral

import (
	"context"
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// ErrTransferAgreement tells that she has not agreed to go to another place, or that nobody asked her yet (I2).
var ErrTransferAgreement = fault.NewAbout("agreed", "referral.transfer.agreement_needed")

// ErrNoTransfer tells that nobody asked for a transfer on this case, or that one was opened already.
var ErrNoTransfer = fault.NewConflict("referral.no_transfer_asked")

var (
	qTaken = gate.OfficeSQL("referral.transfer_taken", `select count(*) from referral_transfer where former_id = $1
		and asked_at = $2`)
	qTake = gate.OfficeSQL("referral.take_transfer", `insert into referral_transfer (former_id, asked_at, opened_at)
		values ($1, $2, $3)`)
)

// transferDue tells whether a transfer was asked for and not taken up yet.
func transferDue(v *gate.CaseView) (bool, error) {
	h, err := casefile.ReadHeader(v)
	if err != nil {
		return false, err
	}
	_, due, err := asked(v)
	return due && h.Stage == casefile.Sheltered, err
}

func asked(v *gate.CaseView) (casefile.Told, bool, error) {
	facts, err := casefile.Facts(v)
	if err != nil {
		return casefile.Told{}, false, err
	}
	last, ok := casefile.Last(facts, "transfer_asked")
	if !ok {
		return last, false, nil
	}
	var taken int
	if err := v.OfficeRow(qTaken, v.ID(), clock.Micros(last.At)).Scan(&taken); err != nil {
		return last, false, fmt.Errorf("read transfer: %w", err)
	}
	return last, taken == 0, nil
}

// former is what a transfer takes along from the case before.
type former struct {
	id                    gate.CaseID
	askedAt               int64
	coded                 casefile.Coded
	zones                 []casefile.Zone
	vetoes, wishes        []string
	ties                  []casefile.Tie
	code                  string
	owners                casefile.Owners
	danger, needs, health secret.Text
	enter                 func(*gate.CaseTx) error
	along                 []func(*gate.CaseTx) error // what other rooms write of it into the new case, in their order
}

// OpenTransfer opens a new case of kind transfer for the person of a case whose host asked for it: who she is, her
// dangers, needs and wishes, as far as the coordinator's team holds the keys; who follows the one follows the other.
// She agrees anew (I2). No page and no list joins the two cases, and the code of the former lies sealed in linkage; the
// database knows that they are one person's (casefile.Follow), so that what holds for her holds over both.
func (d *Desk) OpenTransfer(ctx context.Context, who access.Actor, ref casefile.Ref,
	agreed casefile.Agreed) (casefile.Ref, error) {
	if agreed.Answer != tri.Yes {
		return casefile.Ref{}, ErrTransferAgreement
	}
	agreed.Agreement = "relocation_1"
	f, err := d.former(ctx, who, ref)
	if err != nil {
		return casefile.Ref{}, err
	}
	return d.gate.NewCase(ctx, who, OpenTransfer, []gate.Holder{evaluation}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if _, err := tx.ChangeOffice(qTake, f.id, f.askedAt, clock.Micros(tx.Now())); err != nil {
				if fault.Is(err, fault.Conflict) {
					return ErrNoTransfer
				}
				return fmt.Errorf("take transfer up: %w", err)
			}
			if err := casefile.Opened(tx, j, "transfer"); err != nil {
				return err
			}
			if err := casefile.Follow(tx, f.id); err != nil {
				return err
			}
			if err := casefile.GoOn(tx, f.owners); err != nil {
				return err
			}
			return d.carry(tx, f, agreed)
		})
}

func (d *Desk) carry(tx *gate.CaseTx, f former, agreed casefile.Agreed) error {
	if err := f.enter(tx); err != nil {
		return err
	}
	if err := casefile.ChangeCoded(tx, func(c *casefile.Coded) { again(c, f.coded) }); err != nil {
		return err
	}
	s := sheet{referrer: NewAnswers(), canCall: f.coded.CanCall, danger: f.danger, needs: f.needs, health: f.health}
	if err := add(tx, id.New[originEntity](tx.Now()), ByTransfer, s, secret.Of(f.code)); err != nil {
		return err
	}
	if err := d.agreed.Record(tx, agreed); err != nil {
		return err
	}
	for _, write := range f.along {
		if err := write(tx); err != nil {
			return err
		}
	}
	if err := casefile.SetVetoes(tx, f.vetoes); err != nil {
		return err
	}
	if err := casefile.SetWishes(tx, f.wishes); err != nil {
		return err
	}
	if err := casefile.SetTies(tx, f.ties); err != nil {
		return err
	}
	if err := casefile.Tell(tx, Referred{By: f.coded.ReferrerKind, Case: "transfer"}); err != nil {
		return err
	}
	return mark(tx, f.zones)
}

// again copies what stays true of the person; outcomes and the host of the former case do not come along.
func again(c *casefile.Coded, from casefile.Coded) {
	version := c.Version
	*c = from
	c.Version = version
	c.OriginDepartment, c.HostDepartment, c.HostRegion = from.HostDepartment, "", ""
	c.StatisticsConsent, c.ReadyOn, c.StayWeeks = tri.Unknown, date.Date{}, 0
}

// former reads the case before, in one opening.
func (d *Desk) former(ctx context.Context, who access.Actor, ref casefile.Ref) (former, error) {
	var f former
	err := d.gate.ViewCase(ctx, who, LookTransfer, ref, func(v *gate.CaseView) error {
		f = former{id: v.ID()}
		told, due, err := asked(v)
		if err != nil {
			return err
		}
		h, err := casefile.ReadHeader(v)
		if err != nil {
			return err
		}
		if !due || h.Stage != casefile.Sheltered {
			return ErrNoTransfer
		}
		f.askedAt, f.code = clock.Micros(told.At), h.Code
		if f.owners, err = casefile.OwnersOf(v); err != nil {
			return err
		}
		if f.coded, err = casefile.ReadCoded(v); err != nil {
			return err
		}
		if f.zones, err = casefile.Zones(v); err != nil {
			return err
		}
		if f.vetoes, err = casefile.Vetoes(v); err != nil {
			return err
		}
		if f.wishes, err = casefile.Wishes(v); err != nil {
			return err
		}
		if f.ties, err = casefile.Ties(v); err != nil {
			return err
		}
		if f.enter, err = d.people.Carry(v); err != nil {
			return err
		}
		for _, carry := range append([]Along{d.agreed.Carry, d.judged.Carry}, d.along...) {
			write, err := carry(v)
			if err != nil {
				return err
			}
			f.along = append(f.along, write)
		}
		return f.words(v)
	})
	return f, err
}

func (f *former) words(v *gate.CaseView) error {
	s, err := find(v)
	if err != nil {
		return err
	}
	var p Panel
	if err := p.openWords(v, s); err != nil {
		return err
	}
	f.danger, f.needs, f.health = p.Danger, p.Needs, p.Health
	return nil
}

// LookTransfer shows the header of a case on which a transfer is asked for; ErrNoTransfer where none is.
func (d *Desk) LookTransfer(ctx context.Context, who access.Actor, ref casefile.Ref) (casefile.Header, error) {
	var h casefile.Header
	err := d.gate.ViewCase(ctx, who, LookTransfer, ref, func(v *gate.CaseView) (err error) {
		if h, err = casefile.ReadHeader(v); err != nil {
			return err
		}
		_, due, err := asked(v)
		if err == nil && (!due || h.Stage != casefile.Sheltered) {
			return ErrNoTransfer
		}
		return err
	})
	return h, err
}

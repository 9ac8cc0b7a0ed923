package asking

import (
	"context"
	"errors"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Faults of admission.
var (
	ErrPersonFirst = fault.NewConflict("placement.person_first") // no second agreement since the interview (I2)
	ErrHostFirst   = fault.NewConflict("placement.host_first")   // the host has not accepted finally
)

// Standing is how a proposal stands before a step that rests on the host's yes.
type Standing struct {
	Header   casefile.Header
	Proposal proposal.Proposal
	Place    partner.PlaceRow
	Doubt    casefile.Doubt // why the place is not safe any more
	Disputed bool           // the host says that its yes by telephone is not what it said
}

func (d *Desk) standing(v *gate.CaseView, p proposal.Proposal) (s Standing, err error) {
	s.Proposal = p
	if s.Header, err = casefile.ReadHeader(v); err != nil {
		return s, err
	}
	if s.Place, err = partner.PlaceOf(v, p.Place); err != nil {
		return s, err
	}
	if s.Disputed, err = disputes(v, p.ID); err != nil {
		return s, err
	}
	s.Doubt, err = d.finding.Doubt(v, p.Place)
	return s, err
}

// Opening is what admission will open to the host, said before it is pressed.
type Opening struct {
	Standing
	Next   proposal.Line // whether somebody else still stays there, and until when
	Ready  bool          // both said yes
	Agreed bool          // the person did
	Opens  vault.Set     // compartments the host will be able to read
	Shut   []Shut        // those that stay closed to it
}

// OpenAdmit opens the page that says who will be able to read what.
func (d *Desk) OpenAdmit(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID) (Opening, error) {
	var o Opening
	err := d.gate.ViewCase(ctx, who, OpenAdmit, ref, func(v *gate.CaseView) (err error) {
		p, err := proposal.Find(v, id)
		if err != nil {
			return err
		}
		if o.Standing, err = d.standing(v, p); err != nil {
			return err
		}
		o.Next = proposal.NextAt(v, o.Place)
		if o.Agreed, err = proposal.PersonAgreed(v); err != nil {
			return err
		}
		o.Ready = o.Agreed && o.Proposal.State == proposal.FinalAccepted && !o.Doubt.Closed() && !o.Disputed
		o.Opens, o.Shut, err = d.toOpen(v)
		return err
	})
	return o, err
}

// Shut is a compartment that stays closed to the host, and the agreements that are missing for it.
type Shut struct {
	Compartment string
	Missing     []string // purposes of the code list consent
}

// toOpen is what the host is given besides the needs it has, as the table of compartments says: each that the team
// holds, and to which the person agreed where that is asked. The others stay shut.
func (d *Desk) toOpen(v *gate.CaseView) (opens vault.Set, shut []Shut, err error) {
	for _, row := range vault.Table {
		gift, given := row.Gift(Admit.Name, vault.Host)
		if !given || row.Compartment == vault.Needs || row.Compartment != vault.Identity && !v.Holds(row.Compartment) {
			continue
		}
		missing, err := d.missing(v, gift.If)
		if err != nil {
			return vault.None, nil, err
		}
		if len(missing) > 0 {
			shut = append(shut, Shut{row.Name, missing})
			continue
		}
		opens |= row.Compartment
	}
	return opens, shut, nil
}

// missing are the purposes to which the person has not agreed.
func (d *Desk) missing(v *gate.CaseView, purposes []string) (out []string, err error) {
	for _, p := range purposes {
		said := tri.Unknown
		if d.o.Agreed != nil {
			if said, err = d.o.Agreed(v, p); err != nil {
				return nil, err
			}
		}
		if said != tri.Yes {
			out = append(out, p)
		}
	}
	return out, nil
}

// Admit opens the name to the one host that receives. Both yeses must be there: the person's, given after the
// interview, and the host's. Every other proposal ends, the place is taken, and the journey may be organised. Why is
// for a place that is not clear of danger any more.
func (d *Desk) Admit(ctx context.Context, who access.Actor, ref casefile.Ref, id proposal.ID,
	why decision.Override) error {
	return d.change(ctx, who, Admit, ref, id, func(tx *gate.CaseTx, p proposal.Proposal) (err error) {
		if p.State != proposal.FinalAccepted && p.State.Live() {
			return ErrHostFirst
		}
		if p.State, err = p.State.Next(proposal.OfficeAdmits); err != nil {
			return err
		}
		if err := undisputed(tx, p.ID); err != nil {
			return err
		}
		agreed, err := proposal.PersonAgreed(&tx.CaseView)
		if err != nil {
			return err
		}
		if !agreed {
			return ErrPersonFirst
		}
		if err := d.safe(tx, p, decision.StepAdmission, why); err != nil {
			return err
		}
		return d.admit(tx, p)
	})
}

func (d *Desk) admit(tx *gate.CaseTx, p proposal.Proposal) error {
	set, _, err := d.toOpen(&tx.CaseView)
	if err != nil {
		return err
	}
	// the name apart, so that the others lose it, and no more, a month after the arrival
	if err := errors.Join(letAllGo(tx, p.ID, "another_place"), tx.Split(vault.Identity),
		tx.Join(p.Team, access.Hosts)); err != nil {
		return err
	}
	logistics, err := tx.TeamOf("logistics")
	if err != nil {
		return err
	}
	if err := casefile.Bring(tx, logistics, access.Organises); err != nil {
		return err
	}
	if err := tx.Grant(p.Team, set); err != nil {
		return err
	}
	people := p.People()
	if err := partner.Occupy(tx, p.Place, people); err != nil {
		return err
	}
	if err := partner.PlanEnd(tx, p.Place, p.PlannedEnd(tx.Today())); err != nil {
		return err
	}
	p.Answered = tx.Now()
	if err := proposal.Update(tx, p); err != nil {
		return err
	}
	if err := question.Receive(tx, p.Team, tx.Today().Year(), people); err != nil {
		return err
	}
	region, _ := tx.Country().Region(p.Department)
	if err := casefile.ChangeCoded(tx, func(c *casefile.Coded) {
		c.HostDepartment, c.HostRegion = p.Department, region.Code
	}); err != nil {
		return err
	}
	if err := d.mailHost(tx, p); err != nil {
		return err
	}
	return casefile.Tell(tx, casefile.Placed{Place: p.Place.String(), Department: p.Department, Region: region.Code})
}

// undoAdmission frees the place of somebody who did not come or goes elsewhere before arriving: the host leaves the
// circle and its keys are taken back. giveBack says whether the place is free at once.
func (d *Desk) undoAdmission(tx *gate.CaseTx, giveBack func(*gate.CaseTx, partner.PlaceID) error) error {
	all, err := proposal.List(&tx.CaseView)
	if err != nil {
		return err
	}
	facts, err := casefile.Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	if last, _ := casefile.Last(facts, "arrived", "placed"); last.Kind == "arrived" {
		return nil
	}
	for _, p := range all {
		if p.State != proposal.Admitted {
			continue
		}
		year := tx.Country().Day(p.Answered).Year()
		p.State, p.Undone = proposal.Released, proposal.UndoneBy(facts, p)
		err := errors.Join(giveBack(tx, p.Place), proposal.Update(tx, p), tx.Leave(p.Team),
			question.Receive(tx, p.Team, year, -p.People()), d.tellReleased(tx, p),
			casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.HostDepartment, c.HostRegion = "", "" }))
		if err != nil {
			return err
		}
	}
	return nil
}

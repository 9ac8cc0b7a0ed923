package person

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"havre.example/havre/internal/calc/linkage"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// How many are shown of those who are called as was typed, and how many cards that are due are made at one look.
const (
	mostCalled = 10
	mostDue    = 200
	everyDue   = 1 << 20 // all that there are, to be counted
)

// Named is somebody who is called as was typed.
type Named struct {
	Header casefile.Header
	Name   secret.Text // as it was said
	score  float64
}

// Names is who was found by name, the likeliest first.
type Names struct {
	List []Named
	More int // further ones, less likely
	Left int // cases whose card is still to be made: they were not looked through
}

// qShown finds what is shown of the cases in $2.
var qShown = gate.CircleSQL("person.shown", `select `+casefile.HeaderColumns+`
	from casefile_circle circle join casefile_case c on c.id = circle.case_id where @circle and c.id = $2`)

// ByName finds people of the actor's own teams by name, telephone number and year of birth, as far as those teams hold
// the key of their identity; slips and other spellings are forgiven. Nothing that was typed is kept. Where cards are
// due, as many as one look makes are made, each an act of its own, and the look is taken again.
func (d *Desk) ByName(ctx context.Context, who access.Actor, said string) (Names, error) {
	asked, ok := linkage.Ask(said)
	if !ok {
		return Names{}, nil
	}
	out, due, err := d.look(ctx, who, asked)
	if err != nil || len(due) == 0 {
		return out, err
	}
	for _, ref := range due[:min(len(due), mostDue)] {
		if err := d.makeCard(ctx, who, ref); err != nil && !fault.Is(err, fault.NotFound) {
			return Names{}, fmt.Errorf("make a card: %w", err)
		}
	}
	out, _, err = d.look(ctx, who, asked)
	out.Left = max(0, len(due)-mostDue)
	return out, err
}

// look reads the cards of the actor's teams, and which are due.
func (d *Desk) look(ctx context.Context, who access.Actor, asked linkage.Query) (out Names, due []casefile.Ref,
	err error) {
	err = d.gate.Circle(ctx, who, Call, func(v *gate.CircleView) error {
		out, due = Names{}, nil
		err := v.InTeams(func(v *gate.CircleView) error {
			list, err := v.Due(everyDue)
			if due = append(due, list...); err != nil {
				return err
			}
			return out.from(v, asked)
		})
		out.sort()
		return err
	})
	return out, due, fault.In("look for a name", err)
}

func (d *Desk) makeCard(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(access.WithOnce(ctx, ""), who, Card, ref, func(tx *gate.CaseTx) error {
		r, err := find(&tx.CaseView)
		if fault.Is(err, fault.NotFound) { // a frozen row of the history has no person
			return tx.PutCard(secret.Of(linkage.Write(linkage.Person{})))
		}
		if err != nil {
			return err
		}
		i, err := r.open(&tx.CaseView)
		if err != nil {
			return err
		}
		c, err := casefile.ReadCoded(&tx.CaseView)
		if err != nil {
			return err
		}
		born := i.Birth.Reveal()
		if born == "" && c.BirthYear > 0 {
			born = strconv.Itoa(c.BirthYear)
		}
		return tx.PutCard(secret.Of(linkage.Write(linkage.Person{Names: i.Names.Reveal(), Aliases: i.Aliases.Reveal(),
			Telephone: i.Telephone.Reveal(), Birth: born})))
	})
}

// from adds who is called so among the cases of a team: the likeliest alone are read further.
func (n *Names) from(v *gate.CircleView, asked linkage.Query) error {
	type hit struct {
		at    gate.CaseID
		name  string
		score float64
	}
	var hits []hit
	err := v.Cards(func(at gate.CaseID, words secret.Text) error {
		card, ok := linkage.Read(words.Reveal())
		if score := asked.Score(card); ok && score > 0 {
			hits = append(hits, hit{at, card.Shown, score})
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	n.More += max(0, len(hits)-mostCalled)
	for _, h := range hits[:min(len(hits), mostCalled)] {
		err := gate.Each(v.Query, qShown, func(rows *gate.Rows) error {
			header, err := casefile.ScanHeader(rows)
			n.List = append(n.List, Named{header, secret.Of(h.name), h.score})
			return err
		}, h.at)
		if err != nil {
			return err
		}
	}
	return nil
}

// sort puts the likeliest of all teams first, and keeps as many as are shown.
func (n *Names) sort() {
	slices.SortStableFunc(n.List, func(a, b Named) int { return cmp.Compare(b.score, a.score) })
	n.More += max(0, len(n.List)-mostCalled)
	n.List = n.List[:min(len(n.List), mostCalled)]
}

package casefile

import (
	"cmp"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Passing is what a referring service passed on of her wish to leave, and what became of it.
type Passing struct {
	LeavingSaid
	At  time.Time
	Now Told // what was written since of what she says herself; of no kind while she was not asked
}

// Waits tells whether nobody has written yet what she says herself.
func (p Passing) Waits() bool { return p.Now.Kind == "" }

var qPassed = gate.CaseSQL("casefile.passed", `select f.kind, f.at, f.coded,
	(select max(o.open) from casefile_case o where o.id in `+Hers+`)
	from casefile_case join casefile_fact f on f.case_id in `+Hers+` and f.kind in
	('leaving_said','staying_said','withdrawn','ended','lost_contact','deceased')
	where casefile_case.id = $1 order by f.at, f.id`)

// Passed are the wishes to leave that were passed on in any of her cases, newest first. What she says to whoever asks
// her answers them; the last end does, once nothing of hers goes on: neither one that was taken back, nor that of a
// stay that she left for another place.
func Passed(v *gate.CaseView) (out []Passing, err error) {
	goesOn := false
	told, err := gate.List(v.Query, qPassed, func(t *Told) []any {
		return []any{&t.Kind, clock.Stored{T: &t.At}, &t.Raw, &goesOn}
	})
	if err != nil {
		return nil, fault.In("read what was passed on", err)
	}
	var now Told
	ends := !goesOn
	for _, f := range slices.Backward(told) {
		switch {
		case f.Kind == LeavingSaid{}.Kind():
			p := Passing{At: f.At, Now: now}
			if err := f.Read(&p.LeavingSaid); err != nil {
				return nil, err
			}
			out = append(out, p)
		case f.Kind == stayingSaid{}.Kind(), ends:
			now, ends = f, false
		}
	}
	return out, nil
}

// Unanswered are those of which nobody has written yet what she says herself.
func Unanswered(list []Passing) []Passing {
	return slices.DeleteFunc(slices.Clone(list), func(p Passing) bool { return !p.Waits() })
}

// PassOn tells that she wishes to leave, as somebody says who is not with her: the same once while it waits. Where the
// case has ended, as it does by a transfer, it is told while another of hers goes on.
func PassOn(tx *gate.CaseTx, said LeavingSaid) error {
	if on, err := goesOn(&tx.CaseView); err != nil || !on {
		return cmp.Or(err, ErrStep)
	}
	list, err := Passed(&tx.CaseView)
	if err != nil {
		return err
	}
	again := func(p Passing) bool { return said.Agreement == "" || p.Agreement == said.Agreement }
	if slices.ContainsFunc(Unanswered(list), again) {
		return nil
	}
	return Tell(tx, said)
}

// passedTo is what was passed on as a team reads it: those who ask her while it waits, whoever passed it on always.
func passedTo(v *gate.CaseView) ([]Passing, error) {
	switch v.Relation() {
	case access.Referred:
		return Passed(v)
	case access.Hosts, access.Evaluates:
		list, err := Passed(v)
		return Unanswered(list), err
	}
	return nil, nil
}

// Asks tells whether somebody said that she wishes to leave, and nobody has written yet what she says herself: while
// her way goes on.
func (p Page) Asks() bool {
	return p.GoesOn && slices.ContainsFunc(p.Passed, Passing.Waits)
}

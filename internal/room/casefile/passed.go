package casefile

import (
	"slices"
	"time"

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

// cleared are the facts after which a wish to leave that was passed on waits no more.
var cleared = []Kind{stayingSaid{}.Kind(), Withdrawn{}.Kind(), "ended", lostContact{}.Kind(), deceased{}.Kind()}

// Passed are the wishes to leave that were passed on in a case, newest first. An end that was taken back is none.
func Passed(facts []Told) (out []Passing, err error) {
	var now Told
	for _, f := range slices.Backward(facts) {
		switch {
		case f.Kind == LeavingSaid{}.Kind():
			p := Passing{At: f.At, Now: now}
			if err := f.Read(&p.LeavingSaid); err != nil {
				return nil, err
			}
			out = append(out, p)
		case slices.Contains(cleared, f.Kind):
			now = f
		}
	}
	return out, nil
}

// Unanswered are those of which nobody has written yet what she says herself.
func Unanswered(list []Passing) []Passing {
	return slices.DeleteFunc(slices.Clone(list), func(p Passing) bool { return !p.Waits() })
}

// PassOn tells that she wishes to leave, as somebody says who is not with her: the same once while it waits.
func PassOn(tx *gate.CaseTx, said LeavingSaid) error {
	facts, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	list, err := Passed(facts)
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
func passedTo(r access.Relation, facts []Told) ([]Passing, error) {
	list, err := Passed(facts)
	switch r {
	case access.Referred:
		return list, err
	case access.Hosts, access.Evaluates:
		return Unanswered(list), err
	}
	return nil, err
}

package casefile_test

import (
	"errors"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

// A job passes over a case that is no more, and over nothing else: what its work does not find, and an act that is not
// the machine's, are told, so that it comes again and is seen.
func TestAJobPassesOverACaseThatIsNoMoreAlone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		o := newOffice(t, f, 1)
		var object []byte
		err := f.Gate.ViewCase(t.Context(), o.claire, casefile.Open, o.cases[0], func(v *gate.CaseView) error {
			object = v.ID().Bytes()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		done := 0
		run := func(object []byte, act access.Act, gives error) error {
			return casefile.OnTime(t.Context(), f.Gate, outbox.Job{Kind: "test.job", Object: object}, act,
				func(*gate.CaseTx) error { done++; return gives })
		}
		if err := run(object, casefile.PartName, nil); err != nil || done != 1 {
			t.Errorf("a case that is there: %v, done %d times", err, done)
		}
		type other struct{}
		if err := run(id.Random[other]().Bytes(), casefile.PartName, nil); err != nil || done != 1 {
			t.Errorf("a case that is no more: %v, done %d times", err, done)
		}
		if err := run(object, casefile.PartName, fault.ErrAbsent); !errors.Is(err, fault.ErrAbsent) {
			t.Errorf("what the work does not find is passed over: %v", err)
		}
		if err := run(object, casefile.Assign, nil); !fault.Is(err, fault.NotFound) || done != 2 {
			t.Errorf("an act that is not the machine's is passed over: %v, done %d times", err, done)
		}
		if err := run([]byte("short"), casefile.PartName, nil); err == nil {
			t.Error("a job of no case was done")
		}
	})
}

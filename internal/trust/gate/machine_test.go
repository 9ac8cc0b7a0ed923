package gate_test

import (
	"context"
	"errors"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	findTest  = access.Define(access.Act{Name: "gatetest.find", Door: access.MachineDoor, By: access.ByMachine})
	qFindTest = gate.MachineSQL("gatetest.find", `select id from casefile_case where code = $1`)
	qFindSome = gate.MachineSQL("gatetest.find_some", `select id from access_team where name <> $1`)
)

// entries counts the journal's entries of an act, and those of them that are refusals.
func entries(t *testing.T, f *trusttest.Floor, act string) (all, refused int) {
	t.Helper()
	arg := map[string]string{"sqlite": "?1", "postgres": "$1"}[f.Engine]
	err := f.Raw().QueryRowContext(t.Context(), `select count(*), coalesce(sum(case when detail like '%refused%' then 1
		else 0 end), 0) from journal_entry where act = `+arg, act).Scan(&all, &refused)
	if err != nil {
		t.Fatal(err)
	}
	return all, refused
}

// The machine's door opens to Havre's own jobs alone; what they find there is journalled, a look in vain is not.
func TestMachinesDoor(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		look := func(who access.Actor, q gate.MachineQuery) (n int, err error) {
			err = f.Gate.Machine(ctx, who, findTest, func(v *gate.MachineView) error {
				cases, err := v.Cases(q, "none of this name")
				n = len(cases)
				return err
			})
			return n, err
		}
		root := f.SignIn("root")
		for what, who := range map[string]access.Actor{"the administrator": root, "nobody": access.Nobody()} {
			if n, err := look(who, qFindSome); !fault.Is(err, fault.NotFound) || n != 0 {
				t.Errorf("%s got %d rows, %v", what, n, err)
			}
		}
		if all, refused := entries(t, f, findTest.Name); all != 2 || refused != 2 {
			t.Errorf("%d entries, %d of them refusals", all, refused)
		}
		job := access.Machine("gatetest.job")
		if n, err := look(job, qFindTest); err != nil || n != 0 {
			t.Errorf("a look in vain: %d, %v", n, err)
		}
		if all, _ := entries(t, f, findTest.Name); all != 2 {
			t.Errorf("a look in vain left an entry: %d", all)
		}
		if n, err := look(job, qFindSome); err != nil || n == 0 {
			t.Errorf("the job found %d, %v", n, err)
		}
		if all, refused := entries(t, f, findTest.Name); all != 3 || refused != 2 {
			t.Errorf("what was found left %d entries, %d refusals", all, refused)
		}
		errOwn := errors.New("own")
		if err := f.Gate.Machine(ctx, job, findTest, func(*gate.MachineView) error { return errOwn }); !errors.Is(err,
			errOwn) {
			t.Errorf("a job's own mistake: %v", err)
		}
		var kept *gate.MachineView
		err := f.Gate.Machine(ctx, job, findTest, func(v *gate.MachineView) error {
			kept = v
			_, err := v.Cases(qFindSome, "none of this name")
			return errors.Join(err, errOwn)
		})
		if all, _ := entries(t, f, findTest.Name); !errors.Is(err, errOwn) || all != 3 {
			t.Errorf("given up after something was found: %v, %d entries", err, all)
		}
		panics(t, "afterwards", "outside its door", func() { _, _ = kept.Cases(qFindSome, "none of this name") })
		trusttest.Failing(t, "a job's look", func(c context.Context) error {
			return f.Gate.Machine(c, job, findTest, func(v *gate.MachineView) error {
				_, err := v.Cases(qFindSome, "none of this name")
				return err
			})
		})
		if all, refused := entries(t, f, findTest.Name); all != 4 || refused != 2 {
			t.Errorf("looks that failed left %d entries, %d refusals", all-3, refused-2)
		}
	})
}

func TestNoActBringsAPersonToTheMachinesDoor(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it was defined")
		}
	}()
	access.Define(access.Act{Name: "gatetest.person", Door: access.MachineDoor, By: access.ByAdministrator})
}

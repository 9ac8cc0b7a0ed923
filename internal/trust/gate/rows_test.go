package gate_test

import (
	"context"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	rowsAct = access.Define(access.Act{Name: "rowstest.set", Door: access.OfficeDoor, By: access.ByMachine})

	qPut = gate.OfficeSQL("rowstest.put", `insert into network_setting (name, value, changed_at)
		values ($1, $2, $3)`)
	qAll   = gate.OfficeSQL("rowstest.all", `select name, value from network_setting where name like $1 order by name`)
	qNames = gate.OfficeSQL("rowstest.names", `select name from network_setting where name like $1 order by name`)
	qSwap  = gate.OfficeSQL("rowstest.swap", `update network_setting set value = $3 where name = $1 and value = $2`)
)

type setting struct{ name, value string }

func (s *setting) columns() []any { return []any{&s.name, &s.value} }

func TestRowsAreReadByOneMapping(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		reached := false
		err := f.Gate.ChangeOffice(context.Background(), access.Machine("rowstest"), rowsAct,
			func(tx *gate.OfficeTx) error {
				for _, s := range []setting{{"rows_a", "1"}, {"rows_b", "2"}} {
					if err := gate.Done(tx.Exec(qPut, s.name, s.value, 1)); err != nil {
						return err
					}
				}
				list, err := gate.List(tx.Query, qAll, (*setting).columns, "rows%")
				if err != nil || len(list) != 2 || list[1] != (setting{"rows_b", "2"}) {
					t.Errorf("list: %v, %v", list, err)
				}
				if list, err := gate.List(tx.Query, qAll, (*setting).columns, "none"); err != nil || list != nil {
					t.Errorf("no row: %v, %v", list, err)
				}
				one, err := gate.One(tx.Query, qAll, (*setting).columns, "rows%") // the second row stays unread
				if err != nil || one != (setting{"rows_a", "1"}) {
					t.Errorf("one: %v, %v", one, err)
				}
				names, err := gate.Values[string](tx.Query, qNames, "rows%")
				if err != nil || strings.Join(names, " ") != "rows_a rows_b" {
					t.Errorf("values: %v, %v", names, err)
				}
				if name, err := gate.Value[string](tx.Query, qNames, "rows_b"); err != nil || name != "rows_b" {
					t.Errorf("value: %v, %v", name, err)
				}
				_, err = gate.One(tx.Query, qAll, (*setting).columns, "none")
				if !fault.Is(err, fault.NotFound) || !strings.Contains(err.Error(), "rowstest.all") {
					t.Errorf("no row is not found, and says by which query: %v", err)
				}
				if err := gate.Replaced(tx.Exec(qSwap, "rows_a", "1", "3")); err != nil {
					t.Errorf("replaced: %v", err)
				}
				if err := gate.Replaced(tx.Exec(qSwap, "rows_a", "1", "4")); err != fault.ErrChanged {
					t.Errorf("somebody was faster: %v", err)
				}
				_, err = gate.List(tx.Query, qNames, (*setting).columns, "rows%")
				if err == nil || !strings.Contains(err.Error(), "rowstest.names") {
					t.Errorf("columns that do not fit name the query: %v", err)
				}
				reached = true
				return err
			})
		if err == nil || !reached {
			t.Error("a row that does not fit gives the transaction up")
		}
	})
}
